#include "ingest/programme_actuals.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "base/day.hpp"
#include "base/text.hpp"
#include "ingest/headed_table.hpp"

namespace shoal::ingest {
namespace {

enum ActualColumn : std::size_t { what, actual_name, done_on, actual_team, spent, left };
constexpr std::array<HeadedTable::Column, 6> actual_columns{
    {{"what"}, {"name"}, {"done_on", false}, {"team", false}, {"spent", false}, {"left", false}}};

Error bad_actual(const std::string& sentence) { return {ErrorKind::invalid_input, "ingest.broken_row", sentence}; }

class ActualsReader {
 public:
  ActualsReader(HeadedTable& table, plan::Programme& programme)
      : table_(table), programme_(programme), has_moved_(programme.devices.size()) {
    for (std::size_t i = 0; i < programme.devices.size(); i++) device_at_.emplace(programme.devices[i].name, i);
    for (std::size_t i = 0; i < programme.applications.size(); i++)
      application_at_.emplace(programme.applications[i].name, i);
  }

  void read() {
    while (table_.next())
      if (const auto taken = take_row(); !taken) table_.refuse(taken.error().message);
    take_out_moved();
  }

 private:
  Result<void> take_row() {
    const std::string name(table_.cell(actual_name));
    const std::string_view kind = table_.cell(what);
    bool is_done = false;
    if (const auto cell = table_.cell(done_on); !cell.empty()) {
      SHOAL_TRY(parse_day(cell));
      is_done = true;
    }
    if (equal_ignoring_case(kind, "device")) return take_device(name, is_done);
    if (equal_ignoring_case(kind, "application")) return take_application(name, is_done);
    return bad_actual("what is not device or application: " + std::string(kind));
  }

  Result<void> take_device(const std::string& name, bool is_done) {
    const auto found = device_at_.find(name);
    if (found == device_at_.end()) return bad_actual("the programme has no device " + name);
    if (is_done) has_moved_[found->second] = 1;
    return {};
  }

  Result<void> take_application(const std::string& name, bool is_done) {
    const auto found = application_at_.find(name);
    if (found == application_at_.end()) return bad_actual("the programme has no application " + name);
    plan::NamedApplication& application = programme_.applications[found->second];
    const auto used = SHOAL_TRY(person_days(spent, "spent"));
    const auto more = SHOAL_TRY(person_days(left, "left"));
    plan::Way* way = SHOAL_TRY(way_of(application));
    if (way != nullptr && used && *used > 0 && way->effort > 0)
      (is_done ? programme_.so_far->done : programme_.so_far->under_way).push_back({way->effort, *used});
    if (is_done) application.ready = true;
    if (is_done || !more) return {};
    if (way == nullptr) return bad_actual("nobody is told of who mends " + name + ", of which some is left");
    application.ways = {{way->team, *more, 1}};
    return {};
  }

  // The way by which it is mended: that of the team where one is named, else the first; null where there is none.
  Result<plan::Way*> way_of(plan::NamedApplication& application) {
    const std::string_view team = table_.cell(actual_team);
    const auto found = std::find_if(application.ways.begin(), application.ways.end(),
                                    [&](const plan::Way& way) { return team.empty() || way.team == team; });
    if (found != application.ways.end()) return &*found;
    if (!team.empty()) return bad_actual("team " + std::string(team) + " is not told to mend " + application.name);
    return nullptr;
  }

  Result<std::optional<plan::Effort>> person_days(std::size_t column, std::string_view header) {
    const std::string_view cell = table_.cell(column);
    if (cell.empty()) return std::optional<plan::Effort>();
    const auto number = parse_fixed(cell, 2);
    if (!number || *number > 1'000'000'000)
      return bad_actual(std::string(header) + " is not a number of person-days: " + std::string(cell));
    return std::optional<plan::Effort>(*number);
  }

  void take_out_moved() {
    std::vector<plan::NamedDevice> staying;
    for (std::size_t i = 0; i < has_moved_.size(); i++) {
      plan::NamedDevice& device = programme_.devices[i];
      if (has_moved_[i] != 0)
        programme_.so_far->moved.push_back(device.name);
      else
        staying.push_back(std::move(device));
    }
    programme_.devices = std::move(staying);
  }

  HeadedTable& table_;
  plan::Programme& programme_;
  std::vector<std::uint8_t> has_moved_;
  std::unordered_map<std::string, std::size_t> device_at_, application_at_;
};

}  // namespace

Result<ReadTable> read_programme_actuals(std::string_view text, const std::string& place, plan::Programme& programme) {
  if (!programme.so_far) programme.so_far.emplace();
  HeadedTable table = SHOAL_TRY(HeadedTable::open(text, place, {"ingest.bad_programme", actual_columns}));
  ActualsReader(table, programme).read();
  return ReadTable{table.set_aside(), table.ignored()};
}

}  // namespace shoal::ingest
