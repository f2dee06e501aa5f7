// A rule that is taken can be asked, runs its own tests, and comes back from bytes as it was; one that is not taken
// says why, in one line.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/assert.hpp"
#include "knowledge/rulebook.hpp"
#include "knowledge/rulebook_bytes.hpp"
#include "readiness/rule_set.hpp"

namespace {

using namespace shoal;

// As a pack has it, with whatever the rule names beside it.
readiness::Rulebook book_of(readiness::Rule rule) {
  readiness::Rulebook book;
  for (const std::string& id : rule.remedies) {
    readiness::Remedy remedy;
    remedy.id = id;
    if (book.remedies.empty() || book.remedies.back().id != id) book.remedies.push_back(std::move(remedy));
  }
  readiness::Target target;
  target.id = "windows-11-24h2-x64";
  target.os = 1000;
  target.build = 26100;
  target.arch = "x64";
  book.targets.push_back(std::move(target));
  book.rules.push_back(std::move(rule));
  return book;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto rule = knowledge::read_rule({reinterpret_cast<const char*>(data), size});
  if (!rule) {
    SHOAL_ASSERT(!rule.error().message.empty() && rule.error().message.find('\n') == std::string::npos);
    return 0;
  }
  const readiness::Rulebook book = book_of(*rule);
  const auto failures = readiness::run_rule_tests(book);
  if (failures) SHOAL_ASSERT(failures->size() <= rule->tests.size());
  const std::string bytes = knowledge::rulebook_bytes(book);
  if (const auto set = readiness::RuleSet::make(book.rules, book.remedies)) {
    const auto back = knowledge::rulebook_from(bytes);
    SHOAL_ASSERT(back.has_value());
    SHOAL_ASSERT(knowledge::rulebook_bytes(*back) == bytes);
  }
  return 0;
}
