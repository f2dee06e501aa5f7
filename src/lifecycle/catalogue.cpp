#include "lifecycle/catalogue.hpp"

#include <algorithm>

namespace shoal::lifecycle {

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
  for (const Enrolment& enrolment : catalogue.enrolments) {
    if (enrolment.release != release.id || day < enrolment.from || day > enrolment.until) continue;
    if (enrolment.edition == "any" || enrolment.edition == edition) found.push_back(&enrolment);
  }
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
    if (enrolment.release != release.id) continue;
    if (enrolment.edition != "any" && enrolment.edition != edition) continue;
    if (std::find(enrolled.begin(), enrolled.end(), enrolment.id) == enrolled.end()) continue;
    standing.until = std::max(*standing.until, enrolment.until);
    if (day < enrolment.from || day > enrolment.until) continue;
    standing.phase = Phase::paid;
    standing.enrolment = enrolment.id;
  }
  return standing;
}

}  // namespace shoal::lifecycle
