// A fitted model of presumption.hpp, as a pack carries it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace shoal::exposure {

/// What the model looks at, as one number: all that a Situation and a vulnerability contribute, and nothing else.
/// Cases with the same key have the same probability.
using SituationKey = std::uint64_t;

/// What became of earlier cases in one situation, over all parts of the system or in one of them.
struct Precedent {
  SituationKey situation = 0;  ///< As same_situation() or same_situation_and_part() gives it.
  double cases = 0;     ///< How many there were; older ones count less, and one CVE counts once over all products.
  double affected = 0;  ///< How many of them were listed.
  double expected =
      0;  ///< How many the coefficients expect; of one part, after the precedents of all parts moved them.
};

/// Coefficients and precedents for one kind of case.
struct PresumptionPart {
  std::vector<double> coefficients;   ///< Log odds per unit of each feature; empty where too little was known.
  std::vector<Precedent> precedents;  ///< Ascending by situation.
};

/// One group of probabilities, and what was true of them: how good the model was when it could be checked.
struct ReliabilityBin {
  double cases = 0, expected = 0, affected = 0;
};
constexpr std::size_t reliability_bins = 10;

/// A fitted model.
struct PresumptionModel {
  PresumptionPart beside;  ///< For products whose twin the vendor still assesses.
  PresumptionPart apart;   ///< For all others.
  /// How far the log odds of one product's vulnerabilities are off together, as a standard deviation.
  double shared_error = 0;
  /// Of a model fitted two years earlier, held against those two years. By probability in tenths.
  std::array<ReliabilityBin, reliability_bins> reliability{};

  bool empty() const { return beside.coefficients.empty() && apart.coefficients.empty(); }
};

}  // namespace shoal::exposure
