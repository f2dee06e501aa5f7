// How likely a product is to have a vulnerability that nobody assesses on it any more.
//
// A logistic model of how the product's relatives stand, of the part of the system and of what an attacker gains. Its
// coefficients are pooled over all pairs of releases and fitted on what the vendor did assess (presumption_fit.hpp).
// Vulnerabilities in the very same situation then move it: what became of them before counts more than a formula.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "exposure/lineage.hpp"
#include "exposure/presumption_model.hpp"

namespace shoal::exposure {

SituationKey key_of(const Situation& situation, const Vulnerability& vulnerability, const Facts& facts,
                    RelativeIndex relative);
/// The part of a key within which earlier cases count as the same situation: the relatives' stands, and the
/// subsystem's role and age.
SituationKey same_situation(SituationKey key);
/// The narrower one, of the same situation in the same part of the system. No result of same_situation() equals it.
SituationKey same_situation_and_part(SituationKey key);
/// A key without the part's name: all that the features look at.
SituationKey in_any_part(SituationKey key);

/// The model's inputs for one key, in the order of feature_name().
constexpr std::size_t feature_count = 73;
using Features = std::array<double, feature_count>;
Features features_of(SituationKey key);
/// For people: "its twin is listed and the next newer release is not".
std::string_view feature_name(std::size_t feature);

/// The probability that a vulnerability with this key affects the product, between 0.001 and 0.9995 (0.99 where
/// nothing speaks for its twin): no list is free of slips. The model must have coefficients for the key's part.
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
