#include "exposure/policy.hpp"

#include <doctest/doctest.h>

#include <functional>

#include "exposure/made_facts.hpp"

namespace shoal::exposure {
namespace {

using namespace std::chrono;
using update::LineKind;

PolicyRule rule(std::string id, Clock clock, std::uint16_t days) {
  PolicyRule made;
  made.id = std::move(id);
  made.clock = clock;
  made.days = days;
  return made;
}

// Cyber Essentials in the words of version 3: what the vendor calls critical, what has a CVSS of 7.0, and what has no
// rating, each within 14 days; and nothing unsupported but in a sub-set of its own.
Policy cyber_essentials() {
  Policy made{"ce-3", "ce", "Cyber Essentials", "NCSC", "UK", 2023y / 1 / 23, 2023y / 4 / 24, {}, "", "", "made", {}};
  PolicyRule critical = rule("critical", Clock::fix_released, 14);
  critical.severities = {Severity::critical};
  critical.whole_update = true;
  PolicyRule score = rule("score", Clock::fix_released, 14);
  score.severities = {Severity::low, Severity::moderate, Severity::important};
  score.whole_update = true;
  score.needs = {Circumstance::high_score};
  PolicyRule unrated = rule("no-details", Clock::fix_released, 14);
  unrated.severities = {Severity::unrated};
  PolicyRule unsupported = rule("unsupported", Clock::none, 0);
  unsupported.of_unsupported = true;
  unsupported.unless = Circumstance::isolated;
  made.rules = {critical, score, unrated, unsupported};
  return made;
}

Policy bod_22_01() {
  PolicyRule listed = rule("kev-due", Clock::kev_due, 0);
  listed.listing = Listing::listed;
  return {"bod-22-01",    "cisa-bod",         "BOD 22-01", "CISA", "US",   2021y / 11 / 3,
          2021y / 11 / 3, Day(2026y / 6 / 9), "bod-26-04", "",     "made", {listed}};
}

// The ten rules that data/policies/rules.csv has for BOD 26-04.
Policy bod_26_04() {
  Policy made{"bod-26-04",    "cisa-bod", "BOD 26-04", "CISA", "US",   2026y / 6 / 10,
              2026y / 6 / 10, {},         "",          "",     "made", {}};
  const auto add = [&](const char* id, bool kev, std::vector<Circumstance> needs, std::uint16_t days) {
    made.rules.push_back(rule(id, kev ? Clock::kev_added : Clock::detected, days));
    made.rules.back().listing = kev ? Listing::listed : Listing::not_listed;
    made.rules.back().needs = std::move(needs);
  };
  using enum Circumstance;
  add("kev", true, {}, 14);
  add("kev-exposed-automatable", true, {exposed, automatable}, 3);
  add("kev-exposed-total", true, {exposed, total}, 3);
  add("kev-automatable-total", true, {automatable, total}, 3);
  add("exposed", false, {exposed}, 60);
  add("automatable", false, {automatable}, 60);
  add("exposed-automatable", false, {exposed, automatable}, 14);
  add("exposed-total", false, {exposed, total}, 14);
  add("exposed-automatable-total", false, {exposed, automatable, total}, 3);
  made.rules.push_back(rule("upgrade", Clock::none, 0));
  made.rules.back().listing = Listing::not_listed;
  return made;
}

// MS17-010's KB4012598, released on 2017-03-14 and rated critical.
MadeFacts ms17_010() {
  MadeFacts made;
  made.updates = {{4012598, 2017y / 3 / 14}};
  made.fixes = {{4012598, {"CVE-2017-0144"}}};
  return made;
}

struct Asked {
  Day as_of;
  PatchState state = with_updates({});
  std::function<void(Facts&)> change = [](Facts& facts) {
    for (Vulnerability& each : facts.vulnerabilities) each.severity = Severity::critical;
  };
  Circumstances circumstances = {};
  Day known = 2026y / 7 / 1;
};

std::string spelled(const Deadline& deadline) {
  std::string text(exposure::spelled(deadline.stance));
  if (deadline.due) text += ", due " + to_string(*deadline.due);
  if (deadline.earliest && deadline.earliest != deadline.due) text += ", earliest " + to_string(*deadline.earliest);
  if (deadline.days_over > 0) text += ", " + std::to_string(deadline.days_over) + " over";
  if (deadline.estimated) text += ", estimated";
  if (!deadline.lacks.none()) text += ", lacks " + exposure::spelled(deadline.lacks);
  if (deadline.rule != nullptr) text += " by " + deadline.rule->id;
  return text;
}

std::string spelled(const PolicyCounts& counts) {
  std::string text = "open " + std::to_string(counts.open()) + ":";
  for (std::size_t i = 0; i < stance_count; i++)
    if (counts.by_stance[i] > 0)
      text.append(" ").append(exposure::spelled(static_cast<Stance>(i))) += " " + std::to_string(counts.by_stance[i]);
  for (std::size_t i = 0; i < lack_count; i++)
    if (counts.by_lack[i] > 0)
      text.append(" (").append(exposure::spelled(static_cast<Lack>(i))) +=
          " " + std::to_string(counts.by_lack[i]) + ")";
  if (counts.worst_days_over > 0) text += " worst " + std::to_string(counts.worst_days_over);
  return text;
}

// What `policy` says of each vulnerability, one to a line, and the counts.
std::string told(const Policy& policy, const MadeFacts& made, const Asked& asked) {
  Facts facts = made.facts();
  asked.change(facts);
  const lifecycle::Catalogue catalogue = made.catalogue();
  const update::KnownAt known(facts.snapshots, asked.known);
  JudgedState state;
  state.state = asked.state;
  state.view =
      std::make_shared<ProductView>(facts, catalogue, 0, asked.state.edition, std::vector<std::string>{}, known);
  Presence presence(*state.view);
  presence.take(state.state);
  judge(presence, state.judgement);
  const PolicyView view(policy, *state.view, asked.as_of, asked.circumstances);
  std::string text;
  for (std::size_t i = 0; i < facts.vulnerabilities.size(); i++) {
    const auto deadline = view.deadline(state, static_cast<VulnerabilityIndex>(i));
    text += exposure::spelled(facts.vulnerabilities[i]) + " " + (deadline ? spelled(*deadline) : "not open") + "\n";
  }
  return text + spelled(view.count(state.judgement));
}

void rate(Facts& facts, std::vector<Severity> severities) {
  for (std::size_t i = 0; i < severities.size(); i++) facts.vulnerabilities[i].severity = severities[i];
}

TEST_CASE("14 days after 2017-03-14 end on 2017-03-28: on 2017-05-12 they are over by 45 days") {
  CHECK(told(cyber_essentials(), ms17_010(), {2017y / 5 / 12}) ==
        "CVE-2017-0144 over, due 2017-03-28, 45 over by critical\nopen 1: over 1 worst 45");
}

TEST_CASE("on its last day a finding is due, and the day after it is over by one") {
  CHECK(told(cyber_essentials(), ms17_010(), {2017y / 3 / 28}) ==
        "CVE-2017-0144 due, due 2017-03-28 by critical\nopen 1: due 1");
  CHECK(told(cyber_essentials(), ms17_010(), {2017y / 3 / 29}) ==
        "CVE-2017-0144 over, due 2017-03-28, 1 over by critical\nopen 1: over 1 worst 1");
}

TEST_CASE("what is fixed is not open, and has no deadline") {
  CHECK(told(cyber_essentials(), ms17_010(), {2017y / 5 / 12, with_updates({4012598})}) ==
        "CVE-2017-0144 not open\nopen 0:");
}

TEST_CASE("what the vendor rates important waits for the CVSS score, with the day that would hold") {
  CHECK(told(cyber_essentials(), ms17_010(),
             {2017y / 5 / 12, with_updates({}), [](Facts& facts) { rate(facts, {Severity::important}); }}) ==
        "CVE-2017-0144 unassessed, earliest 2017-03-28, lacks score by score\nopen 1: unassessed 1 (score 1)");
}

TEST_CASE("an important vulnerability goes with the critical one that the same update fixes") {
  MadeFacts made = ms17_010();
  made.fixes[0].cves.emplace_back("CVE-2017-0147");
  CHECK(told(cyber_essentials(), made,
             {2017y / 5 / 12, with_updates({}),
              [](Facts& facts) {
                rate(facts, {Severity::critical, Severity::important});
              }}) ==
        "CVE-2017-0144 over, due 2017-03-28, 45 over by critical\n"
        "CVE-2017-0147 over, due 2017-03-28, 45 over by critical\nopen 2: over 2 worst 45");
}

TEST_CASE("of updates that are alternatives the mildest decides, since whoever installs that one is done") {
  MadeFacts made;
  made.updates = {{4012215, 2017y / 3 / 14, LineKind::rollup}, {4012204, 2017y / 3 / 14}};
  made.fixes = {{4012215, {"CVE-2017-0144", "CVE-2017-0149"}}, {4012204, {"CVE-2017-0149"}}};
  CHECK(told(cyber_essentials(), made,
             {2017y / 5 / 12, with_updates({}),
              [](Facts& facts) {
                rate(facts, {Severity::critical, Severity::important});
              }}) ==
        "CVE-2017-0144 over, due 2017-03-28, 45 over by critical\n"
        "CVE-2017-0149 unassessed, earliest 2017-03-28, lacks score by score\n"
        "open 2: over 1 unassessed 1 (score 1) worst 45");
}

TEST_CASE("what has no rating must be fixed as the critical is") {
  CHECK(told(cyber_essentials(), ms17_010(),
             {2017y / 5 / 12, with_updates({}), [](Facts& facts) { rate(facts, {Severity::unrated}); }}) ==
        "CVE-2017-0144 over, due 2017-03-28, 45 over by no-details\nopen 1: over 1 worst 45");
}

TEST_CASE(
    "a fix that came out more than once counts from the first time, and an estimate of that day is said to be one") {
  MadeFacts made = ms17_010();
  made.updates.push_back({4019264, 2017y / 5 / 9, LineKind::rollup});
  made.fixes.push_back({4019264, {"CVE-2017-0144"}});
  CHECK(told(cyber_essentials(), made,
             {2017y / 5 / 12, with_updates({}), [](Facts& facts) {
                rate(facts, {Severity::critical});
                facts.updates.updates[0].release_known = false;
              }}) == "CVE-2017-0144 over, due 2017-03-28, 45 over, estimated by critical\nopen 1: over 1 worst 45");
}

TEST_CASE("of two components that both lack their fix, the earlier fix sets the day") {
  MadeFacts made = ms17_010();
  made.components = {{"internet-explorer", {"8"}, true}};
  made.in_box = {{"windows-7", "internet-explorer", "8"}};
  made.updates.push_back({4000001, 2017y / 2 / 1});
  made.fixes.push_back({4000001, {"CVE-2017-0144"}, "internet-explorer 8"});
  CHECK(told(cyber_essentials(), made, {2017y / 5 / 12}) ==
        "CVE-2017-0144 over, due 2017-02-15, 86 over by critical\nopen 1: over 1 worst 86");
  CHECK(told(cyber_essentials(), made, {2017y / 5 / 12, with_updates({4000001})}) ==
        "CVE-2017-0144 over, due 2017-03-28, 45 over by critical\nopen 1: over 1 worst 45");
}

TEST_CASE("where it is not known whether the fix is there, it is not known whether the day has passed") {
  PatchState state = with_updates({});
  state.list = UpdateList::cut;
  CHECK(
      told(cyber_essentials(), ms17_010(), {2017y / 5 / 12, state}) ==
      "CVE-2017-0144 unassessed, due 2017-03-28, lacks update_list by critical\nopen 1: unassessed 1 (update_list 1)");
  CHECK(told(bod_22_01(), ms17_010(), {2022y / 9 / 1, state}) == "CVE-2017-0144 not_covered\nopen 1: not_covered 1");
}

TEST_CASE("a fix that the vendor took back cannot be installed by any day") {
  MadeFacts made = ms17_010();
  made.withdrawn = {4012598};
  CHECK(told(cyber_essentials(), made, {2017y / 5 / 12}) ==
        "CVE-2017-0144 unassessed, lacks fix\nopen 1: unassessed 1 (fix 1)");
}

void list_ms17_010(Facts& facts) {
  facts.vulnerabilities[0].exploited_since = 2022y / 2 / 10;
  facts.vulnerabilities[0].due = 2022y / 8 / 10;
}

TEST_CASE("what CISA lists is due on its entry's day: CVE-2017-0144 on 2022-08-10") {
  CHECK(told(bod_22_01(), ms17_010(), {2022y / 8 / 10, with_updates({}), list_ms17_010}) ==
        "CVE-2017-0144 due, due 2022-08-10 by kev-due\nopen 1: due 1");
  CHECK(told(bod_22_01(), ms17_010(), {2022y / 9 / 1, with_updates({}), list_ms17_010}) ==
        "CVE-2017-0144 over, due 2022-08-10, 22 over by kev-due\nopen 1: over 1 worst 22");
}

TEST_CASE("what CISA had not listed by the day asked for, or the day of knowledge, is not covered") {
  const std::string not_covered = "CVE-2017-0144 not_covered\nopen 1: not_covered 1";
  CHECK(told(bod_22_01(), ms17_010(), {2022y / 2 / 9, with_updates({}), list_ms17_010}) == not_covered);
  CHECK(told(bod_22_01(), ms17_010(), {2022y / 9 / 1, with_updates({}), list_ms17_010, {}, 2022y / 2 / 9}) ==
        not_covered);
}

TEST_CASE("a day before the listing is kept: CVE-2021-34527 was listed on 2021-11-03 and due on 2021-07-20") {
  MadeFacts made;
  made.updates = {{5004953, 2021y / 7 / 6}};
  made.fixes = {{5004953, {"CVE-2021-34527"}}};
  made.assessed_until = 2023y / 1 / 10;
  made.open_to_everybody = {5004953};
  CHECK(told(bod_22_01(), made,
             {2021y / 11 / 3, with_updates({}), [](Facts& facts) {
                facts.vulnerabilities[0].exploited_since = 2021y / 11 / 3;
                facts.vulnerabilities[0].due = 2021y / 7 / 20;
              }}) == "CVE-2021-34527 over, due 2021-07-20, 106 over by kev-due\nopen 1: over 1 worst 106");
}

TEST_CASE("where the vendor gives no fix there is none to install in time, and CISA's day holds all the same") {
  MadeFacts made = ms17_010();
  made.fixes.clear();
  made.published = {{"CVE-2017-0144", 2017y / 3 / 14}};
  made.statements = {{"CVE-2017-0144", "made for this test"}};
  CHECK(told(cyber_essentials(), made, {2022y / 9 / 1}) == "CVE-2017-0144 not_covered\nopen 1: not_covered 1");
  CHECK(told(bod_22_01(), made, {2022y / 9 / 1, with_updates({}), list_ms17_010}) ==
        "CVE-2017-0144 over, due 2022-08-10, 22 over by kev-due\nopen 1: over 1 worst 22");
}

TEST_CASE("what the vendor never assessed on the product is unassessed where CISA lists it, and else not covered") {
  MadeFacts made = ms17_010();
  made.published = {{"CVE-2021-34527", 2021y / 7 / 1}};
  CHECK(told(bod_22_01(), made, {2022y / 9 / 1, with_updates({4012598})}) ==
        "CVE-2017-0144 not open\nCVE-2021-34527 not_covered\nopen 1: not_covered 1");
  CHECK(told(bod_22_01(), made,
             {2022y / 9 / 1, with_updates({4012598}),
              [](Facts& facts) {
                facts.vulnerabilities[1].exploited_since = 2021y / 11 / 3;
                facts.vulnerabilities[1].due = 2021y / 7 / 20;
              }}) ==
        "CVE-2017-0144 not open\nCVE-2021-34527 unassessed, due 2021-07-20, lacks assessment by kev-due\n"
        "open 1: unassessed 1 (assessment 1)");
}

// In KEV, exposed, automatable, total: github.com/CERTCC/SSVC data/csv/cisa/cisa_bod_26_04_1_0_0.csv, read 2026-11-23.
TEST_CASE("the rules of BOD 26-04 give each of the sixteen cases the days of its table") {
  struct Case {
    bool kev, exposed, automatable, total;
    int days;  // -1: with the next upgrade.
  };
  const Case cases[] = {
      {false, false, false, false, -1}, {true, false, false, false, 14}, {false, true, false, false, 60},
      {false, false, true, false, 60},  {false, false, false, true, -1}, {true, true, false, false, 14},
      {true, false, true, false, 14},   {false, true, true, false, 14},  {true, false, false, true, 14},
      {false, true, false, true, 14},   {false, false, true, true, 60},  {true, true, true, false, 3},
      {true, true, false, true, 3},     {true, false, true, true, 3},    {false, true, true, true, 3},
      {true, true, true, true, 3}};
  const Day seen = 2026y / 6 / 20;
  for (const Case& each : cases) {
    CAPTURE(each.kev);
    CAPTURE(each.exposed);
    CAPTURE(each.automatable);
    CAPTURE(each.total);
    Circumstances circumstances;
    circumstances.known = {std::nullopt, each.exposed, each.automatable, each.total, std::nullopt};
    circumstances.detected = seen;
    const std::string text = told(bod_26_04(), ms17_010(),
                                  {seen, with_updates({}),
                                   [&](Facts& facts) {
                                     if (each.kev) facts.vulnerabilities[0].exploited_since = seen;
                                   },
                                   circumstances});
    const std::string wanted = each.days < 0 ? "CVE-2017-0144 ok by upgrade\n"
                                             : "CVE-2017-0144 due, due " + to_string(seen + days(each.days)) + " by";
    CHECK(text.substr(0, wanted.size()) == wanted);
  }
}

TEST_CASE("a range of days is over after its last, due until its first, and unassessed between") {
  const auto on = [](Day day) {
    return told(bod_26_04(), ms17_010(), {day, with_updates({}), [](Facts& facts) {
                                            facts.vulnerabilities[0].exploited_since = 2026y / 6 / 11;
                                          }});
  };
  CHECK(on(2026y / 6 / 14) == "CVE-2017-0144 due, due 2026-06-25, earliest 2026-06-14 by kev\nopen 1: due 1");
  CHECK(on(2026y / 6 / 15) ==
        "CVE-2017-0144 unassessed, due 2026-06-25, earliest 2026-06-14, lacks exposure automatable impact by kev\n"
        "open 1: unassessed 1 (exposure 1) (automatable 1) (impact 1)");
  CHECK(on(2026y / 6 / 26) ==
        "CVE-2017-0144 over, due 2026-06-25, earliest 2026-06-14, 1 over by kev\nopen 1: over 1 worst 1");
}

TEST_CASE("what CISA does not list has no day as long as exposure and the day of detection are not known") {
  CHECK(told(bod_26_04(), ms17_010(), {2026y / 11 / 23}) ==
        "CVE-2017-0144 unassessed, lacks exposure automatable impact detection by upgrade\n"
        "open 1: unassessed 1 (exposure 1) (automatable 1) (impact 1) (detection 1)");
}

std::string schemes(const Facts& facts, Day as_of, Day known_at) {
  std::string text;
  for (const SchemeOnDay& each : schemes_on(facts, as_of, known_at))
    text += each.scheme + ": " + (each.policy != nullptr ? each.policy->id : each.says) + "\n";
  return text;
}

Facts with_policies() {
  Facts facts;
  Policy next = cyber_essentials();
  next.id = "ce-4";
  next.published = 2025y / 2 / 1;
  next.from = 2025y / 4 / 28;
  facts.policies = {cyber_essentials(), next, bod_22_01()};
  facts.policies[0].until = 2025y / 4 / 27;
  facts.policies[0].superseded_by = "ce-4";
  return facts;
}

TEST_CASE("the version of a policy is the one in force on the day, and before the first there is none") {
  const Facts facts = with_policies();
  CHECK(schemes(facts, 2025y / 4 / 27, 2026y / 1 / 1) == "ce: ce-3\ncisa-bod: bod-22-01\n");
  CHECK(schemes(facts, 2025y / 4 / 28, 2026y / 1 / 1) == "ce: ce-4\ncisa-bod: bod-22-01\n");
  CHECK(schemes(facts, 2017y / 5 / 12, 2017y / 5 / 12) ==
        "ce: no version that the pack holds was in force on 2017-05-12 and known on 2017-05-12; the first is in force "
        "from 2023-04-24 on\n"
        "cisa-bod: no version that the pack holds was in force on 2017-05-12 and known on 2017-05-12; the first is in "
        "force from 2021-11-03 on\n");
}

TEST_CASE("a version that was not known yet does not count, nor does the end that it put to the one before") {
  const Facts facts = with_policies();
  CHECK(schemes(facts, 2025y / 5 / 1, 2025y / 1 / 31) == "ce: ce-3\ncisa-bod: bod-22-01\n");
  CHECK(schemes(facts, 2025y / 5 / 1, 2025y / 2 / 1) == "ce: ce-4\ncisa-bod: bod-22-01\n");
}

TEST_CASE("after its last day a policy without a successor binds no more") {
  CHECK(
      schemes(with_policies(), 2026y / 6 / 10, 2026y / 6 / 10) ==
      "ce: ce-4\ncisa-bod: no version that the pack holds was in force on 2026-06-10; the last ended on 2026-06-09\n");
}

std::string support(const Policy& policy, lifecycle::Phase phase, std::optional<bool> isolated = {}) {
  Circumstances circumstances;
  circumstances.known[static_cast<std::size_t>(Circumstance::isolated)] = isolated;
  return exposure::spelled(support_under(policy, {phase, Day(2014y / 4 / 8), {}}, 2017y / 5 / 12, circumstances));
}

TEST_CASE("unsupported software is a breach until somebody shows that it is isolated") {
  using lifecycle::Phase;
  CHECK(support(cyber_essentials(), Phase::none) ==
        "unsupported for 1,130 days: a breach unless isolated; isolation is not known");
  CHECK(support(cyber_essentials(), Phase::none, false) == "unsupported for 1,130 days: a breach");
  CHECK(support(cyber_essentials(), Phase::none, true) == "ok");
  CHECK(support(cyber_essentials(), Phase::paid) == "ok");
  CHECK(support(cyber_essentials(), Phase::unknown) == "unassessed: until when the release gets updates is not known");
  CHECK(support(bod_22_01(), Phase::none) == "not_covered");
}

TEST_CASE("a version that knows no isolation is not discharged by it") {
  Policy older = cyber_essentials();
  older.rules.back().unless.reset();
  CHECK(support(older, lifecycle::Phase::none, true) == "unsupported for 1,130 days: a breach");
}

}  // namespace
}  // namespace shoal::exposure
