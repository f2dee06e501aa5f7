#include "sample/programme.hpp"

#include <algorithm>
#include <set>

#include "plan/made_programme.hpp"
#include "plan/prepare.hpp"

namespace shoal::sample {
namespace {

using plan::Week;

/// 30 applications at 400 devices, 600 at 28,000.
plan::ProgrammeShape shape_of(std::uint64_t devices) {
  plan::ProgrammeShape shape;
  shape.devices = devices;
  shape.blocking = std::clamp<std::size_t>(devices <= 400 ? devices / 13 : 30 + (devices - 400) / 48, 4, 2'500);
  shape.roles = std::clamp<std::size_t>(devices / 100, 3, 200);
  shape.sites = std::clamp<std::size_t>(devices / 800, 2, 60);
  shape.site_slack = 1.6;
  if (devices < 2'000) {
    shape.universal = 1;
    shape.mending_weeks = 30;
    shape.moving_weeks = 20;
    shape.personal_mean = 1;
  }
  return shape;
}

std::string decimals(std::int64_t value, int digits) {
  std::int64_t scale = 1;
  for (int i = 0; i < digits; i++) scale *= 10;
  const std::string behind = std::to_string(scale + value % scale).substr(1);
  return std::to_string(value / scale) + "." + behind;
}

std::string site_name(plan::SiteIndex site) { return "Site " + std::to_string(site + 1); }
std::string application_name(plan::ApplicationIndex application) {
  return "Application " + std::to_string(application + 1);
}
/// Models that must be replaced are told apart by when that is.
std::string model_name(Week release) { return release == 0 ? "Model A" : "Model R" + std::to_string(release); }

std::string programme_text(const plan::Problem& problem, Day begins) {
  std::string text = "# A programme that does not exist.\nbegins = " + to_string(begins) +
                     "\ndevices = \"devices.csv\"\napplications = \"applications.csv\"\n\n[moving]\nper_week = " +
                     std::to_string(problem.capacity.front()) + "\n\n[pilots]\nfrom_devices = 5\nsoak_weeks = 1\n";
  for (const plan::Team& team : problem.teams)
    text += "\n[[team]]\nname = \"" + team.name + "\"\nperson_days = " + decimals(team.capacity.front(), 2) + "\n";
  for (plan::SiteIndex s = 0; s < problem.sites.size(); s++)
    text += "\n[[site]]\nname = \"" + site_name(s) +
            "\"\nper_week = " + std::to_string(problem.sites[s].capacity.front()) + "\n";
  std::set<Week> releases;
  for (const plan::DeviceClass& each : problem.classes) releases.insert(each.release);
  releases.erase(0);
  for (const Week release : releases)
    text += "\n[[unfit]]\nmodel = \"" + model_name(release) +
            "\"\nreplaced = " + to_string(plan::day_of(release, begins)) + "\n";
  return text;
}

std::string applications_text(const plan::Problem& problem) {
  std::string text = "application,team,person_days\n";
  for (plan::ApplicationIndex a = 0; a < problem.applications.size(); a++)
    for (const plan::Mode& mode : problem.applications[a].modes)
      text += application_name(a) + "," + problem.teams[mode.team].name + "," + decimals(mode.effort, 2) + "\n";
  return text;
}

std::string devices_text(const plan::Problem& problem) {
  std::string text = "device,site,model,weight,applications\n";
  std::size_t number = 1;
  for (plan::ClassIndex c = 0; c < problem.classes.size(); c++) {
    const plan::DeviceClass& each = problem.classes[c];
    std::string tail =
        "," + site_name(each.site) + "," + model_name(each.release) + "," + decimals(each.weight, 3) + ",";
    bool is_first = true;
    for (const plan::ApplicationIndex a : problem.waits_for(c)) {
      tail += (is_first ? "" : ";") + application_name(a);
      is_first = false;
    }
    for (std::int32_t i = 0; i < each.devices; i++) text += "PC" + std::to_string(number++) + tail + "\n";
  }
  return text;
}

}  // namespace

ProgrammeFiles made_programme_files(std::uint64_t devices, Day begins, std::uint64_t seed) {
  const plan::Problem problem = plan::made_programme(shape_of(devices), seed);
  return {programme_text(problem, begins), devices_text(problem), applications_text(problem)};
}

}  // namespace shoal::sample
