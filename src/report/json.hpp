// The assessment as JSON: a contract, whose schema stands in docs/reference/assessment.schema.json.
#pragma once

#include <ostream>

#include "report/subject.hpp"

namespace shoal::report {

/// One document. Findings stand with the states that devices share, so its size follows the states, not the devices.
/// Written piece by piece: memory does not grow with it. Same subject, same bytes.
void write_json(const Subject& subject, std::ostream& out);

/// One line for each row of each_row(), whose `kind` it has.
void write_ndjson(const Subject& subject, std::ostream& out);

}  // namespace shoal::report
