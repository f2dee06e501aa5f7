// What `shoal plan` plans: a programme's files, with the register where one is named.
#pragma once

#include "app/programme.hpp"
#include "cli/commands.hpp"

namespace shoal::cli {

/// The programme that `options` ask for.
/// Errors: those of app::load_programme, app::add_estate and exposure::read_weight_table; "cli.no_target" where a
/// register is asked and the programme's target is none; invalid_input "cli.nothing_asked" where something is asked of
/// a register and none is named.
Result<app::LoadedProgramme> programme_asked(const PlanOptions& options);

}  // namespace shoal::cli
