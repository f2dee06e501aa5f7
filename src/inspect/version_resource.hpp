// The version resource of a program: its texts, and its numbers.
//
// Source: "VS_VERSIONINFO structure" and those that it names (StringFileInfo, StringTable, String, VS_FIXEDFILEINFO) in
// the Windows documentation; of 16-bit programs, where keys and texts have a byte a letter and there is no type,
// "Version Information Resources" of the Windows 3.1 SDK.
#pragma once

#include <cstdint>

#include "inspect/span.hpp"
#include "inspect/work.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

enum class Letters : std::uint8_t {
  wide,    ///< UTF-16LE.
  narrow,  ///< A byte a letter.
};

/// Adds the strings of the first language and both fixed versions. `base` is where in the file the resource begins.
/// No more than `version_strings_max`, each of no more than `version_text_bytes_max`.
void read_version_resource(Span resource, Letters letters, std::uint64_t base, Work& work, readiness::FactSheet& sheet);

inline constexpr std::size_t version_strings_max = 256;
inline constexpr std::uint64_t version_text_bytes_max = 8192;

}  // namespace shoal::inspect
