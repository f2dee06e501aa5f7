// Where a text of UTF-16LE ends.
#pragma once

#include <cstdint>
#include <string_view>

#include "inspect/span.hpp"

namespace shoal::inspect {

/// The bytes of a UTF-16LE text from `at` up to its NUL, or up to `bytes_max` or the end where there is none.
std::string_view wide_text_at(Span bytes, std::uint64_t at, std::uint64_t bytes_max);

}  // namespace shoal::inspect
