// How often the interval of what no source saw holds the truth, over made estates whose truth is known.
#include "estate/coverage.hpp"

#include "base/random.hpp"
#include "figures.hpp"
#include "sample/sightings.hpp"

namespace shoal::bench {
namespace {

using estate::SourceSet;

constexpr std::uint64_t seeds = 500;

struct SeenEstate {
  const char* name;
  std::uint32_t devices;
  std::vector<double> sees;  // How likely each source sees a device.
  double sees_after = 0;     // How likely the second sees what the first saw; 0 where that makes no difference.
  double hidden = 0;         // The share of devices that each source sees with three tenths of its likelihood.
  bool gate = true;          // Whether the figures have goals.
};

const SeenEstate seen_estates[] = {
    {"2 independent sources", 5000, {0.6, 0.5}},
    {"3 independent sources", 5000, {0.6, 0.5, 0.4}},
    {"5 independent sources", 5000, {0.6, 0.5, 0.4, 0.3, 0.3}},
    {"3 sources, the second leaning on the first", 5000, {0.6, 0.5, 0.4}, 0.7},
    {"5 sources, the second leaning on the first", 5000, {0.6, 0.5, 0.4, 0.3, 0.3}, 0.7},
    {"3 sources, leaning little", 5000, {0.6, 0.5, 0.4}, 0.53},
    {"3 sources of a small estate", 300, {0.6, 0.5, 0.4}},
    {"3 sources, one nearly complete", 1000, {0.995, 0.5, 0.4}},
    {"2 sources, leaning: cannot be seen", 5000, {0.6, 0.5}, 0.7, 0, false},
    {"3 sources, a fifth hard to see for all", 5000, {0.6, 0.5, 0.4}, 0, 0.2, false},
    {"5 sources, a fifth hard to see for all", 5000, {0.6, 0.5, 0.4, 0.3, 0.3}, 0, 0.2, false},
};

// Over the seeds.
struct Accuracy {
  double given = 0, held = 0, uneven = 0, width = 0, error = 0;
};

std::vector<SourceSet> draw(const SeenEstate& scenario, Random& random) {
  std::vector<SourceSet> seen_by;
  for (std::uint32_t i = 0; i < scenario.devices; i++) {
    const double share = random.chance(scenario.hidden) ? 0.3 : 1;
    unsigned set = 0;
    for (std::size_t source = 0; source < scenario.sees.size(); source++) {
      double sees = scenario.sees[source];
      // What the second sees in all stays what it was.
      if (source == 1 && scenario.sees_after != 0) {
        const double first = scenario.sees[0];
        sees = (set & 1U) != 0 ? scenario.sees_after : (sees - first * scenario.sees_after) / (1 - first);
      }
      if (random.chance(share * sees)) set |= 1U << source;
    }
    seen_by.push_back(static_cast<SourceSet>(set));
  }
  return seen_by;
}

void judge(const std::vector<SourceSet>& seen_by, std::size_t sources, Accuracy& outcome) {
  const std::vector<std::string> names = {"a", "b", "c", "d", "e"};
  const auto made = estate::estimate_coverage(
      estate::overlap_of({names.begin(), names.begin() + static_cast<std::ptrdiff_t>(sources)}, seen_by), {});
  if (!made.unseen) return;
  const std::uint64_t unseen = seen_by.size() - made.seen;
  const auto devices = static_cast<double>(seen_by.size());
  outcome.given++;
  outcome.held += made.unseen->low <= unseen && unseen <= made.unseen->high ? 1 : 0;
  outcome.uneven += made.unseen->uneven ? 1 : 0;
  outcome.width += static_cast<double>(made.unseen->high - made.unseen->low) / devices;
  outcome.error += (static_cast<double>(made.unseen->unseen) - static_cast<double>(unseen)) / devices;
}

void report(const char* name, const Accuracy& outcome, bool gate, std::vector<Figure>& figures) {
  const double held = 100 * outcome.held / outcome.given;
  figures.push_back(
      {std::string("coverage, ") + name + ": interval holds the truth", held, "%", gate ? 90.0 : 0, true});
  if (gate) figures.push_back({"  and not too often", held, "%", 99, false});
  figures.push_back({"  mean width, of the estate", 100 * outcome.width / outcome.given, "%", 0, false});
  figures.push_back({"  mean error, of the estate", 100 * outcome.error / outcome.given, "%", 0, false});
  figures.push_back({"  says that some are harder to see", 100 * outcome.uneven / outcome.given, "%", 0, false});
  figures.push_back({"  gives no number", static_cast<double>(seeds) - outcome.given, "of 500", 0, false});
}

// Who saw which machine of the estate by which identity is judged: the truth, and not what identity makes of it.
std::vector<SourceSet> draw_sample(std::uint64_t seed) {
  sample::SightingRequest request;
  request.machines = 2000;
  request.seed = seed;
  request.rates.stale_account = request.rates.reused_name = 0;  // Machines that are there all the year.
  request.days.resize(1);
  const sample::KnownSightings known = sample::known_sightings(request);
  const std::vector<std::string> sources = {"ad", "configmgr", "systeminfo", "registry", "list assets.csv"};
  std::vector<SourceSet> seen_by(request.machines);
  for (std::size_t i = 0; i < known.sightings.size(); i++)
    for (std::size_t source = 0; source < sources.size(); source++)
      if (sources[source] == known.sightings[i].source)
        seen_by[known.machine_of[i]] = static_cast<SourceSet>(seen_by[known.machine_of[i]] | 1U << source);
  return seen_by;
}

}  // namespace

void bench_coverage(std::vector<Figure>& figures) {
  for (const SeenEstate& scenario : seen_estates) {
    Accuracy outcome;
    for (std::uint64_t seed = 0; seed < seeds; seed++) {
      Random random = Random::numbered(2026, seed);
      judge(draw(scenario, random), scenario.sees.size(), outcome);
    }
    report(scenario.name, outcome, scenario.gate, figures);
  }
  // Five sources that together miss hardly any: an interval of whole devices then holds more often than it should.
  Accuracy outcome;
  for (std::uint64_t seed = 0; seed < seeds; seed++) judge(draw_sample(seed), 5, outcome);
  report("5 sources of a made estate of 2,000, nearly none unseen", outcome, false, figures);
}

}  // namespace shoal::bench
