#include "update/updates.hpp"

#include <algorithm>

namespace shoal::update {

std::string_view spelled(Basis basis) {
  switch (basis) {
    case Basis::declared:
      return "declared";
    case Basis::fact:
      return "fact";
    case Basis::line:
      break;
  }
  return "line";
}

std::optional<UpdateIndex> find_update(const UpdateFacts& facts, std::uint32_t kb) {
  const auto found = std::lower_bound(facts.updates.begin(), facts.updates.end(), kb,
                                      [](const Update& update, std::uint32_t number) { return update.kb < number; });
  if (found == facts.updates.end() || found->kb != kb) return std::nullopt;
  return static_cast<UpdateIndex>(found - facts.updates.begin());
}

}  // namespace shoal::update
