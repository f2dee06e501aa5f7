// What people keep of a programme of migration as tables: its devices, and the applications that keep them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "ingest/headed_table.hpp"
#include "plan/programme.hpp"

namespace shoal::ingest {

/// Adds the devices of `text`, UTF-8 without a byte order mark, to `programme`. Columns: device, site, applications
/// (those that block it, parted by semicolons or bars); and, where they are there, model, uses (what else it runs),
/// weight (1 is an ordinary device), slots, not_before (yyyy-mm-dd), never (yes or no), target. A row is set aside
/// whose device or site is blank, that stands twice, that has a blank target under that header, or has a cell that is
/// no number or day; the first 1,000 such rows stand one by one and the others together.
/// Errors: invalid_input "ingest.bad_programme" where a header lacks or stands twice, or where devices name more than a
/// million different applications.
Result<ReadTable> read_programme_devices(std::string_view text, const std::string& place, plan::Programme& programme);

/// What a table says of devices that are in the programme already.
struct ReadDetails : ReadTable {
  struct Unmatched {
    std::string device;
    std::uint32_t line = 0;
  };
  std::vector<Unmatched> unmatched;  ///< Rows of devices that the programme does not have, in their order.
};

/// Takes what `text` says of devices of `programme`. Columns: device; and, where they are there, weight, slots,
/// not_before, never, as above; a blank cell says nothing. Rows are set aside as above. Errors: the same.
Result<ReadDetails> read_programme_details(std::string_view text, const std::string& place, plan::Programme& programme);

/// Whether `text` is a table of devices, by its first line: one of its headers is "device".
bool is_table_of_devices(std::string_view text);

/// Adds its applications. Columns: application, team, person_days; and, where they are there, least_weeks, needs
/// (parted likewise), ready (yes or no). Rows of one application are ways to mend it, of which one is taken; a blank
/// team says that nobody can. Rows are set aside as above. Errors: the same.
Result<ReadTable> read_programme_applications(std::string_view text, const std::string& place,
                                              plan::Programme& programme);

/// A number of 0 or more with at most `decimals` of them behind a point or a comma, times 10^decimals; nothing if it is
/// none, or more than 10^9 before that.
std::optional<std::int64_t> parse_fixed(std::string_view text, int decimals);

}  // namespace shoal::ingest
