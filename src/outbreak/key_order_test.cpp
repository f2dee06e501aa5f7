#include "outbreak/key_order.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/random.hpp"

namespace shoal::outbreak {
namespace {

/// Keys of which so many of the first bits may differ: few make for many that are the same.
std::vector<std::uint32_t> made_keys(std::uint32_t count, std::uint32_t bits, Random& random) {
  std::vector<std::uint32_t> keys(count);
  for (std::uint32_t& key : keys)
    key = static_cast<std::uint32_t>(random.below(std::uint64_t{1} << bits) << (32 - bits));
  return keys;
}

TEST_CASE("buckets put in order one after another are what sorting all at once gives, whatever the keys") {
  for (std::uint64_t seed = 1; seed <= 300; seed++) {
    CAPTURE(seed);
    Random random(seed);
    const auto count = static_cast<std::uint32_t>(random.below(random.chance(0.5) ? 40 : 5000));
    const auto bits = static_cast<std::uint32_t>(random.below(7)),
               distinct = static_cast<std::uint32_t>(random.below(33));
    const std::vector<std::uint32_t> keys = made_keys(count, distinct, random);
    std::vector<DeviceIndex> devices(count);
    std::vector<std::uint64_t> sorted(count), entries(count);
    for (std::uint32_t i = 0; i < count; i++) {
      devices[i] = 3 * i + 1;
      sorted[i] = std::uint64_t{keys[i]} << 32 | devices[i];
    }
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::uint32_t> ends(std::size_t{1} << bits);
    KeyOrder order;
    order.deal(keys, devices.data(), bits, entries.data(), ends.data());
    std::uint32_t begin = 0;
    for (std::uint32_t value = 0; value < ends.size(); value++) {
      REQUIRE(ends[value] >= begin);
      for (std::uint32_t i = begin; i < ends[value]; i++) CHECK((entries[i] >> 32 >> (31 - bits) >> 1) == value);
      order.order({entries.data() + begin, entries.data() + ends[value]}, bits);
      begin = ends[value];
    }
    CHECK(begin == count);
    CHECK(entries == sorted);
  }
}

}  // namespace
}  // namespace shoal::outbreak
