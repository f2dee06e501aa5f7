// How well machines are told apart, beside whoever joins by one key; how fast, and in how much memory.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <limits>
#include <numeric>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/assess.hpp"
#include "base/assert.hpp"
#include "base/random.hpp"
#include "estate/identity.hpp"
#include "figures.hpp"
#include "knowledge/pack.hpp"
#include "sample/sightings.hpp"
#include "sightings_second.hpp"

namespace shoal::bench {
namespace {

using namespace std::chrono;
using sample::KnownSightings;
using Order = std::vector<std::uint32_t>;  // Positions of sightings, as they arrive.

constexpr std::uint32_t machines = 100'000;

// Of all pairs of sightings: the share of those joined that are of one machine, and of those of one machine that are
// joined.
struct Pairs {
  double precision = 0, recall = 0;
  double f1() const { return 2 * precision * recall / (precision + recall); }
};

double pairs_in(const std::unordered_map<std::uint64_t, std::uint64_t>& counts) {
  double pairs = 0;
  for (const auto& [key, count] : counts) pairs += static_cast<double>(count) * static_cast<double>(count - 1) / 2;
  return pairs;
}

Pairs pairs_of(const std::vector<std::uint32_t>& device_of, const std::vector<std::uint32_t>& machine_of) {
  std::unordered_map<std::uint64_t, std::uint64_t> both, devices, true_ones;
  for (std::size_t i = 0; i < device_of.size(); i++) {
    both[(std::uint64_t{device_of[i]} << 32U) | machine_of[i]]++;
    devices[device_of[i]]++;
    true_ones[machine_of[i]]++;
  }
  const double right = pairs_in(both);
  return {right / pairs_in(devices), right / pairs_in(true_ones)};
}

// The baseline: sightings are of one machine where they have the same value of one kind, the placeholders that data/
// knows set aside; without a value each is alone.
Pairs by_one_key(const KnownSightings& known, const estate::IdentityRules& rules, estate::IdentifierKind kind) {
  const estate::LiarIndex liars(rules.liars);
  std::unordered_map<std::string, std::uint32_t> numbers;
  std::vector<std::uint32_t> device_of;
  std::uint32_t next = 0;
  for (const estate::Sighting& sighting : known.sightings) {
    std::optional<std::uint32_t> device;
    for (const estate::Identifier& each : sighting.identifiers)
      if (each.kind == kind && liars.find(estate::compared(each)) == nullptr)
        device = numbers.try_emplace(each.value, next).first->second;
    device_of.push_back(device.value_or(next));
    next++;
  }
  return pairs_of(device_of, known.machine_of);
}

double resident_megabytes() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t all = 0, resident = 0;
  statm >> all >> resident;
  return static_cast<double>(resident) * 4096 / 1e6;
}

double seconds_since(steady_clock::time_point began) { return duration<double>(steady_clock::now() - began).count(); }

// What came of placing sightings in one order.
struct Placed {
  Pairs pairs;
  double seconds = 0, megabytes = 0, adopt_seconds = 0;
  std::size_t trails = 0, devices = 0;
};

double adopt_all(const estate::Resolver& resolver, const estate::IdentityRules& rules) {
  std::vector<estate::Trail> trails;
  for (estate::TrailId trail = 0; trail < resolver.trail_count(); trail++) trails.push_back(resolver.trail(trail));
  double best = std::numeric_limits<double>::max();
  for (int i = 0; i < 3; i++) {
    const auto began = steady_clock::now();
    estate::Resolver second(rules);
    for (const estate::Trail& trail : trails) second.adopt(trail);
    second.adopt_numbers(resolver.next_device());
    best = std::min(best, seconds_since(began));
    SHOAL_ASSERT(second.device_count() == resolver.device_count());
  }
  return best;
}

enum class Adopting : std::uint8_t { left_out, measured };

Placed place_all(const KnownSightings& known, const estate::IdentityRules& rules, const Order& order,
                 Adopting adopting = Adopting::left_out) {
  Placed made;
  const double before = resident_megabytes();
  const auto began = steady_clock::now();
  estate::Resolver resolver(rules);
  std::vector<std::uint32_t> device_of(known.sightings.size());
  for (const std::uint32_t at : order) device_of[at] = resolver.place({&known.sightings[at], 1}).trails[0];
  made.seconds = seconds_since(began);
  made.megabytes = resident_megabytes() - before;
  for (std::uint32_t& each : device_of) each = resolver.device_of(each);
  made.pairs = pairs_of(device_of, known.machine_of);
  made.trails = resolver.trail_count();
  made.devices = resolver.device_count();
  if (adopting == Adopting::measured) made.adopt_seconds = adopt_all(resolver, rules);
  return made;
}

Order as_made(const KnownSightings& known) {
  Order order(known.sightings.size());
  std::iota(order.begin(), order.end(), 0U);
  return order;
}

Order shuffled(const KnownSightings& known) {
  Order order = as_made(known);
  Random random(2026);
  for (std::size_t i = order.size(); i > 1; i--) std::swap(order[i - 1], order[random.below(i)]);
  return order;
}

// Each source's whole history, one source after the other.
Order by_source(const KnownSightings& known) {
  Order order = as_made(known);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return known.sightings[a].source < known.sightings[b].source;
  });
  return order;
}

