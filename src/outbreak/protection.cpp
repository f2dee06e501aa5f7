#include "outbreak/protection.hpp"

#include <algorithm>
#include <tuple>

namespace shoal::outbreak {
namespace {

template <typename Value>
void append(std::vector<Value>& all, const std::vector<Value>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

auto closed_key(const Protection::Closed& closed) { return std::tuple(closed.reach, closed.from, closed.to); }

template <typename Value, typename KeyOf>
void sort_each_once(std::vector<Value>& values, KeyOf key_of) {
  std::sort(values.begin(), values.end(), [&](const Value& a, const Value& b) { return key_of(a) < key_of(b); });
  values.erase(
      std::unique(values.begin(), values.end(), [&](const Value& a, const Value& b) { return key_of(a) == key_of(b); }),
      values.end());
}

}  // namespace

Protection joined(std::span<const Protection* const> protections) {
  Protection all;
  for (const Protection* each : protections) {
    append(all.safe, each->safe);
    append(all.patched, each->patched);
    append(all.useless, each->useless);
    append(all.closed, each->closed);
    all.reaction_sooner += each->reaction_sooner;
  }
  const auto itself = [](const auto& value) { return value; };
  sort_each_once(all.safe, itself);
  sort_each_once(all.patched, itself);
  sort_each_once(all.useless, itself);
  sort_each_once(all.closed, closed_key);
  return all;
}

Protection joined(const Protection& one, const Protection& other) {
  const Protection* const both[] = {&one, &other};
  return joined(both);
}

}  // namespace shoal::outbreak
