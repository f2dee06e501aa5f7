// Setup programs that carry their files behind themselves.
#pragma once

#include "inspect/span.hpp"
#include "inspect/work.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

/// `installer nsis` and `installer inno`, the latter with its version where that is told, by what stands behind a
/// program: of one whose `overlay` is on `sheet`, and nothing without one.
void read_installer_marks(Span file, Work& work, readiness::FactSheet& sheet);

}  // namespace shoal::inspect
