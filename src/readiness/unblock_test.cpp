#include "readiness/unblock.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "base/random.hpp"

namespace {

using namespace shoal;
using namespace shoal::readiness;

struct Case {
  std::vector<BlockingApplication> applications;
  std::vector<BlockedDevices> devices;
  std::uint32_t remedies = 0;
};

Case drawn_case(Random& random) {
  Case made;
  made.remedies = static_cast<std::uint32_t>(random.below(4));
  const auto some_of = [&](std::uint32_t all, double share) {
    std::vector<std::uint32_t> some;
    for (std::uint32_t i = 0; i < all; i++)
      if (random.chance(share)) some.push_back(i);
    return some;
  };
  const auto applications = static_cast<std::uint32_t>(1 + random.below(5));
  for (std::uint32_t i = 0; i < applications; i++) {
    BlockingApplication application;
    for (auto left = 1 + random.below(3); left > 0; left--) application.findings.push_back(some_of(made.remedies, 0.6));
    made.applications.push_back(std::move(application));
  }
  for (auto left = random.below(6); left > 0; left--) {
    BlockedDevices group{some_of(applications, 0.4), 1 + random.below(20), 0};
    if (group.applications.empty()) continue;
    group.settled = random.below(group.devices + 1);
    made.devices.push_back(std::move(group));
  }
  return made;
}

using Done = std::set<std::pair<Action::Kind, std::uint32_t>>;

// By the definition: mended, or each finding has a remedy that was applied.
bool is_discharged(const Case& made, std::uint32_t application, const Done& done) {
  if (done.contains({Action::Kind::application, application})) return true;
  const auto& findings = made.applications[application].findings;
  return std::all_of(findings.begin(), findings.end(), [&](const auto& remedies) {
    return std::any_of(remedies.begin(), remedies.end(), [&](std::uint32_t remedy) {
      return done.contains({Action::Kind::remedy, remedy});
    });
  });
}

struct Counted {
  std::uint64_t devices = 0, settled = 0, pairs = 0, standing = 0;
};
Counted counted_after(const Case& made, const Done& done) {
  Counted counted;
  for (const BlockedDevices& group : made.devices) {
    const auto gone = static_cast<std::uint64_t>(
        std::count_if(group.applications.begin(), group.applications.end(),
                      [&](std::uint32_t application) { return is_discharged(made, application, done); }));
    counted.pairs += gone * group.devices;
    if (gone > 0) counted.standing += group.devices;
    if (gone < group.applications.size()) continue;
    counted.devices += group.devices;
    counted.settled += group.settled;
  }
  return counted;
}

std::vector<Action> all_actions(const Case& made) {
  std::vector<Action> actions;
  for (std::uint32_t i = 0; i < made.remedies; i++) actions.push_back({Action::Kind::remedy, i});
  for (std::uint32_t i = 0; i < made.applications.size(); i++) actions.push_back({Action::Kind::application, i});
  return actions;
}

TEST_CASE("what each action unblocks is what counting the devices one by one gives") {
  for (std::uint64_t seed = 1; seed <= 2000; seed++) {
    CAPTURE(seed);
    Random random(seed);
    const Case made = drawn_case(random);
    std::vector<Unblocking> expected;
    for (const Action& action : all_actions(made)) {
      const Done done = {{action.kind, action.at}};
      const Counted counted = counted_after(made, done);
      std::uint64_t applications = 0;
      for (std::uint32_t i = 0; i < made.applications.size(); i++) {
        const bool blocks = std::any_of(made.devices.begin(), made.devices.end(), [&](const BlockedDevices& group) {
          return std::binary_search(group.applications.begin(), group.applications.end(), i);
        });
        if (blocks && is_discharged(made, i, done)) applications++;
      }
      if (counted.standing > 0)
        expected.push_back({action, applications, counted.devices, counted.settled, counted.standing});
    }
    std::stable_sort(expected.begin(), expected.end(), [](const Unblocking& a, const Unblocking& b) {
      return std::tuple(~a.devices, ~a.standing) < std::tuple(~b.devices, ~b.standing);
    });
    CHECK(unblocking(made.applications, made.devices, made.remedies) == expected);
  }
}

TEST_CASE("each step of the order is the best that counting finds, and the last leaves no device blocked") {
  for (std::uint64_t seed = 1; seed <= 2000; seed++) {
    CAPTURE(seed);
    Random random(seed);
    const Case made = drawn_case(random);
    const auto steps = unblocking_order(made.applications, made.devices, made.remedies, 100);
    Done done;
    Counted before;
    for (const UnblockingStep& step : steps) {
      std::tuple<std::uint64_t, std::uint64_t> best;
      std::optional<Action> choice;
      for (const Action& action : all_actions(made)) {
        Done with = done;
        with.insert({action.kind, action.at});
        const Counted after = counted_after(made, with);
        const std::tuple gain(after.devices - before.devices, after.pairs - before.pairs);
        if (choice && gain <= best) continue;
        best = gain;
        choice = action;
      }
      // A remedy may be half of what an application needs; what is gained is counted by whole applications.
      CHECK(step.action == *choice);
      done.insert({step.action.kind, step.action.at});
      const Counted after = counted_after(made, done);
      CHECK(step == UnblockingStep{*choice, after.devices - before.devices, after.devices, after.settled});
      before = after;
    }
    std::uint64_t blocked = 0;
    for (const BlockedDevices& group : made.devices) blocked += group.devices;
    CHECK(before.devices == blocked);
    if (steps.size() > 1) CHECK(unblocking_order(made.applications, made.devices, made.remedies, 1).size() == 1);
  }
}

TEST_CASE("a remedy that only helps together with another discharges nothing alone, and the order finds the pair") {
  const std::vector<BlockingApplication> applications = {{{{0}, {1}}}, {{{0}}}};
  const std::vector<BlockedDevices> devices = {{{0, 1}, 10, 4}};
  CHECK(unblocking(applications, devices, 2) == std::vector<Unblocking>{{{Action::Kind::remedy, 0}, 1, 0, 0, 10},
                                                                        {{Action::Kind::application, 0}, 1, 0, 0, 10},
                                                                        {{Action::Kind::application, 1}, 1, 0, 0, 10}});
  CHECK(unblocking_order(applications, devices, 2, 9) ==
        std::vector<UnblockingStep>{{{Action::Kind::remedy, 0}, 0, 0, 0}, {{Action::Kind::remedy, 1}, 10, 10, 4}});
}

}  // namespace
