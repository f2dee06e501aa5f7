// The whole path, from real inventories to verdicts, held against what others say of the same machines.
#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>

#include "app/opened_pack.hpp"

namespace shoal::app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono;
using exposure::Answer;
using exposure::Verdict;

// The folder of real inventories, or nothing, said once, where this clone has none.
std::optional<fs::path> samples() {
  const char* shared = std::getenv("SHOAL_SHARED_DATA");
  const fs::path folder =
      fs::path(shared != nullptr ? shared : SHOAL_SOURCE_DIR "/../shared/data") / "inventories" / "systeminfo";
  if (fs::is_directory(folder)) return folder;
  std::printf("skipped: no real inventories at %s\n", folder.c_str());
  return std::nullopt;
}

Assessed assess_files(const std::vector<fs::path>& paths, Day known_at) {
  auto made = assess(pack(), {paths, 2026y / 11 / 23, known_at, {}}, [](auto, auto) {});
  REQUIRE(made);
  return std::move(*made);
}

// What each file is, by eye: its heading, and the vendor's own table of builds. The edition decides support.
const std::map<std::string, std::string> expected_releases = {
    {"10_1803_x64_education_en-us_systeminfo.txt", "Windows 10 Version 1803 for x64-based Systems, enterprise"},
    {"10_1803_x64_enterprise_es-ar_20190307_systeminfo.txt",
     "Windows 10 Version 1803 for x64-based Systems, enterprise"},
    {"10_1803_x64_proforworkstations_en-us_A_20190305_systeminfo.txt",
     "Windows 10 Version 1803 for x64-based Systems, home-pro"},
    {"10_1803_x64_proforworkstations_en-us_systeminfo.txt", "Windows 10 Version 1803 for x64-based Systems, home-pro"},
    {"10_1803_x86_enterprise_nl_systeminfo.txt", "Windows 10 Version 1803 for 32-bit Systems, enterprise"},
    {"10_1809_x64_education_en-us_systeminfo.txt", "Windows 10 Version 1809 for x64-based Systems, enterprise"},
    {"10_1809_x64_education_es_systeminfo.txt", "Windows 10 Version 1809 for x64-based Systems, enterprise"},
    {"10_1809_x64_pro_en-us_20190307_systeminfo.txt", "Windows 10 Version 1809 for x64-based Systems, home-pro"},
    {"10_21H1_x64_enterprise_systeminfo.txt", "Windows 10 Version 21H1 for x64-based Systems, enterprise"},
    {"10_21H2_x64_pro_systeminfo.txt", "Windows 10 Version 21H2 for x64-based Systems, home-pro"},
    {"10_22H2_x64_enterprise_en-us_systeminfo.txt", "Windows 10 Version 22H2 for x64-based Systems, enterprise"},
    {"10_rtm_x64_pro_en-us_systeminfo.txt", "Windows 10 for x64-based Systems, home-pro"},
    {"11_22H2_x64_home-single-language_systeminfo.txt", "Windows 11 Version 22H2 for x64-based Systems, home-pro"},
    {"11_23H2_x64_enterprise_systeminfo.txt", "Windows 11 Version 23H2 for x64-based Systems, enterprise"},
    {"11_24H2_x64_enterprise_systeminfo.txt", "Windows 11 Version 24H2 for x64-based Systems, ltsc"},
    {"7_sp1_x64_enterprise_en-us_20190305_systeminfo.txt",
     "Windows 7 for x64-based Systems Service Pack 1, enterprise"},
    {"7_sp1_x64_enterprise_en-us_A_systeminfo.txt", "Windows 7 for x64-based Systems Service Pack 1, enterprise"},
    {"7_sp1_x64_enterprise_fr_systeminfo_cmd.txt", "Windows 7 for x64-based Systems Service Pack 1, enterprise"},
    {"7_sp1_x64_ultimaten_de_systeminfo.txt", "Windows 7 for x64-based Systems Service Pack 1, home-pro"},
    {"7_sp1_x86_enterprise_en-us_systeminfo.txt", "Windows 7 for 32-bit Systems Service Pack 1, enterprise"},
    {"srv_2003_rtm_x86_standard_en-us_systeminfo.txt", "Microsoft Windows Server 2003, home-pro"},
    {"srv_2003_sp1_x64_standard_en-us_systeminfo.txt", "Microsoft Windows Server 2003 x64 Edition, home-pro"},
    {"srv_2003r2_sp2_rtm_x64_standard_en-us_systeminfo.txt",
     "Microsoft Windows Server 2003 x64 Edition Service Pack 2, home-pro"},
    {"srv_2003r2_sp2_x86_standard_en-us_systeminfo.txt", "Microsoft Windows Server 2003 Service Pack 2, home-pro"},
    {"srv_2008_rtm_x64_standard_en-us_systeminfo.txt", "Windows Server 2008 for x64-based Systems, home-pro"},
    {"srv_2008_rtm_x86_standard_en-us_systeminfo.txt", "Windows Server 2008 for 32-bit Systems, home-pro"},
    {"srv_2016_1607_datacenter_en-us_systeminfo.txt", "Windows Server 2016, home-pro"},
    {"srv_2019_rtm_datacenter_en-us_systeminfo.txt", "Windows Server 2019, home-pro"},
    {"srv_2022_systeminfo.txt", "Windows Server 2022, home-pro"},
    {"vista_x64_sp0_systeminfo.txt", "Windows Vista x64 Edition, enterprise"},
    {"vista_x64_sp2_systeminfo.txt", "Windows Vista x64 Edition Service Pack 2, enterprise"},
    {"xp_rtm_x86_professional_en-us_systeminfo.txt", "Microsoft Windows XP, home-pro"},
    {"xp_sp1_x86_systeminfo.txt", "Microsoft Windows XP Service Pack 1, home-pro"},
    {"xp_sp2_x86_systeminfo.txt", "Microsoft Windows XP Service Pack 2, home-pro"},
    {"xp_sp3_x86_professional_en-us_systeminfo.txt", "Microsoft Windows XP Service Pack 3, home-pro"},
};

