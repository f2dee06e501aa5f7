#include "exposure/presumption_cases.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "exposure/presumption_key.hpp"

namespace shoal::exposure {
namespace {

using estate::Architecture;

// A vulnerability weighs as much as this many independent cases, over all releases and ways of seeing them. Chosen by
// what foretold best over the scenarios of `./run bench presumed`, and so fitted to them.
constexpr double weight_of_vulnerability = 20;

// The ways in which a release is shown to the fit.
struct Sight {
  bool twins = true, peers = true, older = true;
  std::uint8_t hidden_generations = 0;
};
constexpr std::array<Sight, 7> sights = {{{true, true, true, 0},
                                          {true, false, true, 0},
                                          {false, true, true, 0},
                                          {false, false, true, 0},
                                          {false, false, true, 1},
                                          {false, false, true, 2},
                                          {false, false, false, 0}}};

// Keys get their places as they come; then in order.
void put_in_order(Seen& seen, const std::unordered_map<SituationKey, std::uint32_t>& places) {
  for (const auto& [key, place] : places) seen.keys.push_back(key);
  std::sort(seen.keys.begin(), seen.keys.end());
  std::vector<std::uint32_t> moved(seen.keys.size());
  for (std::size_t i = 0; i < seen.keys.size(); i++) moved[places.at(seen.keys[i])] = static_cast<std::uint32_t>(i);
  for (Case& each : seen.cases) each.at = moved[each.at];
}

// Beside a twin, what is published on one day in one situation is listed or left out together, for one reason: it
// weighs as one vulnerability. Of releases apart that did not foretell better in `./run bench presumed`.
void weigh(const std::vector<Vulnerability>& vulnerabilities, Seen& seen) {
  struct Kin {
    VulnerabilityIndex last = 0;
    std::uint32_t vulnerabilities = 0;
  };
  std::unordered_map<std::uint64_t, Kin> kin;
  std::unordered_map<SituationKey, std::uint32_t> situations;
  std::vector<std::uint32_t> situation_of;
  for (const SituationKey key : seen.keys)
    situation_of.push_back(
        situations.try_emplace(same_situation(key), static_cast<std::uint32_t>(situations.size())).first->second);
  const auto kin_of = [&](const Case& each) -> Kin& {
    const auto day = vulnerabilities[each.vulnerability].published.time_since_epoch().count();
    return kin[static_cast<std::uint64_t>(day) << 32U | situation_of[each.at]];
  };
  std::vector<std::array<std::uint32_t, 2>> times(vulnerabilities.size());
  for (const Case& each : seen.cases) {
    const bool beside = is_beside(seen.keys[each.at]);
    times[each.vulnerability][beside]++;
    if (!beside) continue;
    Kin& at = kin_of(each);
    if (at.vulnerabilities == 0 || at.last != each.vulnerability) at.vulnerabilities++;
    at.last = each.vulnerability;
  }
  for (Case& each : seen.cases) {
    const bool beside = is_beside(seen.keys[each.at]);
    each.weight = weight_of_vulnerability / times[each.vulnerability][beside];
    if (beside) each.weight /= kin_of(each).vulnerabilities;
  }
}

}  // namespace

Seen cases_of(const Lineage& lineage, const std::optional<Hidden>& hidden) {
  const Facts& facts = lineage.facts();
  Seen made;
  std::unordered_map<SituationKey, std::uint32_t> places;
  for (std::size_t v = 0; v < facts.vulnerabilities.size(); v++) {
    const auto vulnerability = static_cast<VulnerabilityIndex>(v);
    const Vulnerability& told = facts.vulnerabilities[v];
    if (!lineage.is_core(vulnerability) || told.published > lineage.known().day()) continue;
    Relatives assessed = lineage.assessed_on(told.published);
    if (hidden && told.published > hidden->since) assessed &= ~hidden->releases;
    for (std::size_t at = 0; at < lineage.size(); at++) {
      const auto release = static_cast<RelativeIndex>(at);
      const Relatives self = Relatives{1} << release;
      if ((assessed & self) == 0) continue;
      for (const Architecture architecture : {Architecture::x86, Architecture::x64}) {
        if (!lineage.made_for(release, architecture)) continue;
        const bool affected = (lineage.listed(vulnerability, architecture) & self) != 0;
        for (const Sight& sight : sights) {
          const Relatives twins = lineage.twins(release), peers = lineage.peers(release);
          if ((sight.twins && (twins & assessed) == 0) || (sight.peers && (peers & assessed) == 0)) continue;
          const Relatives unseen = (sight.twins ? 0 : twins) | (sight.peers ? 0 : peers) |
                                   (sight.older ? 0 : lineage.preceding(release)) |
                                   lineage.following(release, sight.hidden_generations);
          const auto situation = lineage.situation(release, vulnerability, architecture, assessed & ~self & ~unseen);
          if (!situation) continue;
          const auto next = static_cast<std::uint32_t>(places.size());
          const std::uint32_t place = places.try_emplace(key_of(*situation, told, facts, release), next).first->second;
          made.cases.push_back({place, vulnerability, release, affected});
        }
      }
    }
  }
  put_in_order(made, places);
  weigh(facts.vulnerabilities, made);
  return made;
}

}  // namespace shoal::exposure
