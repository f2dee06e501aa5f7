#include "plan/prepare.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "plan/announced.hpp"
#include "plan/directory.hpp"
#include "plan/needs.hpp"
#include "plan/weight_scale.hpp"

namespace shoal::plan {
namespace {

std::string line_of(std::uint32_t line) { return "line " + std::to_string(line); }

template <typename Number>
std::vector<Number> numbers_of(const Calendar& calendar, Day begins, Week weeks) {
  std::vector<Number> made;
  for (const std::int64_t each : by_week(calendar, begins, weeks)) made.push_back(static_cast<Number>(each));
  return made;
}

/// What makes devices alike.
struct Likeness {
  std::vector<ApplicationIndex> applications;
  DeviceClass alike;
  Week announced = not_announced;
  bool operator<(const Likeness& other) const {
    const auto key = [](const Likeness& of) {
      return std::tie(of.applications, of.alike.site, of.alike.weight, of.alike.slots, of.alike.release, of.alike.lag,
                      of.announced);
    };
    return key(*this) < key(other);
  }
};

class Preparation {
 public:
  Preparation(const Programme& programme, std::span<const std::uint8_t> is_pilot)
      : programme_(programme), is_pilot_(is_pilot), weights_(programme.devices) {}

  Result<Prepared> make() {
    if (programme_.devices.empty())
      return Error{ErrorKind::invalid_input, "plan.no_devices", "the programme has no devices"};
    SHOAL_TRY(name_all());
    SHOAL_TRY(complete_table());
    SHOAL_TRY(place_devices());
    SHOAL_TRY(set_capacities());
    SHOAL_TRY(set_applications());
    set_classes();
    set_order_before();
    SHOAL_TRY(check(made_.problem));
    made_.weight_error = weights_.rounds() ? 0.025 : 0;
    return std::move(made_);
  }

 private:
  Result<void> name_all() {
    teams_ = SHOAL_TRY(directory_of(programme_.teams, "team"));
    sites_ = SHOAL_TRY(directory_of(programme_.sites, "site"));
    models_ = SHOAL_TRY(directory_of(programme_.unfit, "hardware model"));
    return {};
  }

  // The table with what devices name and it does not.
  Result<void> complete_table() {
    table_ = programme_.applications;
    applications_ = SHOAL_TRY(directory_of(table_, "application"));
    for (const std::string& name : programme_.names) {
      if (!applications_.find(name)) {
        SHOAL_TRY(applications_.add(name, static_cast<std::uint32_t>(table_.size())));
        table_.push_back({name, {}, {}, false, 0});
        if (programme_.assumed) table_.back().ways = {{programme_.assumed->team, programme_.assumed->effort, 1}};
      }
      position_of_name_.push_back(*applications_.find(name));
    }
    return follow_needs();
  }

  Result<void> follow_needs() {
    needed_ = SHOAL_TRY(needs_of(table_, applications_));
    for (auto& needed : needed_) std::erase_if(needed, [&](std::uint32_t at) { return table_[at].ready; });
    return {};
  }

  // What each device waits for, and whether anybody waits for an application.
  Result<void> place_devices() {
    awaited_.assign(table_.size(), 0);
    for (const NamedDevice& device : programme_.devices) {
      auto site = sites_.position(device.site);
      if (!site)
        return std::move(site).error().within((device.line > 0 ? line_of(device.line) + " of the devices: " : "") +
                                              "device " + device.name);
      site_of_.push_back(*site);
      for (const std::uint32_t name : device.applications)
        for (const std::uint32_t at : needed_[position_of_name_[name]]) awaited_[at]++;
    }
    return {};
  }

  Result<void> set_applications() {
    Problem& problem = made_.problem;
    index_of_.assign(table_.size(), 0);
    for (std::uint32_t at = 0; at < table_.size(); at++) {
      const NamedApplication& application = table_[at];
      std::vector<Mode> modes;
      for (const Way& way : application.ways) {
        auto team = teams_.position(way.team);
        if (!team)
          return std::move(team).error().within(
              (application.line > 0 ? line_of(application.line) + " of the applications: " : "") + "application " +
              application.name);
        modes.push_back({*team, way.effort, way.least_weeks});
      }
      if (awaited_[at] == 0) continue;
      index_of_[at] = static_cast<ApplicationIndex>(problem.applications.size());
      if (at >= programme_.applications.size())
        (programme_.assumed ? made_.assumed : made_.unknown).push_back(index_of_[at]);
      problem.applications.push_back({application.name, std::move(modes)});
    }
    for (const std::string& name : programme_.first) {
      auto at = applications_.position(name);
      if (!at) return std::move(at).error().within("what comes first");
      if (awaited_[*at] > 0) problem.first.push_back(index_of_[*at]);
    }
    return check_teams();
  }

