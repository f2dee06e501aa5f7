// The same outbreak with and without protections: what ranking actions asks for, thousands of times.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bits.hpp"
#include "outbreak/simulator.hpp"

namespace shoal::outbreak {

/// Whether fewer sources, each later, never mean that more is lost by any time, while nobody reacts or if people react
/// at the same time.
bool is_monotone(const Layout& layout);

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
  /// Whether a protection only closes pairs of zones or makes credentials useless, in a scenario in which more of that
  /// never means more loss: then is_alike() may be asked.
  bool may_be_alike(const Protection& protection) const;
  /// Whether it is sure that the replicate comes to the same with all of `protection` and with any part of it, by one
  /// run. Where that run and the one without protection react at the same time and have lost as much by then and in the
  /// end, what is lost in between is the same: whatever is lost with more protection is lost with less.
  bool is_alike(const Protection& protection);
  /// Whether the protection closes a way to a zone that lost less where is_alike() said no in this replicate, or may
  /// have to do with that in other ways.
  bool is_suspect(const Protection& protection) const;

 private:
  const Layout* layout_;
  Simulator simulator_;
  std::uint64_t seed_ = 0, replicate_ = 0;
  Loss loss_;
  Bits lost_, infected_;
  std::vector<std::uint32_t> lost_by_kind_, lost_by_zone_, infected_by_zone_;
  std::vector<std::uint32_t> lost_with_;  // Room for one.
  std::vector<std::uint8_t> was_spared_;  // By zone: whether it lost less where is_alike() said no.
  bool has_reacted_ = false;
  bool is_monotone_;  // Whether closing more never loses more while nobody reacts, nor afterwards.
  Seconds reacted_at_ = forever;
  std::size_t lost_before_reaction_ = 0;
};

}  // namespace shoal::outbreak
