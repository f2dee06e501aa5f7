// The vendor's lists as dated snapshots: zips of CSV with one row per vulnerability, update and product.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"

namespace shoal::knowledge {

/// One row of the lists, as it stands. Views are good for the length of the call that hands it out.
struct DefinitionRow {
  std::string_view posted;  ///< yyyymmdd: when the vendor last revised the entry, not when it was published.
  std::string_view cve;     ///< Also advisories (ADV...) and invented names of service packs.
  std::string_view kb;      ///< Digits, or the name of something that is not an update, or empty.
  std::string_view title;
  std::string_view product;
  std::string_view component;
  std::string_view severity;
  std::string_view impact;
  std::string_view supersedes;  ///< KB numbers between separators of many kinds.
  bool added_by_hand = false;   ///< From the lists' own supplement, which says nothing of what the vendor assessed.
};

/// One snapshot on disk.
struct Snapshot {
  std::filesystem::path path;
  Day day;
  std::string sha256;
};

/// The snapshots in `folder`, named definitions-yyyy-mm-dd.zip, ascending by day.
/// Errors: not_found "knowledge.no_file" where there is none.
Result<std::vector<Snapshot>> find_snapshots(const std::filesystem::path& folder);

/// Reads every row of a snapshot's bytes. `place` is what messages call it.
/// Errors: invalid_input "knowledge.bad_definitions" where the archive or its header is not as expected, or a table is
/// larger than 512 MiB unpacked.
Result<void> read_definitions(std::string_view bytes, const std::string& place,
                              const std::function<void(const DefinitionRow&)>& row);

/// Reads every row of a snapshot on disk, and sets its hash. Errors: as above, and those of read_file().
Result<void> read_snapshot(Snapshot& snapshot, const std::function<void(const DefinitionRow&)>& row);

}  // namespace shoal::knowledge
