#include "outbreak/pressure.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "base/random.hpp"
#include "outbreak/plain_scenario.hpp"

namespace shoal::outbreak {
namespace {

/// Someone who was hit, and when.
struct Struck {
  DeviceIndex device = 0;
  Seconds at = 0;
  bool operator==(const Struck&) const = default;
};

/// Sources that come and go, one a second from anywhere, and whom they hit. `is_asked_each_time`: whether it is asked
/// after each of them for the next hit, and not only where there may be one.
std::vector<Struck> struck_by_sources(const Layout& layout, std::uint64_t seed, bool is_asked_each_time) {
  const std::size_t devices = layout.scenario().devices.size();
  Bits gone(devices);
  Pressure pressure(layout, gone);
  pressure.use(Chance(seed, 0));
  pressure.clear({});
  std::vector<Struck> struck;
  std::vector<DeviceIndex> sources;
  Random random(seed);
  for (Seconds now = 0; now < 400; now += 1) {
    while (pressure.next_at() <= now) {
      if (!pressure.is_next_sure()) {
        pressure.make_next_sure();
        continue;
      }
      const Seconds at = pressure.next_at();
      struck.push_back({pressure.take().device, at});
      gone.set(struck.back().device);
      pressure.settle();
    }
    const bool ends = sources.size() > 40 && random.below(3) == 0;
    if (ends) {
      const std::size_t which = random.below(sources.size());
      pressure.end_source(sources[which], none, now);
      sources.erase(sources.begin() + static_cast<std::ptrdiff_t>(which));
    } else {
      sources.push_back(static_cast<DeviceIndex>(random.below(devices)));
      pressure.add_source(sources.back(), none, now);
    }
    if (is_asked_each_time && !pressure.is_next_sure()) pressure.make_next_sure();
  }
  return struck;
}

TEST_CASE("whom sources hit, and when, does not depend on how often it is asked") {
  for (const double uplink : {forever, 3.5})
    for (std::uint64_t seed = 1; seed <= 20; seed++) {
      CAPTURE(uplink);
      CAPTURE(seed);
      Scenario scenario = many_sites(6, 3, 0.3, 0.5, seed);
      scenario.worm.scans = {scan_of(1, 0x1p17)};
      for (Zone& zone : scenario.zones) zone.uplink = uplink;
      const Layout layout(scenario);
      const std::vector<Struck> struck = struck_by_sources(layout, seed, true);
      CHECK(struck.size() > 50);
      CHECK(struck_by_sources(layout, seed, false) == struck);
    }
}

}  // namespace
}  // namespace shoal::outbreak
