#include "exposure/judge.hpp"

#include <doctest/doctest.h>

#include "exposure/made_facts.hpp"

namespace shoal::exposure {
namespace {

using namespace std::chrono;
using update::LineKind;

struct Standpoint {
  Day known = 2026y / 1 / 1;
  std::vector<std::string> enrolled = {};
};

std::string judged(const MadeFacts& made, const PatchState& state, const Standpoint& from = {}, bool counts = false) {
  const Facts facts = made.facts();
  const lifecycle::Catalogue catalogue = made.catalogue();
  const update::KnownAt known(facts.snapshots, from.known);
  const ProductView view(facts, catalogue, 0, state.edition, from.enrolled, known);
  Presence presence(view);
  presence.take(state);
  Judgement judgement;
  judge(presence, judgement);
  return counts ? spelled(judgement.counts) : spelled(view, judgement);
}

PatchState list_of(UpdateList list, std::vector<std::uint32_t> kbs) {
  PatchState state = with_updates(std::move(kbs));
  state.list = list;
  return state;
}

// Microsoft's updates for Windows 7 of three months, and a vulnerability of each.
MadeFacts windows_7() {
  MadeFacts made;
  made.updates = {{3192391, 2016y / 10 / 11, LineKind::security_only},
                  {3185330, 2016y / 10 / 11, LineKind::rollup},
                  {4012212, 2017y / 3 / 14, LineKind::security_only},
                  {4012215, 2017y / 3 / 14, LineKind::rollup},
                  {4015549, 2017y / 4 / 11, LineKind::rollup}};
  made.fixes = {{3192391, {"CVE-2016-3393"}},
                {3185330, {"CVE-2016-3393"}},
                {4012212, {"CVE-2017-0144"}},
                {4012215, {"CVE-2017-0144"}},
                {4015549, {"CVE-2017-0199"}}};
  return made;
}

// MS16-007 on Windows 7: five packages, which came before there were rollups.
MadeFacts ms16_007() {
  MadeFacts made;
  for (const std::uint32_t kb : {3108664U, 3109560U, 3110329U, 3121461U, 3121918U}) {
    made.updates.push_back({kb, 2016y / 1 / 12});
    made.fixes.push_back({kb, {"CVE-2016-0014"}});
  }
  return made;
}

TEST_CASE("a rollup contains the older ones of its line, and so fixes what they fix") {
  CHECK(judged(windows_7(), with_updates({4015549})) ==
        "CVE-2016-3393 fixed\nCVE-2017-0144 fixed\nCVE-2017-0199 fixed\n");
  CHECK(judged(windows_7(), with_updates({4012215})) ==
        "CVE-2016-3393 fixed\nCVE-2017-0144 fixed\nCVE-2017-0199 missing public\n");
}

TEST_CASE("a security-only update and a rollup are alternatives, and the former fixes its own month only") {
  CHECK(judged(windows_7(), with_updates({4012212})) ==
        "CVE-2016-3393 missing public\nCVE-2017-0144 fixed\nCVE-2017-0199 missing public\n");
}

TEST_CASE("the browser's own update and the system's rollup are alternatives for the browser's vulnerabilities") {
  MadeFacts made = windows_7();
  made.components = {{"internet-explorer", {"11"}, true}};
  made.in_box = {{"windows-7", "internet-explorer", "11"}};
  made.updates.push_back({4012204, 2017y / 3 / 14});
  made.fixes.push_back({4012204, {"CVE-2017-0149"}, "internet-explorer 11"});
  made.fixes.push_back({4012215, {"CVE-2017-0149"}, "internet-explorer 11"});
  CHECK(judged(made, with_updates({4012204})) ==
        "CVE-2016-3393 missing public\nCVE-2017-0144 missing public\nCVE-2017-0149 fixed\n"
        "CVE-2017-0199 missing public\n");
  CHECK(judged(made, with_updates({4012215})) ==
        "CVE-2016-3393 fixed\nCVE-2017-0144 fixed\nCVE-2017-0149 fixed\nCVE-2017-0199 missing public\n");
}

TEST_CASE("the packages of an older bulletin complement each other") {
  CHECK(judged(ms16_007(), with_updates({})) == "CVE-2016-0014 missing public\n");
  CHECK(judged(ms16_007(), with_updates({3108664, 3109560, 3110329, 3121461, 3121918})) == "CVE-2016-0014 fixed\n");
  CHECK(judged(ms16_007(), with_updates({3108664, 3109560, 3110329, 3121461})) ==
        "CVE-2016-0014 unassessed some_packages\n");
}

TEST_CASE("packages of which one supersedes another are not complements: either will do") {
  MadeFacts made = ms16_007();
  made.updates.push_back({2887069, 2013y / 12 / 10});
  made.fixes.push_back({2887069, {"CVE-2016-0014"}});
  made.supersedes = {{3110329, 2887069}};
  CHECK(judged(made, with_updates({3108664, 3109560, 3110329, 3121461, 3121918})) == "CVE-2016-0014 fixed\n");
  CHECK(judged(made, with_updates({3108664, 3109560, 2887069, 3121461, 3121918})) == "CVE-2016-0014 fixed\n");
}

TEST_CASE("a superseding update carries the fixes of what it supersedes") {
  MadeFacts made = ms16_007();
  made.updates.push_back({3185911, 2016y / 9 / 13});
  for (const std::uint32_t kb : {3108664U, 3109560U, 3110329U, 3121461U, 3121918U})
    made.supersedes.push_back({3185911, kb});
  CHECK(judged(made, with_updates({3185911})) == "CVE-2016-0014 fixed\n");
}

TEST_CASE("whether a newer rollup holds an older fix is open where nothing says so") {
  MadeFacts made = windows_7();
  made.updates.push_back({3121918, 2016y / 1 / 12});
  made.fixes = {{3121918, {"CVE-2016-0014"}}};
  CHECK(judged(made, with_updates({4012215})) == "CVE-2016-0014 unassessed newer_rollup\n");
  CHECK(judged(made, with_updates({4012212})) == "CVE-2016-0014 missing public\n");
  made.supersedes = {{3185330, 3121918}};
  CHECK(judged(made, with_updates({4012215})) == "CVE-2016-0014 fixed\n");
}

TEST_CASE("a list that is cut proves what it names and never what it does not") {
  CHECK(judged(windows_7(), list_of(UpdateList::cut, {4012215})) ==
        "CVE-2016-3393 fixed\nCVE-2017-0144 fixed\nCVE-2017-0199 unassessed list_cut\n");
}

TEST_CASE("without a list of updates nothing is held to be missing") {
  CHECK(judged(windows_7(), list_of(UpdateList::absent, {}), {}, true) == "considered 3: unassessed 3 (list_absent 3)");
}

// Version 1809 and its cumulative updates of November 2018, January and February 2019.
MadeFacts windows_10_1809() {
  MadeFacts made;
  made.release = {"windows-10-1809", "Windows 10 1809", {}, "10.0", 17763, 0, {}, {}, "10.0.17763", {}};
  made.dates = {"any", 2020y / 11 / 10, 2020y / 11 / 10, "made"};
  made.family = {"10.0.17763", Day(2018y / 11 / 13), true};
  made.updates = {{4467708, 2018y / 11 / 13, LineKind::rollup},
                  {4480116, 2019y / 1 / 8, LineKind::rollup},
                  {4487044, 2019y / 2 / 12, LineKind::rollup}};
  made.builds = {{17763, 134, 0}, {17763, 253, 1}, {17763, 316, 2}};
  made.fixes = {{4467708, {"CVE-2018-8544"}}, {4480116, {"CVE-2019-0543"}}, {4487044, {"CVE-2019-0626"}}};
  return made;
}

TEST_CASE("where updates are cumulative the build revision decides, whatever the list says") {
  for (const UpdateList list : {UpdateList::complete, UpdateList::cut, UpdateList::absent}) {
    PatchState state = list_of(list, {});
    state.revision = 316;
    CAPTURE(static_cast<int>(list));
    CHECK(judged(windows_10_1809(), state) == "CVE-2018-8544 fixed\nCVE-2019-0543 fixed\nCVE-2019-0626 fixed\n");
  }
}

TEST_CASE("a revision between two updates proves the older one and not the newer") {
  PatchState state = with_updates({});
  state.revision = 292;  // KB4476976 of 22 January 2019, which fixed no vulnerability.
  CHECK(judged(windows_10_1809(), state) == "CVE-2018-8544 fixed\nCVE-2019-0543 fixed\nCVE-2019-0626 missing public\n");
}

TEST_CASE("without a revision the newest recognised cumulative update decides") {
  CHECK(judged(windows_10_1809(), with_updates({4470788, 4480116})) ==
        "CVE-2018-8544 fixed\nCVE-2019-0543 fixed\nCVE-2019-0626 missing public\n");
}

TEST_CASE("with no cumulative update recognised nothing is held to be missing") {
  CHECK(judged(windows_10_1809(), with_updates({4470788}), {}, true) == "considered 3: unassessed 3 (no_cumulative 3)");
}

// Internet Explorer 6, 7 and 8 on Windows XP: MS14-021, one number for three updates.
MadeFacts windows_xp() {
  MadeFacts made;
  made.release = {"windows-xp-sp3", "Windows XP SP3", {}, "5.1", 2600, 3, {}, {}, "5.1", {}};
  made.dates = {"any", 2009y / 4 / 14, 2014y / 4 / 8, "made"};
  made.family = {"5.1", std::nullopt, false};
  made.components = {{"internet-explorer", {"6"}, true}, {"internet-explorer", {"8"}, true}};
  made.updates = {{2936068, 2014y / 4 / 8}, {2909921, 2014y / 2 / 11}};
  made.fixes = {{2936068, {"CVE-2014-0235"}, "internet-explorer 6"},
                {2909921, {"CVE-2014-0267"}, "internet-explorer 8"}};
  return made;
}

TEST_CASE("a component that nothing shows is not considered") {
  CHECK(judged(windows_xp(), with_updates({})) == "CVE-2014-0235 not considered\nCVE-2014-0267 not considered\n");
}

TEST_CASE("a component counts where it ships with the release") {
  MadeFacts made = windows_xp();
  made.in_box = {{"windows-xp", "internet-explorer", "6"}};
  CHECK(judged(made, with_updates({})) == "CVE-2014-0235 missing public\nCVE-2014-0267 not considered\n");
  made.in_box = {{"windows-xp-x64", "internet-explorer", "6"}};
  CHECK(judged(made, with_updates({})) == "CVE-2014-0235 not considered\nCVE-2014-0267 not considered\n");
}

TEST_CASE("an update that is listed for one component alone proves that component") {
  CHECK(judged(windows_xp(), with_updates({2909921})) == "CVE-2014-0235 not considered\nCVE-2014-0267 fixed\n");
}

TEST_CASE("an update that is listed for several components proves none of them") {
  MadeFacts made = windows_xp();
  made.fixes.push_back({2909921, {"CVE-2014-0267"}, "internet-explorer 6"});
  CHECK(judged(made, with_updates({2909921})) == "CVE-2014-0235 not considered\nCVE-2014-0267 not considered\n");
}

TEST_CASE("a component counts where the source names it") {
  PatchState state = with_updates({});
  state.components = {{"internet-explorer", "8"}};
  CHECK(judged(windows_xp(), state) == "CVE-2014-0235 not considered\nCVE-2014-0267 missing public\n");
}

TEST_CASE("a component counts where the update that brings it is installed") {
  MadeFacts made = windows_xp();
  made.installers = {{944036, "internet-explorer", "8"}};
  CHECK(judged(made, with_updates({944036})) == "CVE-2014-0235 not considered\nCVE-2014-0267 missing public\n");
}

TEST_CASE("of a component that is replaced in place only the newest version that is shown counts") {
  MadeFacts made = windows_xp();
  made.in_box = {{"windows-xp", "internet-explorer", "6"}};
  CHECK(judged(made, with_updates({2909921})) == "CVE-2014-0235 not considered\nCVE-2014-0267 fixed\n");
  made.components[0].in_place = made.components[1].in_place = false;
  CHECK(judged(made, with_updates({2909921})) == "CVE-2014-0235 missing public\nCVE-2014-0267 fixed\n");
}

TEST_CASE("the newest version is the one with the greater numbers, not with the greater text") {
  MadeFacts made = windows_xp();
  made.components = {{"internet-explorer", {"8"}, true}, {"internet-explorer", {"11"}, true}};
  made.fixes[0].component = "internet-explorer 11";
  PatchState state = with_updates({});
  state.components = {{"internet-explorer", "11"}, {"internet-explorer", "8"}};
  CHECK(judged(made, state) == "CVE-2014-0235 missing public\nCVE-2014-0267 not considered\n");
}

TEST_CASE("the vendor's statement that there is no fix outweighs a row of its lists") {
  MadeFacts made;
  made.updates = {{967723, 2009y / 9 / 8}};
  made.fixes = {{967723, {"CVE-2008-4609"}}};
  CHECK(judged(made, with_updates({967723})) == "CVE-2008-4609 fixed\n");
  made.statements = {{"CVE-2008-4609", "MS09-048: the architecture does not allow the fix"}};
  CHECK(judged(made, with_updates({})) == "CVE-2008-4609 no_fix\n");
  CHECK(judged(made, with_updates({967723})) == "CVE-2008-4609 no_fix\n");
}

TEST_CASE("a vulnerability that no row lists for the product is not held against it") {
  MadeFacts made = windows_7();
  made.published = {{"CVE-2017-8543", 2017y / 6 / 13}};
  CHECK(judged(made, with_updates({4015549})) ==
        "CVE-2016-3393 fixed\nCVE-2017-0144 fixed\nCVE-2017-0199 fixed\nCVE-2017-8543 not listed\n");
  CHECK(judged(made, with_updates({4015549}), {}, true) == "considered 3: fixed 3");
}

// The last public rollup of Windows 7, and the first that was for enrolled devices only.
MadeFacts windows_7_in_2020() {
  MadeFacts made;
  made.assessed_until = 2023y / 1 / 10;
  made.updates = {{4534310, 2020y / 1 / 14, LineKind::rollup}, {4537820, 2020y / 2 / 11, LineKind::rollup}};
  made.fixes = {{4534310, {"CVE-2020-0601"}}, {4537820, {"CVE-2020-0674"}}};
  made.enrolments = {
      {"esu-windows-7-year-1", "ESU, year 1", "windows-7-sp1", "any", 2020y / 1 / 15, Day(2021y / 1 / 12), "made"}};
  return made;
}

TEST_CASE("what was released after the end of support is to be had by enrolment only") {
  MadeFacts made = windows_7_in_2020();
  made.fixes[0].kb = 4537820;
  CHECK(judged(made, with_updates({})) ==
        "CVE-2020-0601 missing enrolment:esu-windows-7-year-1, not entitled\n"
        "CVE-2020-0674 missing enrolment:esu-windows-7-year-1, not entitled\n");
  CHECK(judged(made, with_updates({}), {2026y / 1 / 1, {"esu-windows-7-year-1"}}) ==
        "CVE-2020-0601 missing enrolment:esu-windows-7-year-1\n"
        "CVE-2020-0674 missing enrolment:esu-windows-7-year-1\n");
}

TEST_CASE("an update of the public years stays public, though newer ones that contain it are not") {
  CHECK(judged(windows_7_in_2020(), with_updates({})) ==
        "CVE-2020-0601 missing public\nCVE-2020-0674 missing enrolment:esu-windows-7-year-1, not entitled\n");
}

TEST_CASE("an update that the vendor gave to everybody after the end of support is public") {
  MadeFacts made = windows_xp();
  made.updates = {{4012598, 2017y / 5 / 12}};
  made.fixes = {{4012598, {"CVE-2017-0144"}}};
  CHECK(judged(made, with_updates({})) == "CVE-2017-0144 missing enrolment, not entitled\n");
  made.open_to_everybody = {4012598};
  CHECK(judged(made, with_updates({})) == "CVE-2017-0144 missing public\n");
}

TEST_CASE("a fix that was taken back is withdrawn, unless another update that contains it can be had") {
  MadeFacts made;
  made.updates = {{2823324, 2013y / 4 / 9}};
  made.fixes = {{2823324, {"CVE-2013-1293"}}};
  made.withdrawn = {2823324};
  CHECK(judged(made, with_updates({})) == "CVE-2013-1293 missing withdrawn, not entitled\n");
  made.updates.push_back({2840149, 2013y / 4 / 23});
  made.fixes.push_back({2840149, {"CVE-2013-1291"}});
  made.supersedes = {{2840149, 2823324}};
  CHECK(judged(made, with_updates({})) == "CVE-2013-1291 missing public\nCVE-2013-1293 missing public\n");
}

TEST_CASE("vulnerabilities published outside the days of assessment are counted unassessed, and the verdicts sum") {
  MadeFacts made = windows_7();
  made.published = {{"CVE-2010-2568", 2010y / 8 / 2},   // Before Windows 7 SP1 was out.
                    {"CVE-2017-8543", 2017y / 6 / 13},  // While it was assessed, and not listed.
                    {"CVE-2021-34527", 2021y / 7 / 1},  // After.
                    {"CVE-2022-21999", 2022y / 2 / 8}};
  CHECK(judged(made, with_updates({4012215}), {}, true) ==
        "considered 6: fixed 2, missing 1, unassessed 3 (outside_interval 3)");
}

TEST_CASE("what was not yet published is not counted") {
  MadeFacts made = windows_7();
  made.published = {{"CVE-2021-34527", 2021y / 7 / 1}};
  CHECK(judged(made, with_updates({}), {2021y / 6 / 30}, true) == "considered 3: missing 3");
  CHECK(judged(made, with_updates({}), {2021y / 7 / 1}, true) ==
        "considered 4: missing 3, unassessed 1 (outside_interval 1)");
}

TEST_CASE("a product that the vendor never assessed is unassessed throughout") {
  MadeFacts made = windows_7();
  made.fixes.clear();
  made.published = {{"CVE-2017-0144", 2017y / 3 / 14}, {"CVE-2021-34527", 2021y / 7 / 1}};
  Facts facts = made.facts();
  facts.products[0].assessed_from = facts.products[0].assessed_until = std::nullopt;
  const lifecycle::Catalogue catalogue = made.catalogue();
  const ProductView view(facts, catalogue, 0, "any", {}, update::KnownAt(facts.snapshots, 2026y / 1 / 1));
  const PatchState state = with_updates({4012215});
  Presence presence(view);
  presence.take(state);
  Judgement judgement;
  judge(presence, judgement);
  CHECK(spelled(judgement.counts) == "considered 2: unassessed 2 (outside_interval 2)");
}

TEST_CASE("a row is known from the snapshot in which it first stood, or from its own day between snapshots") {
  MadeFacts made;
  made.updates = {{4012215, 2017y / 3 / 14, LineKind::rollup}, {4499164, 2019y / 5 / 14, LineKind::rollup}};
  made.fixes = {{4012215, {"CVE-2017-0144"}, "windows", 0, 1}, {4499164, {"CVE-2019-0708"}, "windows", 1, 1}};
  CHECK(judged(made, with_updates({}), {2019y / 3 / 7}) == "CVE-2017-0144 missing public\nCVE-2019-0708 not listed\n");
  CHECK(judged(made, with_updates({}), {2019y / 5 / 14}) ==
        "CVE-2017-0144 missing public\nCVE-2019-0708 missing public\n");
  CHECK(judged(made, with_updates({}), {2017y / 3 / 13}) == "CVE-2017-0144 not listed\nCVE-2019-0708 not listed\n");
}

TEST_CASE("every state of the hand-made facts gives verdicts that sum, and an update never opens what was fixed") {
  MadeFacts made = windows_7();
  made.updates.push_back({3121918, 2016y / 1 / 12});
  made.fixes.push_back({3121918, {"CVE-2016-0014"}});
  made.published = {{"CVE-2021-34527", 2021y / 7 / 1}};
  const Facts facts = made.facts();
  const lifecycle::Catalogue catalogue = made.catalogue();
  const ProductView view(facts, catalogue, 0, "any", {}, update::KnownAt(facts.snapshots, 2026y / 1 / 1));
  const auto judgement_on = [&](std::size_t subset) {
    std::vector<std::uint32_t> kbs;
    for (std::size_t i = 0; i < made.updates.size(); i++)
      if (((subset >> i) & 1U) != 0) kbs.push_back(made.updates[i].kb);
    const PatchState state = with_updates(kbs);
    Presence presence(view);
    presence.take(state);
    Judgement judgement;
    judge(presence, judgement);
    return judgement;
  };
  for (std::size_t subset = 0; subset < std::size_t{1} << made.updates.size(); subset++) {
    CAPTURE(subset);
    const Judgement before = judgement_on(subset);
    CHECK(before.counts.considered() == 5);
    for (std::size_t i = 0; i < made.updates.size(); i++) {
      const Judgement after = judgement_on(subset | std::size_t{1} << i);
      for (std::size_t group = 0; group < before.outcomes.size(); group++)
        if (before.outcomes[group].verdict == Verdict::fixed) CHECK(after.outcomes[group].verdict == Verdict::fixed);
    }
  }
}

}  // namespace
}  // namespace shoal::exposure
