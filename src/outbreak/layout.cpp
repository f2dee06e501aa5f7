#include "outbreak/layout.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

#include "outbreak/zone_groups.hpp"

namespace shoal::outbreak {
namespace {

constexpr std::uint32_t lanes_padded_to = 16;
constexpr int uplink_bits = 12;  // Of its fraction, in devices.

/// Rounds rates to multiples of a power of 2 so large that sums of `strength` of the largest are exact: then sources
/// that end leave nothing behind.
class Rounding {
 public:
  Rounding(double largest, double strength, bool has_uplinks) {
    const double sum = std::max(largest * std::max(strength, 1.0), 1e-280);
    unit_ = std::ldexp(1.0, std::ilogb(sum) + 1 - 53 + (has_uplinks ? uplink_bits : 0));
  }
  double operator()(double rate) const { return std::nearbyint(rate / unit_) * unit_; }

 private:
  double unit_;
};

/// Adds lists, lanes and blocks to a layout.
class Laying {
 public:
  explicit Laying(Layout& layout) : layout_(layout) {}

  struct Member {
    std::uint32_t group;
    double chance;
    ZoneIndex zone;
    DeviceIndex device;
    auto key() const { return std::tuple(group, chance, zone, device); }
  };

  /// Takes devices with their groups and chances; what follows makes blocks of them.
  void take(std::vector<Member> members) {
    std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) { return a.key() < b.key(); });
    members_ = std::move(members);
    first_ = static_cast<std::uint32_t>(layout_.members.size());
    layout_.members.reserve(layout_.members.size() + members_.size());
    for (const Member& member : members_) layout_.members.push_back(member.device);
  }

  /// One block with a lane for each group that has members; gives the lanes' groups.
  std::vector<std::uint32_t> add_by_group(Block& block) {
    return add(block, [](const Member& member) { return member.group; });
  }

  /// One block with a lane for each zone that has members; gives the lanes' zones.
  std::vector<ZoneIndex> add_by_zone(Block& block) {
    return add(block, [](const Member& member) { return member.zone; });
  }

  /// A block with one lane for each zone that has members; gives the block of each zone or none.
  std::vector<std::uint32_t> add_each_zone(const Block& like) {
    std::vector<std::uint32_t> by_zone(layout_.scenario().zones.size(), none);
    for (const Run& run : runs([](const Member& member) { return member.zone; })) {
      if (by_zone[run.place] == none) {
        by_zone[run.place] = static_cast<std::uint32_t>(layout_.blocks.size());
        Block block = like;
        block.first_lane = static_cast<std::uint32_t>(layout_.lanes.size());
        block.lanes = 1;
        layout_.blocks.push_back(block);
        add_lane();
      }
      add_list(run);
    }
    return by_zone;
  }

 private:
  /// Members of one place, all with one chance.
  struct Run {
    std::uint32_t place, first, last;
    double chance;
  };

  template <typename PlaceOf>
  std::vector<Run> runs(PlaceOf place_of) const {
    std::vector<Run> all;
    for (std::uint32_t i = 0; i < members_.size(); i++) {
      const Member& member = members_[i];
      if (i == 0 || place_of(member) != all.back().place || member.chance != all.back().chance)
        all.push_back({place_of(member), i, i, member.chance});
      all.back().last = i + 1;
    }
    std::sort(all.begin(), all.end(),
              [](const Run& a, const Run& b) { return std::pair(a.place, a.first) < std::pair(b.place, b.first); });
    return all;
  }

  template <typename PlaceOf>
  std::vector<std::uint32_t> add(Block& block, PlaceOf place_of) {
    block.first_lane = static_cast<std::uint32_t>(layout_.lanes.size());
    std::vector<std::uint32_t> places;
    for (const Run& run : runs(place_of)) {
      if (places.empty() || places.back() != run.place) {
        places.push_back(run.place);
        add_lane();
      }
      add_list(run);
    }
    block.lanes = static_cast<std::uint32_t>(places.size());
    if (block.lanes > 1)
      while (block.lanes % lanes_padded_to != 0) {
        add_lane();
        block.lanes++;
      }
    layout_.blocks.push_back(block);
    return places;
  }

