// INF files: how a driver is installed.
//
// Format: "General Syntax Rules for INF Files" and "INF Version Section" of the Windows driver documentation,
// learn.microsoft.com/windows-hardware/drivers/install.
#pragma once

#include <string_view>

#include "inspect/work.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

/// Facts of an INF: class and signature of its Version section, and the files that it names in SourceDisksFiles, in the
/// sections that CopyFiles names, after "@", and as ServiceBinary. All in lower case, files without their folders.
void read_inf(std::string_view bytes, Work& work, readiness::FactSheet& sheet);

inline constexpr std::size_t inf_bytes_max = std::size_t{8} << 20U;

}  // namespace shoal::inspect
