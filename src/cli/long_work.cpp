#include "cli/long_work.hpp"

#include <atomic>
#include <csignal>
#include <cstdio>

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
  const auto now = Clock::now();
  if (std::chrono::duration<double>(now - told_).count() < pause_) return;
  told_ = now;
  std::fprintf(stderr, "%.0f s  %s\n", std::chrono::duration<double>(now - began_).count(), sentence.c_str());
}

Interruptible::Interruptible() {
  was_asked_to_end = false;
  std::signal(SIGINT, ask_to_end);
}

Interruptible::~Interruptible() { std::signal(SIGINT, SIG_DFL); }

bool Interruptible::was_interrupted() { return was_asked_to_end; }

}  // namespace shoal::cli
