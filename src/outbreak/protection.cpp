#include "outbreak/protection.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace shoal::outbreak {
namespace {

template <typename Value>
std::vector<Value> sorted_union(std::vector<Value> one, const std::vector<Value>& other) {
  one.insert(one.end(), other.begin(), other.end());
  std::sort(one.begin(), one.end());
  one.erase(std::unique(one.begin(), one.end()), one.end());
  return one;
}

auto closed_key(const Protection::Closed& closed) { return std::tuple(closed.reach, closed.from, closed.to); }

}  // namespace

Protection joined(const Protection& one, const Protection& other) {
  Protection both;
  both.safe = sorted_union(one.safe, other.safe);
  both.patched = sorted_union(one.patched, other.patched);
  both.useless = sorted_union(one.useless, other.useless);
  both.closed = one.closed;
  both.closed.insert(both.closed.end(), other.closed.begin(), other.closed.end());
  std::sort(both.closed.begin(), both.closed.end(),
            [](const auto& a, const auto& b) { return closed_key(a) < closed_key(b); });
  both.closed.erase(std::unique(both.closed.begin(), both.closed.end(),
                                [](const auto& a, const auto& b) { return closed_key(a) == closed_key(b); }),
                    both.closed.end());
  both.reaction_sooner = one.reaction_sooner + other.reaction_sooner;
  return both;
}

}  // namespace shoal::outbreak
