// A programme of migration as people write it: one file of TOML, which names tables of devices and applications.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "plan/programme.hpp"

namespace shoal::ingest {

/// A programme without its devices and applications, and the tables that have them, as the file writes their paths;
/// empty where it names none.
struct ReadProgramme {
  plan::Programme programme;
  std::string devices, applications;
  /// Whether applications that nobody has judged keep no device, where devices come from a register.
  bool unjudged_are_ready = false;
  std::string plan_before, actuals;  ///< What was announced, and what has happened since; likewise.
};

/// Reads `text`, UTF-8. docs/reference/programme.md has its keys. A key that means nothing is an error, since a word
/// mistyped must not change a plan in silence.
/// Errors: invalid_input "ingest.bad_programme", with the line and the key.
Result<ReadProgramme> read_programme(std::string_view text);

}  // namespace shoal::ingest
