#include "plan/scenario.hpp"

#include <algorithm>
#include <cmath>

#include "base/pinned_math.hpp"
#include "plan/variates.hpp"

namespace shoal::plan {
namespace {

enum class Cause : std::uint64_t { efforts, moving, devices, applications, hardware, team };

// Found devices come in so many lots of like ones in a week: a room, a department.
constexpr std::int64_t lots_max = 4;

// No ratio is beyond a thousand either way: a belief of little weight draws spreads at times that would leave all
// numbers.
constexpr double log_ratio_max = 6.907755278982137;

double drawn_ratio(const DrawnRatio& shared, Random& random) {
  return quick_exp(std::clamp(shared.log_mean + shared.log_spread * normal(random), -log_ratio_max, log_ratio_max));
}

/// An application that turns out to keep devices from moving.
struct FoundApplication {
  Week week = 0;
  ApplicationIndex like = 0;  ///< Whoever still waits for this one waits for the new one, too.
  Effort effort = 0;
};

/// What is spent by the end of each week if the plan's capacities are multiplied by `ratios`.
std::vector<Effort> spent_by_week(const std::vector<Effort>& capacity, const std::vector<double>& ratios) {
  std::vector<Effort> spent;
  Effort sum = 0;
  for (std::size_t week = 0; week < capacity.size(); week++)
    spent.push_back(sum += std::llround(static_cast<double>(capacity[week]) * ratios[week]));
  return spent;
}

/// A team's queue, worked through from its beginning.
class TeamQueue {
 public:
  explicit TeamQueue(std::vector<Effort> spent) : spent_(std::move(spent)) {}

  /// The week in which work on the next application begins; the number of weeks where it does not.
  Week begins() { return first_with(done_ + 1); }

  /// Works through one application and returns the week by whose end it is ready, or the number of weeks.
  Week finish(Effort effort, Week least_weeks) {
    const std::int64_t begun = first_with(done_ + (effort > 0 ? 1 : 0));
    done_ += effort;
    const std::int64_t ready = std::max<std::int64_t>(first_with(done_), begun + least_weeks - 1);
    return static_cast<Week>(std::min(ready, std::ssize(spent_)));
  }

 private:
  Week first_with(Effort effort) {
    // Weeks that do not do for what is done already do not do for more.
    while (at_ < spent_.size() && spent_[at_] < done_) at_++;
    std::size_t week = at_;
    while (week < spent_.size() && spent_[week] < effort) week++;
    return static_cast<Week>(week);
  }

  std::vector<Effort> spent_;
  Effort done_ = 0;
  std::size_t at_ = 0;
};

class Drawing {
 public:
  Drawing(const LanePlan& plan, const Priors& priors, Week found_until, std::uint64_t seed, std::uint64_t number)
      : plan_(plan),
        problem_(*plan.problem),
        priors_(priors),
        found_until_(std::min(found_until, problem_.weeks)),
        seed_(Random::numbered(seed, number).next()) {}

  Scenario draw() {
    draw_moving();
    draw_releases();
    draw_devices();
    draw_applications();
    mend();
    return std::move(scenario_);
  }

 private:
  Random random_for(Cause cause, std::uint64_t which = 0) const {
    return Random::numbered(seed_, static_cast<std::uint64_t>(cause) + which);
  }

  /// So many ratios, all of one programme.
  static std::vector<double> ratios(const Ratio& belief, std::size_t count, Random& random) {
    std::vector<double> result(count, 1);
    if (belief.log_spread == 0 && belief.log_mean == 0) return result;
    const DrawnRatio shared = drawn(belief, random);
    for (double& ratio : result) ratio = drawn_ratio(shared, random);
    return result;
  }

  void draw_moving() {
    Random random = random_for(Cause::moving);
    scenario_.moving = ratios(priors_.moving, problem_.capacity.size(), random);
    for (std::size_t week = 0; week < problem_.capacity.size(); week++)
      scenario_.capacity.push_back(std::llround(problem_.capacity[week] * scenario_.moving[week]));
  }

  void draw_releases() {
    Random random = random_for(Cause::hardware);
    for (const Week release : plan_.releases) {
      const bool is_late = random.chance(priors_.slip_chance);
      const double weeks = -priors_.slip_weeks * pinned_log(open_unit(random));
      const double slipped = release + (release > 0 && is_late ? std::floor(weeks + 0.5) : 0.0);
      scenario_.release.push_back(static_cast<std::int32_t>(std::min<double>(slipped, problem_.weeks)));
    }
  }

