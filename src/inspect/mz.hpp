// Programs that begin with MZ: which kind they are, and what is known of those for DOS alone.
//
// The header of an .EXE file is described in the MS-DOS Programmer's Reference ("File Header Structure for .EXE
// Files"); that its word at 0x3C leads to the header of a newer kind, in "Microsoft PE and COFF Specification", section
// "MS-DOS Stub", and in "Executable-file header format" (KB 65260) for Windows 3.
#pragma once

#include <cstdint>
#include <string_view>

#include "inspect/span.hpp"
#include "inspect/work.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

/// "mz", "ne", "le", "lx" or "pe": the format of a program by its first bytes and those to which they lead; empty where
/// it does not begin with MZ. A program whose word at 0x3C leads nowhere, or to something else, is one for DOS.
std::string_view executable_format(Span file);

/// Where the header of a newer kind stands, 0 where there is none.
std::uint64_t new_header_at(Span file);

/// What a program of NE or LE is for, as both number it: "os2", "windows", "dos4", "win386", or "unknown".
std::string_view target_system(unsigned number);

/// Adds `format mz`, the packers LZEXE and PKLITE, and what lies behind the program as `overlay`.
void read_mz(Span file, Work& work, readiness::FactSheet& sheet);

}  // namespace shoal::inspect
