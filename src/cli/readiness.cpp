// shoal readiness: whether applications will run on a target, and what stands in their way.
#include "report/readiness.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <span>
#include <thread>

#include "app/assess.hpp"
#include "app/baselines.hpp"
#include "app/portfolio.hpp"
#include "app/readiness_register.hpp"
#include "app/rules.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/told_command.hpp"
#include "report/readiness_page.hpp"
#include "store/sqlite.hpp"

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

namespace {

// The targets that are asked for: with --downlevel only older ones, all of them where none is named.
Result<std::vector<const readiness::Target*>> asked_targets(const ReadinessOptions& options,
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

std::span<const readiness::UnreadFile> first_of(const std::vector<readiness::UnreadFile>& files) {
  constexpr std::size_t shown_max = 10;
  return {files.data(), std::min(files.size(), shown_max)};
}

// The command that gives the same report of the same files.
std::string command_of_readiness(const ReadinessOptions& options, const report::RegisterAnswer* answer) {
  ToldCommand command("shoal readiness");
  for (const std::string& path : options.paths) command.add(path);
  command.add("--target", options.targets);
  if (options.downlevel) command.add("--downlevel");
  command.add("--baseline", options.baselines);
  if (!options.estate.empty()) {
    command.add("--estate", options.estate);
    command.add("--as-of", to_string(answer->as_of));
    command.add("--known-at", to_string(answer->known_at));
  }
  command.add("--rules", options.rules);
  command.add("--pack", options.pack);
  return command.text() + " --report FILE.html";
}

Result<void> write_as_page(const report::ReadinessSubject& subject, const ReadinessOptions& options) {
  std::ofstream file(options.report, std::ios::binary);
  write_readiness_page(subject, {program, command_of_readiness(options, subject.answer)}, file);
  const auto bytes = file.tellp();
  file.close();
  if (!file) return Error{ErrorKind::unavailable, "cli.cannot_write", "cannot write " + options.report};
  std::fprintf(stderr, "report: %s, %s bytes\n", options.report.c_str(),
               grouped(static_cast<std::uint64_t>(bytes)).c_str());
  return {};
}

Result<report::RegisterAnswer> ask_register(store::Store& store, const readiness::Rulebook& book,
                                            const std::vector<std::string>& targets, const ReadinessOptions& options) {
  const Day as_of = SHOAL_TRY(day_or(options.as_of, today(), "--as-of"));
  const Day known_at = SHOAL_TRY(day_or(options.known_at, today(), "--known-at"));
  const knowledge::Pack pack = SHOAL_TRY(app::open_named_pack(options.pack));
  return app::ask_readiness(store, pack, book.remedies, targets, as_of, known_at);
}

// Keeps what the rules said, and asks what it means for the devices.
Result<report::RegisterAnswer> keep_and_ask(const app::Portfolio& portfolio, std::span<const app::Judged> judged,
                                            const readiness::RuleSet& rules, const readiness::Rulebook& book,
                                            std::span<const readiness::Target* const> targets,
                                            const ReadinessOptions& options) {
  app::Keeping keeping;
  keeping.on = SHOAL_TRY(day_or(options.as_of, today(), "--as-of"));
  keeping.received = SHOAL_TRY(day_or(options.received, today(), "--received"));
  keeping.program = program;
  estate::KeptProgramLinks links;
  if (!options.links.empty()) links = SHOAL_TRY(app::read_links(options.links));
  for (const estate::SetAside& aside : links.set_aside)
    std::fprintf(stderr, "set aside: %s: %s\n", aside.place.c_str(), aside.reason.c_str());
  for (const estate::KeptProgramLink& link : links.rows) {
    const bool known = std::any_of(portfolio.applications.begin(), portfolio.applications.end(),
                                   [&](const auto& each) { return each.name == link.application; });
    if (!known)
      std::fprintf(stderr, "not linked: %s line %zu: no application %s is among these\n", options.links.c_str(),
                   link.line, link.application.c_str());
  }
  const auto store = SHOAL_TRY(store::open_register(options.estate, store::Access::write));
  SHOAL_TRY(app::keep_readiness(*store, portfolio, judged, rules, targets, links.rows, options.links, keeping));
  std::vector<std::string> ids;
  for (const readiness::Target* target : targets) ids.push_back(target->id);
  return ask_register(*store, book, ids, options);
}

}  // namespace

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
    for (const readiness::UnreadFile& each : first_of(portfolio->leftover.unread))
      std::fprintf(stderr, "not read: %s: %s\n", each.path.c_str(), each.why.c_str());
    return Exit::nothing;
  }
  std::vector<app::Judged> judged = app::judge_portfolio(*portfolio, *rules, *baselines, *targets);
  std::optional<report::RegisterAnswer> answer;
  if (!options.estate.empty()) {
    auto asked = keep_and_ask(*portfolio, judged, *rules, *book, *targets, options);
    if (!asked) return fail(asked.error());
    answer = std::move(*asked);
  }
  std::vector<report::ReadinessRow> rows;
  bool unassessed = !portfolio->leftover.unread.empty();
  for (app::Judged& each : judged) {
    report::ReadinessRow row{&portfolio->applications[each.application], (*targets)[each.target],
                             std::move(each.verdict)};
    const auto* kept = answer ? answer->find(row.application->name, row.target->id) : nullptr;
    if (kept != nullptr) {
      row.test = kept->test;
      row.test_is_old = kept->test_is_old;
    }
    unassessed = unassessed || row.state() == readiness::State::unassessed;
    rows.push_back(std::move(row));
  }
  std::vector<std::string> stands_on;
  stands_on.reserve(baselines->size());
  for (const readiness::Baseline& baseline : *baselines) stands_on.push_back(baseline.name());
  const report::ReadinessSubject subject{*rules,
                                         *targets,
                                         rows,
                                         portfolio->files,
                                         portfolio->leftover.idle,
                                         stands_on,
                                         portfolio->leftover.unread,
                                         answer ? &*answer : nullptr,
                                         options.downlevel};
  if (options.format == "html") {
    write_readiness_page(subject, {program, command_of_readiness(options, subject.answer)}, std::cout);
  } else {
    report::write_readiness(subject, options.format, std::cout);
  }
  if (const Exit printed = flushed(); printed != Exit::done) return printed;
  if (!options.report.empty())
    if (const auto written = write_as_page(subject, options); !written) return fail(written.error());
  return unassessed ? Exit::degraded : Exit::done;
}

