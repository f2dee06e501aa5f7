// An outbreak as JSON: all that is known of it.
#pragma once

#include <ostream>

#include "report/outbreak.hpp"

namespace shoal::report {

void write_outbreak_json(const OutbreakAnswer& answer, std::ostream& out);

}  // namespace shoal::report
