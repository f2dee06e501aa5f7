// Work that people wait for: what is going on, in sentences, and Ctrl-C that ends it with what there is so far.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace shoal::cli {

/// Says what is going on: every two seconds on a terminal, every ten elsewhere. Silent for short work. Any thread.
class Announcer {
 public:
  void tell(const std::string& sentence);

  /// That `done` pieces of `total` are done, and how long the others take if they go as those went.
  void tell(const std::string& what, std::uint64_t done, std::uint64_t total);

 private:
  using Clock = std::chrono::steady_clock;

  void tell_at(Clock::time_point now, const std::string& sentence);

  std::mutex mutex_;  // Guards what stands below.
  Clock::time_point began_ = Clock::now(), told_ = began_;
  std::string what_;  // What was told of last, if in pieces.
  Clock::time_point what_began_ = began_;
  std::uint64_t done_before_ = 0;  // Pieces of it that were done when it was told of first.
};

/// While it lives, the first Ctrl-C asks for an end and the second ends the program as usual. One at a time.
class Interruptible {
 public:
  Interruptible();
  ~Interruptible();
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;

  /// Any thread.
  static bool was_interrupted();
};

}  // namespace shoal::cli
