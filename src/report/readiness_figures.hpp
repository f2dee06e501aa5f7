// What a portfolio comes to: counts by state, which rules block, which applications come first.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/readiness.hpp"

namespace shoal::report {

inline constexpr std::array<readiness::State, readiness::state_count> readiness_states = {
    readiness::State::ready, readiness::State::ready_with_remedies, readiness::State::blocked,
    readiness::State::unassessed};

/// Applications by state, in the order of readiness_states.
using StateCounts = std::array<std::uint64_t, readiness::state_count>;
StateCounts counts_on(const ReadinessSubject& subject, const readiness::Target* target);

/// The rows of one application, one for each target in their order.
struct ApplicationRows {
  const readiness::Application* application = nullptr;
  std::span<const ReadinessRow> rows;

  /// On how many targets it stands so.
  std::size_t on(readiness::State state) const;
};
/// Those that are blocked on most targets first, then those unassessed on most, ready with remedies on most, by name.
std::vector<ApplicationRows> worst_applications(const ReadinessSubject& subject);

/// A rule, and how many applications it means on any target.
struct RuleFigure {
  std::size_t rule = 0;                   ///< In RuleSet::rules().
  std::uint64_t blocks = 0;               ///< Applications that it blocks...
  std::uint64_t not_as_it_is = 0;         ///< ... of which so many need another program or build.
  std::uint64_t degrades = 0, warns = 0;  ///< Applications of which it says no worse.
};
/// Of rules that hold anywhere: those that block most first, then those that degrade and warn most, then by place.
std::vector<RuleFigure> rule_figures(const ReadinessSubject& subject);

/// Evidence as a person may see it: no control characters, commas for the escape between the columns of a row, and at
/// most `letters_max` bytes.
std::string harmless(std::string_view line, std::size_t letters_max = 140);

}  // namespace shoal::report
