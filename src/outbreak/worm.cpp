#include "outbreak/worm.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/assert.hpp"
#include "base/text.hpp"

namespace shoal::outbreak {
namespace {

constexpr std::array<std::string_view, 5> part_names{"scan", "sweep", "theft", "links", "life"};

struct WormKey {
  WormPart part;
  std::string_view key;
  double least, most;
  std::string_view unit;
};
constexpr double worm_rate_max = 1e7, worm_seconds_max = 1e9;
constexpr std::array<WormKey, 19> worm_keys{
    {{WormPart::scan, "per-second", 0, worm_rate_max, "attempts a second"},
     {WormPart::scan, "in-zone", 0, 1, "share"},
     {WormPart::scan, "in-site", 0, 1, "share"},
     {WormPart::scan, "anywhere-addresses", 1, 0x1p64, "addresses"},
     {WormPart::sweep, "per-second", 0, worm_rate_max, "addresses a second"},
     {WormPart::sweep, "repeats", 0, 1, "yes or no"},
     {WormPart::theft, "per-second", 0, worm_rate_max, "attempts a second"},
     {WormPart::theft, "success", 0, 1, "share"},
     {WormPart::theft, "carried", 0, 1, "yes or no"},
     {WormPart::links, "per-second", 0, worm_rate_max, "attempts a second"},
     {WormPart::life, "latent", 0, worm_seconds_max, "seconds"},
     {WormPart::life, "latent-mean", 0, worm_seconds_max, "seconds"},
     {WormPart::life, "latent-median", 0, worm_seconds_max, "seconds"},
     {WormPart::life, "latent-spread", 0, 10, "standard deviation of the logarithm"},
     {WormPart::life, "active", 0, worm_seconds_max, "seconds"},
     {WormPart::life, "active-mean", 0, worm_seconds_max, "seconds"},
     {WormPart::life, "active-median", 0, worm_seconds_max, "seconds"},
     {WormPart::life, "active-spread", 0, 10, "standard deviation of the logarithm"},
     {WormPart::life, "kill-switch", 0, worm_seconds_max, "seconds"}}};

std::optional<WormKey> key_of(WormPart part, std::string_view key) {
  const auto found = std::find_if(worm_keys.begin(), worm_keys.end(),
                                  [&](const WormKey& each) { return each.part == part && each.key == key; });
  return found == worm_keys.end() ? std::nullopt : std::optional<WormKey>(*found);
}

std::optional<WormPart> parse_part(std::string_view text) {
  const auto found = std::find(part_names.begin(), part_names.end(), text);
  if (found == part_names.end()) return std::nullopt;
  return static_cast<WormPart>(found - part_names.begin());
}

bool wants_exploit(WormPart part) {
  return part == WormPart::scan || part == WormPart::sweep || part == WormPart::links;
}
bool wants_port(WormPart part) { return part == WormPart::scan || part == WormPart::theft; }

bool is_together(const WormValue& one, const WormValue& other) {
  return one.part == other.part && one.exploit == other.exploit && one.port == other.port;
}

Result<WormValue> value_of(const CitedTable& table) {
  WormValue made;
  const auto part = parse_part(table.cell("part"));
  if (!part) return table.bad_row("there is no such part of a worm: " + std::string(table.cell("part")));
  made.part = *part;
  made.exploit = table.cell("exploit");
  made.port = table.cell("port");
  made.key = table.cell("key");
  if (wants_exploit(*part) != !made.exploit.empty())
    return table.bad_row(std::string(spelled(*part)) + (made.exploit.empty() ? " has no exploit" : " has an exploit"));
  if (wants_port(*part) != !made.port.empty())
    return table.bad_row(std::string(spelled(*part)) + (made.port.empty() ? " has no port" : " has a port"));
  const auto key = key_of(*part, made.key);
  if (!key) return table.bad_row(std::string(spelled(*part)) + " has no key " + made.key);
  if (const std::string_view unit = table.cell("unit"); !unit.empty() && unit != key->unit)
    return table.bad_row(made.key + " is in " + std::string(key->unit) + ", not in " + std::string(unit));
  made.range = SHOAL_TRY(table.range("low", "likely", "high", key->least, key->most));
  made.cited = table.cited();
  return made;
}

const Range* range_of(const WormProfile& profile, const WormValue& of, std::string_view key) {
  for (const WormValue& each : profile.values)
    if (is_together(each, of) && each.key == key) return &each.range;
  return nullptr;
}

Result<void> check_profile(const WormProfile& profile, std::string_view code) {
  for (const WormValue& each : profile.values) {
    const auto bad = [&](const std::string& what) {
      return Error{ErrorKind::invalid_input, code, profile.name + ": " + std::string(spelled(each.part)) + " " + what};
    };
    if (each.part != WormPart::life && range_of(profile, each, "per-second") == nullptr)
      return bad("has no per-second");
    if (each.part != WormPart::scan) continue;
    const Range* in_zone = range_of(profile, each, "in-zone");
    const Range* in_site = range_of(profile, each, "in-site");
    if (in_zone != nullptr && in_site != nullptr && in_zone->high + in_site->high > 1)
      return bad("has shares in-zone and in-site that may exceed 1 together");
  }
  return {};
}

/// The values of a profile where they stand.
class ChosenWorm {
 public:
  ChosenWorm(const WormProfile& profile, const WormNames& names, std::span<const double> where)
      : profile_(profile), names_(names) {
    values_.reserve(profile.values.size());
    for (std::size_t i = 0; i < profile.values.size(); i++)
      values_.push_back(value_at(profile.values[i].range, i < where.size() ? where[i] : at_likely));
  }

