#include "outbreak/sweep_hits.hpp"

#include <algorithm>
#include <cmath>

namespace shoal::outbreak {
namespace {

constexpr std::uint32_t piece_places = 256;

/// The least of them; several at once, since each comparison waits for the one before.
Seconds least_of(const Seconds* at, std::uint32_t count) {
  Seconds least[4] = {forever, forever, forever, forever};
  std::uint32_t i = 0;
  for (; i + 4 <= count; i += 4)
    for (std::uint32_t k = 0; k < 4; k++) least[k] = std::min(least[k], at[i + k]);
  for (; i < count; i++) least[0] = std::min(least[0], at[i]);
  return std::min(std::min(least[0], least[1]), std::min(least[2], least[3]));
}

/// How many addresses a sweep tries before it comes to `place`.
std::uint64_t tried_before(std::uint64_t place, std::uint64_t start, std::uint64_t addresses) {
  return place >= start ? place - start : place + addresses - start;
}

}  // namespace

SweepHits::SweepHits(const Layout& layout, const std::vector<std::uint8_t>& is_open, const Bits& gone)
    : layout_(&layout), is_open_(&is_open), gone_(&gone), earliest_(1) {
  const Scenario& scenario = layout.scenario();
  const std::size_t sweeps = scenario.worm.sweeps.size(), devices = layout.zone_devices.size();
  if (sweeps == 0) return;
  std::vector<Piece> of_one;
  for (ZoneIndex zone = 0; zone < scenario.zones.size(); zone++) {
    piece_begins_.push_back(static_cast<std::uint32_t>(of_one.size()));
    const std::uint32_t end = layout.zone_begins[zone + 1];
    for (std::uint32_t first = layout.zone_begins[zone]; first < end; first += piece_places) {
      of_one.push_back({first, std::min(end, first + piece_places), 0, 0, forever});
      piece_zone_.push_back(zone);
    }
  }
  piece_begins_.push_back(static_cast<std::uint32_t>(of_one.size()));
  for (std::size_t sweep = 0; sweep < sweeps; sweep++) pieces_.insert(pieces_.end(), of_one.begin(), of_one.end());
  places_.resize(sweeps * devices);
  at_.resize(sweeps * devices);
  passes_.reserve(layout.chances.size());
  for (const double chance : layout.chances) passes_.push_back(chance < 1 ? 1 / quick_minus_log(1 - chance) : 0);
  earliest_ = Earliest(std::max<std::size_t>(pieces_.size(), 1));
}

void SweepHits::clear(const Chance& chance) {
  if (pieces_.empty()) return;
  chance_ = chance;
  earliest_.clear();
  if (++run_ != 0) return;
  for (Piece& piece : pieces_) piece.run = 0;
  run_ = 1;
}

std::size_t SweepHits::bytes() const {
  return pieces_.size() * sizeof(Piece) + places_.size() * 4 + at_.size() * sizeof(Seconds);
}

/// Devices of a zone have its first addresses, in their order. Each source begins at an address of its own, goes to the
/// last and then on from the first.
SweepHits::Start SweepHits::start_of(const Source& source) const {
  const ZoneIndex zone = layout_->scenario().devices[source.device].zone;
  const std::uint64_t addresses = layout_->scenario().zones[zone].addresses;
  const double drawn = chance_.unit(Topic::sweep, source.device, source.channel) * static_cast<double>(addresses);
  const std::uint64_t address = std::min(static_cast<std::uint64_t>(drawn), addresses - 1);
  const std::uint32_t devices = layout_->zone_begins[zone + 1] - layout_->zone_begins[zone];
  const auto piece = address < devices ? static_cast<std::uint32_t>(address / piece_places) : 0;
  return {address, piece_begins_[zone] + piece};
}

void SweepHits::prepare(std::uint8_t channel, std::uint32_t index) {
  const Scenario& scenario = layout_->scenario();
  const ExploitIndex exploit = scenario.worm.sweeps[channel].exploit;
  const std::size_t exploits = scenario.exploits.size(), base = channel * layout_->zone_devices.size();
  Piece& piece = pieces_[clock_of(channel, index)];
  piece.run = run_;
  piece.left = 0;
  piece.next = forever;
  const std::uint32_t begin = layout_->zone_begins[piece_zone_[index]];
  for (std::uint32_t at = piece.first; at < piece.last; at++) {
    const DeviceIndex device = layout_->zone_devices[at];
    const std::size_t pair = scenario.devices[device].kind * exploits + exploit;
    const bool is_target = layout_->chances[pair] > 0 && (*is_open_)[pair] != 0 && !gone_->test(device);
    places_[base + piece.first + piece.left] = at - begin;
    at_[base + piece.first + piece.left] = forever;
    piece.left += is_target ? 1 : 0;
  }
}

SweepHits::Visit SweepHits::begin(const Source& source) {
  const Start start = start_of(source);
  look(source, start, start.piece);
  return after(source, start, start.piece);
}

SweepHits::Visit SweepHits::visit(const Source& source, std::uint32_t piece) {
  const Start start = start_of(source);
  look(source, start, piece);
  return after(source, start, piece);
}

/// Pieces in the order in which the source comes to them, without those where nobody is left; that in which it begins
/// is done at once.
SweepHits::Visit SweepHits::after(const Source& source, const Start& start, std::uint32_t piece) const {
  const ZoneIndex zone = piece_zone_[piece];
  const std::uint32_t first = piece_begins_[zone], last = piece_begins_[zone + 1];
  const auto is_spent = [&](std::uint32_t at) {
    const Piece& one = pieces_[clock_of(source.channel, at)];
    return one.run == run_ && one.left == 0;
  };
  std::uint32_t next = piece;
  do {
    next = next + 1 < last ? next + 1 : first;
    if (next == start.piece) return {};
  } while (is_spent(next));
  const Zone& of = layout_->scenario().zones[zone];
  const std::uint64_t place = pieces_[next].first - layout_->zone_begins[zone];
  const auto tried = static_cast<double>(tried_before(place, start.address, of.addresses));
  return {source.begun + tried / layout_->scenario().worm.sweeps[source.channel].per_second, next};
}

void SweepHits::look(const Source& source, const Start& start, std::uint32_t index) {
  const Scenario& scenario = layout_->scenario();
  const std::uint32_t clock = clock_of(source.channel, index);
  Piece& piece = pieces_[clock];
  if (piece.run != run_) prepare(source.channel, index);
  const Sweep& sweep = scenario.worm.sweeps[source.channel];
  const ZoneIndex zone = piece_zone_[index];
  const std::uint64_t addresses = scenario.zones[zone].addresses;
  const std::size_t base = source.channel * layout_->zone_devices.size() + piece.first;
  const std::uint32_t* places = &places_[base];
  Seconds* at = &at_[base];
  const double pause = 1 / sweep.per_second;
  const double from_start = 1 - static_cast<double>(start.address);
  const double past_last = from_start + static_cast<double>(addresses);
  const Seconds begun = source.begun, bound = std::min(source.ends, std::nextafter(source.killed, forever));
  const std::uint32_t start_place = static_cast<std::uint32_t>(std::min<std::uint64_t>(start.address, UINT32_MAX));
  const std::uint32_t left = piece.left;
  // Whether a source would be the first cannot be predicted, so those that remain are counted without a branch.
  std::uint32_t sooner[piece_places];
  Seconds tries[piece_places];
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; i < left; i++) {
    const double around = places[i] < start_place ? past_last : from_start;
    const Seconds try_at = begun + (static_cast<double>(places[i]) + around) * pause;
    sooner[count] = i;
    tries[count] = try_at;
    count += try_at < std::min(at[i], bound) ? 1U : 0U;
  }
  const std::uint64_t outcomes = chance_.base(Topic::outcome, source.device, source.channel + 2ULL);
  const DeviceIndex* devices = &layout_->zone_devices[layout_->zone_begins[zone]];
  Seconds soonest = forever;
  for (std::uint32_t n = 0; n < count; n++) {
    const DeviceIndex target = devices[places[sooner[n]]];
    if (gone_->test(target)) continue;
    const std::size_t pair = scenario.devices[target].kind * scenario.exploits.size() + sweep.exploit;
    const double drawn = Chance::unit_of(Chance::bits_of(outcomes, target));
    Seconds hit = tries[n];
    if (drawn >= layout_->chances[pair]) {
      if (!sweep.repeats) continue;
      const double passes = std::max(1.0, std::floor(quick_minus_log(1 - drawn) * passes_[pair]));
      hit += passes * static_cast<double>(addresses) * pause;
      if (!(hit < std::min(at[sooner[n]], bound))) continue;
    }
    at[sooner[n]] = hit;
    soonest = std::min(soonest, hit);
  }
  if (!(soonest < piece.next)) return;
  piece.next = soonest;
  earliest_.set(clock, soonest);
}

SweepHits::Hit SweepHits::take() {
  const std::uint32_t clock = earliest_.clock();
  Piece& piece = pieces_[clock];
  const std::size_t channel = clock / piece_zone_.size(), index = clock % piece_zone_.size();
  const std::size_t base = channel * layout_->zone_devices.size() + piece.first;
  const auto begin = at_.begin() + static_cast<std::ptrdiff_t>(base);
  const auto hit = std::find(begin, begin + piece.left, piece.next);
  const auto at = base + static_cast<std::size_t>(hit - begin), last = base + piece.left - 1;
  const std::uint32_t place = places_[at];
  at_[at] = at_[last];
  places_[at] = places_[last];
  piece.left--;
  piece.next = least_of(&at_[base], piece.left);
  earliest_.set(clock, piece.next);
  return {layout_->zone_devices[layout_->zone_begins[piece_zone_[index]] + place], static_cast<std::uint8_t>(channel)};
}

}  // namespace shoal::outbreak
