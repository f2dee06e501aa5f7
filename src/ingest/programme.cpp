#include "ingest/programme.hpp"

#include <vector>

#include "base/text.hpp"
#include "ingest/toml_section.hpp"

namespace shoal::ingest {
namespace {

using plan::Calendar;
using plan::Programme;

constexpr std::size_t programme_bytes_max = std::size_t{16} << 20U;

constexpr std::int64_t per_week_max = 10'000'000;

/// The calendar of a section: `key` per week, `off`, and `change`s of it.
Result<Calendar> calendar_of(const Section& section, std::string_view key, int scale) {
  Calendar made;
  made.per_week = SHOAL_TRY(section.scaled(key, scale, 0, per_week_max));
  made.off = SHOAL_TRY(section.days("off"));
  const auto changes = SHOAL_TRY(section.tables("change"));
  for (const toml::table* each : changes) {
    const Section change = SHOAL_TRY(Section::open(*each, "change", {"from", key}));
    Calendar::Change read{SHOAL_TRY(change.day("from")), 0};
    read.per_week = SHOAL_TRY(change.scaled(key, scale, 0, per_week_max));
    if (!made.changes.empty() && read.from <= made.changes.back().from)
      return bad_toml(each->source(), "changes do not stand in the order of their days");
    made.changes.push_back(read);
  }
  return made;
}

class ProgrammeReader {
 public:
  explicit ProgrammeReader(const toml::table& file) : file_(file) {}

  Result<ReadProgramme> read() {
    const Section top =
        SHOAL_TRY(Section::open(file_, "the programme",
                                {"begins", "weeks", "finish_by", "target", "devices", "applications", "first", "moving",
                                 "team", "site", "unfit", "assumed", "pilots", "so_far", "estate"}));
    Programme& programme = made_.programme;
    programme.begins = SHOAL_TRY(top.day("begins"));
    programme.finish_by = SHOAL_TRY(top.day_or_none("finish_by"));
    programme.target = SHOAL_TRY(top.text_or_none("target"));
    programme.first = SHOAL_TRY(top.texts("first"));
    if (top.has("weeks")) programme.weeks = static_cast<plan::Week>(SHOAL_TRY(top.whole("weeks", 1, 1000)));
    made_.devices = SHOAL_TRY(top.text_or_none("devices"));
    made_.applications = SHOAL_TRY(top.text_or_none("applications"));
    SHOAL_TRY(read_moving(top));
    SHOAL_TRY(read_teams(top));
    SHOAL_TRY(read_sites(top));
    SHOAL_TRY(read_unfit(top));
    SHOAL_TRY(read_assumed(top));
    SHOAL_TRY(read_pilots(top));
    SHOAL_TRY(read_so_far(top));
    SHOAL_TRY(read_estate(top));
    return std::move(made_);
  }

 private:
  Result<void> read_moving(const Section& top) {
    const toml::table* found = SHOAL_TRY(top.table_or_none("moving"));
    if (found == nullptr)
      return bad_toml(file_.source(), "the programme has no [moving], which says how many devices move in a week");
    const Section moving = SHOAL_TRY(Section::open(*found, "[moving]", {"per_week", "off", "change"}));
    made_.programme.slots = SHOAL_TRY(calendar_of(moving, "per_week", 1));
    return {};
  }

  Result<void> read_teams(const Section& top) {
    const auto found = SHOAL_TRY(top.tables("team"));
    for (const toml::table* each : found) {
      const Section team = SHOAL_TRY(Section::open(*each, "[[team]]", {"name", "person_days", "off", "change"}));
      plan::NamedTeam made;
      made.name = SHOAL_TRY(team.text("name"));
      made.effort = SHOAL_TRY(calendar_of(team, "person_days", 100));
      made_.programme.teams.push_back(std::move(made));
    }
    return {};
  }

