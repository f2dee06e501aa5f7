// A plan as a calendar (iCalendar, RFC 5545), for the diaries of those who carry it out.
#pragma once

#include <ostream>

#include "report/plan.hpp"

namespace shoal::report {

/// One event for each week and site in which devices move, with their names as far as a diary takes them, and one for
/// each application on the last day of the week by whose end it is ready. Same answer, same bytes: no stamp of when it
/// was made but the programme's first day.
void write_plan_calendar(const PlanAnswer& answer, std::ostream& out);

}  // namespace shoal::report
