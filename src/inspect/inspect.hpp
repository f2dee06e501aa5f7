// One file's bytes to facts.
#pragma once

#include <string_view>

#include "inspect/text_search.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

/// The facts of the file called `name`, by what is in it. `bytes` may be a mapped file of any size: only what its
/// headers name is looked at, within `file_steps_max` steps; beyond that the fact `unread budget` says so. Never fails.
readiness::FactSheet inspect_file(std::string_view bytes, std::string_view name, const TextSearch& search);

/// Readies what libraries would otherwise look for in files when they are first used, as OpenSSL does for its
/// configuration: to be called before a process is shut in.
void prepare_to_inspect();

}  // namespace shoal::inspect
