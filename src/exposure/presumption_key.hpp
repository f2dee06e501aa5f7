// What the model of presumption.hpp looks at, as one number: small numbers side by side.
#pragma once

#include <array>

#include "exposure/lineage.hpp"
#include "exposure/presumption_model.hpp"

namespace shoal::exposure {

SituationKey key_of(const Situation& situation, const Vulnerability& vulnerability, const Facts& facts,
                    RelativeIndex relative);
/// The part of a key within which earlier cases count as the same situation: how the twin and the nearest relatives of
/// each kind stand, and the subsystem's role and age. Generations are left to the features: told apart by them too,
/// each situation would have too few earlier cases.
SituationKey same_situation(SituationKey key);
/// The narrower one, of the same situation in the same part of the system. No result of same_situation() equals it.
SituationKey same_situation_and_part(SituationKey key);
/// A key without the part's name: all that the features look at.
SituationKey in_any_part(SituationKey key);
/// Whether the twin was assessed, so that it says something: the models of the two are fitted apart.
bool is_beside(SituationKey key);

/// Where each number stands in a key.
namespace key {

struct Field {
  unsigned shift, bits;
};
constexpr Field twin{0, 2}, peer{2, 2}, newer{4, 2}, newer_next{6, 2}, older{8, 2}, newer_other{10, 2},
    older_other{12, 2}, clients_unlisted{14, 1}, servers_unlisted{15, 1}, is_server{16, 1}, server_role{17, 1},
    absent{18, 1}, optional_role{19, 1}, introduced_later{20, 1}, newer_years{21, 3}, newer_other_years{24, 3},
    older_years{27, 3}, listed_years{30, 3}, newer_share{33, 3}, critical{36, 1}, impact{37, 3}, subsystem_at{40, 9},
    newer_generation{49, 2}, newer_generation_next{51, 2}, older_generation{53, 2}, newer_kinds{55, 3},
    older_kinds{58, 3};
constexpr std::array<Field, 7> stands = {twin, peer, newer, newer_next, older, newer_other, older_other};

inline unsigned get(SituationKey key, Field field) {
  return static_cast<unsigned>(key >> field.shift) & ((1U << field.bits) - 1);
}

}  // namespace key
}  // namespace shoal::exposure
