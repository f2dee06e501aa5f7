#include "outbreak/strata.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

namespace shoal::outbreak {
namespace {

constexpr double apart_below = 1.0 / 3;
constexpr std::uint64_t first_drawn = std::uint64_t{1} << 63;
constexpr std::uint64_t draws_of_block = 1 << 14;

/// By concern: 1 for each of many beginnings that it concerns, or else 0.
std::vector<Tally> drawn_beginnings(const std::vector<const Concern*>& concerns, const MakeTrial& make_trial,
                                    const StrataRequest& request) {
  const auto blocks = static_cast<std::size_t>((request.draws + draws_of_block - 1) / draws_of_block);
  std::vector<std::vector<Tally>> by_block(blocks, std::vector<Tally>(concerns.size()));
  request.for_each(blocks, [&](std::size_t block) {
    if (request.should_stop()) return;
    const std::unique_ptr<Trial> trial = make_trial();
    ConcernedBy concerned(concerns);
    const std::uint64_t begin = block * draws_of_block, end = std::min(begin + draws_of_block, request.draws);
    std::vector<std::uint32_t> counts(concerns.size());
    for (std::uint64_t r = begin; r < end; r++)
      for (const std::uint32_t c : concerned.these(trial->begins_at(first_drawn + r))) counts[c]++;
    for (std::size_t c = 0; c < counts.size(); c++) {
      by_block[block][c].add(1, counts[c]);
      by_block[block][c].add(0, static_cast<std::uint32_t>(end - begin) - counts[c]);
    }
  });
  std::vector<Tally> sums(concerns.size());
  for (const auto& block : by_block)
    for (std::size_t c = 0; c < sums.size(); c++) sums[c].add(block[c]);
  return sums;
}

}  // namespace

Interval Stratum::share(double level, std::uint64_t statements) const {
  if (concern.chance) return {*concern.chance, *concern.chance, *concern.chance};
  return drawn.interval_within(0, 1, level, statements);
}

std::vector<Stratum> strata_of(std::vector<Concern> concerns, const MakeTrial& make_trial,
                               const StrataRequest& request) {
  std::vector<Stratum> strata(concerns.size());
  std::vector<const Concern*> unknown(concerns.size(), nullptr);
  bool is_any_unknown = false;
  for (std::size_t c = 0; c < concerns.size(); c++) {
    strata[c].concern = std::move(concerns[c]);
    if (strata[c].concern.places.empty() || strata[c].concern.chance) continue;
    unknown[c] = &strata[c].concern;
    is_any_unknown = true;
  }
  if (is_any_unknown) {
    const auto drawn = drawn_beginnings(unknown, make_trial, request);
    for (std::size_t c = 0; c < strata.size(); c++)
      if (unknown[c] != nullptr) strata[c].drawn = drawn[c];
  }
  for (Stratum& each : strata)
    each.is_apart = !each.concern.places.empty() && each.concern.chance.value_or(each.drawn.mean()) < apart_below &&
                    each.concern.chance.value_or(1) > 0;
  return strata;
}

ConcernedBy::ConcernedBy(const std::vector<const Concern*>& concerns) {
  for (std::size_t c = 0; c < concerns.size(); c++) {
    if (concerns[c] == nullptr) continue;
    for (const std::uint32_t place : concerns[c]->places) {
      if (place >= by_place_.size()) by_place_.resize(place + std::size_t{1});
      by_place_[place].push_back(static_cast<std::uint32_t>(c));
    }
  }
}

const std::vector<std::uint32_t>& ConcernedBy::these(const std::vector<std::uint32_t>& places) {
  found_.clear();
  for (const std::uint32_t place : places)
    if (place < by_place_.size()) found_.insert(found_.end(), by_place_[place].begin(), by_place_[place].end());
  if (places.size() > 1) {
    std::sort(found_.begin(), found_.end());
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
  }
  return found_;
}

Interval interval_of(const Counted& counted, const Stratum& stratum, const Bounds& within, double level,
                     std::uint64_t statements) {
  if (!stratum.is_apart) return counted.outside.interval(level, statements);
  const Interval outside = counted.outside.interval(level, 2 * statements);
  if (!std::isfinite(outside.low)) return outside;
  const Interval inside = counted.inside.interval(within.least, within.most, level, 4 * statements);
  const Interval share = stratum.share(level, 4 * statements);
  const auto both = [](double part, double in, double out) { return (1 - part) * out + part * in; };
  // Where two of the three stay as they are it grows or falls with the third: its ends are at their ends.
  return {both(share.mean, inside.mean, outside.mean),
          std::min(both(share.low, inside.low, outside.low), both(share.high, inside.low, outside.low)),
          std::max(both(share.low, inside.high, outside.high), both(share.high, inside.high, outside.high))};
}

}  // namespace shoal::outbreak
