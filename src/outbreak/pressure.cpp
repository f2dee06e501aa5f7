#include "outbreak/pressure.hpp"

#include <algorithm>

#include "outbreak/plain_spread.hpp"

namespace shoal::outbreak {

Pressure::Pressure(const Layout& layout, const Bits& gone)
    : layout_(&layout),
      gone_(&gone),
      thresholds_(layout),
      hits_(layout),
      is_lane_open_(layout.lanes.size(), 0),
      is_useless_(layout.scenario().credentials.size(), 0) {
  std::size_t groups = 0, widest = 1;
  group_begins_.reserve(layout.scans.size());
  for (const ScanChannel& scan : layout.scans) {
    group_begins_.push_back(groups);
    groups += scan.groups.size();
  }
  group_weights_.resize(groups);
  for (const Block& block : layout.blocks) widest = std::max<std::size_t>(widest, block.lanes);
  row_.resize(widest);
  if (layout.is_plain) {
    for (const Lane& lane : layout.lanes) lanes_of_first_ += lane.first_list < lane.last_list ? 1 : 0;
    lane_of_group_.resize(groups);
    const std::vector<std::uint32_t>& lane_group = layout.scans[0].lane_group;
    for (std::uint32_t lane = 0; lane < lane_group.size(); lane++)
      if (layout.lanes[lane].first_list < layout.lanes[lane].last_list) lane_of_group_[lane_group[lane]] = lane;
  }
  sources_.resize(layout.has_uplinks ? layout.scenario().zones.size() : 0);
}

void Pressure::clear(const std::vector<std::uint32_t>& useless) {
  hits_.clear();
  std::fill(is_lane_open_.begin(), is_lane_open_.end(), std::uint8_t{0});
  std::fill(group_weights_.begin(), group_weights_.end(), 0.0);
  std::fill(sources_.begin(), sources_.end(), 0U);
  std::fill(is_useless_.begin(), is_useless_.end(), std::uint8_t{0});
  for (const std::uint32_t credential : useless) is_useless_[credential] = 1;
  lanes_closed_ = lanes_of_first_;
  is_cut_ = false;
}

void Pressure::open_lane(std::uint32_t lane, std::uint32_t field) {
  is_lane_open_[lane] = 1;
  const Lane& lists = layout_->lanes[lane];
  if (lanes_closed_ > 0 && lists.first_list < lists.last_list) lanes_closed_--;
  for (std::uint32_t list = lists.first_list; list < lists.last_list; list++) {
    thresholds_.rewind(list, field);
    thresholds_.skip(list, *gone_);
  }
  hits_.set_threshold(lane, thresholds_.least(lists));
}

void Pressure::open_lanes(const Block& block, const double* row) {
  for (std::uint32_t i = 0; i < block.lanes; i++)
    if (row[i] > 0 && is_lane_open_[block.first_lane + i] == 0) open_lane(block.first_lane + i, block.field);
}

double Pressure::far_weight(ZoneIndex zone, int sign) {
  if (!layout_->has_uplinks) return sign;
  const double before = std::min<double>(sources_[zone], layout_->uplink[zone]);
  sources_[zone] = static_cast<std::uint32_t>(static_cast<int>(sources_[zone]) + sign);
  return std::min<double>(sources_[zone], layout_->uplink[zone]) - before;
}

void Pressure::change_scan(std::size_t scan, ZoneIndex zone, double far_weight, double near_weight, Seconds at) {
  const ScanChannel& channel = layout_->scans[scan];
  if (channel.far != none && !is_cut_ && far_weight != 0) {
    const std::uint32_t group = channel.groups.of_zone[zone];
    const Block& block = layout_->blocks[channel.far];
    const double* row = &channel.rows[std::size_t{group} * block.lanes];
    double& group_weight = group_weights_[group_begins_[scan] + group];
    if (!(group_weight > 0)) open_lanes(block, row);
    // Each source of the group that there is adds as much as this one to each lane.
    if (block.lanes > 0) hits_.add_later(channel.far, {row, far_weight, at}, group_weight);
    group_weight += far_weight;
  }
  const std::uint32_t near = channel.near[zone];
  if (near == none) return;
  const double rate = is_cut_ ? channel.near_rate_when_cut[zone] : channel.near_rate[zone];
  if (!(rate > 0)) return;
  open_lanes(layout_->blocks[near], &rate);
  hits_.add(near, {&rate, near_weight, at});
}

void Pressure::change_theft(std::uint32_t index, ZoneIndex zone, double weight, Seconds at) {
  const TheftChannel& channel = layout_->stolen[index];
  if (is_useless_[channel.credential] != 0) return;
  const TheftRates& rates = layout_->thefts[channel.theft];
  const std::uint32_t group = rates.groups.of_zone[zone], to = is_cut_ ? channel.near : channel.far;
  const Block& block = layout_->blocks[to];
  std::fill_n(row_.begin(), block.lanes, 0.0);
  if (is_cut_) {
    for (std::size_t i = 0; i < channel.lane_zone.size(); i++)
      if (channel.lane_zone[i] == zone) row_[i] = rates.by_group[group];
  } else {
    const std::uint8_t* is_open = &rates.is_open[group * rates.groups.size()];
    for (std::size_t i = 0; i < channel.lane_group.size(); i++)
      if (is_open[channel.lane_group[i]] != 0) row_[i] = rates.by_group[group];
  }
  open_lanes(block, row_.data());
  hits_.add(to, {row_.data(), weight, at});
}

void Pressure::change(DeviceIndex device, std::uint32_t carried, int sign, Seconds at) {
  if (layout_->blocks.empty()) return;
  const ZoneIndex zone = layout_->scenario().devices[device].zone;
  if (!layout_->scans.empty()) {
    const double far = is_cut_ ? 0 : far_weight(zone, sign);
    for (std::size_t scan = 0; scan < layout_->scans.size(); scan++) change_scan(scan, zone, far, sign, at);
  }
  if (layout_->stolen.empty()) return;
  bool is_held = carried == none;
  for (std::uint32_t i = layout_->held_begins[device]; i < layout_->held_begins[device + 1]; i++) {
    change_theft(layout_->held[i], zone, sign, at);
    is_held = is_held || layout_->held[i] == carried;
  }
  if (!is_held) change_theft(carried, zone, sign, at);
}

void Pressure::cut(Seconds at) {
  hits_.silence(at);
  is_cut_ = true;
}

Pressure::Hit Pressure::take() {
  const std::uint32_t block = hits_.next_block(), at = hits_.next_lane();
  const Lane& lane = layout_->lanes[at];
  const std::uint32_t hit = thresholds_.list_of(lane, hits_.threshold(at));
  const DeviceIndex device = thresholds_.device(hit);
  thresholds_.advance(hit, *gone_);
  hits_.take_next(thresholds_.least(lane));
  return {device, block, at - layout_->blocks[block].first_lane};
}

Seconds Pressure::spread(Bits& gone, std::vector<DeviceIndex>& lost, const SpreadLimits& limits, Seconds now) {
  if (!is_next_sure()) make_next_sure();
  const Block& block = layout_->blocks[0];
  const ScanChannel& scan = layout_->scans[0];
  PlainSpread plain;
  plain.lanes = hits_.first_parts();
  plain.lane_count = block.lanes;
  plain.lists = &layout_->lanes[block.first_lane];
  plain.rows = scan.rows.data();
  plain.lane_group = scan.lane_group.data();
  plain.thresholds = &thresholds_;
  plain.gone = &gone;
  plain.lost = &lost;
  plain.most = block.most;
  plain.limits = limits;
  hits_.set_first_next(outbreak::spread(plain, hits_.first_next(), now));
  return now;
}

double Pressure::part_of(const Hit& hit, DeviceIndex source, std::uint32_t carried) const {
  const Block& block = layout_->blocks[hit.block];
  const ZoneIndex from = layout_->scenario().devices[source].zone, to = layout_->scenario().devices[hit.device].zone;
  if (block.exploit != none) {
    const ScanChannel& scan = layout_->scans[block.channel];
    if (scan.far != hit.block) return from == to ? block.most : 0;
    const double rate = scan.rows[std::size_t{scan.groups.of_zone[from]} * block.lanes + hit.lane];
    return sources_.empty() ? rate : rate * std::min(1.0, layout_->uplink[from] / sources_[from]);
  }
  const TheftChannel& channel = layout_->stolen[block.channel];
  const auto held = layout_->held.begin();
  const bool is_held = std::find(held + layout_->held_begins[source], held + layout_->held_begins[source + 1],
                                 block.channel) != held + layout_->held_begins[source + 1];
  if (!is_held && carried != block.channel) return 0;
  const TheftRates& rates = layout_->thefts[channel.theft];
  const std::uint32_t group = rates.groups.of_zone[from];
  const bool is_reached =
      is_cut_ ? from == to : rates.is_open[group * rates.groups.size() + channel.lane_group[hit.lane]] != 0;
  return is_reached ? rates.by_group[group] : 0;
}

}  // namespace shoal::outbreak
