#include "plan/slot_prices.hpp"

#include <algorithm>

#include "plan/filling.hpp"
#include "plan/room.hpp"

namespace shoal::plan {
namespace {

/// What the next in line would save in one week, at a site that has no room left, and at all those that have.
struct Waits {
  double at_sites_with_room = 0;
  std::vector<double> at_full_sites;  ///< 0 where nobody waits.
};

/// A plan, week by week.
class Replay {
 public:
  Replay(const Problem& problem, std::span<const Week> ready, std::span<const Move> moves)
      : problem_(problem),
        from_(class_releases(problem, ready)),
        heaviest_(by_weight_per_slot(problem)),
        moves_(moves) {
    left_.reserve(problem.classes.size());
    for (const DeviceClass& devices : problem.classes) left_.push_back(devices.devices);
  }

  /// To be called for each week, one after the other.
  Waits next() {
    std::vector<std::int64_t> taken(problem_.sites.size());
    for (; at_ < moves_.size() && moves_[at_].week == week_; at_++) {
      const DeviceClass& devices = problem_.classes[moves_[at_].devices_of];
      left_[moves_[at_].devices_of] -= moves_[at_].devices;
      taken[devices.site] += std::int64_t{moves_[at_].devices} * devices.slots;
    }
    Waits waits = waits_now(taken);
    week_++;
    return waits;
  }

 private:
  Waits waits_now(std::span<const std::int64_t> taken) const {
    Waits waits;
    waits.at_full_sites.resize(problem_.sites.size());
    std::size_t unknown = problem_.sites.size();  // Sites of which the next in line was not found yet.
    for (auto c = heaviest_.begin(); c != heaviest_.end() && unknown > 0; ++c) {
      if (left_[*c] == 0 || from_[*c] > week_) continue;
      const DeviceClass& devices = problem_.classes[*c];
      double& next = is_full(devices, taken) ? waits.at_full_sites[devices.site] : waits.at_sites_with_room;
      if (next > 0) continue;
      next = static_cast<double>(devices.weight) / devices.slots;
      unknown--;
    }
    return waits;
  }
  bool is_full(const DeviceClass& devices, std::span<const std::int64_t> taken) const {
    const auto& capacity = problem_.sites[devices.site].capacity;
    return !capacity.empty() && capacity[static_cast<std::size_t>(week_)] - taken[devices.site] < devices.slots;
  }

  const Problem& problem_;
  std::vector<Week> from_;
  std::vector<ClassIndex> heaviest_;
  std::span<const Move> moves_;
  std::vector<std::int32_t> left_;
  std::size_t at_ = 0;
  Week week_ = 0;
};

}  // namespace

SlotPrices slot_prices(const Problem& problem, std::span<const Week> ready, std::span<const Move> moves) {
  const auto weeks = static_cast<std::size_t>(problem.weeks);
  SlotPrices prices{std::vector<double>(weeks), std::vector<double>(problem.sites.size() * weeks)};
  Replay replay(problem, ready, moves);
  // Whoever moves in the last week saves nothing by it.
  for (std::size_t week = 0; week + 1 < weeks; week++) {
    const Waits waits = replay.next();
    prices.moving[week] = waits.at_sites_with_room;
    for (std::size_t s = 0; s < problem.sites.size(); s++)
      prices.site[s * weeks + week] = std::max(0.0, waits.at_full_sites[s] - waits.at_sites_with_room);
  }
  const auto add_later = [&](double* path) {
    for (std::size_t week = weeks - 1; week-- > 0;)
      if (path[week] > 0) path[week] += path[week + 1];
  };
  add_later(prices.moving.data());
  for (std::size_t s = 0; s < problem.sites.size(); s++) add_later(prices.site.data() + s * weeks);
  return prices;
}

}  // namespace shoal::plan
