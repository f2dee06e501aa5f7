// Pilots of a programme: which of its devices they are, and who waits for them.
#pragma once

#include <cstdint>
#include <vector>

#include "base/for_each.hpp"
#include "plan/programme.hpp"
#include "report/plan.hpp"

namespace shoal::app {

struct ChosenPilots {
  std::vector<std::uint8_t> is_pilot;  ///< By device.
  report::PilotAnswer answer;
  plan::PilotRule rule;
};

/// Pilots by the programme's rule, which it must have. A device that never moves can be none.
/// Errors: those of plan::choose_pilots.
Result<ChosenPilots> choose_pilots(const plan::Programme& programme, const ForEach& for_each);

/// Makes pilots of further devices where others would wait too long for one: the fewest pilots have the most
/// applications, and move last. `weeks` are those of devices that wait for the soak and not yet for pilots. Each is
/// worth more than the rule's `worth`. How many were added.
std::size_t add_pilots(const plan::Programme& programme, ChosenPilots& pilots, const std::vector<plan::Week>& weeks);

/// Lets each device that is no pilot move only when pilots for all its pairs that have some have moved, by `weeks` of
/// devices, and been watched. Changes days of `programme` where they are too soon; whether any was. A device whose
/// pilots never move, never does.
bool delay_behind_pilots(plan::Programme& programme, const ChosenPilots& pilots, const std::vector<plan::Week>& weeks);

}  // namespace shoal::app
