// Whether applications will run on targets, as one HTML file that can be handed on.
#pragma once

#include <ostream>

#include "report/page.hpp"
#include "report/readiness.hpp"

namespace shoal::report {

/// One document: no script, nothing that is loaded from elsewhere. What would make it too long to read is counted and
/// named in lists, and said. Same subject and origin, same bytes.
void write_readiness_page(const ReadinessSubject& subject, const Origin& origin, std::ostream& out);

}  // namespace shoal::report
