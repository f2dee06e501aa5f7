#include "plan/lanes.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace shoal::plan {
namespace {

/// Devices by cell, first week in which they can move, and lane; the last week is "not within the programme".
class Arrivals {
 public:
  Arrivals(std::size_t cells, std::size_t weeks) : weeks_(weeks + 1), count_(cells * weeks_ * lanes) {}

  std::int32_t* cell(std::size_t cell) { return count_.data() + cell * weeks_ * lanes; }
  std::int32_t at(std::size_t cell, std::size_t week, std::size_t lane) const {
    return count_[(cell * weeks_ + week) * lanes + lane];
  }

 private:
  std::size_t weeks_;
  std::vector<std::int32_t> count_;
};

/// Finds when devices can move, with weeks as numbers of type `Lane`, which must hold one more than the
/// programme's weeks and the longest wait together.
template <typename Lane>
class WaitingQueue {
 public:
  using Block = std::array<Lane, lanes>;

  WaitingQueue(const LanePlan& plan, const std::vector<Scenario>& scenarios)
      : plan_(plan), weeks_(static_cast<Lane>(plan.problem->weeks)) {
    const std::size_t applications = plan.problem->applications.size();
    ready_.resize(applications), release_.resize(plan.releases.size());
    for (std::size_t l = 0; l < scenarios.size(); l++) {
      for (std::size_t a = 0; a < applications; a++) ready_[a][l] = static_cast<Lane>(scenarios[l].ready[a]);
      for (std::size_t r = 0; r < release_.size(); r++) release_[r][l] = static_cast<Lane>(scenarios[l].release[r]);
    }
    find_latest();
  }

  /// The first week in which devices of `item` can move, by lane.
  Block movable_from(const LaneItem& item) const {
    Block from = release_[item.release];
    if (item.set == no_set) return from;
    const Block& latest = latest_[item.set];
    const auto wait = static_cast<Lane>(item.wait);
    for (std::size_t l = 0; l < lanes; l++) {
      const auto after = static_cast<Lane>(latest[l] + wait);
      from[l] = std::max(from[l], std::min(after, weeks_));
    }
    return from;
  }

  void count(Arrivals& arrivals) const {
    for (const LaneItem& item : plan_.items) {
      const Block from = movable_from(item);
      std::int32_t* const counts = arrivals.cell(item.cell);
      for (std::size_t l = 0; l < lanes; l++) counts[static_cast<std::size_t>(from[l]) * lanes + l] += item.devices;
    }
  }

 private:
  void find_latest() {
    latest_.resize(plan_.set_begins.size() - 1);
    for (std::size_t s = 0; s < latest_.size(); s++) {
      Block latest{};
      for (std::uint32_t i = plan_.set_begins[s]; i < plan_.set_begins[s + 1]; i++) {
        // A copy, so that the compiler sees that nothing else is written.
        const Block ready = ready_[plan_.set_applications[i]];
        for (std::size_t l = 0; l < lanes; l++) latest[l] = latest[l] < ready[l] ? ready[l] : latest[l];
      }
      latest_[s] = latest;
    }
  }

  const LanePlan& plan_;
  Lane weeks_;
  std::vector<Block> ready_, release_, latest_;
};

template <typename Lane>
Arrivals arrivals_of(const LanePlan& plan, const std::vector<Scenario>& scenarios) {
  const auto weeks = static_cast<std::size_t>(plan.problem->weeks);
  Arrivals arrivals(plan.levels.size() * plan.sites, weeks);
  const WaitingQueue<Lane> waiting(plan, scenarios);
  waiting.count(arrivals);
  for (std::size_t l = 0; l < scenarios.size(); l++)
    for (const Scenario::Found& found : scenarios[l].found) {
      const LaneItem& item = plan.items[found.item];
      const auto from = static_cast<std::size_t>(waiting.movable_from(item)[l]);
      const std::size_t week = std::min(std::max(from, static_cast<std::size_t>(found.week) + 1), weeks);
      arrivals.cell(item.cell)[week * lanes + l] += found.devices;
    }
  return arrivals;
}

/// Moves the devices of one scenario, week by week, those who weigh most first.
class LaneFilling {
 public:
  LaneFilling(const LanePlan& plan, const Scenario& scenario)
      : plan_(plan), scenario_(scenario), waiting_(plan.levels.size() * plan.sites), site_room_(plan.sites) {}

