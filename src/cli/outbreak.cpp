// shoal outbreak: what a worm would do here, and what helps most.
#include <fstream>
#include <functional>
#include <iostream>
#include <utility>

#include "app/assess.hpp"
#include "app/outbreak.hpp"
#include "app/outbreak_input.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/long_work.hpp"
#include "report/outbreak.hpp"
#include "report/outbreak_page.hpp"

namespace shoal::cli {
namespace {

/// The command that makes the same answer, as a page tells it.
std::string command_of(const OutbreakOptions& options) {
  std::string command = "shoal outbreak " + quoted(options.scenario) + " --seed " + std::to_string(options.seed);
  if (options.replicates.empty())
    command += " --replicates " + std::to_string(options.count);
  else
    command += " --reps " + options.replicates;
  if (!options.estate.empty()) command += " --estate " + quoted(options.estate);
  if (!options.as_of.empty()) command += " --as-of " + options.as_of;
  if (!options.known_at.empty()) command += " --known-at " + options.known_at;
  return command;
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
  request.for_each = app::for_each_in_parallel;
  request.should_stop = Interruptible::was_interrupted;
  request.tell = [&announcer](const std::string& sentence) { announcer.tell(sentence); };
  return request;
}

Result<std::string> whole_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(in), {});
  if (!in.is_open() || in.bad()) return Error{ErrorKind::unavailable, "app.unreadable", path + " cannot be read"};
  return bytes;
}

/// The shards that were named, as one, which is of this scenario and seed.
Result<outbreak::Shard> merged_shards(const OutbreakOptions& options, const outbreak::Scenario& scenario) {
  std::vector<outbreak::Shard> shards;
  shards.reserve(options.shards.size());
  for (const std::string& path : options.shards) {
    const auto bytes = SHOAL_TRY(whole_file(path));
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

Exit write_to(const std::string& path, const std::function<void(std::ostream&)>& write) {
  std::ofstream out(path, std::ios::binary);
  write(out);
  out.close();
  if (!out) return fail({ErrorKind::unavailable, "cli.cannot_write", "cannot write " + path});
  return Exit::done;
}

Exit print_answer(const OutbreakOptions& options, const report::OutbreakAnswer& answer) {
  const auto write_page = [&](std::ostream& out) {
    report::write_outbreak_page(answer, {program, command_of(options)}, out);
  };
  const auto write = [&](std::ostream& out) {
    options.format == "html" ? write_page(out) : report::write_outbreak(answer, options.format, out);
  };
  if (!options.report.empty())
    if (const Exit written = write_to(options.report, write_page); written != Exit::done) return written;
  if (!options.output.empty()) return write_to(options.output, write);
  write(std::cout);
  return flushed();
}

/// All of it, or the shard where that is asked for.
Result<Exit> answered(const OutbreakOptions& options, app::LoadedOutbreak& loaded) {
  const Interruptible interruptible;
  Announcer announcer(2);
  auto request = SHOAL_TRY(request_of(options, announcer));
  auto shard = SHOAL_TRY(options.shards.empty() ? app::simulate_shard(loaded.prepared.scenario, request)
                                                : merged_shards(options, loaded.prepared.scenario));
  if (!options.shards.empty()) request.replicates = shard.ensemble.losses.size();
  if (!options.shard.empty()) {
    if (shard.ensemble.losses.size() < request.replicates)
      return Error{ErrorKind::unavailable, "cli.interrupted", "interrupted: a part of a shard is not written"};
    return write_to(options.shard, [&](std::ostream& out) { out << encoded(shard); });
  }
  auto answer = SHOAL_TRY(app::make_outbreak(loaded.prepared, std::move(shard), std::move(loaded.actions), request));
  answer.set_aside = std::move(loaded.set_aside);
  const Exit printed = print_answer(options, answer);
  if (printed != Exit::done) return printed;
  return answer.set_aside.empty() && !answer.was_stopped ? Exit::done : Exit::degraded;
}

}  // namespace

Exit run_outbreak(const OutbreakOptions& options) {
  auto loaded = app::load_outbreak(options.scenario);
  if (!loaded) return fail(loaded.error());
  tell_unused(loaded->set_aside, loaded->ignored);
  const auto done = answered(options, *loaded);
  return done ? *done : fail(done.error());
}

}  // namespace shoal::cli
