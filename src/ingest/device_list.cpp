#include "ingest/device_list.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "ingest/list_day.hpp"
#include "ingest/machine_cells.hpp"
#include "ingest/os_cells.hpp"
#include "ingest/separated.hpp"
#include "ingest/update_name.hpp"
#include "ingest/xlsx.hpp"

namespace shoal::ingest {
namespace {

using estate::Attribute;
using estate::Observation;
using Cells = std::span<const std::string_view>;
using Positions = std::vector<std::size_t>;

// Titles, blank rows and notes above the header are fewer than this.
constexpr std::size_t header_row_max = 50;
constexpr std::size_t name_bytes_max = 256;
constexpr char cell_separator = '\x1F';

std::string_view cell_at(Cells cells, std::size_t at) { return at < cells.size() ? trimmed(cells[at]) : ""; }

bool is_blank(std::string_view cell) { return trimmed(cell).empty(); }

// Cells are looked up side by side, parted by what no cell may hold.
bool holds_separator(std::string_view cell) { return cell.find(cell_separator) != cell.npos; }

// "PC1" of "CN=PC1,OU=Desktops,DC=corp,DC=example".
std::string_view common_name(std::string_view distinguished) {
  if (distinguished.size() < 3 || !equal_ignoring_case(distinguished.substr(0, 3), "CN=")) return {};
  return distinguished.substr(3, distinguished.find(',') - 3);
}

// "Leeds/Desktops" of "CN=PC1,OU=Desktops,OU=Leeds,DC=corp,DC=example": from the top, as consoles show it.
std::string unit_of(std::string_view distinguished) {
  std::string unit;
  for (const std::string_view part : split(distinguished, ',')) {
    if (part.size() < 4 || !equal_ignoring_case(part.substr(0, 3), "OU=")) continue;
    unit = std::string(part.substr(3)) + (unit.empty() ? "" : "/") + unit;
  }
  return unit;
}

// Whether a word says that a protection is on; nothing where it says neither, as the name of a program does.
std::optional<bool> is_on(std::string_view cell) {
  constexpr std::string_view on[] = {
      "on", "yes", "true",  "1",  "enabled", "active", "running", "encrypted", "fully encrypted", "protection on",
      "ja", "ein", "aktiv", "oui"};
  constexpr std::string_view off[] = {"off",
                                      "no",
                                      "false",
                                      "0",
                                      "disabled",
                                      "inactive",
                                      "stopped",
                                      "not encrypted",
                                      "fully decrypted",
                                      "protection off",
                                      "none",
                                      "nein",
                                      "aus",
                                      "inaktiv",
                                      "non"};
  const auto is = [&](std::string_view word) { return equal_ignoring_case(cell, word); };
  if (std::any_of(std::begin(on), std::end(on), is)) return true;
  if (std::any_of(std::begin(off), std::end(off), is)) return false;
  return std::nullopt;
}

bool is_no(std::string_view cell) {
  constexpr std::string_view words[] = {"false", "no", "0", "falsch", "nein", "faux", "non"};
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return equal_ignoring_case(cell, word); });
}

// userAccountControl: ADS_UF_ACCOUNTDISABLE is bit 2.
bool is_disabled_account(std::string_view cell) {
  const auto number = parse_number(cell);
  return number && (*number & 2U) != 0;
}

