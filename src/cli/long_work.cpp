#include "cli/long_work.hpp"

#include <atomic>
#include <cmath>
#include <csignal>
#include <cstdio>

#include "base/text.hpp"
#include "cli/console.hpp"

namespace shoal::cli {
namespace {

std::atomic<bool> was_asked_to_end{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may set it");

void ask_to_end(int /*signal*/) {
  was_asked_to_end = true;
  std::signal(SIGINT, SIG_DFL);
}

}  // namespace

void Announcer::tell(const std::string& sentence) {
  const std::lock_guard lock(mutex_);
  what_.clear();
  tell_at(Clock::now(), sentence);
}

void Announcer::tell(const std::string& what, std::uint64_t done, std::uint64_t total) {
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  if (what != what_) {
    // The first piece is done already when it is told of; it is not counted as done in no time.
    what_ = what, what_began_ = now, done_before_ = done;
    return;
  }
  if (done <= done_before_) return;  // Of threads that overtook each other.
  const double each =
      std::chrono::duration<double>(now - what_began_).count() / static_cast<double>(done - done_before_);
  const double left = each * static_cast<double>(total - done);
  tell_at(now, what + ": " + grouped(100 * done / total) + " %, " +
                   grouped(static_cast<std::uint64_t>(std::llround(left))) + " s left");
}

void Announcer::tell_at(Clock::time_point now, const std::string& sentence) {
  const auto seconds_since = [now](Clock::time_point then) {
    return std::chrono::duration<double>(now - then).count();
  };
  if (seconds_since(told_) < (on_terminal() ? 2 : 10)) return;
  told_ = now;
  std::fprintf(stderr, "%.0f s  %s\n", seconds_since(began_), sentence.c_str());
}

Interruptible::Interruptible() {
  was_asked_to_end = false;
  std::signal(SIGINT, ask_to_end);
}

Interruptible::~Interruptible() { std::signal(SIGINT, SIG_DFL); }

bool Interruptible::was_interrupted() { return was_asked_to_end; }

}  // namespace shoal::cli
