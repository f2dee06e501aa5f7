// What a .NET assembly says of itself: for which runtime it was built, and on what it calls.
//
// Source: ECMA-335, partition II: 25.3.3 "CLI header", 24.2.1 "Metadata root", 24.2.6 "#~ stream", 22 "Metadata logical
// format: tables", of which AssemblyRef (22.5) and ModuleRef (22.31) are read. The flag 0x20000 is from "corhdr.h" as
// the .NET documentation of CorFlags describes it.
#pragma once

#include "inspect/pe_image.hpp"
#include "inspect/work.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

/// Adds the `clr` facts of an assembly; nothing where the image is none. No more than `clr_rows_max` of each table.
void read_clr(const PeImage& image, Work& work, readiness::FactSheet& sheet);

inline constexpr std::uint32_t clr_rows_max = 10'000;

}  // namespace shoal::inspect
