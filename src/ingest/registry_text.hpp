// The text that regedit and `reg export` write: keys and their values, and nothing of what they mean.
//
// Two spellings are read, told apart by their first line: "Windows Registry Editor Version 5.00" and "REGEDIT4", which
// Windows 95 and NT 4 understand and later ones still write on demand. They differ only in how hex(2) and hex(7) hold
// their letters: UTF-16LE there, the machine's own code page here. Keys in square brackets; below each its values, the
// name in quotes or @ for the default value; a backslash escapes a quote or itself; a text may go on over several
// lines; hexadecimal bytes go on where a line ends in a backslash. "[-key]" and "name=-" delete when the file is
// imported, so they say nothing of the machine: they are counted and not handed on. A second heading, as where several
// exports were put into one file, goes on with the same.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shoal::ingest {

enum class RegistryKind : std::uint8_t {
  text,    ///< "letters", or hex(1).
  expand,  ///< hex(2): a text with names of variables such as %SystemRoot% in it, which are not replaced here.
  multi,   ///< hex(7): several texts.
  dword,   ///< dword: or hex(4).
  qword,   ///< hex(b).
  binary,  ///< Any other bytes.
};

struct RegistryValue {
  std::string name;  ///< Empty for the default value.
  RegistryKind kind = RegistryKind::text;
  std::string text;                ///< Of text and expand as UTF-8 without NUL; of binary the bytes.
  std::vector<std::string> texts;  ///< Of multi.
  std::uint64_t number = 0;        ///< Of dword and qword.
  std::uint32_t line = 0;          ///< On which it begins.
  bool operator==(const RegistryValue&) const = default;
};

struct RegistryKey {
  std::string path;        ///< As written, e.g. "HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft".
  std::uint32_t line = 0;  ///< On which it stands.
  std::vector<RegistryValue> values;
  bool operator==(const RegistryKey&) const = default;
};

/// What stands in a text beside its keys.
struct RegistryTally {
  std::uint32_t keys = 0;  ///< Handed on.
  std::uint32_t deletions = 0;
  std::uint32_t unreadable = 0;  ///< Lines and values that keep to no rule.
  std::uint32_t too_long = 0;    ///< Values beyond `registry_value_bytes_max`, which are left out.
  /// The text does not end in the blank line with which both programs end, or ends within a value.
  bool cut_short = false;
};

/// More keys than a whole registry has: HKEY_LOCAL_MACHINE of a workstation has half a million.
inline constexpr std::uint32_t registry_keys_max = 2'000'000;
inline constexpr std::size_t registry_values_of_key_max = 100'000;
inline constexpr std::size_t registry_value_bytes_max = std::size_t{1} << 20U;
inline constexpr std::size_t registry_path_bytes_max = std::size_t{1} << 16U;

/// Whether the first line of `text` that is not blank is one of the two headings.
bool is_registry_text(std::string_view text);

/// Hands each key of the UTF-8 `text` to `each` with its values, in the order of the text. The key is a loan for the
/// length of the call. A text in which a line begins with "[HKEY_" was torn: it is unreadable, and reading goes on with
/// that key. Letters outside ASCII in hex(2) and hex(7) of REGEDIT4 are read as Latin-1, since nothing tells their code
/// page. Errors: invalid_input "ingest.too_many_entries" beyond `registry_keys_max` or `registry_values_of_key_max`.
Result<RegistryTally> read_registry_text(std::string_view text, const std::function<void(const RegistryKey&)>& each);

}  // namespace shoal::ingest
