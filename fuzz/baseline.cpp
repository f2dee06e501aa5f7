// Whatever read_baseline accepts, write_baseline writes back so that it is accepted again with the same content; and
// nobody who asks the baseline stumbles over it.
//
// The input is the content of a baseline, or, where it begins as a baseline does, the baseline itself: with a hash to
// get right, mutations alone would never reach the content.
#include "readiness/baseline.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/assert.hpp"
#include "knowledge/baseline_file.hpp"

namespace {

using namespace shoal;

void ask_all(const readiness::SystemImage& image) {
  const readiness::Baseline baseline = readiness::Baseline::of(image);
  for (const readiness::ImageModule& module : image.modules) {
    const auto found = baseline.module(module.name, module.machine);
    for (const readiness::ImageExport& each : module.exports) {
      const readiness::Presence presence = baseline.function(found, each.name);
      // One that is forwarded to nowhere is absent; one that is not forwarded is there.
      if (each.forwarded_to.empty() && !each.name.empty() && found.presence() == readiness::Presence::present)
        SHOAL_ASSERT(presence != readiness::Presence::installable);
      SHOAL_ASSERT(baseline.function(found, "") == found.presence());
    }
  }
  for (const readiness::ApiSet& set : image.api_sets) (void)baseline.module(set.name + "-0.dll", image.arch);
  for (const readiness::SideBySideModule& each : image.side_by_side)
    SHOAL_ASSERT(baseline.has_beside(each.assembly, each.name, each.machine));
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto image =
      knowledge::read_baseline(bytes.starts_with("SHOALBSL") ? std::string(bytes) : knowledge::seal_baseline(bytes));
  if (!image) return 0;
  const std::string written = knowledge::write_baseline(*image);
  const auto again = knowledge::read_baseline(written);
  SHOAL_ASSERT(again && *again == *image && knowledge::write_baseline(*again) == written);
  ask_all(*image);
  return 0;
}
