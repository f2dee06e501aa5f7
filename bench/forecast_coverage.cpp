// The truth is simulated week by week and class by class, apart from the forecast's own code: a team spends its week on
// its queue, what is found is put first, devices move by weight as far as there is room. What the programme's spreads
// and biases are is drawn anew for each.
#include "forecast_coverage.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>

#include "base/assert.hpp"
#include "base/random.hpp"
#include "plan/forecast.hpp"
#include "plan/made_programme.hpp"
#include "plan/variates.hpp"

namespace shoal::bench {
namespace {

using namespace plan;

/// What one programme is really like.
struct Nature {
  double effort_bias, effort_spread, moving_bias, moving_spread, team_spread, application_rate, device_rate,
      slip_chance, slip_weeks;
  std::vector<double> team_bias;
};

double uniform(Random& random, double low, double high) { return low + (high - low) * open_unit(random); }

Nature drawn_nature(std::size_t teams, Random& random) {
  Nature nature{};
  nature.effort_bias = 0.25 * normal(random), nature.effort_spread = uniform(random, 0.3, 0.7);
  nature.moving_bias = 0.15 * normal(random), nature.moving_spread = uniform(random, 0.1, 0.3);
  nature.team_spread = uniform(random, 0.05, 0.25);
  nature.application_rate = 0.0025 * std::exp(0.6 * normal(random));
  nature.device_rate = 0.0005 * std::exp(0.6 * normal(random));
  nature.slip_chance = uniform(random, 0.2, 0.6), nature.slip_weeks = uniform(random, 2, 6);
  for (std::size_t t = 0; t < teams; t++) nature.team_bias.push_back(0.2 * normal(random));
  return nature;
}

struct Waiting {
  DeviceClass devices;
  std::vector<ApplicationIndex> waits;
  Week promised = 0;
};

/// A programme on its way.
class Reality {
 public:
  Reality(const Problem& problem, const Order& order, Random random)
      : plan_(problem), random_(random), nature_(drawn_nature(problem.teams.size(), random_)) {
    for (const Application& application : problem.applications) add_application(application);
    for (const auto& team : order.teams) queues_.emplace_back(team.begin(), team.end());
    spent_.resize(queues_.size()), history_.teams.resize(queues_.size());
    for (ClassIndex c = 0; c < problem.classes.size(); c++) add_class(c);
  }

  /// One more week. Things are found in it if `finding`.
  void live_week(bool finding) {
    for (std::size_t t = 0; t < queues_.size(); t++) mend(t);
    move();
    if (finding) find();
    week_++;
  }

  bool is_done() const {
    return std::all_of(waiting_.begin(), waiting_.end(), [](const Waiting& w) { return w.devices.devices == 0; });
  }
  Week last_move() const { return last_move_; }
  Week week() const { return week_; }

  History history() const {
    History history = history_;
    history.weeks = week_;
    for (const DeviceClass& devices : plan_.classes) history.devices += devices.devices;
    history.applications = std::ssize(plan_.applications);
    history.new_applications = std::ssize(applications_) - history.applications;
    history.new_devices = new_devices_;
    for (std::size_t t = 0; t < queues_.size(); t++)
      if (!queues_[t].empty())
        history.under_way.push_back(
            {static_cast<double>(applications_[queues_[t].front()].modes[0].effort), static_cast<double>(spent_[t])});
    return history;
  }

  /// What the planner believes is left to do, and the order of it.
  std::pair<Problem, Order> rest() const {
    Problem rest;
    rest.weeks = plan_.weeks - week_;
    rest.capacity.assign(plan_.capacity.begin() + week_, plan_.capacity.end());
    rest.sites = plan_.sites;
    for (const Team& team : plan_.teams)
      rest.teams.push_back({team.name, {team.capacity.begin() + week_, team.capacity.end()}});
    rest.applications = applications_;
    Order order;
    order.mode.assign(applications_.size(), 0);
    for (std::size_t t = 0; t < queues_.size(); t++) {
      order.teams.emplace_back(queues_[t].begin(), queues_[t].end());
      if (queues_[t].empty()) continue;
      // Of what is under way, the estimate less what was spent on it, but never less than a fifth.
      Effort& effort = rest.applications[queues_[t].front()].modes[0].effort;
      effort = std::max(effort / 5, effort - spent_[t]);
    }
    for (const Waiting& waiting : waiting_) {
      if (waiting.devices.devices == 0) continue;
      DeviceClass devices = waiting.devices;
      // What should have come is promised anew, for the day on which it does come.
      const Week release = waiting.promised >= week_ ? waiting.promised : devices.release;
      devices.release = std::max(0, release - week_);
      std::vector<ApplicationIndex> waits;
      for (const ApplicationIndex a : waiting.waits)
        if (ready_[a] > week_ - 1) waits.push_back(a);
      rest.add(devices, waits);
    }
    return {std::move(rest), std::move(order)};
  }

