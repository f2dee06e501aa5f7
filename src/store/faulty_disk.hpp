// A disk that fails when told to, for tests: full, refusing to flush, or losing its power.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/random.hpp"

struct sqlite3_vfs;

namespace shoal::store {

/// What goes wrong, and when.
enum class Fault : std::uint8_t {
  none,
  full,        ///< From that write on there is no room.
  sync_fails,  ///< From that flush on none succeeds; one in two flushes what it was asked to all the same.
  power,       ///< From that operation on nothing succeeds.
};

/// A file system for SQLite under the name `name()`, over the usual one. Files hold what was written, and the disk
/// remembers what was not flushed, so that lose_power() can take it away again. One at a time.
class FaultyDisk {
 public:
  FaultyDisk(Fault fault, std::uint64_t at, std::uint64_t seed);
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  static const char* name();

  /// Operations so far that `fault` counts: writes, flushes, or both.
  std::uint64_t operations() const { return operations_; }
  bool failed() const { return operations_ > at_; }

  /// What a loss of power leaves: each write that was not flushed is there, is not, or is there up to some sector.
  /// All files must be closed.
  void lose_power();

  // --- For the files that this disk opens

  struct Write {
    std::int64_t offset = 0;
    std::string before, after;  // A truncation has no `after`.
    std::int64_t size_before = 0, size_after = 0;
  };
  /// Whether an operation of this kind is to fail now.
  bool fails_write();
  bool fails_sync(bool& flushes);
  bool is_dead() const { return fault_ == Fault::power && failed(); }
  std::vector<Write>& unflushed(const std::string& file) { return unflushed_[file]; }

 private:
  Fault fault_;
  std::uint64_t at_, operations_ = 0;
  Random random_;
  std::map<std::string, std::vector<Write>> unflushed_;
};

}  // namespace shoal::store
