// Attempts at random targets, of scans and with credentials: whom each source presses on, and which device is hit next.
//
// No attempt is drawn that does nothing. Each device withstands, on each channel, a pressure drawn in advance
// (Sellke, On the asymptotic distribution of the size of a stochastic epidemic, 1983): it is hit when the pressure that
// it has felt reaches that. For attempts at random times this is exact. And since what a device withstands is its own,
// fewer sources never mean that a device is hit sooner.
//
// An attempt of a scan goes to one address of its zone, of the zones of its site, or of all anywhere, each as likely;
// it is lost where its port is closed to the zone that it meets. An uplink limits those to the site and anywhere,
// whoever they meet, and no sweeps, thefts or links. A source tries each credential that it holds by itself: so often a
// second, at one of the devices other than itself that could be reached before anything was closed, each as likely. So
// two credentials that open a device are two ways in, and attempts at what a protection closed do not go elsewhere.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bits.hpp"
#include "outbreak/block_hits.hpp"
#include "outbreak/chance.hpp"
#include "outbreak/layout.hpp"
#include "outbreak/spread.hpp"
#include "outbreak/thresholds.hpp"

namespace shoal::outbreak {

class Pressure {
 public:
  /// `gone` are devices that cannot be hit: safe ones and lost ones; it is kept by the caller and outlives this.
  Pressure(const Layout& layout, const Bits& gone);

  /// Draws for another replicate from here on.
  void use(const Chance& chance) { thresholds_.use(chance); }
  /// No sources; credentials in `useless` open nothing.
  void clear(const std::vector<std::uint32_t>& useless);

  /// `carried` is the channel in Layout::stolen by which the device was entered and that it uses further, or none.
  void add_source(DeviceIndex device, std::uint32_t carried, Seconds at) { change(device, carried, 1, at); }
  void end_source(DeviceIndex device, std::uint32_t carried, Seconds at) { change(device, carried, -1, at); }
  /// From `at` on zones are cut from each other: all sources are taken away and must be added anew. What was to come
  /// back to the own zone from anywhere is then felt with what stays in it: exponential variates have no memory.
  void cut(Seconds at);

  std::size_t bytes() const { return thresholds_.bytes() + hits_.bytes() + is_lane_open_.size(); }

  struct Hit {
    DeviceIndex device = none;  ///< It may be gone.
    std::uint32_t block = 0;    ///< Through which, and in which of its lanes.
    std::uint32_t lane = 0;
  };
  /// No later than the next hit; it is then if is_next_sure().
  Seconds next_at() const { return hits_.next_at(); }
  bool is_next_sure() const { return hits_.is_next_sure(); }
  void make_next_sure() { hits_.make_next_sure(); }
  /// Takes the next hit, which is sure. settle() must follow once what it means for sources is told.
  Hit take();
  void settle() { hits_.settle(); }
  /// Where the layout is plain: handles all hits until so many are lost or `until` is over, as take() and add_source()
  /// would; gives when the last was, or `now`. All its lanes must be open by now: is_all_open().
  bool is_all_open() const { return lanes_closed_ == 0; }
  Seconds spread(Bits& gone, std::vector<DeviceIndex>& lost, const SpreadLimits& limits, Seconds now);

  /// In which lane of the only block a device is, where the layout is plain.
  std::uint32_t lane_of(DeviceIndex device) const {
    return lane_of_group_[layout_->scans[0].groups.of_zone[layout_->scenario().devices[device].zone]];
  }

  /// How much of the pressure that led to a hit a source of zone `from` adds, which carries `carried`; at most the
  /// block's `most`.
  double part_of(const Hit& hit, DeviceIndex source, std::uint32_t carried) const;

 private:
  void change(DeviceIndex device, std::uint32_t carried, int sign, Seconds at);
  void change_scan(std::size_t scan, ZoneIndex zone, double far_weight, double near_weight, Seconds at);
  void change_theft(std::uint32_t channel, ZoneIndex zone, double weight, Seconds at);
  void open_lanes(const Block& block, const double* row);
  void open_lane(std::uint32_t lane, std::uint32_t field);
  double far_weight(ZoneIndex zone, int sign);

  const Layout* layout_;
  const Bits* gone_;
  Thresholds thresholds_;
  BlockHits hits_;
  std::vector<std::uint8_t> is_lane_open_;  // Whether its lists are in order and its threshold is set.
  std::vector<double> group_weights_;  // By scan and group: of its sources; where there were none, lanes may be closed.
  std::vector<std::size_t> group_begins_;     // By scan.
  std::vector<std::uint32_t> lane_of_group_;  // Of the only scan, where the layout is plain.
  std::vector<std::uint32_t> sources_;        // By zone, where uplinks are limited.
  std::vector<std::uint8_t> is_useless_;      // By credential.
  std::vector<double> row_;                   // Room for one.
  std::size_t lanes_of_first_ = 0;
  std::size_t lanes_closed_ = 0;  // Of the first block: neither open nor empty.
  bool is_cut_ = false;
};

}  // namespace shoal::outbreak
