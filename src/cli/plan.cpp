// shoal plan: who moves when, how good that is, when it ends.
#include <chrono>
#include <functional>
#include <ostream>
#include <utility>

#include "app/applications.hpp"
#include "app/assess.hpp"
#include "app/embedded.hpp"
#include "app/planning.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/long_work.hpp"
#include "cli/plan_programme.hpp"
#include "cli/told_command.hpp"
#include "report/plan.hpp"
#include "report/plan_page.hpp"

namespace shoal::cli {
namespace {

using Clock = std::chrono::steady_clock;

Result<plan::Priors> priors_asked(const PlanOptions& options) {
  if (options.priors.empty()) return plan::read_priors(app::embedded_priors());
  auto text = app::load_table(options.priors, "a table of priors");
  auto read = text ? plan::read_priors(*text) : Result<plan::Priors>(std::move(text).error());
  if (!read) return std::move(read).error().within(options.priors);
  return read;
}

// The command that gives the same page on any later day.
std::string command_of_plan(const PlanOptions& options, const report::PlanAnswer& answer) {
  const PlanOptions usual;
  ToldCommand command("shoal plan");
  command.add(options.programme);
  if (options.seed != usual.seed) command.add("--seed", std::to_string(options.seed));
  if (options.seconds > 0) command.add("--time", std::to_string(options.seconds));
  if (options.scenarios != usual.scenarios) command.add("--scenarios", std::to_string(options.scenarios));
  command.add("--priors", options.priors);
  if (options.no_compare) command.add("--no-compare");
  if (!answer.estate) return command.text();
  command.add("--estate", options.estate);
  command.add("--as-of", to_string(answer.estate->as_of));
  command.add("--known-at", to_string(answer.estate->known_at));
  command.add("--enrolment", options.enrolments);
  command.add("--pack", options.pack);
  command.add("--weights", options.weights);
  return command.text();
}

Exit print_answer(const PlanOptions& options, const report::PlanAnswer& answer) {
  const auto write_page = [&](std::ostream& out) {
    report::write_plan_page(answer, {program, command_of_plan(options, answer)}, out);
  };
  const auto write = [&](std::ostream& out) {
    options.format == "html" ? write_page(out) : report::write_plan(answer, options.format, out);
  };
  return write_asked(options.report, write_page, options.output, write);
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
  request.should_stop = Interruptible::was_interrupted;
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
  tell_unused(loaded->set_aside, loaded->ignored);
  const auto priors = priors_asked(options);
  if (!priors) return fail(priors.error());
  Announcer announcer;
  app::PlanningRequest request = request_of(options, announcer);
  request.priors = *priors;
  auto answer = [&] {
    const Interruptible interruptible;
    return app::make_plan(loaded->programme, request);
  }();
  if (!answer) return fail(std::move(answer).error().within(options.programme));
  answer->set_aside = std::move(loaded->set_aside);
  answer->estate = std::move(loaded->estate);
  if (const Exit printed = print_answer(options, *answer); printed != Exit::done) return printed;
  return is_degraded(*answer) ? Exit::degraded : Exit::done;
}

}  // namespace shoal::cli
