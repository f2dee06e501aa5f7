// An outbreak as one HTML file that can be handed on: a page for who decides, then pictures, and all that they rest on.
#pragma once

#include <ostream>

#include "report/outbreak.hpp"
#include "report/page.hpp"

namespace shoal::report {

/// One document: no script, nothing that is loaded from elsewhere. What would make it too long to read is counted, and
/// said. Same answer and origin, same bytes.
void write_outbreak_page(const OutbreakAnswer& answer, const Origin& origin, std::ostream& out);

}  // namespace shoal::report
