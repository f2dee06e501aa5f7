// A plan as JSON: a contract, which docs/reference/plan.md describes.
#pragma once

#include <ostream>

#include "report/plan.hpp"

namespace shoal::report {

void write_plan_json(const PlanAnswer& answer, std::ostream& out);

}  // namespace shoal::report
