// What a program of Visual Basic 5 or 6 says of itself: how it was compiled, which controls it needs, and which
// functions of other modules it declares.
//
// Source: Alex Ionescu, "Visual Basic Image Internal Structure Format" (2004), section 1 "The VB Header" and 3 "The
// Project Information". An entry of the table of external components begins with its own size and has offsets within
// itself; as none of the descriptions that we know says which of them is the file's name, it is the first that leads to
// a text ending in .ocx, .oca or .dll. Functions that the source declares stand in a table of the project and not in
// the imports; the runtime asks for each when it is first called, so that they are `delay-import`.
#pragma once

#include "inspect/pe_image.hpp"
#include "inspect/work.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

/// Adds the `visual-basic` facts; nothing where the code at the entry point does not push the address of a header and
/// call. `version` is that of the runtime which the program imports: 5, 6, or 0 for neither.
void read_visual_basic(const PeImage& image, int version, Work& work, readiness::FactSheet& sheet);

inline constexpr std::uint32_t visual_basic_declares_max = 10'000;

}  // namespace shoal::inspect
