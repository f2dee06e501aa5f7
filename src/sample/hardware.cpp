#include "sample/hardware.hpp"

namespace shoal::sample {
namespace {

constexpr std::string_view all_features = "64-bit nx pae sse2 cmpxchg16b lahf-sahf prefetchw sse4.2 popcnt";

constexpr Hardware machines[] = {
    {"NL Desk 110", "Family 15 Model 2 Stepping 9 GenuineIntel", "Intel(R) Pentium(R) 4 CPU 2.80GHz", 512, 40, "none",
     false, false, "pae sse2", false},
    {"NL Desk 210", "Family 6 Model 23 Stepping 10 GenuineIntel", "Intel(R) Core(TM)2 Duo CPU     E8400  @ 3.00GHz",
     2048, 160, "1.2", true, false, "64-bit nx pae sse2 cmpxchg16b lahf-sahf", false},
    {"NL Desk 310", "Family 6 Model 58 Stepping 9 GenuineIntel", "Intel(R) Core(TM) i5-3470 CPU @ 3.20GHz", 4096, 500,
     "1.2", true, false, all_features, false},
    {"NL Desk 410", "Family 6 Model 94 Stepping 3 GenuineIntel", "Intel(R) Core(TM) i5-6500 CPU @ 3.20GHz", 8192, 256,
     "2.0", true, true, all_features, false},
    {"NL Desk 510", "Family 6 Model 158 Stepping 10 GenuineIntel", "Intel(R) Core(TM) i5-8500 CPU @ 3.00GHz", 8192, 256,
     "2.0", true, true, all_features, true},
    {"NL Rack 240", "Family 6 Model 62 Stepping 4 GenuineIntel", "Intel(R) Xeon(R) CPU E5-2620 v2 @ 2.10GHz", 16384,
     1000, "none", true, false, all_features, false}};
constexpr std::size_t rack = 5;
constexpr std::uint64_t machines_stream = 3U << 30U;  // Beyond every device's other generators.

// The machines that were sold while a release was: the first and how many.
struct Range {
  std::size_t first, count;
};
Range range_of(const Device& device) {
  if (device.model->server) return {rack, 1};
  const std::string_view version = device.release->version;
  if (version.starts_with("5.")) return {0, 3};
  if (version == "6.1") return {1, 3};
  if (version == "6.3") return {2, 2};
  return device.release->build >= 22000 ? Range{4, 1} : Range{2, 3};
}

}  // namespace

const Hardware& hardware_of(const Estate& estate, const Device& device) {
  const Range range = range_of(device);
  Random random = Random::numbered(estate.request().seed, machines_stream + device.number);
  return machines[range.first + random.below(range.count)];
}

std::string_view first_word_of_processor(const Device& device) {
  return device.model->architecture == estate::Architecture::x86 ? "x86" : "Intel64";
}

}  // namespace shoal::sample
