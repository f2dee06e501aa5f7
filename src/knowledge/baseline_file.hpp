// A baseline: what was read from an installation of Windows, in one file that stands in for it.
//
// The file is sealed (sealed.hpp). The content has all texts once, in order, each by what it shares with the one
// before, and records that name them by number; the same image always gives the same bytes. It is input like any other:
// every count and number is checked before it is believed.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "readiness/system_image.hpp"

namespace shoal::knowledge {

/// The image, which is in order (put_in_order()), as a file's bytes.
std::string write_baseline(const readiness::SystemImage& image);

/// What a baseline's file holds before it is sealed, and a file around such content, well formed or not.
std::string baseline_content(const readiness::SystemImage& image);
std::string seal_baseline(std::string_view content);

/// Reads what write_baseline() wrote; the image is in order whatever the file says.
/// Errors: corrupt "knowledge.bad_baseline" where the magic, the hash, a count or a number is wrong; invalid_input
/// "knowledge.baseline_version" where it was made for another version of shoal, "knowledge.baseline_too_large" where it
/// would unpack to more than 64 MiB.
Result<readiness::SystemImage> read_baseline(std::string_view bytes);

}  // namespace shoal::knowledge
