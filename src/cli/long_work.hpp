// Work that people wait for: what is going on, in sentences, and Ctrl-C that ends it with what there is so far.
#pragma once

#include <chrono>
#include <mutex>
#include <string>

namespace shoal::cli {

/// Says what is going on, not more often than every `pause` seconds.
class Announcer {
 public:
  explicit Announcer(double pause) : pause_(pause) {}

  /// Any thread.
  void tell(const std::string& sentence);

 private:
  using Clock = std::chrono::steady_clock;

  std::mutex mutex_;  // Guards told_.
  double pause_;
  Clock::time_point began_ = Clock::now(), told_ = Clock::now();
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
