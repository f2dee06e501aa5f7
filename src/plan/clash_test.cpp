#include "plan/clash.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/random.hpp"
#include "base/sanitized.hpp"
#include "plan/propose.hpp"
#include "plan/schedule.hpp"

namespace shoal::plan {
namespace {

using namespace std::chrono;
constexpr std::int64_t plenty = 1'000'000;

/// Two teams of 5 person-days a week, one device a week; all are to have moved by the end of week 3.
Programme small_programme() {
  Programme programme;
  programme.begins = 2027y / 1 / 4;
  programme.weeks = 6;
  programme.finish_by = 2027y / 1 / 31;
  programme.slots.per_week = 1;
  programme.teams = {{"packaging", {500, {}, {}}}, {"vendor", {500, {}, {}}}};
  programme.sites = {{"Croydon", {}, {}}, {"Sutton", {}, {}}};
  return programme;
}

void add_device(Programme& programme, const char* site, std::vector<std::uint32_t> applications = {}) {
  NamedDevice& device = programme.devices.emplace_back();
  device.name = "PC" + std::to_string(programme.devices.size());
  device.site = site;
  device.applications = std::move(applications);
}

void add_application(Programme& programme, std::vector<Way> ways) {
  const std::string name = "A" + std::to_string(programme.applications.size());
  programme.applications.push_back({name, std::move(ways), {}});
  programme.names.push_back(name);
}

std::optional<Clash> clash_in(const Programme& programme) {
  const auto prepared = prepare(programme);
  REQUIRE(prepared);
  return clash_of(programme, *prepared);
}

TEST_CASE("a team that has more to do than it can by the day is a clash, with both numbers") {
  Programme programme = small_programme();
  add_application(programme, {{"packaging", 900, 1}});
  add_application(programme, {{"packaging", 700, 1}});
  add_device(programme, "Croydon", {0, 1});
  Clash expected;
  expected.kind = Clash::Kind::mending;
  expected.by = 2;  // Devices move in the week after.
  expected.teams = {0};
  expected.needed = 1600;
  expected.possible = 1500;
  expected.applications = 2;
  CHECK(clash_in(programme) == expected);
  programme.teams[0].effort.per_week = 534;
  CHECK_FALSE(clash_in(programme));
  programme.teams[0].effort.off = {2027y / 1 / 12};
  expected.possible = 1068;
  expected.with_weeks_off = true;
  CHECK(clash_in(programme) == expected);
}

TEST_CASE("teams that can work in place of each other clash together, and no team stands in it that need not") {
  Programme programme = small_programme();
  programme.teams.push_back({"idle", {0, {}, {}}});
  add_application(programme, {{"packaging", 1600, 1}, {"vendor", 1700, 1}});
  add_application(programme, {{"packaging", 1500, 1}, {"vendor", 1500, 1}});
  add_device(programme, "Croydon", {0, 1});
  const auto clash = clash_in(programme);
  REQUIRE(clash);
  CHECK(clash->teams == std::vector<TeamIndex>{0, 1});
  CHECK(clash->needed == 3100);
  CHECK(clash->possible == 3000);
}

TEST_CASE("what takes too many weeks whatever is spent on it is a clash by itself") {
  Programme programme = small_programme();
  add_application(programme, {{"packaging", 100, 4}, {"vendor", 100, 5}});
  add_device(programme, "Croydon", {0});
  const auto clash = clash_in(programme);
  REQUIRE(clash);
  CHECK(clash->kind == Clash::Kind::least_weeks);
  CHECK(clash->needed == 4);
  CHECK(clash->possible == 3);
  programme.applications[0].ways[0].least_weeks = 3;
  CHECK_FALSE(clash_in(programme));
}

TEST_CASE("dates at which too many devices wait are named, and no other date") {
  Programme programme = small_programme();
  programme.slots.per_week = 2;
  programme.unfit = {{"OptiPlex 745", 2027y / 1 / 25}, {"OptiPlex 755", 2027y / 1 / 11}};
  programme.sites[1].not_before = 2027y / 1 / 18;
  for (int i = 0; i < 5; i++) add_device(programme, "Sutton");
  for (int i = 0; i < 2; i++) add_device(programme, "Croydon");
  programme.devices[5].model = "OptiPlex 745";
  programme.devices[6].model = "OptiPlex 755";
  Clash expected;
  expected.by = 3;
  expected.from = 2;
  expected.needed = 5;
  expected.possible = 4;
  expected.devices = 5;
  expected.causes = {{Clash::Cause::Kind::site, 1}};
  CHECK(clash_in(programme) == expected);
  // With one device less the two of week 3 are needed for it, and the person's date is not.
  programme.devices[0].site = "Croydon";
  programme.devices[0].not_before = 2027y / 1 / 11;
  expected.causes = {{Clash::Cause::Kind::site, 1}, {Clash::Cause::Kind::model, 0}};
  CHECK(clash_in(programme) == expected);
}

TEST_CASE("a day beyond the wanted one is a clash by itself, and whoever never moves is the last that is told") {
  Programme programme = small_programme();
  programme.unfit = {{"OptiPlex 745", 2027y / 2 / 8}};
  add_device(programme, "Croydon");
  add_device(programme, "Croydon");
  programme.devices[0].never = true;
  auto clash = clash_in(programme);
  REQUIRE(clash);
  CHECK(clash->kind == Clash::Kind::stuck);
  CHECK(clash->devices == 1);
  programme.devices[1].model = "OptiPlex 745";
  clash = clash_in(programme);
  REQUIRE(clash);
  CHECK(clash->kind == Clash::Kind::released);
  CHECK(clash->causes == std::vector<Clash::Cause>{{Clash::Cause::Kind::model, 0}});
  CHECK(clash->from == 5);
}

TEST_CASE("the watching of pilots is named where the day could be kept without it") {
  Programme programme = small_programme();
  programme.pilots = PilotRule{};
  add_application(programme, {{"packaging", 700, 1}});
  add_device(programme, "Croydon", {0});
  add_device(programme, "Croydon", {0});
  const std::vector<std::uint8_t> is_pilot{1, 0};
  const auto clash = clash_of(programme, *prepare(programme, is_pilot));
  REQUIRE(clash);
  CHECK(clash->kind == Clash::Kind::mending);
  CHECK(clash->with_soak);
  CHECK(clash->by == 0);  // Two weeks of watching, and the one in which they move.
  CHECK(clash->possible == 500);
  CHECK_FALSE(clash_in(programme));
}

TEST_CASE("a day before the first week is over lets nobody move") {
  Programme programme = small_programme();
  programme.finish_by = 2027y / 1 / 9;
  add_device(programme, "Croydon");
  const auto clash = clash_in(programme);
  REQUIRE(clash);
  CHECK(clash->kind == Clash::Kind::moving);
  CHECK(clash->needed == 1);
  CHECK(clash->possible == 0);
}

// --- Every order, every way to move: on programmes of three applications at most.

/// Whether some order of mending lets all devices that can move at all do so by the day.
bool can_keep_the_day(const Programme& programme, const Prepared& prepared) {
  const Problem& problem = prepared.problem;
  const Week last = std::min(week_of(*programme.finish_by + days(1), programme.begins), problem.weeks) - 1;
  const std::size_t count = problem.applications.size();
  std::vector<ApplicationIndex> sequence(count);
  for (ApplicationIndex a = 0; a < count; a++) sequence[a] = a;
  do {
    for (std::uint32_t modes = 0; modes < 1U << count; modes++) {
      Order order;
      order.teams.resize(problem.teams.size());
      order.mode.resize(count);
      bool is_order = true;
      for (const ApplicationIndex a : sequence) {
        const std::uint8_t mode = modes >> a & 1U;
        is_order = is_order && (mode == 0 || mode < problem.applications[a].modes.size());
        if (problem.applications[a].modes.empty() || !is_order) continue;
        order.mode[a] = mode;
        order.teams[problem.applications[a].modes[mode].team].push_back(a);
      }
      if (!is_order) continue;
      // Until the last week only, so that what moves by then is most.
      Problem until = problem;
      std::fill(until.capacity.begin() + last + 1, until.capacity.end(), 0);
      const Plan plan = plan_of(until, order);
      if (std::all_of(plan.left_over.begin(), plan.left_over.end(),
                      [&](const LeftOver& left) { return !can_move(problem, left.devices_of); }))
        return true;
    }
  } while (std::next_permutation(sequence.begin(), sequence.end()));
  return false;
}

Programme drawn_programme(Random& random) {
  Programme programme = small_programme();
  programme.slots.per_week = static_cast<std::int64_t>(1 + random.below(3));
  for (NamedTeam& team : programme.teams) team.effort.per_week = static_cast<std::int64_t>(100 + 100 * random.below(4));
  if (random.below(3) == 0) programme.slots.off = {programme.begins + days(7 * random.below(4))};
  if (random.below(3) == 0) programme.teams[0].effort.off = {programme.begins + days(7 * random.below(4))};
  if (random.below(2) == 0) programme.sites[1].slots = Calendar{static_cast<std::int64_t>(1 + random.below(2)), {}, {}};
  if (random.below(3) == 0) programme.sites[1].not_before = programme.begins + days(7 * random.below(5));
  programme.unfit = {{"old", programme.begins + days(7 * random.below(5))}};
  const char* teams[] = {"packaging", "vendor"};
  for (std::uint64_t a = random.below(4); a > 0; a--) {
    std::vector<Way> ways{
        {teams[random.below(2)], static_cast<Effort>(100 * random.below(7)), static_cast<Week>(1 + random.below(3))}};
    if (random.below(2) == 0) ways.push_back({teams[random.below(2)], static_cast<Effort>(100 * random.below(7)), 1});
    add_application(programme, ways);
  }
  for (std::uint64_t d = 1 + random.below(6); d > 0; d--) {
    add_device(programme, random.below(2) == 0 ? "Croydon" : "Sutton");
    NamedDevice& device = programme.devices.back();
    for (std::uint32_t a = 0; a < programme.names.size(); a++)
      if (random.below(2) == 0) device.applications.push_back(a);
    if (random.below(4) == 0) device.model = "old";
    if (random.below(5) == 0) device.not_before = programme.begins + days(7 * random.below(4));
  }
  return programme;
}

/// All that a clash names, and nothing else that could keep anybody; `left_out`, if it is below `conditions`, names the
/// one of its conditions that is not kept either.
Programme only(Programme programme, const Prepared& prepared, const Clash& clash, std::size_t left_out,
               std::size_t& conditions) {
  conditions = 0;
  const auto keeps = [&](bool is_named) { return is_named && conditions++ != left_out; };
  for (TeamIndex team = 0; team < programme.teams.size(); team++) {
    const bool is_named = std::count(clash.teams.begin(), clash.teams.end(), team) > 0;
    if (!keeps(is_named)) programme.teams[team].effort = {plenty, {}, {}};
  }
  if (!keeps(clash.with_weeks_off)) {
    for (NamedTeam& team : programme.teams) team.effort.off.clear();
    programme.slots.off.clear();
    for (NamedSite& site : programme.sites)
      if (site.slots) site.slots->off.clear();
  }
  const bool is_moving = clash.kind == Clash::Kind::moving;
  if (!keeps(is_moving && !clash.site)) programme.slots = {plenty, {}, {}};
  for (SiteIndex site = 0; site < programme.sites.size(); site++)
    if (!keeps(is_moving && clash.site == site)) programme.sites[site].slots.reset();
  const auto keeps_cause = [&](const Clash::Cause& cause) {
    return keeps(std::count(clash.causes.begin(), clash.causes.end(), cause) > 0);
  };
  if (!keeps_cause({Clash::Cause::Kind::person, 0}))
    for (NamedDevice& device : programme.devices) device.not_before.reset();
  for (SiteIndex site = 0; site < programme.sites.size(); site++)
    if (!keeps_cause({Clash::Cause::Kind::site, site})) programme.sites[site].not_before.reset();
  if (!keeps_cause({Clash::Cause::Kind::model, 0})) programme.unfit[0].replaced = programme.begins;
  const bool is_long = clash.kind == Clash::Kind::least_weeks;
  const std::string slow = is_long ? prepared.problem.applications[clash.application].name : "";
  for (NamedApplication& application : programme.applications)
    if (!keeps(is_long && application.name == slow))
      for (Way& way : application.ways) way.least_weeks = 1;
  if (!keeps(true)) programme.finish_by = programme.begins + days(7 * 6 - 1);
  return programme;
}

TEST_CASE("no plan keeps all that a clash names, and some plan keeps all of it but one, whichever that is") {
  const std::uint64_t seed = 20270131;
  CAPTURE(seed);
  Random random(seed);
  int clashes = 0;
  for (int round = 0; round < thinned(400, 40); round++) {
    CAPTURE(round);
    const Programme programme = drawn_programme(random);
    const auto prepared = prepare(programme);
    REQUIRE(prepared);
    const auto clash = clash_of(programme, *prepared);
    if (!clash) continue;
    clashes++;
    std::size_t conditions = 0;
    const Programme all = only(programme, *prepared, *clash, SIZE_MAX, conditions);
    CHECK_FALSE(can_keep_the_day(all, *prepare(all)));
    for (std::size_t left_out = 0, count = 0; left_out < conditions; left_out++) {
      CAPTURE(left_out);
      const Programme fewer = only(programme, *prepared, *clash, left_out, count);
      CHECK((!clash_of(fewer, *prepare(fewer)) || left_out + 1 == conditions));
      if (left_out + 1 < conditions) CHECK(can_keep_the_day(fewer, *prepare(fewer)));
    }
  }
  CHECK(clashes > thinned(100, 5));
}

}  // namespace
}  // namespace shoal::plan
