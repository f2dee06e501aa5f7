// Names with their length in front, and the tables of them by which NE, LE and LX files tell what they export.
//
// Source: "Executable-File Header Format" (KB 65260), sections "Resident-Name Table" and "Nonresident-Name Table";
// IBM's "OS/2 32-bit Linear eXecutable Module Format", sections of the same names, for LE and LX.
#pragma once

#include <cstdint>
#include <string_view>

#include "inspect/span.hpp"
#include "inspect/work.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

struct PascalName {
  std::string_view text;  ///< Empty where it does not lie within the file.
  std::uint64_t at = 0;   ///< Of its first letter.
};

PascalName pascal_name(Span file, std::uint64_t at);

enum class NameTable : std::uint8_t {
  resident,     ///< Its first name is the module's own.
  nonresident,  ///< Its first name is a description of the module.
};

/// Adds an `export` for each name of the table at `at`, and `export-module` of a resident one.
void add_exports(Span file, std::uint64_t at, NameTable table, Work& work, readiness::FactSheet& sheet);

}  // namespace shoal::inspect
