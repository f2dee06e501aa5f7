// The register as input of a plan: its devices, what keeps each, and what each counts for.
//
// Nothing disappears: each device of the register is in the programme, or among those that are not planned, with the
// reason. What nobody has told keeps a device, unless a person says otherwise: silence is not safety.
#pragma once

#include "exposure/device_weight.hpp"
#include "knowledge/pack.hpp"
#include "plan/programme.hpp"
#include "report/plan_estate.hpp"
#include "store/store.hpp"

namespace shoal::app {

/// What a register is asked for a programme.
struct EstateRequest {
  const knowledge::Pack& pack;
  const readiness::Target& target;
  Day as_of, known_at;
  std::vector<std::string> enrolled;  ///< Enrolments that every device holds.
  exposure::WeightTable weights;
  bool unjudged_are_ready = false;  ///< Whether applications that nobody judged, or could look into, keep no device.
};

/// Adds the devices of the register to `programme`, which has its applications and unfit models already. What keeps a
/// device is named as the table of applications names it, where that has a name of the same application_key(), else as
/// the register keeps its verdicts, else as devices list it. Where the programme names sites, those of devices whose
/// site is not told are added to them.
/// Errors: those of Store; not_found "app.no_enrolment"; not_found "app.nothing_to_plan" where no device is planned,
/// with the reasons.
Result<report::PlanEstate> add_estate(store::Store& store, const EstateRequest& request, plan::Programme& programme);

}  // namespace shoal::app
