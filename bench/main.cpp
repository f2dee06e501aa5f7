// How fast shoal is, beside a simple baseline in the same run: prints a table and writes build/bench.json.
//
// Machines are noisy, so each figure is the best of several runs, and nothing here is asserted in a test.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string_view>

#include "app/assess.hpp"
#include "app/embedded.hpp"
#include "estates.hpp"
#include "exposure/policy.hpp"
#include "figures.hpp"
#include "ingest/reader.hpp"
#include "outbreak/lane_vectors.hpp"
#include "usage.hpp"

namespace shoal::bench {
namespace {

using namespace std::chrono;

bool holds(const Figure& figure) {
  if (figure.goal == 0) return true;
  return figure.more_is_better ? figure.value >= figure.goal : figure.value <= figure.goal;
}

double seconds(const std::function<void()>& work, int runs) {
  double best = 1e9;
  for (int i = 0; i < runs; i++) {
    const auto began = steady_clock::now();
    work();
    best = std::min(best, duration<double>(steady_clock::now() - began).count());
  }
  return best;
}

const Day today{2026y / 11 / 23};

std::vector<exposure::DeviceRecord> states(const knowledge::Pack& pack, std::size_t count) {
  StateMaker maker(pack, 2026);
  std::vector<exposure::DeviceRecord> made;
  for (std::size_t i = 0; i < count; i++) made.push_back(maker.next());
  return made;
}

exposure::Assessment assess(const knowledge::Pack& pack, const std::vector<exposure::DeviceRecord>& states,
                            std::size_t devices, bool plan) {
  exposure::Assessor assessor(pack.facts, pack.catalogue, {today, today, {}, plan});
  for (std::size_t i = 0; i < devices; i++) assessor.add(states[(i * 7919) % states.size()]);
  return assessor.finish(app::for_each_in_parallel);
}

void bench_pack(std::vector<Figure>& figures) {
  figures.push_back({"pack, compressed", static_cast<double>(app::embedded_pack().size()) / 1e6, "MB", 1, false});
  figures.push_back(
      {"pack, unpacked", static_cast<double>(*knowledge::unpacked_bytes(app::embedded_pack())) / 1e6, "MB", 8, false});
  const double load = seconds([] { SHOAL_ASSERT(knowledge::read_pack(app::embedded_pack())); }, 10);
  figures.push_back({"pack, load", load * 1e3, "ms", 100, false});
}

void bench_read(std::vector<Figure>& figures) {
  const auto pack = *app::open_pack(std::nullopt);
  std::vector<std::string> texts;
  for (const auto& device : states(pack, 1000)) texts.push_back(systeminfo_of(device, "PC"));
  const double took = seconds(
      [&] {
        for (const std::string& text : texts) SHOAL_ASSERT(ingest::read_inventory(text, "bench.txt", {}));
      },
      5);
  figures.push_back({"systeminfo read, one core", 1000 / took, "files/s", 3000, true});
}

void bench_policies(std::vector<Figure>& figures, const std::vector<exposure::DeviceRecord>& made) {
  const auto pack = *app::open_pack(std::nullopt);
  const auto result = assess(pack, made, 28'000, false);
  const double took = seconds(
      [&] {
        const auto held = exposure::hold_to_policies(pack.facts, result);
        SHOAL_ASSERT(held.size() == 2 && held[0].states.size() == result.states.size());
      },
      5);
  figures.push_back({"  and two policies", took * 1e3, "ms", 50, false});
}

void bench_assess(std::vector<Figure>& figures) {
  const auto made = states(*app::open_pack(std::nullopt), 2000);
  const auto run = [&](bool plan) {
    const auto pack = *app::open_pack(std::nullopt);
    const auto result = assess(pack, made, 28'000, plan);
    SHOAL_ASSERT(result.states.size() > 1900);
  };
  figures.push_back({"28,000 devices, 2,000 states, pack load", seconds([&] { run(false); }, 5), "s", 0.3, false});
  figures.push_back({"  and what to install", seconds([&] { run(true); }, 5), "s", 0.3, false});
  bench_policies(figures, made);
  // The baseline: the same engine without the idea, each device judged by itself. 2,800 of them, counted tenfold.
  const auto pack = *app::open_pack(std::nullopt);
  const double baseline = seconds(
      [&] {
        for (std::size_t i = 0; i < 280; i++) SHOAL_ASSERT(!assess(pack, {made[i]}, 1, true).states.empty());
      },
      1);
  figures.push_back({"  baseline: each device by itself", baseline * 100, "s", 0, false});
}

void bench_one(std::vector<Figure>& figures) {
  const auto pack = *app::open_pack(std::nullopt);
  const update::KnownAt known(pack.facts.snapshots, today);
  double slowest = 0;
  std::uint32_t vulnerabilities = 0;
  std::string product;
  for (const auto& device : states(pack, 200)) {
    const auto judged = assess(pack, {device}, 1, false);
    const exposure::JudgedState& state = judged.states[0];
    exposure::Presence presence(*state.view);
    exposure::Judgement judgement;
    const double took = seconds(
        [&] {
          presence.take(state.state);
          exposure::judge(presence, judgement);
        },
        20);
    if (took < slowest) continue;
    slowest = took;
    product = state.view->product().name;
    vulnerabilities = judgement.counts.considered();
  }
  figures.push_back({"one device, slowest of 200 (" + product + ", " + std::to_string(vulnerabilities) + " CVEs)",
                     slowest * 1e6, "us", 50, false});
}

void bench_scale(std::vector<Figure>& figures) {
  const auto pack = *app::open_pack(std::nullopt);
  const auto made = states(pack, 50'000);
  const double took =
      seconds([&] { SHOAL_ASSERT(assess(pack, made, 1'000'000, false).devices.size() == 1'000'000); }, 1);
  figures.push_back({"1,000,000 devices, 50,000 states", took, "s", 5, false});
  figures.push_back({"  peak memory, the records included", peak_megabytes(), "MB", 1000, false});
}

void bench_files(std::vector<Figure>& figures) {
  namespace fs = std::filesystem;
  const fs::path folder = "build/bench-estate";
  fs::remove_all(folder);
  fs::create_directories(folder);
  const auto pack = *app::open_pack(std::nullopt);
  const auto made = states(pack, 2000);
  for (std::size_t i = 0; i < 28'000; i++) {
    const std::string name = "PC-" + std::to_string(i);
    std::ofstream(folder / (name + ".txt"), std::ios::binary) << systeminfo_of(made[(i * 7919) % made.size()], name);
  }
  const double took = seconds(
      [&] {
        const auto result = app::assess(pack, {{folder}, today, today, {}}, [](auto, auto) {});
        SHOAL_ASSERT(result && result->assessment.devices.size() == 28'000);
      },
      2);
  figures.push_back({"28,000 files, end to end", took, "s", 0, false});
  fs::remove_all(folder);
}

// What a person would write in an hour: counts the names of operating systems, and takes no cell apart.
std::size_t count_systems(const std::filesystem::path& list) {
  std::ifstream in(list);
  std::map<std::string, std::size_t> counts;
  std::size_t rows = 0;
  for (std::string line; std::getline(in, line); rows++) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.emplace_back();
      } else {
        cells.back() += c;
      }
    }
    counts[cells[5]]++;
  }
  return rows - 1;
}

void bench_lists(std::vector<Figure>& figures) {
  const std::filesystem::path list = "build/bench-list.csv";
  constexpr std::size_t rows = 1'000'000;
  write_directory_export(list, rows, 2026);
  const auto pack = *app::open_pack(std::nullopt);
  const double took = seconds(
      [&] {
        const auto made = app::assess(pack, {{list}, today, today, {}}, [](auto, auto) {});
        SHOAL_ASSERT(made && exposure::totals_of(made->assessment).devices == rows);
      },
      3);
  const auto bytes = static_cast<double>(std::filesystem::file_size(list)) / 1e6;
  figures.push_back({"a directory's CSV of 1,000,000 rows, judged", took, "s", 3, false});
  figures.push_back({"  its size", bytes, "MB", 0, false});
  figures.push_back({"  peak memory", peak_megabytes(), "MB", 500, false});
  const double baseline = seconds([&] { SHOAL_ASSERT(count_systems(list) == rows); }, 3);
  figures.push_back({"  baseline: getline, split, count by name", baseline, "s", 0, false});
  std::filesystem::remove(list);
}

/// Figures of two machines do not compare: which one these are of.
std::string machine() {
  std::ifstream about("/proc/cpuinfo");
  std::string name = "an unknown processor";
  constexpr std::string_view named = "model name";
  for (std::string line; std::getline(about, line);)
    if (line.starts_with(named)) {
      name = line.substr(std::min(line.size(), line.find(':') + 2));
      break;
    }
  return name + outbreak::for_this_machine<const char*>(", plain vectors", ", AVX2", ", AVX-512");
}

struct Bench {
  const char* name;
  void (*run)(std::vector<Figure>&);
};
// lists and scale before what needs more: peak memory only grows.
constexpr Bench benches[] = {{"pack", bench_pack},
                             {"read", bench_read},
                             {"assess", bench_assess},
                             {"one", bench_one},
                             {"lists", bench_lists},
                             {"scale", bench_scale},
                             {"files", bench_files},
                             {"presumed", bench_presumed},
                             {"import", bench_import},
                             {"decade", bench_decade},
                             {"identity", bench_identity},
                             {"coverage", bench_coverage},
                             {"readiness", bench_readiness},
                             {"plan-tiny", bench_plan_tiny},
                             {"plan-forecast", bench_plan_forecast},
                             {"plan-seeds", bench_plan_seeds},
                             {"plan-large", bench_plan_large},
                             {"outbreak-met", bench_outbreak_met},
                             {"outbreak-codered", bench_outbreak_codered},
                             {"outbreak-dense", bench_outbreak_dense},
                             {"outbreak-sir", bench_outbreak_sir},
                             {"outbreak-ranking", bench_outbreak_ranking}};

void write_json(const std::vector<Figure>& figures) {
  std::ofstream out("build/bench.json");
  out << "[";
  for (std::size_t i = 0; i < figures.size(); i++) {
    const Figure& figure = figures[i];
    char line[256];
    std::snprintf(line, sizeof line,
                  "%s\n{\"name\": \"%s\", \"value\": %.6g, \"unit\": \"%s\", \"goal\": %.6g, \"holds\": %s}",
                  i == 0 ? "" : ",", figure.name.c_str(), figure.value, figure.unit.c_str(), figure.goal,
                  holds(figure) ? "true" : "false");
    out << line;
  }
  out << "\n]\n";
}

/// By its name, or by that of its kind: "plan" means "plan-tiny" too.
bool is_meant(std::string_view name, std::string_view asked) {
  return name == asked || (name.starts_with(asked) && name[asked.size()] == '-');
}

int run(const char* only) {
  std::vector<Figure> figures;
  bool met = false;
  for (const Bench& bench : benches) {
    if (only != nullptr && !is_meant(bench.name, only)) continue;
    met = true;
    bench.run(figures);
  }
  if (!met) {
    std::string names;
    for (const Bench& bench : benches) names += std::string(names.empty() ? "" : ", ") + bench.name;
    std::fprintf(stderr, "error: no bench %s; there are %s\n", only, names.c_str());
    return 2;
  }
  std::printf("On %s:\n", machine().c_str());
  std::printf("%-86s %12s  %-8s %10s\n", "what", "value", "unit", "goal");
  for (const Figure& figure : figures) {
    char goal[32] = "-";
    if (figure.goal != 0) std::snprintf(goal, sizeof goal, "%s %.4g", figure.more_is_better ? ">=" : "<=", figure.goal);
    std::printf("%-86s %12.4g  %-8s %10s  %s\n", figure.name.c_str(), figure.value, figure.unit.c_str(), goal,
                figure.goal == 0 ? ""
                : holds(figure)  ? "holds"
                                 : "SHORT");
  }
  write_json(figures);
  return 0;
}

}  // namespace
}  // namespace shoal::bench

int main(int argc, char** argv) { return shoal::bench::run(argc > 1 ? argv[1] : nullptr); }
