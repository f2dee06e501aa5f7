#include "plan/exact_programme.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "plan/schedule.hpp"

namespace shoal::plan {
namespace {

constexpr double no_limit = 1e30;

/// Devices that are alike once they are released: place, weight, slots. What is released into it, by week: column and
/// how many devices there are more by its growth, or -1 and devices that need nothing.
struct ReleasePool {
  std::vector<std::map<int, double>> released;
  double devices = 0;
};

class ProgrammeMaker {
 public:
  explicit ProgrammeMaker(const Problem& problem) : problem_(problem), weeks_(static_cast<std::size_t>(problem.weeks)) {
    for (const Team& team : problem.teams) calendars_.emplace_back(team);
  }

  ExactProgramme make() && {
    Exposure unit = 0;
    for (const DeviceClass& devices : problem_.classes) unit = std::gcd(unit, Exposure{devices.weight});
    made_.unit = std::max<Exposure>(unit, 1);
    add_mending();
    limit_teams();
    put_first();
    std::map<std::vector<ApplicationIndex>, std::vector<ClassIndex>> sets;
    for (ClassIndex c = 0; c < problem_.classes.size(); c++) {
      const DeviceClass& devices = problem_.classes[c];
      made_.constant += Exposure{devices.devices} * devices.weight / made_.unit * problem_.weeks;
      const auto needs = problem_.waits_for(c);
      sets[{needs.begin(), needs.end()}].push_back(c);
    }
    for (const auto& [needs, classes] : sets) release(needs, classes);
    add_moving();
    return std::move(made_);
  }

 private:
  using PoolKey = std::tuple<std::size_t, std::int32_t, std::int32_t>;

  int add_column(double high, double cost, bool is_whole) {
    made_.columns.push_back({0, high, cost, is_whole});
    return static_cast<int>(made_.columns.size() - 1);
  }
  void add_row(double low, double high, std::vector<std::pair<int, double>> terms) {
    if (!terms.empty()) made_.rows.push_back({low, high, std::move(terms)});
  }

  void add_mending() {
    const std::vector<bool> mended = to_be_mended(problem_);
    made_.ready.resize(problem_.applications.size());
    for (std::size_t a = 0; a < made_.ready.size(); a++) {
      std::vector<std::pair<int, double>> last;
      for (const Mode& mode : problem_.applications[a].modes) {
        std::vector<int> by_week(weeks_, -1);
        int before = -1;
        for (std::size_t t = 0; t < weeks_ && mended[a]; t++) {
          const auto week = static_cast<Week>(t);
          if (week + 1 < mode.least_weeks || calendars_[mode.team].spent_by(week) < mode.effort) continue;
          by_week[t] = add_column(1, 0, true);
          if (before >= 0) add_row(0, no_limit, {{by_week[t], 1}, {before, -1}});
          before = by_week[t];
        }
        if (before >= 0) last.push_back({before, 1});
        made_.ready[a].push_back(std::move(by_week));
      }
      if (last.size() > 1) add_row(0, 1, std::move(last));
    }
  }
  void limit_teams() {
    for (TeamIndex team = 0; team < problem_.teams.size(); team++)
      for (std::size_t t = 0; t < weeks_; t++) limit_team(team, t);
  }
  void limit_team(TeamIndex team, std::size_t t) {
    const Effort spent = calendars_[team].spent_by(static_cast<Week>(t));
    Effort sum = 0;
    bool is_plain = true;  // Nothing but effort decides when this team is done with all.
    std::vector<std::pair<int, double>> terms;
    for (std::size_t a = 0; a < made_.ready.size(); a++)
      for (std::size_t m = 0; m < made_.ready[a].size(); m++) {
        const Mode& mode = problem_.applications[a].modes[m];
        if (mode.team != team || made_.ready[a][m].back() < 0) continue;
        is_plain = is_plain && made_.ready[a].size() == 1 && mode.least_weeks == 1;
        sum += mode.effort;
        if (made_.ready[a][m][t] >= 0) terms.push_back({made_.ready[a][m][t], static_cast<double>(mode.effort)});
      }
    if (sum > spent) return add_row(0, static_cast<double>(spent), std::move(terms));
    if (!is_plain) return;
    for (const auto& term : terms) made_.columns[static_cast<std::size_t>(term.first)].low = 1;
  }
  /// Who comes first is ready no later than the others of its team; said where both have one mode.
  void put_first() {
    std::vector<std::uint8_t> mode(problem_.applications.size());
    const auto fronts = pinned(problem_, mode);
    for (TeamIndex team = 0; team < fronts.size(); team++)
      for (std::size_t i = 0; i < fronts[team].size(); i++)
        for (ApplicationIndex a = 0; a < made_.ready.size(); a++) {
          const auto begin = fronts[team].begin(), later = begin + static_cast<std::ptrdiff_t>(i);
          if (std::find(begin, later + 1, a) == later + 1) precede(*later, a, team);
        }
  }
  void precede(ApplicationIndex first, ApplicationIndex other, TeamIndex team) {
    const auto &f = made_.ready[first], &o = made_.ready[other];
    if (f.size() != 1 || o.size() != 1 || problem_.applications[other].modes[0].team != team) return;
    if (problem_.applications[first].modes[0].least_weeks > 1) return;
    for (std::size_t t = 0; t < weeks_; t++) {
      if (o[0][t] < 0) continue;
      if (f[0][t] >= 0)
        add_row(0, no_limit, {{f[0][t], 1}, {o[0][t], -1}});
      else
        made_.columns[static_cast<std::size_t>(o[0][t])].high = 0;
    }
  }