  void add_lane() {
    const auto next = static_cast<std::uint32_t>(layout_.lists.size());
    layout_.lanes.push_back({next, next});
  }

  void add_list(const Run& run) {
    TargetList list;
    list.first = first_ + run.first;
    list.last = first_ + run.last;
    list.scale = 1 / run.chance;
    list.entries = static_cast<std::uint32_t>(layout_.entries);
    list.buckets = static_cast<std::uint32_t>(layout_.buckets);
    // As many as fit the first cache are put in order soonest.
    list.bucket_bits =
        static_cast<std::uint32_t>(std::max(1, static_cast<int>(std::bit_width(list.size() / 1024))) - 1);
    layout_.entries += list.size();
    layout_.buckets += std::size_t{1} << list.bucket_bits;
    layout_.lists.push_back(list);
    layout_.lanes.back().last_list = static_cast<std::uint32_t>(layout_.lists.size());
  }

  Layout& layout_;
  std::vector<Member> members_;
  std::uint32_t first_ = 0;
};

std::vector<double> site_addresses(const Scenario& scenario) {
  std::vector<double> sums(scenario.sites.size(), 0.0);
  for (const Zone& zone : scenario.zones) sums[zone.site] += static_cast<double>(zone.addresses);
  return sums;
}

double share_anywhere(const Scan& scan) { return std::max(0.0, 1 - scan.in_zone - scan.in_site); }

/// Attempts per second on one device of `to` by one source in `from`, where it can be reached: those that go to its
/// site and anywhere.
double far_rate(const Scenario& scenario, const Scan& scan, const std::vector<double>& site_sums, ZoneIndex from,
                ZoneIndex to) {
  double per_attempt = share_anywhere(scan) / scan.anywhere_addresses;
  const SiteIndex site = scenario.zones[from].site;
  if (site == scenario.zones[to].site && scan.in_site > 0) per_attempt += scan.in_site / site_sums[site];
  return scan.per_second * per_attempt;
}

Reach closed_reach(const Scenario& scenario, ReachIndex index, std::span<const Protection::Closed> closed) {
  Reach reach = scenario.reaches[index];
  for (const Protection::Closed& pair : closed)
    if (pair.reach == index && pair.from != pair.to) reach.pairs[pair.from * scenario.zones.size() + pair.to] = 0;
  return reach;
}

void lay_zones(Layout& layout) {
  const Scenario& scenario = layout.scenario();
  layout.zone_begins.assign(scenario.zones.size() + 1, 0);
  layout.site_devices.assign(scenario.sites.size(), 0);
  for (const ScenarioDevice& device : scenario.devices) {
    layout.zone_begins[device.zone + 1]++;
    layout.site_devices[scenario.zones[device.zone].site]++;
  }
  std::partial_sum(layout.zone_begins.begin(), layout.zone_begins.end(), layout.zone_begins.begin());
  layout.zone_devices.resize(scenario.devices.size());
  std::vector<std::uint32_t> next(layout.zone_begins.begin(), layout.zone_begins.end() - 1);
  for (DeviceIndex d = 0; d < scenario.devices.size(); d++) layout.zone_devices[next[scenario.devices[d].zone]++] = d;
}

void lay_chances(Layout& layout) {
  const Scenario& scenario = layout.scenario();
  const std::size_t exploits = scenario.exploits.size();
  layout.chances.assign(scenario.kinds.size() * exploits, 0);
  for (std::size_t k = 0; k < scenario.kinds.size(); k++)
    for (std::size_t e = 0; e < exploits; e++) {
      const Susceptibility& one = scenario.kinds[k].by_exploit[e];
      layout.chances[k * exploits + e] = one.holds > 0 ? std::min(1.0, one.infect + one.crash) : 0;
    }
  layout.is_used.assign(exploits, 0);
  for (const Scan& scan : scenario.worm.scans) layout.is_used[scan.exploit] = 1;
  for (const Sweep& sweep : scenario.worm.sweeps) layout.is_used[sweep.exploit] = 1;
  for (const Links& links : scenario.worm.links) layout.is_used[links.exploit] = 1;
}

