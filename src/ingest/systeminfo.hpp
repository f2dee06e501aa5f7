// What `systeminfo` prints, as text or with /fo csv, in any language.
//
// The labels are translated, the structure is not, so the rules below speak of shapes and positions. They hold from
// Windows XP to 11; where a rule needs more evidence it says so. Nothing here judges: what is read is claimed.
//
// The version line is the label line whose value begins with a dotted version of three numbers and repeats the third:
// "5.1.2600 Service Pack 3 Build 2600", "5.1.2600 Build 2600", "10.0.17763 N/D Compilación 17763". A number between the
// two is the service pack. The line above has the name of the operating system, the one above that the device's name.
// Several outputs in one text (or several rows of a CSV) are several observations.
//
// The architecture is the value "x64-based PC"; else the value just above the processors has "x64" or the like as a
// word.
//
// The list of updates is the section with the most entries "[01]: " that are named like updates, wherever it stands.
// Where no section has any (the list is "N/A", or was cut), it is, in this order,
//  - the section whose label is one of the few that we know for it;
//  - the section that follows the logon server (the last value that begins with "\\"), if it has no entries;
//  - the section just above the network cards (the first whose entries have lines of their own below them), if its
//    value is the same "not available" that stands in the version line in place of a service pack, or repeats the
//    value above it. A machine without a list never passes for one with an empty list.
//
// Windows cuts its own list when it grows long: the heading then counts more entries than follow, and the last of
// them ("[246]", "[24", "[240]: KB2862") is where it was cut. That one is not counted as an entry, so that
// estate::updates_not_named counts it among those that nobody can rule out.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "estate/observation.hpp"

namespace shoal::ingest {

/// Reads the UTF-8 `text` of one or more systeminfo outputs that came from `place`.
///
/// `cut_short` is set where no section follows the list of updates, or where there is no list and no network cards.
/// Where a cut leaves the list's heading unreadable, `updates_listed` stays false. `not_before` is the later of the
/// install date and boot time as far as they can be read in one way; one of the days of the text that has a number
/// above 12 settles the order of all, since one run in one locale wrote them. `seen_on` comes from the file name.
/// A CSV row that ends before the version gives an observation without `os`, cut short.
///
/// Errors, all invalid_input: "ingest.cut_short" where the text is the beginning of an output and ends before the
/// version; "ingest.no_version" where it goes on without one; "ingest.not_an_inventory" where it is something else;
/// "ingest.too_many_lines"; "ingest.too_many_entries" beyond `entries_max`.
Result<std::vector<estate::Observation>> read_systeminfo(std::string_view text, std::string_view place);

}  // namespace shoal::ingest
