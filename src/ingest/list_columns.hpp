// Which column of a list means what, told by its headers.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "estate/columns.hpp"
#include "ingest/written_day.hpp"

namespace shoal::ingest {

/// A header, or one of several columns with that header, and what a person says that it means.
struct MappedColumn {
  std::string header;       ///< As typed; compared like every header.
  std::uint32_t which = 0;  ///< 2 means the second column of that name; 0 means every one.
  estate::Meaning meaning;
};

/// Reads "HEADER=MEANING" or "HEADER#2=MEANING", where MEANING is a word of estate::parse_meaning().
/// Errors: invalid_input "ingest.bad_map".
Result<MappedColumn> parse_mapped_column(std::string_view text, const estate::ColumnNames& known);

/// How lists are read: the headers that we know, and what the person who asks says of them.
class ListSettings {
 public:
  ListSettings() = default;
  explicit ListSettings(const estate::ColumnNames& names, std::vector<MappedColumn> mapped = {},
                        DayOrder order = DayOrder::unknown);

  /// Whether observations are to hold identifiers: a million rows of them take half a gigabyte, and only identity asks.
  void want_identifiers() { identifiers_ = true; }
  bool identifiers_wanted() const { return identifiers_; }

  const std::vector<MappedColumn>& mapped() const { return mapped_; }
  /// The order of days that can be read in two ways; unknown leaves it to the list.
  DayOrder order() const { return order_; }

  /// The meaning of a folded header in that export, or in any list where `from` is empty; null where we know none.
  const estate::ColumnName* find(std::string_view from, std::string_view folded) const;
  /// Every export with its key headers, folded.
  const std::map<std::string, std::vector<std::string>>& exports() const { return exports_; }

 private:
  std::map<std::string, std::unordered_map<std::string, estate::ColumnName>, std::less<>> names_;
  std::map<std::string, std::vector<std::string>> exports_;
  std::vector<MappedColumn> mapped_;
  DayOrder order_ = DayOrder::unknown;
  bool identifiers_ = false;
};

/// One column of a list.
struct ListColumn {
  std::string header;  ///< As it stands there, trimmed; empty where the column has none.
  std::string key;     ///< As a tag's key: in lower case, blanks as hyphens. Never empty.
  estate::Meaning meaning;
  bool known = false;  ///< Whether a row of the table or a person tells the meaning; else it is a tag by its header.
  bool weak = false;   ///< As estate::HeaderRank::weak.
  std::optional<std::size_t> mapped;  ///< Which of ListSettings::mapped() told its meaning.
};

/// The columns of a list, by position.
struct ListColumns {
  std::vector<ListColumn> columns;
  std::string from;       ///< The export that its key headers show, e.g. "v_R_System"; else empty.
  std::size_t known = 0;  ///< How many headers are known.

  /// The positions of all columns of this meaning, those that count first: what a person mapped, then headers that
  /// speak for themselves, then weak ones, each from left to right.
  std::vector<std::size_t> of(estate::Attribute attribute) const;
};

/// The columns that a row of headers tells, if it is that of a device list: a column names the device, another tells of
/// its operating system, updates or programs, and one of the two is no weak header; or it is that of an export that we
/// know. Nothing otherwise.
std::optional<ListColumns> columns_of(std::span<const std::string_view> headers, const ListSettings& settings);

/// Two columns with one header, of a meaning that a device has once, leave open which is right.
/// Errors: conflict "ingest.two_columns", a sentence that says how to decide.
Result<void> check_columns(const ListColumns& list);

}  // namespace shoal::ingest
