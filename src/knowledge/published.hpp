// What others publish as JSON: endoflife.date's products, and CISA's list of exploited vulnerabilities.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/day.hpp"
#include "base/result.hpp"

namespace shoal::knowledge {

/// What endoflife.date says of one cycle: field to text, e.g. "eolFrom" to "2025-10-14" and "latest.name" to
/// "10.0.19045". What is text is kept, and "true" or "false"; a field that is null is one that it does not know.
using Cycle = std::map<std::string, std::string, std::less<>>;

/// The cycles of every product: of Windows, and of the programs of others.
struct Cycles {
  Day dated;
  std::map<std::string, Cycle, std::less<>> by_name;  ///< "windows/10-22h2" to what is said of it.
};

/// The day that stands in a field, none where it is absent or no day.
std::optional<Day> day_of(const Cycle& cycle, std::string_view field);

/// invalid_input "knowledge.bad_calendar", of a calendar or of a table that adds to one.
Error bad_calendar(const std::string& what);

/// Reads endoflife.date's products/full. `place` is what messages call it.
/// Errors: invalid_input "knowledge.bad_calendar" where the JSON is not as expected, or a cycle stands twice.
Result<Cycles> parse_cycles(std::string_view json, const std::string& place);

/// Since when a vulnerability is known to be exploited.
struct Exploited {
  Day since;               ///< The earliest day, where the list has it more than once.
  std::optional<Day> due;  ///< By when CISA wants it remedied; likewise the earliest.
  bool ransomware = false;
};

struct ExploitedList {
  Day dated;
  std::map<std::uint64_t, Exploited> by_cve;  ///< By CVE as in Statement.
  std::uint64_t entries = 0;
  std::uint64_t repeated = 0;   ///< For a CVE that the list had already.
  std::uint64_t set_aside = 0;  ///< Without a CVE or a day.
  /// Due before they were listed: the first entries took over days from older orders, and stand as they are.
  std::uint64_t due_before_listed = 0;
};

/// Reads the list of exploited vulnerabilities. `place` is what messages call it.
/// Errors: invalid_input "knowledge.bad_exploited" where the JSON is not as expected.
Result<ExploitedList> parse_exploited(std::string_view json, const std::string& place);

}  // namespace shoal::knowledge
