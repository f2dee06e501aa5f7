// Compound files: the storages and streams in one file that Windows Installer packages, old Office documents and the
// thumbnails of Explorer are kept in.
//
// Format: [MS-CFB] "Compound File Binary File Format", sections 2.1 to 2.6. A sector names the next one of its stream,
// so a file can send its reader in circles: every chain is followed for no more steps than the file has sectors, a
// circle ends it, and each step is paid from the `Work`.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/pieces.hpp"
#include "inspect/span.hpp"
#include "inspect/work.hpp"

namespace shoal::inspect {

/// Whether bytes begin as a compound file does (2.2).
bool is_compound(std::string_view bytes);

/// The directory of a compound file, and its streams. A view into the file's bytes.
class CompoundFile {
 public:
  struct Entry {
    std::u16string name;
    bool storage = false;       ///< The root too, which is the first entry.
    std::uint32_t parent = 0;   ///< Position in entries(); of the root itself 0.
    std::uint32_t start = 0;    ///< First sector, or first mini sector.
    std::uint64_t size = 0;     ///< Of a stream, as the directory has it.
    std::string_view class_id;  ///< Of a storage: 16 bytes as they stand in the file.
  };

  /// Reads header and directory. What cannot be followed is left out, and trouble() says so.
  CompoundFile(Span file, Work& work);

  /// The root, and what can be reached from it, parents first. Empty where there is no root.
  std::span<const Entry> entries() const { return entries_; }
  /// The entry of that name in the storage at `parent`; null where there is none.
  const Entry* find(std::u16string_view name, std::uint32_t parent = 0) const;
  /// Why the directory is not whole, in words; empty where it is.
  std::string_view trouble() const { return trouble_; }

  struct Stream {
    std::string bytes;         ///< No more than were asked for, and less where the chain breaks.
    std::string_view trouble;  ///< Why there are less than the stream has or were asked for; else empty.
  };
  Stream read(const Entry& entry, std::uint64_t bytes_max, Work& work) const;

  struct Place {
    Pieces pieces;             ///< Views into the file.
    std::string_view trouble;  ///< As of a Stream.
  };
  /// Where a stream lies, for those that are too large to be copied.
  Place locate(const Entry& entry, std::uint64_t bytes_max, Work& work) const;

 private:
  class Chain;
  // What follows a sector, by the table whose own sectors these are.
  std::uint32_t next_in(const std::vector<std::uint32_t>& table, std::uint32_t sector) const;
  std::uint64_t place_of(std::uint32_t sector) const { return (std::uint64_t{sector} + 1) << sector_shift_; }
  void read_fat(Work& work);
  void add_fat_sectors(std::uint64_t at, std::uint32_t count, Work& work);
  std::vector<std::uint32_t> sectors_of(std::uint32_t start, Work& work);
  void read_directory(Work& work);
  Entry entry_at(std::uint64_t place) const;
  using Each = std::function<void(std::string_view)>;
  std::string_view follow(const Entry& entry, std::uint64_t bytes_max, std::uint64_t steps, Work& work,
                          const Each& each) const;
  std::string_view follow_mini(const Entry& entry, std::uint64_t bytes_max, Work& work, const Each& each) const;
  void fail(std::string_view why) { trouble_ = trouble_.empty() ? why : trouble_; }

  Span file_;
  unsigned sector_shift_ = 9;
  std::uint32_t sectors_ = 0;                // That the file has room for.
  std::vector<std::uint32_t> fat_;           // Sectors that the allocation table itself is in.
  std::vector<std::uint32_t> mini_fat_;      // The same of small streams.
  std::vector<std::uint32_t> mini_sectors_;  // Sectors that small streams are in.
  std::vector<Entry> entries_;
  std::string_view trouble_;
};

}  // namespace shoal::inspect
