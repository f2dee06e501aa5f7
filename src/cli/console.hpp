// How the commands speak: errors, progress, exit status. Data goes to standard output, all else to standard error.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <ostream>
#include <span>
#include <string>

#include "base/day.hpp"
#include "base/result.hpp"
#include "estate/device.hpp"

namespace shoal::cli {

/// What a command ends with; the same meanings everywhere.
enum class Exit : int {
  done = 0,
  gate = 1,         ///< A gate that was asked for tripped.
  usage = 2,        ///< Usage or bad input.
  degraded = 3,     ///< Answered, but not fully.
  unavailable = 4,  ///< A store or peer cannot be reached, or a file cannot be written.
  integrity = 5,    ///< Data of shoal's own does not pass its checks.
  nothing = 8,      ///< Nothing to judge.
};

/// Prints `error:` and the sentence, and gives the exit status for its kind.
Exit fail(const Error& error, const std::string& hint = {});

/// Writes what is left of standard output: `done`, or the error where it cannot be written.
Exit flushed();

/// Writes a file: `done`, or the error where it cannot be written.
Exit write_file(const std::string& path, const std::function<void(std::ostream&)>& write);

/// Writes `page` to the file `report` where one is named, and then `answer` to the file `output`, or to standard output
/// where none is. The first error ends it.
Exit write_asked(const std::string& report, const std::function<void(std::ostream&)>& page, const std::string& output,
                 const std::function<void(std::ostream&)>& answer);

/// What of the files of a programme or scenario was not used: the first rows, and every column.
void tell_unused(std::span<const estate::SetAside> set_aside, std::span<const std::string> ignored_columns);

/// Whether standard error is a terminal, where people look on.
bool on_terminal();

/// The day in UTC by the machine's clock: the one place where it is read.
Day today();

/// A day as typed, or `otherwise` where nothing was. Errors: "base.bad_day", within the option's name.
Result<Day> day_or(const std::string& text, Day otherwise, const char* option);

/// A word as a POSIX shell takes it.
std::string quoted(const std::string& word);

/// Progress with rate and time left: redrawn on a terminal, a line every ten seconds elsewhere. Silent for short work.
class ProgressLine {
 public:
  explicit ProgressLine(std::string what);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// May be called from any thread.
  void tell(std::uint64_t done, std::uint64_t total);

 private:
  std::string what_;
  std::mutex mutex_;  // Guards the members below.
  double began_, told_;
  bool drawn_ = false;
};

}  // namespace shoal::cli
