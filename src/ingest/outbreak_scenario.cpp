#include "ingest/outbreak_scenario.hpp"

#include <array>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "ingest/toml_section.hpp"

namespace shoal::ingest {
namespace {

using outbreak::Description;
using outbreak::Seconds;

constexpr std::string_view bad_scenario_code = "ingest.bad_scenario";
constexpr std::size_t scenario_bytes_max = std::size_t{16} << 20U;
/// More than this of one kind in a file is no scenario, and would take long.
constexpr std::size_t tables_max = 1000;
constexpr double spread_max = 10, weight_max = 1e9;
constexpr double time_span_max = 1e9;

class ScenarioReader {
 public:
  explicit ScenarioReader(const toml::table& file) : file_(file) {}

  Result<ReadScenario> read() {
    const Section top = SHOAL_TRY(open(file_, "the scenario",
                                       {"until", "site_down_share", "zones", "devices", "ways", "credentials", "links",
                                        "unlisted_ways", "worm", "effect", "tiers", "entry", "response"}));
    Description& description = made_.description;
    if (top.has("until")) {
      description.until = SHOAL_TRY(seconds(top, "until"));
      if (*description.until <= 0) return wrong(*top.node("until"), "until of the scenario is not above 0");
    }
    if (top.has("site_down_share"))
      description.site_down_share = SHOAL_TRY(top.number("site_down_share", 0, 1, "from 0 to 1"));
    made_.zones = SHOAL_TRY(top.text_or_none("zones"));
    made_.devices = SHOAL_TRY(top.text_or_none("devices"));
    made_.ways = SHOAL_TRY(top.text_or_none("ways"));
    made_.credentials = SHOAL_TRY(top.text_or_none("credentials"));
    made_.links = SHOAL_TRY(top.text_or_none("links"));
    SHOAL_TRY(read_unlisted(top));
    SHOAL_TRY(read_worm(top));
    SHOAL_TRY(read_effects(top));
    SHOAL_TRY(read_tiers(top));
    SHOAL_TRY(read_entry(top));
    SHOAL_TRY(read_response(top));
    return std::move(made_);
  }

 private:
  static Result<Section> open(const toml::table& table, std::string_view name, std::vector<std::string_view> keys) {
    return Section::open(table, name, std::move(keys), bad_scenario_code);
  }
  static Error wrong(const toml::node& node, const std::string& what) {
    return bad_toml(node.source(), what, bad_scenario_code);
  }

  static Result<std::vector<const toml::table*>> few_tables(const Section& section, std::string_view key) {
    auto found = section.tables(key);
    if (found && found->size() > tables_max)
      return wrong(*section.node(key), "more than " + grouped(tables_max) + " of [[" + std::string(key) + "]]");
    return found;
  }

  static Result<Seconds> seconds(const Section& section, std::string_view key) {
    const std::string text = SHOAL_TRY(section.text(key));
    if (const auto read = parse_time_span(text)) return *read;
    return wrong(*section.node(key), std::string(key) + " is not a time such as \"20 min\" or \"4 h\": " + text);
  }

  /// A text, for always as long; or a table of a median and a spread, or of a mean.
  static Result<outbreak::Span> span(const Section& section, std::string_view key) {
    using Law = outbreak::Span::Law;
    const toml::node* found = section.node(key);
    if (found == nullptr || !found->is_table()) return outbreak::Span{Law::fixed, SHOAL_TRY(seconds(section, key)), 0};
    const Section told = SHOAL_TRY(open(*found->as_table(), key, {"median", "spread", "mean"}));
    if (told.has("mean") == told.has("median"))
      return wrong(*found, std::string(key) + " has either a mean or a median");
    if (told.has("mean") && told.has("spread"))
      return wrong(*found, std::string(key) + " has a spread, which goes with a median");
    if (told.has("mean")) return outbreak::Span{Law::exponential, SHOAL_TRY(seconds(told, "mean")), 0};
    outbreak::Span made{Law::lognormal, 0, 0};
    made.typical = SHOAL_TRY(seconds(told, "median"));
    made.spread = SHOAL_TRY(told.number("spread", 0, spread_max, "from 0 to 10"));
    return made;
  }

  Result<void> read_unlisted(const Section& top) {
    const std::string text = SHOAL_TRY(top.text_or_none("unlisted_ways"));
    if (text.empty()) return {};
    if (text != "open" && text != "closed")
      return wrong(*top.node("unlisted_ways"), "unlisted_ways is neither open nor closed: " + text);
    made_.description.unlisted_ways_open = text == "open";
    return {};
  }

