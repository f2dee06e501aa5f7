// Packages and patches of Windows Installer: tables in a compound file.
//
// What the tables mean is in the Windows Installer documentation, "Database Tables" and "Summary Information Stream
// Reference" at learn.microsoft.com/windows/win32/msi, and the summary's layout in [MS-OLEPS], sections 2.18 to 2.21.
// How tables lie in streams Microsoft never wrote down; it can be seen in any package, and is told in msi.cpp where it
// is read.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "inspect/compound.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

/// Names of streams are packed two letters into one unit; that of a table begins with "!" once unpacked.
std::string unpacked_stream_name(std::u16string_view name);
/// The other way round, as a writer needs it.
std::u16string packed_stream_name(std::string_view name);

/// The tables of a package. Keeps a view of the compound file, which must outlive it.
class MsiDatabase {
 public:
  struct Column {
    std::string name;
    std::uint16_t type = 0;  ///< As _Columns has it.
    bool is_text() const { return (type & 0x0800U) != 0 && !is_stream(); }
    /// The value is a stream of its own.
    bool is_stream() const { return (type & 0x0FFFU) == 0x0900U; }
  };
  struct Table {
    std::string name;
    std::vector<Column> columns;
    const Column* find(std::string_view column) const;
  };
  /// What stands in one column of a row: nothing, a number, or a text by its number in the pool.
  struct Cell {
    enum class Kind : std::uint8_t { null, number, text };
    Kind kind = Kind::null;
    std::int32_t number = 0;
    std::uint32_t text = 0;
  };
  using Row = std::span<const Cell>;

  MsiDatabase(const CompoundFile& file, Work& work);

  /// Whether there is a pool of texts at all, without which there are no tables.
  bool there() const { return there_; }
  /// Why texts or tables are missing, in words; empty where none are.
  std::string_view trouble() const { return trouble_; }
  std::uint32_t code_page() const { return code_page_; }
  std::span<const Table> tables() const { return tables_; }
  const Table* find(std::string_view table) const;
  /// A text of the pool in UTF-8; empty where there is none of that number.
  std::string text(std::uint32_t number) const;
  /// How long the text of a cell is before it is made UTF-8; 0 of any other cell.
  std::size_t text_bytes(const Cell& cell) const;
  /// Appends a cell as text: a number in decimal, of nothing nothing.
  void append_text(const Cell& cell, std::string& into) const;

  /// Calls `each` with the rows, the first `rows_max` of them. What it gives back is why there are more than were
  /// shown, in words; nothing where all were.
  std::optional<std::string_view> each_row(const Table& table, std::size_t rows_max, Work& work,
                                           const std::function<void(Row)>& each) const;

  /// The stream of that unpacked name, and all of them with their names, sorted.
  const CompoundFile::Entry* stream(std::string_view name) const;
  std::span<const std::pair<std::string, const CompoundFile::Entry*>> streams() const { return streams_; }

 private:
  void read_pool(Work& work);
  void read_columns(Work& work);
  std::uint64_t width_of(const Column& column) const;
  Cell cell_at(Span data, std::uint64_t at, const Column& column) const;

  const CompoundFile* file_;
  std::vector<std::pair<std::string, const CompoundFile::Entry*>> streams_;
  std::string pool_text_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pool_;  // Where each text begins, and its length.
  std::uint32_t code_page_ = 0;
  std::uint64_t reference_bytes_ = 2;  // Of a text's number.
  bool there_ = false;
  std::string_view trouble_;
  std::vector<Table> tables_;
};

/// "msi", "msp", or nothing where a compound file is neither, by the class of its root ("Using Structured Storage").
std::string_view package_format(std::string_view root_class_id);

/// What a package says: properties, rows, conditions, and what it contains. The format itself is told by whoever asked.
/// A row's value has its columns in their order without those that hold nothing.
void read_msi(Span file, Work& work, readiness::FactSheet& sheet);

inline constexpr std::size_t msi_rows_max = 20'000;

}  // namespace shoal::inspect
