// How likely a product is to have a vulnerability that nobody assesses on it any more.
//
// A logistic model of how the product's relatives stand, of the part of the system and of what an attacker gains. Its
// coefficients are pooled over all pairs of releases and fitted on what the vendor did assess (presumption_fit.hpp).
// Vulnerabilities in the very same situation then move it: what became of them before counts more than a formula.
#pragma once

#include <string_view>
#include <vector>

#include "exposure/presumption_features.hpp"
#include "exposure/presumption_key.hpp"
#include "exposure/presumption_model.hpp"

namespace shoal::exposure {

/// The probability that a vulnerability with this key affects the product, between 0.001 and 0.9995 (0.99 where
/// nothing speaks for its twin): no list is free of slips. Where nothing speaks for its twin, it is the average over
/// the error that a release's vulnerabilities share; beside one, what is measured of it changes too much from year to
/// year. The model must have coefficients for the key's part.
double probability(const PresumptionModel& model, SituationKey key);
/// The log odds behind it, which know of no slips.
double log_odds(const PresumptionModel& model, SituationKey key);
/// Whether the model has been fitted for such a key.
bool can_presume(const PresumptionModel& model, SituationKey key);

/// One term of a presumption, in log odds.
struct Contribution {
  std::string_view name;
  double log_odds = 0;
};
/// What moved a presumption, the largest first: features with any weight, then the precedents as one.
std::vector<Contribution> contributions(const PresumptionModel& model, SituationKey key);
/// The precedents of a key's situation, in whichever part of the system; null where there are none.
const Precedent* precedent_of(const PresumptionModel& model, SituationKey key);

/// How many of some vulnerabilities a product has, where only probabilities are known.
struct Expectation {
  double expected = 0;
  double variance_apart = 0;     ///< Of each for itself.
  double variance_together = 0;  ///< Square of the error that they share.
  void add(double probability, double shared_error);
  /// Bounds between which the number lies with 90 %, by the normal approximation; low is never below 0.
  double low() const;
  double high() const;
};

}  // namespace shoal::exposure
