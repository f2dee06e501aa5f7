#include "store/store.hpp"

namespace shoal::store {

std::string_view known_name(std::string_view place) {
  const auto last = place.rfind('/');
  if (last == place.npos || last == 0) return place;
  const auto before = place.rfind('/', last - 1);
  return before == place.npos ? place : place.substr(before + 1);
}

}  // namespace shoal::store
