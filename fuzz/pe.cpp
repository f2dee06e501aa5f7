// The facts of any PE file hold (facts_hold.hpp), and the ranges in which its texts are searched lie within the file,
// in order and without overlap.
#include <cstddef>
#include <cstdint>

#include "facts_hold.hpp"
#include "inspect/mz.hpp"
#include "inspect/pe.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace shoal::inspect;
  const Span file({reinterpret_cast<const char*>(data), size});
  if (executable_format(file) != "pe") return 0;
  Work work(fuzz_steps_max);
  shoal::readiness::FactSheet sheet;
  std::uint64_t end = 0;
  for (const Range& range : read_pe(file, work, sheet)) {
    SHOAL_ASSERT(range.at >= end && file.holds(range.at, range.size));
    end = range.at + range.size;
  }
  assert_facts_hold(sheet, size);
  return 0;
}
