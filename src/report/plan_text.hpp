// A plan as tables for a terminal.
#pragma once

#include <ostream>

#include "report/plan.hpp"

namespace shoal::report {

void write_plan_text(const PlanAnswer& answer, std::ostream& out);

}  // namespace shoal::report
