#include "exposure/presumption_key.hpp"

namespace shoal::exposure {
namespace {

constexpr SituationKey situation_mask = (SituationKey{1} << 19U) - 1;
constexpr SituationKey part_mask = ((SituationKey{1} << key::subsystem_at.bits) - 1) << key::subsystem_at.shift;

template <typename T>
void put(SituationKey& key, key::Field field, T value) {
  key |= static_cast<SituationKey>(value) << field.shift;
}

}  // namespace

SituationKey key_of(const Situation& situation, const Vulnerability& vulnerability, const Facts& facts,
                    RelativeIndex relative) {
  using namespace key;
  const Subsystem& subsystem = facts.subsystems[vulnerability.subsystem];
  SituationKey made = 0;
  const std::array<RelativeStand, 7> seen = {situation.twin,       situation.peer,  situation.newer,
                                             situation.newer_next, situation.older, situation.newer_other,
                                             situation.older_other};
  for (std::size_t i = 0; i < stands.size(); i++) put(made, stands[i], seen[i]);
  put(made, clients_unlisted, situation.clients_unlisted);
  put(made, servers_unlisted, situation.servers_unlisted);
  put(made, is_server, situation.server);
  put(made, server_role, subsystem.role == Role::server);
  put(made, absent, subsystem.introduced > facts.lineage[relative].generation);
  put(made, optional_role, subsystem.role == Role::optional);
  put(made, introduced_later, subsystem.introduced > 0);
  put(made, newer_years, situation.newer_years);
  put(made, newer_other_years, situation.newer_other_years);
  put(made, older_years, situation.older_years);
  put(made, listed_years, situation.listed_years);
  put(made, newer_share, situation.newer_share);
  put(made, critical, vulnerability.severity == Severity::critical);
  put(made, impact, vulnerability.impact);
  put(made, newer_generation, situation.newer_generation);
  put(made, newer_generation_next, situation.newer_generation_next);
  put(made, older_generation, situation.older_generation);
  put(made, newer_kinds, situation.newer_kinds);
  put(made, older_kinds, situation.older_kinds);
  put(made, subsystem_at, vulnerability.subsystem + 1U);  // 0 is for any.
  return made;
}

SituationKey same_situation(SituationKey key) { return key & situation_mask; }
SituationKey same_situation_and_part(SituationKey key) { return key & (situation_mask | part_mask); }
SituationKey in_any_part(SituationKey key) { return key & ~part_mask; }
bool is_beside(SituationKey key) { return key::get(key, key::twin) != 0; }

}  // namespace shoal::exposure
