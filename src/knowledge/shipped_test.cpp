// What must hold of every patch state, judged by the pack that ships.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "base/sanitized.hpp"
#include "estate/made_rules.hpp"
#include "exposure/install.hpp"
#include "exposure/policy.hpp"
#include "exposure/presumption_fit.hpp"
#include "knowledge/shipped.hpp"

namespace shoal::knowledge {
namespace {

using namespace exposure;

constexpr std::uint64_t seed = 20081023;

// Of every product, but under a sanitizer of every tenth: what differs between products is facts, not code.
constexpr std::size_t product_step = thinned<std::size_t>(1, 10);

// Some of the updates that the view lists, from none to nearly all, and some that no pack knows.
PatchState random_state(const ProductView& view, std::uint16_t product, std::mt19937_64& random) {
  PatchState state;
  state.product = product;
  state.edition = view.edition();
  state.list = static_cast<UpdateList>(random() % 3);
  if (random() % 4 == 0) state.revision = static_cast<std::uint32_t>(random() % 5000);
  const std::uint64_t share = random() % 100;
  view.applicable().each([&](std::size_t update) {
    if (random() % 100 < share * share / 100) state.kbs.push_back(view.kb(update));
  });
  state.kbs.push_back(static_cast<std::uint32_t>(9'000'000 + random() % 1000));
  return state;
}

TEST_CASE("of every product and state, each vulnerability has one verdict, and another update opens nothing") {
  INFO("seed ", seed);
  std::mt19937_64 random(seed);
  const Pack pack = shipped();
  const update::KnownAt known(pack.facts.snapshots, std::chrono::year(2026) / 7 / 1);
  for (std::size_t at = 0; at < pack.facts.products.size(); at += product_step) {
    const auto product = static_cast<std::uint16_t>(at);
    CAPTURE(pack.facts.products[product].name);
    const ProductView view(pack.facts, pack.catalogue, product, "any", {}, known);
    const std::vector<std::size_t> updates = [&] {
      std::vector<std::size_t> listed;
      view.applicable().each([&](std::size_t update) { listed.push_back(update); });
      return listed;
    }();
    std::uint32_t listed = view.outside().before + view.outside().after;
    for (const Group& group : view.groups()) listed += static_cast<std::uint32_t>(group.vulnerabilities.size());

    Presence before(view), after(view);
    Judgement judgement;
    for (int round = 0; round < 4 && !updates.empty(); round++) {
      const PatchState state = random_state(view, product, random);
      CAPTURE(spelled(state));
      before.take(state);
      judge(before, judgement);
      REQUIRE(judgement.counts.considered() + judgement.counts.not_considered == listed);

      PatchState more = state;
      more.kbs.push_back(view.kb(updates[random() % updates.size()]));
      std::sort(more.kbs.begin(), more.kbs.end());
      after.take(more);
      // By requirement, not by vulnerability: an update may show that a component is there which lacks its own fix, or
      // that Internet Explorer 8 has replaced 6.
      for (const Requirement& requirement : view.requirements())
        if (judge(before, requirement).verdict == Verdict::fixed && after.has_component(requirement.component))
          REQUIRE(judge(after, requirement).verdict == Verdict::fixed);
    }
  }
}

TEST_CASE("of every product and state, installing the plan leaves nothing missing that is in reach") {
  INFO("seed ", seed);
  std::mt19937_64 random(seed);
  const Pack pack = shipped();
  const update::KnownAt known(pack.facts.snapshots, std::chrono::year(2026) / 7 / 1);
  for (std::size_t at = 0; at < pack.facts.products.size(); at += product_step) {
    const auto product = static_cast<std::uint16_t>(at);
    CAPTURE(pack.facts.products[product].name);
    const ProductView view(pack.facts, pack.catalogue, product, "any", {}, known);
    const InstallPlanner planner(view);
    Presence presence(view);
    Judgement judgement;
    for (int round = 0; round < 4; round++) {
      PatchState state = random_state(view, product, random);
      state.list = UpdateList::complete;
      CAPTURE(spelled(state));
      presence.take(state);
      judge(presence, judgement);
      const InstallPlan plan = planner.plan(presence, judgement);
      Bits installed = presence.present();
      for (const Install& each : plan.updates) installed |= view.family().contained_in(each.update);
      std::uint32_t open = 0;
      for (std::size_t i = 0; i < view.groups().size(); i++) {
        if (judgement.outcomes[i].verdict != Verdict::missing) continue;
        const auto lacks = [&](const std::vector<std::uint32_t>& options) {
          return std::none_of(options.begin(), options.end(),
                              [&](std::uint32_t option) { return installed.test(option); });
        };
        bool lacking = false;
        for (const std::uint16_t position : view.groups()[i].requirements) {
          const Requirement& requirement = view.requirements()[position];
          if (judge(presence, requirement).verdict != Verdict::missing) continue;
          if (!requirement.any_of.empty()) {
            lacking = lacking || lacks(requirement.any_of);
          } else {
            lacking = lacking || std::any_of(requirement.clauses.begin(), requirement.clauses.end(), lacks);
          }
        }
        if (lacking) open += static_cast<std::uint32_t>(view.groups()[i].vulnerabilities.size());
      }
      REQUIRE(open == plan.out_of_reach);
    }
  }
}

JudgedState judged(const std::shared_ptr<const ProductView>& view, PatchState state) {
  JudgedState made;
  made.state = std::move(state);
  made.view = view;
  Presence presence(*view);
  presence.take(made.state);
  judge(presence, made.judgement);
  return made;
}

TEST_CASE("of every product and state, what a policy says sums to what is open, counted at once or one by one") {
  INFO("seed ", seed);
  std::mt19937_64 random(seed);
  const Pack pack = shipped();
  const Day day = std::chrono::year(2026) / 7 / 1;
  const update::KnownAt known(pack.facts.snapshots, day);
  for (std::size_t at = 0; at < pack.facts.products.size(); at += product_step) {
    const auto product = static_cast<std::uint16_t>(at);
    const Policy& policy = pack.facts.policies[at % pack.facts.policies.size()];
    CAPTURE(pack.facts.products[product].name);
    CAPTURE(policy.id);
    const auto view =
        std::make_shared<ProductView>(pack.facts, pack.catalogue, product, "any", std::vector<std::string>{}, known);
    const PolicyView held(policy, *view, day);
    const JudgedState state = judged(view, random_state(*view, product, random));
    const PolicyCounts counts = held.count(state.judgement);
    const Counts& verdicts = state.judgement.counts;
    REQUIRE(counts.open() == verdicts.considered() - verdicts.of(Verdict::fixed));

    std::array<std::uint32_t, stance_count> one_by_one{};
    std::uint32_t worst = 0;
    for (std::size_t i = 0; i < pack.facts.vulnerabilities.size(); i++) {
      const auto deadline = held.deadline(state, static_cast<VulnerabilityIndex>(i));
      if (!deadline) continue;
      one_by_one[static_cast<std::size_t>(deadline->stance)]++;
      worst = std::max(worst, deadline->days_over);
      REQUIRE((deadline->stance == Stance::unassessed) == !deadline->lacks.none());
      if (deadline->due) REQUIRE(*deadline->earliest <= *deadline->due);
    }
    REQUIRE(one_by_one == counts.by_stance);
    REQUIRE(worst == counts.worst_days_over);
  }
}

// Days of CISA's list of 2025-08-25; CVE-2008-4250 does not stand in it.
TEST_CASE("the days by which CISA wants known vulnerabilities remedied are those of its list") {
  const Pack pack = shipped();
  std::string text;
  for (const char* cve : {"CVE-2017-0143", "CVE-2017-0144", "CVE-2017-0146", "CVE-2019-0708", "CVE-2020-0796",
                          "CVE-2021-34527", "CVE-2008-4250"}) {
    const Vulnerability& held = pack.facts.vulnerabilities[*find_vulnerability(pack.facts, *parse_cve(cve))];
    text += std::string(cve) + " " + (held.due ? to_string(*held.due) : "-") + "\n";
  }
  CHECK(text ==
        "CVE-2017-0143 2022-05-03\nCVE-2017-0144 2022-08-10\nCVE-2017-0146 2022-04-15\nCVE-2019-0708 2022-05-03\n"
        "CVE-2020-0796 2022-08-10\nCVE-2021-34527 2021-07-20\nCVE-2008-4250 -\n");
}

TEST_CASE("on every day since the first version exactly one version of Cyber Essentials is in force") {
  const Pack pack = shipped();
  const auto on = [&](int year, unsigned month, unsigned day) {
    const Day asked = std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
    std::string text;
    for (const SchemeOnDay& each : schemes_on(pack.facts, asked, asked))
      text += (each.policy != nullptr ? each.policy->id : "none") + " ";
    return text;
  };
  CHECK(on(2017, 2, 28) == "none none ");
  CHECK(on(2017, 5, 12) == "cyber-essentials-2017 none ");
  CHECK(on(2022, 1, 24) == "cyber-essentials-3.0 bod-22-01 ");
  CHECK(on(2023, 4, 24) == "cyber-essentials-3.1 bod-22-01 ");
  CHECK(on(2025, 4, 28) == "cyber-essentials-3.2 bod-22-01 ");
  CHECK(on(2026, 4, 26) == "cyber-essentials-3.2 bod-22-01 ");
  CHECK(on(2026, 6, 9) == "cyber-essentials-3.3 bod-22-01 ");
  CHECK(on(2026, 6, 10) == "cyber-essentials-3.3 bod-26-04 ");
}

// The sixteen cases that these rules give are held against CERT/CC's table in exposure's own test.
TEST_CASE("the rules of BOD 26-04 that ship are those of its table") {
  const Pack pack = shipped();
  const auto policy = std::find_if(pack.facts.policies.begin(), pack.facts.policies.end(),
                                   [](const Policy& each) { return each.id == "bod-26-04"; });
  REQUIRE(policy != pack.facts.policies.end());
  std::string text;
  for (const PolicyRule& rule : policy->rules) {
    text += rule.id + ":";
    for (const Circumstance need : rule.needs) text.append(" ").append(spelled(need));
    text += (rule.listing == Listing::listed ? " listed " : " not ") + std::to_string(rule.days) + " " +
            std::string(spelled(rule.clock)) + "\n";
  }
  CHECK(text ==
        "kev: listed 14 kev_added\nkev-exposed-automatable: exposed automatable listed 3 kev_added\n"
        "kev-exposed-total: exposed total listed 3 kev_added\n"
        "kev-automatable-total: automatable total listed 3 kev_added\nexposed: exposed not 60 detected\n"
        "automatable: automatable not 60 detected\nexposed-automatable: exposed automatable not 14 detected\n"
        "exposed-total: exposed total not 14 detected\n"
        "exposed-automatable-total: exposed automatable total not 3 detected\nupgrade: not 0 none\n");
}

// KB4012212 and KB4012215 came out on 2017-03-14; two weeks later it was 2017-03-28, and WannaCry came on 2017-05-12.
TEST_CASE("on the day of WannaCry a Windows 7 without MS17-010's update was 45 days over") {
  const Pack pack = shipped();
  const Day day = std::chrono::year(2017) / 5 / 12;
  const update::KnownAt known(pack.facts.snapshots, day);
  const auto product = find_product(pack.facts, "windows-7-sp1", estate::Architecture::x64);
  const auto view =
      std::make_shared<ProductView>(pack.facts, pack.catalogue, *product, "any", std::vector<std::string>{}, known);
  PatchState bare;
  bare.product = *product;
  bare.edition = "any";
  const JudgedState state = judged(view, bare);
  const SchemeOnDay scheme = schemes_on(pack.facts, day, day).front();
  const PolicyView held(*scheme.policy, *view, day);
  const auto deadline = held.deadline(state, *find_vulnerability(pack.facts, *parse_cve("CVE-2017-0144")));
  REQUIRE(deadline);
  CHECK(std::string(spelled(deadline->stance)) + " " + to_string(*deadline->due) + " " +
            std::to_string(deadline->days_over) + " " + deadline->rule->id ==
        "over 2017-03-28 45 critical");
}

TEST_CASE("of every product, what is presumed comes out of what was published since, and a relative has each of it") {
  const Pack pack = shipped();
  const update::KnownAt known(pack.facts.snapshots, std::chrono::year(2026) / 7 / 1);
  const auto presumer = std::make_shared<const Presumer>(pack.facts, known);
  std::uint32_t presumed = 0;
  for (std::size_t at = 0; at < pack.facts.products.size(); at += product_step) {
    const auto product = static_cast<std::uint16_t>(at);
    CAPTURE(pack.facts.products[product].name);
    const ProductView silent(pack.facts, pack.catalogue, product, "any", {}, known);
    const ProductView view(pack.facts, pack.catalogue, product, "any", {}, known, presumer);
    const Outside &without = silent.outside(), &with = view.outside();
    CHECK(without.presumed == 0);
    CHECK(with.before == without.before);
    CHECK(with.after + with.presumed == without.after);
    CHECK(with.exploited_after + with.exploited_presumed == without.exploited_after);
    CHECK(with.presumed == view.presumptions().size());
    CHECK(with.expected.low() <= with.expected.expected);
    CHECK(with.expected.expected <= with.presumed);
    double sum = 0;
    for (const Presumption& each : view.presumptions()) {
      const Vulnerability& told = pack.facts.vulnerabilities[each.vulnerability];
      REQUIRE_FALSE(view.group_of(each.vulnerability));
      REQUIRE((!with.assessed_until || told.published > *with.assessed_until));
      REQUIRE(told.published >= pack.facts.lineage[*presumer->lineage().find(view.product().release)].available);
      REQUIRE((each.probability > 0 && each.probability < 1));
      const Relatives listed =
          presumer->lineage().listed(each.vulnerability, pack.facts.products[product].architecture);
      REQUIRE((listed >> each.nearest & 1) == 1);
      sum += each.probability;
    }
    CHECK(sum == doctest::Approx(with.expected.expected));
    presumed += with.presumed;
  }
  CHECK(presumed > 0);
}

std::vector<double> numbers_of(const PresumptionModel& model) {
  std::vector<double> all{model.shared_error};
  for (const PresumptionPart* part : {&model.beside, &model.apart}) {
    all.insert(all.end(), part->coefficients.begin(), part->coefficients.end());
    for (const Precedent& each : part->precedents)
      all.insert(all.end(), {static_cast<double>(each.situation), each.cases, each.affected, each.expected});
  }
  for (const ReliabilityBin& bin : model.reliability) all.insert(all.end(), {bin.cases, bin.expected, bin.affected});
  return all;
}

TEST_CASE("shuffling for whom later vulnerabilities are listed moves no bit of a model fitted before them") {
  INFO("seed ", seed);
  Pack pack = shipped();
  Facts& facts = pack.facts;
  const Day day = facts.snapshots[2];  // 2021-06-27: half of all vulnerabilities came later.
  const auto fitted = [&](Day until) {
    return numbers_of(fit_presumption(Lineage(facts, update::KnownAt(facts.snapshots, until))));
  };
  // The fit to all lists only shows that shuffling does move something, and takes a minute under a sanitizer.
  const auto whole = [&] { return is_sanitized ? std::vector<double>{} : fitted(facts.snapshots.back()); };
  const std::vector<double> before = fitted(day), whole_before = whole();
  std::vector<std::size_t> later;
  std::vector<VulnerabilityIndex> labels;
  for (std::size_t i = 0; i < facts.rows.size(); i++)
    if (facts.vulnerabilities[facts.rows[i].vulnerability].published > day) {
      later.push_back(i);
      labels.push_back(facts.rows[i].vulnerability);
    }
  REQUIRE(later.size() > 50'000);
  std::mt19937_64 random(seed);
  std::shuffle(labels.begin(), labels.end(), random);
  for (std::size_t i = 0; i < later.size(); i++) facts.rows[later[i]].vulnerability = labels[i];
  CHECK(fitted(day) == before);
  CHECK((is_sanitized || whole() != whole_before));
}

TEST_CASE("the rules of identity that ship are those that its tests rest on") {
  const estate::IdentityRules shipped_rules = shipped().identity;
  estate::IdentityRules rules = made_rules();
  CHECK(shipped_rules.liars.size() > 100);
  rules.liars = shipped_rules.liars;
  CHECK(shipped_rules == rules);
}

}  // namespace
}  // namespace shoal::knowledge