  /// Whether teams could have all of these ready by the end of a week, if they did nothing else.
  bool could_be_ready(const std::vector<ApplicationIndex>& needs, std::size_t week) const {
    std::vector<Effort> sum(problem_.teams.size());
    for (const ApplicationIndex a : needs) {
      const auto& modes = problem_.applications[a].modes;
      const auto& ready = made_.ready[a];
      if (std::none_of(ready.begin(), ready.end(), [&](const auto& mode) { return mode[week] >= 0; })) return false;
      if (modes.size() == 1) sum[modes[0].team] += modes[0].effort;
    }
    for (std::size_t team = 0; team < sum.size(); team++)
      if (sum[team] > calendars_[team].spent_by(static_cast<Week>(week))) return false;
    return true;
  }
  /// By week, the column that says how much of a set is ready; -1 where nothing can be.
  std::vector<int> ready_columns(const std::vector<ApplicationIndex>& needs) {
    std::vector<int> columns(weeks_, -1);
    for (std::size_t t = 0; t < weeks_; t++) {
      if (!could_be_ready(needs, t)) continue;
      if (needs.size() == 1 && made_.ready[needs[0]].size() == 1) {
        columns[t] = made_.ready[needs[0]][0][t];
        continue;
      }
      columns[t] = add_column(1, 0, false);
      for (const ApplicationIndex a : needs) {
        std::vector<std::pair<int, double>> terms{{columns[t], -1}};
        for (const auto& mode : made_.ready[a])
          if (mode[t] >= 0) terms.push_back({mode[t], 1});
        add_row(0, no_limit, std::move(terms));
      }
    }
    return columns;
  }
  void release(const std::vector<ApplicationIndex>& needs, const std::vector<ClassIndex>& classes) {
    const std::vector<int> ready = needs.empty() ? std::vector<int>() : ready_columns(needs);
    for (const ClassIndex c : classes) {
      const DeviceClass& devices = problem_.classes[c];
      const bool is_limited = !problem_.sites[devices.site].capacity.empty();
      ReleasePool& pool = pools_[{is_limited ? devices.site : problem_.sites.size(), devices.weight, devices.slots}];
      pool.released.resize(weeks_);
      pool.devices += devices.devices;
      int before = -1;
      for (Week week = devices.release; week < problem_.weeks; week++) {
        const auto t = static_cast<std::size_t>(week);
        if (needs.empty()) {
          if (week == devices.release) pool.released[t][-1] += devices.devices;
          continue;
        }
        const int now = week < devices.lag ? -1 : ready[t - static_cast<std::size_t>(devices.lag)];
        if (now >= 0) pool.released[t][now] += devices.devices;
        if (before >= 0) pool.released[t][before] -= devices.devices;
        before = now;
      }
    }
  }

  void add_moving() {
    std::vector<std::vector<std::pair<int, double>>> all(weeks_);
    std::map<std::pair<std::size_t, std::size_t>, std::vector<std::pair<int, double>>> sites;
    for (const auto& [key, pool] : pools_) {
      const auto& [place, weight, slots] = key;
      int waiting = -1;
      for (std::size_t t = 0; t < weeks_; t++) {
        const Exposure saved = Exposure{weight} / made_.unit * (problem_.weeks - static_cast<Week>(t) - 1);
        const int moved = add_column(pool.devices, -static_cast<double>(saved), false);
        all[t].push_back({moved, slots});
        if (place < problem_.sites.size()) sites[{place, t}].push_back({moved, slots});
        waiting = add_waiting(pool, t, waiting, moved);
      }
    }
    for (std::size_t t = 0; t < weeks_; t++) add_row(0, problem_.capacity[t], std::move(all[t]));
    for (auto& [key, terms] : sites) add_row(0, problem_.sites[key.first].capacity[key.second], std::move(terms));
  }
  /// Who waits at the end of a week: who waited and who was released, but for who moved.
  int add_waiting(const ReleasePool& pool, std::size_t week, int before, int moved) {
    const int waiting = add_column(pool.devices, 0, false);
    std::vector<std::pair<int, double>> terms{{waiting, 1}, {moved, 1}};
    if (before >= 0) terms.push_back({before, -1});
    double fixed = 0;
    for (const auto& [column, devices] : pool.released[week])
      if (column < 0)
        fixed += devices;
      else if (devices != 0)
        terms.push_back({column, -devices});
    add_row(fixed, fixed, std::move(terms));
    return waiting;
  }

  const Problem& problem_;
  std::size_t weeks_;
  std::vector<TeamCalendar> calendars_;
  std::map<PoolKey, ReleasePool> pools_;
  ExactProgramme made_;
};

}  // namespace

ExactProgramme exact_programme(const Problem& problem) { return ProgrammeMaker(problem).make(); }

}  // namespace shoal::plan