void lay_uplinks(Layout& layout) {
  const Scenario& scenario = layout.scenario();
  double leaving = 0;
  for (const Scan& scan : scenario.worm.scans) leaving += scan.per_second * std::max(0.0, 1 - scan.in_zone);
  layout.uplink.assign(scenario.zones.size(), forever);
  for (std::size_t z = 0; z < scenario.zones.size(); z++) {
    const double devices = leaving > 0 ? scenario.zones[z].uplink / leaving : forever;
    if (!(devices < static_cast<double>(scenario.devices.size()))) continue;
    layout.uplink[z] = std::ldexp(std::nearbyint(std::ldexp(devices, uplink_bits)), -uplink_bits);
    layout.has_uplinks = true;
  }
}

/// What of `reach` is closed changes no rounding, so that closing it later comes to the same.
void lay_rows(Layout& layout, const Scan& scan, const Reach& reach, const std::vector<double>& site_sums,
              const std::vector<std::uint32_t>& lane_group, ScanChannel& channel) {
  const Scenario& scenario = layout.scenario();
  const Reach& whole = scenario.reaches[scan.reach];
  const std::size_t zones = scenario.zones.size(), lanes = layout.blocks[channel.far].lanes;
  channel.rows.assign(channel.groups.size() * lanes, 0);
  double largest = 0;
  for (std::size_t group = 0; group < channel.groups.size(); group++)
    for (std::size_t lane = 0; lane < lane_group.size(); lane++) {
      const ZoneIndex from = channel.groups.representative[group], to = channel.groups.representative[lane_group[lane]];
      const double rate = far_rate(scenario, scan, site_sums, from, to);
      if (whole.pairs[from * zones + to] != 0) largest = std::max(largest, rate);
      if (reach.pairs[from * zones + to] != 0) channel.rows[group * lanes + lane] = rate;
    }
  const Rounding rounded(largest, static_cast<double>(scenario.devices.size()), layout.has_uplinks);
  layout.blocks[channel.far].most = largest;
  for (double& value : channel.rows) value = rounded(value);
}

void lay_near(Layout& layout, Laying& laying, const Scan& scan, const std::vector<double>& site_sums, bool is_cut,
              Block block, ScanChannel& channel) {
  const Scenario& scenario = layout.scenario();
  channel.near.assign(scenario.zones.size(), none);
  if (!is_cut && !(scan.in_zone * scan.per_second > 0)) return;
  block.field++;
  channel.near = laying.add_each_zone(block);
  channel.near_rate.resize(scenario.zones.size());
  channel.near_rate_when_cut.resize(scenario.zones.size());
  for (ZoneIndex z = 0; z < scenario.zones.size(); z++) {
    const double own = scan.per_second * scan.in_zone / static_cast<double>(scenario.zones[z].addresses);
    const double both = own + far_rate(scenario, scan, site_sums, z, z);
    const Rounding rounded(both, static_cast<double>(scenario.devices.size()), false);
    channel.near_rate[z] = rounded(own);
    channel.near_rate_when_cut[z] = rounded(both);
  }
}

bool can_be_cut(const Scenario& scenario) { return scenario.response && scenario.response->cuts_zones; }

std::vector<Laying::Member> scan_members(const Layout& layout, ExploitIndex exploit, const ZoneGroups& groups) {
  const Scenario& scenario = layout.scenario();
  std::vector<Laying::Member> members;
  for (DeviceIndex d = 0; d < scenario.devices.size(); d++) {
    const ScenarioDevice& device = scenario.devices[d];
    const double chance = layout.chances[device.kind * scenario.exploits.size() + exploit];
    if (chance > 0) members.push_back({groups.of_zone[device.zone], chance, device.zone, d});
  }
  return members;
}