  // A team that has work and never any time is a mistake of whoever wrote its calendar.
  Result<void> check_teams() const {
    std::vector<std::string> work(programme_.teams.size());
    for (const Application& application : made_.problem.applications)
      for (const Mode& mode : application.modes)
        if (mode.effort > 0 && work[mode.team].empty()) work[mode.team] = application.name;
    for (TeamIndex i = 0; i < work.size(); i++) {
      const auto& capacity = made_.problem.teams[i].capacity;
      if (!work[i].empty() && std::all_of(capacity.begin(), capacity.end(), [](Effort each) { return each == 0; }))
        return Error{ErrorKind::invalid_input, "plan.no_capacity",
                     "team " + programme_.teams[i].name + " has no capacity in any week, and is to mend " + work[i]};
    }
    return {};
  }

  Result<void> set_capacities() {
    Problem& problem = made_.problem;
    const Day begins = programme_.begins;
    problem.weeks = programme_.weeks ? *programme_.weeks : weeks_needed();
    problem.capacity = numbers_of<std::int32_t>(programme_.slots, begins, problem.weeks);
    if (std::all_of(problem.capacity.begin(), problem.capacity.end(), [](std::int32_t each) { return each == 0; }))
      return Error{ErrorKind::invalid_input, "plan.no_capacity", "no device can move in any week: the capacity is 0"};
    for (const NamedTeam& team : programme_.teams)
      problem.teams.push_back({team.name, numbers_of<Effort>(team.effort, begins, problem.weeks)});
    for (const NamedSite& site : programme_.sites)
      problem.sites.push_back({site.name, site.slots ? numbers_of<std::int32_t>(*site.slots, begins, problem.weeks)
                                                     : std::vector<std::int32_t>{}});
    return {};
  }

  // Time for all that could be mended, and then for all devices to move, should each wait for the last application; and
  // half as much again, since programmes end later than planned and a forecast must see by how much.
  Week weeks_needed() const {
    const Week mending = weeks_of_mending(), moving = weeks_of_moving();
    const Week soak = programme_.pilots ? programme_.pilots->soak_weeks : 0;
    return std::clamp(3 * (std::max(mending, last_release()) + moving + soak) / 2 + 2, 1, weeks_without_end);
  }

  Week weeks_of_mending() const {
    std::vector<std::int64_t> work(programme_.teams.size());
    Week most = 0;
    for (std::uint32_t at = 0; at < table_.size(); at++) {
      if (awaited_[at] == 0) continue;
      for (const Way& way : table_[at].ways)
        if (const auto team = teams_.find(way.team)) work[*team] += way.effort;
    }
    for (std::size_t i = 0; i < work.size(); i++) most = std::max(most, weeks_for(programme_.teams[i].effort, work[i]));
    return most;
  }

  Week weeks_of_moving() const {
    std::int64_t slots = 0;
    std::vector<std::int64_t> at_site(programme_.sites.size());
    for (std::size_t i = 0; i < programme_.devices.size(); i++) {
      slots += programme_.devices[i].slots;
      at_site[site_of_[i]] += programme_.devices[i].slots;
    }
    Week most = weeks_for(programme_.slots, slots);
    for (std::size_t i = 0; i < at_site.size(); i++)
      if (programme_.sites[i].slots) most = std::max(most, weeks_for(*programme_.sites[i].slots, at_site[i]));
    return most;
  }

  Week weeks_for(const Calendar& calendar, std::int64_t amount) const {
    const auto each = by_week(calendar, programme_.begins, weeks_without_end);
    Week week = 0;
    for (; week < weeks_without_end && amount > 0; week++) amount -= each[static_cast<std::size_t>(week)];
    return week;
  }

  Week last_release() const {
    Week last = 0;
    for (std::size_t i = 0; i < programme_.devices.size(); i++) {
      const Week release = release_of(i);
      if (release != never) last = std::max(last, release);
    }
    return last;
  }

