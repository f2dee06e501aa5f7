// The facts of any NE, LE, LX or DOS program hold (facts_hold.hpp).
#include <cstddef>
#include <cstdint>

#include "facts_hold.hpp"
#include "inspect/le.hpp"
#include "inspect/mz.hpp"
#include "inspect/ne.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace shoal::inspect;
  const Span file({reinterpret_cast<const char*>(data), size});
  const std::string_view format = executable_format(file);
  Work work(fuzz_steps_max);
  shoal::readiness::FactSheet sheet;
  if (format == "ne") {
    read_ne(file, work, sheet);
  } else if (format == "le" || format == "lx") {
    read_le(file, work, sheet);
  } else if (format == "mz") {
    read_mz(file, work, sheet);
  }
  assert_facts_hold(sheet, size);
  return 0;
}