void lay_scan(Layout& layout, Laying& laying, const Scan& scan, std::uint32_t field,
              std::span<const Protection::Closed> closed, const Closures& closable) {
  const Scenario& scenario = layout.scenario();
  const std::vector<double> site_sums = site_addresses(scenario);
  const Reach reach = closed_reach(scenario, scan.reach, closed);
  ScanChannel channel;
  channel.groups = zone_groups(scenario, reach, scan.in_site > 0, scan.reach, closable);
  laying.take(scan_members(layout, scan.exploit, channel.groups));
  Block block;
  block.exploit = scan.exploit;
  block.channel = static_cast<std::uint32_t>(layout.scans.size());
  block.field = field;
  if (scan.per_second > 0 && scan.in_zone < 1) {
    const std::vector<std::uint32_t> lane_group = laying.add_by_group(block);
    channel.far = static_cast<std::uint32_t>(layout.blocks.size() - 1);
    lay_rows(layout, scan, reach, site_sums, lane_group, channel);
    channel.lane_group = lane_group;
  }
  lay_near(layout, laying, scan, site_sums, can_be_cut(scenario), block, channel);
  layout.scans.push_back(std::move(channel));
}

/// Devices that a source in each zone can reach, itself not counted. Of the scenario as it is without any protection:
/// attempts at what was closed are lost, and do not go elsewhere.
std::vector<double> reached_devices(const Layout& layout, ReachIndex index) {
  const Scenario& scenario = layout.scenario();
  const std::size_t zones = scenario.zones.size();
  std::vector<double> reached(zones);
  for (std::size_t from = 0; from < zones; from++) {
    std::uint64_t devices = 0;
    for (std::size_t to = 0; to < zones; to++)
      if (scenario.reaches[index].pairs[from * zones + to] != 0)
        devices += layout.zone_begins[to + 1] - layout.zone_begins[to];
    reached[from] = static_cast<double>(devices > 1 ? devices - 1 : 1);
  }
  return reached;
}

TheftRates theft_rates(const Layout& layout, const Theft& theft, std::span<const Protection::Closed> closed,
                       const Closures& closable) {
  const Scenario& scenario = layout.scenario();
  const Reach reach = closed_reach(scenario, theft.reach, closed);
  const std::vector<double> reached = reached_devices(layout, theft.reach);
  TheftRates rates;
  // With pairs closed, zones that look alike now may have had other attempts to lose.
  rates.groups =
      closed.empty() ? zone_groups(scenario, reach, false, theft.reach, closable) : zones_apart(scenario.zones.size());
  const std::size_t groups = rates.groups.size();
  rates.is_open.resize(groups * groups);
  double largest = 0;
  for (std::size_t from = 0; from < groups; from++) {
    const ZoneIndex zone = rates.groups.representative[from];
    rates.by_group.push_back(theft.per_second * theft.success / reached[zone]);
    largest = std::max(largest, rates.by_group.back());
    for (std::size_t to = 0; to < groups; to++)
      rates.is_open[from * groups + to] = reach.pairs[zone * scenario.zones.size() + rates.groups.representative[to]];
  }
  const Rounding rounded(largest, static_cast<double>(scenario.devices.size()), false);
  for (double& rate : rates.by_group) rate = rounded(rate);
  return rates;
}

void lay_credential(Layout& layout, Laying& laying, std::uint32_t theft, std::uint32_t credential,
                    std::uint32_t field) {
  const Scenario& scenario = layout.scenario();
  const TheftRates& rates = layout.thefts[theft];
  TheftChannel channel;
  channel.theft = theft;
  channel.credential = credential;
  std::vector<Laying::Member> members;
  members.reserve(scenario.credentials[credential].opens.size());
  for (const DeviceIndex d : scenario.credentials[credential].opens) {
    const ZoneIndex zone = scenario.devices[d].zone;
    members.push_back({rates.groups.of_zone[zone], 1, zone, d});
    layout.is_opened[d] = 1;
  }
  if (members.empty() || !(scenario.worm.thefts[theft].per_second * scenario.worm.thefts[theft].success > 0)) return;
  laying.take(std::move(members));
  Block block;
  block.channel = static_cast<std::uint32_t>(layout.stolen.size());
  block.field = field;
  block.most = *std::max_element(rates.by_group.begin(), rates.by_group.end());
  channel.lane_group = laying.add_by_group(block);
  channel.far = static_cast<std::uint32_t>(layout.blocks.size() - 1);
  if (can_be_cut(scenario)) {
    block.field++;
    channel.lane_zone = laying.add_by_zone(block);
    channel.near = static_cast<std::uint32_t>(layout.blocks.size() - 1);
  }
  layout.stolen.push_back(std::move(channel));
}