  Week release_of(std::size_t device) const {
    const NamedDevice& of = programme_.devices[device];
    if (of.never) return never;
    Week release = 0;
    const auto no_sooner = [&](const std::optional<Day>& day) {
      if (day) release = std::max(release, week_from(*day, programme_.begins));
    };
    no_sooner(of.not_before);
    no_sooner(programme_.sites[site_of_[device]].not_before);
    if (const auto model = models_.find(of.model)) {
      if (!programme_.unfit[*model].replaced) return never;
      no_sooner(programme_.unfit[*model].replaced);
    }
    return release;
  }

  void set_classes() {
    std::map<Likeness, std::vector<std::uint32_t>> alike;
    const Week soak = programme_.pilots && !is_pilot_.empty() ? programme_.pilots->soak_weeks : 0;
    for (std::uint32_t i = 0; i < programme_.devices.size(); i++) {
      const NamedDevice& device = programme_.devices[i];
      Likeness likeness;
      for (const std::uint32_t name : device.applications)
        for (const std::uint32_t at : needed_[position_of_name_[name]]) likeness.applications.push_back(index_of_[at]);
      std::sort(likeness.applications.begin(), likeness.applications.end());
      likeness.applications.erase(std::unique(likeness.applications.begin(), likeness.applications.end()),
                                  likeness.applications.end());
      const Week lag = 1 + (soak > 0 && is_pilot_[i] == 0 ? soak : 0);
      likeness.alike = {0, weights_.of(device.weight), device.slots, site_of_[i], release_of(i), lag};
      if (device.announced) likeness.announced = std::max(not_announced, week_of(*device.announced, programme_.begins));
      alike[std::move(likeness)].push_back(i);
    }
    made_.class_begins.push_back(0);
    for (const auto& [likeness, devices] : alike) {
      DeviceClass made = likeness.alike;
      made.devices = static_cast<std::int32_t>(devices.size());
      made_.problem.add(made, likeness.applications);
      if (programme_.so_far) made_.announced.push_back(likeness.announced);
      made_.devices.insert(made_.devices.end(), devices.begin(), devices.end());
      made_.class_begins.push_back(static_cast<std::uint32_t>(made_.devices.size()));
    }
  }

  void set_order_before() {
    if (!programme_.so_far) return;
    made_.order_before.resize(programme_.teams.size());
    for (const auto& [team, names] : programme_.so_far->order)
      for (const std::string& name : names) {
        const auto t = teams_.find(team);
        const auto at = applications_.find(name);
        if (t && at && awaited_[*at] > 0) made_.order_before[*t].push_back(index_of_[*at]);
      }
  }

  const Programme& programme_;
  std::span<const std::uint8_t> is_pilot_;
  WeightScale weights_;
  Prepared made_;
  Directory teams_{"team"}, sites_{"site"}, models_{"hardware model"}, applications_{"application"};
  std::vector<NamedApplication> table_;
  std::vector<std::uint32_t> position_of_name_;     // In table_, of each of Programme::names.
  std::vector<std::vector<std::uint32_t>> needed_;  // By position in table_: what it needs and is not ready.
  std::vector<std::uint64_t> awaited_;              // By position in table_: devices that wait for it.
  std::vector<ApplicationIndex> index_of_;          // By position in table_: in the problem.
  std::vector<SiteIndex> site_of_;                  // By device.
};

}  // namespace

Week week_of(Day day, Day begins) {
  const auto days = (day - begins).count();
  return static_cast<Week>(days >= 0 ? days / 7 : -((6 - days) / 7));
}

Week week_from(Day day, Day begins) { return -week_of(begins, day); }

Day day_of(Week week, Day begins) { return begins + std::chrono::days(7 * week); }

std::vector<std::int64_t> by_week(const Calendar& calendar, Day begins, Week weeks) {
  std::vector<std::int64_t> made(static_cast<std::size_t>(weeks), calendar.per_week);
  for (const Calendar::Change& change : calendar.changes)
    for (Week week = std::max(0, week_from(change.from, begins)); week < weeks; week++)
      made[static_cast<std::size_t>(week)] = change.per_week;
  for (const Day day : calendar.off)
    if (const Week week = week_of(day, begins); week >= 0 && week < weeks) made[static_cast<std::size_t>(week)] = 0;
  return made;
}

Result<Prepared> prepare(const Programme& programme, std::span<const std::uint8_t> is_pilot) {
  return Preparation(programme, is_pilot).make();
}

}  // namespace shoal::plan