std::vector<std::string_view> pieces_of(std::string_view cell, std::string_view separators) {
  std::vector<std::string_view> pieces;
  while (!cell.empty()) {
    const auto end = std::min(cell.find_first_of(separators), cell.size());
    if (const auto piece = trimmed(cell.substr(0, end)); !piece.empty()) pieces.push_back(piece);
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
  return pieces;
}

// The columns of a list by what their cells are used for.
struct Roles {
  explicit Roles(const ListColumns& list) {
    for (std::size_t a = 0; a < estate::attribute_count; a++) of[a] = list.of(static_cast<Attribute>(a));
    for (const Attribute attribute :
         {Attribute::os_name, Attribute::os_edition, Attribute::os_version, Attribute::os_build, Attribute::os_revision,
          Attribute::service_pack, Attribute::service_pack_or_none, Attribute::architecture})
      add(os, (*this)[attribute]);
    for (const Attribute attribute : {Attribute::updates, Attribute::installed_on, Attribute::program,
                                      Attribute::program_version, Attribute::program_publisher})
      add(parts, (*this)[attribute]);
    for (const Attribute attribute : {Attribute::antivirus, Attribute::antivirus_day, Attribute::disk_encryption})
      add(protection, (*this)[attribute]);
    for (auto at = static_cast<std::size_t>(Attribute::processor);
         at <= static_cast<std::size_t>(Attribute::secure_boot); at++)
      add(machine, of[at]);
    for (const Attribute attribute :
         {Attribute::name, Attribute::account_name, Attribute::dns_name, Attribute::distinguished_name})
      add(names, (*this)[attribute]);
    // A view of adapters has a row for each, and nothing else of the device than its number.
    if (names.empty() && os.empty()) add(parts, (*this)[Attribute::mac]);
    add(device, (*this)[Attribute::resource]);
    add(device, names);
    add(device, os);
  }

  const Positions& operator[](Attribute attribute) const { return of[static_cast<std::size_t>(attribute)]; }

  static void add(Positions& to, const Positions& more) { to.insert(to.end(), more.begin(), more.end()); }

  std::array<Positions, estate::attribute_count> of;
  Positions os;     // What os_claim() is made of.
  Positions parts;  // Update or program: what rows of one device differ in.
  Positions protection;
  Positions machine;
  Positions names;   // Of the device, in the order in which they count.
  Positions device;  // Rows that agree in these are one device, where a list has a row for each update.
};

// Which list this is, whatever its file is called this week: an export by its name, others by their headers.
std::string name_of(const ListColumns& list) {
  if (!list.from.empty()) return list.from;
  std::string headers;
  for (const ListColumn& column : list.columns) (headers += estate::fold_header(column.header)) += cell_separator;
  return "list " + sha256_hex(headers).substr(0, 8);
}

struct ViewHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};
template <typename T>
using ByText = std::unordered_map<std::string, T, ViewHash, std::equal_to<>>;

// Takes the rows of one table, one after the other.
class TableReader {
 public:
  TableReader(const ListSettings& settings, ListColumns list, std::string place)
      : settings_(&settings), list_(std::move(list)), roles_(list_), place_(std::move(place)) {
    for (const ListColumn& column : list_.columns)
      if (column.mapped) made_.mapped.push_back(*column.mapped);
    std::sort(made_.mapped.begin(), made_.mapped.end());
    file_ = Shared<std::string>(place_);
    name_ = Shared<std::string>(name_of(list_));
    whole_updates_ = list_.from == "v_GS_QUICK_FIX_ENGINEERING";
    reach_ = reach_of_columns();
  }

  /// Bare numbers in columns of days are counted so from now on.
  void count_days(DayCount count) { day_count_ = count; }

  void take(Cells cells, std::uint32_t line) {
    if (std::all_of(cells.begin(), cells.end(), is_blank) || repeats_header(cells)) return;
    const auto beyond = cells.subspan(std::min(cells.size(), list_.columns.size()));
    if (!std::all_of(beyond.begin(), beyond.end(), is_blank))
      return set_aside(
          line, std::to_string(cells.size()) + " cells under " + std::to_string(list_.columns.size()) + " headers");
    if (std::any_of(cells.begin(), cells.end(), holds_separator)) return set_aside(line, "a control character");
    if (cells.size() < reach_)
      return set_aside(line, std::to_string(cells.size()) + (cells.size() == 1 ? " cell" : " cells") +
                                 ", and the columns that tell of the device are " + std::to_string(reach_));
    const std::string_view name = name_in(cells);
    const auto resource = parse_number(first_in(cells, roles_[Attribute::resource])).value_or(0);
    if (name.empty() && resource == 0) return set_aside(line, "no name of a device");
    if (name.size() > name_bytes_max || std::any_of(name.begin(), name.end(), is_control))
      return set_aside(line, "no device has such a name: a cell of " + grouped(name.size()) + " bytes");
    add(cells, line, name, resource);
  }

