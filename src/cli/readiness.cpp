// shoal readiness: whether applications will run on a target, and what stands in their way.
#include "report/readiness.hpp"

#include <iostream>
#include <thread>

#include "app/assess.hpp"
#include "app/baselines.hpp"
#include "app/portfolio.hpp"
#include "app/rules.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"

namespace shoal::cli {
namespace {

namespace fs = std::filesystem;

unsigned reading_processes() { return std::max(1U, std::thread::hardware_concurrency()); }

std::vector<fs::path> as_paths(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

Result<app::Portfolio> read(const ReadinessOptions& options, const readiness::RuleSet& rules) {
  ProgressLine progress("reading");
  return app::read_portfolio(as_paths(options.paths), rules, reading_processes(),
                             [&](std::uint64_t done, std::uint64_t total) { progress.tell(done, total); });
}

}  // namespace

Result<std::vector<const readiness::Target*>> find_targets(const readiness::Rulebook& book,
                                                           const std::vector<std::string>& ids) {
  std::vector<std::string_view> known;
  known.reserve(book.targets.size());
  for (const readiness::Target& target : book.targets) known.push_back(target.id);
  std::vector<const readiness::Target*> targets;
  for (const std::string& id : ids) {
    const readiness::Target* target = book.target(id);
    if (target == nullptr) {
      std::string message = "no target " + id;
      if (const auto meant = nearest(id, known)) message += "; did you mean " + std::string(*meant) + "?";
      return Error{ErrorKind::not_found, "cli.no_target", message};
    }
    targets.push_back(target);
  }
  return targets;
}

// The targets that are asked for: with --downlevel only older ones, all of them where none is named.
static Result<std::vector<const readiness::Target*>> asked_targets(const ReadinessOptions& options,
                                                                   const readiness::Rulebook& book) {
  std::vector<const readiness::Target*> targets = SHOAL_TRY(find_targets(book, options.targets));
  if (!options.downlevel) return targets;
  for (const readiness::Target* target : targets)
    if (!readiness::is_downlevel(*target))
      return Error{ErrorKind::invalid_input, "cli.not_downlevel",
                   target->id + " is not older than Windows 10, and --downlevel asks of older releases"};
  if (targets.empty())
    for (const readiness::Target& target : book.targets)
      if (readiness::is_downlevel(target)) targets.push_back(&target);
  return targets;
}

Exit run_readiness(const ReadinessOptions& options) {
  if (options.paths.empty() || (options.targets.empty() && !options.downlevel))
    return fail({ErrorKind::invalid_input, "cli.nothing_asked",
                 options.paths.empty() ? "no program or folder is named" : "no target is named"},
                "shoal readiness PATH --target windows-11-24h2-x64; shoal readiness targets lists them");
  auto book = app::open_rulebook(options.pack, options.rules);
  if (!book) return fail(book.error());
  const auto targets = asked_targets(options, *book);
  if (!targets) return fail(targets.error(), "shoal readiness targets lists them");
  const auto baselines = app::open_baselines(options.baselines, *book, *targets);
  if (!baselines) return fail(baselines.error());
  const auto rules = readiness::RuleSet::make(book->rules, book->remedies);
  if (!rules) return fail(rules.error());
  const auto portfolio = read(options, *rules);
  if (!portfolio) return fail(portfolio.error());
  if (portfolio->applications.empty()) {
    std::fprintf(stderr, "error: nothing to judge: no program, library, script or package among %s files\n",
                 grouped(portfolio->files).c_str());
    return Exit::nothing;
  }
  std::vector<report::ReadinessRow> rows;
  bool unassessed = false;
  for (app::Judged& each : app::judge_portfolio(*portfolio, *rules, *baselines, *targets)) {
    unassessed = unassessed || each.verdict.state == readiness::State::unassessed;
    rows.push_back({&portfolio->applications[each.application], (*targets)[each.target], std::move(each.verdict)});
  }
  std::vector<std::string> stands_on;
  for (const readiness::Baseline& baseline : *baselines) stands_on.push_back(baseline.name());
  report::write_readiness({*rules, *targets, rows, portfolio->files, portfolio->idle, stands_on, options.downlevel},
                          options.format, std::cout);
  if (const Exit printed = flushed(); printed != Exit::done) return printed;
  return unassessed ? Exit::degraded : Exit::done;
}

Exit run_readiness_facts(const ReadinessOptions& options) {
  const auto book = app::open_rulebook(options.pack, options.rules);
  if (!book) return fail(book.error());
  const auto rules = readiness::RuleSet::make(book->rules, book->remedies);
  if (!rules) return fail(rules.error());
  const auto portfolio = read(options, *rules);
  if (!portfolio) return fail(portfolio.error());
  for (const readiness::Application& application : portfolio->applications)
    for (const readiness::ApplicationFile& file : application.files)
      std::cout << "facts of " << application.name << (application.name == file.path ? "" : ": " + file.path) << "\n"
                << to_lines(file.sheet);
  return flushed();
}

Exit run_readiness_targets(const ReadinessOptions& options) {
  const auto book = app::open_rulebook(options.pack, options.rules);
  if (!book) return fail(book.error());
  for (const readiness::Target& target : book->targets) {
    std::cout << target.id << "  " << target.name << "\n";
    for (const auto& [feature, state] : target.features) std::cout << "    " << feature << " " << state << "\n";
  }
  return flushed();
}

Exit run_readiness_rules(const ReadinessOptions& options) {
  const auto book = app::open_rulebook(options.pack, options.rules);
  if (!book) return fail(book.error());
  report::write_rules(*book, options.format, std::cout);
  return flushed();
}

Exit run_readiness_rules_test(const ReadinessOptions& options) {
  const auto book = app::open_rulebook(options.pack, options.rules);
  if (!book) return fail(book.error());
  const auto failures = readiness::run_rule_tests(*book);
  if (!failures) return fail(failures.error());
  std::size_t tests = 0;
  for (const readiness::Rule& rule : book->rules) tests += rule.tests.size();
  for (const readiness::TestFailure& each : *failures)
    std::cout << each.rule << ": " << each.test << ": it says " << each.said << ", where " << each.expected
              << " was expected\n";
  std::cout << grouped(book->rules.size()) << " rules, " << grouped(tests) << " tests, " << grouped(failures->size())
            << " failed\n";
  if (const Exit printed = flushed(); printed != Exit::done) return printed;
  return failures->empty() ? Exit::done : Exit::gate;
}

}  // namespace shoal::cli
