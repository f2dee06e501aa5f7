#include "app/rules.hpp"

#include <filesystem>

#include "app/assess.hpp"

namespace shoal::app {

Result<readiness::Rulebook> open_rulebook(const std::string& pack, const std::string& rules) {
  if (rules.empty()) {
    knowledge::Pack opened = SHOAL_TRY(open_named_pack(pack));
    return std::move(opened.rulebook);
  }
  std::error_code failed;
  if (!std::filesystem::is_directory(rules, failed))
    return Error{ErrorKind::not_found, "app.no_path", "no folder " + rules};
  return knowledge::read_rulebook(rules);
}

}  // namespace shoal::app
