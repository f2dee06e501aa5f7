#include "outbreak/link_attempts.hpp"

#include <algorithm>

namespace shoal::outbreak {
namespace {

constexpr std::uint32_t links_at_once = 32;  // Of a device; few have more.

bool is_only_way(const Scenario& scenario, std::size_t channel) {
  const Worm& worm = scenario.worm;
  const ExploitIndex exploit = worm.links[channel].exploit;
  return worm.scans.empty() && worm.sweeps.empty() && worm.thefts.empty() && worm.links.size() == 1 &&
         std::all_of(scenario.kinds.begin(), scenario.kinds.end(),
                     [&](const Kind& kind) { return kind.by_exploit[exploit].crash == 0; });
}

}  // namespace

LinkAttempts::LinkAttempts(const Layout& layout, std::size_t channel, const Bits& gone,
                           const std::vector<std::uint8_t>& is_open)
    : layout_(&layout),
      channel_(channel),
      gone_(&gone),
      is_open_(&is_open),
      is_only_way_(is_only_way(layout.scenario(), channel)) {}

/// Of an attempt to do something to a device of the kind.
double LinkAttempts::chance_of(KindIndex kind) const {
  const std::size_t at = kind * layout_->scenario().exploits.size() + links().exploit;
  return (*is_open_)[at] != 0 ? layout_->chances[at] : 0;
}

void LinkAttempts::clear(const Chance& chance) {
  chance_ = chance;
  base_ = chance.base(Topic::link, channel_);
  double most = 0, least = 1;
  for (KindIndex kind = 0; kind < layout_->scenario().kinds.size(); kind++) {
    most = std::max(most, chance_of(kind));
    least = std::min(least, chance_of(kind));
  }
  most_ = links().per_second * most;
  is_same_ = most == least;
  attempts_.clear(layout_->scenario().until);
}

void LinkAttempts::add_source(DeviceIndex device, Seconds begins, Seconds ends) {
  const Seconds last = std::min(ends, layout_->scenario().until);
  if (!(most_ > 0) || !(begins <= last)) return;
  const std::uint64_t least = least_bits_within((last - begins) * most_);
  std::array<DeviceIndex, LinkTable::few> room;
  const LinkTable::Of all = layout_->links[channel_].of(device, room);
  const When when{begins, last, least};
  for (std::uint32_t i = 0; i < all.count; i += links_at_once)
    put({all.first + i, std::min(links_at_once, all.count - i), all.to + i}, when);
}

/// Those of at most `links_at_once` links whose attempt comes until `when.last`.
///
/// Whether a target is gone or an attempt comes too late cannot be predicted, so those that remain are counted without
/// a branch.
void LinkAttempts::put(const LinkTable::Of& some, const When& when) {
  std::uint32_t left[links_at_once], lefts = 0;
  for (std::uint32_t i = 0; i < some.count; i++) {
    left[lefts] = i;
    lefts += gone_->test(some.to[i]) ? 0U : 1U;
  }
  std::uint64_t bits[links_at_once];
  std::uint32_t soons = 0;
  for (std::uint32_t n = 0; n < lefts; n++) {
    const std::uint32_t i = left[n];
    bits[soons] = Chance::bits_of(base_, some.first + i);
    left[soons] = i;
    soons += bits[soons] < when.least ? 0U : 1U;
  }
  for (std::uint32_t n = 0; n < soons; n++) {
    const DeviceIndex target = some.to[left[n]];
    double per_second = most_;
    if (!is_same_) per_second = links().per_second * chance_of(layout_->scenario().devices[target].kind);
    const Seconds at = when.begins + quick_minus_log(Chance::unit_of(bits[n])) / per_second;
    if (at <= when.last) attempts_.put({at, target, some.first + left[n]});
  }
}

LinkAttempts::Attempt LinkAttempts::take() {
  // What the attempts after the next will ask for is fetched while others are handled.
  if (attempts_.is_new())
    for (std::size_t i = 0; i < 16; i++)
      if (const Attempt* later = attempts_.ahead(i)) layout_->links[channel_].fetch(later->target);
  if (const Attempt* later = attempts_.ahead(16)) layout_->links[channel_].fetch(later->target);
  if (const Attempt* soon = attempts_.ahead(8)) layout_->links[channel_].fetch_far(soon->target);
  return attempts_.take();
}

DeviceIndex LinkAttempts::source_of(std::uint32_t link) const {
  const std::vector<std::uint32_t>& begins = links().begins;
  return static_cast<DeviceIndex>(std::upper_bound(begins.begin(), begins.end(), link) - begins.begin() - 1);
}

Seconds LinkAttempts::spread(Bits& gone, std::vector<DeviceIndex>& lost, const SpreadLimits& limits, Seconds now) {
  const SpanDraws latent(worm().latent, chance_, Topic::latent), active(worm().active, chance_, Topic::active);
  while (lost.size() < limits.lost_max && next_at() <= limits.until) {
    const Attempt attempt = take();
    now = std::max(now, attempt.at);
    gone.set(attempt.target);
    lost.push_back(attempt.target);
    const Seconds begins = now + latent.drawn(attempt.target);
    add_source(attempt.target, begins, begins + active.drawn(attempt.target));
  }
  return now;
}

}  // namespace shoal::outbreak
