// What each target is judged by: an image where somebody brought one, and the shipped table where not.
#pragma once

#include <string>
#include <vector>

#include "readiness/baseline.hpp"
#include "readiness/rulebook.hpp"

namespace shoal::app {

/// The baselines of `targets`, which are in `book`, in their order; each of `files` stands for the target that it
/// names. Where its registry tells how the installation has an optional part, the target in `book` has it so from then
/// on. Errors: those of knowledge::read_baseline() and check_image(), within the file's name; not_found
/// "app.no_path"; unavailable "app.unreadable"; invalid_input "app.other_target" where nobody asked for the target of a
/// file, or two files stand for one.
Result<std::vector<readiness::Baseline>> open_baselines(const std::vector<std::string>& files,
                                                        readiness::Rulebook& book,
                                                        const std::vector<const readiness::Target*>& targets);

}  // namespace shoal::app
