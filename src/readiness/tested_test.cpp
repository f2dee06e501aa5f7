#include "readiness/tested.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace {

using namespace shoal;
using namespace shoal::readiness;

Test test(std::string digest, TestResult result, int day) {
  return {std::move(digest), result, Day(std::chrono::days(day)), "R. Patel", "", ""};
}

TEST_CASE("of the tests of this version the latest counts, of one day the one that was told last") {
  const std::vector<Test> tests = {test("new", TestResult::fails, 9), test("new", TestResult::works, 5),
                                   test("new", TestResult::works_with_remedy, 9), test("old", TestResult::works, 20)};
  const Standing standing = standing_of(tests, "new");
  CHECK(standing.counts == &tests[2]);
  CHECK(standing.old == nullptr);
}

TEST_CASE("a test of another version is told and counts for nothing, nor does any where the version is not known") {
  const std::vector<Test> tests = {test("old", TestResult::works, 3), test("older", TestResult::fails, 2)};
  CHECK(standing_of(tests, "new").counts == nullptr);
  CHECK(standing_of(tests, "new").old == &tests[0]);
  const std::vector<Test> unknown = {test("", TestResult::works, 3)};
  CHECK(standing_of(unknown, "").counts == nullptr);
  CHECK(standing_of(unknown, "").old == &unknown[0]);
  CHECK(standing_of({}, "new").old == nullptr);
}

TEST_CASE("what a person may say is three words, and each is a state") {
  for (const TestResult result : {TestResult::works, TestResult::works_with_remedy, TestResult::fails})
    CHECK(test_result_in(spelled(result)) == result);
  CHECK_FALSE(test_result_in("Works"));
  CHECK(state_of(TestResult::works) == State::ready);
  CHECK(state_of(TestResult::works_with_remedy) == State::ready_with_remedies);
  CHECK(state_of(TestResult::fails) == State::blocked);
}

}  // namespace
