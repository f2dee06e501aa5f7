// How fast programs are read, judged and resolved, over the libraries of Debian's wine64: many, real, and the same for
// everybody. Skipped with a sentence where they are not installed.
#include <tbb/parallel_for.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

#include "app/assess.hpp"
#include "app/system_image.hpp"
#include "base/read_all.hpp"
#include "base/scratch.hpp"
#include "figures.hpp"
#include "inspect/inspect.hpp"
#include "knowledge/baseline_file.hpp"
#include "readiness/judge.hpp"

namespace shoal::bench {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono;

constexpr const char* wine_folder = "/usr/lib/x86_64-linux-gnu/wine/x86_64-windows";
constexpr std::size_t files_judged = 100'000, baselines_asked = 6;

double seconds_of(const std::function<void()>& work) {
  const auto began = steady_clock::now();
  work();
  return duration<double>(steady_clock::now() - began).count();
}

// A file in memory: what a warm cache is.
struct Library {
  std::string name, bytes;
};

std::vector<Library> libraries() {
  std::vector<Library> all;
  std::error_code failed;
  for (fs::directory_iterator at(wine_folder, failed), end; !failed && at != end; at.increment(failed)) {
    std::ifstream file(at->path(), std::ios::binary);
    all.push_back({at->path().filename().string(), read_all(file)});
  }
  return all;
}

// What eleven rules of another tool need for the same question, in the form that it is asked in.
constexpr const char* yara_rules = R"(import "pe"
rule native { condition: pe.subsystem == pe.SUBSYSTEM_NATIVE }
rule old { condition: pe.subsystem_version.major < 5 }
rule gina { condition: pe.exports("WlxNegotiate") }
rule help { condition: pe.imports("user32.dll", "WinHelpA") or pe.imports("user32.dll", "WinHelpW") }
rule dde { condition: pe.imports("nddeapi.dll") }
rule retained { condition: pe.imports("d3drm.dll") }
rule version { condition: pe.imports("kernel32.dll", "GetVersionExA") }
rule unsigned { condition: pe.number_of_signatures == 0 }
rule manifest { condition: for any i in (0..pe.number_of_resources - 1): (pe.resources[i].type == pe.RESOURCE_TYPE_MANIFEST) }
rule packed { condition: for any i in (0..pe.number_of_sections - 1): (pe.sections[i].name == "UPX0") }
rule debug { condition: pe.pdb_path contains "pdb" }
)";

void bench_yara(std::size_t files, std::vector<Figure>& figures) {
  if (std::system("command -v yara >/dev/null") != 0) return;
  const fs::path rules = fs::path("build") / "bench-yara.yar";
  std::ofstream(rules) << yara_rules;
  const std::string command = "yara -p 1 " + rules.string() + " " + wine_folder + " >/dev/null 2>&1";
  double best = 1e9;
  for (int i = 0; i < 2; i++)
    best = std::min(best, seconds_of([&] { SHOAL_ASSERT(std::system(command.c_str()) == 0); }));
  figures.push_back(
      {"  baseline: yara with 11 rules, one thread", static_cast<double>(files) / best, "files/s", 0, true});
}

}  // namespace

