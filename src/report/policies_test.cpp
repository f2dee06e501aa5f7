#include "report/policies.hpp"

#include <doctest/doctest.h>

#include "exposure/made_facts.hpp"

namespace shoal::report {
namespace {

using namespace std::chrono;
using exposure::Stance;

// Windows 7 SP1, which gets updates until 2020-01-14, and one critical vulnerability, fixed on 2017-03-14; a scheme
// that wants what is critical fixed within 14 days and nothing unsupported, in force from 2017-03-01 on.
exposure::Facts made_facts(const exposure::MadeFacts& made) {
  exposure::Facts facts = made.facts();
  for (exposure::Vulnerability& each : facts.vulnerabilities) each.severity = exposure::Severity::critical;
  exposure::PolicyRule critical;
  critical.id = "critical";
  critical.severities = {exposure::Severity::critical};
  critical.clock = exposure::Clock::fix_released;
  critical.days = 14;
  exposure::PolicyRule unsupported;
  unsupported.id = "unsupported";
  unsupported.of_unsupported = true;
  unsupported.unless = exposure::Circumstance::isolated;
  facts.policies = {{"ce-1",
                     "ce",
                     "Cyber Essentials",
                     "NCSC",
                     "UK",
                     2017y / 3 / 1,
                     2017y / 3 / 1,
                     {},
                     "",
                     "",
                     "made",
                     {critical, unsupported}}};
  return facts;
}

std::string figures_on(Day as_of) {
  exposure::MadeFacts made;
  made.updates = {{4012212, 2017y / 3 / 14}};
  made.fixes = {{4012212, {"CVE-2017-0144"}}};
  const exposure::Facts facts = made_facts(made);
  const lifecycle::Catalogue catalogue = made.catalogue();
  exposure::Assessor assessor(facts, catalogue, {as_of, 2020y / 6 / 1, {}, false});
  const estate::OsClaim seven{"Windows 7", "6.1", 7601, {}, 1, estate::Architecture::x64, 1};
  exposure::DeviceRecord cut{seven, exposure::with_updates({})};
  cut.updates.list = exposure::UpdateList::cut;
  const exposure::DeviceRecord devices[] = {{seven, exposure::with_updates({})},
                                            {seven, exposure::with_updates({})},
                                            {seven, exposure::with_updates({4012212})},
                                            cut,
                                            {std::nullopt, exposure::with_updates({})}};
  for (const exposure::DeviceRecord& device : devices) assessor.add(device);
  const exposure::Assessment assessment = assessor.finish([](std::size_t count, const auto& work) {
    for (std::size_t i = 0; i < count; i++) work(i);
  });
  const lifecycle::ProgramCatalogue programs;
  const Subject subject{facts, programs, assessment, {}, {}, 0, {}, {}};
  const ReleaseFigures releases = release_figures(subject);
  const PolicyFigure figure = policy_figures(subject, releases).at(0);
  if (figure.scheme.policy == nullptr) return figure.scheme.says;
  std::string text = "devices:";
  for (std::size_t i = 0; i < device_stance_count; i++)
    text += " " + std::string(spelled(static_cast<DeviceStance>(i))) + " " + std::to_string(figure.devices[i]);
  text += "; findings " + std::to_string(figure.open) + ":";
  for (std::size_t i = 0; i < exposure::stance_count; i++)
    if (figure.findings[i] > 0)
      text += " " + std::string(exposure::spelled(static_cast<Stance>(i))) + " " + std::to_string(figure.findings[i]);
  for (const LackFigure& lack : lack_figures(figure))
    text += ", lacks " + std::string(exposure::spelled(lack.lack)) + " " + std::to_string(lack.findings);
  if (figure.worst_days_over > 0) text += ", worst " + std::to_string(figure.worst_days_over);
  for (const UnsupportedFigure& each : figure.unsupported)
    text += "; " + releases.releases[each.place].label + " on " + std::to_string(each.devices) + " " +
            exposure::spelled(each.stance);
  return text;
}

TEST_CASE("devices go by the worst that is open on them, and sum, those that cannot be judged included") {
  CHECK(figures_on(2017y / 5 / 12) ==
        "devices: over 2 unassessed 1 due 0 fine 1 unassessable 1; "
        "findings 3: over 2 unassessed 1, lacks update_list 1, worst 45");
}

TEST_CASE("until the last day has passed nothing is over") {
  CHECK(figures_on(2017y / 3 / 28) ==
        "devices: over 0 unassessed 1 due 2 fine 1 unassessable 1; "
        "findings 3: due 2 unassessed 1, lacks update_list 1");
}

TEST_CASE("a device that has every fix is over once the support of its release has ended") {
  CHECK(figures_on(2020y / 1 / 24) ==
        "devices: over 4 unassessed 0 due 0 fine 0 unassessable 1; "
        "findings 3: over 2 unassessed 1, lacks update_list 1, worst 1032; "
        "Windows 7 SP1 on 4 unsupported for 10 days: a breach unless isolated; isolation is not known");
}

TEST_CASE("a day before the first version that is held says so") {
  CHECK(figures_on(2017y / 2 / 1) ==
        "no version that the pack holds was in force on 2017-02-01 and known on 2020-06-01; "
        "the first is in force from 2017-03-01 on");
}

TEST_CASE("a deadline is told by its day and by how much it is over, and an estimate as one") {
  exposure::Deadline deadline{Stance::over, Day(2017y / 3 / 28), Day(2017y / 3 / 28), 1045, false, {}, nullptr};
  CHECK(spelled(deadline, 2020y / 2 / 6) == "over by 1,045 days; the last day was 2017-03-28");
  deadline.estimated = true;
  CHECK(spelled(deadline, 2020y / 2 / 6) == "over by about 1,045 days; the last day was about 2017-03-28");
  deadline.stance = Stance::due;
  deadline.estimated = false;
  CHECK(spelled(deadline, 2017y / 3 / 27) == "due by 2017-03-28, in 1 day");
  deadline.stance = Stance::unassessed;
  deadline.lacks.add(exposure::Lack::score);
  CHECK(spelled(deadline, 2017y / 5 / 12) ==
        "unassessed; the CVSS score is not held; the last day would be 2017-03-28");
}

}  // namespace
}  // namespace shoal::report
