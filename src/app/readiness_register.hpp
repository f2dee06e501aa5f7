// A register and the readiness of applications: what is kept of it, and what it means for the devices.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "app/portfolio.hpp"
#include "estate/application_link.hpp"
#include "knowledge/pack.hpp"
#include "report/readiness_register.hpp"
#include "store/store.hpp"

namespace shoal::app {

/// The SHA-256 of the files of an application that are run, with their paths in it, as 64 digits: by it a version is
/// known. Files inside others are part of those. Empty where one cannot be read.
std::string digest_of(const readiness::Application& application);

/// What the files of an application say that it is called: its packages where they name a product, else the programs
/// that stand highest; and the names of these and of its folder.
std::vector<estate::ToldName> names_of(const readiness::Application& application);

/// Reads a table of links in whatever encoding it was saved.
/// Errors: not_found "app.no_path"; unavailable "app.unreadable"; invalid_input "ingest.too_large" beyond 64 MiB,
/// "ingest.bad_encoding", "ingest.bad_links".
Result<estate::KeptProgramLinks> read_links(const std::filesystem::path& path);

/// When something is kept, and by which program.
struct Keeping {
  Day on;        ///< The day on which it was judged or tested.
  Day received;  ///< The day on which we are told.
  std::string program;
};

/// Keeps what the rules said, each application with its names: those of its files, and those that `links` has for it.
/// Where `links` has none, what a person said earlier stays. `links_place` is the path of that table.
/// Errors: those of Store.
Result<void> keep_readiness(store::Store& store, const Portfolio& portfolio, std::span<const Judged> judged,
                            const readiness::RuleSet& rules, std::span<const readiness::Target* const> targets,
                            std::span<const estate::KeptProgramLink> links, const std::string& links_place,
                            const Keeping& keeping);

/// Keeps what a person found. `application` is its name as kept, or the last part of it where that means one only; the
/// version is the one that was judged last. Gives the whole name. `test.digest` is filled here.
/// Errors: those of Store; not_found "app.no_application" with the nearest, conflict "app.several_applications".
Result<std::string> keep_test(store::Store& store, const std::string& application, const std::string& target,
                              const readiness::Test& test, const Keeping& keeping);

/// What the register says of applications on one target, and of which programs that devices list it says so.
struct TargetStands {
  struct Application {
    std::string name;
    bool blocks = false;         ///< It blocks, or a remedy must come first, as in DeviceReadiness::blocked.
    bool needs_remedy = false;   ///< It blocks, and remedies are enough.
    bool is_unassessed = false;  ///< It cannot be looked into.
  };
  std::vector<Application> applications;  ///< By name.
  /// By position in Applications::found those of `applications` that the program is; empty where it was never judged.
  std::vector<std::vector<std::uint32_t>> of_program;
};

/// How applications stood to `target` on `as_of`, as was known by the end of `known_at`. `listed` are the applications
/// of `devices`. Errors: those of Store.
Result<TargetStands> stands_on(store::Store& store, const std::vector<estate::Device>& devices,
                               const estate::Applications& listed, const std::string& target, Day as_of, Day known_at);

/// How devices and applications stood on `as_of`, as was known by the end of `known_at`. Only these targets, all that
/// are kept where there are none. Errors: those of Store.
Result<report::RegisterAnswer> ask_readiness(store::Store& store, const knowledge::Pack& pack,
                                             const std::vector<readiness::Remedy>& remedies,
                                             const std::vector<std::string>& targets, Day as_of, Day known_at);

}  // namespace shoal::app
