// Whatever a condition says of what nobody knows, it says so of every way in which that can be: an answer that is not
// "unknown" stays the same once the unknown is known. And what is unknown names something that the condition asks for.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.hpp"
#include "readiness/msi_condition.hpp"

namespace {

using namespace shoal::readiness;

MsiProperties with(const MsiCondition& condition, const char* value) {
  MsiProperties properties;
  for (const std::string& name : condition.symbols()) properties.set(name, {value});
  return properties;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto condition = MsiCondition::parse(text);
  if (!condition) return 0;
  MsiProperties nobody_knows;
  nobody_knows.set_others_unknown();
  const auto symbols = condition->symbols();
  const auto judgement = condition->judge(nobody_knows);
  SHOAL_ASSERT((judgement.truth == Truth::unknown) == !judgement.depends_on.empty());
  SHOAL_ASSERT(std::includes(symbols.begin(), symbols.end(), judgement.depends_on.begin(), judgement.depends_on.end()));
  for (const char* value : {"", "0", "1", "501", "Windows"}) {
    const auto known = condition->judge(with(*condition, value));
    SHOAL_ASSERT(known.truth != Truth::unknown);
    SHOAL_ASSERT(judgement.truth == Truth::unknown || judgement.truth == known.truth);
  }
  const auto inverse = MsiCondition::parse("NOT (" + std::string(text) + ")");
  if (!inverse || judgement.truth == Truth::unknown) return 0;
  SHOAL_ASSERT(inverse->judge(nobody_knows).truth == (judgement.truth == Truth::yes ? Truth::no : Truth::yes));
  return 0;
}