  bool is_short(Cells cells) const { return cells.size() < list_.columns.size(); }

  void set_aside(std::uint32_t line, std::string reason) {
    if (made_.broken.size() < broken_rows_named_max) {
      made_.broken.push_back({place_ + " line " + std::to_string(line), "ingest.broken_row", std::move(reason)});
    } else {
      more_broken_++;
    }
  }

  Result<DeviceList> finish() {
    SHOAL_TRY(settle_days());
    if (more_broken_ > 0)
      made_.broken.push_back(
          {place_, "ingest.broken_row", grouped(more_broken_) + " further broken rows", more_broken_});
    return std::move(made_);
  }

 private:
  // How many cells a row has at least. Spreadsheets leave off empty cells at the end, so only the first column counts
  // of those that name the device, and of those that tell of its operating system.
  std::size_t reach_of_columns() const {
    std::size_t reach = 0;
    for (const Positions* positions : {&roles_.names, &roles_.os})
      if (!positions->empty()) reach = std::max(reach, *std::min_element(positions->begin(), positions->end()) + 1);
    return reach;
  }

  bool repeats_header(Cells cells) const {
    if (cells.empty() || cells.front() != list_.columns.front().header) return false;
    for (std::size_t i = 0; i < list_.columns.size(); i++)
      if (cell_at(cells, i) != list_.columns[i].header) return false;
    return true;
  }

  static std::string_view first_in(Cells cells, const Positions& positions) {
    for (const std::size_t at : positions)
      if (const auto cell = cell_at(cells, at); !cell.empty()) return cell;
    return {};
  }

  std::string_view name_in(Cells cells) const {
    for (const std::size_t at : roles_.names) {
      std::string_view cell = cell_at(cells, at);
      switch (list_.columns[at].meaning.attribute) {
        case Attribute::account_name:
          if (cell.ends_with('$')) cell.remove_suffix(1);
          break;
        case Attribute::dns_name:
          cell = cell.substr(0, cell.find('.'));
          break;
        case Attribute::distinguished_name:
          cell = common_name(cell);
          break;
        default:
          break;
      }
      if (!cell.empty()) return cell;
    }
    return {};
  }

  // Cells side by side, for looking up what other rows said in the same words.
  std::string_view key_of(Cells cells, const Positions& positions) {
    key_.clear();
    for (const std::size_t at : positions) {
      key_ += cell_at(cells, at);
      key_ += cell_separator;
    }
    return key_;
  }

  void add(Cells cells, std::uint32_t line, std::string_view name, std::uint32_t resource) {
    if (!roles_.parts.empty()) {
      const auto at = static_cast<std::uint32_t>(made_.observations.size());
      const auto [known, fresh] = by_row_.try_emplace(std::string(key_of(cells, roles_.device)), at);
      if (!fresh) return add_parts(cells, line, known->second);
    }
    Observation seen;
    seen.source = "device list";
    seen.file = file_;
    seen.list = name_;
    seen.row = line;
    seen.resource = resource;
    seen.device = name;
    seen.claims = claims_in(cells);
    take_days(cells, made_.observations.size(), seen);
    seen.tags = tags_in(cells);
    if (settings_->identifiers_wanted()) add_identifiers(cells, seen);
    made_.observations.push_back(std::move(seen));
  }

  // --- What a row claims

