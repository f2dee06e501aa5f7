// An outbreak as tables for a terminal.
#pragma once

#include <ostream>

#include "report/outbreak.hpp"

namespace shoal::report {

void write_outbreak_text(const OutbreakAnswer& answer, std::ostream& out);

}  // namespace shoal::report
