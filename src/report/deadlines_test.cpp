#include "report/deadlines.hpp"

#include <doctest/doctest.h>

#include "exposure/made_facts.hpp"

namespace shoal::report {
namespace {

using namespace std::chrono;

exposure::Policy made_policy(const char* id, exposure::PolicyRule rule, Day from) {
  exposure::Policy policy;
  policy.id = id;
  policy.scheme = id;
  policy.published = from;
  policy.from = from;
  policy.rules = {std::move(rule)};
  return policy;
}

// Three holes that one update of 2017-03-14 closes. "severe" gives 14 days from the fix for what is critical, which two
// are; "listed", in force from 2017-03-20 on, gives `days` from 2017-03-10, when CISA listed the first of them.
exposure::Facts made_facts(const exposure::MadeFacts& made, std::uint16_t days) {
  exposure::Facts facts = made.facts();
  for (exposure::Vulnerability& each : facts.vulnerabilities) {
    const std::string cve = exposure::spelled(each);
    each.severity = cve == "CVE-2017-0145" ? exposure::Severity::moderate : exposure::Severity::critical;
    if (cve == "CVE-2017-0143") each.exploited_since = 2017y / 3 / 10;
  }
  exposure::PolicyRule severe, listed;
  severe.severities = {exposure::Severity::critical};
  severe.clock = exposure::Clock::fix_released;
  severe.days = 14;
  listed.listing = exposure::Listing::listed;
  listed.clock = exposure::Clock::kev_added;
  listed.days = days;
  facts.policies = {made_policy("severe", severe, 2017y / 3 / 1), made_policy("listed", listed, 2017y / 3 / 20)};
  return facts;
}

std::string told(Day as_of, exposure::UpdateList list = exposure::UpdateList::complete, std::uint16_t days = 14) {
  exposure::MadeFacts made;
  made.updates = {{4012212, 2017y / 3 / 14}};
  made.fixes = {{4012212, {"CVE-2017-0143", "CVE-2017-0144", "CVE-2017-0145"}}};
  const exposure::Facts facts = made_facts(made, days);
  const lifecycle::Catalogue catalogue = made.catalogue();
  exposure::Assessor assessor(facts, catalogue, {as_of, 2020y / 6 / 1, {}, false});
  exposure::DeviceRecord device{estate::OsClaim{"Windows 7", "6.1", 7601, {}, 1, estate::Architecture::x64, 1},
                                exposure::with_updates({})};
  device.updates.list = list;
  assessor.add(device);
  const exposure::Assessment assessment = assessor.finish([](std::size_t count, const auto& work) {
    for (std::size_t i = 0; i < count; i++) work(i);
  });
  const lifecycle::ProgramCatalogue programs;
  const Subject subject{facts, programs, assessment, {}, {}, 0, {}, {}};
  Deadlines deadlines(subject);
  std::string text;
  each_finding(assessment.states.at(0), [&](const Finding& finding) {
    text += finding.cve + ": ";
    const auto first = deadlines.of(assessment.states.at(0), finding);
    text += first ? to_string(first->due) + " by " + first->policy->id + ", " + std::to_string(first->days_over) +
                        " over" + (first->estimated ? ", estimated" : "") + "\n"
                  : "none\n";
  });
  return text;
}

TEST_CASE("of the policies in force, the one with the earliest day sets a finding's deadline") {
  CHECK(told(2017y / 3 / 26) ==
        "CVE-2017-0143: 2017-03-24 by listed, 2 over\n"
        "CVE-2017-0144: 2017-03-28 by severe, 0 over\n"
        "CVE-2017-0145: none\n");
}

TEST_CASE("of two policies with the same day the first of the pack is named") {
  CHECK(told(2017y / 3 / 29, exposure::UpdateList::complete, 18) ==
        "CVE-2017-0143: 2017-03-28 by severe, 1 over\n"
        "CVE-2017-0144: 2017-03-28 by severe, 1 over\n"
        "CVE-2017-0145: none\n");
}

TEST_CASE("a policy that is not in force yet sets no deadline") {
  CHECK(told(2017y / 3 / 19) ==
        "CVE-2017-0143: 2017-03-28 by severe, 0 over\n"
        "CVE-2017-0144: 2017-03-28 by severe, 0 over\n"
        "CVE-2017-0145: none\n");
  CHECK(told(2017y / 2 / 28) == "CVE-2017-0143: none\nCVE-2017-0144: none\nCVE-2017-0145: none\n");
}

TEST_CASE("what is not known to be open has no deadline") {
  CHECK(told(2017y / 5 / 12, exposure::UpdateList::cut) ==
        "CVE-2017-0143: none\nCVE-2017-0144: none\nCVE-2017-0145: none\n");
}

}  // namespace
}  // namespace shoal::report
