// shoal plan: who moves when, how good that is, when it ends.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <mutex>

#include "app/applications.hpp"
#include "app/assess.hpp"
#include "app/embedded.hpp"
#include "app/planning.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/plan_programme.hpp"
#include "report/plan.hpp"
#include "report/plan_page.hpp"

namespace shoal::cli {
namespace {

using Clock = std::chrono::steady_clock;

// Set by Ctrl-C: the best plan so far is printed then. A second Ctrl-C ends the program as usual.
std::atomic<bool> was_interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may set it");

void interrupt(int /*signal*/) {
  was_interrupted = true;
  std::signal(SIGINT, SIG_DFL);
}

/// Says what is going on, once a second at most; a line every ten seconds where nobody watches.
class Announcer {
 public:
  explicit Announcer(double pause) : pause_(pause) {}

  void tell(const std::string& sentence) {
    const std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    if (std::chrono::duration<double>(now - told_).count() < pause_) return;
    told_ = now;
    std::fprintf(stderr, "%.0f s  %s\n", std::chrono::duration<double>(now - began_).count(), sentence.c_str());
  }

 private:
  std::mutex mutex_;
  double pause_;
  Clock::time_point began_ = Clock::now(), told_ = Clock::now();
};

Result<plan::Priors> priors_asked(const PlanOptions& options) {
  if (options.priors.empty()) return plan::read_priors(app::embedded_priors());
  auto text = app::load_table(options.priors, "a table of priors");
  auto read = text ? plan::read_priors(*text) : Result<plan::Priors>(std::move(text).error());
  if (!read) return std::move(read).error().within(options.priors);
  return read;
}

Exit write_to(const std::string& path, const std::function<void(std::ostream&)>& write) {
  std::ofstream out(path, std::ios::binary);
  write(out);
  out.close();
  if (!out) return fail({ErrorKind::unavailable, "cli.cannot_write", "cannot write " + path});
  return Exit::done;
}

// The command that gives the same page on any later day.
std::string command_of_plan(const PlanOptions& options, const report::PlanAnswer& answer) {
  std::string command = "shoal plan " + quoted(options.programme);
  if (!answer.estate) return command;
  command += " --estate " + quoted(options.estate) + " --as-of " + to_string(answer.estate->as_of) + " --known-at " +
             to_string(answer.estate->known_at);
  for (const std::string& each : options.enrolments) command += " --enrolment " + quoted(each);
  if (!options.pack.empty()) command += " --pack " + quoted(options.pack);
  if (!options.weights.empty()) command += " --weights " + quoted(options.weights);
  return command;
}

Exit print_answer(const PlanOptions& options, const report::PlanAnswer& answer) {
  const auto write_page = [&](std::ostream& out) {
    report::write_plan_page(answer, {program, command_of_plan(options, answer)}, out);
  };
  const auto write = [&](std::ostream& out) {
    options.format == "html" ? write_page(out) : report::write_plan(answer, options.format, out);
  };
  if (!options.report.empty())
    if (const Exit written = write_to(options.report, write_page); written != Exit::done) return written;
  if (!options.output.empty()) return write_to(options.output, write);
  write(std::cout);
  return flushed();
}

/// What of the programme's files was not used: the first of each kind, on standard error.
void tell_unused(const app::LoadedProgramme& loaded) {
  constexpr std::size_t rows_told = 10;
  for (std::size_t i = 0; i < std::min(loaded.set_aside.size(), rows_told); i++)
    std::fprintf(stderr, "note: %s: %s\n", printable(loaded.set_aside[i].place).c_str(),
                 printable(loaded.set_aside[i].reason).c_str());
  if (loaded.set_aside.size() > rows_told)
    std::fprintf(stderr, "note: %s more rows were set aside; --format json has all\n",
                 grouped(estate::count_of(loaded.set_aside) - rows_told).c_str());
  for (const std::string& header : loaded.ignored)
    std::fprintf(stderr, "note: this column means nothing here: %s\n", printable(header).c_str());
}

app::PlanningRequest request_of(const PlanOptions& options, Announcer& announcer) {
  app::PlanningRequest request;
  request.seed = options.seed;
  request.compare = !options.no_compare;
  request.scenarios = options.scenarios;
  request.for_each = app::for_each_in_parallel;
  request.tell = [&](const std::string& sentence) { announcer.tell(sentence); };
  if (options.seconds > 0)
    request.spent = [began = Clock::now(), seconds = options.seconds] {
      return std::chrono::duration<double>(Clock::now() - began).count() / seconds;
    };
  request.should_stop = [] { return was_interrupted.load(); };
  return request;
}

bool is_degraded(const report::PlanAnswer& answer) {
  return !answer.set_aside.empty() || !answer.prepared.unknown.empty() ||
         (answer.estate && answer.estate->is_degraded());
}

}  // namespace

Exit run_plan(const PlanOptions& options) {
  auto loaded = programme_asked(options);
  if (!loaded) {
    const Exit failed = fail(loaded.error());
    return loaded.error().code == "app.nothing_to_plan" ? Exit::nothing : failed;
  }
  tell_unused(*loaded);
  const auto priors = priors_asked(options);
  if (!priors) return fail(priors.error());
  Announcer announcer(2);
  app::PlanningRequest request = request_of(options, announcer);
  request.priors = *priors;
  std::signal(SIGINT, interrupt);
  auto answer = app::make_plan(loaded->programme, request);
  std::signal(SIGINT, SIG_DFL);
  if (!answer) return fail(std::move(answer).error().within(options.programme));
  answer->set_aside = std::move(loaded->set_aside);
  answer->estate = std::move(loaded->estate);
  if (const Exit printed = print_answer(options, *answer); printed != Exit::done) return printed;
  return is_degraded(*answer) ? Exit::degraded : Exit::done;
}

}  // namespace shoal::cli
