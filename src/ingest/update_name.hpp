// How Windows names an installed update in its own lists, from XP to 11.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "estate/observation.hpp"

namespace shoal::ingest {

/// What one entry of a list of updates turns out to be.
enum class EntryKind {
  named,     ///< It has a KB number.
  nameless,  ///< It hides its number: "File 1" of Windows XP and Server 2003, or nothing at all.
  other,     ///< It is no update with a number: "{GUID}" of an installer package, "IDNMitigationAPIs".
};

struct EntryName {
  EntryKind kind = EntryKind::other;
  estate::InstalledUpdate update;  ///< Filled where `kind` is named: the number and its variant.
};

/// Reads "KB4012598", "KB2909921-IE8", "KB951376-v2", "KB893803v2 - Update", "KB954155_WM9", "Q147222" (the name
/// before KB), "M886903" and "S867460" (.NET Framework 1.1 names its updates so) and "943729" (Vista). A number has
/// five to eight digits, the first of them not 0. The variant is what follows it up to a blank, without the hyphen or
/// underscore in front.
EntryName read_entry_name(std::string_view text);

/// More entries than any list of updates has, so that hostile files cost bounded memory.
inline constexpr std::uint32_t entries_max = 100'000;

/// Adds entries to what a source claims and keeps its counts: entries >= updates + entries_nameless.
class EntryCollector {
 public:
  explicit EntryCollector(estate::Claims& claims) : claims_(&claims) {}

  /// Counts the entry, and appends its update unless number and variant are there already.
  void add(EntryName entry);

 private:
  estate::Claims* claims_;  // the caller's; outlives the collector
  std::set<std::pair<std::uint32_t, std::string>> known_;
};

}  // namespace shoal::ingest
