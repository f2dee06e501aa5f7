// data/presumed/ to facts: which release is built from which, and which part of the system a vulnerability is in.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "exposure/facts.hpp"

namespace shoal::knowledge {

/// Words that name a subsystem, in the order in which the table tries them.
struct SubsystemWords {
  std::uint8_t subsystem = 0;  ///< Position in Facts::subsystems.
  std::vector<std::string> words;
};

/// Reads data/presumed/lineage.csv and subsystems.csv into `facts` (lineage, subsystems), and gives the words. The last
/// subsystem is the one of what no row names.
/// Errors: those of Table; invalid_input "knowledge.bad_row" where a row is malformed, a generation stands apart from
/// its own, a subsystem's generation is none of the lineage, or there are more rows than the pack's indices hold.
Result<std::vector<SubsystemWords>> read_presumed(const std::filesystem::path& data, exposure::Facts& facts);

/// The subsystem that titles and affected components name: the first of `table` with a word that begins a word of one
/// of `texts`, ignoring case. A word that ends in $ must end there too. Without one, the last.
std::uint8_t subsystem_of(const std::vector<SubsystemWords>& table, const std::set<std::string>& texts);

}  // namespace shoal::knowledge
