// Lists of many devices as directories, management servers and people export them: a heading, and a row for a device.
#pragma once

#include <string>
#include <string_view>

#include "sample/encode.hpp"
#include "sample/estate.hpp"

namespace shoal::sample {

/// One file of an export. Rows are appended, so that a file of a million never stands in memory.
struct List {
  std::string_view path;  ///< Below the folder that is written.
  Encoding encoding = Encoding::utf8;
  /// Appends what stands above the rows.
  void (*head)(const Estate& estate, std::string& out) = nullptr;
  /// Appends the rows of one device: none where this list does not know it.
  void (*rows)(const Estate& estate, const Device& device, std::string& out) = nullptr;
};

/// `Get-ADComputer -Properties * | Export-Csv`, and `csvde -u`.
extern const List directory_list, csvde_list;
/// Views of the management server, as its query window saves them.
extern const std::span<const List> configmgr_lists;
/// What somebody keeps by hand, in German, with semicolons.
extern const List spreadsheet_list;

/// Whether each of them has a row for `device`.
bool in_directory(const Device& device);
bool in_configmgr(const Device& device);

/// 100 ns since 1601 at noon of `day`, UTC: a FILETIME.
std::uint64_t filetime(Day day);

/// `text` as a field of a CSV file, quoted only where it must be.
std::string csv_field(std::string_view text, char separator = ',');

}  // namespace shoal::sample
