#include "outbreak/ensemble.hpp"

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>

#include "outbreak/layout.hpp"
#include "outbreak/simulator.hpp"

namespace shoal::outbreak {
namespace {

Error apart(const char* code, std::string message) { return {ErrorKind::invalid_input, code, std::move(message)}; }

/// Sums over replicates of one worker: whole numbers, so that it does not matter who counted what.
struct Sums {
  std::vector<std::uint64_t> zone_lost, ways, began;
  std::vector<std::uint32_t> infected, crashed;

  void resize(const Scenario& scenario, const EnsembleRequest& request) {
    const std::size_t zones = scenario.zones.size();
    zone_lost.resize(zones * request.times.size());
    ways.resize(request.ways ? zones * zones : 0);
    began.resize(zones);
    infected.resize(scenario.devices.size());
    crashed.resize(scenario.devices.size());
  }
};

template <typename Count>
void add_to(std::vector<Count>& sums, const std::vector<Count>& more) {
  for (std::size_t i = 0; i < sums.size(); i++) sums[i] += more[i];
}

/// Simulates and counts; one for each thread that works at the same time.
class Worker {
 public:
  Worker(const Layout& layout, const EnsembleRequest& request)
      : scenario_(layout.scenario()),
        request_(request),
        protection_(request.protection),
        simulator_(layout, {request.times, UINT32_MAX, request.ways}) {
    protection_.closed.clear();  // The layout has them closed already.
    sums_.resize(scenario_, request);
  }

  void run(std::size_t index, Ensemble& ensemble) {
    ensemble.losses[index] = simulator_.run(request_.seed, request_.first + index, protection_);
    const auto lost_by = simulator_.lost_by();
    std::copy(lost_by.begin(), lost_by.end(),
              ensemble.lost_by.begin() + static_cast<std::ptrdiff_t>(index * lost_by.size()));
    count_devices();
    count_times(lost_by);
    if (request_.ways) count_ways();
  }

  const Sums& sums() const { return sums_; }

 private:
  ZoneIndex zone_of(DeviceIndex device) const { return scenario_.devices[device].zone; }

  void count_devices() {
    for (const DeviceIndex device : simulator_.lost())
      (simulator_.is_crashed(device) ? sums_.crashed : sums_.infected)[device]++;
    for (std::size_t i = 0; i < simulator_.began(); i++) sums_.began[zone_of(simulator_.lost()[i])]++;
  }

  /// Here by when it was lost; all are summed up to each time at the end.
  void count_times(std::span<const std::uint32_t> lost_by) {
    std::size_t counted = 0;
    for (std::size_t time = 0; time < lost_by.size(); time++)
      for (; counted < lost_by[time]; counted++)
        sums_.zone_lost[zone_of(simulator_.lost()[counted]) * lost_by.size() + time]++;
  }

  void count_ways() {
    for (std::size_t i = simulator_.began(); i < simulator_.lost().size(); i++)
      sums_.ways[simulator_.came_from()[i] * scenario_.zones.size() + zone_of(simulator_.lost()[i])]++;
  }

  const Scenario& scenario_;
  const EnsembleRequest& request_;
  Protection protection_;
  Simulator simulator_;
  Sums sums_;
};

/// Workers, lent to whoever runs a block of replicates: as many as blocks run at the same time.
class Workers {
 public:
  Workers(const Layout& layout, const EnsembleRequest& request) : layout_(layout), request_(request) {}

  std::unique_ptr<Worker> lend() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        std::unique_ptr<Worker> worker = std::move(idle_.back());
        idle_.pop_back();
        return worker;
      }
    }
    return std::make_unique<Worker>(layout_, request_);
  }
  void take_back(std::unique_ptr<Worker> worker) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(worker));
  }
  const std::vector<std::unique_ptr<Worker>>& all() const { return idle_; }

 private:
  const Layout& layout_;
  const EnsembleRequest& request_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Worker>> idle_;
};

/// So many replicates between two looks at whether to stop.
std::uint64_t round_of(const Scenario& scenario) {
  return std::clamp<std::uint64_t>((std::uint64_t{1} << 24) / (scenario.devices.size() + 1), 16, 4096);
}

