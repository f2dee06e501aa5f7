#include "plan/pricing.hpp"

#include <algorithm>
#include <iterator>

namespace shoal::plan {
namespace {

/// What the spreadings of all chains may take, in pairs.
constexpr std::size_t pairs_max = 40'000'000;
/// Columns are made for so many weeks before and after the one that they were found for, since those are much alike.
constexpr Week neighbourhood = 2;
/// What closures are said too high by in a hurry, as a share of all profits.
constexpr double tolerance_in_haste = 3e-3;
/// More than any sum of profits, and still a number to reckon with.
constexpr double unaffordable = 1e30;

}  // namespace

Rows::Rows(const Problem& problem)
    : weeks_(problem.weeks),
      teams_(problem.teams.size()),
      sites_(std::ranges::any_of(problem.sites, [&](const Site& site) { return is_limited(problem, site); })
                 ? problem.sites.size()
                 : 0) {}

Prices Rows::prices(const std::vector<double>& by_row) const {
  const auto begin = by_row.begin();
  const auto mending = begin + weeks_;
  const auto sites = begin + static_cast<std::ptrdiff_t>(first_of_sites());
  return {{mending, sites}, {begin, mending}, {sites, by_row.end()}};
}

struct Pricing::Round {
  Round(const Problem& problem, const Rows& rows, const std::vector<double>& by_row, double most_said_too_high,
        bool goes_upward, const std::function<Pace()>& pace_of_all)
      : prices(rows.prices(by_row)),
        tolerance(most_said_too_high),
        upward(goes_upward),
        weeks(problem.weeks),
        pace(pace_of_all) {
    const std::size_t sites = prices.site.size() / static_cast<std::size_t>(weeks);
    for (SiteIndex s = 0; s < std::max<std::size_t>(sites, 1); s++)
      for (Week week = 0; week < weeks; week++) {
        double price = of_slot(by_row, rows.moving(week), week);
        if (sites != 0) price += of_slot(by_row, rows.site(s, week), week);
        slot.push_back(price);
      }
  }

  /// Where a class' slots stand in `slot`, without its week.
  std::size_t row_of(const WaitingClass& devices) const {
    return prices.site.empty() ? 0 : devices.site * static_cast<std::size_t>(weeks);
  }
  /// What a slot costs that is taken by the end of `week`: its price less that of the week after, in which the device
  /// does not take one again.
  double of_slot(const std::vector<double>& by_row, std::size_t row, Week week) const {
    return by_row[row] - (week < weeks - 2 ? by_row[row + 1] : 0);
  }

