// Programs and libraries of 32-bit and 64-bit Windows: PE32 and PE32+.
//
// Source: "PE Format" (the Microsoft Portable Executable and Common Object File Format Specification), sections
// "COFF File Header", "Optional Header", "Section Table" and "The .debug Section". The parts that are formats of their
// own have readers of their own: pe_tables, pe_resources, clr, visual_basic, authenticode.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "inspect/pe_image.hpp"
#include "inspect/span.hpp"
#include "inspect/work.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

/// Adds the facts of a PE file, `format pe` first; those of exports come last, since they are the most. Returns the
/// parts of the file in which texts of the program itself stand, in order and without overlap: its sections, but
/// nothing of its debug information, in which the paths are those of the machine on which it was built, nor of its
/// directory of exports, which has what others ask it for.
std::vector<Range> read_pe(Span file, Work& work, readiness::FactSheet& sheet);

/// What facts call a processor by its number in the header: "x86", "x64", "0x1234".
std::string machine_name(std::uint16_t machine);

/// How much of the entry point's section is looked at to tell whether it is packed.
inline constexpr std::uint64_t entropy_sample_bytes = 8'192;

}  // namespace shoal::inspect