void lay_held(Layout& layout) {
  const Scenario& scenario = layout.scenario();
  layout.held_begins.assign(scenario.devices.size() + 1, 0);
  for (const TheftChannel& channel : layout.stolen)
    for (const DeviceIndex d : scenario.credentials[channel.credential].lies_on) layout.held_begins[d + 1]++;
  std::partial_sum(layout.held_begins.begin(), layout.held_begins.end(), layout.held_begins.begin());
  layout.held.resize(layout.held_begins.back());
  std::vector<std::uint32_t> next(layout.held_begins.begin(), layout.held_begins.end() - 1);
  for (std::uint32_t c = 0; c < layout.stolen.size(); c++)
    for (const DeviceIndex d : scenario.credentials[layout.stolen[c].credential].lies_on) layout.held[next[d]++] = c;
}

/// One scan, of which nothing is felt in the own zone only; whoever is hit is infectious at once and for good.
bool may_spread_plainly(const Layout& layout) {
  const Worm& worm = layout.scenario().worm;
  const auto is_fixed = [](const Span& span, Seconds typical) {
    return span.law == Span::Law::fixed && span.typical == typical;
  };
  if (worm.scans.size() != 1 || !worm.sweeps.empty() || !worm.thefts.empty() || !worm.links.empty()) return false;
  if (!is_fixed(worm.latent, 0) || !is_fixed(worm.active, forever) || layout.has_uplinks) return false;
  if (layout.blocks.size() != 1 || layout.blocks[0].lanes == 0) return false;
  return std::all_of(layout.scenario().kinds.begin(), layout.scenario().kinds.end(),
                     [&](const Kind& kind) { return kind.by_exploit[worm.scans[0].exploit].crash == 0; });
}

}  // namespace

Layout::Layout(const Scenario& scenario, std::span<const Protection::Closed> closed, const Closures& closable)
    : scenario_(&scenario) {
  lay_zones(*this);
  lay_chances(*this);
  lay_uplinks(*this);
  Laying laying(*this);
  std::uint32_t field = 0;  // Two for each channel, whatever else there is.
  for (const Scan& scan : scenario.worm.scans) {
    lay_scan(*this, laying, scan, field, closed, closable);
    field += 2;
  }
  for (const Links& one : scenario.worm.links) links.emplace_back(one);
  is_plain = may_spread_plainly(*this);
  if (scenario.worm.thefts.empty()) return;
  is_opened.assign(scenario.devices.size(), 0);
  for (std::uint32_t t = 0; t < scenario.worm.thefts.size(); t++) {
    thefts.push_back(theft_rates(*this, scenario.worm.thefts[t], closed, closable));
    for (std::uint32_t c = 0; c < scenario.credentials.size(); c++) {
      lay_credential(*this, laying, t, c, field);
      field += 2;
    }
  }
  lay_held(*this);
}

std::size_t Layout::bytes() const {
  std::size_t sum = members.size() * sizeof(DeviceIndex) + lists.size() * sizeof(TargetList) +
                    lanes.size() * sizeof(Lane) + blocks.size() * sizeof(Block) +
                    (zone_begins.size() + zone_devices.size() + held_begins.size() + held.size()) * 4;
  for (const ScanChannel& scan : scans)
    sum += (scan.rows.size() + scan.near_rate.size() + scan.near_rate_when_cut.size()) * sizeof(double) +
           (scan.near.size() + scan.groups.of_zone.size()) * 4;
  for (const LinkTable& table : links) sum += table.bytes();
  for (const TheftRates& rates : thefts) sum += rates.is_open.size();
  return sum;
}

}  // namespace shoal::outbreak
