// A plan that is small enough to be checked by hand, for the tests of what reports tell of plans.
//
// Two teams mend three applications, six devices stand at two sites. PC-1 waits for nothing and moves in week 0. CRIS
// is ready in week 0 and frees PC-4 for week 1; HOLMES 2 and Oracle Forms are ready in week 1 and free PC-2, PC-3 and
// PC-5 for week 2. PC-6 stays: a person said so. Forecast, levers and pilots are written down, not computed.
#pragma once

#include "report/plan.hpp"

namespace shoal::report {

plan::Programme made_plan_programme();

/// `programme` must be the one above, but for its names, and outlive the answer.
PlanAnswer made_plan_answer(const plan::Programme& programme);

}  // namespace shoal::report
