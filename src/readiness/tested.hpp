// What a person found who ran an application on a target: worth more than all that its files show.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/day.hpp"
#include "readiness/judge.hpp"

namespace shoal::readiness {

enum class TestResult : std::uint8_t { works, works_with_remedy, fails };
/// "works", "works-with-remedy", "fails".
std::string_view spelled(TestResult result);
std::optional<TestResult> test_result_in(std::string_view word);

/// The state that a test shows: ready, ready with remedies, blocked.
State state_of(TestResult result);

/// One test of an application on a target.
struct Test {
  std::string digest;  ///< Of what was tested: files of another digest are another version.
  TestResult result = TestResult::works;
  Day on;               ///< The day of the test.
  std::string by, ran;  ///< Who ran it, and what was run; `ran` is empty where that was not told.
  std::string remedy;   ///< The identifier of what made it work; mostly empty.
  bool operator==(const Test&) const = default;
};

/// Of several tests of an application on a target, given in the order in which they were told.
struct Standing {
  /// The latest of this version, of one day the one that was told last: it outranks the rules. Null where there is
  /// none.
  const Test* counts = nullptr;
  /// Where none counts: the latest of another version, which outranks nothing. Null where there is none.
  const Test* old = nullptr;
};
/// `digest` is that of the application now. Where it is empty, since a file could not be read, no test counts.
Standing standing_of(std::span<const Test> tests, std::string_view digest);

}  // namespace shoal::readiness
