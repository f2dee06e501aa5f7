#include "exposure/comparison.hpp"

#include <doctest/doctest.h>

#include "exposure/made_facts.hpp"
#include "exposure/select.hpp"

namespace shoal::exposure {
namespace {

using namespace std::chrono;

// Two updates for Windows 7, one vulnerability of each; and Windows 8, of which nothing is held but its name.
struct Knowledge {
  Facts facts;
  lifecycle::Catalogue catalogue;
};

Knowledge two_releases() {
  MadeFacts made;
  made.updates = {{2500000, 2013y / 3 / 12}, {2600000, 2014y / 3 / 11}};
  made.fixes = {{2500000, {"CVE-2013-0001", "CVE-2013-0002"}}, {2600000, {"CVE-2014-0001"}}};
  Knowledge known{made.facts(), made.catalogue()};
  lifecycle::Release eight = known.catalogue.releases[0];
  eight.id = "windows-8";
  eight.name = "Windows 8";
  eight.version = "6.2";
  eight.build = 9200;
  eight.service_pack = 0;
  known.catalogue.releases.push_back(eight);
  return known;
}

estate::OsClaim on_windows_7() { return {"Windows 7", "6.1", 7601, {}, 1, estate::Architecture::x64, 1}; }
estate::OsClaim on_windows_8() { return {"Windows 8", "6.2", 9200, {}, 0, estate::Architecture::x64, 1}; }

struct Named {
  const char* name;
  std::optional<estate::OsClaim> os;
  std::vector<std::uint32_t> kbs = {};
  UpdateList list = UpdateList::complete;
};

std::string compared(
    const std::vector<Named>& before, const std::vector<Named>& after,
    void (*narrow)(estate::Match&) = [](estate::Match&) {}) {
  const Knowledge known = two_releases();
  Assessor assessor(known.facts, known.catalogue, {2019y / 1 / 1, 2019y / 6 / 1, {}, false});
  std::vector<estate::Device> devices[2];
  std::vector<bool> is_before, is_after;
  for (const std::vector<Named>* day : {&before, &after})
    for (const Named& named : *day) {
      DeviceRecord record{named.os, with_updates(named.kbs)};
      record.updates.list = named.list;
      assessor.add(record);
      devices[day == &after].emplace_back().name = named.name;
      is_before.push_back(day == &before);
      is_after.push_back(day == &after);
    }
  const Assessment both = assessor.finish([](std::size_t count, const auto& work) {
    for (std::size_t i = 0; i < count; i++) work(i);
  });
  estate::Match match = estate::match_by_name(devices[0], devices[1]);
  narrow(match);
  const Comparison made = compare(select(both, is_before), select(both, is_after), match);

  std::string text = std::to_string(made.before) + " to " + std::to_string(made.after) + ":";
  std::uint64_t of_before = 0, of_after = 0;
  for (const ChangedDevice& device : made.devices) {
    const std::string& name = device.after >= 0 ? devices[1][static_cast<std::size_t>(device.after)].name
                                                : devices[0][static_cast<std::size_t>(device.before)].name;
    text += " " + name + " " + std::string(spelled(device.change));
    of_before += device.before >= 0 || (device.change == Change::unclear && device.after < 0) ? 1U : 0U;
    of_after += device.after >= 0 ? 1U : 0U;
  }
  CHECK(of_before == made.before);
  CHECK(of_after == made.after);
  for (const auto& [releases, count] : made.migrations)
    text += "; " + std::string(releases.first) + " to " + std::string(releases.second) + " " + std::to_string(count);
  return text + "; closed " + std::to_string(made.closed) + " opened " + std::to_string(made.opened);
}

TEST_CASE("an update more is patched, an update less is worsened, and the vulnerabilities are counted") {
  CHECK(compared({{"A", on_windows_7()}, {"B", on_windows_7(), {2500000}}, {"C", on_windows_7(), {2500000}}},
                 {{"A", on_windows_7(), {2500000}}, {"B", on_windows_7()}, {"C", on_windows_7(), {2500000}}}) ==
        "3 to 3: A patched B worsened C unchanged; closed 2 opened 2");
}

TEST_CASE("a device with an update more and another less has worsened") {
  CHECK(compared({{"A", on_windows_7(), {2500000}}}, {{"A", on_windows_7(), {2600000}}}) ==
        "1 to 1: A worsened; closed 1 opened 2");
}

TEST_CASE("a source that tells less neither patches nor worsens anything") {
  CHECK(compared({{"A", on_windows_7()}, {"B", on_windows_7(), {}, UpdateList::absent}},
                 {{"A", on_windows_7(), {}, UpdateList::absent}, {"B", on_windows_7()}}) ==
        "2 to 2: A less_told B more_told; closed 0 opened 0");
}

TEST_CASE("another release is a migration, whatever is open on it") {
  CHECK(compared({{"A", on_windows_7()}}, {{"A", on_windows_8()}}) ==
        "1 to 1: A migrated; Windows 7 SP1 to Windows 8 1; closed 0 opened 0");
}

TEST_CASE("what appeared, went silent, cannot be judged or has no clear name is each counted once") {
  CHECK(compared({{"A", on_windows_7()}, {"B", {}}, {"D", on_windows_7()}, {"D", on_windows_7()}},
                 {{"B", on_windows_7()}, {"C", on_windows_7()}, {"D", on_windows_7()}}) ==
        "4 to 3: B not_judged C appeared D unclear A gone_silent D unclear D unclear; closed 0 opened 0");
}

TEST_CASE("a device that the match leaves out is not in the comparison, and not in its sums") {
  CHECK(compared({{"A", on_windows_7()}, {"B", on_windows_7()}, {"D", on_windows_7()}},
                 {{"A", on_windows_7(), {2500000}}, {"B", on_windows_7(), {2500000}}, {"C", on_windows_7()}},
                 [](estate::Match& match) {
                   match.both.erase(match.both.begin());
                   match.after_only.clear();
                 }) == "2 to 1: B patched D gone_silent; closed 2 opened 0");
}

}  // namespace
}  // namespace shoal::exposure
