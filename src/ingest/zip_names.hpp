// The names in a zip, by which a workbook is told from a document and both from a collection of files.
//
// Unpacks nothing, so that asking is cheap whatever the zip claims of itself.
#pragma once

#include <string_view>

namespace shoal::ingest {

/// Whether `bytes` begin as a zip does.
bool is_zip(std::string_view bytes);

/// Whether the zip has a directory of its members at the end: false where it was cut, is larger than 4 GiB, or has no
/// members.
bool has_directory(std::string_view bytes);

/// Whether `bytes` are a zip with a member of this name, ignoring the case of ASCII letters and a slash in front. Where
/// the directory is missing, the members themselves are asked, as far as they reach.
bool has_member(std::string_view bytes, std::string_view name);

}  // namespace shoal::ingest
