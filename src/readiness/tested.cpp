#include "readiness/tested.hpp"

#include <array>

namespace shoal::readiness {
namespace {

constexpr std::array<std::string_view, 3> test_results = {"works", "works-with-remedy", "fails"};

}  // namespace

std::string_view spelled(TestResult result) { return test_results[static_cast<std::size_t>(result)]; }

std::optional<TestResult> test_result_in(std::string_view word) {
  for (std::size_t i = 0; i < test_results.size(); i++)
    if (test_results[i] == word) return static_cast<TestResult>(i);
  return std::nullopt;
}

State state_of(TestResult result) {
  switch (result) {
    case TestResult::works:
      return State::ready;
    case TestResult::works_with_remedy:
      return State::ready_with_remedies;
    case TestResult::fails:
      break;
  }
  return State::blocked;
}

Standing standing_of(std::span<const Test> tests, std::string_view digest) {
  Standing standing;
  for (const Test& test : tests) {
    const Test*& place = !digest.empty() && test.digest == digest ? standing.counts : standing.old;
    if (place == nullptr || test.on >= place->on) place = &test;
  }
  if (standing.counts != nullptr) standing.old = nullptr;
  return standing;
}

}  // namespace shoal::readiness