  Worm make() const {
    Worm worm;
    worm.name = profile_.name;
    // Each part once, at its first value.
    for (std::size_t i = 0; i < values_.size(); i++) {
      const WormValue& first = profile_.values[i];
      const auto earlier = std::find_if(profile_.values.begin(), profile_.values.end(),
                                        [&](const WormValue& each) { return is_together(each, first); });
      if (earlier == profile_.values.begin() + static_cast<std::ptrdiff_t>(i)) add(first, worm);
    }
    return worm;
  }

 private:
  std::optional<double> find(const WormValue& of, std::string_view key) const {
    for (std::size_t i = 0; i < values_.size(); i++)
      if (is_together(profile_.values[i], of) && profile_.values[i].key == key) return values_[i];
    return std::nullopt;
  }

  void add(const WormValue& part, Worm& worm) const {
    const double rate = find(part, "per-second").value_or(0);
    switch (part.part) {
      case WormPart::scan:
        worm.scans.push_back({exploit(part), reach(part), rate, find(part, "in-zone").value_or(0),
                              find(part, "in-site").value_or(0), find(part, "anywhere-addresses").value_or(0x1p32)});
        break;
      case WormPart::sweep:
        worm.sweeps.push_back({exploit(part), rate, find(part, "repeats").value_or(0) >= 0.5});
        break;
      case WormPart::theft:
        worm.thefts.push_back(
            {reach(part), rate, find(part, "success").value_or(1), find(part, "carried").value_or(1) >= 0.5});
        break;
      case WormPart::links:
        worm.links.push_back({exploit(part), rate, {}, {}});
        break;
      case WormPart::life:
        worm.latent = span_of(part, "latent", 0);
        worm.active = span_of(part, "active", forever);
        worm.kill_switch = find(part, "kill-switch");
        break;
    }
  }

  Span span_of(const WormValue& life, const std::string& name, Seconds untold) const {
    if (const auto mean = find(life, name + "-mean")) return {Span::Law::exponential, *mean, 0};
    if (const auto median = find(life, name + "-median"))
      return {Span::Law::lognormal, *median, find(life, name + "-spread").value_or(0)};
    return {Span::Law::fixed, find(life, name).value_or(untold), 0};
  }

  static std::uint32_t position(const std::vector<std::string>& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    SHOAL_ASSERT(found != names.end());
    return static_cast<std::uint32_t>(found - names.begin());
  }
  ExploitIndex exploit(const WormValue& part) const { return position(names_.exploits, part.exploit); }
  ReachIndex reach(const WormValue& part) const { return position(names_.ports, part.port); }

