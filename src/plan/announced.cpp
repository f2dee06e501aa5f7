#include "plan/announced.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "plan/filling.hpp"
#include "plan/schedule.hpp"

namespace shoal::plan {
namespace {

/// What is left of all weeks.
class RoomByWeek {
 public:
  explicit RoomByWeek(const Problem& problem) : weeks_(problem.capacity.begin(), problem.capacity.end()) {
    for (const Site& site : problem.sites) sites_.emplace_back(site.capacity.begin(), site.capacity.end());
  }
  /// Takes as many of `devices` as there is room for in `week`, and says how many those were.
  std::int32_t take(const DeviceClass& of, Week week, std::int32_t devices) {
    const auto at = static_cast<std::size_t>(week);
    std::int64_t room = weeks_[at];
    if (!sites_[of.site].empty()) room = std::min(room, sites_[of.site][at]);
    const auto taken = static_cast<std::int32_t>(std::min<std::int64_t>(devices, room / of.slots));
    change(of, week, -std::int64_t{taken} * of.slots);
    return taken;
  }
  void give_back(const DeviceClass& of, Week week, std::int32_t devices) {
    change(of, week, std::int64_t{devices} * of.slots);
  }

 private:
  void change(const DeviceClass& of, Week week, std::int64_t slots) {
    const auto at = static_cast<std::size_t>(week);
    weeks_[at] += slots;
    if (!sites_[of.site].empty()) sites_[of.site][at] += slots;
  }

  std::vector<std::int64_t> weeks_;
  std::vector<std::vector<std::int64_t>> sites_;  // Empty where a site has no capacity of its own.
};

class Keeper {
 public:
  Keeper(const Problem& problem, Order order, std::span<const Week> announced, Exposure change_cost)
      : problem_(problem),
        announced_(announced),
        change_cost_(change_cost),
        room_(problem),
        moves_(problem.classes.size()) {
    made_.plan.ready = ready_weeks(problem, order);
    made_.plan.order = std::move(order);
    releases_ = class_releases(problem, made_.plan.ready);
    open_.resize(problem.classes.size());
    for (ClassIndex c = 0; c < open_.size(); c++) open_[c] = problem.classes[c].devices;
    sort_by_weight();
  }

  KeptPlan make() {
    for (const ClassIndex c : sorted_) keep(c);
    for (const ClassIndex c : sorted_) place(c);
    for (const ClassIndex c : sorted_) move_sooner(c);
    finish();
    return std::move(made_);
  }

 private:
  void sort_by_weight() {
    sorted_.resize(problem_.classes.size());
    std::iota(sorted_.begin(), sorted_.end(), ClassIndex{0});
    std::stable_sort(sorted_.begin(), sorted_.end(), [&](ClassIndex x, ClassIndex y) {
      const DeviceClass &a = problem_.classes[x], &b = problem_.classes[y];
      return std::int64_t{a.weight} * b.slots > std::int64_t{b.weight} * a.slots;
    });
  }

  void keep(ClassIndex c) {
    const Week week = announced_[c];
    if (week < 0 || week >= problem_.weeks || releases_[c] > week) return;
    put(c, week, room_.take(problem_.classes[c], week, open_[c]));
  }

  // As soon as there is room: who weighs most is asked first, so that this is the greedy filling of what is left.
  void place(ClassIndex c) {
    for (Week week = releases_[c]; week < problem_.weeks && open_[c] > 0; week++)
      put(c, week, room_.take(problem_.classes[c], week, open_[c]));
  }

  void put(ClassIndex c, Week week, std::int32_t devices) {
    if (devices == 0) return;
    moves_[c][week] += devices;
    open_[c] -= devices;
  }

  void move_sooner(ClassIndex c) {
    const DeviceClass& of = problem_.classes[c];
    const Week week = announced_[c];
    const auto kept = moves_[c].find(week);
    if (week < 0 || kept == moves_[c].end()) return;
    std::int32_t left = kept->second;
    for (Week sooner = releases_[c]; sooner < week && left > 0; sooner++) {
      if (std::int64_t{of.weight} * (week - sooner) <= change_cost_) break;
      const std::int32_t taken = room_.take(of, sooner, left);
      if (taken == 0) continue;
      room_.give_back(of, week, taken);
      moves_[c][sooner] += taken;
      left -= taken;
    }
    if (left == 0)
      moves_[c].erase(week);
    else
      moves_[c][week] = left;
  }

  void finish() {
    Plan& plan = made_.plan;
    for (ClassIndex c = 0; c < moves_.size(); c++) {
      for (const auto& [week, devices] : moves_[c]) {
        plan.moves.push_back({week, c, devices});
        plan.finish = std::max(plan.finish, week);
        note(c, week, devices);
      }
      if (open_[c] > 0) {
        plan.left_over.push_back({c, open_[c]});
        note(c, never, open_[c]);
      }
    }
    std::sort(plan.moves.begin(), plan.moves.end(), [](const Move& a, const Move& b) {
      return a.week != b.week ? a.week < b.week : a.devices_of < b.devices_of;
    });
    plan.exposure = exposure_of(problem_, plan.moves);
    made_.cost = plan.exposure;
    for (const Change& change : made_.changes) made_.cost += change_cost_ * change.devices;
  }

  void note(ClassIndex c, Week week, std::int32_t devices) {
    const Week announced = announced_[c];
    if (announced < 0) return;
    if (week == announced) {
      made_.kept += devices;
      return;
    }
    Change change{c, devices, announced, week, ChangeReason::no_room, 0};
    if (week < announced) {
      change.why = ChangeReason::sooner;
    } else if (releases_[c] > announced) {
      change.why = ChangeReason::released_later;
      for (const ApplicationIndex a : problem_.waits_for(c))
        if (std::int64_t{made_.plan.ready[a]} + problem_.classes[c].lag > announced &&
            (change.why != ChangeReason::not_ready || made_.plan.ready[a] > made_.plan.ready[change.application])) {
          change.why = ChangeReason::not_ready;
          change.application = a;
        }
    }
    made_.changes.push_back(change);
  }

  const Problem& problem_;
  std::span<const Week> announced_;
  Exposure change_cost_;
  RoomByWeek room_;
  std::vector<std::map<Week, std::int32_t>> moves_;  // By class.
  std::vector<Week> releases_;
  std::vector<std::int32_t> open_;  // By class: devices without a week.
  std::vector<ClassIndex> sorted_;
  KeptPlan made_;
};

}  // namespace

std::string_view spelled(ChangeReason reason) {
  constexpr std::string_view words[] = {"not-ready", "released-later", "no-room", "sooner"};
  return words[static_cast<std::size_t>(reason)];
}

KeptPlan plan_keeping(const Problem& problem, Order order, std::span<const Week> announced, Exposure change_cost) {
  return Keeper(problem, std::move(order), announced, change_cost).make();
}

}  // namespace shoal::plan
