// What is presumed of one product on one day of knowledge: the lineage and the model of that day, and who asks them.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "exposure/presumption.hpp"

namespace shoal::exposure {

/// What is presumed of one vulnerability on one product.
struct Presumption {
  VulnerabilityIndex vulnerability = 0;
  double probability = 0;
  SituationKey key = 0;       ///< What the model looked at.
  RelativeIndex nearest = 0;  ///< The nearest relative that is listed.
};

/// Presumes on one day, for all products. Immutable: views share it.
class Presumer {
 public:
  /// The model of the pack where the day is not before its newest list; else one that is fitted on what was known that
  /// day. `facts` must outlive it. Cost: some ten milliseconds, and a fifth of a second where the model is fitted.
  Presumer(const Facts& facts, const update::KnownAt& known);

  const Lineage& lineage() const { return lineage_; }
  const PresumptionModel& model() const { return model_; }

  /// What is presumed of a vulnerability that the vendor does not list for a product of this relative
  /// (lineage().find()) and did not assess on it. Nothing where it is not of the core, was published before the release
  /// came out, no relative was listed, or too little was known to fit a model.
  std::optional<Presumption> presume(RelativeIndex relative, estate::Architecture architecture,
                                     VulnerabilityIndex vulnerability) const;

 private:
  Lineage lineage_;
  PresumptionModel model_;
};

}  // namespace shoal::exposure
