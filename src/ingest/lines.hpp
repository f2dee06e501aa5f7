// The lines of an inventory's text, numbered as an editor numbers them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shoal::ingest {

/// More lines with something on them than any inventory has: 20,000 machines in one file have a million.
inline constexpr std::size_t lines_max = 4'000'000;

struct Line {
  std::string_view text;     ///< Without its end; blanks before and after are kept.
  std::uint32_t number = 0;  ///< 1 is the first line.
  bool ended = false;        ///< Whether a line end follows: the last line of a file that was cut has none.
};

/// The lines of `text` that are not blank. Lines end in LF, CR LF, CR CR LF (wmic) or CR (progress that was written
/// over); only LF counts in the numbers. Views into `text`. Errors: invalid_input "ingest.too_many_lines" beyond
/// `lines_max`.
Result<std::vector<Line>> lines_of(std::string_view text);

}  // namespace shoal::ingest
