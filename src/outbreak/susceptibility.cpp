#include "outbreak/susceptibility.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace shoal::outbreak {
namespace {

/// How well a row's release means `release`: its letters, and one more where there is no star; 0 where it does not.
std::size_t match_of(std::string_view selector, std::string_view release) {
  if (!selector.ends_with('*')) return selector == release ? selector.size() + 2 : 0;
  selector.remove_suffix(1);
  return release.starts_with(selector) ? selector.size() + 1 : 0;
}

}  // namespace

Result<std::vector<Exploit>> read_exploits(std::string_view csv) {
  std::vector<Exploit> made;
  CitedTable table =
      SHOAL_TRY(CitedTable::open(csv, {"exploit", "title", "bulletin", "cves", "updates", "needs", "note"}));
  while (SHOAL_TRY(table.next())) {
    Exploit exploit{std::string(table.cell("exploit")),
                    std::string(table.cell("title")),
                    std::string(table.cell("bulletin")),
                    parts_of(table.cell("cves")),
                    parts_of(table.cell("updates")),
                    std::string(table.cell("needs")),
                    table.cited()};
    if (exploit.name.empty() || exploit.bulletin.empty()) return table.bad_row("an exploit has a name and a bulletin");
    if (std::any_of(made.begin(), made.end(), [&](const Exploit& each) { return each.name == exploit.name; }))
      return table.bad_row("exploit " + exploit.name + " stands twice");
    made.push_back(std::move(exploit));
  }
  return made;
}

bool is_closed_by(const Exploit& exploit, std::string_view name) {
  const auto is_name = [&](const std::string& each) { return equal_ignoring_case(each, name); };
  if (is_name(exploit.name) || is_name(exploit.bulletin)) return true;
  if (std::any_of(exploit.cves.begin(), exploit.cves.end(), is_name)) return true;
  std::string_view number = name;
  if (number.size() > 2 && equal_ignoring_case(number.substr(0, 2), "kb")) number.remove_prefix(2);
  return std::find(exploit.updates.begin(), exploit.updates.end(), number) != exploit.updates.end();
}

Result<std::vector<Effect>> read_effects(std::string_view csv) {
  std::vector<Effect> made;
  CitedTable table = SHOAL_TRY(CitedTable::open(
      csv, {"exploit", "release", "infect_low", "infect", "infect_high", "crash_low", "crash", "crash_high", "note"}));
  while (SHOAL_TRY(table.next())) {
    Effect effect;
    effect.exploit = table.cell("exploit");
    effect.release = table.cell("release");
    if (effect.exploit.empty() || effect.release.empty()) return table.bad_row("an exploit and a release are named");
    if (std::any_of(made.begin(), made.end(), [&](const Effect& each) {
          return each.exploit == effect.exploit && each.release == effect.release;
        }))
      return table.bad_row(effect.exploit + " on " + effect.release + " stands twice");
    effect.infect = SHOAL_TRY(table.range("infect_low", "infect", "infect_high", 0, 1));
    effect.crash = SHOAL_TRY(table.range("crash_low", "crash", "crash_high", 0, 1));
    if (effect.infect.likely + effect.crash.likely > 1) return table.bad_row("infect and crash exceed 1 together");
    effect.cited = table.cited();
    made.push_back(std::move(effect));
  }
  return made;
}

const Effect* effect_on(const std::vector<Effect>& effects, std::string_view exploit, std::string_view release) {
  const Effect* best = nullptr;
  std::size_t best_match = 0;
  for (const Effect& each : effects) {
    if (each.exploit != exploit) continue;
    const std::size_t match = match_of(each.release, release);
    if (match > best_match) best = &each, best_match = match;
  }
  return best;
}

}  // namespace shoal::outbreak
