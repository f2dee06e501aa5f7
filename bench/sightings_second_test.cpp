#include "sightings_second.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>

namespace shoal::bench {
namespace {

using estate::IdentifierKind;

// What each source says of each machine by `kind`.
std::map<std::string, std::map<std::uint32_t, std::set<std::string>>> told(const sample::KnownSightings& known,
                                                                           IdentifierKind kind) {
  std::map<std::string, std::map<std::uint32_t, std::set<std::string>>> found;
  for (std::size_t i = 0; i < known.sightings.size(); i++)
    for (const estate::Identifier& each : known.sightings[i].identifiers)
      if (each.kind == kind) found[known.sightings[i].source][known.machine_of[i]].insert(each.value);
  return found;
}

bool has(const sample::KnownSightings& known, std::uint32_t machine, SecondFault fault) {
  return ((known.machines[machine].faults >> static_cast<unsigned>(fault)) & 1U) != 0;
}

TEST_CASE("every fault of the second estate happens, and the same seed gives the same estate") {
  const auto known = second_sightings({10'000, 1});
  std::map<std::string, std::size_t> counts;
  for (std::uint32_t i = 0; i < known.machines.size(); i++)
    for (std::size_t fault = 0; fault < second_fault_kinds; fault++)
      counts[std::string(spelled(static_cast<SecondFault>(fault)))] += has(known, i, static_cast<SecondFault>(fault));
  for (const auto& each : counts) {
    CAPTURE(each.first);
    CHECK(each.second >= 40);
    CHECK(each.second <= 1200);
  }
  CHECK(counts.size() == second_fault_kinds);
  CHECK(counts["board_given"] == counts["board_taken"]);
  const auto again = second_sightings({10'000, 1});
  CHECK(known.machine_of == again.machine_of);
  std::size_t differing = 0;
  for (std::size_t i = 0; i < known.sightings.size(); i++)
    differing += known.sightings[i].identifiers == again.sightings[i].identifiers ? 0 : 1;
  CHECK(differing == 0);
}

TEST_CASE("what is typed by hand differs from what firmware says exactly where the truth says so") {
  const auto known = second_sightings({4000, 2});
  auto serials = told(known, IdentifierKind::serial);
  for (const auto& [machine, typed] : serials["list inventar.csv"]) {
    const auto& read = serials["configmgr"][machine];
    if (read.empty() || known.machines[machine].swapped_on) continue;
    CHECK((typed == read) ==
          (!has(known, machine, SecondFault::mistyped_serial) && !has(known, machine, SecondFault::cut_serial)));
    CHECK((typed.begin()->size() == 7) == has(known, machine, SecondFault::cut_serial));
  }
}

TEST_CASE("one source has the first three groups of a UUID the other way round") {
  const auto known = second_sightings({200, 3});
  auto uuids = told(known, IdentifierKind::uuid);
  std::size_t both = 0;
  for (const auto& [machine, turned] : uuids["agent"]) {
    const auto& straight = uuids["configmgr"][machine];
    if (straight.size() != 1 || turned.size() != 1) continue;
    both++;
    const std::string &a = *straight.begin(), &b = *turned.begin();
    CHECK(a.substr(16) == b.substr(16));
    CHECK(a.substr(0, 8) == b.substr(6, 2) + b.substr(4, 2) + b.substr(2, 2) + b.substr(0, 2));
    CHECK(a.substr(8, 8) == b.substr(10, 2) + b.substr(8, 2) + b.substr(14, 2) + b.substr(12, 2));
  }
  CHECK(both > 50);
}

TEST_CASE("a board that wanders is seen in both machines, never at once") {
  const auto known = second_sightings({4000, 4});
  std::map<std::string, std::map<std::uint32_t, std::pair<Day, Day>>> when;
  for (std::size_t i = 0; i < known.sightings.size(); i++)
    for (const estate::Identifier& each : known.sightings[i].identifiers) {
      if (each.kind != IdentifierKind::uuid || known.sightings[i].source != "configmgr") continue;
      auto& span = when[each.value].try_emplace(known.machine_of[i], known.sightings[i].day, Day{}).first->second;
      span.second = known.sightings[i].day;
    }
  std::size_t moved = 0;
  for (const auto& each : when) {
    if (each.second.size() < 2) continue;
    moved++;
    CHECK(each.second.size() == 2);
    for (const auto& [machine, span] : each.second)
      CHECK((has(known, machine, SecondFault::board_given) ? span.second < *known.machines[machine].swapped_on
                                                           : span.first >= *known.machines[machine].swapped_on));
  }
  CHECK(moved > 5);
}

TEST_CASE("two organisations have the same names in different domains, and no name twice in one") {
  const auto known = second_sightings({4000, 5});
  std::map<std::string, std::map<std::string, std::set<std::uint32_t>>> holders;
  for (std::size_t i = 0; i < known.sightings.size(); i++) {
    std::string name, domain;
    for (const estate::Identifier& each : known.sightings[i].identifiers) {
      if (each.kind == IdentifierKind::name) name = each.value;
      if (each.kind == IdentifierKind::domain) domain = each.value;
    }
    if (known.sightings[i].source == "systeminfo") holders[name][domain].insert(known.machine_of[i]);
  }
  std::size_t shared = 0;
  for (const auto& each : holders) {
    shared += each.second.size() == 2 ? 1 : 0;
    for (const auto& in : each.second) CHECK(in.second.size() == 1);
  }
  CHECK(shared > 20);
}

}  // namespace
}  // namespace shoal::bench