  Result<void> read_sites(const Section& top) {
    const auto found = SHOAL_TRY(top.tables("site"));
    for (const toml::table* each : found) {
      const Section site =
          SHOAL_TRY(Section::open(*each, "[[site]]", {"name", "per_week", "not_before", "off", "change"}));
      plan::NamedSite made;
      made.name = SHOAL_TRY(site.text("name"));
      made.not_before = SHOAL_TRY(site.day_or_none("not_before"));
      // A site that is closed in some weeks has a capacity in the others: as much as all sites together.
      if (site.has("per_week")) made.slots = SHOAL_TRY(calendar_of(site, "per_week", 1));
      if (!site.has("per_week") && (site.has("off") || site.has("change")))
        return bad_toml(each->source(), "site " + made.name + " has weeks that are off or changes, and no per_week");
      made_.programme.sites.push_back(std::move(made));
    }
    return {};
  }

  Result<void> read_unfit(const Section& top) {
    const auto found = SHOAL_TRY(top.tables("unfit"));
    for (const toml::table* each : found) {
      const Section unfit = SHOAL_TRY(Section::open(*each, "[[unfit]]", {"model", "replaced"}));
      plan::UnfitModel made;
      made.name = SHOAL_TRY(unfit.text("model"));
      made.replaced = SHOAL_TRY(unfit.day_or_none("replaced"));
      made_.programme.unfit.push_back(std::move(made));
    }
    return {};
  }

  Result<void> read_assumed(const Section& top) {
    const toml::table* found = SHOAL_TRY(top.table_or_none("assumed"));
    if (found == nullptr) return {};
    const Section assumed = SHOAL_TRY(Section::open(*found, "[assumed]", {"team", "person_days"}));
    plan::Assumed made;
    made.team = SHOAL_TRY(assumed.text("team"));
    made.effort = SHOAL_TRY(assumed.scaled("person_days", 100, 0, per_week_max));
    made_.programme.assumed = std::move(made);
    return {};
  }

  Result<void> read_pilots(const Section& top) {
    const toml::table* found = SHOAL_TRY(top.table_or_none("pilots"));
    if (found == nullptr) return {};
    const Section pilots =
        SHOAL_TRY(Section::open(*found, "[pilots]", {"from_devices", "each", "soak_weeks", "worth"}));
    plan::PilotRule made;
    made.from_devices = static_cast<std::uint32_t>(SHOAL_TRY(pilots.whole_or("from_devices", 1, 1'000'000, 5)));
    made.each = static_cast<std::uint32_t>(SHOAL_TRY(pilots.whole_or("each", 1, 100, 1)));
    made.soak_weeks = static_cast<plan::Week>(SHOAL_TRY(pilots.whole_or("soak_weeks", 0, 100, 2)));
    if (pilots.has("worth")) made.worth = SHOAL_TRY(pilots.scaled("worth", 1000, 0, per_week_max));
    made_.programme.pilots = made;
    return {};
  }

  Result<void> read_so_far(const Section& top) {
    const toml::table* found = SHOAL_TRY(top.table_or_none("so_far"));
    if (found == nullptr) return {};
    const Section so_far = SHOAL_TRY(Section::open(*found, "[so_far]", {"plan", "actuals", "change_cost"}));
    made_.plan_before = SHOAL_TRY(so_far.text_or_none("plan"));
    made_.actuals = SHOAL_TRY(so_far.text_or_none("actuals"));
    plan::SoFar made;
    if (so_far.has("change_cost")) made.change_cost = SHOAL_TRY(so_far.scaled("change_cost", 1000, 0, 1'000'000));
    made_.programme.so_far = std::move(made);
    return {};
  }

  Result<void> read_estate(const Section& top) {
    const toml::table* found = SHOAL_TRY(top.table_or_none("estate"));
    if (found == nullptr) return {};
    const Section estate = SHOAL_TRY(Section::open(*found, "[estate]", {"unjudged"}));
    const std::string unjudged = SHOAL_TRY(estate.text_or_none("unjudged"));
    if (!unjudged.empty() && unjudged != "blocks" && unjudged != "ready")
      return bad_toml(found->source(), "[estate] unjudged is neither blocks nor ready: " + unjudged);
    made_.unjudged_are_ready = unjudged == "ready";
    return {};
  }

  const toml::table& file_;
  ReadProgramme made_;
};

}  // namespace

Result<ReadProgramme> read_programme(std::string_view text) {
  const auto table = SHOAL_TRY(parsed_toml(text, programme_bytes_max, bad_programme_code));
  return ProgrammeReader(table).read();
}

}  // namespace shoal::ingest
