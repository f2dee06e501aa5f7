// A device's registry as `reg export` and regedit write the keys that an inventory collects.
#pragma once

#include <string>

#include "sample/estate.hpp"

namespace shoal::sample {

/// The keys that tell release, updates, programs and protection of `device`, in UTF-8 with CRLF, under the heading of
/// the form that its site collects: "Windows Registry Editor Version 5.00" is stored as UTF-16 with a byte order mark,
/// "REGEDIT4" in the code page of Windows. The device must have an image.
std::string registry_text(const Estate& estate, const Device& device);

/// Whether the export is in the old form, REGEDIT4.
bool is_regedit4(const Device& device);

}  // namespace shoal::sample
