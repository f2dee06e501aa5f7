#include "exposure/presumption.hpp"

#include <algorithm>
#include <cmath>

#include "base/assert.hpp"
#include "base/pinned_math.hpp"

namespace shoal::exposure {
namespace {

// Earlier cases in a situation weigh as much as the coefficients once there are half as many as this; those of its part
// of the system alone have more to prove. These two and the bounds below were chosen by what foretold best over the
// scenarios of `./run bench presumed`, and so are fitted to them.
constexpr double precedents_to_trust = 5, precedents_of_part_to_trust = 100;
// No list is free of slips and omissions, so that nothing is surer than this. Lists forget more than they add.
constexpr double probability_min = 0.001, probability_max_apart = 0.99, probability_max_beside = 0.9995;
constexpr double sure_of_90_percent = 1.6448536269514722;  // Of a normal distribution, on each side.

// The probability on average over releases whose log odds are off by a normal error of that standard deviation
// (MacKay's approximation, The Evidence Framework Applied to Classification Networks, 1992; within 0.02 of the
// integral).
double averaged(double log_odds, double error) {
  constexpr double pi_over_8 = 0.39269908169872414;
  return logistic(log_odds / std::sqrt(1 + pi_over_8 * error * error));
}

const PresumptionPart& part_of(const PresumptionModel& model, SituationKey key) {
  return is_beside(key) ? model.beside : model.apart;
}

double by_coefficients(const PresumptionPart& part, SituationKey key) {
  const Features features = features_of(key);
  double sum = 0;
  for (std::size_t i = 0; i < feature_count; i++) sum += features[i] * part.coefficients[i];
  return sum;
}

// How far what became of earlier cases moves the log odds that were expected of them, starting from their own rate.
double moved_by(const Precedent& precedent, double to_trust) {
  const double rate = precedent.expected / precedent.cases;
  const double held = to_trust / 2 * rate, held_not = to_trust / 2 * (1 - rate);
  return pinned_log((precedent.affected + held) / (precedent.cases - precedent.affected + held_not)) -
         pinned_log((precedent.expected + held) / (precedent.cases - precedent.expected + held_not));
}

const Precedent* find(const std::vector<Precedent>& precedents, SituationKey situation) {
  const auto found = std::lower_bound(precedents.begin(), precedents.end(), situation,
                                      [](const Precedent& each, SituationKey at) { return each.situation < at; });
  return found == precedents.end() || found->situation != situation ? nullptr : &*found;
}

// How far precedents of both kinds move the log odds of a key.
double moved_by_precedents(const PresumptionModel& model, SituationKey key) {
  const std::vector<Precedent>& precedents = part_of(model, key).precedents;
  double moved = 0;
  if (const Precedent* of_all = find(precedents, same_situation(key))) moved += moved_by(*of_all, precedents_to_trust);
  if (const Precedent* of_part = find(precedents, same_situation_and_part(key)))
    moved += moved_by(*of_part, precedents_of_part_to_trust);
  return moved;
}

}  // namespace

bool can_presume(const PresumptionModel& model, SituationKey key) { return !part_of(model, key).coefficients.empty(); }

const Precedent* precedent_of(const PresumptionModel& model, SituationKey key) {
  return find(part_of(model, key).precedents, same_situation(key));
}

double log_odds(const PresumptionModel& model, SituationKey key) {
  SHOAL_ASSERT(can_presume(model, key));
  return by_coefficients(part_of(model, key), key) + moved_by_precedents(model, key);
}

double probability(const PresumptionModel& model, SituationKey key) {
  const bool apart = !is_beside(key);
  const double most = apart ? probability_max_apart : probability_max_beside;
  const double odds = log_odds(model, key);
  return probability_min + (most - probability_min) * (apart ? averaged(odds, model.shared_error) : logistic(odds));
}

std::vector<Contribution> contributions(const PresumptionModel& model, SituationKey key) {
  const PresumptionPart& part = part_of(model, key);
  const Features features = features_of(key);
  std::vector<Contribution> made;
  for (std::size_t i = 0; i < feature_count; i++)
    if (features[i] != 0) made.push_back({feature_name(i), features[i] * part.coefficients[i]});
  std::stable_sort(made.begin(), made.end(),
                   [](const auto& a, const auto& b) { return std::abs(a.log_odds) > std::abs(b.log_odds); });
  if (precedent_of(model, key) != nullptr)
    made.push_back({"what became of earlier cases in the same situation", moved_by_precedents(model, key)});
  return made;
}

void Expectation::add(double probability, double shared_error) {
  const double spread = probability * (1 - probability);
  expected += probability;
  variance_apart += spread;
  // By how much the sum moves with the log odds is that same variance.
  variance_together = variance_apart * variance_apart * shared_error * shared_error;
}

double Expectation::low() const {
  return std::max(0.0, expected - sure_of_90_percent * std::sqrt(variance_apart + variance_together));
}

double Expectation::high() const {
  return expected + sure_of_90_percent * std::sqrt(variance_apart + variance_together);
}

}  // namespace shoal::exposure
