#include "outbreak/chance.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "base/pinned_math.hpp"
#include "base/sanitized.hpp"
#include "outbreak/draws.hpp"

namespace shoal::outbreak {

TEST_CASE("whoever drew less than the fewest bits for a span comes after it, and few others do") {
  const std::uint64_t seed = 6;
  CAPTURE(seed);
  Random random(seed);
  for (int i = 0; i < thinned(20'000, 500); i++) {
    const double most = pinned_exp(static_cast<double>(random.below(12'000)) / 1000 - 8);
    CAPTURE(most);
    const std::uint64_t least = least_bits_within(most);
    if (least > 0) CHECK(-pinned_log(Chance::unit_of(least - 1)) > most);
    if (most < 24) CHECK(-pinned_log(Chance::unit_of(least)) < most + 0.006);
  }
  CHECK(least_bits_within(forever) == 0);
  CHECK(-pinned_log(Chance::unit_of(least_bits_within(0))) < 0.006);
}

TEST_CASE("many draws at once are those that are drawn one by one") {
  const Chance chance(3, 5);
  const std::uint64_t base = chance.base(Topic::link, 2);
  for (const std::size_t count : {1U, 7U, 8U, 9U, 31U}) {
    CAPTURE(count);
    std::vector<std::uint64_t> entries;
    std::vector<DeviceIndex> devices;
    std::vector<std::uint32_t> keys(count);
    std::vector<double> values(count);
    for (DeviceIndex i = 0; i < count; i++) devices.push_back(1000 + 17 * i);
    draw_keys(base, devices.data(), count, keys.data());
    for (std::size_t i = 0; i < count; i++) entries.push_back(std::uint64_t{keys[i]} << 32 | devices[i]);
    exponential_of_keys(entries.data(), count, 3, values.data());
    for (std::size_t i = 0; i < count; i++) {
      CHECK(keys[i] == chance.bits(Topic::link, devices[i], 2) >> 32);
      CHECK(values[i] == doctest::Approx(-3 * pinned_log(1 - (keys[i] + 0.5) * 0x1p-32)).epsilon(1e-12));
    }
  }
}

}  // namespace shoal::outbreak
