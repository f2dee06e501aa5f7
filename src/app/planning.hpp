// From a programme to the answer of `shoal plan`: bound, plan, pilots, comparison, forecast.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/for_each.hpp"
#include "plan/priors.hpp"
#include "plan/programme.hpp"
#include "report/plan.hpp"

namespace shoal::app {

/// What is asked of a programme.
struct PlanningRequest {
  std::uint64_t seed = 1;
  bool compare = true;               ///< Whether to tell what the orders come to that people use.
  std::uint32_t scenarios = 10'000;  ///< Of the forecast; 0 for none.
  plan::Priors priors;
  ForEach for_each = for_each_in_turn;
  /// The share of the time that is spent, where it is limited: the search then takes what the bound leaves of it,
  /// rather than its own measure. May be empty; asked often, by any thread, as is the next.
  std::function<double()> spent;
  /// Whether whoever asked wants what there is by now.
  std::function<bool()> should_stop = [] { return false; };
  /// Told what is going on, in a sentence; by any thread.
  std::function<void(const std::string&)> tell = [](const std::string&) {};
};

/// Plans `programme`, which must outlive the answer. The same request gives the same answer on every machine unless it
/// is stopped.
/// Errors: those of plan::prepare, plan::choose_pilots and plan::forecast.
Result<report::PlanAnswer> make_plan(const plan::Programme& programme, const PlanningRequest& request);

}  // namespace shoal::app
