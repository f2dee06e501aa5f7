// A plan as one HTML file that can be handed on: waves, order of mending, burn-down.
#pragma once

#include <ostream>

#include "report/page.hpp"
#include "report/plan.hpp"

namespace shoal::report {

/// One document: no script, nothing that is loaded from elsewhere. What would make it too long to read is counted, and
/// said. Same answer and origin, same bytes.
void write_plan_page(const PlanAnswer& answer, const Origin& origin, std::ostream& out);

}  // namespace shoal::report
