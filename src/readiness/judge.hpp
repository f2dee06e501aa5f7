// Whether an application runs on a target, with the evidence for whatever stands in its way.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "readiness/baseline.hpp"
#include "readiness/msi_condition.hpp"
#include "readiness/rule_set.hpp"

namespace shoal::readiness {

/// One file of an application.
struct ApplicationFile {
  std::string path;  ///< Below the application's own folder.
  FactSheet sheet;
};

/// A file that could not be read, and that therefore nobody can put with others.
struct UnreadFile {
  std::string path, why;
  bool operator==(const UnreadFile&) const = default;
};

/// Files that are installed and run together.
struct Application {
  std::string name;
  std::vector<ApplicationFile> files;
};

/// How an application stands on a target.
enum class State : std::uint8_t {
  ready,                ///< Nothing is known to stand in its way; what warns may.
  ready_with_remedies,  ///< What blocks can be discharged with the program as it is; or something of it does not work.
  blocked,              ///< Something blocks, and only another program or another build of it would help.
  unassessed,           ///< A file of it cannot be looked into, and nothing else blocks.
};
inline constexpr std::size_t state_count = 4;
/// "ready", "ready with remedies", "blocked", "unassessed".
std::string_view spelled(State state);

/// A fact by which a rule holds, as a person sees it.
struct Shown {
  std::uint32_t file = 0;  ///< In Application::files.
  std::string fact;        ///< As to_line().
  bool operator==(const Shown&) const = default;
};

/// A rule that holds.
struct Finding {
  std::size_t rule = 0;  ///< In RuleSet::rules().
  Severity is = Severity::warns;
  std::string says;                   ///< What happens on this target: of the verdict, or else of the rule.
  std::vector<Shown> evidence;        ///< At most `evidence_max` for each of the first `files_shown_max` files.
  std::uint32_t files = 0;            ///< In how many files it holds; 0 where only in all together.
  std::vector<std::string> remedies;  ///< Those of the rule that can be had on the target, in its order.
  bool dischargeable = false;         ///< Whether one of them leaves the program as it is.
};
inline constexpr std::size_t files_shown_max = 3;

/// A file that cannot be looked into, and why.
struct Opaque {
  std::uint32_t file = 0;
  std::string why;
};

/// An application on a target.
struct ApplicationVerdict {
  State state = State::ready;
  std::vector<Finding> findings;  ///< The worst first, then by the rules' order.
  std::vector<Opaque> opaque;
};

/// Adds to each file what only the others tell: what its configuration and its manifest say that stand beside it, and
/// which modules that it asks for stand there for another processor. Once for each application, before it is judged.
void relate(Application& application);

/// What the files of an application meet, whatever the target.
class Assessment {
 public:
  /// `application` must have been related, and outlive this, as `rules` must.
  Assessment(const RuleSet& rules, const Application& application);

  /// Judges for a target, of which `baseline` says what it has.
  ApplicationVerdict on(const Target& target, const Baseline& baseline) const;

 private:
  void read_package(const FactSheet& sheet);
  FactSheet told_by(const Target& target, const Baseline& baseline, std::uint32_t file) const;
  bool say(const Target& target, Finding& finding) const;
  bool is_own(std::string_view module, std::string_view function) const;
  void add_unresolved(const Target& target, const Baseline& baseline, const FactSheet& sheet, FactSheet& told) const;

  // A condition of a package, parsed once for all targets, with the position of its fact.
  struct Stated {
    std::uint32_t fact = 0;
    MsiCondition condition;
  };
  void add_false_conditions(const Target& target, std::uint32_t file, FactSheet& told) const;

  const RuleSet& rules_;
  const Application& application_;
  std::vector<Hits> hits_;                                // By file.
  std::vector<std::vector<Stated>> conditions_;           // By file.
  std::vector<std::vector<std::uint32_t>> service_rows_;  // By file: the facts that say which services it installs.
  std::vector<Opaque> opaque_;
  void add_unresolved_services(const Baseline& baseline, std::uint32_t file, FactSheet& told) const;

  // A file by its name, in lower case; what it exports is only looked at where another file asks for it.
  struct OwnModule {
    std::uint32_t file = 0;
    bool is_asked = false;
    bool has_any = false;  // Whether it is taken to have whatever it is asked for, since its exports are not known.
    std::unordered_set<std::string_view> functions;
  };
  void read_exports(OwnModule& module) const;
  std::map<std::string, OwnModule, std::less<>> modules_;
  std::set<std::string> services_;  // That it installs itself, in lower case.
};

}  // namespace shoal::readiness