  const Shared<estate::Claims>& claims_in(Cells cells) {
    Positions& positions = claim_positions_;
    if (positions.empty()) {
      Roles::add(positions, roles_.os);
      Roles::add(positions, roles_.parts);
      Roles::add(positions, roles_.protection);
      Roles::add(positions, roles_.machine);
    }
    const std::string_view key = key_of(cells, positions);
    if (const auto known = claims_.find(key); known != claims_.end()) return known->second;
    if (claims_.size() >= distinct_max) claims_.clear();
    std::string own(key);
    estate::Claims claims;
    if (!roles_.os.empty()) claims.os = os_in(cells);
    claims.protection = protection_in(cells);
    if (!roles_.machine.empty()) claims.hardware = machine_in(cells);
    take_parts(
        cells, 0, [](std::uint32_t, const std::string&) { return true; }, claims);
    return claims_.emplace(std::move(own), std::move(claims)).first->second;
  }

  std::optional<estate::OsClaim> os_in(Cells cells) const {
    const auto cell = [&](Attribute attribute) { return first_in(cells, roles_[attribute]); };
    const auto none_if_empty = cell(Attribute::service_pack_or_none);
    OsCells os{cell(Attribute::os_name),      cell(Attribute::os_edition),
               cell(Attribute::os_version),   cell(Attribute::os_build),
               cell(Attribute::os_revision),  none_if_empty.empty() ? cell(Attribute::service_pack) : none_if_empty,
               cell(Attribute::architecture), !roles_[Attribute::service_pack_or_none].empty()};
    if (os.name.empty() && os.version.empty() && os.build.empty() && os.architecture.empty()) return std::nullopt;
    return os_claim(os);
  }

  std::vector<estate::ProtectionClaim> protection_in(Cells cells) const {
    std::vector<estate::ProtectionClaim> claims;
    const auto word = [&](Attribute attribute) { return is_on(first_in(cells, roles_[attribute])); };
    if (const auto on = word(Attribute::antivirus)) {
      claims.push_back({estate::Protection::antivirus, *on});
      const ListDay day = read_list_day(first_in(cells, roles_[Attribute::antivirus_day]), day_count_);
      if (day.kind == ListDay::Kind::day) claims.back().current_on = day.day;
    }
    if (const auto on = word(Attribute::disk_encryption)) claims.push_back({estate::Protection::disk_encryption, *on});
    return claims;
  }

  std::optional<estate::HardwareClaim> machine_in(Cells cells) const {
    const auto cell = [&](Attribute attribute) { return first_in(cells, roles_[attribute]); };
    estate::HardwareClaim machine = machine_claim(
        {cell(Attribute::processor), cell(Attribute::memory), cell(Attribute::memory_gb), cell(Attribute::memory_mb),
         cell(Attribute::memory_kb), cell(Attribute::disk_gb), cell(Attribute::tpm), cell(Attribute::firmware)});
    machine.secure_boot = is_on(cell(Attribute::secure_boot));
    if (machine.tpm == estate::Tpm::unknown)
      if (const auto on = is_on(cell(Attribute::tpm))) machine.tpm = *on ? estate::Tpm::some : estate::Tpm::none;
    if (!machine.tells()) return std::nullopt;
    return machine;
  }

