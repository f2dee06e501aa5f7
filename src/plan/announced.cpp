#include "plan/announced.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "plan/filling.hpp"
#include "plan/room.hpp"
#include "plan/schedule.hpp"

namespace shoal::plan {
namespace {

class Keeper {
 public:
  Keeper(const Problem& problem, Order order, std::span<const Week> announced, Exposure change_cost)
      : problem_(problem), announced_(announced), change_cost_(change_cost), moves_(problem.classes.size()) {
    made_.plan.ready = ready_weeks(problem, order);
    made_.plan.order = std::move(order);
    releases_ = class_releases(problem, made_.plan.ready);
    open_.resize(problem.classes.size());
    for (ClassIndex c = 0; c < open_.size(); c++) open_[c] = problem.classes[c].devices;
    sorted_ = by_weight_per_slot(problem);
    for (Week week = 0; week < problem.weeks; week++) room_.emplace_back(problem, week);
  }

  KeptPlan make() {
    for (const ClassIndex c : sorted_) keep(c);
    for (const ClassIndex c : sorted_) place(c);
    for (const ClassIndex c : sorted_) move_sooner(c);
    finish();
    return std::move(made_);
  }

 private:
  Room& room(Week week) { return room_[static_cast<std::size_t>(week)]; }

  void keep(ClassIndex c) {
    const Week week = announced_[c];
    if (week < 0 || week >= problem_.weeks || releases_[c] > week) return;
    put(c, week, room(week).take(problem_.classes[c], open_[c]));
  }

  // As soon as there is room: who weighs most is asked first, so that this is the greedy filling of what is left.
  void place(ClassIndex c) {
    for (Week week = releases_[c]; week < problem_.weeks && open_[c] > 0; week++)
      put(c, week, room(week).take(problem_.classes[c], open_[c]));
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
      const std::int32_t taken = room(sooner).take(of, left);
      if (taken == 0) continue;
      room(week).give_back(of, taken);
      moves_[c][sooner] += taken;
      left -= taken;
    }
    if (left == 0)
      moves_[c].erase(week);
    else
      moves_[c][week] = left;
  }

  void finish() {
    std::vector<Move> moves;
    for (ClassIndex c = 0; c < moves_.size(); c++) {
      for (const auto& [week, devices] : moves_[c]) {
        moves.push_back({week, c, devices});
        note(c, week, devices);
      }
      if (open_[c] > 0) note(c, never, open_[c]);
    }
    made_.plan =
        plan_with(std::move(made_.plan.order), std::move(made_.plan.ready), filling_of(problem_, std::move(moves)));
    made_.cost = made_.plan.exposure;
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
  std::vector<Room> room_;                           // By week.
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
