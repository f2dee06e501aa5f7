// Programs and libraries of 16-bit Windows and OS/2: NE.
//
// Source: "Executable-File Header Format" (Microsoft KB 65260), whose sections are "New .EXE Header", "Segment Table",
// "Resource Table", "Resident-Name Table", "Module-Reference Table", "Imported-Names Table", "Nonresident-Name Table"
// and "Per Segment Data"; for the word at 0x3E, winnt.h's IMAGE_OS2_HEADER.
#pragma once

#include "inspect/span.hpp"
#include "inspect/work.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

/// Adds the facts of an NE file, `format ne` first: its target, the functions that its segments' relocations name as
/// `import`, and modules from which none is named as an import without a function; resources and version, unless it is
/// of OS/2, which laid them out otherwise; exports, with their ordinals as numbers. Names of modules have no ending, as
/// in the file. Each function is told once, with the place of the first relocation.
void read_ne(Span file, Work& work, readiness::FactSheet& sheet);

inline constexpr std::size_t ne_imports_max = 20'000;
inline constexpr std::size_t ne_resources_max = 10'000;

}  // namespace shoal::inspect
