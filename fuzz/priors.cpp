// Priors: whatever the bytes are, they are refused in a sentence, or each belief is in its range; the rows in another
// order say the same; and a forecast with them accounts for each of its scenarios, its quantiles in their order.
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/assert.hpp"
#include "base/for_each.hpp"
#include "plan/forecast.hpp"
#include "plan/priors.hpp"

namespace {

using shoal::plan::certain;
using shoal::plan::Priors;
using shoal::plan::Problem;
using shoal::plan::Ratio;

void check_ratio(const Ratio& ratio) {
  SHOAL_ASSERT(std::isfinite(ratio.log_mean) && ratio.mean_weight >= 0 && ratio.mean_weight <= certain);
  SHOAL_ASSERT(ratio.log_spread >= 0 && ratio.log_spread <= certain);
  SHOAL_ASSERT(ratio.spread_weight > 0 && ratio.spread_weight <= certain);
}

bool is_same(const Ratio& a, const Ratio& b) {
  return a.log_mean == b.log_mean && a.mean_weight == b.mean_weight && a.log_spread == b.log_spread &&
         a.spread_weight == b.spread_weight;
}

bool is_same(const Priors& a, const Priors& b) {
  return is_same(a.effort, b.effort) && is_same(a.team, b.team) && is_same(a.moving, b.moving) &&
         is_same(a.pace, b.pace) && a.devices.mean == b.devices.mean && a.devices.weight == b.devices.weight &&
         a.applications.mean == b.applications.mean && a.applications.weight == b.applications.weight &&
         a.slip_chance == b.slip_chance && a.slip_weeks == b.slip_weeks;
}

/// The same rows, last to first, behind a header; empty where a line is not a row of its own.
std::string turned_round(std::string_view csv) {
  if (csv.find('"') != csv.npos) return {};
  std::vector<std::string_view> lines;
  while (!csv.empty()) {
    const auto end = csv.find('\n');
    lines.push_back(csv.substr(0, end));
    csv = end == csv.npos ? std::string_view() : csv.substr(end + 1);
  }
  const auto is_row = [](std::string_view line) {
    return !line.empty() && line != "\r" && line[0] != '#' && line[0] != ',';
  };
  std::string made = "prior,value\n";
  std::size_t header = 0;
  while (header < lines.size() && !is_row(lines[header])) header++;
  for (std::size_t i = lines.size(); i-- > header + 1;) made += std::string(lines[i]) + "\n";
  return made;
}

Problem two_applications() {
  Problem problem;
  problem.weeks = 6;
  problem.capacity.assign(6, 3);
  problem.teams = {{"packaging", std::vector<shoal::plan::Effort>(6, 500)}};
  problem.sites = {{"Croydon", {}}};
  problem.applications = {{"HOLMES", {{0, 800, 1}}}, {"CRIS", {{0, 300, 1}}}};
  problem.add({4, 1000, 1, 0, 0, 1}, {0});
  problem.add({2, 2000, 1, 0, 2, 1}, {0, 1});
  return problem;
}

template <typename Quantiles>
void check_order(const Quantiles& of) {
  SHOAL_ASSERT(of.p10 <= of.p50 && of.p50 <= of.p80 && of.p80 <= of.p90);
}

void check_forecast(const Priors& priors) {
  static const Problem problem = two_applications();
  shoal::plan::ForecastRules rules;
  rules.scenarios = 8;
  const auto forecast = shoal::plan::forecast(problem, {{{1, 0}}, {0, 0}}, priors, rules, shoal::for_each_in_turn);
  SHOAL_ASSERT(forecast);
  std::uint64_t ended = forecast->beyond;
  for (const auto each : forecast->finishes) ended += each;
  SHOAL_ASSERT(ended == forecast->scenarios);
  check_order(forecast->finish);
  check_order(forecast->exposure);
  SHOAL_ASSERT(forecast->exposure.p10 >= 0);
  for (const auto& week : forecast->left) check_order(week);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view csv(reinterpret_cast<const char*>(data), size);
  const auto priors = shoal::plan::read_priors(csv);
  if (!priors) {
    SHOAL_ASSERT(!priors.error().message.empty() && priors.error().kind == shoal::ErrorKind::invalid_input);
    return 0;
  }
  for (const Ratio& ratio : {priors->effort, priors->team, priors->moving, priors->pace}) check_ratio(ratio);
  SHOAL_ASSERT(priors->devices.mean >= 0 && priors->devices.weight > 0);
  SHOAL_ASSERT(priors->applications.mean >= 0 && priors->applications.weight > 0);
  SHOAL_ASSERT(priors->slip_chance >= 0 && priors->slip_chance <= 1 && priors->slip_weeks >= 0);
  if (const std::string turned = turned_round(csv); !turned.empty()) {
    const auto again = shoal::plan::read_priors(turned);
    SHOAL_ASSERT(again && is_same(*priors, *again));
  }
  check_forecast(*priors);
  return 0;
}
