#include "exposure/presumption_fit.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/assert.hpp"
#include "base/pinned_math.hpp"

namespace shoal::exposure {
namespace {

using estate::Architecture;

// A vulnerability weighs as much as this many independent cases, over all releases and ways of seeing them, and half as
// much after so many years: how the vendor assesses and what it calls a release changes slowly. Both were chosen by
// what foretold best over the scenarios of `./run bench presumed`, and so are fitted to them.
constexpr double weight_of_vulnerability = 15;
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

struct Case {
  SituationKey key;
  VulnerabilityIndex vulnerability;
  RelativeIndex release;
  bool affected;
};

// The ways in which a release is shown to the fit.
struct Sight {
  bool twins = true, peers = true, older = true;
  std::uint8_t hidden_generations = 0;
};
constexpr std::array<Sight, 7> sights = {{{true, true, true, 0},
                                          {true, false, true, 0},
                                          {false, true, true, 0},
                                          {false, false, true, 0},
                                          {false, false, true, 1},
                                          {false, false, true, 2},
                                          {false, false, false, 0}}};

bool is_beside(SituationKey key) { return (key & 3U) != 0; }

// All cases up to `until`, by vulnerability, release, architecture and sight.
std::vector<Case> cases_of(const Lineage& lineage, const std::optional<Hidden>& hidden) {
  const Facts& facts = lineage.facts();
  std::vector<Case> made;
  for (std::size_t v = 0; v < facts.vulnerabilities.size(); v++) {
    const auto vulnerability = static_cast<VulnerabilityIndex>(v);
    const Vulnerability& told = facts.vulnerabilities[v];
    if (!lineage.is_core(vulnerability) || told.published > lineage.known().day()) continue;
    Relatives assessed = lineage.assessed_on(told.published);
    if (hidden && told.published > hidden->since) assessed &= ~hidden->releases;
    for (std::size_t at = 0; at < lineage.size(); at++) {
      const auto release = static_cast<RelativeIndex>(at);
      const Relatives self = Relatives{1} << release;
      if ((assessed & self) == 0) continue;
      for (const Architecture architecture : {Architecture::x86, Architecture::x64}) {
        if (!lineage.made_for(release, architecture)) continue;
        const bool affected = (lineage.listed(vulnerability, architecture) & self) != 0;
        for (const Sight& sight : sights) {
          const Relatives twins = lineage.twins(release), peers = lineage.peers(release);
          if ((sight.twins && (twins & assessed) == 0) || (sight.peers && (peers & assessed) == 0)) continue;
          const Relatives unseen = (sight.twins ? 0 : twins) | (sight.peers ? 0 : peers) |
                                   (sight.older ? 0 : lineage.preceding(release)) |
                                   lineage.following(release, sight.hidden_generations);
          const auto situation = lineage.situation(release, vulnerability, architecture, assessed & ~self & ~unseen);
          if (situation) made.push_back({key_of(*situation, told, facts, release), vulnerability, release, affected});
        }
      }
    }
  }
  return made;
}

CasesByKey join(const Lineage& lineage, const std::vector<Case>& cases, bool beside, Day until) {
  const std::vector<Vulnerability>& vulnerabilities = lineage.facts().vulnerabilities;
  std::vector<std::uint32_t> times(vulnerabilities.size());
  const auto counts = [&](const Case& each) {
    return is_beside(each.key) == beside && vulnerabilities[each.vulnerability].published <= until;
  };
  for (const Case& each : cases)
    if (counts(each)) times[each.vulnerability]++;
  CasesByKey joined;
  for (const Case& each : cases) {
    if (!counts(each)) continue;
    const double years = static_cast<double>((until - vulnerabilities[each.vulnerability].published).count()) / 365.25;
    const double weight =
        weight_of_vulnerability / times[each.vulnerability] * pinned_exp(-ln_2 * years / half_life_years);
    Cases& at = joined[each.key];
    at.weight += weight;
    if (each.affected) at.affected += weight;
  }
  return joined;
}

// Solves a x = b for a positive definite matrix, by Cholesky's factors. Both are overwritten; x stands in b.
void solve(std::vector<double>& a, std::vector<double>& b) {
  const std::size_t n = b.size();
  for (std::size_t j = 0; j < n; j++) {
    double diagonal = a[j * n + j];
    for (std::size_t k = 0; k < j; k++) diagonal -= a[j * n + k] * a[j * n + k];
    SHOAL_ASSERT(diagonal > 0);
    diagonal = std::sqrt(diagonal);
    a[j * n + j] = diagonal;
    for (std::size_t i = j + 1; i < n; i++) {
      double sum = a[i * n + j];
      for (std::size_t k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
      a[i * n + j] = sum / diagonal;
    }
  }
  for (std::size_t i = 0; i < n; i++) {
    for (std::size_t k = 0; k < i; k++) b[i] -= a[i * n + k] * b[k];
    b[i] /= a[i * n + i];
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; k++) b[i] -= a[k * n + i] * b[k];
    b[i] /= a[i * n + i];
  }
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
    solve(curve, slope);
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

// Precedents of one part of the system stand on those of all parts. Beside a twin there are none: it says of the part
// what can be said, and over the scenarios of `./run bench presumed` they foretold worse there.
void fit_part(const Lineage& lineage, const std::vector<Case>& cases, bool beside, Day until, PresumptionModel& model) {
  PresumptionPart& part = beside ? model.beside : model.apart;
  const auto counts = [&](const Case& each) {
    return is_beside(each.key) == beside && lineage.facts().vulnerabilities[each.vulnerability].published <= until;
  };
  if (std::count_if(cases.begin(), cases.end(), counts) < cases_min) return;
  const CasesByKey joined = join(lineage, cases, beside, until);
  const CasesByKey seen = over_all_parts(joined);
  part.coefficients = coefficients_of(seen);
  part.precedents = precedents_of(seen, model, same_situation);
  if (beside) return;
  const std::vector<Precedent> of_parts = precedents_of(joined, model, same_situation_and_part);
  part.precedents.insert(part.precedents.end(), of_parts.begin(), of_parts.end());  // Their keys are the greater.
}

// Holds an earlier model against what came after it: its reliability, and by how much the log odds of one release's
// vulnerabilities are off together (by the method of moments over releases).
void check(const Lineage& lineage, const std::vector<Case>& cases, Day until, PresumptionModel& model) {
  PresumptionModel earlier;
  const Day then = until - checked_period;
  fit_part(lineage, cases, true, then, earlier);
  fit_part(lineage, cases, false, then, earlier);
  struct Off {
    double error = 0, spread = 0, slope = 0;
  };
  std::map<std::pair<RelativeIndex, bool>, Off> by_release;
  for (const Case& each : cases) {
    if (lineage.facts().vulnerabilities[each.vulnerability].published <= then || !can_presume(earlier, each.key))
      continue;
    const double p = probability(earlier, each.key);
    Off& off = by_release[{each.release, is_beside(each.key)}];
    off.error += (each.affected ? 1 : 0) - p;
    off.spread += p * (1 - p);
    ReliabilityBin& bin = model.reliability[static_cast<std::size_t>(p * reliability_bins)];
    bin.cases++;
    bin.expected += p;
    bin.affected += each.affected ? 1 : 0;
  }
  double above = 0, slopes = 0;
  for (const auto& [release, off] : by_release) {
    above += off.error * off.error - off.spread;
    slopes += off.spread * off.spread;
  }
  if (slopes > 0 && above > 0) model.shared_error = std::sqrt(above / slopes);
}

}  // namespace

PresumptionModel fit_presumption(const Lineage& lineage, const std::optional<Hidden>& hidden) {
  const std::vector<Case> cases = cases_of(lineage, hidden);
  const Day until = lineage.known().day();
  PresumptionModel model;
  fit_part(lineage, cases, true, until, model);
  fit_part(lineage, cases, false, until, model);
  check(lineage, cases, until, model);
  return model;
}

}  // namespace shoal::exposure
