// Folders and files as applications, each judged for each target.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "app/read_estate.hpp"
#include "readiness/judge.hpp"

namespace shoal::app {

/// What belongs to no application.
struct Leftover {
  std::uint64_t idle = 0;                     ///< Photos, documents.
  std::vector<readiness::UnreadFile> unread;  ///< All of them, as when a share goes away.
};

/// What was found below the paths that were given.
struct Portfolio {
  std::vector<readiness::Application> applications;  ///< By name: a path from where the person stands.
  std::uint64_t files = 0;                           ///< All that were looked at.
  Leftover leftover;                                 ///< Files that belong to no application.
};

/// Reads every regular file below `paths`, each in a process apart (inspect_pool.hpp), and puts those together that are
/// installed and run together:
///
///  - a path that is a file is an application of its own;
///  - a folder in which programs stand is one, with all that is below it;
///  - but where packages alone stand in a folder, each is one, and so is an archive in which programs are, or of which
///    that is not known, as where it wants a password; a cabinet beside a package is taken for a part of that, and what
///    is in one that the package names is told by that alone;
///  - a folder without programs is looked into;
///  - what was unpacked from a file goes with it, below its name as though that were a folder: "setup.msi/till.exe".
///
/// Links to folders are not followed. Errors: not_found "app.no_path" where a path does not exist.
Result<Portfolio> read_portfolio(const std::vector<std::filesystem::path>& paths, const readiness::RuleSet& rules,
                                 unsigned processes, const Progress& progress);

/// One application on one target.
struct Judged {
  std::size_t application = 0, target = 0;
  readiness::ApplicationVerdict verdict;
};

/// All of them, by application and then by target; `baselines` are those of the targets, in their order.
std::vector<Judged> judge_portfolio(const Portfolio& portfolio, const readiness::RuleSet& rules,
                                    const std::vector<readiness::Baseline>& baselines,
                                    const std::vector<const readiness::Target*>& targets);

/// How grouping sees files: made known for its test.
enum class Role : std::uint8_t {
  program,  ///< What is run, or loaded by what is run.
  package,  ///< What installs programs.
  other,    ///< What belongs to programs or to nobody.
};
Role role_of(const readiness::FactSheet& sheet);

/// Puts files together as read_portfolio() does. `root` is the path that was given; files are below it, and those that
/// were unpacked from one come after it.
std::vector<readiness::Application> group_files(const std::filesystem::path& root,
                                                std::vector<readiness::ApplicationFile> files, Leftover& leftover);

}  // namespace shoal::app
