#include "report/plan_page.hpp"

namespace shoal::report {

void write_plan_page(const PlanAnswer& answer, const Origin& /*origin*/, std::ostream& out) {
  write_plan(answer, "table", out);
}

}  // namespace shoal::report
