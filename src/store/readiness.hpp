// What a register keeps of applications and targets: what the rules said on which day, and what people found.
//
// Words of states, severities and results are those of readiness/, which this module does not know.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"

namespace shoal::store {

/// A rule that held.
struct KeptFinding {
  std::string rule, severity, says;
  std::vector<std::string> remedies;  ///< Identifiers.
  bool operator==(const KeptFinding&) const = default;
};

/// What an application is called, by which it is found in the devices' lists of programs: estate/application_link.hpp.
struct KeptName {
  std::string from;  ///< Who says so.
  std::string name, publisher;
  std::string place;  ///< Where that stands.
  bool operator==(const KeptName&) const = default;
};

/// What the rules said of an application on a target.
struct KeptReadiness {
  std::string application;  ///< Its name: the path by which it was judged.
  std::string target;
  Day on;  ///< The day on which it was judged.
  std::string
      digest;  ///< Of the files that are run: another digest is another version. Empty where one was unreadable.
  std::string state;
  std::vector<KeptFinding> findings;
  std::vector<KeptName> names;
  bool operator==(const KeptReadiness&) const = default;
};

/// What a person found who ran an application on a target.
struct KeptTest {
  std::string application, target;
  Day on;              ///< The day of the test.
  std::string digest;  ///< Of what was tested, as above.
  std::string result, by, ran, remedy;
  bool operator==(const KeptTest&) const = default;
};

/// The findings and names of a verdict as bytes, which many verdicts share, and back. Errors: corrupt "store.damaged".
std::string bytes_of_told(const KeptReadiness& kept);
Result<void> put_told(std::string_view bytes, KeptReadiness& kept);

}  // namespace shoal::store
