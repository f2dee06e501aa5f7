#include "app/listed_programs.hpp"

#include <algorithm>

#include "estate/application_name.hpp"

namespace shoal::app {

ProgrammeNames::ProgrammeNames(plan::Programme& programme) : programme_(programme) {
  for (std::uint32_t i = 0; i < programme.names.size(); i++) at_.emplace(programme.names[i], i);
  for (const plan::NamedApplication& row : programme.applications) {
    rows_.insert(row.name);
    row_of_key_.emplace(estate::application_key(row.name), row.name);
  }
}

const std::string* ProgrammeNames::row_of(const std::string& key) const {
  const auto found = row_of_key_.find(key);
  return found == row_of_key_.end() ? nullptr : &found->second;
}

std::uint32_t ProgrammeNames::position_of(const std::string& name) {
  const auto [found, fresh] = at_.emplace(name, static_cast<std::uint32_t>(programme_.names.size()));
  if (fresh) programme_.names.push_back(name);
  return found->second;
}

std::uint32_t ProgrammeNames::position_standing_for(const char* name) {
  if (rows_.insert(name).second) programme_.applications.push_back({name, {}, {}, false, 0});
  return position_of(name);
}

ListedPrograms::ListedPrograms(const TargetStands& stands, const estate::Applications& listed, bool unjudged_are_ready,
                               ProgrammeNames& names)
    : unjudged_are_ready_(unjudged_are_ready), names_(names) {
  const std::vector<std::string> name_of = names_of_applications(stands, listed);
  meanings_.reserve(listed.found.size());
  for (std::size_t program = 0; program < listed.found.size(); program++) {
    meanings_.emplace_back();
    if (stands.of_program[program].empty()) {
      const std::string* row = names.row_of(listed.found[program].key);
      add(row != nullptr ? *row : listed.found[program].name, Said::never_judged);
    }
    for (const std::uint32_t application : stands.of_program[program])
      add(name_of[application], said_of(stands.applications[application]));
  }
}

void ListedPrograms::count(const std::set<std::uint32_t>& positions, report::PlanEstate& estate) const {
  std::uint64_t* const counts[] = {&estate.ready, &estate.never_judged, &estate.unassessed, &estate.need_remedy,
                                   &estate.blocked};
  for (const std::uint32_t position : positions)
    if (const auto said = said_.find(position); said != said_.end()) ++*counts[static_cast<std::size_t>(said->second)];
}

ListedPrograms::Said ListedPrograms::said_of(const TargetStands::Application& application) {
  if (application.blocks) return application.needs_remedy ? Said::needs_remedy : Said::blocked;
  return application.is_unassessed ? Said::unassessed : Said::ready;
}

// A folder that was judged is called as a person calls it, where the table has a program that it is.
std::vector<std::string> ListedPrograms::names_of_applications(const TargetStands& stands,
                                                               const estate::Applications& listed) const {
  std::vector<std::string> names;
  names.reserve(stands.applications.size());
  for (const TargetStands::Application& each : stands.applications) names.push_back(each.name);
  for (std::size_t program = 0; program < listed.found.size(); program++)
    if (const std::string* row = names_.row_of(listed.found[program].key))
      for (const std::uint32_t application : stands.of_program[program])
        if (!names_.is_row(names[application])) names[application] = *row;
  return names;
}

// To the program that was added last.
void ListedPrograms::add(const std::string& name, Said said) {
  const std::uint32_t at = names_.position_of(name);
  const auto [found, fresh] = said_.emplace(at, said);
  if (!fresh) found->second = std::max(found->second, said);
  const bool is_unjudged = said == Said::never_judged || said == Said::unassessed;
  const bool is_used = said == Said::ready || (is_unjudged && unjudged_are_ready_);
  (is_used ? meanings_.back().used : meanings_.back().keeps).push_back(at);
}

}  // namespace shoal::app
