// One writer at a time: what SQLite's own locks do not promise over more than one transaction.
#pragma once

#include <filesystem>
#include <utility>

#include "base/result.hpp"

namespace shoal::store {

/// Held by whoever writes a register, from before it is opened until after it is closed; the system takes it back from
/// a process that dies. It is a lock on a file of its own beside the register, since closing any handle on the register
/// itself would drop the locks that SQLite holds on it (sqlite.org/howtocorrupt.html, 2.2).
class WriterLock {
 public:
  /// Errors: unavailable "store.in_use" where another process holds it, "store.unavailable" where the file beside the
  /// register cannot be made.
  static Result<WriterLock> take(const std::filesystem::path& register_file);

  WriterLock(WriterLock&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}
  WriterLock& operator=(WriterLock&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;
  ~WriterLock();

 private:
  explicit WriterLock(int handle) : handle_(handle) {}
  int handle_ = -1;
};

}  // namespace shoal::store
