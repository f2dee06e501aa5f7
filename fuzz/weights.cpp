// Tables of weights: whatever the bytes are, they are refused in one sentence, or every device gets a weight that a
// plan can take, and one with more open never gets less.
#include <cstdint>
#include <string_view>

#include "base/assert.hpp"
#include "exposure/device_weight.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace shoal;
  const auto table = exposure::read_weight_table({reinterpret_cast<const char*>(data), size});
  if (!table) {
    SHOAL_ASSERT(!table.error().message.empty() && table.error().kind == ErrorKind::invalid_input);
    return 0;
  }
  const estate::Tags tags{{"internet-facing", "yes"}, {"personal-data", "yes"}};
  for (int phase = 0; phase < 5; phase++) {
    std::int32_t before = 0;
    for (const double open : {0.0, 1.5, 40.0, 1e6}) {
      const std::int32_t weight =
          exposure::weight_of(*table, {static_cast<lifecycle::Phase>(phase), open, open / 2, open < 40, tags});
      SHOAL_ASSERT(weight >= 1 && weight <= exposure::weight_max);
      if (open < 40) {
        SHOAL_ASSERT(weight >= before);
        before = weight;
      }
    }
  }
  return 0;
}
