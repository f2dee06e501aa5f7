// What programs that devices list mean for a programme: which applications keep a device, and which it only uses, by
// the names that the programme has for them.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/readiness_register.hpp"
#include "estate/applications.hpp"
#include "plan/programme.hpp"
#include "report/plan_estate.hpp"

namespace shoal::app {

/// The applications of a programme: the rows of its table, and the names that its devices use. The programme is a loan.
class ProgrammeNames {
 public:
  explicit ProgrammeNames(plan::Programme& programme);

  bool is_row(const std::string& name) const { return rows_.contains(name); }
  /// The first row of the table with this application_key(); null where there is none.
  const std::string* row_of(const std::string& key) const;
  /// That of `name` in Programme::names, to which it is added where it is new.
  std::uint32_t position_of(const std::string& name);
  /// That of what stands for something that is no application. Nobody mends it unless the table says who: what is
  /// assumed of applications is not meant for it.
  std::uint32_t position_standing_for(const char* name);

 private:
  plan::Programme& programme_;
  std::map<std::string, std::uint32_t> at_;
  std::set<std::string> rows_;
  std::map<std::string, std::string> row_of_key_;
};

/// All programs that devices list.
class ListedPrograms {
 public:
  /// What one of them means, as positions in Programme::names.
  struct Meaning {
    std::vector<std::uint32_t> keeps, used;
  };

  /// `listed` are the applications of a register's devices, and `stands` what it says of them. Those that nobody
  /// judged, or could look into, keep devices unless `unjudged_are_ready`.
  ListedPrograms(const TargetStands& stands, const estate::Applications& listed, bool unjudged_are_ready,
                 ProgrammeNames& names);

  /// By position in Applications::found.
  const Meaning& operator[](std::size_t program) const { return meanings_[program]; }

  /// Counts the applications at these positions in Programme::names by what the register says of them.
  void count(const std::set<std::uint32_t>& positions, report::PlanEstate& estate) const;

 private:
  // What the register says of an application; what keeps most outweighs.
  enum class Said : std::uint8_t { ready, never_judged, unassessed, needs_remedy, blocked };
  static Said said_of(const TargetStands::Application& application);

  std::vector<std::string> names_of_applications(const TargetStands& stands, const estate::Applications& listed) const;
  void add(const std::string& name, Said said);

  bool unjudged_are_ready_;
  ProgrammeNames& names_;
  std::vector<Meaning> meanings_;
  std::map<std::uint32_t, Said> said_;  // By position in Programme::names.
};

}  // namespace shoal::app
