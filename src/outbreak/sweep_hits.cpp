#include "outbreak/sweep_hits.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "outbreak/sweep_vectors.hpp"

namespace shoal::outbreak {
namespace {

constexpr std::uint32_t piece_places = 256;

std::uint32_t padded(std::uint32_t places) { return (places + places_at_once - 1) / places_at_once * places_at_once; }

Seconds just_after(Seconds at) { return at < forever ? std::nextafter(at, forever) : forever; }

Seconds hit_or_never(Seconds hit, bool is_hit) {
  const std::uint64_t mask = std::uint64_t{0} - static_cast<std::uint64_t>(is_hit);
  return std::bit_cast<Seconds>((std::bit_cast<std::uint64_t>(hit) & mask) |
                                (std::bit_cast<std::uint64_t>(forever) & ~mask));
}

/// How many addresses a sweep tries before it comes to `place`.
std::uint64_t tried_before(std::uint64_t place, std::uint64_t start, std::uint64_t addresses) {
  return place >= start ? place - start : place + addresses - start;
}

}  // namespace

SweepHits::SweepHits(const Layout& layout, const std::vector<std::uint8_t>& is_open, const Bits& gone)
    : layout_(&layout), is_open_(&is_open), gone_(&gone), earliest_(1) {
  const Scenario& scenario = layout.scenario();
  const std::size_t sweeps = scenario.worm.sweeps.size();
  if (sweeps == 0) return;
  std::vector<Piece> of_one;
  for (ZoneIndex zone = 0; zone < scenario.zones.size(); zone++) {
    piece_begins_.push_back(static_cast<std::uint32_t>(of_one.size()));
    const std::uint32_t end = layout.zone_begins[zone + 1];
    for (std::uint32_t first = layout.zone_begins[zone]; first < end; first += piece_places) {
      of_one.push_back({first, std::min(end, first + piece_places), 0, 0, 0, forever});
      piece_zone_.push_back(zone);
    }
  }
  piece_begins_.push_back(static_cast<std::uint32_t>(of_one.size()));
  for (std::size_t sweep = 0; sweep < sweeps; sweep++) pieces_.insert(pieces_.end(), of_one.begin(), of_one.end());
  std::uint32_t rows_end = 0;
  for (Piece& piece : pieces_) {
    piece.row = rows_end;
    rows_end += padded(piece.last - piece.first);
  }
  places_.resize(rows_end);
  at_.resize(rows_end);
  kept_.resize(rows_end);
  first_pairs_.reserve(layout.zone_devices.size());
  for (const DeviceIndex device : layout.zone_devices)
    first_pairs_.push_back(static_cast<std::uint32_t>(scenario.devices[device].kind * scenario.exploits.size()));
  hits_below_.reserve(layout.chances.size());
  for (const double chance : layout.chances) hits_below_.push_back(Chance::steps_below(chance));
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
  return pieces_.size() * sizeof(Piece) + places_.size() * sizeof(double) + at_.size() * sizeof(Seconds) +
         first_pairs_.size() * 4 + kept_.size() * sizeof(Kept);
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
  const ExploitIndex exploit = layout_->scenario().worm.sweeps[channel].exploit;
  Piece& piece = pieces_[clock_of(channel, index)];
  piece.run = run_;
  piece.next = forever;
  double* places = &places_[piece.row];
  Kept* kept = &kept_[piece.row];
  const double* chances = layout_->chances.data();
  const std::uint8_t* is_open = is_open_->data();
  const std::uint32_t begin = layout_->zone_begins[piece_zone_[index]];
  std::uint32_t left = 0;
  for (std::uint32_t at = piece.first; at < piece.last; at++) {
    const Kept one{layout_->zone_devices[at], first_pairs_[at] + exploit};
    // Kinds stand in no order, so that a branch would be a guess.
    const bool is_target = (chances[one.pair] > 0) & (is_open[one.pair] != 0) & !gone_->test(one.device);
    places[left] = at - begin;
    kept[left] = one;
    left += is_target ? 1 : 0;
  }
  const std::uint32_t room = padded(piece.last - piece.first);
  std::fill(places + left, places + room, no_place);
  std::fill_n(&at_[piece.row], room, forever);
  piece.left = left;
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
  const double* places = &places_[piece.row];
  Seconds* at = &at_[piece.row];
  const SweepTimes times{source.begun, 1 / sweep.per_second, static_cast<double>(start.address),
                         static_cast<double>(scenario.zones[piece_zone_[index]].addresses),
                         std::min(source.ends, just_after(source.killed))};
  std::uint64_t words[piece_places / 64];
  find_sooner(times, places, at, padded(piece.left), words);
  const std::uint64_t outcomes = chance_.base(Topic::outcome, source.device, source.channel + 2ULL);
  const Kept* kept = &kept_[piece.row];
  Seconds soonest = forever;
  for (std::uint32_t first = 0; first < piece.left; first += 64)
    for (std::uint64_t word = words[first / 64]; word != 0; word &= word - 1) {
      const std::uint32_t i = first + static_cast<std::uint32_t>(std::countr_zero(word));
      const Kept one = kept[i];
      const std::uint64_t drawn = Chance::bits_of(outcomes, one.device);
      Seconds hit = times.at(places[i]);
      bool is_hit = Chance::step_of(drawn) < hits_below_[one.pair];
      if (sweep.repeats && !is_hit) {
        const double passes =
            std::max(1.0, std::floor(quick_minus_log(1 - Chance::unit_of(drawn)) * passes_[one.pair]));
        hit += passes * times.addresses * times.pause;
        is_hit = hit < times.bound;
      }
      // Whether it is hit cannot be guessed, so that there is no branch.
      hit = hit_or_never(hit, is_hit & !gone_->test(one.device));
      at[i] = std::min(at[i], hit);
      soonest = std::min(soonest, hit);
    }
  if (!(soonest < piece.next)) return;
  piece.next = soonest;
  earliest_.set(clock, soonest);
}

SweepHits::Hit SweepHits::take() {
  const std::uint32_t clock = earliest_.clock();
  Piece& piece = pieces_[clock];
  Seconds* at = &at_[piece.row];
  double* places = &places_[piece.row];
  Kept* kept = &kept_[piece.row];
  const std::size_t hit = place_of(piece.next, at, padded(piece.left)), last = --piece.left;
  const DeviceIndex device = kept[hit].device;
  at[hit] = at[last];
  places[hit] = places[last];
  kept[hit] = kept[last];
  at[last] = forever;
  places[last] = no_place;
  piece.next = least_of(at, padded(piece.left));
  earliest_.set(clock, piece.next);
  return {device, static_cast<std::uint8_t>(clock / piece_zone_.size())};
}

}  // namespace shoal::outbreak
