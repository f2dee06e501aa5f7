// What people keep of their applications: a table of owners, criticality and personal data, as CSV.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "estate/applications.hpp"

namespace shoal::ingest {

/// Reads `text`, UTF-8 without a byte order mark; `place` is its path. The first row has the headers application,
/// owner, criticality and personal_data, in any order and case. Cells are parted by commas, or by semicolons where the
/// first line has no comma. personal_data is yes, no, or blank where that is not known; owner and criticality are any
/// text. An empty line is no row. A row is set aside where it has another number of cells than the headers, names no
/// application or one that an earlier row means, has another word for personal_data, or is not CSV.
/// Its code is "ingest.broken_row"; the first 1,000 stand one by one and the rest together.
/// Errors: invalid_input "ingest.bad_owners" where a header lacks or stands twice.
Result<estate::ApplicationOwners> read_application_owners(std::string_view text, const std::string& place);

}  // namespace shoal::ingest
