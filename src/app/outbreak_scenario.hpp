// A scenario of an outbreak from files, from a register, or from both: with what was assumed, and what can be done.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/assess.hpp"
#include "app/outbreak_estate.hpp"
#include "estate/device.hpp"
#include "outbreak/actions.hpp"
#include "outbreak/prepare.hpp"

namespace shoal::app {

/// The tables of data/outbreak.
struct OutbreakTables {
  outbreak::OutbreakFacts facts;
  outbreak::Efforts efforts;
};

/// Those inside this program; with the efforts of a file in place of them where `efforts` names one.
/// Errors: not_found "app.no_path"; unavailable "app.unreadable"; invalid_input "outbreak.bad_table", "base.bad_csv".
Result<OutbreakTables> outbreak_tables(const std::string& efforts = {});

/// What is asked.
struct OutbreakRequest {
  std::optional<std::filesystem::path> scenario;  ///< Its file of TOML.
  std::string worm;                               ///< In place of the scenario's; empty for that.
  const Assessed* assessed = nullptr;             ///< A register's devices, judged; in place of the scenario's table.
  int silent_after = estate::silent_after_days;
  bool unassessed_open = true;  ///< Whether devices of which nothing is known are taken for open.
  std::size_t pairs_max = 500;  ///< As candidate_actions() has it.
};

/// The scenario, and what it rests on.
struct LoadedOutbreak {
  outbreak::Prepared prepared;
  std::vector<outbreak::Action> actions;
  std::vector<std::string> assumptions;     ///< All of them, those of `prepared` too: to be printed.
  std::vector<BulletinCount> counts;        ///< Of a register.
  std::vector<estate::SetAside> set_aside;  ///< Rows of tables.
  std::vector<std::string> ignored;         ///< Headers of columns that mean nothing, each with its file before it.
};

/// Reads the scenario and the tables that it names, whose paths start from its folder, takes the devices of the
/// register where there is one, and prepares all of it. Without a scenario's file the worm must be named, and all zones
/// reach each other. Errors, within the file's path: not_found "app.no_path"; unavailable "app.unreadable";
/// invalid_input "ingest.too_large", "ingest.bad_encoding", "ingest.bad_scenario", "outbreak.bad_scenario".
Result<LoadedOutbreak> load_outbreak(const OutbreakRequest& request, const OutbreakTables& tables);

}  // namespace shoal::app
