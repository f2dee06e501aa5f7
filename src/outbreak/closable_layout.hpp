// A layout of which pairs of zones can be closed and opened again, in microseconds: so that hundreds of protections
// that close pairs share the thresholds of one replicate.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "outbreak/layout.hpp"

namespace shoal::outbreak {

class ClosableLayout {
 public:
  explicit ClosableLayout(const Layout& layout) : layout_(layout) {}

  /// Closes these, and no others, if zones that the layout does not tell apart are closed alike; if not, closes
  /// nothing and says so.
  bool close(std::span<const Protection::Closed> closed);
  const Layout& layout() const { return layout_; }

 private:
  struct GroupPair {
    std::uint32_t from, to;
  };
  bool find_pairs(std::span<const Protection::Closed> closed, ReachIndex reach, const ZoneGroups& groups,
                  std::vector<GroupPair>& pairs) const;
  void open_all();

  Layout layout_;
  struct Rate {
    std::size_t scan, place;
    double value;
  };
  std::vector<Rate> closed_rates_;  // What there was.
  struct Way {
    std::size_t theft, place;
  };
  std::vector<Way> closed_ways_;
};

}  // namespace shoal::outbreak
