#include "ingest/outbreak_tables.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "ingest/table_cells.hpp"

namespace shoal::ingest {
namespace {

using outbreak::Description;

constexpr std::string_view bad_outbreak_table = "ingest.bad_scenario";
constexpr std::size_t kinds_max = 100'000;
constexpr std::uint32_t tier_max = 9;
constexpr double uplink_max = 1e12;

namespace zone_column {
enum : std::size_t { zone, site, addresses, internet, uplink };
}
constexpr std::array<HeadedTable::Column, 5> zone_columns{
    {{"zone"}, {"site"}, {"addresses", false}, {"internet", false}, {"uplink", false}}};

namespace pc_column {
enum : std::size_t { device, zone, release, patched, personal, tier };
}
constexpr std::array<HeadedTable::Column, 6> pc_columns{
    {{"device"}, {"zone"}, {"release", false}, {"patched", false}, {"personal", false}, {"tier", false}}};

namespace way_between {
enum : std::size_t { from, to, port, open };
}
constexpr std::array<HeadedTable::Column, 4> between_columns{{{"from"}, {"to"}, {"port", false}, {"open", false}}};

namespace credential_column {
enum : std::size_t { credential, devices, role, tier };
}
constexpr std::array<HeadedTable::Column, 4> credential_columns{
    {{"credential"}, {"devices"}, {"role"}, {"tier", false}}};

namespace link_column {
enum : std::size_t { from, to };
}
constexpr std::array<HeadedTable::Column, 2> carried_columns{{{"from"}, {"to"}}};

Error unusable(const std::string& what) { return {ErrorKind::invalid_input, "ingest.broken_row", what}; }

Result<std::string> named_cell(const HeadedTable& table, std::size_t column, std::string_view header) {
  std::string made(table.cell(column));
  if (made.empty()) return unusable("no " + std::string(header) + " is named");
  return made;
}

Result<std::optional<std::uint32_t>> tier_cell(std::string_view cell) {
  if (cell.empty()) return std::optional<std::uint32_t>();
  const auto number = parse_number(cell);
  if (!number || *number > tier_max) return bad_cell("tier", "a number from 0 to 9", cell);
  return number;
}

/// "445/tcp", in lower case; "*" for all.
Result<std::string> port_cell(std::string_view cell) {
  if (cell.empty() || cell == "*") return std::string("*");
  std::string port = lower_ascii(cell);
  const std::string_view digits = digits_at_start(port);
  const std::string_view protocol = std::string_view(port).substr(digits.size());
  const auto number = parse_number(digits);
  if (!number || *number == 0 || *number > 65535 || (protocol != "/tcp" && protocol != "/udp"))
    return bad_cell("port", "such as 445/tcp, or *", cell);
  return port;
}

class ZoneRows {
 public:
  explicit ZoneRows(Description& into) : into_(into) {
    for (const outbreak::DescribedZone& each : into.zones) line_of_.emplace(each.name, each.line);
  }

  Result<void> take(const HeadedTable& table) {
    outbreak::DescribedZone made;
    made.name = SHOAL_TRY(named_cell(table, zone_column::zone, "zone"));
    made.site = SHOAL_TRY(named_cell(table, zone_column::site, "site"));
    made.line = table.line();
    if (made.name == "*") return bad_cell("zone", "a name", made.name);
    if (const std::string_view cell = table.cell(zone_column::addresses); !cell.empty()) {
      const auto addresses = parse_addresses(cell);
      if (!addresses) return bad_cell("addresses", "a number or a network such as 10.1.2.0/24", cell);
      made.addresses = *addresses;
    }
    made.reaches_kill_switch = SHOAL_TRY(yes_or_no("internet", table.cell(zone_column::internet)));
    if (const std::string_view cell = table.cell(zone_column::uplink); !cell.empty()) {
      const auto rate = outbreak::parse_decimal(cell);
      if (!rate || !(*rate > 0 && *rate <= uplink_max)) return bad_cell("uplink", "attempts a second above 0", cell);
      made.uplink = *rate;
    }
    const auto [found, fresh] = line_of_.emplace(made.name, made.line);
    if (!fresh) return unusable("zone " + made.name + " stands on line " + std::to_string(found->second) + " already");
    into_.zones.push_back(std::move(made));
    return {};
  }

 private:
  Description& into_;
  std::unordered_map<std::string, std::uint32_t> line_of_;
};

class DeviceRows {
 public:
  explicit DeviceRows(Description& into) : into_(into) {
    for (const outbreak::DescribedDevice& each : into.devices) line_of_.emplace(each.name, each.line);
  }

  Result<void> take(const HeadedTable& table) {
    outbreak::DescribedDevice made;
    made.name = SHOAL_TRY(named_cell(table, pc_column::device, "device"));
    made.zone = SHOAL_TRY(named_cell(table, pc_column::zone, "zone"));
    made.line = table.line();
    made.has_personal_data = SHOAL_TRY(yes_or_no("personal", table.cell(pc_column::personal)));
    made.tier = SHOAL_TRY(tier_cell(table.cell(pc_column::tier)));
    const auto [found, fresh] = line_of_.emplace(made.name, made.line);
    if (!fresh)
      return unusable("device " + made.name + " stands on line " + std::to_string(found->second) + " already");
    made.kind = kind_of(table);
    into_.devices.push_back(std::move(made));
    return {};
  }

