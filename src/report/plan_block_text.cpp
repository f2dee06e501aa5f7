// How blocks are told, and where the order of mending departs from them.
#include <array>
#include <cstdio>

#include "report/plan_words.hpp"

namespace shoal::report {

std::string departure_reason(const PlanAnswer& answer, const plan::Departed& departed) {
  const plan::Problem& problem = answer.prepared.problem;
  const auto mode_of = [&](plan::ApplicationIndex a) {
    return problem.applications[a].modes[answer.plan.order.mode[a]];
  };
  switch (departed.why) {
    case plan::Departure::wanted_first:
      return "a person wants it first";
    case plan::Departure::same_week:
      return "what it changed places with is ready in the same week";
    case plan::Departure::least_weeks:
      return "it takes at least " + std::to_string(mode_of(departed.application).least_weeks) +
             " weeks, however much is spent on it";
    case plan::Departure::pilots:
      return "it frees pilots, and others wait until they have been watched";
    case plan::Departure::released:
      return "whoever waits for it may move only from a later day";
    case plan::Departure::other_team:
      return "whoever waits for it waits as long for others, most of them for " +
             problem.applications[departed.other].name + " of team " + problem.teams[mode_of(departed.other).team].name;
    case plan::Departure::found:
      break;
  }
  return "with several teams, whole weeks and so much room to move, the search found it to be better";
}

std::string departure_text(const PlanAnswer& answer, const plan::Departed& departed) {
  return answer.prepared.problem.applications[departed.application].name + " is mended " +
         (departed.is_sooner ? "sooner" : "later") + " than its block: " + departure_reason(answer, departed);
}

std::string block_text(const PlanAnswer& answer, plan::ApplicationIndex application) {
  if (application >= answer.blocks.of.size() || answer.blocks.of[application] == plan::no_block) return {};
  return std::to_string(answer.blocks.of[application] + 1);
}

std::string freed_text(const plan::Block& block) {
  if (block.effort == 0) return block.weight > 0 ? "no work" : "0";
  // Thousandths of a device by hundredths of a person-day.
  const double freed = static_cast<double>(block.weight) / static_cast<double>(block.effort) / 10;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), freed == 0 || freed >= 10 ? "%.1f" : "%.2g", freed);
  return text.data();
}

std::string blocks_note() {
  return "Applications of a block are worth most when all of them are ready: of all sets the first block frees most "
         "for "
         "each person-day, the second does when the first is done, and so on. Blocks are those of one team that does "
         "all the work; where this plan has a better reason it departs from them.";
}

}  // namespace shoal::report
