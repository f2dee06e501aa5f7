// What must hold of every patch state, judged by the pack that ships.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "exposure/install.hpp"
#include "knowledge/pack.hpp"
#include "knowledge/table.hpp"

namespace shoal::knowledge {
namespace {

using namespace exposure;

constexpr std::uint64_t seed = 20081023;

Pack shipped() {
  const std::filesystem::path source = SHOAL_SOURCE_DIR;
  return *read_pack(*read_file(source / "data" / "pack" / "shoal.pack"));
}

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
  for (std::size_t at = 0; at < pack.facts.products.size(); at++) {
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
  for (std::size_t at = 0; at < pack.facts.products.size(); at++) {
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

}  // namespace
}  // namespace shoal::knowledge