  Result<void> read_worm(const Section& top) {
    const toml::table* found = SHOAL_TRY(top.table_or_none("worm"));
    if (found == nullptr) return {};
    const Section worm = SHOAL_TRY(open(*found, "[worm]", {"name", "in_ranges", "change"}));
    made_.description.worm = SHOAL_TRY(worm.text_or_none("name"));
    const std::string where = SHOAL_TRY(worm.text_or_none("in_ranges"));
    if (!where.empty() && where != "low" && where != "likely" && where != "high")
      return wrong(*worm.node("in_ranges"), "in_ranges of [worm] is none of low, likely, high: " + where);
    made_.description.where = where == "low" ? 0 : where == "high" ? 1 : outbreak::at_likely;
    const auto changes = SHOAL_TRY(few_tables(worm, "change"));
    for (const toml::table* each : changes) {
      const Section change = SHOAL_TRY(open(*each, "[[worm.change]]", {"part", "key", "exploit", "port", "value"}));
      outbreak::WormChange made;
      made.part = SHOAL_TRY(change.text("part"));
      made.key = SHOAL_TRY(change.text("key"));
      made.exploit = SHOAL_TRY(change.text_or_none("exploit"));
      made.port = SHOAL_TRY(change.text_or_none("port"));
      made.value = SHOAL_TRY(change.number("value", 0, 0x1p64, "a number of 0 or more"));
      made_.description.changes.push_back(std::move(made));
    }
    return {};
  }

  Result<void> read_effects(const Section& top) {
    const auto found = SHOAL_TRY(few_tables(top, "effect"));
    for (const toml::table* each : found) {
      const Section effect = SHOAL_TRY(open(*each, "[[effect]]", {"exploit", "release", "infect", "crash"}));
      outbreak::Effect made;
      made.exploit = SHOAL_TRY(effect.text("exploit"));
      made.release = SHOAL_TRY(effect.text("release"));
      const double infect = SHOAL_TRY(effect.number("infect", 0, 1, "from 0 to 1"));
      double crash = 0;
      if (effect.has("crash")) crash = SHOAL_TRY(effect.number("crash", 0, 1, "from 0 to 1"));
      if (infect + crash > 1) return wrong(*each, "infect and crash of [[effect]] exceed 1 together");
      made.infect = {infect, infect, infect};
      made.crash = {crash, crash, crash};
      made.cited = {{}, "unverified", "the scenario", {}};
      made_.description.effects.push_back(std::move(made));
    }
    return {};
  }

  Result<void> read_tiers(const Section& top) {
    const toml::table* found = SHOAL_TRY(top.table_or_none("tiers"));
    if (found == nullptr) return {};
    const Section tiers = SHOAL_TRY(open(*found, "[tiers]", {"enforced"}));
    made_.description.tiers_enforced = SHOAL_TRY(tiers.flag_or("enforced", false));
    return {};
  }

  Result<void> read_entry(const Section& top) {
    const toml::table* found = SHOAL_TRY(top.table_or_none("entry"));
    if (found == nullptr) return {};
    const Section entry = SHOAL_TRY(open(*found, "[entry]", {"count", "devices", "zone"}));
    Description& description = made_.description;
    description.entry_count = static_cast<std::uint32_t>(SHOAL_TRY(entry.whole_or("count", 1, 1'000'000, 1)));
    description.entry_devices = SHOAL_TRY(entry.texts("devices"));
    const auto zones = SHOAL_TRY(few_tables(entry, "zone"));
    for (const toml::table* each : zones) {
      const Section zone = SHOAL_TRY(open(*each, "[[entry.zone]]", {"name", "weight"}));
      std::string name = SHOAL_TRY(zone.text("name"));
      double weight = 1;
      if (zone.has("weight")) weight = SHOAL_TRY(zone.number("weight", 0, weight_max, "from 0 to 1,000,000,000"));
      description.entry_zones.emplace_back(std::move(name), weight);
    }
    if (!description.entry_devices.empty() && !description.entry_zones.empty())
      return wrong(*found, "[entry] has devices and zones; it begins at the one or in the other");
    return {};
  }

  Result<void> read_response(const Section& top) {
    const toml::table* found = SHOAL_TRY(top.table_or_none("response"));
    if (found == nullptr) return {};
    const Section response =
        SHOAL_TRY(open(*found, "[response]", {"noticed_after", "detection", "reaction", "cuts_zones", "switches_off"}));
    outbreak::Response made;
    made.noticed_after = static_cast<std::uint32_t>(SHOAL_TRY(response.whole_or("noticed_after", 1, 10'000'000, 1)));
    made.detection = SHOAL_TRY(span(response, "detection"));
    made.reaction = SHOAL_TRY(span(response, "reaction"));
    made.cuts_zones = SHOAL_TRY(response.flag_or("cuts_zones", true));
    made.switches_off = SHOAL_TRY(response.flag_or("switches_off", false));
    made_.description.response = made;
    return {};
  }

  const toml::table& file_;
  ReadScenario made_;
};

}  // namespace

std::optional<Seconds> parse_time_span(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, double>, 4> units{
      {{"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86'400}}};
  const std::size_t end = text.find_first_not_of("0123456789.");
  if (end == text.npos) return std::nullopt;
  const auto number = outbreak::parse_decimal(text.substr(0, end));
  const std::string_view unit = trimmed(text.substr(end));
  for (const auto& [name, factor] : units)
    if (number && name == unit && *number * factor <= time_span_max) return *number * factor;
  return std::nullopt;
}

Result<ReadScenario> read_outbreak_scenario(std::string_view text) {
  const auto table = SHOAL_TRY(parsed_toml(text, scenario_bytes_max, bad_scenario_code));
  return ScenarioReader(table).read();
}

}  // namespace shoal::ingest
