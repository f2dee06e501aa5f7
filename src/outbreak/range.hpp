// A value that is known within bounds only.
#pragma once

namespace shoal::outbreak {

/// low <= likely <= high; all three the same where a value is known.
struct Range {
  double low = 0, likely = 0, high = 0;
  bool operator==(const Range&) const = default;
};

/// Where in a range to stand: 0 is its low end, 0.5 what is likely, 1 its high end; between them in proportion.
inline constexpr double at_likely = 0.5;

/// The value of `range` at `where`, which is from 0 to 1.
constexpr double value_at(const Range& range, double where) {
  return where <= at_likely ? range.low + (range.likely - range.low) * (where / at_likely)
                            : range.likely + (range.high - range.likely) * ((where - at_likely) / (1 - at_likely));
}

}  // namespace shoal::outbreak
