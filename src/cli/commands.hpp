// The commands, each with its options: what CLI11 fills in, and what runs then.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/console.hpp"

namespace shoal::cli {

/// As `--version` prints it.
constexpr const char* program = "shoal 0.1.0";

/// Options of `shoal assess` and `shoal exposure explain`, as typed.
struct AssessOptions {
  std::vector<std::string> paths;
  std::string as_of, known_at;
  std::string format = "table";
  std::string output, report, where, date_order;
  std::vector<std::string> incidents, has, enrolments, explain, fail_on, mapped, compare;
  std::string pack;
};
Exit run_assess(const AssessOptions& options);

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
};
Exit run_sample(const SampleOptions& options);

}  // namespace shoal::cli
