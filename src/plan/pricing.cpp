#include "plan/pricing.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace shoal::plan {
namespace {

/// What the spreadings of all chains may take, in pairs.
constexpr std::size_t pairs_max = 40'000'000;
/// Columns are made for so many weeks before and after the one that they were found for, since those are much alike.
constexpr Week neighbourhood = 1;
/// What closures are said too high by in a hurry, as a share of all profits.
constexpr double tolerance_in_haste = 5e-4;
/// More than any sum of profits, and still a number to reckon with.
constexpr double unaffordable = 1e30;

}  // namespace

Rows::Rows(const Problem& problem, std::size_t early)
    : weeks_(problem.weeks),
      teams_(problem.teams.size()),
      sites_(std::ranges::any_of(problem.sites, [&](const Site& site) { return is_limited(problem, site); })
                 ? problem.sites.size()
                 : 0),
      early_(early) {}

Prices Rows::prices(const std::vector<double>& by_row) const {
  const auto begin = by_row.begin();
  const auto mending = begin + weeks_;
  const auto sites = begin + static_cast<std::ptrdiff_t>(first_of_sites());
  const auto early = begin + static_cast<std::ptrdiff_t>(this->early(0));
  return {{mending, sites}, {begin, mending}, {sites, early}};
}

struct Pricing::Round {
  Round(const Problem& problem, const Rows& rows, const std::vector<double>& by_row, double most_said_too_high,
        bool goes_upward, const std::function<Pace()>& pace_of_all)
      : prices(rows.prices(by_row)),
        early(by_row.begin() + static_cast<std::ptrdiff_t>(rows.early(0)), by_row.end()),
        tolerance(most_said_too_high),
        upward(goes_upward),
        weeks(problem.weeks),
        pace(pace_of_all) {
    const std::size_t sites = prices.site.size() / static_cast<std::size_t>(weeks);
    const auto by_week = [&](std::size_t first_row) {
      return std::span(by_row).subspan(first_row, static_cast<std::size_t>(weeks));
    };
    for (SiteIndex s = 0; s < std::max<std::size_t>(sites, 1); s++)
      for (Week week = 0; week < weeks; week++) {
        double price = price_of_slot(by_week(rows.moving(0)), week);
        if (sites != 0) price += price_of_slot(by_week(rows.site(s, 0)), week);
        slot.push_back(price);
      }
  }

  /// Where a class' slots stand in `slot`, without its week.
  std::size_t row_of(const WaitingClass& devices) const {
    return prices.site.empty() ? 0 : devices.site * static_cast<std::size_t>(weeks);
  }
  Prices prices;
  std::vector<double> early;  ///< By row of early weeks.
  std::vector<double> slot;   ///< By site x week; for all sites as one where none is limited.
  double tolerance;
  bool upward;
  Week weeks;
  const std::function<Pace()>& pace;
};

Pricing::Pricing(const Problem& problem, const Mending& mending, const Waiting& waiting, const Rows& rows,
                 const EarlyWeeks& early)
    : problem_(problem), mending_(mending), waiting_(waiting), rows_(rows), early_(early), last_(problem.weeks - 2) {
  without_.reserve(early.keys().size());
  for (const ApplicationIndex key : early.keys()) without_.emplace_back(waiting, key);
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
                       {},
                       {}});
  for (Chain& chain : chains_)
    for (std::size_t k = 0; early.has_cases(chain.begin) && k < without_.size(); k++)
      chain.without.emplace_back(without_[k].graph);
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
  }
}

void Pricing::add_columns(Chain& chain, const Round& round, Week week, const std::vector<std::uint32_t>& groups,
                          std::span<const ApplicationIndex> keys) {
  if (round.pace() != Pace::steady) return;
  for (Week w = std::max(0, week - neighbourhood); w <= std::min(last_, week + neighbourhood); w++)
    if (auto made = column(chain, round, w, groups, keys)) chain.found.columns.push_back(std::move(*made));
}

void Pricing::solve(Chain& chain, const Round& round, Week week) {
  const double free = free_worth(round, week);
  chain.found.magnitude += find_profits(chain, round, week) + early_prices(round, week) + free;
  chain.found.earned += free;
  find_prices(chain, round, week);
  chain.found.earned += early_.has_cases(week) ? solve_cases(chain, round, week) : solve_whole(chain, round, week);
}

/// What freeing each group by the end of `week` is worth, and the sum of that.
double Pricing::find_profits(Chain& chain, const Round& round, Week week) const {
  double profits = 0;
  for (std::size_t g = 0; g < waiting_.graph.groups(); g++) {
    double sum = 0;
    for (const WaitingClass& devices : waiting_.classes_of(g)) sum += worth(devices, round, week + waiting_.lag[g]);
    profits += chain.profit[g] = sum;
  }
  return profits;
}

void Pricing::find_prices(Chain& chain, const Round& round, Week week) const {
  for (ApplicationIndex a = 0; a < chain.price.size(); a++)
    chain.price[a] = std::min(mending_.cheapest(a, week, round.prices).price, unaffordable);
}

