// Files read to facts in processes of their own, so that a hostile file can at worst lose its own verdict.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "inspect/inspect.hpp"

namespace shoal::app {

/// How long a file may take before its process is ended: far beyond the work that a reader may spend, which for a
/// package is some 10 s, so that only a disk or a share that hangs is meant.
inline constexpr int file_seconds_max = 60;

/// Of the cabinets that stand in the folder of a package, so many are handed over with it, by name.
inline constexpr std::size_t cabinets_beside_max = 128;

/// Processes that read. Each may see nothing but the files that are handed to it, open for reading, which with a
/// "*.msi" are those of its folder that are called "*.cab": it can neither open another nor start a program nor talk to
/// a network. One that ends, by a fault in a reader or because its file went away under it, is replaced; its file is
/// then unread, with the reason.
///
/// Processes are made by fork, so that a pool is made before threads are.
class InspectPool {
 public:
  /// `search` must outlive the pool. At least one process.
  InspectPool(const inspect::TextSearch& search, unsigned processes);
  ~InspectPool();
  InspectPool(const InspectPool&) = delete;
  InspectPool& operator=(const InspectPool&) = delete;

  /// What is known of a file: its own facts first, and behind them those of the files that were unpacked from it.
  using Sheets = std::vector<inspect::NamedSheet>;

  /// Reads all files; `done` is told each one's position and facts, in no order. Never fails: what cannot be read has
  /// the facts `format unknown` and `unread file` with the reason.
  void run(const std::vector<std::filesystem::path>& files, const std::function<void(std::size_t, Sheets)>& done);

 private:
  class Process;
  const inspect::TextSearch& search_;
  std::vector<std::unique_ptr<Process>> processes_;
};

}  // namespace shoal::app
