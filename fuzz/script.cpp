// A script's words are on the lines that are named, each word once on a line, whatever language it is in.
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/assert.hpp"
#include "base/text.hpp"
#include "inspect/script.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace shoal::inspect;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static const std::vector<std::string> words = {".vbs", "edit", "net send", "wmic"};
  for (const char* name : {"a.bat", "a.vbs", "a.js", "a.ps1", "a.hta", "a"}) {
    Work work(100'000);
    shoal::readiness::FactSheet sheet;
    read_script(bytes, name, words, work, sheet);
    std::set<std::pair<std::string, std::uint64_t>> seen;
    for (std::size_t i = 0; i < sheet.size(); i++) {
      const auto fact = sheet[i];
      if (fact.kind != shoal::readiness::FactKind::word) continue;
      SHOAL_ASSERT(seen.emplace(fact.name, fact.at).second);
      SHOAL_ASSERT(fact.at >= 1);
      if (fact.value.size() < 300 && fact.name != "net send")
        SHOAL_ASSERT(shoal::find_ignoring_case(fact.value, fact.name) != fact.value.npos);
    }
    SHOAL_ASSERT(seen.size() <= words.size() * hits_max);
  }
  return 0;
}
