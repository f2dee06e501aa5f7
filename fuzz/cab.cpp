// The first byte says which of the small formats the rest is read as. A cabinet lists no more than its header says and
// the file has room for; each reader says the same twice and keeps to its budget.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/assert.hpp"
#include "inspect/cab.hpp"
#include "inspect/format.hpp"
#include "inspect/inf.hpp"
#include "inspect/installer.hpp"

namespace {

using namespace shoal::inspect;

std::string small_facts(char kind, std::string_view bytes) {
  Work work(100'000);
  shoal::readiness::FactSheet sheet;
  const Span file(bytes);
  if (kind == 'c') read_cab(file, work, sheet);
  if (kind == 's') read_compressed(file, "setup.ex_", work, sheet);
  if (kind == 'z') read_zip(file, work, sheet);
  if (kind == 'i') read_inf(bytes, work, sheet);
  if (kind == 'm') {
    sheet.add(shoal::readiness::FactKind::overlay, {}, {}, bytes.size() / 2, bytes.size() - bytes.size() / 2);
    read_installer_marks(file, work, sheet);
  }
  if (kind == 'f') add_format(bytes, "a.txt", sheet);
  return to_lines(sheet);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view all(reinterpret_cast<const char*>(data), size), bytes = all.substr(1);
  SHOAL_ASSERT(small_facts(all[0], bytes) == small_facts(all[0], bytes));
  if (all[0] != 'c') return 0;
  Work work(100'000);
  const Cabinet cabinet = list_cabinet(Span(bytes), work);
  SHOAL_ASSERT(cabinet.members.size() <= Span(bytes).u16(28));
  SHOAL_ASSERT(!cabinet.trouble.empty() || cabinet.members.size() == Span(bytes).u16(28));
  for (const Cabinet::Member& member : cabinet.members) SHOAL_ASSERT(!member.name.empty());
  return 0;
}
