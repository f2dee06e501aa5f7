// A scenario of an outbreak as people write it: one file of TOML, which names its tables.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "outbreak/description.hpp"

namespace shoal::ingest {

/// A scenario without its tables, and their paths as the file writes them; empty where it names none.
struct ReadScenario {
  outbreak::Description description;
  std::string zones, devices, ways, credentials, links;
};

/// Reads `text`, UTF-8. docs/reference/outbreak.md has its keys. A key that means nothing is an error, since a word
/// mistyped must not change an outbreak in silence.
/// Errors: invalid_input "ingest.bad_scenario", with the line and the key.
Result<ReadScenario> read_outbreak_scenario(std::string_view text);

/// "90 s", "20 min", "4 h", "2 d": a number of 0 or more with its unit, up to 1,000,000,000 seconds.
std::optional<outbreak::Seconds> parse_time_span(std::string_view text);

}  // namespace shoal::ingest
