#include "app/rules.hpp"

#include <filesystem>

#include "app/assess.hpp"
#include "inspect/yara_search.hpp"

namespace shoal::app {

Result<readiness::Rulebook> open_rulebook(const std::string& pack, const std::string& rules) {
  if (rules.empty()) {
    knowledge::Pack opened = SHOAL_TRY(open_named_pack(pack));
    return std::move(opened.rulebook);
  }
  std::error_code failed;
  if (!std::filesystem::is_directory(rules, failed))
    return Error{ErrorKind::not_found, "app.no_path", "no folder " + rules};
  readiness::Rulebook book = SHOAL_TRY(knowledge::read_rulebook(rules));
  // What does not compile is told before anything is read.
  if (auto compiled = inspect::YaraSearch::make(book.rules); !compiled)
    return std::move(compiled).error().within(rules);
  return book;
}

}  // namespace shoal::app
