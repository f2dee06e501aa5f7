// shoal outbreak: what a worm would do here, and what helps most.
#include <functional>
#include <ostream>
#include <utility>

#include "app/assess.hpp"
#include "app/image_files.hpp"
#include "app/outbreak.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/long_work.hpp"
#include "cli/told_command.hpp"
#include "knowledge/pack.hpp"
#include "report/outbreak.hpp"
#include "report/outbreak_page.hpp"
#include "store/sqlite.hpp"

namespace shoal::cli {
namespace {

/// The devices of the register, judged.
Result<app::Assessed> assessed_register(const OutbreakOptions& options, const knowledge::Pack& pack) {
  app::AssessRequest request;
  request.as_of = SHOAL_TRY(day_or(options.as_of, today(), "--as-of"));
  request.known_at = SHOAL_TRY(day_or(options.known_at, today(), "--known-at"));
  const auto store = SHOAL_TRY(store::open_register(options.estate, store::Access::read));
  return app::assess(pack, request, *store, store::Detail::judged);
}

/// The scenario with the devices of its tables, or of the register.
Result<app::LoadedOutbreak> scenario_asked(const OutbreakOptions& options) {
  const auto tables = SHOAL_TRY(app::outbreak_tables(options.efforts));
  app::OutbreakRequest request;
  request.scenario = options.scenario, request.worm = options.worm;
  if (options.estate.empty()) {
    if (!options.as_of.empty() || !options.known_at.empty() || !options.pack.empty())
      return Error{ErrorKind::invalid_input, "cli.nothing_asked",
                   "--as-of, --known-at and --pack are of a register, and no --estate is named"};
    return app::load_outbreak(request, tables);
  }
  const auto pack = SHOAL_TRY(app::open_named_pack(options.pack));
  const auto assessed = SHOAL_TRY(assessed_register(options, pack));
  request.assessed = &assessed;
  return app::load_outbreak(request, tables);
}

/// The command that makes the same answer, as a page tells it.
std::string command_of(const OutbreakOptions& options) {
  const OutbreakOptions usual;
  ToldCommand command("shoal outbreak");
  command.add(options.scenario);
  command.add("--seed", std::to_string(options.seed));
  if (!options.shards.empty()) {
    command.add("--merge");
    for (const std::string& shard : options.shards) command.add(shard);
  } else if (options.replicates.empty()) {
    command.add("--replicates", std::to_string(options.count));
  } else {
    command.add("--reps", options.replicates);
  }
  command.add("--worm", options.worm);
  command.add("--efforts", options.efforts);
  if (!options.estate.empty()) {
    command.add("--estate", options.estate);
    // What is today by default is another day tomorrow.
    command.add("--as-of", options.as_of.empty() ? to_string(today()) : options.as_of);
    command.add("--known-at", options.known_at.empty() ? to_string(today()) : options.known_at);
    command.add("--pack", options.pack);
  }
  if (options.entry_replicates != usual.entry_replicates)
    command.add("--entries", std::to_string(options.entry_replicates));
  if (options.tries) command.add("--tries", std::to_string(*options.tries));
  if (options.no_actions) command.add("--no-actions");
  return command.text();
}

Result<app::SimulationRequest> request_of(const OutbreakOptions& options, Announcer& announcer) {
  app::SimulationRequest request;
  request.seed = options.seed, request.replicates = options.count;
  if (!options.replicates.empty()) {
    const app::ReplicateRange range = SHOAL_TRY(app::read_replicates(options.replicates));
    request.first = range.first, request.replicates = range.count;
  }
  request.entry_replicates = options.entry_replicates;
  request.is_ranked = !options.no_actions;
  request.tries = options.tries;
  request.for_each = app::for_each_in_parallel;
  request.should_stop = Interruptible::was_interrupted;
  request.tell = [&announcer](const std::string& what, std::uint64_t done, std::uint64_t total) {
    announcer.tell(what, done, total);
  };
  return request;
}

/// The shards that were named, as one, which is of this scenario and seed.
Result<outbreak::Shard> merged_shards(const OutbreakOptions& options, const outbreak::Scenario& scenario) {
  std::vector<outbreak::Shard> shards;
  shards.reserve(options.shards.size());
  for (const std::string& path : options.shards) {
    const auto bytes = SHOAL_TRY(app::bytes_of_file(path));
    auto shard = outbreak::decoded(bytes);
    if (!shard) return std::move(shard).error().within(path);
    if (shard->scenario != digest(scenario) || shard->ensemble.seed != options.seed)
      return Error{ErrorKind::invalid_input, "outbreak.shards_differ",
                   path + " is a shard of another scenario or seed than " + options.scenario + " with seed " +
                       std::to_string(options.seed)};
    shards.push_back(*std::move(shard));
  }
  return outbreak::merged(std::move(shards));
}

Exit print_answer(const OutbreakOptions& options, const report::OutbreakAnswer& answer) {
  const auto write_page = [&](std::ostream& out) {
    report::write_outbreak_page(answer, {program, command_of(options)}, out);
  };
  const auto write = [&](std::ostream& out) {
    options.format == "html" ? write_page(out) : report::write_outbreak(answer, options.format, out);
  };
  return write_asked(options.report, write_page, options.output, write);
}

/// All of it, or the shard where that is asked for.
Result<Exit> answered(const OutbreakOptions& options, const app::LoadedOutbreak& loaded) {
  const Interruptible interruptible;
  Announcer announcer;
  auto request = SHOAL_TRY(request_of(options, announcer));
  auto shard = SHOAL_TRY(options.shards.empty() ? app::simulate_shard(loaded.prepared.scenario, request)
                                                : merged_shards(options, loaded.prepared.scenario));
  if (!options.shards.empty()) request.replicates = shard.ensemble.losses.size();
  if (!options.shard.empty()) {
    if (shard.ensemble.losses.size() < request.replicates)
      return Error{ErrorKind::unavailable, "cli.interrupted", "interrupted: a part of a shard is not written"};
    return write_file(options.shard, [&](std::ostream& out) { out << encoded(shard); });
  }
  const auto answer = SHOAL_TRY(app::make_outbreak(loaded, std::move(shard), request));
  const Exit printed = print_answer(options, answer);
  if (printed != Exit::done) return printed;
  return answer.set_aside.empty() && !answer.was_stopped ? Exit::done : Exit::degraded;
}

}  // namespace

Exit run_outbreak(const OutbreakOptions& options) {
  auto loaded = scenario_asked(options);
  if (!loaded) return fail(loaded.error());
  tell_unused(loaded->set_aside, loaded->ignored);
  const auto done = answered(options, *loaded);
  return done ? *done : fail(done.error());
}

}  // namespace shoal::cli