 private:
  std::uint32_t kind_of(const HeadedTable& table) {
    std::string release(table.cell(pc_column::release));
    if (release.empty()) release = outbreak::release_unknown;
    std::vector<std::string> patched = names_in(table.cell(pc_column::patched));
    std::sort(patched.begin(), patched.end());
    patched.erase(std::unique(patched.begin(), patched.end()), patched.end());
    const auto [kind, fresh] = kind_at_.try_emplace({release, patched}, static_cast<std::uint32_t>(into_.kinds.size()));
    if (fresh) {
      std::string name = release;
      for (std::size_t i = 0; i < patched.size(); i++) name += (i == 0 ? " with " : ", ") + patched[i];
      into_.kinds.push_back({std::move(name), std::move(release), std::move(patched), {}});
    }
    return kind->second;
  }

  Description& into_;
  std::unordered_map<std::string, std::uint32_t> line_of_;
  std::map<std::pair<std::string, std::vector<std::string>>, std::uint32_t> kind_at_;
};

Result<void> take_way(const HeadedTable& table, Description& into) {
  outbreak::DescribedWay made;
  made.from = SHOAL_TRY(named_cell(table, way_between::from, "zone to come from"));
  made.to = SHOAL_TRY(named_cell(table, way_between::to, "zone to go to"));
  made.port = SHOAL_TRY(port_cell(table.cell(way_between::port)));
  made.is_open = SHOAL_TRY(yes_or_no("open", table.cell(way_between::open), true));
  made.line = table.line();
  into.ways.push_back(std::move(made));
  return {};
}

Result<void> take_credential(const HeadedTable& table, Description& into) {
  outbreak::DescribedCredential made;
  made.name = SHOAL_TRY(named_cell(table, credential_column::credential, "credential"));
  made.devices = SHOAL_TRY(named_cell(table, credential_column::devices, "device"));
  made.tier = SHOAL_TRY(tier_cell(table.cell(credential_column::tier)));
  const std::string role = lower_ascii(table.cell(credential_column::role));
  made.lies_on = role == "lies" || role == "both";
  made.opens = role == "opens" || role == "both";
  if (!made.lies_on && !made.opens) return bad_cell("role", "lies, opens or both", role);
  made.line = table.line();
  into.credentials.push_back(std::move(made));
  return {};
}

Result<void> take_link(const HeadedTable& table, Description& into) {
  outbreak::DescribedLink made;
  made.from = SHOAL_TRY(named_cell(table, link_column::from, "device to come from"));
  made.to = SHOAL_TRY(named_cell(table, link_column::to, "device to go to"));
  made.line = table.line();
  into.links.push_back(std::move(made));
  return {};
}

/// Goes through a table; `take` has each row, or the reason for which it is set aside.
template <std::size_t count, typename Take>
Result<ReadTable> read_rows_of(std::string_view text, const std::string& place,
                               const std::array<HeadedTable::Column, count>& columns, const Take& take) {
  HeadedTable table = SHOAL_TRY(HeadedTable::open(text, place, {bad_outbreak_table, columns}));
  while (table.next())
    if (const Result<void> taken = take(table); !taken) table.refuse(taken.error().message);
  return ReadTable{table.set_aside(), table.ignored()};
}

}  // namespace

std::optional<std::uint64_t> parse_addresses(std::string_view text) {
  constexpr std::uint64_t all = std::uint64_t{1} << 32U;
  const std::size_t slash = text.find('/');
  if (slash == text.npos) {
    const auto number = parse_whole(text);
    return number && *number >= 1 && *number <= all ? number : std::nullopt;
  }
  const std::vector<std::string_view> octets = split(text.substr(0, slash), '.');
  const auto bits = parse_number(text.substr(slash + 1));
  if (octets.size() != 4 || !bits || *bits > 32) return std::nullopt;
  for (const std::string_view octet : octets) {
    const auto number = parse_number(octet);
    if (!number || *number > 255) return std::nullopt;
  }
  return all >> *bits;
}

Result<ReadTable> read_outbreak_zones(std::string_view text, const std::string& place, Description& into) {
  ZoneRows rows(into);
  return read_rows_of(text, place, zone_columns, [&](const HeadedTable& table) { return rows.take(table); });
}

Result<ReadTable> read_outbreak_devices(std::string_view text, const std::string& place, Description& into) {
  DeviceRows rows(into);
  auto read = read_rows_of(text, place, pc_columns, [&](const HeadedTable& table) { return rows.take(table); });
  if (read && into.kinds.size() > kinds_max)
    return Error{ErrorKind::invalid_input, "ingest.bad_scenario",
                 grouped(into.kinds.size()) + " kinds of devices are more than a scenario can have"};
  return read;
}

Result<ReadTable> read_outbreak_ways(std::string_view text, const std::string& place, Description& into) {
  return read_rows_of(text, place, between_columns, [&](const HeadedTable& table) { return take_way(table, into); });
}

Result<ReadTable> read_outbreak_credentials(std::string_view text, const std::string& place, Description& into) {
  return read_rows_of(text, place, credential_columns,
                      [&](const HeadedTable& table) { return take_credential(table, into); });
}

Result<ReadTable> read_outbreak_links(std::string_view text, const std::string& place, Description& into) {
  return read_rows_of(text, place, carried_columns, [&](const HeadedTable& table) { return take_link(table, into); });
}

}  // namespace shoal::ingest
