#include "exposure/presumption_fit.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "base/assert.hpp"
#include "base/cholesky.hpp"
#include "base/pinned_math.hpp"

namespace shoal::exposure {
namespace {

// A vulnerability weighs half as much after so many years: how the vendor assesses and what it calls a release changes
// slowly. Chosen by what foretold best over the scenarios of `./run bench presumed`, and so fitted to them.
constexpr double half_life_years = 2;
constexpr double ridge = 1;
constexpr double ln_2 = 0.6931471805599453;
constexpr std::ptrdiff_t cases_min = 100;
constexpr int newton_steps_max = 30;
constexpr double newton_step_small = 1e-9;
// For the check that a model carries with it: how long a period it must foretell.
constexpr std::chrono::days checked_period{730};

// Cases that the model cannot tell apart.
struct Cases {
  double weight = 0, affected = 0;
};
using CasesByKey = std::map<SituationKey, Cases>;

CasesByKey join(const Lineage& lineage, const Seen& seen, bool beside, Day until) {
  const std::vector<Vulnerability>& vulnerabilities = lineage.facts().vulnerabilities;
  std::vector<double> kept(vulnerabilities.size());  // Of a weight, by age. Nothing of what came later.
  for (std::size_t i = 0; i < kept.size(); i++) {
    const Day published = vulnerabilities[i].published;
    const double years = static_cast<double>((until - published).count()) / 365.25;
    if (published <= until) kept[i] = pinned_exp(-ln_2 * years / half_life_years);
  }
  std::vector<Cases> sums(seen.keys.size());
  for (const Case& each : seen.cases) {
    const double weight = each.weight * kept[each.vulnerability];
    sums[each.at].weight += weight;
    if (each.affected) sums[each.at].affected += weight;
  }
  CasesByKey joined;
  for (std::size_t i = 0; i < sums.size(); i++)
    if (is_beside(seen.keys[i]) == beside && sums[i].weight > 0)
      joined.emplace_hint(joined.end(), seen.keys[i], sums[i]);
  return joined;
}

// Newton's method on the ridge-penalised likelihood, which has one maximum.
std::vector<double> coefficients_of(const CasesByKey& joined) {
  constexpr std::size_t n = feature_count;
  std::vector<std::pair<Features, const Cases*>> rows;
  rows.reserve(joined.size());
  for (const auto& [key, cases] : joined) rows.emplace_back(features_of(key), &cases);
  std::vector<double> coefficients(n);
  for (int step = 0; step < newton_steps_max; step++) {
    std::vector<double> slope(n), curve(n * n);
    for (std::size_t i = 0; i < n; i++) {
      slope[i] = -ridge * coefficients[i];
      curve[i * n + i] = ridge;
    }
    std::vector<std::size_t> set;
    for (const auto& [features, cases] : rows) {
      double sum = 0;
      set.clear();
      for (std::size_t i = 0; i < n; i++) {
        if (features[i] == 0) continue;
        set.push_back(i);
        sum += features[i] * coefficients[i];
      }
      const double p = logistic(sum), spread = cases->weight * p * (1 - p);
      for (const std::size_t i : set) {
        slope[i] += features[i] * (cases->affected - cases->weight * p);
        for (const std::size_t j : set) {
          if (j > i) break;
          curve[i * n + j] += spread * features[i] * features[j];
        }
      }
    }
    SHOAL_ASSERT(solve_positive_definite(curve, slope, 0));
    double largest = 0;
    for (std::size_t i = 0; i < n; i++) {
      coefficients[i] += slope[i];
      largest = std::max(largest, std::abs(slope[i]));
    }
    if (largest < newton_step_small) break;
  }
  return coefficients;
}

// Cases of all parts of the system together, as the features see them.
CasesByKey over_all_parts(const CasesByKey& joined) {
  CasesByKey made;
  for (const auto& [key, cases] : joined) {
    Cases& at = made[in_any_part(key)];
    at.weight += cases.weight;
    at.affected += cases.affected;
  }
  return made;
}

// What became of cases, by the part of their key that `situation_of` keeps, and what a model expects so far.
std::vector<Precedent> precedents_of(const CasesByKey& joined, const PresumptionModel& so_far,
                                     SituationKey (*situation_of)(SituationKey)) {
  std::map<SituationKey, Precedent> found;
  for (const auto& [key, cases] : joined) {
    Precedent& precedent = found[situation_of(key)];
    precedent.situation = situation_of(key);
    precedent.cases += cases.weight;
    precedent.affected += cases.affected;
    precedent.expected += cases.weight * logistic(log_odds(so_far, key));
  }
  std::vector<Precedent> made;
  made.reserve(found.size());
  for (const auto& [situation, precedent] : found)
    if (precedent.cases > 0) made.push_back(precedent);
  return made;
}

// Precedents of one part of the system stand on those of all parts. Beside a twin there are none: over the scenarios of
// `./run bench presumed` they foretold worse there and less well calibrated, though rows before 2020 would have them.
void fit_part(const Lineage& lineage, const Seen& seen_cases, bool beside, Day until, PresumptionModel& model) {
  PresumptionPart& part = beside ? model.beside : model.apart;
  const auto counts = [&](const Case& each) {
    return is_beside(seen_cases.keys[each.at]) == beside &&
           lineage.facts().vulnerabilities[each.vulnerability].published <= until;
  };
  if (std::count_if(seen_cases.cases.begin(), seen_cases.cases.end(), counts) < cases_min) return;
  const CasesByKey joined = join(lineage, seen_cases, beside, until);
  const CasesByKey seen = over_all_parts(joined);
  part.coefficients = coefficients_of(seen);
  if (beside) return;
  part.precedents = precedents_of(seen, model, same_situation);
  const std::vector<Precedent> of_parts = precedents_of(joined, model, same_situation_and_part);
  part.precedents.insert(part.precedents.end(), of_parts.begin(), of_parts.end());  // Their keys are the greater.
}

PresumptionModel fitted_at(const Lineage& lineage, const Seen& seen, Day until) {
  PresumptionModel model;
  fit_part(lineage, seen, true, until, model);
  fit_part(lineage, seen, false, until, model);
  return model;
}

// Calls what(case, probability) for those that were published after `then` and until `until`, in their order.
template <typename What>
void foretell(const Lineage& lineage, const Seen& seen, const PresumptionModel& model, Day then, Day until,
              const What& what) {
  std::vector<double> found(seen.keys.size(), -1);
  for (const Case& each : seen.cases) {
    const Day published = lineage.facts().vulnerabilities[each.vulnerability].published;
    const SituationKey key = seen.keys[each.at];
    if (published <= then || published > until || !can_presume(model, key)) continue;
    double& p = found[each.at];
    if (p < 0) p = probability(model, key);
    what(each, p);
  }
}

// By how much the log odds of one release's vulnerabilities are off together, as a standard deviation: a model is held
// against the period that came after it, by the method of moments over releases. Only what is wrong on different days
// counts, two by two. What is wrong on one day is one thing: a bulletin, seen in several ways.
double shared_error(const Lineage& lineage, const Seen& seen, const PresumptionModel& earlier, Day then) {
  struct Off {
    double error = 0, spread = 0;
  };
  std::map<std::pair<RelativeIndex, bool>, Off> by_release;
  std::map<std::tuple<Day, RelativeIndex, bool>, Off> by_day;
  foretell(lineage, seen, earlier, then, then + checked_period, [&](const Case& each, double p) {
    const bool beside = is_beside(seen.keys[each.at]);
    const Day published = lineage.facts().vulnerabilities[each.vulnerability].published;
    for (Off* off : {&by_release[{each.release, beside}], &by_day[{published, each.release, beside}]}) {
      off->error += (each.affected ? 1 : 0) - p;
      off->spread += p * (1 - p);
    }
  });
  double above = 0, slopes = 0;
  for (const auto& [release, off] : by_release) {
    above += off.error * off.error;
    slopes += off.spread * off.spread;
  }
  for (const auto& [day, off] : by_day) {
    above -= off.error * off.error;
    slopes -= off.spread * off.spread;
  }
  return slopes > 0 && above > 0 ? std::sqrt(above / slopes) : 0;
}

// Holds an earlier model against what came after it. It knows of its shared error what could be known then.
void check(const Lineage& lineage, const Seen& seen, Day until, PresumptionModel& model) {
  const Day then = until - checked_period, long_ago = then - checked_period;
  PresumptionModel earlier = fitted_at(lineage, seen, then);
  model.shared_error = shared_error(lineage, seen, earlier, then);
  earlier.shared_error = shared_error(lineage, seen, fitted_at(lineage, seen, long_ago), long_ago);
  foretell(lineage, seen, earlier, then, until, [&](const Case& each, double p) {
    ReliabilityBin& bin = model.reliability[static_cast<std::size_t>(p * reliability_bins)];
    bin.cases++;
    bin.expected += p;
    bin.affected += each.affected ? 1 : 0;
  });
}

}  // namespace

PresumptionModel fit_presumption(const Lineage& lineage, const std::optional<Hidden>& hidden) {
  const Seen cases = cases_of(lineage, hidden);
  const Day until = lineage.known().day();
  PresumptionModel model = fitted_at(lineage, cases, until);
  check(lineage, cases, until, model);
  return model;
}

}  // namespace shoal::exposure
