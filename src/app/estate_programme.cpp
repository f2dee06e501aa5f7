#include "app/estate_programme.hpp"

#include <algorithm>
#include <set>

#include "app/applications.hpp"
#include "app/assess.hpp"
#include "app/hardware.hpp"
#include "app/listed_programs.hpp"
#include "app/readiness_register.hpp"
#include "base/text.hpp"
#include "exposure/count.hpp"
#include "readiness/hardware.hpp"

namespace shoal::app {
namespace {

using report::NotPlanned;
using report::PlanEstate;

// --- Which devices

bool is_newer(const readiness::Target& target, std::uint32_t os, std::uint32_t build, std::uint32_t service_pack) {
  if (os != target.os) return os > target.os;
  if (build != target.build) return build > target.build;
  return service_pack >= target.service_pack;
}

enum class There : std::uint8_t { no, yes, not_told };

// Whether a device runs the target or something newer. An architecture that nobody tells is taken for the target's.
There is_there(const estate::Device& device, const lifecycle::Release& release, const readiness::Target& target) {
  const estate::OsClaim& told = *device.known->os;
  std::uint32_t os = os_number(told.version), build = told.build;
  if (os == 0) os = os_number(release.version);
  if (build == 0) build = release.build;
  if (os > target.os) return There::yes;
  if (os < target.os) return There::no;
  if (build == 0) return There::not_told;
  const bool other_arch =
      told.architecture != estate::Architecture::unknown && estate::spelled(told.architecture) != target.arch;
  return !other_arch && is_newer(target, os, build, told.service_pack) ? There::yes : There::no;
}

// --- All of it

void sort_once(std::vector<std::uint32_t>& numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

class EstatePlanner {
 public:
  EstatePlanner(const Assessed& assessed, const EstateRequest& request, const TargetStands& stands,
                const estate::Applications& listed, plan::Programme& programme)
      : devices_(assessed.reading.devices),
        assessment_(assessed.assessment),
        request_(request),
        programme_(programme),
        names_(programme),
        programs_(stands, listed, request.unjudged_are_ready, names_),
        programs_on_(devices_.size()) {
    for (std::size_t program = 0; program < listed.found.size(); program++)
      for (const std::uint32_t device : listed.found[program].devices) programs_on_[device].push_back(program);
    for (const plan::UnfitModel& model : programme.unfit) models_told_.insert(model.name);
    if (const auto site = exposure::Grouping::by("site", devices_)) site_ = *site;
    for (const plan::NamedApplication& row : programme.applications) table_.push_back(row.name);
  }

  Result<PlanEstate> make() {
    made_.as_of = request_.as_of;
    made_.known_at = request_.known_at;
    made_.devices = devices_.size();
    made_.unjudged_are_ready = request_.unjudged_are_ready;
    for (std::size_t i = 0; i < devices_.size(); i++) take(i);
    if (made_.planned() == 0) return nothing_to_plan();
    programs_.count(on_devices_, made_);
    name_rows_on_no_device();
    add_untold_sites();
    return std::move(made_);
  }

 private:
  void take(std::size_t i) {
    std::string name = unique_name(devices_[i]);
    if (const auto why = not_planned(i)) {
      made_.aside.push_back({std::move(name), *why});
      return;
    }
    plan::NamedDevice& device = programme_.devices.emplace_back();
    device.name = std::move(name);
    device.site = site_of(i);
    const readiness::Machine machine = machine_of(devices_[i]);
    device.model = machine.model;
    take_applications(i, device);
    take_hardware(machine, device);
    sort_once(device.applications);
    sort_once(device.others);
    std::erase_if(device.others, [&](std::uint32_t name_at) {
      return std::binary_search(device.applications.begin(), device.applications.end(), name_at);
    });
    device.weight = exposure::weight_of(request_.weights,
                                        exposure::weighed(assessment_, assessment_.devices[i], *devices_[i].tags));
  }

  // Registers have devices of one name; plans go by names.
  std::string unique_name(const estate::Device& device) {
    if (taken_.insert(device.name).second) return device.name;
    for (std::uint32_t number = device.number.value_or(2);; number++) {
      std::string name = device.name + " (device " + std::to_string(number) + ")";
      if (taken_.insert(name).second) return name;
    }
  }

  std::optional<NotPlanned> not_planned(std::size_t i) {
    const auto activity = estate::activity_on(devices_[i], request_.as_of, estate::silent_after_days);
    if (activity == estate::Activity::retired) return NotPlanned::retired;
    if (activity == estate::Activity::silent) return NotPlanned::silent;
    const exposure::JudgedRelease* judged = exposure::release_of(assessment_, assessment_.devices[i]);
    if (judged == nullptr || !devices_[i].known->os) return NotPlanned::unrecognised;
    if ((judged->release->kind == lifecycle::Kind::server) != request_.target.server) return NotPlanned::other_kind;
    const There there = is_there(devices_[i], *judged->release, request_.target);
    if (there == There::yes) return NotPlanned::already_there;
    if (there == There::not_told) made_.release_not_exact++;
    return std::nullopt;
  }

  std::string site_of(std::size_t i) {
    std::string site = site_ ? site_->group_of(assessment_, request_.pack.catalogue, devices_[i],
                                               assessment_.devices[i], estate::silent_after_days)
                             : std::string("unknown");
    if (site == "several") {
      site = report::several_sites;
    } else if (exposure::is_unknown(site)) {
      site = report::no_site;
    } else {
      return site;
    }
    made_.without_site++;
    untold_sites_.insert(site);
    return site;
  }

  void take_applications(std::size_t i, plan::NamedDevice& device) {
    for (const std::size_t program : programs_on_[i]) {
      const ListedPrograms::Meaning& meaning = programs_[program];
      device.applications.insert(device.applications.end(), meaning.keeps.begin(), meaning.keeps.end());
      device.others.insert(device.others.end(), meaning.used.begin(), meaning.used.end());
      on_devices_.insert(meaning.keeps.begin(), meaning.keeps.end());
      on_devices_.insert(meaning.used.begin(), meaning.used.end());
    }
    if (devices_[i].known->programs_listed) return;
    made_.without_list++;
    device.applications.push_back(names_.position_standing_for(report::stands_for::no_list));
  }

  // What a person says of a model is worth more than what is reckoned of the machine.
  void take_hardware(const readiness::Machine& machine, plan::NamedDevice& device) {
    if (models_told_.contains(machine.model)) return;
    const auto stand_for = [&](const char* name) { device.applications.push_back(names_.position_standing_for(name)); };
    switch (judge_hardware(request_.pack.rulebook.hardware, machine, request_.target).state) {
      case readiness::Fitness::fit:
        return;
      case readiness::Fitness::unsupported:
        made_.unsupported++;
        return stand_for(report::stands_for::unsupported);
      case readiness::Fitness::unfit:
        made_.unfit++;
        return stand_for(report::stands_for::unfit);
      case readiness::Fitness::unassessed:
        made_.hardware_untold++;
        if (names_.is_row(report::stands_for::untold)) stand_for(report::stands_for::untold);
    }
  }

  Error nothing_to_plan() const {
    std::string message = "nothing to plan: the register has no device as of " + to_string(request_.as_of);
    if (made_.devices > 0) {
      message = "nothing to plan: of " + grouped(made_.devices) + " devices";
      const auto counts = made_.counted_aside();
      const char* before = " ";
      for (std::size_t i = 0; i < counts.size(); i++) {
        if (counts[i] == 0) continue;
        message += before + grouped(counts[i]) + " " + report::means_for_plan(static_cast<NotPlanned>(i));
        before = ", ";
      }
    }
    return {ErrorKind::not_found, "app.nothing_to_plan", message};
  }

  // A name that was mistyped would be assumed or unknown, and its row would count for nothing unnoticed.
  void name_rows_on_no_device() {
    std::set<std::string> used;
    for (const plan::NamedDevice& device : programme_.devices)
      for (const auto* positions : {&device.applications, &device.others})
        for (const std::uint32_t at : *positions) used.insert(programme_.names[at]);
    for (const plan::NamedApplication& row : programme_.applications) used.insert(row.needs.begin(), row.needs.end());
    for (const std::string& name : table_)
      if (!used.contains(name)) made_.on_no_device.push_back(name);
  }

  void add_untold_sites() {
    if (programme_.sites.empty()) return;
    for (const std::string& name : untold_sites_) {
      const bool is_there = std::any_of(programme_.sites.begin(), programme_.sites.end(),
                                        [&](const plan::NamedSite& site) { return site.name == name; });
      if (!is_there) programme_.sites.push_back({name, {}, {}});
    }
  }

  const std::vector<estate::Device>& devices_;
  const exposure::Assessment& assessment_;
  const EstateRequest& request_;
  plan::Programme& programme_;
  ProgrammeNames names_;
  ListedPrograms programs_;
  std::vector<std::vector<std::size_t>> programs_on_;  // By device: positions in Applications::found.
  std::set<std::string> models_told_, untold_sites_, taken_;
  std::optional<exposure::Grouping> site_;  // Nothing where no device tells a site.
  std::vector<std::string> table_;          // The names of the table of applications as it was read.
  std::set<std::uint32_t> on_devices_;
  PlanEstate made_;
};

}  // namespace

Result<PlanEstate> add_estate(store::Store& store, const EstateRequest& request, plan::Programme& programme) {
  AssessRequest asked;
  asked.as_of = request.as_of;
  asked.known_at = request.known_at;
  asked.enrolled = request.enrolled;
  const Assessed assessed = SHOAL_TRY(assess(request.pack, asked, store, store::Detail::judged));
  const estate::Applications listed = applications_of(request.pack, assessed.reading.devices);
  const TargetStands stands =
      SHOAL_TRY(stands_on(store, assessed.reading.devices, listed, request.target.id, request.as_of, request.known_at));
  return EstatePlanner(assessed, request, stands, listed, programme).make();
}

}  // namespace shoal::app
