// Bars as SVG. Coordinates are whole numbers of hundredths of a percent, so that the bytes are the same everywhere.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/html.hpp"

namespace shoal::report {

/// How a part is filled. Each fill has a pattern of its own, so that nobody needs colour to tell two apart; whatever is
/// not known is hatched.
enum class Fill : std::uint8_t {
  good,      ///< Plain.
  fair,      ///< Upright lines.
  paid,      ///< Dots.
  bad,       ///< Lines that fall to the right.
  worst,     ///< A grid.
  presumed,  ///< Dots on hatching.
  unknown,   ///< Hatched: lines that rise to the right.
  outside,   ///< Hatched wider: unknown because nobody looked.
  none,      ///< Not drawn: the rest of a whole of which only some parts are shown.
};
constexpr std::size_t fill_count = 8;  ///< Of those that are drawn.

/// Defines the fills; once, before the first bar of a document. Their colours are custom properties of the style sheet.
void define_fills(Html& html);

/// A part of a whole.
struct Part {
  std::string label;
  std::uint64_t count = 0;
  Fill fill = Fill::unknown;
};

/// Widths for `counts` that sum to `whole` exactly. What is there at all gets at least `least`; then the largest pays
/// for it. All are 0 where all counts are. `least` times the number of counts must not exceed `whole`.
std::vector<std::uint32_t> shares(std::span<const std::uint64_t> counts, std::uint32_t whole, std::uint32_t least);

/// One bar in parts. `id` is unique in the document; the text alternative is `title` and each part with its count.
void stacked_bar(Html& html, std::string_view id, std::string_view title, std::span<const Part> parts);

/// The same without a text alternative, for a table that has the numbers in the same row.
void small_stacked_bar(Html& html, std::span<const Part> parts);

/// A bar whose length is `part` of `whole`, likewise without a text alternative.
void bar(Html& html, std::uint64_t part, std::uint64_t whole, Fill fill);

/// A number that is only estimated: `low <= expected <= high <= whole`.
struct Interval {
  std::uint64_t low = 0, expected = 0, high = 0;
};
/// A bar from 0 to the expected number, and a line over it from the low to the high end; without a text alternative.
void interval_bar(Html& html, const Interval& interval, std::uint64_t whole);

/// What was foretold of some cases, and what came true; both between 0 and 1.
struct ReliabilityPoint {
  double foretold = 0, true_share = 0;
  std::uint64_t cases = 0;
};
/// A square with a diagonal, and for each point a dot whose area grows with its cases. `id` is unique in the document;
/// the text alternative is `title` and every point.
void reliability_plot(Html& html, std::string_view id, std::string_view title,
                      std::span<const ReliabilityPoint> points);

/// The key to a fill. The word stands beside it.
void swatch(Html& html, Fill fill);

}  // namespace shoal::report
