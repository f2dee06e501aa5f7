// What a worm would do to an estate on one page of plain text, for people who decide and have five minutes.
#pragma once

#include <ostream>

#include "report/outbreak.hpp"

namespace shoal::report {

/// Lines of at most 78 characters, unless a name is longer; at most 60 of them for names of usual length.
void write_outbreak_brief(const OutbreakAnswer& answer, std::ostream& out);

}  // namespace shoal::report
