#include "cli/console.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>

#include "base/text.hpp"

namespace shoal::cli {
namespace {

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

bool on_terminal() { return isatty(STDERR_FILENO) == 1; }

Exit fail(const Error& error, const std::string& hint) {
  std::fprintf(stderr, "error: %s\n", error.message.c_str());
  if (!hint.empty()) std::fprintf(stderr, "hint: %s\n", hint.c_str());
  switch (error.kind) {
    case ErrorKind::unavailable:
      return Exit::unavailable;
    case ErrorKind::corrupt:
      return Exit::integrity;
    case ErrorKind::invalid_input:
    case ErrorKind::not_found:
    case ErrorKind::conflict:
      break;
  }
  return Exit::usage;
}

Exit flushed() {
  std::cout.flush();
  if (!std::cout) return fail({ErrorKind::unavailable, "cli.cannot_write", "cannot write to standard output"});
  return Exit::done;
}

Exit write_file(const std::string& path, const std::function<void(std::ostream&)>& write) {
  std::ofstream out(path, std::ios::binary);
  write(out);
  out.close();
  if (!out) return fail({ErrorKind::unavailable, "cli.cannot_write", "cannot write " + path});
  return Exit::done;
}

Exit write_asked(const std::string& report, const std::function<void(std::ostream&)>& page, const std::string& output,
                 const std::function<void(std::ostream&)>& answer) {
  if (!report.empty())
    if (const Exit written = write_file(report, page); written != Exit::done) return written;
  if (!output.empty()) return write_file(output, answer);
  answer(std::cout);
  return flushed();
}

void tell_unused(std::span<const estate::SetAside> set_aside, std::span<const std::string> ignored_columns) {
  constexpr std::size_t rows_told = 10;
  for (std::size_t i = 0; i < std::min(set_aside.size(), rows_told); i++)
    std::fprintf(stderr, "note: %s: %s\n", printable(set_aside[i].place).c_str(),
                 printable(set_aside[i].reason).c_str());
  if (set_aside.size() > rows_told)
    std::fprintf(stderr, "note: %s more rows were set aside; --format json has all\n",
                 grouped(set_aside.size() - rows_told).c_str());
  for (const std::string& header : ignored_columns)
    std::fprintf(stderr, "note: this column means nothing here: %s\n", printable(header).c_str());
}

Day today() { return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()); }

Result<Day> day_or(const std::string& text, Day otherwise, const char* option) {
  if (text.empty()) return otherwise;
  auto day = parse_day(text);
  if (!day) return std::move(day).error().within(option);
  return day;
}

std::string quoted(const std::string& word) {
  constexpr const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:+,@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

ProgressLine::ProgressLine(std::string what) : what_(std::move(what)), began_(seconds_now()), told_(began_) {}

ProgressLine::~ProgressLine() {
  if (drawn_ && on_terminal()) std::fprintf(stderr, "\r\033[K");
}

void ProgressLine::tell(std::uint64_t done, std::uint64_t total) {
  const double now = seconds_now();
  const std::lock_guard lock(mutex_);
  if (now - told_ < (on_terminal() ? 0.2 : 10.0) || done == 0) return;
  told_ = now;
  drawn_ = true;
  const double rate = static_cast<double>(done) / (now - began_);
  const double left = static_cast<double>(total - done) / rate;
  std::fprintf(stderr, "%s%s: %s of %s, %.0f/s, %.0f s left%s", on_terminal() ? "\r\033[K" : "", what_.c_str(),
               grouped(done).c_str(), grouped(total).c_str(), rate, left, on_terminal() ? "" : "\n");
  std::fflush(stderr);
}

}  // namespace shoal::cli