void bench_readiness(std::vector<Figure>& figures) {
  const std::vector<Library> all = libraries();
  if (all.empty()) {
    std::fprintf(stderr, "readiness: skipped, since %s is not there (apt-get install wine64)\n", wine_folder);
    return;
  }
  const auto pack = *app::open_pack(std::nullopt);
  const readiness::Rulebook& book = pack.rulebook;
  const auto rules = *readiness::RuleSet::make(book.rules, book.remedies);
  const inspect::TextSearch search(
      {rules.wanted(readiness::FactKind::string), rules.wanted(readiness::FactKind::word)});
  const readiness::Target& target = *book.target("windows-11-24h2-x64");
  const readiness::Baseline shipped = readiness::Baseline::shipped(book.modules, book.functions, target);

  std::uint64_t bytes = 0, findings = 0;
  for (const Library& library : all) bytes += library.bytes.size();
  const auto judge_one = [&](std::size_t i) {
    const Library& library = all[i % all.size()];
    readiness::Application application{library.name, {}};
    application.files.push_back({library.name, inspect::inspect_file(library.bytes, library.name, search)});
    readiness::relate(application);
    return readiness::Assessment(rules, application).on(target, shipped).findings.size();
  };
  const double took = seconds_of([&] {
    for (std::size_t i = 0; i < files_judged; i++) findings += judge_one(i);
  });
  SHOAL_ASSERT(findings > 0);
  figures.push_back({"programs read and judged by all rules, one core", static_cast<double>(files_judged) / took,
                     "files/s", 4000, true});
  figures.push_back(
      {"  of them",
       static_cast<double>(bytes) / 1e6 / static_cast<double>(all.size()) * static_cast<double>(files_judged) / took,
       "MB/s", 0, true});
  bench_yara(all.size(), figures);

  // Six images, each lacking some of what the libraries ask for, from files as a person would bring them.
  const Scratch scratch;
  std::vector<std::string> files;
  double making = 0;
  std::uint64_t file_bytes = 0;
  for (std::size_t lacks = 0; lacks < baselines_asked; lacks++) {
    const fs::path folder = scratch.path() / ("image " + std::to_string(lacks));
    fs::create_directory(folder);
    for (std::size_t i = 0; i < all.size(); i++)
      if (i % 40 != lacks) fs::create_symlink(fs::path(wine_folder) / all[i].name, folder / all[i].name);
    making += seconds_of([&] {
      const auto made = *app::read_system_image({{folder}, &target, {}, "", std::chrono::year(2026) / 1 / 1},
                                                [](std::uint64_t, std::uint64_t) {});
      file_bytes += made.bytes.size();
      files.push_back(scratch.holding(std::to_string(lacks) + ".baseline", made.bytes).string());
    });
  }
  std::vector<readiness::Baseline> images;
  const double loading = seconds_of([&] {
    for (const std::string& file : files)
      images.push_back(readiness::Baseline::of(*knowledge::read_baseline(*app::bytes_of_file(file))));
  });
  std::vector<readiness::FactSheet> sheets;
  for (const Library& library : all) sheets.push_back(inspect::inspect_file(library.bytes, library.name, search));
  std::atomic<std::uint64_t> unresolved{0}, asked{0};
  const double resolving = seconds_of([&] {
    tbb::parallel_for(std::size_t{0}, files_judged, [&](std::size_t i) {
      const readiness::FactSheet& sheet = sheets[i % sheets.size()];
      std::uint64_t absent = 0, imports = 0;
      for (const readiness::Baseline& image : images) {
        std::string_view asks;
        readiness::Baseline::Module module;
        for (std::size_t f = 0; f < sheet.size(); f++) {
          const auto fact = sheet[f];
          if (fact.kind != readiness::FactKind::import && fact.kind != readiness::FactKind::delay_import) continue;
          if (fact.name != asks) {
            asks = fact.name;
            module = image.module(asks, "x64");
          }
          imports++;
          absent += image.function(module, fact.value) == readiness::Presence::absent ? 1 : 0;
        }
      }
      unresolved += absent;
      asked += imports;
    });
  });
  SHOAL_ASSERT(unresolved > 0);
  figures.push_back({"imports of 100,000 programs against six images, all cores", resolving, "s", 60, false});
  figures.push_back({"  questions", static_cast<double>(asked) / 1e6, "million", 0, false});
  figures.push_back({"a baseline made of 694 libraries", making / baselines_asked, "s", 0, false});
  figures.push_back({"  its file", static_cast<double>(file_bytes) / 1e3 / baselines_asked, "kB", 0, false});
  figures.push_back({"  that file opened", loading * 1e3 / baselines_asked, "ms", 0, false});
}

}  // namespace shoal::bench