  const WormProfile& profile_;
  const WormNames& names_;
  std::vector<double> values_;
};

Error bad_change(const WormProfile& profile, const WormChange& change, const std::string& what) {
  return {ErrorKind::invalid_input, "outbreak.bad_scenario",
          printable("worm " + profile.name + ": " + what + ": " + change.part + " " + change.key)};
}

/// "latent" of "latent-mean": of these, one law holds.
std::string_view stem_of(std::string_view key) { return key.substr(0, key.find('-')); }

/// Sets what is meant, and adds it where the part has it not. False where the worm has no such part.
bool change_values(WormProfile& profile, const WormChange& change, WormPart part) {
  std::vector<WormValue> firsts;
  for (const WormValue& each : profile.values)
    if (each.part == part && (change.exploit.empty() || each.exploit == change.exploit) &&
        (change.port.empty() || each.port == change.port) &&
        std::none_of(firsts.begin(), firsts.end(), [&](const WormValue& first) { return is_together(first, each); }))
      firsts.push_back(each);
  if (firsts.empty() && part == WormPart::life) firsts.push_back({part, {}, {}, {}, {}, {}});
  for (const WormValue& first : firsts) {
    std::erase_if(profile.values, [&](const WormValue& each) {
      if (!is_together(each, first)) return false;
      if (each.key == change.key) return true;
      return part == WormPart::life && stem_of(each.key) == stem_of(change.key) && !each.key.ends_with("-spread") &&
             !change.key.ends_with("-spread");
    });
    const Range known{change.value, change.value, change.value};
    profile.values.push_back(
        {part, first.exploit, first.port, change.key, known, {{}, "unverified", "the scenario", {}}});
  }
  return !firsts.empty();
}

}  // namespace

std::string_view unit_of(const WormValue& value) {
  const auto key = key_of(value.part, value.key);
  return key ? key->unit : std::string_view();
}

std::string_view spelled(WormPart part) { return part_names[static_cast<std::size_t>(part)]; }

Result<std::vector<WormProfile>> read_worms(std::string_view csv) {
  std::vector<WormProfile> worms;
  CitedTable table =
      SHOAL_TRY(CitedTable::open(csv, {"worm", "part", "exploit", "port", "key", "low", "likely", "high"}));
  while (SHOAL_TRY(table.next())) {
    const std::string name(table.cell("worm"));
    if (name.empty()) return table.bad_row("no worm is named");
    auto worm = std::find_if(worms.begin(), worms.end(), [&](const WormProfile& each) { return each.name == name; });
    if (worm == worms.end()) worm = worms.insert(worms.end(), {name, {}});
    WormValue value = SHOAL_TRY(value_of(table));
    if (range_of(*worm, value, value.key) != nullptr) return table.bad_row(value.key + " is given twice");
    worm->values.push_back(std::move(value));
  }
  for (const WormProfile& worm : worms) SHOAL_TRY(check_profile(worm, "outbreak.bad_table"));
  return worms;
}

Result<WormProfile> changed(WormProfile profile, std::span<const WormChange> changes) {
  for (const WormChange& change : changes) {
    const auto part = parse_part(change.part);
    const auto key = part ? key_of(*part, change.key) : std::nullopt;
    if (!key) return bad_change(profile, change, "there is no such value");
    if (!(change.value >= key->least && change.value <= key->most))
      return bad_change(profile, change, "the value is out of its bounds");
    if (!change_values(profile, change, *part)) return bad_change(profile, change, "it has no such part");
  }
  SHOAL_TRY(check_profile(profile, "outbreak.bad_scenario"));
  return profile;
}

WormNames names_of(const WormProfile& profile) {
  WormNames made;
  const auto add = [](std::vector<std::string>& names, const std::string& name) {
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const WormValue& each : profile.values) {
    add(made.exploits, each.exploit);
    add(made.ports, each.port);
  }
  return made;
}

Worm made_worm(const WormProfile& profile, const WormNames& names, std::span<const double> where) {
  return ChosenWorm(profile, names, where).make();
}

}  // namespace shoal::outbreak