void put_pairs(std::vector<Figure>& figures, const std::string& what, const Pairs& pairs, double goal) {
  figures.push_back({what + ", F1 of pairs of sightings", pairs.f1(), "", goal, true});
  figures.push_back({"  precision", pairs.precision, "", 0, true});
  figures.push_back({"  recall", pairs.recall, "", 0, true});
}

void put_baselines(std::vector<Figure>& figures, const KnownSightings& known, const estate::IdentityRules& rules) {
  put_pairs(figures, "  baseline: by serial only", by_one_key(known, rules, estate::IdentifierKind::serial), 0);
  put_pairs(figures, "  baseline: by hostname only", by_one_key(known, rules, estate::IdentifierKind::name), 0);
}

void put_orders(std::vector<Figure>& figures, const KnownSightings& known, const estate::IdentityRules& rules,
                double goal) {
  put_pairs(figures, "  in random order", place_all(known, rules, shuffled(known)).pairs, goal);
  put_pairs(figures, "  one source after the other", place_all(known, rules, by_source(known)).pairs, goal);
  Order newest_first = as_made(known);
  std::reverse(newest_first.begin(), newest_first.end());
  put_pairs(figures, "  the newest first", place_all(known, rules, newest_first).pairs, goal);
}

}  // namespace

void bench_identity(std::vector<Figure>& figures) {
  const estate::IdentityRules rules = app::open_pack(std::nullopt)->identity;
  {
    sample::SightingRequest request;
    request.machines = machines;
    request.seed = 2026;
    const KnownSightings known = sample::known_sightings(request);
    const Placed placed = place_all(known, rules, as_made(known), Adopting::measured);
    put_pairs(figures, "identity, 100,000 machines, default faults", placed.pairs, 0.995);
    figures.push_back({"  sightings", static_cast<double>(known.sightings.size()), "", 0, true});
    figures.push_back({"  trails", static_cast<double>(placed.trails), "", 0, true});
    figures.push_back({"  devices", static_cast<double>(placed.devices), "", 0, true});
    figures.push_back(
        {"  placed, one core", static_cast<double>(known.sightings.size()) / placed.seconds, "1/s", 0, true});
    figures.push_back({"  memory of the resolver", placed.megabytes, "MB", 0, false});
    figures.push_back({"  all trails adopted", placed.adopt_seconds, "s", 1, false});
    put_baselines(figures, known, rules);
    put_orders(figures, known, rules, 0.995);
  }
  const KnownSightings known = second_sightings({machines, 2026, {}});
  const Placed placed = place_all(known, rules, as_made(known));
  put_pairs(figures, "identity, 100,000 machines, other faults", placed.pairs, 0.99);
  put_baselines(figures, known, rules);
  put_orders(figures, known, rules, 0.99);
}

}  // namespace shoal::bench