/// What no closure is worth more than: the nearer to the best, the more time there is.
double Pricing::closure(ClosureSolver& solver, const Round& round, const std::vector<double>& profit,
                        const std::vector<double>& price) {
  const double tolerance = round.pace() == Pace::hurried ? tolerance_in_haste : round.tolerance;
  return solver.solve(profit, price, tolerance, [&] { return round.pace() >= Pace::roughly; });
}

double Pricing::solve_whole(Chain& chain, const Round& round, Week week) {
  const double worth = closure(chain.solver, round, chain.profit, chain.price);
  add_columns(chain, round, week, freed_by(chain.solver.chosen()));
  return worth;
}

/// The best of the cases of an early week.
double Pricing::solve_cases(Chain& chain, const Round& round, Week week) {
  double best = 0;
  for (std::size_t key = 0; key < without_.size(); key++) best = std::max(best, solve_without(chain, round, week, key));
  if (early_.may_have_all(week)) best = std::max(best, solve_with_all_keys(chain, round, week));
  return best;
}

double Pricing::solve_without(Chain& chain, const Round& round, Week week, std::size_t key) {
  const WithoutKey& without = without_[key];
  std::vector<double> profit;
  profit.reserve(without.groups.size());
  for (const std::uint32_t g : without.groups) profit.push_back(chain.profit[g]);
  const double worth = closure(chain.without[key], round, profit, chain.price);
  std::vector<std::uint32_t> groups;
  for (std::size_t g = 0; g < without.groups.size(); g++)
    if (std::ranges::all_of(without.graph.needs(g), [&](auto a) { return chain.without[key].chosen()[a] != 0; }))
      groups.push_back(without.groups[g]);
  add_columns(chain, round, week, groups);
  return worth;
}

/// Keys are paid for whether anybody needs them or not; whatever is ready takes its share of each team's capacity.
double Pricing::solve_with_all_keys(Chain& chain, const Round& round, Week week) {
  std::vector<double> price = chain.price;
  const auto early_price = [&](TeamIndex team) { return round.early[early_.row(team, week)]; };
  for (ApplicationIndex a = 0; a < price.size(); a++)
    if (!problem_.applications[a].modes.empty())
      price[a] = std::min(price[a] + early_price(early_.team_of(a)) * early_.share(a, week), unaffordable);
  double paid = 0;
  for (const ApplicationIndex key : early_.keys()) paid += std::exchange(price[key], 0);
  const double worth = closure(chain.solver, round, chain.profit, price);
  std::vector<std::uint8_t> chosen(chain.solver.chosen().begin(), chain.solver.chosen().end());
  for (const ApplicationIndex key : early_.keys()) chosen[key] = 1;
  add_columns(chain, round, week, freed_by(chosen), early_.keys());
  return worth - paid + early_prices(round, week);
}

/// What the capacity to the end of an early week is worth to what is ready with all keys.
double Pricing::early_prices(const Round& round, Week week) const {
  double sum = 0;
  if (!early_.has_cases(week) || !early_.may_have_all(week)) return sum;
  for (TeamIndex team = 0; team < problem_.teams.size(); team++) sum += round.early[early_.row(team, week)];
  return sum;
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

/// What frees `groups` and has them moved by the end of `week`; nothing if no plan could have it ready. `keys` are
/// ready with it even if nobody needs them, where cases ask for it: what is not used of capacity then counts for
/// others.
std::optional<Column> Pricing::column(Chain& chain, const Round& round, Week week,
                                      const std::vector<std::uint32_t>& groups,
                                      std::span<const ApplicationIndex> keys) {
  Column made;
  made.week = week;
  made.ready.assign((problem_.applications.size() + 63) / 64, 0);
  std::fill(chain.taken.begin(), chain.taken.end(), 0);
  made.gain = take_classes(chain, round, week, waiting_.free) + take_groups(chain, round, made, groups);
  if (early_.has_cases(week) && early_.may_have_all(week))
    for (const ApplicationIndex key : keys) made.ready[key / 64] |= std::uint64_t{1} << (key % 64);
  take_applications(chain, round, made);
  if (!take_early(chain, made)) return std::nullopt;
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

/// Takes what an early week has of capacity for what is ready with all keys. False if they cannot be.
bool Pricing::take_early(Chain& chain, const Column& column) const {
  const auto is_ready = [&](ApplicationIndex key) { return column.has(key); };
  if (!early_.has_cases(column.week) || !std::ranges::all_of(early_.keys(), is_ready)) return true;
  if (!early_.may_have_all(column.week)) return false;
  for (ApplicationIndex a = 0; a < problem_.applications.size(); a++)
    if (column.has(a))
      chain.taken[rows_.early(early_.row(early_.team_of(a), column.week))] += early_.share(a, column.week);
  for (TeamIndex team = 0; team < problem_.teams.size(); team++) {
    double& taken = chain.taken[rows_.early(early_.row(team, column.week))];
    taken -= 1;
    // What only rounding left would keep the solver of the master from a column.
    if (std::abs(taken) < 1e-9) taken = 0;
  }
  return true;
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
