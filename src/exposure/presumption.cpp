#include "exposure/presumption.hpp"

#include <algorithm>
#include <cmath>

#include "base/assert.hpp"
#include "base/pinned_math.hpp"

namespace shoal::exposure {
namespace {

// --- The key: small numbers side by side

struct Field {
  unsigned shift, bits;
};
constexpr Field twin{0, 2}, peer{2, 2}, newer{4, 2}, newer_next{6, 2}, older{8, 2}, newer_other{10, 2},
    older_other{12, 2}, clients_unlisted{14, 1}, servers_unlisted{15, 1}, is_server{16, 1}, server_role{17, 1},
    absent{18, 1}, optional_role{19, 1}, introduced_later{20, 1}, newer_years{21, 3}, newer_other_years{24, 3},
    older_years{27, 3}, listed_years{30, 3}, newer_share{33, 3}, critical{36, 1}, impact{37, 3}, subsystem_at{40, 9};
constexpr std::array<Field, 7> stands = {twin, peer, newer, newer_next, older, newer_other, older_other};
constexpr SituationKey situation_mask = (SituationKey{1} << 19U) - 1;
constexpr SituationKey part_mask = ((SituationKey{1} << subsystem_at.bits) - 1) << subsystem_at.shift;

template <typename T>
void put(SituationKey& key, Field field, T value) {
  key |= static_cast<SituationKey>(value) << field.shift;
}
unsigned get(SituationKey key, Field field) {
  return static_cast<unsigned>(key >> field.shift) & ((1U << field.bits) - 1);
}

// --- The features

constexpr std::array<std::pair<std::size_t, std::size_t>, 8> pairs = {
    {{0, 2}, {2, 4}, {0, 4}, {2, 5}, {2, 3}, {5, 6}, {0, 5}, {4, 6}}};

constexpr std::array<std::string_view, feature_count> names = {
    "all products alike",
    "its twin is not listed",
    "its twin is listed",
    "a release beside it is not listed",
    "a release beside it is listed",
    "the next newer release is not listed",
    "the next newer release is listed",
    "the newer release after that is not listed",
    "the newer release after that is listed",
    "the next older release is not listed",
    "the next older release is listed",
    "the next newer release of the other kind is not listed",
    "the next newer release of the other kind is listed",
    "the next older release of the other kind is not listed",
    "the next older release of the other kind is listed",
    "neither its twin nor the next newer release",
    "the next newer release, and not its twin",
    "its twin, and not the next newer release",
    "its twin and the next newer release",
    "neither the next newer nor the next older release",
    "the next older, and not the next newer release",
    "the next newer, and not the next older release",
    "the next newer and the next older release",
    "neither its twin nor the next older release",
    "the next older release, and not its twin",
    "its twin, and not the next older release",
    "its twin and the next older release",
    "neither kind of the next newer release",
    "the next newer release of the other kind, and not of its own",
    "the next newer release of its own kind, and not of the other",
    "both kinds of the next newer release",
    "neither of the next two newer releases",
    "the second newer release, and not the first",
    "the next newer release, and not the second",
    "the next two newer releases",
    "of the other kind neither a newer nor an older release",
    "of the other kind an older, and no newer release",
    "of the other kind a newer, and no older release",
    "of the other kind a newer and an older release",
    "neither its twin nor the newer release of the other kind",
    "the newer release of the other kind, and not its twin",
    "its twin, and not the newer release of the other kind",
    "its twin and the newer release of the other kind",
    "neither kind of the next older release",
    "the next older release of the other kind, and not of its own",
    "the next older release of its own kind, and not of the other",
    "both kinds of the next older release",
    "a role that only servers have, and this is a client",
    "a role that only servers have, and this is a server",
    "a part that is off unless it is turned on",
    "a role that only servers have, and the client's twin is listed",
    "a part that came later than this release",
    "a part that came later than this release, and nothing speaks for its twin",
    "a part that came with this release or shortly before",
    "no client is listed, and this is a client",
    "no client is listed, and this is a server",
    "no server is listed, and this is a server",
    "no server is listed, and this is a client",
    "how many of the newer releases are listed",
    "years to the nearest listed release",
    "years to the next newer release, which is listed",
    "years to the next newer release, which is not listed",
    "years to the next newer release of the other kind, which is listed",
    "years to the next newer release of the other kind, which is not listed",
    "years to the next older release, which is not listed",
    "the vendor rates it critical",
    "remote code execution",
    "elevation of privilege",
    "information disclosure",
    "denial of service",
    "security feature bypass",
    "spoofing",
    "this is a server",
};

// Earlier cases in a situation weigh as much as the coefficients once there are half as many as this; those of its part
// of the system alone have more to prove. These two and the bounds below were chosen by what foretold best over the
// scenarios of `./run bench presumed`, and so are fitted to them.
constexpr double precedents_to_trust = 5, precedents_of_part_to_trust = 100;
// No list is free of slips and omissions, so that nothing is surer than this. Lists forget more than they add.
constexpr double probability_min = 0.001, probability_max_apart = 0.99, probability_max_beside = 0.9995;
constexpr double sure_of_90_percent = 1.6448536269514722;  // Of a normal distribution, on each side.

const PresumptionPart& part_of(const PresumptionModel& model, SituationKey key) {
  return get(key, twin) == 0 ? model.apart : model.beside;
}

double by_coefficients(const PresumptionPart& part, SituationKey key) {
  const Features features = features_of(key);
  double sum = 0;
  for (std::size_t i = 0; i < feature_count; i++) sum += features[i] * part.coefficients[i];
  return sum;
}

// How far what became of earlier cases moves the log odds that were expected of them, starting from their own rate.
double moved_by(const Precedent& precedent, double to_trust) {
  const double rate = precedent.expected / precedent.cases;
  const double held = to_trust / 2 * rate, held_not = to_trust / 2 * (1 - rate);
  return pinned_log((precedent.affected + held) / (precedent.cases - precedent.affected + held_not)) -
         pinned_log((precedent.expected + held) / (precedent.cases - precedent.expected + held_not));
}

const Precedent* find(const std::vector<Precedent>& precedents, SituationKey situation) {
  const auto found = std::lower_bound(precedents.begin(), precedents.end(), situation,
                                      [](const Precedent& each, SituationKey at) { return each.situation < at; });
  return found == precedents.end() || found->situation != situation ? nullptr : &*found;
}

// How far precedents of both kinds move the log odds of a key.
double moved_by_precedents(const PresumptionModel& model, SituationKey key) {
  const std::vector<Precedent>& precedents = part_of(model, key).precedents;
  double moved = 0;
  if (const Precedent* of_all = find(precedents, same_situation(key))) moved += moved_by(*of_all, precedents_to_trust);
  if (const Precedent* of_part = find(precedents, same_situation_and_part(key)))
    moved += moved_by(*of_part, precedents_of_part_to_trust);
  return moved;
}

}  // namespace

SituationKey key_of(const Situation& situation, const Vulnerability& vulnerability, const Facts& facts,
                    RelativeIndex relative) {
  const Subsystem& subsystem = facts.subsystems[vulnerability.subsystem];
  SituationKey key = 0;
  const std::array<RelativeStand, 7> seen = {situation.twin,       situation.peer,  situation.newer,
                                             situation.newer_next, situation.older, situation.newer_other,
                                             situation.older_other};
  for (std::size_t i = 0; i < stands.size(); i++) put(key, stands[i], seen[i]);
  put(key, clients_unlisted, situation.clients_unlisted);
  put(key, servers_unlisted, situation.servers_unlisted);
  put(key, is_server, situation.server);
  put(key, server_role, subsystem.role == Role::server);
  put(key, absent, subsystem.introduced > facts.lineage[relative].generation);
  put(key, optional_role, subsystem.role == Role::optional);
  put(key, introduced_later, subsystem.introduced > 0);
  put(key, newer_years, situation.newer_years);
  put(key, newer_other_years, situation.newer_other_years);
  put(key, older_years, situation.older_years);
  put(key, listed_years, situation.listed_years);
  put(key, newer_share, situation.newer_share);
  put(key, critical, vulnerability.severity == Severity::critical);
  put(key, impact, vulnerability.impact);
  put(key, subsystem_at, vulnerability.subsystem + 1U);  // 0 is for any.
  return key;
}

SituationKey same_situation(SituationKey key) { return key & situation_mask; }
SituationKey same_situation_and_part(SituationKey key) { return key & (situation_mask | part_mask); }
SituationKey in_any_part(SituationKey key) { return key & ~part_mask; }

Features features_of(SituationKey key) {
  Features made{};
  std::size_t at = 0;
  const auto add = [&](double value) { made[at++] = value; };
  std::array<unsigned, 7> stand{};
  for (std::size_t i = 0; i < stands.size(); i++) stand[i] = get(key, stands[i]);
  const auto listed = [&](std::size_t i) { return stand[i] == 2; };
  const auto unlisted = [&](std::size_t i) { return stand[i] == 1; };

  add(2);  // A larger unit is held back less by the fit.
  for (std::size_t i = 0; i < stand.size(); i++) {
    add(unlisted(i));
    add(listed(i));
  }
  for (const auto& [a, b] : pairs) {
    add(unlisted(a) && unlisted(b));
    add(unlisted(a) && listed(b));
    add(listed(a) && unlisted(b));
    add(listed(a) && listed(b));
  }
  const bool server = get(key, is_server) != 0, for_servers = get(key, server_role) != 0;
  const bool came_later = get(key, absent) != 0;
  add(for_servers && !server);
  add(for_servers && server);
  add(get(key, optional_role));
  add(for_servers && !server && listed(0));
  add(came_later ? 1.5 : 0);
  add(came_later && stand[0] == 0);
  add(!came_later && get(key, introduced_later) != 0 ? 0.5 : 0);
  add(get(key, clients_unlisted) != 0 && !server);
  add(get(key, clients_unlisted) != 0 && server);
  add(get(key, servers_unlisted) != 0 && server);
  add(get(key, servers_unlisted) != 0 && !server);
  add(get(key, newer_share) / 4.0);
  const auto decades = [&](Field field) { return years_of(static_cast<std::uint8_t>(get(key, field))) / 5; };
  add(decades(listed_years));
  add(listed(2) ? decades(newer_years) : 0);
  add(unlisted(2) ? decades(newer_years) : 0);
  add(listed(5) ? decades(newer_other_years) : 0);
  add(unlisted(5) ? decades(newer_other_years) : 0);
  add(unlisted(4) ? decades(older_years) : 0);
  add(get(key, critical) != 0 ? 0.5 : 0);
  for (std::size_t i = 1; i < impact_count; i++) add(get(key, impact) == i ? 0.5 : 0);
  add(server ? 0.5 : 0);
  SHOAL_ASSERT(at == feature_count);
  return made;
}

std::string_view feature_name(std::size_t feature) { return names[feature]; }

bool can_presume(const PresumptionModel& model, SituationKey key) { return !part_of(model, key).coefficients.empty(); }

const Precedent* precedent_of(const PresumptionModel& model, SituationKey key) {
  return find(part_of(model, key).precedents, same_situation(key));
}

double log_odds(const PresumptionModel& model, SituationKey key) {
  SHOAL_ASSERT(can_presume(model, key));
  return by_coefficients(part_of(model, key), key) + moved_by_precedents(model, key);
}

double probability(const PresumptionModel& model, SituationKey key) {
  const double most = get(key, twin) == 0 ? probability_max_apart : probability_max_beside;
  return probability_min + (most - probability_min) * logistic(log_odds(model, key));
}

std::vector<Contribution> contributions(const PresumptionModel& model, SituationKey key) {
  const PresumptionPart& part = part_of(model, key);
  const Features features = features_of(key);
  std::vector<Contribution> made;
  for (std::size_t i = 0; i < feature_count; i++)
    if (features[i] != 0) made.push_back({names[i], features[i] * part.coefficients[i]});
  std::stable_sort(made.begin(), made.end(),
                   [](const auto& a, const auto& b) { return std::abs(a.log_odds) > std::abs(b.log_odds); });
  if (precedent_of(model, key) != nullptr)
    made.push_back({"what became of earlier cases in the same situation", moved_by_precedents(model, key)});
  return made;
}

void Expectation::add(double probability, double shared_error) {
  const double spread = probability * (1 - probability);
  expected += probability;
  variance_apart += spread;
  // By how much the sum moves with the log odds is that same variance.
  variance_together = variance_apart * variance_apart * shared_error * shared_error;
}

double Expectation::low() const {
  return std::max(0.0, expected - sure_of_90_percent * std::sqrt(variance_apart + variance_together));
}

double Expectation::high() const {
  return expected + sure_of_90_percent * std::sqrt(variance_apart + variance_together);
}

}  // namespace shoal::exposure
