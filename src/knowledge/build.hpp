// From vendors' data and our own tables to a pack.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "knowledge/pack.hpp"

namespace shoal::knowledge {

/// Where the inputs stand.
struct Inputs {
  std::filesystem::path data;    ///< Our own tables: the data/ of this repository.
  std::filesystem::path shared;  ///< What others made: msrc/, kev/ and lifecycle/ below it.
};

/// What building met, for people: labels and counts in a fixed order.
struct BuildLog {
  std::vector<std::pair<std::string, std::uint64_t>> counts;
};

/// Builds a pack. `told` is called with a sentence before each long step.
/// The same inputs give the same pack, byte for byte, on every machine with the same zstd.
/// Errors: those of the readers; invalid_input "knowledge.too_much" where a table outgrows the pack's indices.
Result<Pack> build_pack(const Inputs& inputs, BuildLog& log, const std::function<void(const std::string&)>& told);

}  // namespace shoal::knowledge
