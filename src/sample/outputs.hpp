// What systeminfo and wmic print on a device.
//
// The structure is that of real outputs: labels and values by language, "File 1" for what Windows XP and Server 2003
// had before their service pack, and the cut that Windows itself makes in a long list.
#pragma once

#include <string>

#include "sample/encode.hpp"
#include "sample/estate.hpp"

namespace shoal::sample {

/// What systeminfo prints, in UTF-8 with CRLF. The list of updates and its heading, joined by commas, are cut after
/// 4,095 letters: four public outputs of Windows XP, 7 and Server 2003 in two languages all end there.
/// A device with Fault::cut_output gives the text up to its list of updates. The device must have an image.
std::string systeminfo_text(const Estate& estate, const Device& device);

/// What `wmic qfe` prints, in UTF-8 with CRLF: every update is named. The device must have an image.
std::string wmic_qfe_text(const Estate& estate, const Device& device);

/// How outputs of `device` are stored at its site.
Encoding encoding_of(const Device& device);

/// The processor family that Windows of `device` was built for, as the registry spells it: "x86" or "AMD64".
std::string_view processor_of(const Device& device);

}  // namespace shoal::sample
