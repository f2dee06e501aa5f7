// What has happened in a programme since it began: which devices have moved, which applications are ready, what was
// spent on them.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "ingest/programme_tables.hpp"

namespace shoal::ingest {

/// Takes `text`, UTF-8 without a byte order mark, into `programme`, whose devices and applications were read before.
/// Columns: what (device or application), name; and, where they are there, done_on (yyyy-mm-dd), team, spent and left
/// (person-days). A device with a day has moved and is planned no more. An application with a day is ready; one with
/// `left` is begun, by that team where several could mend it, and takes so much more. A row is set aside that names
/// what the programme has not, or whose cells are no day or number. Errors: invalid_input "ingest.bad_programme" as for
/// other tables.
Result<ReadTable> read_programme_actuals(std::string_view text, const std::string& place, plan::Programme& programme);

}  // namespace shoal::ingest