 private:
  void add_application(const Application& application) {
    applications_.push_back(application);
    const double ratio = std::exp(nature_.effort_bias + nature_.effort_spread * normal(random_));
    truth_.push_back(std::llround(static_cast<double>(application.modes[0].effort) * ratio));
    ready_.push_back(never);
  }

  void add_class(ClassIndex c) {
    const auto waits = plan_.waits_for(c);
    Waiting waiting{plan_.classes[c], {waits.begin(), waits.end()}, plan_.classes[c].release};
    const Week release = waiting.promised;
    if (release > 0) {
      while (std::ssize(late_) <= release)
        late_.push_back(random_.chance(nature_.slip_chance)
                            ? static_cast<Week>(std::lround(-nature_.slip_weeks * std::log(open_unit(random_))))
                            : 0);
      waiting.devices.release += late_[static_cast<std::size_t>(release)];
    }
    waiting_.push_back(std::move(waiting));
  }

  void mend(std::size_t t) {
    const Effort planned = plan_.teams[t].capacity[static_cast<std::size_t>(week_)];
    auto hours = std::llround(static_cast<double>(planned) *
                              std::exp(nature_.team_bias[t] + nature_.team_spread * normal(random_)));
    history_.teams[t].push_back({static_cast<double>(planned), static_cast<double>(hours)});
    while (hours > 0 && !queues_[t].empty()) {
      const ApplicationIndex a = queues_[t].front();
      const Effort now = std::min<Effort>(hours, truth_[a] - spent_[t]);
      hours -= now, spent_[t] += now;
      if (spent_[t] < truth_[a]) continue;
      ready_[a] = week_;
      history_.efforts.push_back(
          {static_cast<double>(applications_[a].modes[0].effort), static_cast<double>(truth_[a])});
      queues_[t].pop_front();
      spent_[t] = 0;
    }
  }

  bool can_move(const Waiting& waiting) const {
    return waiting.devices.release <= week_ && std::all_of(waiting.waits.begin(), waiting.waits.end(), [&](auto a) {
             return ready_[a] + waiting.devices.lag <= week_;
           });
  }

  void move() {
    const std::int64_t planned = plan_.capacity[static_cast<std::size_t>(week_)];
    const std::int64_t room = std::llround(static_cast<double>(planned) *
                                           std::exp(nature_.moving_bias + nature_.moving_spread * normal(random_)));
    std::vector<Waiting*> able;
    for (Waiting& waiting : waiting_)
      if (waiting.devices.devices > 0 && can_move(waiting)) able.push_back(&waiting);
    std::stable_sort(able.begin(), able.end(),
                     [](const Waiting* a, const Waiting* b) { return a->devices.weight > b->devices.weight; });
    std::int64_t left = room;
    for (Waiting* waiting : able) {
      const std::int64_t now = std::min<std::int64_t>(left, waiting->devices.devices);
      waiting->devices.devices -= static_cast<std::int32_t>(now);
      left -= now;
      if (now > 0) last_move_ = week_;
    }
    // Only a week that was full tells what there was room for.
    if (left == 0) history_.moving.push_back({static_cast<double>(planned), static_cast<double>(room)});
  }

  void find() {
    const auto known = static_cast<double>(plan_.applications.size());
    for (auto n = poisson_variate(nature_.application_rate * known, random_); n > 0; n--) find_application();
    double devices = 0;
    for (const DeviceClass& all : plan_.classes) devices += all.devices;
    for (auto n = poisson_variate(nature_.device_rate * devices, random_); n > 0; n--) {
      Waiting like = waiting_[random_.below(waiting_.size())];
      like.devices.devices = 1;
      like.devices.release = std::max(like.devices.release, week_ + 1);
      waiting_.push_back(std::move(like));
      new_devices_++;
    }
  }