TEST_CASE("every real inventory is recognised as the one product that it is") {
  const auto folder = samples();
  if (!folder) return;
  const Assessed made = assess_files({*folder}, 2026y / 7 / 1);
  std::map<std::string, std::string> found;
  for (std::size_t i = 0; i < made.assessment.devices.size(); i++) {
    const exposure::JudgedDevice& device = made.assessment.devices[i];
    std::string text = "unassessable";
    if (device.state >= 0) {
      const auto& state = made.assessment.states[static_cast<std::size_t>(device.state)];
      text = state.view->product().name + ", " + state.state.edition;
    }
    found[fs::path(*made.reading.devices[i].seen.front().file).filename().string()] = text;
  }
  CHECK(found == expected_releases);
}

TEST_CASE("no real inventory looks clean: something was considered, and something is not known to be fixed") {
  const auto folder = samples();
  if (!folder) return;
  const Assessed made = assess_files({*folder}, 2026y / 7 / 1);
  CHECK(made.assessment.devices.size() == 35);
  for (std::size_t i = 0; i < made.assessment.devices.size(); i++) {
    const exposure::JudgedDevice& device = made.assessment.devices[i];
    CAPTURE(place_of(made.reading.devices[i].seen.front()));
    REQUIRE(device.state >= 0);
    const auto& counts = made.assessment.states[static_cast<std::size_t>(device.state)].judgement.counts;
    CHECK(counts.considered() > 1000);
    CHECK(counts.considered() > counts.of(Verdict::fixed));
    std::uint32_t sum = 0;
    for (const std::uint32_t part : counts.by_verdict) sum += part;
    CHECK(sum == counts.considered());
    std::uint32_t doubted = 0;
    for (const std::uint32_t part : counts.by_doubt) doubted += part;
    CHECK(doubted == counts.of(Verdict::unassessed));
  }
}

// What to install on the device of the first file, as known on a day; a question mark where it may be there already.
std::set<std::string> install_on(const std::vector<fs::path>& files, Day known_at) {
  const Assessed made = assess_files(files, known_at);
  std::set<std::string> install;
  const exposure::JudgedState& state = made.assessment.states.at(0);
  for (const exposure::Install& each : state.install.updates)
    install.insert("KB" + std::to_string(state.view->kb(each.update)) + (each.certain ? "" : "?"));
  return install;
}

