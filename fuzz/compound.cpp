// A compound file gives each entry once, below one that came before it, and no stream more bytes than were asked for; a
// package's facts say the same twice; and neither takes more than the budget, which is what keeps it from hanging.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.hpp"
#include "inspect/compound.hpp"
#include "inspect/format.hpp"
#include "inspect/msi.hpp"

namespace {

using namespace shoal::inspect;

std::string package_facts(std::string_view bytes, std::uint64_t steps) {
  Work work(steps);
  shoal::readiness::FactSheet sheet;
  add_format(bytes, "a.msi", sheet);
  read_msi(Span(bytes), work, sheet);
  return to_lines(sheet);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  constexpr std::uint64_t steps = 200'000;
  Work work(steps);
  const CompoundFile file(Span(bytes), work);
  SHOAL_ASSERT(file.entries().size() <= bytes.size() / 128 + 1);
  for (std::size_t i = 0; i < file.entries().size(); i++) {
    const auto& entry = file.entries()[i];
    SHOAL_ASSERT(i == 0 || entry.parent < i);
    SHOAL_ASSERT(file.entries()[entry.parent].storage || i == 0);
    const auto stream = file.read(entry, 10'000, work);
    SHOAL_ASSERT(stream.bytes.size() <= 10'000 && stream.bytes.size() <= entry.size);
    SHOAL_ASSERT(!stream.trouble.empty() || stream.bytes.size() == std::min<std::uint64_t>(entry.size, 10'000));
  }
  SHOAL_ASSERT(package_facts(bytes, steps) == package_facts(bytes, steps));
  return 0;
}