  void find_application() {
    const auto like = static_cast<ApplicationIndex>(random_.below(plan_.applications.size()));
    const auto found = static_cast<ApplicationIndex>(applications_.size());
    add_application(plan_.applications[like]);
    auto& queue = queues_[applications_[like].modes[0].team];
    // What is under way is finished first.
    queue.insert(queue.begin() + (queue.empty() ? 0 : 1), found);
    for (Waiting& waiting : waiting_)
      if (ready_[like] > week_ && std::find(waiting.waits.begin(), waiting.waits.end(), like) != waiting.waits.end())
        waiting.waits.push_back(found);
  }

  const Problem& plan_;
  Random random_;
  Nature nature_;
  std::vector<Application> applications_;
  std::vector<Effort> truth_, spent_;
  std::vector<Week> ready_, late_;
  std::vector<std::deque<ApplicationIndex>> queues_;
  std::vector<Waiting> waiting_;
  History history_;
  std::int64_t new_devices_ = 0;
  Week week_ = 0, last_move_ = -1;
};

Problem coverage_programme(std::uint64_t seed) {
  ProgrammeShape shape;
  shape.devices = 1'500, shape.blocking = 100, shape.roles = 15, shape.sites = 3, shape.hardware = 8;
  shape.mending_weeks = 50, shape.moving_weeks = 40;
  Problem problem = made_programme(shape, seed);
  problem.weeks = 400;
  problem.capacity.resize(400, problem.capacity[0]);
  for (Team& team : problem.teams) team.capacity.resize(400, team.capacity[0]);
  return problem;
}

Order most_devices_first(const Problem& problem) {
  std::vector<std::int64_t> devices(problem.applications.size());
  for (ClassIndex c = 0; c < problem.classes.size(); c++)
    for (const ApplicationIndex a : problem.waits_for(c)) devices[a] += problem.classes[c].devices;
  std::vector<ApplicationIndex> sorted(devices.size());
  std::iota(sorted.begin(), sorted.end(), ApplicationIndex{0});
  std::stable_sort(sorted.begin(), sorted.end(), [&](auto a, auto b) { return devices[a] > devices[b]; });
  Order order;
  order.teams.resize(problem.teams.size()), order.mode.assign(devices.size(), 0);
  for (const ApplicationIndex a : sorted) order.teams[problem.applications[a].modes[0].team].push_back(a);
  return order;
}

}  // namespace

Coverage forecast_coverage(const Priors& priors, int programmes, std::uint64_t first_seed, double at,
                           bool with_history) {
  Coverage coverage;
  for (int i = 0; i < programmes; i++) {
    const std::uint64_t seed = first_seed + static_cast<std::uint64_t>(i);
    const Problem problem = coverage_programme(seed);
    const Order order = most_devices_first(problem);
    const auto planned = forecast(problem, order, Priors{}, {1, 1, {}}, for_each_in_turn);
    SHOAL_ASSERT(planned && planned->planned < never);
    const auto until = static_cast<Week>(at * planned->planned);
    Reality reality(problem, order, Random::numbered(seed, 1));
    while (reality.week() < until) reality.live_week(true);

    const auto [rest, rest_order] = reality.rest();
    const Priors belief = with_history ? calibrated(priors, reality.history()) : priors;
    const auto made = forecast(rest, rest_order, belief, {1000, seed, planned->planned - until}, for_each_in_turn);
    SHOAL_ASSERT(made);
    while (!reality.is_done() && reality.week() < problem.weeks) reality.live_week(reality.week() < planned->planned);

    const Week finish = reality.is_done() ? reality.last_move() - until : never;
    coverage.programmes++;
    coverage.within += finish >= made->finish.p10 && finish <= made->finish.p90;
    coverage.sooner += finish < made->finish.p10;
    coverage.later += finish > made->finish.p90;
    coverage.by_plan += finish <= planned->planned - until;
    coverage.width +=
        static_cast<double>(std::min<std::int64_t>(made->finish.p90, 400) - made->finish.p10) / programmes;
  }
  return coverage;
}

}  // namespace shoal::bench
