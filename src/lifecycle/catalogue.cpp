#include "lifecycle/catalogue.hpp"

#include <algorithm>

namespace shoal::lifecycle {
namespace {

bool covers(const Enrolment& enrolment, Day day) {
  return day >= enrolment.from && (!enrolment.until || day <= *enrolment.until);
}

bool is_for(const Enrolment& enrolment, const Release& release, std::string_view edition) {
  return enrolment.release == release.id && (enrolment.edition == "any" || enrolment.edition == edition);
}

}  // namespace

std::string_view spelled(Phase phase) {
  switch (phase) {
    case Phase::mainstream:
      return "mainstream";
    case Phase::extended:
      return "extended";
    case Phase::paid:
      return "paid";
    case Phase::none:
      return "none";
    case Phase::unknown:
      break;
  }
  return "unknown";
}

const SupportDates* dates_for(const Release& release, std::string_view edition) {
  const SupportDates* best = nullptr;
  for (const SupportDates& dates : release.support) {
    if (dates.edition == edition) return &dates;
    const bool ends_sooner = best == nullptr || dates.extended_until < best->extended_until;
    const bool best_is_any = best != nullptr && best->edition == "any";
    if (dates.edition == "any" || (ends_sooner && !best_is_any)) best = &dates;
  }
  return best;
}

std::vector<const Enrolment*> enrolments_on(const Catalogue& catalogue, const Release& release,
                                            std::string_view edition, Day day) {
  std::vector<const Enrolment*> found;
  for (const Enrolment& enrolment : catalogue.enrolments)
    if (is_for(enrolment, release, edition) && covers(enrolment, day)) found.push_back(&enrolment);
  return found;
}

Standing standing_on(const Catalogue& catalogue, const Release& release, std::string_view edition, Day day,
                     std::span<const std::string> enrolled) {
  const SupportDates* dates = dates_for(release, edition);
  if (dates == nullptr) return {};
  if (day <= dates->mainstream_until) return {Phase::mainstream, dates->extended_until, {}};
  if (day <= dates->extended_until) return {Phase::extended, dates->extended_until, {}};

  Standing standing{Phase::none, dates->extended_until, {}};
  for (const Enrolment& enrolment : catalogue.enrolments) {
    if (!is_for(enrolment, release, edition)) continue;
    if (std::find(enrolled.begin(), enrolled.end(), enrolment.id) == enrolled.end()) continue;
    if (enrolment.until) standing.until = std::max(standing.until, enrolment.until);
    if (!covers(enrolment, day)) continue;
    standing.phase = Phase::paid;
    standing.enrolment = enrolment.id;
  }
  return standing;
}

Standing standing_on(const Catalogue& catalogue, std::span<const Release* const> candidates, std::string_view edition,
                     Day day, std::span<const std::string> enrolled) {
  Standing common = standing_on(catalogue, *candidates.front(), edition, day, enrolled);
  for (const Release* release : candidates.subspan(1)) {
    const Standing standing = standing_on(catalogue, *release, edition, day, enrolled);
    if (standing.phase != common.phase || standing.enrolment != common.enrolment) return {};
    if (common.phase == Phase::none) {
      common.until = std::max(common.until, standing.until);
    } else {
      common.until = std::min(common.until, standing.until);
    }
  }
  return common;
}

}  // namespace shoal::lifecycle