  // Adds the updates and programs of a row for which `is_new` says so.
  template <typename IsNew>
  void take_parts(Cells cells, std::uint32_t line, IsNew is_new, estate::Claims& claims) {
    const ListDay installed = read_list_day(first_in(cells, roles_[Attribute::installed_on]), day_count_);
    for (const std::size_t at : roles_[Attribute::updates]) {
      for (const std::string_view piece : pieces_of(cell_at(cells, at), " ,;|\t\r\n")) {
        EntryName entry = read_entry_name(piece);
        if (entry.kind != EntryKind::named || claims.entries >= entries_max) continue;
        claims.updates_listed = true;
        if (!is_new(entry.update.kb, entry.update.variant)) continue;
        if (line == 0 && is_listed(claims, entry.update)) continue;
        claims.entries++;
        if (installed.kind == ListDay::Kind::day) entry.update.installed_on = installed.day;
        entry.update.line = line;
        claims.updates.push_back(std::move(entry.update));
      }
      // Excel cuts a cell at this length.
      if (cell_at(cells, at).size() >= 32'767) claims.cut_short = true;
    }
    const auto cell = [&](Attribute attribute) { return std::string(first_in(cells, roles_[attribute])); };
    for (const std::size_t at : roles_[Attribute::program])
      for (const std::string_view piece : pieces_of(cell_at(cells, at), ";\r\n")) {
        claims.programs_listed = true;
        if (claims.programs.size() >= entries_max) continue;
        claims.programs.push_back(
            {std::string(piece), cell(Attribute::program_publisher), cell(Attribute::program_version), line});
      }
    if (!whole_updates_ && claims.updates_listed) claims.cut_short = claims.cut_short || claims.updates.size() < 2;
    if (!whole_updates_ && line != 0 && claims.updates.size() > 1) claims.cut_short = false;
  }

  // A cell names few updates twice; the lists of one cell are short enough to be searched.
  static bool is_listed(const estate::Claims& claims, const estate::InstalledUpdate& update) {
    return std::any_of(claims.updates.begin(), claims.updates.end(), [&](const estate::InstalledUpdate& each) {
      return each.kb == update.kb && each.variant == update.variant;
    });
  }

  // A further row of a device that is there already.
  void add_parts(Cells cells, std::uint32_t line, std::uint32_t at) {
    Observation& seen = made_.observations[at];
    const auto note = [&](std::uint32_t kb, const std::string& variant) {
      return listed_.insert(std::to_string(at) + " " + std::to_string(kb) + " " + variant).second;
    };
    if (merged_.insert(at).second)
      for (const estate::InstalledUpdate& update : seen.claims->updates) note(update.kb, update.variant);
    take_parts(cells, line, note, seen.claims.edit());
    take_days(cells, at, seen);
    if (settings_->identifiers_wanted()) add_identifiers(cells, seen);
    if (const auto tags = tags_in(cells); !(tags == seen.tags)) {
      estate::Tags& all = seen.tags.edit();
      all.insert(all.end(), tags->begin(), tags->end());
      std::sort(all.begin(), all.end());
      all.erase(std::unique(all.begin(), all.end()), all.end());
    }
  }

  void add_identifiers(Cells cells, Observation& seen) const {
    estate::Identifiers found;
    for (std::size_t i = 0; i < std::min(cells.size(), list_.columns.size()); i++)
      if (const auto kind = estate::identifier_kind(list_.columns[i].meaning.attribute))
        estate::add_identifiers(*kind, cell_at(cells, i), found);
    if (found.empty()) return;
    found.insert(found.end(), seen.identifiers->begin(), seen.identifiers->end());
    estate::settle(found);
    seen.identifiers = std::move(found);
  }

  // --- Days

  void take_days(Cells cells, std::size_t at, Observation& seen) {
    unreadable_.clear();
    for (const std::size_t position : roles_[Attribute::last_seen]) {
      const std::string_view cell = cell_at(cells, position);
      if (cell.empty()) continue;
      const ListDay day = read_list_day(cell, day_count_);
      if (day.shows == DayOrder::day_first && day_first_.empty()) day_first_ = day.text;
      if (day.shows == DayOrder::month_first && month_first_.empty()) month_first_ = day.text;
      if (day.kind == ListDay::Kind::unreadable) unreadable_.push_back(position);
      if (day.kind == ListDay::Kind::day) tell_day(day.day, seen);
      const bool is_short = day.kind == ListDay::Kind::short_year;
      if (day.kind != ListDay::Kind::ambiguous && !is_short) continue;
      open_days_.push_back({at, std::string(day.text), seen.row});
      if (is_short && !short_year_) short_year_ = open_days_.back();
    }
  }

  static void tell_day(Day day, Observation& seen) {
    seen.seen_on = std::max(seen.seen_on.value_or(day), day);
    seen.seen_by = estate::SeenBy::content;
  }

  struct OpenDay {
    std::size_t observation;
    std::string text;
    std::uint32_t line;
  };

  Result<void> settle_days() {
    if (open_days_.empty()) return {};
    // Another day of the list may show which of two small numbers comes first, not that the year comes last.
    if (short_year_ && settings_->order() == DayOrder::unknown)
      return Error{ErrorKind::invalid_input, "ingest.ambiguous_day",
                   "line " + std::to_string(short_year_->line) + ": " + short_year_->text +
                       " has two digits for the year and can be read in several ways; say --date-order dmy where it "
                       "is day, month, year, mdy where it is month, day, year"};
    const OpenDay& open = open_days_.front();
    const std::string place = "line " + std::to_string(open.line) + ": " + open.text + " can be read in two ways, ";
    const std::string decide = "; say --date-order dmy where the day comes first, mdy where the month does";
    const auto ambiguous = [&](const std::string& why) {
      return Error{ErrorKind::invalid_input, "ingest.ambiguous_day", place + why + decide};
    };
    DayOrder order = settings_->order();
    if (order == DayOrder::unknown) {
      if (day_first_.empty() && month_first_.empty()) return ambiguous("and no other day of the list shows which");
      if (!day_first_.empty() && !month_first_.empty())
        return ambiguous("and the list has both " + day_first_ + " and " + month_first_);
      order = day_first_.empty() ? DayOrder::month_first : DayOrder::day_first;
    }
    for (const OpenDay& day : open_days_) tell_day(day_in_order(day.text, order), made_.observations[day.observation]);
    return {};
  }

  // --- Tags

  Shared<estate::Tags> tags_in(Cells cells) {
    std::string key;
    std::string_view domain, unit;
    for (std::size_t i = 0; i < std::min(cells.size(), list_.columns.size()); i++) {
      const std::string_view cell = cell_at(cells, i);
      if (cell.empty()) continue;
      const ListColumn& column = list_.columns[i];
      switch (column.meaning.attribute) {
        case Attribute::tag:
          add_tag(column.meaning.tag, cell, key);
          break;
        case Attribute::enabled:
          if (is_no(cell)) add_tag("account", "disabled", key);
          break;
        case Attribute::account_control:
          if (is_disabled_account(cell)) add_tag("account", "disabled", key);
          break;
        case Attribute::dns_name:
          if (const auto dot = cell.find('.'); dot != cell.npos) domain = cell.substr(dot + 1);
          break;
        case Attribute::distinguished_name:
          unit = cell.substr(std::min(cell.find(','), cell.size()));
          break;
        case Attribute::last_seen:
        case Attribute::installed_on:
        case Attribute::resource:
        case Attribute::updates:
        case Attribute::program:
        case Attribute::program_version:
        case Attribute::program_publisher:
        case Attribute::unused:
        case Attribute::serial:
        case Attribute::uuid:
        case Attribute::mac:
        case Attribute::asset_tag:
        case Attribute::sid:
        case Attribute::guid:
        case Attribute::antivirus:
        case Attribute::antivirus_day:
        case Attribute::disk_encryption:
        case Attribute::processor:
        case Attribute::memory:
        case Attribute::memory_gb:
        case Attribute::memory_mb:
        case Attribute::memory_kb:
        case Attribute::disk_gb:
        case Attribute::tpm:
        case Attribute::firmware:
        case Attribute::secure_boot:
          break;
        default:
          add_second_word(cells, i, key);
      }
    }
    for (const std::size_t i : unreadable_) add_tag(list_.columns[i].key, cell_at(cells, i), key);
    if (!domain.empty()) add_tag("domain", domain, key);
    if (!unit.empty()) add_tag("", unit, key);
    return tags_for(key);
  }

  static void add_tag(std::string_view name, std::string_view value, std::string& key) {
    ((((key += name) += cell_separator) += value) += cell_separator);
  }

  // Where several columns have one meaning, and this one says something else than the one that counts.
  void add_second_word(Cells cells, std::size_t at, std::string& key) const {
    const ListColumn& column = list_.columns[at];
    const Positions& same = roles_[column.meaning.attribute];
    if (same.size() < 2) return;
    const std::string_view cell = cell_at(cells, at);
    if (!equal_ignoring_case(cell, first_in(cells, same))) add_tag(column.key, cell, key);
  }

  Shared<estate::Tags> tags_for(const std::string& key) {
    if (key.empty()) return {};
    if (const auto known = tags_.find(key); known != tags_.end()) return known->second;
    if (tags_.size() >= distinct_max) tags_.clear();
    estate::Tags tags;
    const auto words = split(key, cell_separator);
    for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
      estate::Tag tag{std::string(words[i]), std::string(words[i + 1])};
      if (tag.key.empty()) tag = {"ou", unit_of(words[i + 1])};
      if (!tag.value.empty()) tags.push_back(std::move(tag));
    }
    std::sort(tags.begin(), tags.end());
    tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
    return tags_.emplace(key, std::move(tags)).first->second;
  }

