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

template <typename KeyOf>
Match match_by(std::span<const Device> before, std::span<const Device> after, const KeyOf& key_of) {
  std::unordered_map<std::string, Place> places;
  for (std::uint32_t i = 0; i < before.size(); i++) {
    Place& place = places[key_of(before[i])];
    place.before = i;
    place.before_count++;
  }
  for (std::uint32_t i = 0; i < after.size(); i++) {
    Place& place = places[key_of(after[i])];
    place.after = i;
    place.after_count++;
  }

  Match match;
  for (std::uint32_t i = 0; i < before.size(); i++) {
    const Place& place = places.find(key_of(before[i]))->second;
    if (is_unclear(place)) {
      match.before_unclear.push_back(i);
    } else if (place.after_count == 0) {
      match.before_only.push_back(i);
    }
  }
  for (std::uint32_t i = 0; i < after.size(); i++) {
    const Place& place = places.find(key_of(after[i]))->second;
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

}  // namespace

Match match_by_name(std::span<const Device> before, std::span<const Device> after) {
  return match_by(before, after, [](const Device& device) { return lower_ascii(device.name); });
}

Match match_by_number(std::span<const Device> before, std::span<const Device> after) {
  return match_by(before, after, [](const Device& device) { return std::to_string(device.number.value()); });
}

}  // namespace shoal::estate
