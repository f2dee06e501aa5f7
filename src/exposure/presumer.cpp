#include "exposure/presumer.hpp"

#include "exposure/presumption_fit.hpp"

namespace shoal::exposure {

Presumer::Presumer(const Facts& facts, const update::KnownAt& known) : lineage_(facts, known) {
  const bool newest = !facts.snapshots.empty() && known.day() >= facts.snapshots.back();
  if (!facts.lineage.empty()) model_ = newest ? facts.presumption : fit_presumption(lineage_);
}

std::optional<Presumption> Presumer::presume(RelativeIndex relative, estate::Architecture architecture,
                                             VulnerabilityIndex vulnerability) const {
  const Facts& facts = lineage_.facts();
  if (model_.empty() || !lineage_.is_core(vulnerability)) return std::nullopt;
  const Vulnerability& told = facts.vulnerabilities[vulnerability];
  // Of a release that was never assessed: it came out with what was mended before.
  if (told.published < facts.lineage[relative].available) return std::nullopt;
  const auto situation =
      lineage_.situation(relative, vulnerability, architecture, lineage_.assessed_on(told.published));
  if (!situation) return std::nullopt;
  const SituationKey key = key_of(*situation, told, facts, relative);
  if (!can_presume(model_, key)) return std::nullopt;
  return Presumption{vulnerability, probability(model_, key), key, situation->nearest};
}

}  // namespace shoal::exposure
