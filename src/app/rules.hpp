// Which rules of readiness are asked: those of a pack, or those of a folder.
#pragma once

#include <string>

#include "knowledge/rulebook.hpp"

namespace shoal::app {

/// The rules of the pack at `pack`, of the embedded one where that is empty; those of the folder `rules` in place of
/// them where that is not. Errors: those of open_pack() and knowledge::read_rulebook() and of
/// inspect::YaraSearch::make(); not_found "app.no_path".
Result<readiness::Rulebook> open_rulebook(const std::string& pack, const std::string& rules);

}  // namespace shoal::app
