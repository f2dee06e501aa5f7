// The assessment as text for a terminal: counts that sum, then what to do, then what nobody can know.
#pragma once

#include <string>

#include "report/subject.hpp"

namespace shoal::report {

/// The summary, in lines of at most some 110 columns. No colour is needed to read it, and none is used.
std::string summary(const Subject& subject);

}  // namespace shoal::report
