#include "sample/lists.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include "base/text.hpp"
#include "sample/hardware.hpp"
#include "sample/identity.hpp"

namespace shoal::sample {
namespace {

using std::chrono::days;
using std::chrono::year_month_day;

// Domain, site and type of a device's account, which the generator does not vary.
constexpr unsigned workstation_trust = 4096, account_disabled = 2;

void append(std::string& out, std::uint64_t number) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

void append_two(std::string& out, unsigned number) {
  out += static_cast<char>('0' + number / 10 % 10);
  out += static_cast<char>('0' + number % 10);
}

void append_day(std::string& out, Day day, char separator) {
  const year_month_day date(day);
  append_two(out, static_cast<unsigned>(date.day()));
  out += separator;
  append_two(out, static_cast<unsigned>(date.month()));
  out += separator;
  append(out, static_cast<std::uint64_t>(static_cast<int>(date.year())));
}

// Domain controllers replicate a logon at most every nine to fourteen days.
Day logged_on(const Device& device) { return device.last_seen - days(device.lot % 14); }

unsigned account_control(const Device& device) {
  return workstation_trust | (device.has(Fault::disabled) ? account_disabled : 0);
}

void append_hex(std::string& out, unsigned char byte) {
  constexpr char digits[] = "0123456789abcdef";
  out += digits[byte >> 4U];
  out += digits[byte & 15U];
}

// The directory shows the first eight bytes as three little-endian numbers.
void append_guid(std::string& out, const std::array<unsigned char, 16>& guid) {
  constexpr std::size_t shown[] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
  for (std::size_t i = 0; i < 16; i++) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    append_hex(out, guid[shown[i]]);
  }
}

// csvde shows a SID by its bytes: revision, number of parts, authority, and each part as a little-endian number.
void append_sid_bytes(std::string& out, std::string_view sid) {
  out += "010500000000000515000000";
  std::vector<std::string_view> parts = split(sid, '-');
  for (std::size_t i = 4; i < parts.size(); i++) {
    std::uint32_t part = *parse_number(parts[i]);
    for (int byte = 0; byte < 4; byte++, part >>= 8U) append_hex(out, static_cast<unsigned char>(part & 0xFFU));
  }
}

// What a row of the directory says of an account: that of the device, or one that it left behind.
struct Account {
  std::string label, name, sid;
  std::array<unsigned char, 16> guid;
  Day logged_on;
};

std::vector<Account> accounts_of(const Estate& estate, const Device& device) {
  if (!in_directory(device)) return {};
  Identity identity = identity_of(estate, device);
  std::vector<Account> made = {{device.label, device.name, std::move(identity.sid), identity.guid, logged_on(device)}};
  if (auto behind = account_left_behind(estate, device))
    made.push_back({behind->name, behind->name, std::move(behind->sid), behind->guid, behind->last_seen});
  return made;
}

void append_dn(std::string& out, const Estate& estate, const Device& device, std::string_view label) {
  out += "CN=";
  out += label;
  out += device.model != nullptr && device.model->server ? ",OU=Servers,OU=" : ",OU=Workstations,OU=";
  out += device.site->code;
  out += ",DC=";
  out += estate.domain().substr(0, estate.domain().find('.'));
  out += ",DC=example";
}

// What a device tells its directory of its operating system: the name without its maker.
std::string_view directory_name(const Device& device) {
  if (device.model == nullptr) return {};
  if (device.release->version == "5.2") return "Windows Server 2003";
  std::string_view name = device.model->names[static_cast<std::size_t>(device.image->language)];
  while (name.ends_with(' ')) name.remove_suffix(1);
  return name.substr(name.find("Windows"));
}

std::string directory_version(const Device& device) {
  if (device.release == nullptr) return {};
  return device.release->version + " (" + std::to_string(device.release->build) + ")";
}

std::string service_pack(const Device& device) {
  if (device.release == nullptr || device.release->service_pack == 0) return {};
  return "Service Pack " + std::to_string(device.release->service_pack);
}

// --- Get-ADComputer -------------------------------------------------------------------------------------------------

void directory_head(const Estate& estate, std::string& out) {
  // Export-Csv writes the type unless it is told not to; half of the people tell it.
  if (estate.request().seed % 2 == 1) out += "#TYPE Microsoft.ActiveDirectory.Management.ADComputer\r\n";
  out +=
      "\"CN\",\"Created\",\"Description\",\"DistinguishedName\",\"DNSHostName\",\"Enabled\",\"LastLogonDate\","
      "\"lastLogonTimestamp\",\"Location\",\"Name\",\"ObjectClass\",\"ObjectGUID\",\"OperatingSystem\","
      "\"OperatingSystemHotfix\",";
  if (estate.request().faults != Faults::many) out += "\"OperatingSystemServicePack\",";
  out += "\"OperatingSystemVersion\",\"SamAccountName\",\"SID\",\"userAccountControl\"\r\n";
}

void directory_row(const Estate& estate, const Device& device, const Account& account, std::string& out) {
  const auto field = [&out](std::string_view text) {
    out += '"';
    out += text;
    out += "\",";
  };
  field(account.label);
  out += '"';
  append_day(out, account.logged_on - days(30 + device.lot * 4), '/');
  out += " 09:30:00\",\"";
  out += device.owner;
  out += ", ";
  out += device.site->town;
  out += "\",\"";
  append_dn(out, estate, device, account.label);
  out += "\",\"";
  out += lower_ascii(account.label);
  out += '.';
  out += estate.domain();
  out += "\",";
  field(device.has(Fault::disabled) ? "False" : "True");
  out += '"';
  append_day(out, account.logged_on, '/');
  out += " 12:00:00\",\"";
  append(out, filetime(account.logged_on));
  out += "\",";
  field(device.site->code);
  field(account.name);
  field("computer");
  out += '"';
  append_guid(out, account.guid);
  out += "\",";
  field(directory_name(device));
  if (device.has(Fault::broken_row)) {
    out += "\"\r\n";
    return;
  }
  field("");
  if (estate.request().faults != Faults::many) field(service_pack(device));
  field(directory_version(device));
  out += '"';
  out += account.label;
  out += "$\",";
  field(account.sid);
  out += '"';
  append(out, account_control(device));
  out += "\"\r\n";
}

void directory_rows(const Estate& estate, const Device& device, std::string& out) {
  for (const Account& account : accounts_of(estate, device)) directory_row(estate, device, account, out);
}

// --- csvde ----------------------------------------------------------------------------------------------------------

void csvde_head(const Estate&, std::string& out) {
  out +=
      "DN,objectClass,cn,description,distinguishedName,whenCreated,name,objectGUID,userAccountControl,"
      "sAMAccountName,lastLogonTimestamp,operatingSystem,operatingSystemVersion,operatingSystemServicePack,"
      "dNSHostName,objectSid\r\n";
}

void csvde_row(const Estate& estate, const Device& device, const Account& account, std::string& out) {
  std::string dn;
  append_dn(dn, estate, device, account.label);
  out += "\"" + dn + "\",computer," + account.label + ",\"" + std::string(device.owner) + ", " + device.site->town +
         "\",\"" + dn + "\",20240301093000.0Z," + account.label + ",X'";
  for (const unsigned char byte : account.guid) append_hex(out, byte);
  out += "',";
  append(out, account_control(device));
  out += "," + account.label + "$,";
  append(out, filetime(account.logged_on));
  out += ",";
  out += directory_name(device);
  if (device.has(Fault::broken_row)) {
    out += "\r\n";
    return;
  }
  out += "," + directory_version(device) + "," + service_pack(device) + "," + lower_ascii(account.label) + "." +
         std::string(estate.domain()) + ",X'";
  append_sid_bytes(out, account.sid);
  out += "'\r\n";
}

void csvde_rows(const Estate& estate, const Device& device, std::string& out) {
  for (const Account& account : accounts_of(estate, device)) csvde_row(estate, device, account, out);
}

// --- The management server ------------------------------------------------------------------------------------------

constexpr std::uint64_t first_resource = 16'777'219;
constexpr std::uint32_t inventoried_below = 100;  // Lots of devices whose updates the management server collects.

// Whether the client on the device ever told what it runs on.
bool was_inventoried(const Device& device) {
  return in_configmgr(device) && device.release != nullptr && !device.has(Fault::no_output);
}

std::string resource(const Device& device) { return std::to_string(first_resource + device.number); }

void system_head(const Estate&, std::string& out) {
  out +=
      "ResourceID,Netbios_Name0,Resource_Domain_OR_Workgr0,AD_Site_Name0,Operating_System_Name_and0,Build01,Client0,"
      "Active0,Obsolete0,Last_Logon_Timestamp0,SMBIOS_GUID0,SID0\r\n";
}

void system_rows(const Estate& estate, const Device& device, std::string& out) {
  if (!in_configmgr(device)) return;
  out += resource(device) + "," + device.name + "," +
         std::string(estate.domain().substr(0, estate.domain().find('.'))) + "," + device.site->code + ",";
  if (device.release == nullptr) {
    out += "NULL,NULL,NULL,NULL,0,";
  } else {
    out += device.model->server ? "Microsoft Windows NT Advanced Server " : "Microsoft Windows NT Workstation ";
    out += device.release->version + "," + device.release->version + "." + std::to_string(device.release->build) +
           ",1,1,0,";
  }
  const Identity identity = identity_of(estate, device);
  out += to_string(logged_on(device)) + " 12:00:00.000," +
         (was_inventoried(device) ? identity.uuid : std::string("NULL")) + "," + identity.sid + "\r\n";
}

void bios_head(const Estate&, std::string& out) { out += "ResourceID,SerialNumber0,TimeStamp\r\n"; }

void bios_rows(const Estate& estate, const Device& device, std::string& out) {
  if (!was_inventoried(device)) return;
  out += resource(device) + "," + identity_of(estate, device).serial + "," + to_string(device.last_seen) +
         " 12:00:00.000\r\n";
}

void product_head(const Estate&, std::string& out) { out += "ResourceID,IdentifyingNumber0,UUID0,TimeStamp\r\n"; }

void product_rows(const Estate& estate, const Device& device, std::string& out) {
  if (!was_inventoried(device)) return;
  const Identity identity = identity_of(estate, device);
  out += resource(device) + "," + identity.serial + "," + identity.uuid + "," + to_string(device.last_seen) +
         " 12:00:00.000\r\n";
}

void adapter_head(const Estate&, std::string& out) { out += "ResourceID,MACAddress0,TimeStamp\r\n"; }

void adapter_rows(const Estate& estate, const Device& device, std::string& out) {
  if (!was_inventoried(device)) return;
  for (const std::string& mac : identity_of(estate, device).macs)
    out += resource(device) + "," + mac + "," + to_string(device.last_seen) + " 12:00:00.000\r\n";
}

void operating_system_head(const Estate&, std::string& out) {
  out += "ResourceID,Caption0,CSDVersion0,Version0,BuildNumber0,InstallDate0,TimeStamp\r\n";
}

void operating_system_rows(const Estate&, const Device& device, std::string& out) {
  if (!in_configmgr(device) || device.release == nullptr || device.has(Fault::no_output)) return;
  const std::string pack = service_pack(device), build = std::to_string(device.release->build);
  out += resource(device) + "," + csv_field(device.model->names[static_cast<std::size_t>(device.image->language)]) +
         "," + (pack.empty() ? "NULL" : pack) + "," + device.release->version + "." + build + "," + build + "," +
         to_string(device.image->built) + " 09:30:00.000," + to_string(device.last_seen) + " 12:00:00.000\r\n";
}

void fix_head(const Estate&, std::string& out) { out += "ResourceID,HotFixID0,Description0,InstalledOn0\r\n"; }

void fix_rows(const Estate& estate, const Device& device, std::string& out) {
  if (!in_configmgr(device) || device.image == nullptr || device.has(Fault::no_output) ||
      device.lot >= inventoried_below)
    return;
  const bool old = device.release->version.starts_with("5.");
  for (const Installed& update : estate.states()[device.state].updates) {
    const year_month_day day(std::max(update.released, device.image->built));
    out += resource(device) + "," + (old && update.in_image ? "File 1" : "KB" + std::to_string(update.kb)) +
           ",Security Update,";
    append(out, static_cast<unsigned>(day.month()));
    out += '/';
    append(out, static_cast<unsigned>(day.day()));
    out += '/';
    append(out, static_cast<std::uint64_t>(static_cast<int>(day.year())));
    out += "\r\n";
  }
}

void program_head(const Estate&, std::string& out) {
  out += "ResourceID,ProdID0,DisplayName0,Publisher0,Version0,InstallDate0\r\n";
}

void program_rows(const Estate&, const Device& device, std::string& out) {
  if (!in_configmgr(device) || device.image == nullptr || device.has(Fault::no_output)) return;
  for (const Program& program : device.image->programs)
    out += resource(device) + "," + csv_field(program.name) + "," + csv_field(program.name) + "," +
           csv_field(program.publisher) + "," + csv_field(program.version) + ",NULL\r\n";
}

void client_head(const Estate&, std::string& out) {
  out += "ResourceID,ClientActiveStatus,LastActiveTime,LastOnline,LastHW\r\n";
}

void client_rows(const Estate&, const Device& device, std::string& out) {
  if (!in_configmgr(device) || device.has(Fault::no_output)) return;
  const std::string day = to_string(device.last_seen) + " 12:00:00.000";
  out += resource(device) + (device.has(Fault::stale) ? ",0," : ",1,") + day + "," + day + "," + day + "\r\n";
}

constexpr List configmgr[] = {
    {"estate/exports/configmgr_system.csv", Encoding::utf8_bom, system_head, system_rows},
    {"estate/exports/configmgr_operating_system.csv", Encoding::utf8_bom, operating_system_head, operating_system_rows},
    {"estate/exports/configmgr_quick_fix_engineering.csv", Encoding::utf8_bom, fix_head, fix_rows},
    {"estate/exports/configmgr_add_remove_programs.csv", Encoding::utf8_bom, program_head, program_rows},
    {"estate/exports/configmgr_client_summary.csv", Encoding::utf8_bom, client_head, client_rows},
    {"estate/exports/configmgr_pc_bios.csv", Encoding::utf8_bom, bios_head, bios_rows},
    {"estate/exports/configmgr_computer_system_product.csv", Encoding::utf8_bom, product_head, product_rows},
    {"estate/exports/configmgr_network_adapter.csv", Encoding::utf8_bom, adapter_head, adapter_rows}};

// --- The spreadsheet ------------------------------------------------------------------------------------------------

void spreadsheet_head(const Estate& estate, std::string& out) {
  if (estate.request().faults != Faults::none) {
    out += "Geräteliste, Stand ";
    append_day(out, estate.request().as_of, '.');
    out += ";;;;;;;;;;;;\r\n";
  }
  out +=
      "Gerätename;Betriebssystem;Version;Service Pack;Standort;Abteilung;Zuletzt gesehen;Seriennummer;"
      "Inventarnummer;Bemerkung;RAM (GB);Festplatte (GB);TPM\r\n";
}

void spreadsheet_rows(const Estate& estate, const Device& device, std::string& out) {
  if (const auto before = predecessor(estate, device)) {
    out += before->name + ";;;;" + device.site->code + " " + device.site->town + ";" + std::string(device.owner) + ";";
    append_day(out, before->last_seen, '.');
    out += ";" + before->serial + ";" + before->asset_tag + ";\r\n";
  }
  out += name_in_spreadsheet(estate, device) + ";" + std::string(directory_name(device)) + ";";
  if (device.release != nullptr) out += device.release->version + "." + std::to_string(device.release->build);
  out += ";";
  if (device.has(Fault::broken_row)) {
    out += "\r\n";
    return;
  }
  out +=
      service_pack(device) + ";" + device.site->code + " " + device.site->town + ";" + std::string(device.owner) + ";";
  append_day(out, device.last_seen, '.');
  const Identity identity = identity_of(estate, device);
  out += ";" + identity.sticker_serial + ";" + identity.asset_tag;
  out += device.lot < 20 ? ";\"Gerät steht im Keller; prüfen\"" : ";";
  if (device.release != nullptr) {
    const Hardware& machine = hardware_of(estate, device);
    const std::string memory = machine.memory_mb < 1024 ? "0,5" : std::to_string(machine.memory_mb / 1024);
    out += ";" + memory + ";" + std::to_string(machine.disk_gb) + ";" + std::string(machine.tpm);
  }
  out += "\r\n";
}

}  // namespace

const List directory_list{"estate/exports/ad.csv", Encoding::utf8_bom, directory_head, directory_rows};
const List csvde_list{"estate/exports/csvde.csv", Encoding::utf16le, csvde_head, csvde_rows};
const std::span<const List> configmgr_lists{configmgr};
const List spreadsheet_list{"estate/exports/geraeteliste.csv", Encoding::cp1252, spreadsheet_head, spreadsheet_rows};

bool in_directory(const Device& device) { return !device.has(Fault::not_in_directory); }

bool in_configmgr(const Device& device) { return in_directory(device); }

std::uint64_t filetime(Day day) {
  constexpr Day first{std::chrono::year(1601) / 1 / 1};
  constexpr std::uint64_t half_days_to_ticks = 432'000'000'000;
  return (static_cast<std::uint64_t>((day - first).count()) * 2 + 1) * half_days_to_ticks;
}

std::string csv_field(std::string_view text, char separator) {
  if (text.find_first_of("\"\r\n") == std::string_view::npos && text.find(separator) == std::string_view::npos)
    return std::string(text);
  std::string out = "\"";
  for (const char letter : text) {
    if (letter == '"') out += '"';
    out += letter;
  }
  return out + "\"";
}

}  // namespace shoal::sample