  ScenarioResult fill(const Arrivals& arrivals, std::size_t lane) {
    const auto weeks = static_cast<std::size_t>(plan_.problem->weeks);
    std::int64_t known = plan_.devices + plan_.devices_stuck, movable = plan_.devices;
    ScenarioResult result;
    result.exposure = plan_.exposure_stuck;
    result.left.assign(weeks + 1, known);
    auto found = scenario_.found.begin();
    for (std::size_t week = 0; week < weeks; week++) {
      for (std::size_t cell = 0; cell < waiting_.size(); cell++) waiting_[cell] += arrivals.at(cell, week, lane);
      const std::int64_t moved = move_week(week, result.exposure);
      if (moved > 0) result.finish = static_cast<Week>(week);
      for (; found != scenario_.found.end() && static_cast<std::size_t>(found->week) <= week; ++found)
        known += found->devices, movable += found->devices;
      known -= moved, movable -= moved;
      result.left[week + 1] = known;
    }
    if (movable > 0) result.finish = never;
    for (std::size_t cell = 0; cell < waiting_.size(); cell++)
      result.exposure += (waiting_[cell] + arrivals.at(cell, weeks, lane)) * plan_.levels[cell / plan_.sites].weight *
                         static_cast<Exposure>(weeks);
    return result;
  }

 private:
  std::int64_t move_week(std::size_t week, Exposure& exposure) {
    std::int64_t room = scenario_.capacity[week], moved = 0;
    if (plan_.sites > 1) open_sites(week);
    for (std::size_t k = 0; k < plan_.levels.size() && room > 0; k++)
      for (std::size_t i = 0; i < plan_.sites; i++) {
        // Sites take turns at being first, so that none is always last.
        const std::size_t site = plan_.sites == 1 ? 0 : (i + week) % plan_.sites;
        std::int64_t& waiting = waiting_[k * plan_.sites + site];
        const std::int64_t slots = plan_.levels[k].slots;
        std::int64_t now = std::min(waiting, room / slots);
        if (plan_.sites > 1) {
          now = std::min(now, site_room_[site] / slots);
          site_room_[site] -= now * slots;
        }
        waiting -= now, room -= now * slots, moved += now;
        exposure += now * plan_.levels[k].weight * static_cast<Exposure>(week + 1);
      }
    return moved;
  }

  void open_sites(std::size_t week) {
    for (std::size_t site = 0; site < plan_.sites; site++) {
      const auto& capacity = plan_.problem->sites[site].capacity;
      site_room_[site] = capacity.empty()
                             ? scenario_.capacity[week]
                             : static_cast<std::int64_t>(std::floor(capacity[week] * scenario_.moving[week] + 0.5));
    }
  }

  const LanePlan& plan_;
  const Scenario& scenario_;
  std::vector<std::int64_t> waiting_, site_room_;
};

}  // namespace

std::vector<ScenarioResult> run_lanes(const LanePlan& plan, const std::vector<Scenario>& scenarios) {
  std::uint32_t wait = 0;
  for (const LaneItem& item : plan.items) wait = std::max(wait, item.wait);
  const bool is_short = static_cast<std::uint32_t>(plan.problem->weeks) + 1 + wait <= 255;
  const Arrivals arrivals =
      is_short ? arrivals_of<std::uint8_t>(plan, scenarios) : arrivals_of<std::int16_t>(plan, scenarios);
  std::vector<ScenarioResult> results;
  for (std::size_t l = 0; l < scenarios.size(); l++)
    results.push_back(LaneFilling(plan, scenarios[l]).fill(arrivals, l));
  return results;
}

}  // namespace shoal::plan
