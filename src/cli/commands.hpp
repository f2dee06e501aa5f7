// The commands, each with its options: what CLI11 fills in, and what runs then.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "cli/console.hpp"
#include "readiness/rulebook.hpp"

namespace shoal::cli {

/// As `--version` prints it.
constexpr const char* program = "shoal 0.1.0";

/// Options of `shoal assess`, `shoal exposure list` and `shoal exposure explain`, as typed.
struct AssessOptions {
  std::vector<std::string> paths;
  std::string estate;  ///< The register that is asked where no paths are given; empty for `shoal assess`.
  std::string as_of, known_at;
  std::string format = "table";
  std::string output, report, where, date_order;
  std::vector<std::string> incidents, has, enrolments, explain, fail_on, mapped, compare;
  std::string pack;
};
Exit run_assess(const AssessOptions& options);

/// Where a register stands if nobody says.
constexpr const char* default_estate = "estate.shoal";

/// Options of `shoal import`.
struct ImportOptions {
  std::vector<std::string> paths, mapped;
  std::string estate = default_estate, received, date_order, pack;
  std::string format = "table";
};
Exit run_import(const ImportOptions& options);

/// Options of `shoal estate ...`, those that each command has of them.
struct EstateOptions {
  std::string estate = default_estate, as_of, known_at, where, pack;
  std::string format = "table", by = "os";
  std::string device, other_device;   ///< A name, or "#" and a number.
  std::string first_day, second_day;  ///< Of diff.
  std::vector<std::string> feeds;     ///< Of coverage.
  std::vector<std::uint32_t> trails;  ///< Of split.
  std::string application, owners;    ///< Of apps: the name of one, and the file that says who owns each.
  std::string on, by_whom, why;       ///< Of a person's decision.
  int silent_after = 30;
};
/// Options of `shoal readiness ...`.
struct ReadinessOptions {
  std::vector<std::string> paths, targets;
  std::string format = "table", pack;
  std::string rules;                   ///< A folder of rules in place of the pack's.
  std::vector<std::string> baselines;  ///< Files of baselines, each for one of the targets.
  std::string name, output;            ///< Of a baseline that is made.
  std::uint32_t index = 0;             ///< Which image of a WIM; 0 where it is not told.
  bool downlevel = false;              ///< Whether programs will still run on releases before Windows 10.
  std::string report;
  std::string estate, links;  ///< A register; a table of what each application is in it.
  std::string as_of, known_at, received;
  std::string application, result, by_whom, on, ran, remedy;  ///< Of a person's test.
};
/// The targets of these identifiers. Errors: not_found "cli.no_target" with the nearest.
Result<std::vector<const readiness::Target*>> find_targets(const readiness::Rulebook& book,
                                                           const std::vector<std::string>& ids);
/// Options of `shoal readiness devices`.
struct ReadinessDevicesOptions {
  std::vector<std::string> paths, targets, mapped;
  std::string estate;  ///< The register that is asked where no paths are given.
  std::string as_of, known_at, where, date_order, pack;
  std::string format = "table";
  std::string hardware;  ///< A folder of facts of hardware in place of the pack's.
};
Exit run_readiness_devices(const ReadinessDevicesOptions& options);
Exit run_readiness(const ReadinessOptions& options);
Exit run_readiness_tested(const ReadinessOptions& options);
Exit run_readiness_list(const ReadinessOptions& options);
Exit run_readiness_facts(const ReadinessOptions& options);
Exit run_readiness_baseline(const ReadinessOptions& options);
Exit run_readiness_targets(const ReadinessOptions& options);
Exit run_readiness_rules(const ReadinessOptions& options);
Exit run_readiness_rules_test(const ReadinessOptions& options);

Exit run_estate_count(const EstateOptions& options);
Exit run_estate_list(const EstateOptions& options);
Exit run_estate_show(const EstateOptions& options);
Exit run_estate_apps(const EstateOptions& options);
Exit run_estate_diff(const EstateOptions& options);
Exit run_estate_coverage(const EstateOptions& options);
Exit run_estate_explain(const EstateOptions& options);
Exit run_estate_merge(const EstateOptions& options);
Exit run_estate_split(const EstateOptions& options);
/// Retires a device, or restores it.
Exit run_estate_retire(const EstateOptions& options, bool retired);

/// Options of `shoal plan`.
struct PlanOptions {
  std::string programme;  ///< Path of the TOML file.
  std::string format = "table", output, report, priors;
  std::uint64_t seed = 1;
  double seconds = 0;  ///< 0: until the search is through.
  std::uint32_t scenarios = 10'000;
  bool no_compare = false;
  std::string estate;  ///< The register that the devices come from; empty where a table has them.
  std::string as_of, known_at, pack;
  std::vector<std::string> enrolments;
  std::string weights;  ///< A table of weights in place of the one inside this program, or one of devices.
};
Exit run_plan(const PlanOptions& options);

/// Options of `shoal outbreak`.
struct OutbreakOptions {
  std::string scenario;  ///< Path of the TOML file.
  std::string worm;      ///< In place of the scenario's.
  std::string estate, as_of, known_at, pack, efforts;
  std::string format = "table", output, report;
  std::string replicates, shard;    ///< "A..B", and where to write what was simulated.
  std::vector<std::string> shards;  ///< To merge, in place of simulating.
  std::uint64_t seed = 1, count = 1000, entry_replicates = 100;
  std::optional<std::uint64_t> tries;  ///< Absent: by how many devices there are.
  bool no_actions = false;
};
Exit run_outbreak(const OutbreakOptions& options);

/// Options of `shoal knowledge show`.
Exit run_knowledge_show(const std::string& pack);

/// Options of `shoal knowledge build`.
struct BuildOptions {
  std::string shared, data, output;
};
Exit run_knowledge_build(const BuildOptions& options);

/// Options of `shoal sample`.
struct SampleOptions {
  std::string output, as_of, mix, pack;
  std::uint64_t devices = 0, seed = 0;
  std::string formats = "all";
  std::string faults = "usual";
  std::vector<std::string> rates;  ///< Each as "cloned_uuid=2%".
  bool programme = false;          ///< A programme in place of an estate.
  bool outbreak = false;           ///< A scenario of an outbreak in place of an estate.
};
Exit run_sample(const SampleOptions& options);

}  // namespace shoal::cli
