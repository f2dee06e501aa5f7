// Why a verdict is what it is: the chain from what a source says to what is held of one vulnerability.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "exposure/assessment.hpp"

namespace shoal::exposure {

/// An update that bears on a verdict, and how.
struct ExplainedUpdate {
  std::uint32_t kb = 0;
  Day released;
  bool release_known = false;
  bool present = false;                   ///< On the device, or contained in one that is.
  std::uint32_t through = 0;              ///< The update on the device that contains it; itself where it is installed.
  std::vector<update::Step> chain;        ///< From `through` down to it; empty where it is installed itself.
  std::string first_stated, last_stated;  ///< Days of the snapshots that state it, or the citation of our own row.
  Access access;
};

/// One component's part in a verdict.
struct ExplainedRequirement {
  std::string component;
  bool component_present = false;
  bool alternatives = false;  ///< Any one of `clauses.front()` is enough; otherwise each clause wants one of its own.
  std::vector<std::vector<ExplainedUpdate>> clauses;
  Outcome outcome;
};

/// The whole of it.
struct Explanation {
  std::string vulnerability;
  Day published;
  std::optional<Day> exploited_since;
  bool listed = false;             ///< Whether the vendor's lists have it for this product.
  std::optional<Outcome> outcome;  ///< As outcome_of().
  std::vector<ExplainedRequirement> requirements;
  const Statement* statement = nullptr;
  const Presumption* presumption = nullptr;  ///< Where the verdict is presumed.
};

/// Explains one vulnerability on one judged state.
Explanation explain(const JudgedState& state, VulnerabilityIndex vulnerability);

}  // namespace shoal::exposure