// Windows Update's own list for this machine, its security updates of the system, Internet Explorer and .NET:
//   KB4486563  2019-02 Security Monthly Quality Rollup       in what to install
//   KB4487078  2019-02 Security and Quality Rollup for .NET  covered by its child for .NET Framework 3.5.1, KB4483458:
//              the number that is offered stands for one package to each version (KB4483455 and KB4483451 are those of
//              4.5.2 and of 4.6 to 4.7.2, which nothing shows to be on this machine)
//   KB4483187  2018-12 Cumulative Security Update for Internet Explorer  covered by its successor KB4486563, whose
//              Internet Explorer fixes contain it
//   KB3109560  January 2016                                  installed by the later qfe; without it, beside other
//              packages of its bulletin that are there, not decided
// Nothing else may stand in what to install.
TEST_CASE("what to install on the Windows 7 host is what Windows Update offered it") {
  const auto folder = samples();
  if (!folder) return;
  const fs::path systeminfo = *folder / "7_sp1_x64_enterprise_en-us_20190305_systeminfo.txt";
  const fs::path qfe = *folder / "7_sp1_x64_enterprise_en-us_20190305_qfe.txt";
  const Day known_at = 2019y / 3 / 7;
  CHECK(install_on({systeminfo, qfe}, known_at) == std::set<std::string>{"KB4486563", "KB4483458"});
  // Its systeminfo alone cuts the list: the same updates, said to be needed unless a complete list shows them.
  CHECK(install_on({systeminfo}, known_at) == std::set<std::string>{"KB4486563?", "KB4483458?"});

  const Assessed with_qfe = assess_files({systeminfo, qfe}, known_at);
  CHECK(exposure::stands_to_update(with_qfe.assessment.states[0], 3109560) == Answer::has);
  const Assessed without = assess_files({systeminfo}, known_at);
  CHECK(exposure::stands_to_update(without.assessment.states[0], 3109560) == Answer::cannot_tell);

  // KB4483187 is closed by what is to be installed: the rollup contains it.
  const exposure::ProductView& view = *with_qfe.assessment.states[0].view;
  const auto local = [&](std::uint32_t kb) {
    return *view.family().local(*update::find_update(pack().facts.updates, kb));
  };
  CHECK(view.family().contained_in(local(4486563)).test(local(4483187)));
}

// Windows Update's own list for this machine names a microcode update and definitions for its antivirus, and no
// security update of the system, Internet Explorer or .NET.
TEST_CASE("there is nothing to install on the Windows 10 host to which Windows Update offered no security update") {
  const auto folder = samples();
  if (!folder) return;
  const fs::path systeminfo = *folder / "10_1803_x64_proforworkstations_en-us_A_20190305_systeminfo.txt";
  const fs::path qfe = *folder / "10_1803_x64_proforworkstations_en-us_A_20190305_qfe.txt";
  CHECK(install_on({systeminfo}, 2019y / 3 / 7).empty());
  CHECK(install_on({systeminfo, qfe}, 2019y / 3 / 7).empty());
}

struct Machine {
  const char* name;
  const char* version;
  std::uint32_t build, service_pack;
  estate::Architecture architecture;
};

// What a device has, and the vulnerability that is asked about.
struct Question {
  std::vector<std::uint32_t> kbs;
  exposure::UpdateList list;
  const char* cve;
};

exposure::DeviceRecord record_of(const Machine& machine, const Question& question) {
  exposure::DeviceRecord record;
  record.os = estate::OsClaim{
      machine.name, machine.version, machine.build, std::nullopt, machine.service_pack, machine.architecture, 1};
  record.updates.kbs = question.kbs;
  record.updates.list = question.list;
  record.updates.not_named = question.list == exposure::UpdateList::cut ? 3 : 0;
  return record;
}

std::string answer(const exposure::JudgedState& state, const char* cve) {
  const auto vulnerability = exposure::find_vulnerability(pack().facts, *exposure::parse_cve(cve));
  REQUIRE(vulnerability);
  const auto outcome = exposure::outcome_of(state, *vulnerability);
  REQUIRE(outcome);
  std::string text(exposure::spelled(outcome->verdict));
  if (outcome->doubt != exposure::Doubt::none) text += " " + std::string(exposure::spelled(outcome->doubt));
  if (outcome->verdict == Verdict::missing) text += " " + std::string(exposure::spelled(outcome->obtainable));
  return text;
}

