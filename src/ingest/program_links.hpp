// What people say of their programs: which application of the devices' lists each is, as CSV.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "estate/application_link.hpp"

namespace shoal::ingest {

/// Reads `text`, UTF-8 without a byte order mark; `place` is its path. The first row has the headers application and
/// program, in any order and case; other columns are passed over. Cells are parted by commas, or by semicolons where
/// the first line has no comma. An application may have several rows. A row is set aside where it has another number of
/// cells than the headers, a blank cell under one of the two, or is not CSV; its code is "ingest.broken_row".
/// The first 1,000 stand one by one and the others together.
/// Errors: invalid_input "ingest.bad_links" where a header lacks or stands twice.
Result<estate::KeptProgramLinks> read_program_links(std::string_view text, const std::string& place);

}  // namespace shoal::ingest
