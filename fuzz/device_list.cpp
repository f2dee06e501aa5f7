// Lists of devices: whatever the bytes are, every row is a device, part of one, or set aside, and what is claimed keeps
// the promises of estate/observation.hpp.
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "base/assert.hpp"
#include "ingest/device_list.hpp"
#include "ingest/encoding.hpp"
#include "ingest/separated.hpp"

namespace {

using shoal::estate::Attribute;

shoal::ingest::ListSettings settings(shoal::ingest::DayOrder order) {
  using shoal::estate::HeaderRank;
  shoal::estate::ColumnNames known;
  known.names = {{"computer", {Attribute::name, ""}, "", HeaderRank::plain},
                 {"name", {Attribute::name, ""}, "", HeaderRank::weak},
                 {"dn", {Attribute::distinguished_name, ""}, "", HeaderRank::plain},
                 {"fqdn", {Attribute::dns_name, ""}, "", HeaderRank::plain},
                 {"os", {Attribute::os_name, ""}, "", HeaderRank::plain},
                 {"version", {Attribute::os_version, ""}, "", HeaderRank::weak},
                 {"sp", {Attribute::service_pack, ""}, "", HeaderRank::plain},
                 {"seen", {Attribute::last_seen, ""}, "", HeaderRank::plain},
                 {"kb", {Attribute::updates, ""}, "", HeaderRank::plain},
                 {"software", {Attribute::program, ""}, "", HeaderRank::weak},
                 {"uac", {Attribute::account_control, ""}, "", HeaderRank::plain},
                 {"id", {Attribute::resource, ""}, "view", HeaderRank::key},
                 {"fix", {Attribute::updates, ""}, "view", HeaderRank::key}};
  return shoal::ingest::ListSettings(known, {}, order);
}

// Rows as the splitter sees them under any separator: an upper bound of what can be claimed or set aside.
std::size_t rows_max(std::string_view text) {
  std::size_t most = 0;
  for (const char separator : {',', ';', '\t', '|'}) {
    shoal::ingest::SeparatedReader reader(text, separator);
    std::size_t rows = 0;
    std::uint32_t line = 0;
    for (auto next = reader.next(); next != shoal::ingest::SeparatedReader::Next::end; next = reader.next()) {
      SHOAL_ASSERT(reader.line() > line);
      line = reader.line();
      rows++;
    }
    most = std::max(most, rows);
  }
  return most;
}

void check(const shoal::estate::Observation& seen) {
  SHOAL_ASSERT(seen.row > 0 && (!seen.device.empty() || seen.resource != 0));
  SHOAL_ASSERT(seen.seen_on.has_value() == (seen.seen_by == shoal::estate::SeenBy::content));
  const shoal::estate::Claims& claims = *seen.claims;
  SHOAL_ASSERT(claims.entries >= claims.updates.size());
  SHOAL_ASSERT(claims.updates_listed || claims.updates.empty());
  std::set<std::pair<std::uint32_t, std::string>> updates;
  for (const auto& update : claims.updates)
    SHOAL_ASSERT(update.kb != 0 && updates.emplace(update.kb, update.variant).second);
  for (std::size_t i = 0; i < seen.tags->size(); i++) {
    const shoal::estate::Tag& tag = (*seen.tags)[i];
    SHOAL_ASSERT(!tag.key.empty() && !tag.value.empty() && (i == 0 || (*seen.tags)[i - 1] < tag));
  }
}

// Whoever says how days are written leaves none open, and changes nothing but days and the tags of those that are none.
void check_with_order(std::string_view text, std::size_t observations) {
  static const auto day_first = settings(shoal::ingest::DayOrder::day_first);
  const auto list = shoal::ingest::read_device_list(text, "list.csv", day_first);
  SHOAL_ASSERT(list ? list->observations.size() == observations || observations == 0
                    : list.error().code != "ingest.ambiguous_day" && observations == 0);
  if (!list) return;
  for (const auto& seen : list->observations) check(seen);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto known = settings(shoal::ingest::DayOrder::unknown);
  const auto decoded = shoal::ingest::decode({reinterpret_cast<const char*>(data), size});
  if (!decoded) return 0;
  const std::string_view text = decoded->text();
  const std::size_t most = rows_max(text);
  SHOAL_ASSERT(shoal::ingest::headers_of_table(text).size() < 1024);
  const auto list = shoal::ingest::read_device_list(text, "list.csv", known);
  SHOAL_ASSERT(list || shoal::ingest::is_device_list(text, known) == (list.error().code != "ingest.not_an_inventory"));
  check_with_order(text, list ? list->observations.size() : 0);
  if (!list) return 0;
  SHOAL_ASSERT(!list->observations.empty() || !list->broken.empty());
  SHOAL_ASSERT(list->observations.size() + shoal::estate::count_of(list->broken) < most);
  for (const auto& seen : list->observations) check(seen);
  return 0;
}