void run_round(Workers& workers, std::uint64_t first, std::uint64_t count, const EnsembleRequest& request,
               Ensemble& ensemble) {
  const std::uint64_t block = std::max<std::uint64_t>(count / 64, 1);
  request.for_each((count + block - 1) / block, [&](std::size_t i) {
    std::unique_ptr<Worker> worker = workers.lend();
    const std::uint64_t last = std::min(count, (i + 1) * block);
    for (std::uint64_t at = i * block; at < last; at++) {
      worker->run(first + at, ensemble);
      request.ended();
    }
    workers.take_back(std::move(worker));
  });
}

void add_sums(const Workers& workers, Ensemble& ensemble) {
  for (const auto& worker : workers.all()) {
    add_to(ensemble.zone_lost, worker->sums().zone_lost);
    add_to(ensemble.ways, worker->sums().ways);
    add_to(ensemble.began, worker->sums().began);
    add_to(ensemble.infected, worker->sums().infected);
    add_to(ensemble.crashed, worker->sums().crashed);
  }
  const std::size_t times = ensemble.times.size();
  for (std::size_t i = 0; i < ensemble.zone_lost.size(); i++)
    if (i % times != 0) ensemble.zone_lost[i] += ensemble.zone_lost[i - 1];
}

Result<void> check_times(const Scenario& scenario, const std::vector<Seconds>& times) {
  const bool is_ascending =
      std::adjacent_find(times.begin(), times.end(), [](Seconds a, Seconds b) { return !(a < b); }) == times.end();
  if (times.empty() || !is_ascending || times.back() != scenario.until)
    return apart("outbreak.bad_scenario", "the times at which to count do not ascend to the end of the scenario");
  return {};
}

/// "20 to 49", "none from 20 on".
std::string range_text(const Ensemble& ensemble) {
  const std::string first = std::to_string(ensemble.first);
  if (ensemble.losses.empty()) return "none from " + first + " on";
  return first + " to " + std::to_string(ensemble.first + ensemble.losses.size() - 1);
}

}  // namespace

Result<Ensemble> simulate(const Scenario& scenario, const EnsembleRequest& request) {
  SHOAL_TRY(check(scenario));
  SHOAL_TRY(check_times(scenario, request.times));
  const std::size_t zones = scenario.zones.size(), times = request.times.size();
  Ensemble ensemble;
  ensemble.seed = request.seed;
  ensemble.first = request.first;
  ensemble.times = request.times;
  ensemble.zone_lost.resize(zones * times);
  ensemble.ways.resize(request.ways ? zones * zones : 0);
  ensemble.began.resize(zones);
  ensemble.infected.resize(scenario.devices.size());
  ensemble.crashed.resize(scenario.devices.size());
  const Layout layout(scenario, request.protection.closed);
  Workers workers(layout, request);
  const std::uint64_t round = round_of(scenario);
  for (std::uint64_t done = 0; done < request.count && !request.should_stop(); done += round) {
    const std::uint64_t count = std::min(round, request.count - done);
    ensemble.losses.resize(done + count);
    ensemble.lost_by.resize((done + count) * times);
    run_round(workers, done, count, request, ensemble);
  }
  add_sums(workers, ensemble);
  return ensemble;
}

Result<Ensemble> merged(Ensemble one, const Ensemble& other) {
  if (one.seed != other.seed || one.times != other.times || one.zone_lost.size() != other.zone_lost.size() ||
      one.infected.size() != other.infected.size() || one.ways.size() != other.ways.size())
    return apart("outbreak.shards_differ", "shards are of different scenarios, seeds or times");
  if (other.first + other.losses.size() == one.first && !other.losses.empty()) {
    Ensemble first = other;
    return merged(std::move(first), one);
  }
  if (one.first + one.losses.size() != other.first)
    return apart("outbreak.shards_apart",
                 "shards do not stand side by side: replicates " + range_text(one) + " and " + range_text(other));
  one.losses.insert(one.losses.end(), other.losses.begin(), other.losses.end());
  one.lost_by.insert(one.lost_by.end(), other.lost_by.begin(), other.lost_by.end());
  add_to(one.zone_lost, other.zone_lost);
  add_to(one.ways, other.ways);
  add_to(one.began, other.began);
  add_to(one.infected, other.infected);
  add_to(one.crashed, other.crashed);
  return one;
}

}  // namespace shoal::outbreak