  void draw_devices() {
    if (priors_.devices.mean <= 0 || plan_.item_of_device.empty()) return;
    Random random = random_for(Cause::devices);
    const double weekly = drawn(priors_.devices, random) * static_cast<double>(plan_.devices);
    for (Week week = 0; week < found_until_; week++) {
      std::int64_t left = poisson_variate(weekly, random);
      for (std::int64_t lots = std::min(left, lots_max); lots > 0; lots--) {
        const std::int64_t devices = left / lots;
        left -= devices;
        const std::uint32_t item = plan_.item_of_device[random.below(plan_.item_of_device.size())];
        scenario_.found.push_back({item, static_cast<std::int32_t>(devices), week});
      }
    }
  }

  const Mode& mode_of(ApplicationIndex a) const { return problem_.applications[a].modes[plan_.order->mode[a]]; }

  void draw_applications() {
    new_.resize(problem_.teams.size());
    if (priors_.applications.mean <= 0 || plan_.mended.empty()) return;
    Random random = random_for(Cause::applications);
    const double weekly = drawn(priors_.applications, random) * static_cast<double>(plan_.mended.size());
    const DrawnRatio shared = drawn(priors_.effort, random);
    for (Week week = 0; week < found_until_; week++)
      for (std::int64_t i = poisson_variate(weekly, random); i > 0; i--) {
        const ApplicationIndex like = plan_.mended[random.below(plan_.mended.size())];
        const double ratio = drawn_ratio(shared, random);
        const auto effort = std::llround(static_cast<double>(mode_of(like).effort) * ratio);
        new_[mode_of(like).team].push_back({week, like, effort});
      }
  }

  void mend() {
    Random random = random_for(Cause::efforts);
    const auto efforts = ratios(priors_.effort, problem_.applications.size(), random);
    const std::int32_t not_ready = problem_.weeks + 1;
    scenario_.ready.assign(problem_.applications.size(), not_ready);
    for (std::size_t t = 0; t < plan_.order->teams.size(); t++) {
      Random of_team = random_for(Cause::team, t);
      const Ratio& belief = t < priors_.teams.size() ? priors_.teams[t] : priors_.team;
      const auto& capacity = problem_.teams[t].capacity;
      mend_by(t, TeamQueue(spent_by_week(capacity, ratios(belief, capacity.size(), of_team))), efforts);
    }
  }

  void mend_by(std::size_t team, TeamQueue queue, const std::vector<double>& efforts) {
    auto next = new_[team].begin();
    const auto last = new_[team].end();
    for (const ApplicationIndex a : plan_.order->teams[team]) {
      // What was found meanwhile goes first: whoever waits for it may have been told a date already.
      while (next != last && next->week < queue.begins()) mend_found(*next++, queue);
      const Mode& mode = mode_of(a);
      const auto effort = std::llround(static_cast<double>(mode.effort) * efforts[a]);
      scenario_.ready[a] = queue.finish(effort, mode.least_weeks) + 1;
    }
    while (next != last) mend_found(*next++, queue);
    // Whoever was free to move when it was found has moved, or is taken as if.
    for (const auto& [like, found, ready] : hold_ups_)
      if (scenario_.ready[like] > found) scenario_.ready[like] = std::max(scenario_.ready[like], ready);
    hold_ups_.clear();
  }

  void mend_found(const FoundApplication& found, TeamQueue& queue) {
    const Week ready = std::max(queue.finish(found.effort, mode_of(found.like).least_weeks), found.week);
    hold_ups_.push_back({found.like, found.week, ready + 1});
  }

  struct HoldUp {
    ApplicationIndex like = 0;
    Week found = 0;
    std::int32_t ready = 0;
  };

  const LanePlan& plan_;
  const Problem& problem_;
  const Priors& priors_;
  Week found_until_;
  std::uint64_t seed_;
  Scenario scenario_;
  std::vector<std::vector<FoundApplication>> new_;  ///< By team, by week.
  std::vector<HoldUp> hold_ups_;
};

}  // namespace

Scenario drawn_scenario(const LanePlan& plan, const Priors& priors, Week found_until, std::uint64_t seed,
                        std::uint64_t number) {
  return Drawing(plan, priors, found_until, seed, number).draw();
}

Scenario planned_scenario(const LanePlan& plan) { return drawn_scenario(plan, Priors{}, 0, 0, 0); }

}  // namespace shoal::plan