  // What rows have in common is kept once; beyond so many different words nothing is in common.
  static constexpr std::size_t distinct_max = 65'536;

  const ListSettings* settings_;
  ListColumns list_;
  Roles roles_;
  std::string place_;
  Shared<std::string> file_, name_;
  DeviceList made_;
  std::uint64_t more_broken_ = 0;
  std::size_t reach_ = 0;
  bool whole_updates_ = false;
  std::string key_;
  Positions claim_positions_;
  ByText<Shared<estate::Claims>> claims_;
  ByText<Shared<estate::Tags>> tags_;
  ByText<std::uint32_t> by_row_;  // The observation of each row, parts aside.
  std::unordered_set<std::uint32_t> merged_;
  std::unordered_set<std::string> listed_;
  Positions unreadable_;                 // The days of the current row that are none that we know.
  std::string day_first_, month_first_;  // The first days that show an order.
  std::vector<OpenDay> open_days_;
  std::optional<OpenDay> short_year_;  // The first of them whose year has two digits.
  DayCount day_count_ = DayCount::from_1900;
};

// --- Text

struct Header {
  char separator = ',';
  std::uint32_t line = 0;
  ListColumns list;
};

std::optional<Header> find_header(std::string_view text, char separator, const ListSettings& settings) {
  SeparatedReader reader(text, separator);
  for (std::size_t i = 0; i < header_row_max; i++) {
    const auto next = reader.next();
    if (next == SeparatedReader::Next::end) break;
    if (next == SeparatedReader::Next::broken || reader.cells().size() < 2) continue;
    if (auto list = columns_of(reader.cells(), settings)) return Header{separator, reader.line(), std::move(*list)};
  }
  return std::nullopt;
}

