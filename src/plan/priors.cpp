#include "plan/priors.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "base/csv.hpp"
#include "base/pinned_math.hpp"
#include "plan/variates.hpp"

namespace shoal::plan {
namespace {

Error bad_priors(std::string message) { return {ErrorKind::invalid_input, "plan.bad_priors", std::move(message)}; }

/// What a prior may be. Beyond these nobody's programme is, and draws would leave the numbers that a forecast counts
/// in.
struct PriorRange {
  std::string_view name;
  double least = 0, most = 0;
};

// A belief that is worth nothing cannot be drawn from.
constexpr double mean_weight_min = 0.01, spread_weight_min = 1, rate_weight_min = 0.1;
constexpr double spread_max = 3;  // One ratio in six is above 20 then, and one below a twentieth.
constexpr double median_min = 0.01, median_max = 100;

constexpr std::array<PriorRange, 20> prior_ranges{{{"application-rate", 0, 1},
                                                   {"application-rate-weight", rate_weight_min, certain},
                                                   {"device-rate", 0, 1},
                                                   {"device-rate-weight", rate_weight_min, certain},
                                                   {"effort-mean-weight", mean_weight_min, certain},
                                                   {"effort-median", median_min, median_max},
                                                   {"effort-spread", 0, spread_max},
                                                   {"effort-spread-weight", spread_weight_min, certain},
                                                   {"hardware-slip-chance", 0, 1},
                                                   {"hardware-slip-weeks", 0, 1000},
                                                   {"moving-mean-weight", mean_weight_min, certain},
                                                   {"moving-median", median_min, median_max},
                                                   {"moving-spread", 0, spread_max},
                                                   {"moving-spread-weight", spread_weight_min, certain},
                                                   {"pace-spread", 0, spread_max},
                                                   {"pace-spread-weight", spread_weight_min, certain},
                                                   {"team-mean-weight", mean_weight_min, certain},
                                                   {"team-median", median_min, median_max},
                                                   {"team-spread", 0, spread_max},
                                                   {"team-spread-weight", spread_weight_min, certain}}};

/// "0.01", "10^12".
std::string bound_text(double bound) {
  if (bound == certain) return "10^12";
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), bound).ptr;
  return {text.data(), end};
}

using Values = std::map<std::string, double, std::less<>>;

Result<void> add_prior(const CsvRow& row, Values& values) {
  const std::string place = "line " + std::to_string(row.line);
  if (row.fields.size() < 2) return bad_priors(place + ": a row of priors has a name and a value");
  const std::string& name = row.fields[0];
  const auto range =
      std::find_if(prior_ranges.begin(), prior_ranges.end(), [&](const PriorRange& each) { return each.name == name; });
  if (range == prior_ranges.end()) return bad_priors(place + ": there is no prior of this name: " + name);
  double value = 0;
  const char* end = row.fields[1].data() + row.fields[1].size();
  const auto read = std::from_chars(row.fields[1].data(), end, value);
  if (read.ec != std::errc() || read.ptr != end || !(value >= range->least && value <= range->most))
    return bad_priors(place + ": " + name + " is not a number from " + bound_text(range->least) + " to " +
                      bound_text(range->most) + ": " + row.fields[1]);
  if (!values.emplace(name, value).second) return bad_priors(place + ": " + name + " is given twice");
  return {};
}

Ratio ratio_of(const Values& values, const std::string& name) {
  const auto at = [&](const char* part) { return values.find(name + part)->second; };
  return {pinned_log(at("-median")), at("-mean-weight"), at("-spread"), at("-spread-weight")};
}

}  // namespace

Ratio updated(const Ratio& belief, std::span<const Outcome> outcomes) {
  double count = 0, sum = 0, squares = 0;
  for (const Outcome& outcome : outcomes) {
    if (!(outcome.planned > 0 && outcome.actual > 0)) continue;
    // Welford's recurrence: squares about the mean, without the loss of a difference of sums.
    const double x = pinned_log(outcome.actual / outcome.planned), before = count == 0 ? 0 : sum / count;
    count++, sum += x;
    squares += (x - before) * (x - sum / count);
  }
  if (count == 0) return belief;
  const double mean = sum / count, weight = belief.mean_weight + count, off = mean - belief.log_mean;
  // Without a belief in the mean, one observation is used up in finding it.
  const double spread_weight = belief.spread_weight + count - (belief.mean_weight > 0 ? 0 : 1);
  const double variance = (belief.spread_weight * belief.log_spread * belief.log_spread + squares +
                           belief.mean_weight * count / weight * off * off) /
                          spread_weight;
  return {(belief.mean_weight * belief.log_mean + sum) / weight, weight, std::sqrt(variance), spread_weight};
}

Rate updated(const Rate& belief, std::int64_t events, double weeks, std::int64_t units) {
  const double seen = weeks * static_cast<double>(units);
  if (belief.mean <= 0 || seen <= 0) return belief;
  const double weight = belief.weight + static_cast<double>(events);
  return {weight / (belief.weight / belief.mean + seen), weight};
}

Ratio with_under_way(const Ratio& belief, std::span<const Outcome> under_way) {
  if (belief.log_spread <= 0) return belief;
  double count = 0, sum = 0;
  for (const Outcome& outcome : under_way) {
    if (!(outcome.planned > 0 && outcome.actual > 0)) continue;
    const double z = (pinned_log(outcome.actual / outcome.planned) - belief.log_mean) / belief.log_spread;
    count++, sum += belief.log_spread * normal_mean_above(z);
  }
  Ratio result = belief;
  result.log_mean += sum / (belief.mean_weight + count);
  return result;
}

Priors calibrated(const Priors& priors, const History& history) {
  Priors result = priors;
  result.effort = with_under_way(updated(priors.effort, history.efforts), history.under_way);
  result.moving = updated(priors.moving, history.moving);
  for (std::size_t t = 0; t < history.teams.size(); t++) {
    if (result.teams.size() <= t) result.teams.push_back(priors.team);
    result.teams[t] = updated(result.teams[t], history.teams[t]);
  }
  result.devices = updated(priors.devices, history.new_devices, history.weeks, history.devices);
  result.applications = updated(priors.applications, history.new_applications, history.weeks, history.applications);
  return result;
}

DrawnRatio drawn(const Ratio& belief, Random& random) {
  const double half = belief.spread_weight / 2;
  const double spread = belief.log_spread * std::sqrt(half / gamma_variate(half, random));
  return {belief.log_mean + spread / std::sqrt(belief.mean_weight) * normal(random), spread};
}

double drawn(const Rate& belief, Random& random) {
  return belief.mean * gamma_variate(belief.weight, random) / belief.weight;
}

Result<Priors> read_priors(std::string_view csv) {
  Values values;
  SHOAL_TRY(for_each_table_row(csv, [&](const CsvRow& row) { return add_prior(row, values); }));
  for (const PriorRange& each : prior_ranges)
    if (!values.contains(each.name)) return bad_priors("there is no row for " + std::string(each.name));
  const auto at = [&](std::string_view name) { return values.find(name)->second; };
  Priors priors;
  priors.effort = ratio_of(values, "effort");
  priors.team = ratio_of(values, "team");
  priors.moving = ratio_of(values, "moving");
  priors.devices = {at("device-rate"), at("device-rate-weight")};
  priors.applications = {at("application-rate"), at("application-rate-weight")};
  priors.slip_chance = at("hardware-slip-chance");
  priors.slip_weeks = at("hardware-slip-weeks");
  priors.pace = {0, 0, at("pace-spread"), at("pace-spread-weight")};
  return priors;
}

}  // namespace shoal::plan