  Prices prices;
  std::vector<double> slot;  ///< By site x week; for all sites as one where none is limited.
  double tolerance;
  bool upward;
  Week weeks;
  const std::function<Pace()>& pace;
};

Pricing::Pricing(const Problem& problem, const Mending& mending, const Waiting& waiting, const Rows& rows)
    : problem_(problem), mending_(mending), waiting_(waiting), rows_(rows), last_(problem.weeks - 2) {
  const Week weeks = std::max(last_ + 1, 0);
  const auto room = static_cast<Week>(pairs_max / std::max<std::size_t>(waiting.graph.pairs(), 1));
  const Week chains = std::min(weeks, std::max<Week>(room, 4));
  for (Week c = 0; c < chains; c++)
    chains_.push_back({weeks * c / chains,
                       weeks * (c + 1) / chains,
                       ClosureSolver(waiting.graph),
                       std::vector<double>(waiting.graph.groups()),
                       std::vector<double>(problem.applications.size()),
                       std::vector<double>(rows.count()),
                       std::vector<std::uint8_t>(waiting.graph.groups()),
                       {}});
}

Priced Pricing::price(const std::vector<double>& by_row, double tolerance, const ForEach& for_each,
                      const std::function<Pace()>& pace) {
  const Round round(problem_, rows_, by_row, tolerance, upward_, pace);
  for_each(chains_.size(), [&](std::size_t c) { run(chains_[c], round); });
  // A chain goes on where it stopped, with the week whose spreading it holds.
  upward_ = !upward_;
  Priced all;
  for (Chain& chain : chains_) {
    all.is_proved = all.is_proved && chain.found.is_proved;
    all.earned += chain.found.earned;
    all.magnitude += chain.found.magnitude;
    std::ranges::move(chain.found.columns, std::back_inserter(all.columns));
  }
  return all;
}

void Pricing::run(Chain& chain, const Round& round) {
  chain.found = {};
  for (Week i = 0; i < chain.end - chain.begin; i++) {
    const Week week = round.upward ? chain.begin + i : chain.end - 1 - i;
    if (round.pace() == Pace::abandoned) {
      chain.found.is_proved = false;
      break;
    }
    solve(chain, round, week);
    if (round.pace() == Pace::steady) add_columns(chain, round, week, chain.solver.chosen());
  }
}

void Pricing::add_columns(Chain& chain, const Round& round, Week week, std::span<const std::uint8_t> chosen) {
  const std::vector<std::uint32_t> groups = freed_by(chosen);
  for (Week w = std::max(0, week - neighbourhood); w <= std::min(last_, week + neighbourhood); w++)
    chain.found.columns.push_back(column(chain, round, w, groups));
}

void Pricing::solve(Chain& chain, const Round& round, Week week) {
  const double free = free_worth(round, week);
  double profits = 0;
  for (std::size_t g = 0; g < waiting_.graph.groups(); g++) {
    double sum = 0;
    for (const WaitingClass& devices : waiting_.classes_of(g)) sum += worth(devices, round, week + waiting_.lag[g]);
    profits += chain.profit[g] = sum;
  }
  chain.found.magnitude += profits + free;
  chain.found.earned += free;
  for (ApplicationIndex a = 0; a < chain.price.size(); a++)
    chain.price[a] = std::min(mending_.cheapest(a, week, round.prices).price, unaffordable);
  const double tolerance = round.pace() == Pace::hurried ? tolerance_in_haste : round.tolerance;
  chain.found.earned +=
      chain.solver.solve(chain.profit, chain.price, tolerance, [&] { return round.pace() >= Pace::roughly; });
}

/// What it is worth that these devices have moved by the end of `week`.
double Pricing::worth(const WaitingClass& devices, const Round& round, Week week) const {
  if (week < devices.earliest || week > last_) return 0;
  return std::max(
      0.0, devices.exposure - devices.slots * round.slot[round.row_of(devices) + static_cast<std::size_t>(week)]);
}

double Pricing::free_worth(const Round& round, Week week) const {
  double sum = 0;
  for (const WaitingClass& devices : waiting_.free) sum += worth(devices, round, week);
  return sum;
}

/// Groups that wait for nothing but what is chosen.
std::vector<std::uint32_t> Pricing::freed_by(std::span<const std::uint8_t> chosen) const {
  std::vector<std::uint32_t> groups;
  for (std::uint32_t g = 0; g < waiting_.graph.groups(); g++) {
    // What few need stands at the end, and is chosen last.
    const auto needs = waiting_.graph.needs(g);
    if (std::all_of(needs.rbegin(), needs.rend(), [&](std::uint32_t a) { return chosen[a] != 0; })) groups.push_back(g);
  }
  return groups;
}

Column Pricing::column(Chain& chain, const Round& round, Week week, const std::vector<std::uint32_t>& groups) {
  Column made;
  made.week = week;
  made.ready.assign((problem_.applications.size() + 63) / 64, 0);
  std::fill(chain.taken.begin(), chain.taken.end(), 0);
  made.gain = take_classes(chain, round, week, waiting_.free) + take_groups(chain, round, made, groups);
  take_applications(chain, round, made);
  for (std::uint32_t r = 0; r < chain.taken.size(); r++)
    if (chain.taken[r] != 0) {
      made.rows.push_back(r);
      made.takes.push_back(chain.taken[r]);
    }
  return made;
}

double Pricing::take_groups(Chain& chain, const Round& round, Column& column,
                            const std::vector<std::uint32_t>& groups) {
  double sum = 0;
  std::ranges::fill(chain.gained, std::uint8_t{0});
  for (const std::uint32_t g : groups) {
    const double gain = take_classes(chain, round, column.week + waiting_.lag[g], waiting_.classes_of(g));
    if (gain <= 0) continue;
    sum += gain;
    chain.gained[g] = 1;
  }
  for (std::uint32_t a = 0; a < problem_.applications.size(); a++)
    if (std::ranges::any_of(waiting_.graph.needed_by(a), [&](std::uint32_t g) { return chain.gained[g] != 0; }))
      column.ready[a / 64] |= std::uint64_t{1} << (a % 64);
  return sum;
}

void Pricing::take_applications(Chain& chain, const Round& round, const Column& column) {
  for (ApplicationIndex a = 0; a < problem_.applications.size(); a++) {
    if (!column.has(a)) continue;
    const Mode& mode = problem_.applications[a].modes[mending_.cheapest(a, column.week, round.prices).mode];
    mending_.for_each_taken(mode, column.week, [&](Week taken, Effort effort) {
      chain.taken[rows_.mending(mode.team, taken)] += static_cast<double>(effort);
    });
  }
}

/// Moves those of `classes` that are worth it by the end of `week`. Returns the exposure that this saves in a week.
double Pricing::take_classes(Chain& chain, const Round& round, Week week, std::span<const WaitingClass> classes) {
  double gain = 0;
  double slots = 0;
  const auto take = [&](std::size_t row, double taken) {
    chain.taken[row] += taken;
    if (week < last_) chain.taken[row + 1] -= taken;
  };
  for (const WaitingClass& devices : classes) {
    if (worth(devices, round, week) <= 0) continue;
    gain += devices.exposure;
    slots += devices.slots;
    if (!round.prices.site.empty()) take(rows_.site(devices.site, week), devices.slots);
  }
  if (slots > 0) take(rows_.moving(week), slots);
  return gain;
}

}  // namespace shoal::plan
