#include "exposure/install.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <random>

#include "exposure/made_facts.hpp"

namespace shoal::exposure {
namespace {

using namespace std::chrono;
using update::LineKind;

// The plan as "KB4015549 closes 3, ...", then what is not as usual.
std::string planned(const MadeFacts& made, const PatchState& state, const std::vector<std::string>& enrolled = {}) {
  const Facts facts = made.facts();
  const lifecycle::Catalogue catalogue = made.catalogue();
  const ProductView view(facts, catalogue, 0, state.edition, enrolled, update::KnownAt(facts.snapshots, 2026y / 1 / 1));
  Presence presence(view);
  presence.take(state);
  Judgement judgement;
  judge(presence, judgement);
  const InstallPlan plan = InstallPlanner(view).plan(presence, judgement);
  std::string text;
  for (const Install& each : plan.updates)
    text += "KB" + std::to_string(view.kb(each.update)) + " closes " + std::to_string(each.closes) +
            (each.certain ? "\n" : ", if it is not there\n");
  if (plan.out_of_reach > 0) text += "out of reach: " + std::to_string(plan.out_of_reach) + "\n";
  if (!plan.smallest) text += "perhaps not the smallest\n";
  return text;
}

// Microsoft's updates for Windows 7 of three months, and a vulnerability of each.
MadeFacts three_months() {
  MadeFacts made;
  made.updates = {{3192391, 2016y / 10 / 11, LineKind::security_only},
                  {3185330, 2016y / 10 / 11, LineKind::rollup},
                  {4012212, 2017y / 3 / 14, LineKind::security_only},
                  {4012215, 2017y / 3 / 14, LineKind::rollup},
                  {4015549, 2017y / 4 / 11, LineKind::rollup}};
  made.fixes = {{3192391, {"CVE-2016-3393"}},
                {3185330, {"CVE-2016-3393"}},
                {4012212, {"CVE-2017-0143", "CVE-2017-0144"}},
                {4012215, {"CVE-2017-0143", "CVE-2017-0144"}},
                {4015549, {"CVE-2017-0199"}}};
  return made;
}

TEST_CASE("one rollup is planned in place of all that it contains") {
  CHECK(planned(three_months(), with_updates({})) == "KB4015549 closes 4\n");
}

TEST_CASE("where a rollup and a security-only update close the same, the rollup is planned") {
  MadeFacts made = three_months();
  made.fixes.pop_back();
  made.updates.pop_back();
  CHECK(planned(made, with_updates({3185330})) == "KB4012215 closes 2\n");
}

TEST_CASE("nothing is planned where nothing is missing") {
  CHECK(planned(three_months(), with_updates({4015549})).empty());
}

TEST_CASE("all packages of an older bulletin are planned, and the last of them closes it") {
  MadeFacts made;
  for (const std::uint32_t kb : {3108664U, 3109560U, 3110329U}) {
    made.updates.push_back({kb, 2016y / 1 / 12});
    made.fixes.push_back({kb, {"CVE-2016-0014"}});
  }
  CHECK(planned(made, with_updates({})) == "KB3108664 closes 1\nKB3109560 closes 0\nKB3110329 closes 0\n");
}

TEST_CASE("what a device is not entitled to is out of reach, until it is enrolled") {
  MadeFacts made;
  made.updates = {{4534310, 2020y / 1 / 14, LineKind::rollup}, {4537820, 2020y / 2 / 11, LineKind::rollup}};
  made.fixes = {{4534310, {"CVE-2020-0601"}}, {4537820, {"CVE-2020-0674"}}};
  made.enrolments = {
      {"esu-windows-7-year-1", "ESU, year 1", "windows-7-sp1", "any", 2020y / 1 / 15, Day(2021y / 1 / 12), "made"}};
  CHECK(planned(made, with_updates({})) == "KB4534310 closes 1\nout of reach: 1\n");
  CHECK(planned(made, with_updates({}), {"esu-windows-7-year-1"}) == "KB4537820 closes 2\n");
}

TEST_CASE("a withdrawn update is never planned") {
  MadeFacts made = three_months();
  made.withdrawn = {4015549};
  CHECK(planned(made, with_updates({})) == "KB4012215 closes 3\nout of reach: 1\n");
}

TEST_CASE("an update for a component that is not there is not planned") {
  MadeFacts made = three_months();
  made.components = {{"internet-explorer", {"11"}, true}};
  made.updates.push_back({4018271, 2017y / 5 / 9});
  made.fixes.push_back({4018271, {"CVE-2017-0222"}, "internet-explorer 11"});
  CHECK(planned(made, with_updates({4015549})).empty());
  made.in_box = {{"windows-7", "internet-explorer", "11"}};
  CHECK(planned(made, with_updates({4015549})) == "KB4018271 closes 1\n");
}

TEST_CASE("where the list is cut, what is planned may be there already") {
  PatchState state = with_updates({4012215});
  state.list = UpdateList::cut;
  CHECK(planned(three_months(), state) == "KB4015549 closes 1, if it is not there\n");
}

// Up to seven packages, some of which supersede others, and up to eight vulnerabilities of some of them each.
MadeFacts random_facts(std::mt19937_64& random) {
  MadeFacts made;
  const std::uint32_t first = 3000001;
  const std::size_t updates = 2 + random() % 6;
  for (std::uint32_t i = 0; i < updates; i++) {
    const Day released = Day(2016y / 6 / 1) + days(40 * i);
    const bool in_line = released >= Day(2016y / 10 / 11) && random() % 2 == 0;
    made.updates.push_back({first + i, released, in_line ? std::optional(LineKind::rollup) : std::nullopt});
    if (i > 0 && random() % 3 == 0)
      made.supersedes.push_back({first + i, first + static_cast<std::uint32_t>(random() % i)});
    if (random() % 8 == 0) made.withdrawn.push_back(first + i);
  }
  for (std::size_t cve = 0; cve < 8; cve++)
    for (std::uint32_t i = 0; i < updates; i++)
      if (random() % 4 == 0) made.fixes.push_back({first + i, {"CVE-2016-100" + std::to_string(cve)}});
  return made;
}

TEST_CASE("once the plan is installed nothing is missing but what is out of reach") {
  const std::uint64_t seed = 20170314;
  INFO("seed ", seed);
  std::mt19937_64 random(seed);
  for (int round = 0; round < 2000; round++) {
    CAPTURE(round);
    const MadeFacts made = random_facts(random);
    const Facts facts = made.facts();
    const lifecycle::Catalogue catalogue = made.catalogue();
    const ProductView view(facts, catalogue, 0, "any", {}, update::KnownAt(facts.snapshots, 2026y / 1 / 1));
    std::vector<std::uint32_t> kbs;
    for (const MadeFacts::Made& update : made.updates)
      if (random() % 4 == 0) kbs.push_back(update.kb);

    Presence presence(view);
    Judgement judgement;
    const PatchState before = with_updates(kbs);
    presence.take(before);
    judge(presence, judgement);
    const std::uint32_t missing = judgement.counts.of(Verdict::missing);
    const InstallPlan plan = InstallPlanner(view).plan(presence, judgement);
    std::uint32_t closes = 0;
    for (const Install& each : plan.updates) {
      kbs.push_back(view.kb(each.update));
      closes += each.closes;
      REQUIRE(view.access(each.update).obtainable == Obtainable::everybody);
    }
    REQUIRE(closes + plan.out_of_reach == missing);
    const PatchState after = with_updates(kbs);
    presence.take(after);
    judge(presence, judgement);
    REQUIRE(judgement.counts.of(Verdict::missing) <= plan.out_of_reach);
  }
}

TEST_CASE("the smallest cover covers, and where it is called smallest no other set of options is smaller") {
  const std::uint64_t seed = 20170314;
  INFO("seed ", seed);
  std::mt19937_64 random(seed);
  for (int round = 0; round < 4000; round++) {
    CAPTURE(round);
    const std::size_t elements = 1 + random() % 12, count = 1 + random() % 9;
    std::vector<Bits> options(count, Bits(elements));
    std::vector<std::size_t> preferred;
    Bits wanted(elements);
    for (std::size_t i = 0; i < count; i++) {
      preferred.push_back(i);
      for (std::size_t element = 0; element < elements; element++)
        if (random() % 3 == 0) options[i].set(element);
      wanted |= options[i];
    }
    for (std::size_t element = 0; element < elements; element++)
      if (random() % 6 == 0) wanted.reset(element);

    std::size_t smallest = count;
    for (std::uint32_t subset = 0; subset < 1U << count; subset++) {
      Bits held(elements);
      for (std::size_t i = 0; i < count; i++)
        if (((subset >> i) & 1U) != 0) held |= options[i];
      if (wanted.within(held)) smallest = std::min(smallest, static_cast<std::size_t>(std::popcount(subset)));
    }
    bool proved = false;
    const std::vector<std::size_t> cover = smallest_cover(options, preferred, wanted, proved);
    Bits held(elements);
    for (const std::size_t option : cover) held |= options[option];
    REQUIRE(wanted.within(held));
    REQUIRE(proved);
    REQUIRE(cover.size() == smallest);
  }
}

TEST_CASE("of options that do the same the one that is preferred is chosen, and no other than those named") {
  std::vector<Bits> options(3, Bits(2));
  for (Bits& option : options) option.set(1);
  bool proved = false;
  CHECK(smallest_cover(options, std::vector<std::size_t>{2, 1}, options[0], proved) == std::vector<std::size_t>{2});
  CHECK(smallest_cover(options, std::vector<std::size_t>{1, 2}, options[0], proved) == std::vector<std::size_t>{1});
}

}  // namespace
}  // namespace shoal::exposure
