// What a PE file asks of other modules, and what it gives them.
//
// Source: "PE Format", sections "The .edata Section", "The .idata Section" and "Delay-Load Import Tables". Up to Visual
// C++ 6 the tables of delayed imports had pointers where they have relative addresses today; a flag tells.
#pragma once

#include "inspect/pe_image.hpp"
#include "inspect/work.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

/// Adds an `import` for each function, and for a module of which nothing is imported one without a function. As the
/// loader, reads until a module without a name or without addresses. No more than `imports_max`.
void read_imports(const PeImage& image, Work& work, readiness::FactSheet& sheet);
/// The same as `delay-import`.
void read_delay_imports(const PeImage& image, Work& work, readiness::FactSheet& sheet);
/// Adds `export-module` and an `export` for each function, those with names first, as in the table of names; one that
/// has none is "#12" by its ordinal. The number is the ordinal. No more than `exports_max` of either.
void read_exports(const PeImage& image, Work& work, readiness::FactSheet& sheet);

inline constexpr std::uint32_t imports_max = 60'000;
inline constexpr std::uint32_t exports_max = 65'536;  ///< As many as there are ordinals.
inline constexpr std::uint64_t module_name_bytes_max = 512;
inline constexpr std::uint64_t function_name_bytes_max = 4096;  ///< Of C++, names are long.

}  // namespace shoal::inspect
