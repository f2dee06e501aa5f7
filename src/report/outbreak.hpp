// What a worm would do to an estate, for people and machines: tables, a brief, JSON, CSV.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "estate/device.hpp"
#include "outbreak/ensemble.hpp"
#include "outbreak/entries.hpp"
#include "outbreak/prepare.hpp"
#include "outbreak/ranking.hpp"

namespace shoal::report {

/// How devices stand to a bulletin, by a register's findings: the counts sum to all devices in use.
struct StandingFigure {
  std::string bulletin;
  std::vector<std::pair<std::string, std::uint64_t>> devices;  ///< By standing, as people call it.
};

/// What was simulated, what it came to, and what it rests on. The scenario is a loan.
struct OutbreakAnswer {
  const outbreak::Prepared& prepared;
  std::string scenario = {};  ///< Its digest.
  outbreak::Ensemble ensemble = {};
  std::vector<outbreak::Action> actions = {};
  std::optional<outbreak::Ranking> ranking = {};  ///< Of `actions`; absent where none was asked for.
  std::vector<outbreak::EntryLoss> entries = {};  ///< Empty where it was not asked for.
  std::vector<std::string> assumptions = {};     ///< A sentence each: those of `prepared` and of what it was made from.
  std::vector<StandingFigure> standing = {};     ///< Where devices come from a register.
  std::vector<estate::SetAside> set_aside = {};  ///< Rows of the scenario's tables.
  bool was_stopped = false;                      ///< Fewer replicates than asked for.
};

/// The sentence that every output has: this is a model.
inline constexpr std::string_view model_not_prediction =
    "A model, not a prediction: it tells what follows from its assumptions.";

/// `format` is "table", "brief" (one page for who decides), "json" (everything) or "csv": a row for each device with
/// its chances, and as its weight its chance to be lost over the mean of all devices, which `shoal plan --weights`
/// reads. A table has the largest of what is long, and says what it leaves out. The counts by device of the ensemble
/// must be there.
void write_outbreak(const OutbreakAnswer& answer, std::string_view format, std::ostream& out);

}  // namespace shoal::report