// The separator under which most headers are known.
std::optional<Header> find_header(std::string_view text, const ListSettings& settings) {
  std::optional<Header> found;
  for (const char separator : {',', ';', '\t', '|'}) {
    auto header = find_header(text, separator, settings);
    if (header && (!found || header->list.known > found->list.known)) found = std::move(header);
  }
  return found;
}

Error no_devices(const std::string& what) {
  return Error{ErrorKind::invalid_input, "ingest.no_devices", what + " has the headers of a list and no devices"};
}

}  // namespace

bool is_device_list(std::string_view text, const ListSettings& settings) {
  return find_header(text, settings).has_value();
}

std::string headers_of_table(std::string_view text) {
  constexpr std::size_t columns_min = 3, headers_shown = 8;
  for (const char separator : {',', ';', '\t', '|'}) {
    SeparatedReader reader(text, separator);
    if (reader.next() != SeparatedReader::Next::row || reader.cells().size() < columns_min) continue;
    const std::vector<std::string> headers(reader.cells().begin(), reader.cells().end());
    const bool all_short =
        std::all_of(headers.begin(), headers.end(), [](const std::string& header) { return header.size() < 64; });
    if (!all_short || reader.next() != SeparatedReader::Next::row || reader.cells().size() != headers.size()) continue;
    std::string shown;
    for (std::size_t i = 0; i < std::min(headers.size(), headers_shown); i++)
      shown += (i == 0 ? "" : ", ") + std::string(trimmed(headers[i]));
    return headers.size() > headers_shown ? shown + " ..." : shown;
  }
  return {};
}

