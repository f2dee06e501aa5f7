// A scenario, laid out for simulating it: what is the same in every replicate.
//
// A channel is a way in which attempts reach devices at random: a scan, or a credential in thieves' hands. All devices
// of a lane, that is of zones that nothing tells apart, feel the same pressure: attempts per second on one of them.
// So what an infected device adds is one row of a matrix, from its zones' group to lanes. Within a lane, devices on
// which an attempt is as likely to do something form a list.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "outbreak/link_table.hpp"
#include "outbreak/protection.hpp"
#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

inline constexpr std::uint32_t none = UINT32_MAX;

/// Devices on which an attempt through one channel is as likely to do something.
struct TargetList {
  std::uint32_t first = 0, last = 0;  ///< In `Layout::members`.
  double scale = 1;                   ///< 1 / that chance: so much pressure is worth one attempt that does something.
  std::uint32_t entries = 0;          ///< Where a simulator keeps its thresholds.
  std::uint32_t buckets = 0;          ///< Where it keeps where each bucket of them ends.
  std::uint32_t bucket_bits = 0;      ///< By so many of a threshold's first bits they are dealt into buckets.
  std::uint32_t size() const { return last - first; }
};

struct Lane {
  std::uint32_t first_list = 0, last_list = 0;
};

/// Lanes that share their sources, and of which the next to be hit is looked for at once.
struct Block {
  std::uint32_t first_lane = 0, lanes = 0;  ///< Some of them at the end may be empty, so that vectors fit.
  ExploitIndex exploit = none;              ///< None: a credential opens it.
  std::uint32_t channel = none;             ///< In `Layout::stolen`, then; or else in `Layout::scans`.
  double most = 0;                          ///< The most that one source adds to the pressure on a lane.
  std::uint32_t field = 0;                  ///< What its thresholds are drawn for.
};

/// Zones that nothing tells apart, as sources and as targets.
struct ZoneGroups {
  std::vector<std::uint32_t> of_zone;
  std::vector<ZoneIndex> representative;  ///< By group.
  std::size_t size() const { return representative.size(); }
};

/// What several protections close, each for itself.
using Closures = std::vector<std::vector<Protection::Closed>>;

struct ScanChannel {
  ZoneGroups groups;
  std::uint32_t far = none;                ///< The block of what leaves the zone, if any does.
  std::vector<double> rows;                ///< groups x lanes of `far`.
  std::vector<std::uint32_t> lane_group;   ///< Of `far`.
  std::vector<std::uint32_t> near;         ///< By zone: the block of its own, or none.
  std::vector<double> near_rate;           ///< By zone: on one device, by one other, in the zone's own block.
  std::vector<double> near_rate_when_cut;  ///< The same, with what comes back from anywhere, once zones are cut.
};

struct TheftChannel {
  std::uint32_t theft = 0, credential = 0;
  std::uint32_t far = none, near = none;  ///< Blocks: before and after zones are cut from each other.
  std::vector<std::uint32_t> lane_group;  ///< Of `far`.
  std::vector<ZoneIndex> lane_zone;       ///< Of `near`.
};

struct TheftRates {
  ZoneGroups groups;
  std::vector<double> by_group;       ///< Attempts per second that succeed, on one device, by one source.
  std::vector<std::uint8_t> is_open;  ///< groups x groups.
};

class Layout {
 public:
  /// `scenario` must hold what `check` says and outlive this. `closed` as in a protection. What is `closable` tells its
  /// zones apart, so that a ClosableLayout of this can close it later.
  explicit Layout(const Scenario& scenario, std::span<const Protection::Closed> closed = {},
                  const Closures& closable = {});

  const Scenario& scenario() const { return *scenario_; }
  std::size_t bytes() const;  ///< What it takes, about.

  std::vector<DeviceIndex> members;
  std::vector<TargetList> lists;
  std::vector<Lane> lanes;
  std::vector<Block> blocks;
  std::vector<ScanChannel> scans;    ///< As the worm's.
  std::vector<TheftRates> thefts;    ///< As the worm's.
  std::vector<LinkTable> links;      ///< As the worm's.
  std::vector<TheftChannel> stolen;  ///< Each theft with each credential.
  std::size_t entries = 0, buckets = 0;

  std::vector<std::uint32_t> zone_begins;  ///< zones + 1 positions in `zone_devices`.
  std::vector<DeviceIndex> zone_devices;   ///< By zone, ascending.
  std::vector<std::uint32_t> held_begins;  ///< devices + 1 positions in `held`, if there are thefts.
  std::vector<std::uint32_t> held;         ///< Channels in `stolen` that lie on it.
  std::vector<std::uint32_t> site_devices;
  std::vector<double> uplink;           ///< By zone: as many devices fill it; multiples of 2^-12.
  bool has_uplinks = false;             ///< Whether any is finite.
  std::vector<std::uint8_t> is_opened;  ///< By device, if there are thefts: whether a credential opens it.
  std::vector<double> chances;          ///< kinds x exploits: of an attempt to do something, where it holds.
  bool is_plain = false;                ///< Whether plain_spread.hpp's loop will do, all kinds being sure.
  std::vector<std::uint8_t> is_used;    ///< By exploit: whether the worm uses it.

 private:
  const Scenario* scenario_;
};

}  // namespace shoal::outbreak
