// The facts of any manifest, configuration and version resource hold (facts_hold.hpp).
#include <cstddef>
#include <cstdint>

#include "facts_hold.hpp"
#include "inspect/manifest.hpp"
#include "inspect/version_resource.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace shoal::inspect;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  Work work(fuzz_steps_max);
  shoal::readiness::FactSheet sheet;
  read_manifest(bytes, 0, work, sheet);
  read_configuration(bytes, work, sheet);
  read_version_resource(Span(bytes), Letters::wide, 0, work, sheet);
  read_version_resource(Span(bytes), Letters::narrow, 0, work, sheet);
  assert_facts_hold(sheet, size);
  return 0;
}
