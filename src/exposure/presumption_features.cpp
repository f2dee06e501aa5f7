#include "exposure/presumption_features.hpp"

#include <utility>

#include "base/assert.hpp"
#include "exposure/presumption_key.hpp"

namespace shoal::exposure {
namespace {

constexpr std::array<std::pair<std::size_t, std::size_t>, 5> pairs = {{{2, 4}, {2, 5}, {2, 3}, {5, 6}, {4, 6}}};

// A feature in a larger unit is held back less by the fit: by a ninth here. What a twin says, and whether both kinds of
// a generation have a vulnerability, are worth more beside a twin than all else. Of 1, 0.3, 0.1, 0.03 and 0.01 a tenth
// foretold best of the rows until 2019, each year by those before it.
constexpr double held_back_less = 3;

constexpr std::array<std::string_view, feature_count> feature_names = {
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
    "neither the next newer nor the next older release",
    "the next older, and not the next newer release",
    "the next newer, and not the next older release",
    "the next newer and the next older release",
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
    "a role that only servers have, no client is listed, and this is a client",
    "the next newer generation is not listed",
    "the next newer generation is listed",
    "the next older generation is not listed",
    "the next older generation is listed",
    "neither of the next two newer generations",
    "the second newer generation, and not the first",
    "the next newer generation, and not the second",
    "the next two newer generations",
    "neither the next newer nor the next older generation",
    "the next older, and not the next newer generation",
    "the next newer, and not the next older generation",
    "the next newer and the next older generation",
    "of the next newer generation of both kinds, neither",
    "of the next newer generation of both kinds, its own alone",
    "of the next newer generation of both kinds, the other alone",
    "of the next newer generation of both kinds, both",
    "of the next older generation of both kinds, neither",
    "of the next older generation of both kinds, its own alone",
    "of the next older generation of both kinds, the other alone",
    "of the next older generation of both kinds, both",
};

// A vulnerability is made with one generation and mended or dropped with another, in both kinds or in one: whether the
// release lies between the two shows in where the listed generations begin and end.
template <typename Add>
void add_generations(SituationKey key, const Add& add) {
  using namespace key;
  const bool apart = !is_beside(key);
  const unsigned newer = get(key, newer_generation), next = get(key, newer_generation_next),
                 older = get(key, older_generation);
  add(get(key, server_role) != 0 && get(key, is_server) == 0 && get(key, clients_unlisted) != 0);
  for (const unsigned stand : {newer, older})
    for (const unsigned each : {1U, 2U}) add(stand == each);
  for (const unsigned second : {next, older})
    for (const unsigned a : {1U, 2U})
      for (const unsigned b : {1U, 2U}) add(apart && newer == a && second == b);
  const double unit = apart ? 1 : held_back_less;
  for (const unsigned kinds : {get(key, newer_kinds), get(key, older_kinds)})
    for (unsigned each = 1; each <= static_cast<unsigned>(KindsStand::both); each++) add(kinds == each ? unit : 0);
}

}  // namespace

Features features_of(SituationKey key) {
  using namespace key;
  Features made{};
  std::size_t at = 0;
  const auto add = [&](double value) { made[at++] = value; };
  std::array<unsigned, 7> stand{};
  for (std::size_t i = 0; i < stands.size(); i++) stand[i] = get(key, stands[i]);
  const auto listed = [&](std::size_t i) { return stand[i] == 2; };
  const auto unlisted = [&](std::size_t i) { return stand[i] == 1; };

  // Beside a twin, pairs of releases, years, severity and impact are 0: the rows until 2019, each year by those before
  // it, were foretold better without them.
  const bool apart = !is_beside(key);
  add(2);  // Held back less, too.
  for (std::size_t i = 0; i < stand.size(); i++) {
    const double unit = i == 0 ? held_back_less : 1;
    add(unlisted(i) ? unit : 0);
    add(listed(i) ? unit : 0);
  }
  for (const auto& [a, b] : pairs) {
    add(apart && unlisted(a) && unlisted(b));
    add(apart && unlisted(a) && listed(b));
    add(apart && listed(a) && unlisted(b));
    add(apart && listed(a) && listed(b));
  }
  const bool server = get(key, is_server) != 0, for_servers = get(key, server_role) != 0;
  const bool came_later = get(key, absent) != 0;
  add(for_servers && !server);
  add(for_servers && server);
  add(get(key, optional_role));
  add(for_servers && !server && listed(0));
  add(came_later ? 1.5 : 0);
  add(came_later && apart);
  add(!came_later && get(key, introduced_later) != 0 ? 0.5 : 0);
  add(get(key, clients_unlisted) != 0 && !server);
  add(get(key, clients_unlisted) != 0 && server);
  add(get(key, servers_unlisted) != 0 && server);
  add(get(key, servers_unlisted) != 0 && !server);
  add(apart ? get(key, newer_share) / 4.0 : 0);
  const auto decades = [&](Field field) {
    return apart ? years_of(static_cast<std::uint8_t>(get(key, field))) / 5 : 0;
  };
  add(decades(listed_years));
  add(listed(2) ? decades(newer_years) : 0);
  add(unlisted(2) ? decades(newer_years) : 0);
  add(listed(5) ? decades(newer_other_years) : 0);
  add(unlisted(5) ? decades(newer_other_years) : 0);
  add(unlisted(4) ? decades(older_years) : 0);
  add(apart && get(key, critical) != 0 ? 0.5 : 0);
  for (std::size_t i = 1; i < impact_count; i++) add(apart && get(key, impact) == i ? 0.5 : 0);
  add(server ? 0.5 : 0);
  add_generations(key, add);
  SHOAL_ASSERT(at == feature_count);
  return made;
}

std::string_view feature_name(std::size_t feature) { return feature_names[feature]; }

}  // namespace shoal::exposure
