#include "report/applications.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "report/csv_line.hpp"
#include "report/figures.hpp"
#include "report/json_text.hpp"
#include "report/text_table.hpp"

namespace shoal::report {
namespace {

using estate::Application;
using estate::Applications;
using estate::Counted;
using estate::OwnedApplication;
using enum TextTable::Align;

constexpr std::size_t applications_shown_max = 40;  // Applications in a table.
constexpr std::size_t unmatched_shown_max = 10;     // Names below it.

const std::string& or_untold(const std::string& text) {
  static const std::string untold = "not told";
  return text.empty() ? untold : text;
}

std::string personal_data_of(const OwnedApplication& row) {
  return !row.personal_data ? "" : *row.personal_data ? "yes" : "no";
}

// The row that people keep of the application; null where there is none.
const OwnedApplication* row_of(const OwnersSubject* owners, std::size_t application) {
  if (owners == nullptr || !owners->owned.row_of[application]) return nullptr;
  return &owners->kept.rows[*owners->owned.row_of[application]];
}

// --- All applications: the table

std::vector<std::string> table_cells(const Applications& applications, std::size_t i, const OwnersSubject* owners) {
  const Application& each = applications.found[i];
  std::vector<std::string> cells = {each.name,
                                    grouped(each.devices.size()),
                                    grouped(applications.lacking(each)),
                                    grouped(each.users),
                                    grouped(each.devices_without_user),
                                    grouped(each.versions.size()),
                                    or_untold(each.versions.front().text)};
  if (owners == nullptr) return cells;
  const OwnedApplication* row = row_of(owners, i);
  cells.push_back(row == nullptr ? "unmatched" : or_untold(row->owner));
  cells.push_back(row == nullptr ? "" : row->criticality);
  cells.push_back(row == nullptr ? "" : personal_data_of(*row));
  return cells;
}

std::string sums_text(const Applications& applications) {
  TextTable table({{"", left}, {"", right}, {"", left}});
  const auto add = [&](const char* what, std::uint64_t count, const std::string& note) {
    table.add({what, grouped(count), note});
  };
  add("devices", applications.devices, "");
  add("  programs listed", applications.devices_listed,
      "of each application: the devices that have it and those that lack it");
  add("  no list of programs", applications.devices_not_listed(), "any application may be there");
  add("entries of these lists", applications.entries, "");
  add("  of applications", applications.entries_of_applications,
      counted(applications.found.size(), "application", "applications"));
  add("  no application", applications.entries_apart, "updates, language packs, drivers and parts of something else");
  add("  without a name", applications.entries_unnamed,
      applications.entries_unnamed == 0 ? "" : "on " + counted(applications.devices_with_unnamed, "device", "devices"));
  std::string text = table.text();
  text.erase(0, text.find('\n') + 1);  // The heading is empty.
  return text;
}

std::string more_line(std::size_t all, std::size_t shown) {
  return all <= shown ? "" : "    and " + grouped(all - shown) + " more: --format json or csv has all\n";
}

std::string unmatched_rows_text(const OwnersSubject& owners) {
  const std::vector<std::size_t>& unmatched = owners.owned.unmatched;
  std::string text;
  for (std::size_t i = 0; i < std::min(unmatched.size(), unmatched_shown_max); i++) {
    const OwnedApplication& row = owners.kept.rows[unmatched[i]];
    text += "    line " + std::to_string(row.line) + ": " + printable(row.application) + "\n";
  }
  return text + more_line(unmatched.size(), unmatched_shown_max);
}

std::string unmatched_applications_text(const Applications& applications, const OwnersSubject& owners) {
  std::string text;
  std::size_t met = 0;
  for (std::size_t i = 0; i < applications.found.size(); i++) {
    if (owners.owned.row_of[i] || met++ >= unmatched_shown_max) continue;
    text += "    " + printable(applications.found[i].name) + "\n";
  }
  return text + more_line(met, unmatched_shown_max);
}

std::string set_aside_text(const OwnersSubject& owners) {
  const std::vector<estate::SetAside>& all = owners.kept.set_aside;
  std::string text;
  for (std::size_t i = 0; i < std::min(all.size(), unmatched_shown_max); i++)
    text += "    " + printable(all[i].reason) + "\n";
  return text + more_line(all.size(), unmatched_shown_max);
}

// What people keep, against what was observed: each side sums.
std::string owners_text(const Applications& applications, const OwnersSubject& owners) {
  const std::size_t rows = owners.kept.rows.size(), unmatched = owners.owned.unmatched.size();
  const std::uint64_t aside = estate::count_of(owners.kept.set_aside),
                      without = applications.found.size() - owners.owned.matched;
  std::string text = "\n" + printable(owners.place) + ": " + counted(rows + aside, "row", "rows") + "\n";
  text += "  matched to an application: " + grouped(rows - unmatched) + "\n";
  text += "  unmatched, no device that is meant has such an application: " + grouped(unmatched) + "\n";
  text += unmatched_rows_text(owners);
  text += "  set aside: " + grouped(aside) + "\n" + set_aside_text(owners);
  for (const std::string& header : owners.kept.ignored)
    text += "  the column " + or_untold(printable(header)) + " is ignored\n";
  text += counted(applications.found.size(), "application", "applications") + ": " + grouped(owners.owned.matched) +
          " with a row, " + grouped(without) + " unmatched" + (without > 0 ? ", on most devices first:" : "") + "\n";
  return text + unmatched_applications_text(applications, owners);
}

void write_applications_table(const Applications& applications, const OwnersSubject* owners, const Basis& basis,
                              std::ostream& out) {
  std::vector<TextTable::Column> columns = {{"application", left}, {"devices", right}, {"lack it", right},
                                            {"users", right},      {"no user", right}, {"versions", right},
                                            {"most often", left}};
  if (owners != nullptr)
    columns.insert(columns.end(), {{"owner", left}, {"criticality", left}, {"personal data", left}});
  TextTable table(std::move(columns));
  const std::size_t all = applications.found.size();
  for (std::size_t i = 0; i < std::min(all, applications_shown_max); i++)
    table.add(table_cells(applications, i, owners));
  out << basis_line(basis, applications.devices) << "\n" << table.text();
  if (all > applications_shown_max)
    out << "  and " << counted(all - applications_shown_max, "application more", "applications more")
        << ", on as many devices or fewer: --format json or csv has all\n";
  out << "\n" << sums_text(applications) << "no user: devices that have it and of which no source tells a user\n";
  if (owners != nullptr) out << owners_text(applications, *owners);
  out << set_aside_line(basis);
}

// --- All applications: JSON and CSV

Json told_json(const std::vector<Counted>& told, const char* key) {
  Json json = Json::array();
  for (const Counted& each : told)
    json.push_back({{key, each.text.empty() ? Json() : Json(each.text)}, {"devices", each.devices}});
  return json;
}

Json owner_json(const OwnedApplication& row) {
  Json json = {{"application", row.application},
               {"owner", row.owner},
               {"criticality", row.criticality},
               {"personal_data", nullptr},
               {"line", row.line}};
  for (const char* key : {"owner", "criticality"})
    if (json[key].get_ref<const std::string&>().empty()) json[key] = nullptr;
  if (row.personal_data) json["personal_data"] = *row.personal_data;
  return json;
}

Json application_json(const Applications& applications, std::size_t i, const OwnersSubject* owners) {
  const Application& each = applications.found[i];
  Json json = {{"application", each.name},
               {"devices", each.devices.size()},
               {"lack_it", applications.lacking(each)},
               {"not_listed", applications.devices_not_listed()},
               {"users", each.users},
               {"devices_without_user", each.devices_without_user},
               {"installations", each.installations},
               {"versions", told_json(each.versions, "version")},
               {"spellings", told_json(each.spellings, "name")},
               {"publishers", told_json(each.publishers, "publisher")}};
  if (owners == nullptr) return json;
  const OwnedApplication* row = row_of(owners, i);
  json["owned"] = row == nullptr ? Json() : owner_json(*row);
  return json;
}

Json owners_json(const Applications& applications, const OwnersSubject& owners) {
  Json json = {{"file", owners.place},
               {"rows", owners.kept.rows.size() + estate::count_of(owners.kept.set_aside)},
               {"matched", owners.kept.rows.size() - owners.owned.unmatched.size()},
               {"unmatched", Json::array()},
               {"set_aside", Json::array()},
               {"ignored_columns", owners.kept.ignored},
               {"applications_matched", owners.owned.matched},
               {"applications_unmatched", applications.found.size() - owners.owned.matched}};
  for (const std::size_t row : owners.owned.unmatched) json["unmatched"].push_back(owner_json(owners.kept.rows[row]));
  for (const estate::SetAside& aside : owners.kept.set_aside)
    json["set_aside"].push_back({{"code", aside.code}, {"reason", aside.reason}, {"count", aside.count}});
  return json;
}

Json sums_json(const Applications& applications) {
  return {{"devices",
           {{"all", applications.devices},
            {"listed", applications.devices_listed},
            {"not_listed", applications.devices_not_listed()},
            {"with_unnamed", applications.devices_with_unnamed}}},
          {"entries",
           {{"all", applications.entries},
            {"of_applications", applications.entries_of_applications},
            {"no_application", applications.entries_apart},
            {"unnamed", applications.entries_unnamed}}}};
}

void write_applications_json(const Applications& applications, const OwnersSubject* owners, const Basis& basis,
                             std::ostream& out) {
  Json json = {{"basis", basis_json(basis)}};
  json.update(sums_json(applications));
  json["applications"] = Json::array();
  for (std::size_t i = 0; i < applications.found.size(); i++)
    json["applications"].push_back(application_json(applications, i, owners));
  if (owners != nullptr) json["owners"] = owners_json(applications, *owners);
  out << indented(json);
}

// "4.2 (120); 4.1 (3)"
std::string told_text(const std::vector<Counted>& told) {
  std::string text;
  for (const Counted& each : told)
    text += (text.empty() ? "" : "; ") + or_untold(each.text) + " (" + std::to_string(each.devices) + ")";
  return text;
}

const std::vector<std::string> applications_columns = {
    "kind",     "application", "devices",    "lack_it", "not_listed",  "users",         "devices_without_user",
    "versions", "spellings",   "publishers", "owner",   "criticality", "personal_data", "line"};

void add_owner(const OwnedApplication* row, std::vector<std::string>& cells) {
  if (row == nullptr) {
    cells.resize(cells.size() + 4);
    return;
  }
  cells.insert(cells.end(), {row->owner, row->criticality, personal_data_of(*row), std::to_string(row->line)});
}

std::vector<std::string> csv_cells(const Applications& applications, std::size_t i, const OwnersSubject* owners) {
  const Application& each = applications.found[i];
  std::vector<std::string> cells = {"application",
                                    each.name,
                                    std::to_string(each.devices.size()),
                                    std::to_string(applications.lacking(each)),
                                    std::to_string(applications.devices_not_listed()),
                                    std::to_string(each.users),
                                    std::to_string(each.devices_without_user),
                                    told_text(each.versions),
                                    told_text(each.spellings),
                                    told_text(each.publishers)};
  add_owner(row_of(owners, i), cells);
  return cells;
}

// A row that is no application's: its kind, what it is about, and on how many devices.
std::vector<std::string> other_cells(const char* kind, const std::string& what, std::uint64_t have, std::uint64_t lack,
                                     std::uint64_t not_listed) {
  std::vector<std::string> cells = {kind, what, std::to_string(have), std::to_string(lack), std::to_string(not_listed)};
  cells.resize(applications_columns.size());
  return cells;
}

void write_applications_csv(const Applications& applications, const OwnersSubject* owners, std::ostream& out) {
  const std::uint64_t listed = applications.devices_listed, not_listed = applications.devices_not_listed();
  out << csv_line(applications_columns);
  for (std::size_t i = 0; i < applications.found.size(); i++) out << csv_line(csv_cells(applications, i, owners));
  out << csv_line(other_cells("unnamed", "", applications.devices_with_unnamed,
                              listed - applications.devices_with_unnamed, not_listed));
  if (owners == nullptr) return;
  for (const std::size_t at : owners->owned.unmatched) {
    std::vector<std::string> cells = other_cells("unmatched", owners->kept.rows[at].application, 0, listed, not_listed);
    cells.resize(cells.size() - 4);
    add_owner(&owners->kept.rows[at], cells);
    out << csv_line(cells);
  }
  for (const estate::SetAside& aside : owners->kept.set_aside) {
    std::vector<std::string> cells(applications_columns.size());
    cells[0] = "set-aside";
    cells[1] = aside.reason + (aside.count > 1 ? " (" + std::to_string(aside.count) + ")" : "");
    out << csv_line(cells);
  }
}

// --- One application

// The entries of a device's list that mean the application. Which names do is known from all devices.
std::vector<const estate::InstalledProgram*> entries_of(const estate::Device& device,
                                                        const std::vector<std::string>& names) {
  std::vector<const estate::InstalledProgram*> entries;
  for (const estate::InstalledProgram& program : device.known->programs)
    if (std::binary_search(names.begin(), names.end(), program.name)) entries.push_back(&program);
  return entries;
}

std::vector<std::string> names_of(const Application& application) {
  std::vector<std::string> names;
  for (const Counted& each : application.spellings) names.push_back(each.text);
  std::sort(names.begin(), names.end());
  return names;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string text;
  for (const std::string& each : texts) text += (text.empty() ? "" : "; ") + each;
  return text;
}

std::vector<std::string> users_of(const estate::Device& device) {
  std::vector<std::string> users;
  for (const estate::Tag& tag : *device.tags)
    if (tag.key == "user") users.push_back(tag.value);
  return users;
}

// A device as a line of every format tells it.
struct Holder {
  std::string number, name, activity, seen;
  std::vector<std::string> users;
  std::vector<const estate::InstalledProgram*> entries;
};

Holder holder_of(const estate::Device& device, const std::vector<std::string>& names, const Basis& basis) {
  const auto last = estate::last_seen(device);
  return {device.number ? std::to_string(*device.number) : "",
          device.name,
          std::string(spelled(estate::activity_on(device, basis.as_of, basis.silent_after))),
          last ? to_string(*last) : "",
          users_of(device),
          entries_of(device, names)};
}

std::vector<std::string> versions_of(const Holder& holder) {
  std::vector<std::string> versions;
  for (const estate::InstalledProgram* entry : holder.entries)
    versions.push_back(or_untold(estate::version_of(*entry)));
  std::sort(versions.begin(), versions.end());
  versions.erase(std::unique(versions.begin(), versions.end()), versions.end());
  return versions;
}

std::string owner_lines(const OwnersSubject& owners, const OwnedApplication* row) {
  if (row == nullptr) return printable(owners.place) + ": no row matches it\n";
  return "owner: " + printable(or_untold(row->owner)) + "; criticality: " + printable(or_untold(row->criticality)) +
         "; personal data: " + or_untold(personal_data_of(*row)) + " (" + printable(owners.place) + " line " +
         std::to_string(row->line) + ")\n";
}

void write_application_table(const Applications& applications, std::size_t at, const OwnersSubject* owners,
                             const std::vector<Holder>& holders, const Basis& basis, std::ostream& out) {
  const Application& each = applications.found[at];
  out << basis_line(basis, applications.devices) << "\n" << printable(each.name) << "\n";
  out << "listed as: " << printable(told_text(each.spellings)) << "\n";
  out << "versions: " << printable(told_text(each.versions)) << "\n";
  out << "publishers: " << printable(told_text(each.publishers)) << "\n";
  if (owners != nullptr) out << owner_lines(*owners, row_of(owners, at));
  TextTable table(
      {{"number", right}, {"device", left}, {"activity", left}, {"seen", left}, {"versions", left}, {"users", left}});
  for (const Holder& holder : holders)
    table.add(
        {holder.number, holder.name, holder.activity, holder.seen, joined(versions_of(holder)), joined(holder.users)});
  TextTable sums({{"", left}, {"", right}});
  sums.add({"have it", grouped(each.devices.size())});
  sums.add({"lack it", grouped(applications.lacking(each))});
  sums.add({"no list of programs", grouped(applications.devices_not_listed())});
  sums.rule();
  sums.add({"all devices", grouped(applications.devices)});
  std::string text = sums.text();
  text.erase(0, text.find('\n') + 1);  // The heading is empty.
  out << "\n" << table.text() << "\n" << text << set_aside_line(basis);
}

void write_application_json(const Applications& applications, std::size_t at, const OwnersSubject* owners,
                            const std::vector<Holder>& holders, const Basis& basis, std::ostream& out) {
  Json json = {{"basis", basis_json(basis)},
               {"application", application_json(applications, at, owners)},
               {"devices", Json::array()}};
  for (const Holder& holder : holders) {
    Json device = {
        {"device", holder.name},       {"number", holder.number.empty() ? Json() : Json(std::stoul(holder.number))},
        {"activity", holder.activity}, {"seen", holder.seen.empty() ? Json() : Json(holder.seen)},
        {"users", holder.users},       {"entries", Json::array()}};
    for (const estate::InstalledProgram* entry : holder.entries)
      device["entries"].push_back(
          {{"name", entry->name}, {"version", estate::version_of(*entry)}, {"publisher", entry->publisher}});
    json["devices"].push_back(std::move(device));
  }
  out << indented(json);
}

const std::vector<std::string> holders_columns = {"number",  "device",    "activity",  "seen", "application",
                                                  "version", "listed_as", "publisher", "users"};

void write_application_csv(const Application& application, const std::vector<Holder>& holders, std::ostream& out) {
  out << csv_line(holders_columns);
  for (const Holder& holder : holders)
    for (const estate::InstalledProgram* entry : holder.entries)
      out << csv_line(std::vector<std::string>{holder.number, holder.name, holder.activity, holder.seen,
                                               application.name, estate::version_of(*entry), entry->name,
                                               entry->publisher, joined(holder.users)});
}

}  // namespace

void write_applications(const Applications& applications, const OwnersSubject* owners, const Basis& basis,
                        std::string_view format, std::ostream& out) {
  if (format == "json") return write_applications_json(applications, owners, basis, out);
  if (format == "csv") return write_applications_csv(applications, owners, out);
  write_applications_table(applications, owners, basis, out);
}

void write_application(const Applications& applications, std::size_t at, const OwnersSubject* owners,
                       std::span<const estate::Device> devices, const Basis& basis, std::string_view format,
                       std::ostream& out) {
  const Application& each = applications.found[at];
  const std::vector<std::string> names = names_of(each);
  std::vector<Holder> holders;
  for (const std::uint32_t device : each.devices) holders.push_back(holder_of(devices[device], names, basis));
  if (format == "json") return write_application_json(applications, at, owners, holders, basis, out);
  if (format == "csv") return write_application_csv(each, holders, out);
  write_application_table(applications, at, owners, holders, basis, out);
}

}  // namespace shoal::report