Result<DeviceList> read_device_list(std::string_view text, std::string_view place, const ListSettings& settings) {
  auto header = find_header(text, settings);
  if (!header)
    return Error{ErrorKind::invalid_input, "ingest.not_an_inventory", "no row of headers tells what the columns are"};
  SHOAL_TRY(check_columns(header->list));
  TableReader list(settings, std::move(header->list), std::string(place));
  SeparatedReader rows(text, header->separator);
  for (auto next = rows.next(); next != SeparatedReader::Next::end; next = rows.next()) {
    if (rows.line() <= header->line) continue;
    if (rows.line() == std::numeric_limits<std::uint32_t>::max())
      return Error{ErrorKind::invalid_input, "ingest.too_many_lines", "more rows than any list has"};
    if (next == SeparatedReader::Next::broken) {
      list.set_aside(rows.line(), std::string(rows.reason()));
    } else if (!rows.ended() && list.is_short(rows.cells())) {
      list.set_aside(rows.line(), "the file ends inside this row");
    } else {
      list.take(rows.cells(), rows.line());
    }
  }
  DeviceList made = SHOAL_TRY(list.finish());
  if (made.observations.empty() && made.broken.empty()) return no_devices("the file");
  return made;
}

Result<DeviceList> read_device_workbook(std::string_view bytes, std::string_view place, const ListSettings& settings) {
  DeviceList made;
  std::string sheet_read;
  std::optional<TableReader> list;
  std::size_t rows = 0;
  std::vector<std::string_view> cells;
  bool any_header = false;
  Result<void> failed;
  const auto finish_sheet = [&]() -> Result<void> {
    if (!list) return {};
    auto finished = list->finish();
    list.reset();
    if (!finished) return std::move(finished).error().within("sheet " + sheet_read);
    std::move(finished->observations.begin(), finished->observations.end(), std::back_inserter(made.observations));
    std::move(finished->broken.begin(), finished->broken.end(), std::back_inserter(made.broken));
    made.mapped.insert(made.mapped.end(), finished->mapped.begin(), finished->mapped.end());
    return {};
  };
  const auto take = [&](const std::string& sheet, SheetRow& row) {
    if (!failed) return false;
    if (sheet != sheet_read) {
      failed = finish_sheet();
      if (!failed) return false;
      sheet_read = sheet;
      rows = 0;
    }
    cells.assign(row.cells.begin(), row.cells.end());
    if (list) {
      list->take(cells, row.number);
      return true;
    }
    if (auto columns = columns_of(cells, settings)) {
      any_header = true;
      failed = check_columns(*columns);
      if (!failed) {
        failed = std::move(failed).error().within("sheet " + sheet);
        return false;
      }
      list.emplace(settings, std::move(*columns), std::string(place) + " sheet " + sheet);
      list->count_days(row.from_1904 ? DayCount::from_1904 : DayCount::from_1900);
    }
    return ++rows < header_row_max || list;
  };
  SHOAL_TRY(read_workbook(bytes, take));
  SHOAL_TRY(std::move(failed));
  SHOAL_TRY(finish_sheet());
  if (!any_header)
    return Error{ErrorKind::invalid_input, "ingest.not_an_inventory", "no sheet has the headers of a device list"};
  if (made.observations.empty() && made.broken.empty()) return no_devices("the workbook");
  std::sort(made.mapped.begin(), made.mapped.end());
  return made;
}

}  // namespace shoal::ingest
