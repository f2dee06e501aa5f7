#include "exposure/fields.hpp"

#include <doctest/doctest.h>

#include "exposure/made_facts.hpp"

namespace shoal::exposure {
namespace {

using namespace std::chrono;

constexpr Day today = 2019y / 6 / 1;

estate::Device device(const std::string& name, estate::Known known, estate::Tags tags, std::optional<Day> seen) {
  estate::Device made;
  made.name = name;
  made.known = std::move(known);
  made.tags = std::move(tags);
  estate::Observation observation;
  observation.source = "systeminfo";
  observation.file = "site/" + name + ".txt";
  observation.seen_on = seen;
  made.seen.push_back(observation);
  return made;
}

estate::Known windows_7(std::vector<std::uint32_t> kbs) {
  estate::Known known;
  known.os = estate::OsClaim{"Microsoft Windows 7 Professional", "6.1", 7601, {}, 1, estate::Architecture::x64, 1};
  known.kbs = std::move(kbs);
  known.list = estate::ListState::complete;
  return known;
}

// A: patched. B: not, SMBv1 answers. C: nothing is known of its system.
std::vector<estate::Device> devices() {
  estate::Known b = windows_7({2500000});
  b.protection = {{estate::Protection::smb1, true, 3}, {estate::Protection::firewall, false, 4}};
  b.programs = {{"HOLMES 2 Client", "", "2.1", 5}};
  estate::Known c;
  c.kbs = {2500000};
  return {device("A", windows_7({2500000, 2600000}), {{"owner", "CID"}, {"site", "BCU-04"}}, today - days(10)),
          device("B", b, {{"site", "BCU-05"}, {"personal-data", "yes"}}, today - days(40)), device("C", c, {}, {})};
}

// The names of the devices that `filter` means; the error's code and sentence where it means none.
std::string found(const std::string& filter) {
  MadeFacts made;
  made.updates = {{2500000, 2013y / 3 / 12}, {2600000, 2014y / 3 / 11}};
  made.fixes = {{2500000, {"CVE-2013-0001"}}, {2600000, {"CVE-2014-0001"}}};
  made.supersedes = {{2500000, 2400000}};
  made.updates.push_back({2400000, 2012y / 3 / 13});
  made.fixes.push_back({2400000, {"CVE-2012-0001"}});
  const Facts facts = made.facts();
  const lifecycle::Catalogue catalogue = made.catalogue();
  const std::vector<estate::Device> all = devices();
  Assessor assessor(facts, catalogue, {today, today, {}, false});
  for (const estate::Device& each : all) {
    DeviceRecord record{each.known->os, with_updates(each.known->kbs)};
    assessor.add(record);
  }
  const Assessment assessment = assessor.finish([](std::size_t count, const auto& work) {
    for (std::size_t i = 0; i < count; i++) work(i);
  });

  const std::vector<std::string> keys = tag_keys(all);
  const std::vector<std::string_view> further(keys.begin(), keys.end());
  const auto parsed = Filter::parse(filter, {device_fields(), further});
  if (!parsed) return std::string(parsed.error().code) + ": " + parsed.error().message;
  DeviceSource source(assessment, all, keys);
  std::string names;
  for (std::size_t i = 0; i < all.size(); i++) {
    source.show(i);
    if (parsed->matches(source, today)) names += all[i].name;
  }
  return names;
}

TEST_CASE("every field finds the devices that have its value, and unknown the ones of which nothing is told") {
  const std::pair<const char*, const char*> cases[] = {
      {"a", "A"},
      {"os:\"windows 7\"", "AB"},
      {"os:unknown", "C"},
      {"release:windows-7-sp1", "AB"},
      {"release:windows-7", ""},
      {"support:extended", "AB"},
      {"support:unknown", "C"},
      {"until:>2020-01-01", "AB"},
      {"seen:<30d", "A"},
      {"seen:unknown", "C"},
      {"list:complete", "AB"},
      {"list:absent", "C"},
      {"source:systeminfo", "ABC"},
      {"file:site/B", "B"},
      {"app:holmes", "B"},
      {"app:unknown", "AC"},
      {"tag:personal-data", "B"},
      {"tag:site=bcu-04", "A"},
      {"site:bcu", "AB"},
      {"-site:BCU-04", "BC"},
      {"has:KB2500000", "ABC"},
      {"has:KB2400000", "AB"},
      {"has:KB250000", ""},
      {"open:CVE-2014-0001", "B"},
      {"missing:>0", "B"},
      {"missing:0", "A"},
      {"exploited:>0", ""},
      {"unassessed:>=0", "AB"},
      {"smb1:on", "B"},
      {"firewall:off", "B"},
      {"smb1:unknown", "AC"},
      {"remote-desktop:*", ""},
      {"automatic-updates:on", ""},
  };
  for (const auto& each : cases) {
    CAPTURE(each.first);
    CHECK(found(each.first) == each.second);
  }
}

TEST_CASE("a field that neither a device nor any tag has is an error that names the nearest") {
  CHECK(found("sitte:BCU-04") == "base.unknown_field: no field sitte; did you mean site?");
}

}  // namespace
}  // namespace shoal::exposure
