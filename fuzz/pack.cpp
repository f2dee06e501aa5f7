// Whatever read_pack accepts, write_pack writes back so that it is accepted again with the same content; and no judge
// stumbles over it, nor what recognises programs.
//
// The input is the content of a pack, or, where it begins as a pack does, the pack itself: with a hash to get right,
// mutations alone would never reach the content.
#include "knowledge/pack.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/assert.hpp"
#include "exposure/install.hpp"
#include "exposure/policy.hpp"

namespace {

using namespace shoal;

void judge_all(const knowledge::Pack& pack) {
  const exposure::Facts& facts = pack.facts;
  const update::KnownAt known(facts.snapshots, std::chrono::year(2026) / 1 / 1);
  const auto presumer = std::make_shared<const exposure::Presumer>(facts, known);
  for (std::size_t product = 0; product < facts.products.size() && product < 4; product++) {
    const exposure::ProductView view(facts, pack.catalogue, static_cast<std::uint16_t>(product), "any", {}, known,
                                     presumer);
    exposure::PatchState state;
    state.product = static_cast<std::uint16_t>(product);
    if (!facts.updates.updates.empty()) state.kbs = {facts.updates.updates.front().kb};
    exposure::Presence presence(view);
    presence.take(state);
    exposure::Judgement judgement;
    judge(presence, judgement);
    std::uint32_t listed = judgement.counts.not_considered + judgement.counts.considered();
    for (const exposure::Group& group : view.groups())
      listed -= static_cast<std::uint32_t>(group.vulnerabilities.size());
    SHOAL_ASSERT(listed == view.outside().before + view.outside().after + view.outside().presumed);
    const exposure::InstallPlan plan = exposure::InstallPlanner(view).plan(presence, judgement);
    SHOAL_ASSERT(plan.out_of_reach <= judgement.counts.of(exposure::Verdict::missing));
    const std::uint32_t open = judgement.counts.considered() - judgement.counts.of(exposure::Verdict::fixed);
    for (const exposure::SchemeOnDay& scheme : exposure::schemes_on(facts, known.day(), known.day()))
      if (scheme.policy != nullptr)
        SHOAL_ASSERT(exposure::PolicyView(*scheme.policy, view, known.day()).count(judgement).open() == open);
  }
}

// Whatever a pack's patterns are, what is recognised is one of its own programs, and has a cycle of that program.
void recognise_all(const lifecycle::ProgramCatalogue& catalogue) {
  for (std::size_t at = 0; at < catalogue.names.size() && at < 4; at++) {
    const lifecycle::ProgramName& row = catalogue.names[at];
    const std::string text = row.keys.empty() ? "1.0" : row.keys.front().text;
    const lifecycle::ProgramEntry entry =
        lifecycle::recognise_program(catalogue, row.pattern.begins + " " + text + " KB123456", "", text);
    SHOAL_ASSERT((entry.program != nullptr) == (entry.kind == lifecycle::EntryKind::program));
    if (entry.cycle != nullptr) SHOAL_ASSERT(&catalogue.programs[entry.cycle->program] == entry.program);
    lifecycle::program_standing(entry, std::chrono::year(2026) / 1 / 1);
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto pack =
      knowledge::read_pack(bytes.starts_with("SHOALPCK") ? std::string(bytes) : knowledge::wrap_content(bytes));
  if (!pack) return 0;
  const std::string written = knowledge::write_pack(*pack);
  const auto again = knowledge::read_pack(written);
  SHOAL_ASSERT(again && knowledge::write_pack(*again) == written);
  judge_all(*pack);
  recognise_all(pack->catalogue.programs);
  return 0;
}
