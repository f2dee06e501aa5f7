#include "estate/match.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "base/text.hpp"

namespace shoal::estate {
namespace {

struct Place {
  std::uint32_t before = 0, after = 0;  // The last device of that name.
  std::uint32_t before_count = 0, after_count = 0;
};

bool is_unclear(const Place& place) { return place.before_count > 1 || place.after_count > 1; }

}  // namespace

Match match_by_name(std::span<const Device> before, std::span<const Device> after) {
  std::unordered_map<std::string, Place> places;
  for (std::uint32_t i = 0; i < before.size(); i++) {
    Place& place = places[lower_ascii(before[i].name)];
    place.before = i;
    place.before_count++;
  }
  for (std::uint32_t i = 0; i < after.size(); i++) {
    Place& place = places[lower_ascii(after[i].name)];
    place.after = i;
    place.after_count++;
  }

  Match match;
  for (std::uint32_t i = 0; i < before.size(); i++) {
    const Place& place = places.find(lower_ascii(before[i].name))->second;
    if (is_unclear(place)) {
      match.before_unclear.push_back(i);
    } else if (place.after_count == 0) {
      match.before_only.push_back(i);
    }
  }
  for (std::uint32_t i = 0; i < after.size(); i++) {
    const Place& place = places.find(lower_ascii(after[i].name))->second;
    if (is_unclear(place)) {
      match.after_unclear.push_back(i);
    } else if (place.before_count == 0) {
      match.after_only.push_back(i);
    } else {
      match.both.emplace_back(place.before, i);
    }
  }
  return match;
}

}  // namespace shoal::estate
