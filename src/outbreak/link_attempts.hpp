// Attempts from device to device along known links, each that matters an event of its own.
//
// When a source begins, its attempts along all its links are drawn at once, and those that come before its end are put
// in order. Of attempts at devices that are gone by then nothing is seen.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bits.hpp"
#include "outbreak/chance.hpp"
#include "outbreak/event_queue.hpp"
#include "outbreak/layout.hpp"
#include "outbreak/spread.hpp"

namespace shoal::outbreak {

/// Of one of the worm's sets of links.
class LinkAttempts {
 public:
  struct Attempt {
    Seconds at = 0;
    DeviceIndex target = 0;
    std::uint32_t link = 0;  ///< Position in `Links::to`.
    bool is_before(const Attempt& other) const { return at != other.at ? at < other.at : link < other.link; }
  };

  /// All but `channel`, a position in Worm::links, is kept by the caller and outlives this: `gone` are devices at which
  /// attempts do nothing, `is_open` is kinds x exploits.
  LinkAttempts(const Layout& layout, std::size_t channel, const Bits& gone, const std::vector<std::uint8_t>& is_open);

  /// Begins a run; `gone` and `is_open` are what they will be when it begins.
  void clear(const Chance& chance);
  /// `device` is a source from `begins` until `ends`.
  void add_source(DeviceIndex device, Seconds begins, Seconds ends);

  Seconds next_at() {
    return attempts_.next_at([this](const Attempt& attempt) { return gone_->test(attempt.target); });
  }
  /// The next one at a device that is not gone, which there must be; as next_at() said.
  Attempt take();
  DeviceIndex source_of(std::uint32_t link) const;

  /// Whether spread() will do: whoever is reached is infected, and this is the worm's only way.
  bool may_spread() const { return is_only_way_ && is_same_; }
  /// Handles attempts, and lets those that they infect be sources, up to what `limits` say; gives when the last was, or
  /// `now`.
  Seconds spread(Bits& gone, std::vector<DeviceIndex>& lost, const SpreadLimits& limits, Seconds now);

  std::size_t bytes() const { return attempts_.bytes(); }

 private:
  struct When {
    Seconds begins, last;
    std::uint64_t least;  // Which drew less comes later than `last`.
  };
  const Worm& worm() const { return layout_->scenario().worm; }
  const Links& links() const { return worm().links[channel_]; }
  double chance_of(KindIndex kind) const;
  void put(const LinkTable::Of& some, const When& when);

  const Layout* layout_;
  std::size_t channel_;
  const Bits* gone_;
  const std::vector<std::uint8_t>* is_open_;
  Chance chance_{0, 0};
  std::uint64_t base_ = 0;    // Of draws for links.
  double most_ = 0;           // Attempts per second along one link that do something, at most.
  bool is_only_way_ = false;  // And no attempt crashes a device.
  bool is_same_ = false;      // Whether all kinds are open, and attempts do something to each as often.
  EventQueue<Attempt> attempts_;
};

}  // namespace shoal::outbreak