// The answers for devices of one release, which are judged at once.
std::vector<std::string> answers(const Machine& machine, const std::vector<Question>& questions) {
  exposure::Assessor assessor(pack().facts, pack().catalogue, {2026y / 11 / 23, 2026y / 11 / 23, {}, false});
  for (const Question& question : questions) assessor.add(record_of(machine, question));
  const exposure::Assessment made = assessor.finish(for_each_in_parallel);
  std::vector<std::string> told;
  for (std::size_t i = 0; i < questions.size(); i++) {
    const auto state = static_cast<std::size_t>(made.devices.at(i).state);
    told.push_back(answer(made.states.at(state), questions[i].cve));
  }
  return told;
}

// The updates are those of MS17-010 as published in May 2017 for older platforms, of the guidance for CVE-2019-0708,
// and of MS08-067; all three were public for these releases.
TEST_CASE("EternalBlue, BlueKeep and MS08-067 are told on XP SP3 and Server 2003 SP2, with and without the update") {
  using estate::Architecture;
  using exposure::UpdateList;
  const Machine machines[] = {
      {"Microsoft Windows XP Professional", "5.1", 2600, 3, Architecture::x86},
      {"Microsoft Windows XP Professional x64 Edition", "5.2", 3790, 2, Architecture::x64},
      {"Microsoft(R) Windows(R) Server 2003, Standard Edition", "5.2", 3790, 2, Architecture::x86},
      {"Microsoft(R) Windows(R) Server 2003 Standard x64 Edition", "5.2", 3790, 2, Architecture::x64},
  };
  struct Hole {
    const char* cve;
    std::uint32_t kb;
  };
  const Hole holes[] = {
      {"CVE-2017-0144", 4012598}, {"CVE-2017-0145", 4012598}, {"CVE-2019-0708", 4500331}, {"CVE-2008-4250", 958644}};
  std::vector<Question> questions;
  std::vector<std::string> expected;
  for (const Hole& hole : holes) {
    questions.insert(questions.end(), {{{}, UpdateList::complete, hole.cve},
                                       {{hole.kb}, UpdateList::complete, hole.cve},
                                       {{}, UpdateList::cut, hole.cve},
                                       {{hole.kb}, UpdateList::cut, hole.cve},
                                       {{}, UpdateList::absent, hole.cve}});
    expected.insert(expected.end(),
                    {"missing public", "fixed", "unassessed list_cut", "fixed", "unassessed list_absent"});
  }
  for (const Machine& machine : machines) {
    CAPTURE(machine.name);
    CHECK(answers(machine, questions) == expected);
  }
}

TEST_CASE("the vendor's own words that there is no fix outweigh its lists") {
  const Machine server{"Microsoft(R) Windows(R) Server 2003, Standard Edition", "5.2", 3790, 2,
                       estate::Architecture::x86};
  // MS15-011: affected, and no update was issued for Server 2003.
  CHECK(answers(server, {{{}, exposure::UpdateList::complete, "CVE-2015-0008"}}) == std::vector<std::string>{"no_fix"});
}

TEST_CASE("every file that is found is a device or set aside") {
  const auto folder = samples();
  if (!folder) return;
  const Assessed made = assess_files({*folder}, 2026y / 7 / 1);
  std::size_t observations = 0;
  for (const estate::Device& device : made.reading.devices) observations += device.seen.size();
  CHECK(made.reading.files == 45);
  CHECK(observations + made.reading.rejected.size() == made.reading.files);
  CHECK(made.reading.rejected.size() == 2);  // Windows Update's own two lists, which are no inventories.
}

TEST_CASE("an enrolment that the pack does not know is refused, with the one that was meant") {
  const auto made = assess(pack(), {{"."}, 2026y / 1 / 1, 2026y / 1 / 1, {"esu-windows-7-year-9"}}, [](auto, auto) {});
  REQUIRE(!made);
  CHECK(made.error().message == "no enrolment esu-windows-7-year-9 in the pack; did you mean esu-windows-7-year-1?");
}

}  // namespace
}  // namespace shoal::app