Exit run_readiness_tested(const ReadinessOptions& options) {
  const auto book = app::open_rulebook(options.pack, options.rules);
  if (!book) return fail(book.error());
  if (const auto targets = find_targets(*book, options.targets); !targets)
    return fail(targets.error(), "shoal readiness targets lists them");
  const bool known = std::any_of(book->remedies.begin(), book->remedies.end(),
                                 [&](const auto& each) { return each.id == options.remedy; });
  if (!options.remedy.empty() && !known) {
    std::vector<std::string_view> ids;
    for (const readiness::Remedy& each : book->remedies) ids.emplace_back(each.id);
    const auto meant = nearest(options.remedy, ids);
    return fail({ErrorKind::not_found, "cli.no_remedy",
                 "no remedy " + options.remedy + (meant ? "; did you mean " + std::string(*meant) + "?" : "")},
                "shoal readiness rules --format json names them");
  }
  const auto on = day_or(options.on, today(), "--on");
  if (!on) return fail(on.error());
  const auto received = day_or(options.received, today(), "--received");
  if (!received) return fail(received.error());
  if (*on > *received)
    return fail({ErrorKind::invalid_input, "cli.days_reversed",
                 "a test of " + to_string(*on) + " cannot be told on " + to_string(*received)});
  const std::string estate = options.estate.empty() ? default_estate : options.estate;
  const auto store = store::open_register(estate, store::Access::write);
  if (!store) return fail(store.error());
  const readiness::Test test{
      {}, *readiness::test_result_in(options.result), *on, options.by_whom, options.ran, options.remedy};
  const auto name =
      app::keep_test(**store, options.application, options.targets.front(), test, {*on, *received, program});
  if (!name) return fail(name.error(), "shoal readiness list --estate " + quoted(estate) + " has what is kept");
  std::cout << *name << " on " << options.targets.front() << ": " << options.result << ", " << options.by_whom << ", "
            << to_string(*on) << "\n";
  return flushed();
}

Exit run_readiness_list(const ReadinessOptions& options) {
  const auto book = app::open_rulebook(options.pack, options.rules);
  if (!book) return fail(book.error());
  if (const auto targets = find_targets(*book, options.targets); !targets)
    return fail(targets.error(), "shoal readiness targets lists them");
  const auto store =
      store::open_register(options.estate.empty() ? default_estate : options.estate, store::Access::read);
  if (!store) return fail(store.error());
  const auto answer = ask_register(**store, *book, options.targets, options);
  if (!answer) return fail(answer.error());
  if (answer->verdicts.empty()) {
    std::fprintf(stderr, "error: nothing to list: as of %s, as known by %s, no verdict is kept\n",
                 to_string(answer->as_of).c_str(), to_string(answer->known_at).c_str());
    return Exit::nothing;
  }
  report::write_register_list(*answer, options.format, std::cout);
  return flushed();
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
