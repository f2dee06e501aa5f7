#include "sample/sightings.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "base/sanitized.hpp"

namespace shoal::sample {
namespace {

using estate::IdentifierKind;
using estate::Sighting;

SightingRequest request(std::uint32_t machines, std::uint64_t seed = 2026) {
  SightingRequest made;
  made.machines = machines;
  made.seed = seed;
  return made;
}

// No fault, every source complete, nobody away: what a test then sets is all there is.
SightingRequest faultless(std::uint32_t machines) {
  SightingRequest made = request(machines);
  made.rates = {0, 0, 0, 0, 0, 0, 0, 0};
  made.coverage = {1, 1, 1, 1, 1};
  made.away = 0;
  return made;
}

std::set<std::string> values(const Sighting& sighting, IdentifierKind kind) {
  std::set<std::string> found;
  for (const estate::Identifier& each : sighting.identifiers)
    if (each.kind == kind) found.insert(each.value);
  return found;
}

using SightingsOf = std::vector<std::vector<const Sighting*>>;

SightingsOf by_machine(const KnownSightings& known) {
  SightingsOf made(known.machines.size());
  for (std::size_t i = 0; i < known.sightings.size(); i++) made[known.machine_of[i]].push_back(&known.sightings[i]);
  return made;
}

// What `source` says of one machine by `kind`, by day; several values on one day are parted by a blank.
std::map<Day, std::string> told(const std::vector<const Sighting*>& of, std::string_view source, IdentifierKind kind) {
  std::map<Day, std::string> found;
  for (const Sighting* sighting : of) {
    if (sighting->source != source) continue;
    std::string text;
    for (const std::string& value : values(*sighting, kind)) text += (text.empty() ? "" : " ") + value;
    found[sighting->day] = text;
  }
  return found;
}

std::set<std::string> distinct(const std::map<Day, std::string>& by_day) {
  std::set<std::string> found;
  for (const auto& [day, value] : by_day) found.insert(value);
  return found;
}

// The machines that have each value.
std::map<std::string, std::set<std::uint32_t>> holders(const KnownSightings& known, IdentifierKind kind) {
  std::map<std::string, std::set<std::uint32_t>> found;
  for (std::size_t i = 0; i < known.sightings.size(); i++)
    for (const std::string& value : values(known.sightings[i], kind)) found[value].insert(known.machine_of[i]);
  return found;
}

// Whether a share lies within five standard deviations of what was asked for; `together` is how many are drawn at once.
bool is_near(double found, double asked, double cases, double together = 1) {
  return std::abs(found / cases - asked) <= 5 * std::sqrt(asked * (1 - asked) * together / cases);
}

TEST_CASE("the same request gives the same sightings, and another seed others") {
  const auto spelling = [](const KnownSightings& known) {
    std::string text;
    for (std::size_t i = 0; i < known.sightings.size(); i++) {
      text += known.sightings[i].source + " " + to_string(known.sightings[i].day);
      for (const auto& each : known.sightings[i].identifiers) text += " " + each.value;
      text += " " + std::to_string(known.machine_of[i]) + "\n";
    }
    return text;
  };
  CHECK(spelling(known_sightings(request(300))) == spelling(known_sightings(request(300))));
  CHECK(spelling(known_sightings(request(300))) != spelling(known_sightings(request(300, 2027))));
}

TEST_CASE("faults are as frequent as was asked for") {
  SightingRequest asked = request(40'000);
  asked.coverage = {0, 0, 0, 0, 0};  // The truth alone.
  const KnownSightings known = known_sightings(asked);
  CHECK(known.sightings.empty());
  std::map<SightingFault, double> counts;
  for (const TrueMachine& machine : known.machines)
    for (std::size_t i = 0; i < sighting_fault_kinds; i++)
      if (machine.has(static_cast<SightingFault>(i))) counts[static_cast<SightingFault>(i)]++;
  const double all = 40'000;
  // A family's mean square size over its mean: what clustering does to the variance.
  CHECK(is_near(counts[SightingFault::cloned_uuid], 0.02, all, 27));
  CHECK(is_near(counts[SightingFault::oem_serial], 0.03, all));
  CHECK(is_near(counts[SightingFault::dock_mac], 0.10, all));
  CHECK(is_near(counts[SightingFault::name_passed_on], 0.01, all));
  CHECK(counts[SightingFault::name_taken_over] == counts[SightingFault::name_passed_on]);
  const double kept = all - 2 * counts[SightingFault::name_passed_on];
  CHECK(is_near(counts[SightingFault::stale_account], 0.03, kept));
  const double steady = kept - counts[SightingFault::stale_account];
  CHECK(is_near(counts[SightingFault::renamed], 0.04, steady));
  CHECK(is_near(counts[SightingFault::reimaged], 0.05, steady));
  CHECK(is_near(counts[SightingFault::board_swapped], 0.01, steady));
}

TEST_CASE("each source knows its share of the machines, and knows them independently") {
  constexpr std::uint32_t machines = thinned(20'000U, 2'000U);
  SightingRequest asked = faultless(machines);
  asked.coverage = {0.97, 0.95, 0.80, 0.70, 0.85};
  const KnownSightings known = known_sightings(asked);
  std::map<std::string, std::set<std::uint32_t>> of;
  for (std::size_t i = 0; i < known.sightings.size(); i++) of[known.sightings[i].source].insert(known.machine_of[i]);
  const std::pair<const char*, double> shares[] = {
      {"ad", 0.97}, {"configmgr", 0.95}, {"systeminfo", 0.80}, {"registry", 0.70}, {"list assets.csv", 0.85}};
  for (const auto& each : shares) {
    CAPTURE(each.first);
    CHECK(is_near(static_cast<double>(of[each.first].size()), each.second, machines));
  }
  double both = 0;
  for (const std::uint32_t machine : of["systeminfo"]) both += of["registry"].count(machine) == 1 ? 1 : 0;
  CHECK(is_near(both, 0.80 * 0.70, machines));
}

TEST_CASE("sources name a machine by what they know, and without faults no two machines share it") {
  const KnownSightings known = known_sightings(faultless(1000));
  CHECK(known.sightings.size() == 1000 * 5 * 4);
  std::map<std::string, std::set<std::string>> kinds;
  for (const Sighting& sighting : known.sightings)
    for (const estate::Identifier& each : sighting.identifiers)
      kinds[sighting.source].insert(std::string(spelled(each.kind)));
  CHECK(kinds["ad"] == std::set<std::string>{"name", "domain", "sid", "guid"});
  CHECK(kinds["configmgr"] == std::set<std::string>{"name", "domain", "sid", "serial", "uuid", "mac"});
  CHECK(kinds["systeminfo"] == std::set<std::string>{"name", "domain"});
  CHECK(kinds["registry"] == std::set<std::string>{"name", "installation"});
  CHECK(kinds["list assets.csv"] == std::set<std::string>{"name", "serial", "asset-tag"});
  for (std::size_t i = 0; i < estate::identifier_kinds; i++) {
    const auto kind = static_cast<IdentifierKind>(i);
    if (kind == IdentifierKind::domain) continue;
    for (const auto& each : holders(known, kind)) CHECK_MESSAGE(each.second.size() == 1, each.first);
  }
}

TEST_CASE("cloned boards come in families of 2 to 40 machines that follow each other") {
  SightingRequest asked = faultless(thinned(20'000U, 8'000U));
  asked.rates.cloned_uuid = 0.02;
  const KnownSightings known = known_sightings(asked);
  std::size_t families = 0;
  for (const auto& [uuid, machines] : holders(known, IdentifierKind::uuid)) {
    for (const std::uint32_t machine : machines)
      CHECK(known.machines[machine].has(SightingFault::cloned_uuid) == (machines.size() > 1));
    if (machines.size() == 1) continue;
    families++;
    CHECK(machines.size() <= 40);
    CHECK(*machines.rbegin() - *machines.begin() == machines.size() - 1);
  }
  CHECK(families > 5);
}

TEST_CASE("a serial number that was never set is the same few words on many machines") {
  SightingRequest asked = faultless(2000);
  asked.rates.oem_serial = 0.1;
  const KnownSightings known = known_sightings(asked);
  for (const auto& [serial, machines] : holders(known, IdentifierKind::serial))
    for (const std::uint32_t machine : machines)
      CHECK(known.machines[machine].has(SightingFault::oem_serial) == (machines.size() > 1));
  CHECK(holders(known, IdentifierKind::serial).count("TO BE FILLED BY O.E.M.") == 1);
}

TEST_CASE("a renamed machine has its second name from that day on, and the list learns of it later") {
  SightingRequest asked = faultless(200);
  asked.rates.renamed = 1;
  const KnownSightings known = known_sightings(asked);
  const SightingsOf of = by_machine(known);
  std::size_t late = 0;
  for (std::uint32_t i = 0; i < 200; i++) {
    const Day since = *known.machines[i].renamed_on;
    const auto names = told(of[i], "configmgr", IdentifierKind::name);
    for (const auto& [day, name] : names)
      CHECK((name == names.begin()->second) == (day < since || since <= names.begin()->first));
    for (const auto& [day, name] : told(of[i], "list assets.csv", IdentifierKind::name))
      late += day >= since && name == names.begin()->second ? 1 : 0;
    CHECK(distinct(told(of[i], "ad", IdentifierKind::sid)).size() == 1);
    CHECK(distinct(told(of[i], "registry", IdentifierKind::installation)).size() == 1);
  }
  CHECK(late > 50);
}

TEST_CASE("imaging anew makes another installation, and leaves the account, replaces it or leaves it behind") {
  SightingRequest asked = faultless(1000);
  asked.rates.reimaged = 1;
  const KnownSightings known = known_sightings(asked);
  const SightingsOf of = by_machine(known);
  double keep = 0, replace = 0, leave = 0;
  for (std::uint32_t i = 0; i < 1000; i++) {
    const Day since = *known.machines[i].reimaged_on;
    const auto installations = told(of[i], "registry", IdentifierKind::installation);
    const auto& last = *installations.rbegin();
    for (const auto& [day, installation] : installations)
      CHECK((installation == last.second) == (day >= since || last.first < since));
    CHECK(distinct(told(of[i], "configmgr", IdentifierKind::uuid)).size() == 1);
    const auto accounts = distinct(told(of[i], "ad", IdentifierKind::sid)).size();
    const auto names = distinct(told(of[i], "ad", IdentifierKind::name)).size();
    (accounts == 1 ? keep : names == 1 ? replace : leave)++;
    // What is left behind keeps its last day, which is no day of an export.
    if (names == 2) CHECK(told(of[i], "ad", IdentifierKind::sid).count(since - std::chrono::days(1)) == 1);
  }
  CHECK(is_near(keep, 0.4, 1000));
  CHECK(is_near(replace, 0.4, 1000));
  CHECK(is_near(leave, 0.2, 1000));
}

TEST_CASE("docks are seen on many machines, beside their own adapter or instead of it") {
  SightingRequest asked = faultless(1000);
  asked.rates.dock_mac = 0.3;
  const KnownSightings known = known_sightings(asked);
  std::set<std::string> docks;
  for (const auto& [mac, machines] : holders(known, IdentifierKind::mac)) {
    if (machines.size() < 2) continue;
    docks.insert(mac);
    for (const std::uint32_t machine : machines) CHECK(known.machines[machine].has(SightingFault::dock_mac));
  }
  CHECK(docks.size() > 200);
  double seen = 0, instead = 0;
  for (std::size_t i = 0; i < known.sightings.size(); i++) {
    if (known.sightings[i].source != "configmgr") continue;
    if (!known.machines[known.machine_of[i]].has(SightingFault::dock_mac)) continue;
    seen++;
    instead += values(known.sightings[i], IdentifierKind::mac).size() == 1 ? 1 : 0;
  }
  CHECK(is_near(instead, 0.3, seen));
}

TEST_CASE("another board has another UUID and address, and some lose the serial number") {
  SightingRequest asked = faultless(500);
  asked.rates.board_swapped = 1;
  const KnownSightings known = known_sightings(asked);
  const SightingsOf of = by_machine(known);
  double lost = 0, seen = 0;
  for (std::uint32_t i = 0; i < 500; i++) {
    const auto uuids = told(of[i], "configmgr", IdentifierKind::uuid);
    const auto macs = told(of[i], "configmgr", IdentifierKind::mac);
    const auto serials = told(of[i], "configmgr", IdentifierKind::serial);
    const Day since = *known.machines[i].swapped_on;
    if (uuids.rbegin()->first < since || uuids.begin()->first >= since) continue;
    seen++;
    CHECK(uuids.begin()->second != uuids.rbegin()->second);
    CHECK(macs.begin()->second != macs.rbegin()->second);
    lost += serials.begin()->second != serials.rbegin()->second ? 1 : 0;
    CHECK(distinct(told(of[i], "ad", IdentifierKind::sid)).size() == 1);
  }
  CHECK(is_near(lost, 0.3, seen));
}

TEST_CASE("a reused name is first of the machine that retires and then of its successor, never of both at once") {
  SightingRequest asked = faultless(1000);
  asked.rates.reused_name = 0.2;
  const KnownSightings known = known_sightings(asked);
  const SightingsOf of = by_machine(known);
  double taken = 0, successors = 0;
  for (std::uint32_t i = 0; i < 1000; i++) {
    const TrueMachine& machine = known.machines[i];
    if (!machine.has(SightingFault::name_taken_over)) continue;
    const TrueMachine& before = known.machines[*machine.namesake];
    CHECK(before.has(SightingFault::name_passed_on));
    CHECK(*before.namesake == i);
    CHECK(*before.until < *machine.since);
    successors++;
    for (const auto& [day, name] : told(of[i], "configmgr", IdentifierKind::name)) CHECK(day >= *machine.since);
    for (const auto& [day, name] : told(of[*machine.namesake], "configmgr", IdentifierKind::name)) {
      CHECK(day <= *before.until);
      CHECK(name == told(of[*machine.namesake], "ad", IdentifierKind::name).begin()->second);
    }
    for (const auto& [day, name] : told(of[i], "ad", IdentifierKind::name))
      CHECK(name == told(of[*machine.namesake], "ad", IdentifierKind::name).begin()->second);
    const auto accounts = told(of[i], "ad", IdentifierKind::sid);
    if (accounts.empty()) {
      successors--;
    } else {
      taken += accounts.begin()->second == told(of[*machine.namesake], "ad", IdentifierKind::sid).begin()->second;
    }
  }
  CHECK(successors > 100);
  CHECK(is_near(taken, 0.25, successors));
}

TEST_CASE("what was gone before the first look is known to the directory by its last day, and to the list") {
  SightingRequest asked = faultless(300);
  asked.rates.stale_account = 1;
  const KnownSightings known = known_sightings(asked);
  for (std::size_t i = 0; i < known.sightings.size(); i++) {
    const Sighting& sighting = known.sightings[i];
    if (sighting.source == "ad")
      CHECK(sighting.day == *known.machines[known.machine_of[i]].until);
    else
      CHECK(sighting.source == "list assets.csv");
  }
  CHECK(known.sightings.size() == 300 * 2 * 4);
}

}  // namespace
}  // namespace shoal::sample
