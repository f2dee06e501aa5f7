// Attempts at a zone's addresses in turn: which device is hit next by any sweep of any source.
//
// Nothing is drawn that changes nothing. When a source begins, every device that it would try sooner than anybody who
// is known to hit it is asked once, with one draw, at which try it would: what fails, or comes too late, is no event.
// So a zone costs about one event for each device that it loses, however many sweep it.
//
// Large zones are cut into pieces of places that lie beside each other, and a source looks at one when it comes there.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bits.hpp"
#include "outbreak/chance.hpp"
#include "outbreak/earliest.hpp"
#include "outbreak/layout.hpp"

namespace shoal::outbreak {

/// Of one run. Pieces are prepared when their first source comes: most outbreaks reach few of many.
class SweepHits {
 public:
  /// `layout` outlives this, and so do `is_open`, which is kinds x exploits, and `gone`. Devices that are gone stay so
  /// until clear().
  SweepHits(const Layout& layout, const std::vector<std::uint8_t>& is_open, const Bits& gone);

  /// Begins a run of this replicate.
  void clear(const Chance& chance);

  /// One sweep of one source.
  struct Source {
    DeviceIndex device = 0;
    std::uint8_t channel = 0;  ///< Which of the worm's sweeps.
    Seconds begun = 0;
    Seconds ends = forever;    ///< It tries nobody from then on,
    Seconds killed = forever;  ///< nor after this.
  };
  /// Another look at the devices that a source tries next.
  struct Visit {
    Seconds at = forever;  ///< When it is due; `forever` where there is none.
    std::uint32_t piece = 0;
  };
  /// The source comes to the first piece of its zone, that in which it begins,
  Visit begin(const Source& source);
  /// or to a later one. Gives the one after it.
  Visit visit(const Source& source, std::uint32_t piece);

  /// When the next device is hit; it may be gone.
  Seconds next_at() const { return earliest_.at(); }
  struct Hit {
    DeviceIndex device = 0;
    std::uint8_t channel = 0;
  };
  Hit take();

  std::size_t bytes() const;

 private:
  /// Devices of one zone that one sweep may still hit: places in the zone, and when each will be hit.
  struct Piece {
    std::uint32_t first = 0, last = 0;  // Its places in Layout::zone_devices.
    std::uint32_t row = 0;              // Where what is kept lies, in rows as find_sooner() wants them.
    std::uint32_t left = 0;             // How many are kept.
    std::uint32_t run = 0;              // For which it is prepared.
    Seconds next = forever;             // When the first of them is hit.
  };
  struct Start {
    std::uint64_t address = 0;
    std::uint32_t piece = 0;
  };
  std::uint32_t clock_of(std::uint8_t channel, std::uint32_t piece) const {
    return static_cast<std::uint32_t>(channel * piece_zone_.size()) + piece;
  }
  Start start_of(const Source& source) const;
  void prepare(std::uint8_t channel, std::uint32_t piece);
  void look(const Source& source, const Start& start, std::uint32_t piece);
  Visit after(const Source& source, const Start& start, std::uint32_t piece) const;

  const Layout* layout_;
  const std::vector<std::uint8_t>* is_open_;
  const Bits* gone_;
  Chance chance_{0, 0};
  std::uint32_t run_ = 0;                    // Counts calls of clear().
  std::vector<std::uint32_t> piece_begins_;  // By zone, its first piece; and one more.
  std::vector<ZoneIndex> piece_zone_;        // By piece.
  std::vector<Piece> pieces_;                // Sweeps x pieces.
  struct Kept {
    DeviceIndex device = 0;
    std::uint32_t pair = 0;  // Of its kind and the sweep's exploit, among kinds x exploits.
  };
  // By row, each of what is kept: apart, since those that a source does not try sooner are not asked who they are.
  std::vector<double> places_;  // In the zone.
  std::vector<Seconds> at_;     // When it is hit, or forever.
  std::vector<Kept> kept_;
  std::vector<std::uint32_t> first_pairs_;  // As Layout::zone_devices: the first of its kind among kinds x exploits.
  std::vector<std::uint64_t> hits_below_;   // Kinds x exploits: an attempt does something if what it draws is less.
  std::vector<double> passes_;              // Kinds x exploits: 1 / -ln(1 - chance), how many passes one takes.
  Earliest earliest_;
};

}  // namespace shoal::outbreak
