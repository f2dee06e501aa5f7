#include "app/outbreak.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

#include "base/text.hpp"
#include "outbreak/trials.hpp"
#include "report/figures.hpp"

namespace shoal::app {
namespace {

/// `for_each` that tells how many of its pieces of work are done; from the second time on, as a further round.
ForEach telling(const SimulationRequest& request, const std::string& what) {
  return [&request, what, round = 0](std::size_t count, const std::function<void(std::size_t)>& work) mutable {
    const std::string of_round = ++round == 1 ? what : what + ", round " + std::to_string(round);
    std::atomic<std::size_t> done{0};
    request.for_each(count, [&](std::size_t i) {
      work(i);
      request.tell(of_round, ++done, count);
    });
  };
}

std::vector<report::StandingFigure> standing_of(const std::vector<BulletinCount>& counts) {
  std::vector<report::StandingFigure> figures;
  figures.reserve(counts.size());
  for (const BulletinCount& count : counts) {
    report::StandingFigure figure{count.bulletin, {}};
    for (std::size_t s = 0; s < outbreak_standing_count; s++)
      figure.devices.emplace_back(spelled(static_cast<OutbreakStanding>(s)), count.devices[s]);
    figures.push_back(std::move(figure));
  }
  return figures;
}

}  // namespace

Result<ReplicateRange> read_replicates(std::string_view text) {
  constexpr std::uint64_t most = 1'000'000;
  const auto dots = text.find("..");
  const auto first = parse_number(text.substr(0, dots));
  const auto last = dots == text.npos ? std::nullopt : parse_number(text.substr(dots + 2));
  if (!first || !last || *last < *first || *last >= most)
    return Error{ErrorKind::invalid_input, "app.bad_replicates",
                 "these are no replicates, which are told as 0..499: \"" + printable(std::string(text)) + "\""};
  return ReplicateRange{*first, std::uint64_t{*last} - *first + 1};
}

std::vector<outbreak::Seconds> moments(outbreak::Seconds until) {
  constexpr std::size_t count = 64;
  std::vector<outbreak::Seconds> times(count);
  for (std::size_t i = 0; i < count; i++) {
    const double share = static_cast<double>(i + 1) / count;
    times[i] = until * share * share * share;
  }
  return times;
}

std::uint64_t usual_tries(std::size_t devices) {
  constexpr std::uint64_t least = 30, most = 300, of_devices = 10'000;
  return std::clamp(least * of_devices / std::max<std::uint64_t>(devices, 1), least, most);
}

Result<outbreak::Shard> simulate_shard(const outbreak::Scenario& scenario, const SimulationRequest& request) {
  outbreak::EnsembleRequest asked;
  asked.seed = request.seed, asked.first = request.first, asked.count = request.replicates;
  asked.times = moments(scenario.until);
  asked.for_each = request.for_each;
  std::atomic<std::uint64_t> done{0};
  asked.ended = [&, what = "simulating " + grouped(request.replicates) + " outbreaks"] {
    request.tell(what, ++done, request.replicates);
  };
  asked.should_stop = request.should_stop;
  return outbreak::Shard{digest(scenario), SHOAL_TRY(outbreak::simulate(scenario, asked))};
}

Result<report::OutbreakAnswer> make_outbreak(const LoadedOutbreak& loaded, outbreak::Shard shard,
                                             const SimulationRequest& request) {
  report::OutbreakAnswer answer{loaded.prepared};
  answer.was_stopped = shard.ensemble.losses.size() < request.replicates;
  answer.scenario = std::move(shard.scenario), answer.ensemble = std::move(shard.ensemble);
  answer.actions = loaded.actions, answer.assumptions = loaded.assumptions, answer.set_aside = loaded.set_aside;
  answer.standing = standing_of(loaded.counts);
  const outbreak::Scenario& scenario = loaded.prepared.scenario;
  if (request.entry_replicates > 0) {
    outbreak::EntryRequest asked;
    asked.seed = request.seed, asked.replicates = request.entry_replicates;
    asked.for_each = telling(request, "beginning it elsewhere");
    asked.should_stop = request.should_stop;
    answer.entries = SHOAL_TRY(outbreak::entry_losses(scenario, asked));
  }
  if (request.is_ranked && !answer.actions.empty()) {
    outbreak::RankingRequest asked = outbreak::request_of(request.tries.value_or(usual_tries(scenario.devices.size())));
    asked.for_each = telling(request, "trying " + report::counted(answer.actions.size(), "action", "actions"));
    asked.should_stop = request.should_stop;
    answer.ranking =
        SHOAL_TRY(outbreak::rank(answer.actions, outbreak::trials(scenario, request.seed, answer.actions), asked));
  }
  answer.was_stopped = answer.was_stopped || request.should_stop();
  return answer;
}

}  // namespace shoal::app
