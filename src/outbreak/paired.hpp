// The same outbreak with and without protections: what ranking actions asks for, thousands of times.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bits.hpp"
#include "outbreak/simulator.hpp"

namespace shoal::outbreak {

/// Keeps what one replicate came to without protection, so that a protection of what it never touched costs nothing.
/// For each replicate call begin(), then with() for each protection; one of these for each thread. with() costs a look
/// at what is protected, and a run only where that was of any matter.
class Paired {
 public:
  /// `layout` outlives this.
  explicit Paired(const Layout& layout);

  /// Runs the replicate without protection.
  const Loss& begin(std::uint64_t seed, std::uint64_t replicate);
  /// The loss of the same replicate with protection.
  Loss with(const Protection& protection);
  /// Whether the protection takes away anything that happened in the replicate without it. If not, then with it
  /// everything would have happened in the same way.
  bool matters(const Protection& protection) const;

 private:
  const Layout* layout_;
  Simulator simulator_;
  std::uint64_t seed_ = 0, replicate_ = 0;
  Loss loss_;
  Bits lost_, infected_;
  std::vector<std::uint32_t> lost_by_kind_, infected_by_zone_;
  bool has_reacted_ = false;
};

}  // namespace shoal::outbreak
