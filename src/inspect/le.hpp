// Drivers of Windows 3 and 95 (VxD) and programs of 32-bit OS/2: LE and LX.
//
// Source: IBM, "OS/2 32-bit Linear eXecutable Module Format" (LX), which describes both; of a VxD, the DDK of Windows
// 3.1: its one export, by ordinal 1, is its device descriptor block and ends in "_DDB".
#pragma once

#include "inspect/span.hpp"
#include "inspect/work.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

/// Adds the facts of an LE or LX file, `format` first: its target, the modules from which it imports, each without a
/// function, and its exports with their ordinals.
void read_le(Span file, Work& work, readiness::FactSheet& sheet);

}  // namespace shoal::inspect
