#include "ingest/device_list.hpp"

#include <doctest/doctest.h>

#include "ingest/machine_cells.hpp"
#include "ingest/made_workbook.hpp"
#include "ingest/observation_spelling.hpp"
#include "ingest/os_cells.hpp"
#include "ingest/reader.hpp"

namespace shoal::ingest {
namespace {

using estate::Attribute;

// A few headers in the manner of data/lists/columns.csv.
estate::ColumnNames names() {
  estate::ColumnNames known;
  const auto add = [&](const char* header, Attribute attribute, const char* from = "",
                       estate::HeaderRank rank = estate::HeaderRank::plain, const char* tag = "") {
    known.names.push_back({estate::fold_header(header), {attribute, tag}, from, rank});
  };
  constexpr auto weak = estate::HeaderRank::weak, key = estate::HeaderRank::key;
  add("Name", Attribute::name, "", weak);
  add("Computer", Attribute::name);
  add("Rechnername", Attribute::name);
  add("DNS host name", Attribute::dns_name);
  add("SamAccountName", Attribute::account_name);
  add("DistinguishedName", Attribute::distinguished_name);
  add("Operating system", Attribute::os_name);
  add("OS", Attribute::os_name);
  add("Betriebssystem", Attribute::os_name);
  add("Operating system version", Attribute::os_version);
  add("Version", Attribute::os_version, "", weak);
  add("OperatingSystemServicePack", Attribute::service_pack_or_none);
  add("Last seen", Attribute::last_seen);
  add("lastLogonTimestamp", Attribute::last_seen);
  add("Hotfixes", Attribute::updates);
  add("HotFixID", Attribute::updates);
  add("UserAccountControl", Attribute::account_control);
  add("Software", Attribute::program, "", weak);
  add("Site", Attribute::tag, "", estate::HeaderRank::plain, "site");
  add("Serial", Attribute::serial);
  add("MAC", Attribute::mac);
  add("ObjectSID", Attribute::sid);
  add("Antivirus", Attribute::antivirus);
  add("Definitions", Attribute::antivirus_day);
  add("BitLocker", Attribute::disk_encryption);
  add("ResourceID", Attribute::resource, "v_GS_QUICK_FIX_ENGINEERING", key);
  add("HotFixID0", Attribute::updates, "v_GS_QUICK_FIX_ENGINEERING", key);
  add("ResourceID", Attribute::resource, "v_GS_NETWORK_ADAPTER", key);
  add("MACAddress0", Attribute::mac, "v_GS_NETWORK_ADAPTER", key);
  return known;
}

std::string spelled_row(const estate::Observation& seen) {
  std::string text = std::to_string(seen.row) + " " + seen.device;
  if (seen.resource != 0) text += "#" + std::to_string(seen.resource);
  const estate::Claims& claims = *seen.claims;
  if (claims.os) text += " | " + claims.os->name + " " + claims.os->version + "." + std::to_string(claims.os->build);
  if (claims.os && claims.os->service_pack_told) text += " sp" + std::to_string(claims.os->service_pack);
  if (claims.updates_listed) text += " | updates" + spelled_updates(claims) + (claims.cut_short ? " cut" : "");
  for (const auto& program : claims.programs) text += " | " + program.name + " " + program.version;
  if (seen.seen_on) text += " | " + to_string(*seen.seen_on);
  for (const estate::Tag& tag : *seen.tags) text += " | " + tag.key + "=" + tag.value;
  return text + "\n";
}

std::string spelled(const Result<DeviceList>& list) {
  if (!list) return std::string(list.error().code) + ": " + list.error().message;
  std::string text;
  for (const auto& seen : list->observations) text += spelled_row(seen);
  for (const auto& row : list->broken)
    text += "broken " + row.place + ": " + row.reason + (row.count == 1 ? "" : " *" + std::to_string(row.count)) + "\n";
  return text;
}

std::string read_list(std::string_view text, std::vector<MappedColumn> mapped = {},
                      DayOrder order = DayOrder::unknown) {
  return spelled(read_device_list(text, "l.csv", ListSettings(names(), std::move(mapped), order)));
}

TEST_CASE("the header row is found below titles and blank rows, with any separator") {
  const std::string device = "PC1 | Windows 7 .0 | site=Leeds\n";
  CHECK(read_list("Computer,OS,Site\nPC1,Windows 7,Leeds\n") == "2 " + device);
  CHECK(read_list("Inventory of 3 May\n\nComputer;OS;Site\nPC1;Windows 7;Leeds\n") == "4 " + device);
  CHECK(read_list("sep=;\r\nComputer;OS;Site\r\nPC1;Windows 7;Leeds\r\n") == "3 " + device);
  CHECK(read_list("Computer\tOS\tSite\nPC1\tWindows 7\tLeeds\n") == "2 " + device);
  CHECK(read_list("Computer|OS|Site\nPC1|Windows 7|Leeds\n") == "2 " + device);
  CHECK(read_list("Name,Version\nFirefox,115\n") ==
        "ingest.not_an_inventory: no row of headers tells what the columns are");
}

TEST_CASE("a directory's export gives name, version, service pack, last logon, unit and disabled accounts") {
  // 131500000000000000 units of 100 ns after 1601-01-01 are 2017-09-16.
  CHECK(
      read_list("SamAccountName,DistinguishedName,Operating system,Operating system version,OperatingSystemServicePack,"
                "lastLogonTimestamp,UserAccountControl\n"
                "PC1$,\"CN=PC1,OU=Desktops,OU=Leeds,DC=corp\",Windows XP Professional,5.1 (2600),Service Pack 3,"
                "131500000000000000,4098\n"
                "PC2$,\"CN=PC2,DC=corp\",Windows 10 Pro,10.0 (19045),,0,4096\n") ==
      "2 PC1 | Windows XP Professional 5.1.2600 sp3 | 2017-09-16 | account=disabled | ou=Leeds/Desktops\n"
      "3 PC2 | Windows 10 Pro 10.0.19045 sp0\n");
}

TEST_CASE("a day that can be read in two ways needs another day or a person to decide") {
  const std::string list = "Computer,OS,Last seen\nPC1,Windows 7,03/04/2026\n";
  CHECK(read_list(list) ==
        "ingest.ambiguous_day: line 2: 03/04/2026 can be read in two ways, and no other day of the list shows which; "
        "say --date-order dmy where the day comes first, mdy where the month does");
  CHECK(read_list(list, {}, DayOrder::month_first) == "2 PC1 | Windows 7 .0 | 2026-03-04\n");
  CHECK(read_list(list + "PC2,Windows 7,25/04/2026\n") ==
        "2 PC1 | Windows 7 .0 | 2026-04-03\n3 PC2 | Windows 7 .0 | 2026-04-25\n");
  CHECK(read_list(list + "PC2,Windows 7,25/04/2026\nPC3,Windows 7,4/25/2026\n") ==
        "ingest.ambiguous_day: line 2: 03/04/2026 can be read in two ways, and the list has both 25/04/2026 and "
        "4/25/2026; say --date-order dmy where the day comes first, mdy where the month does");
  CHECK(read_list("Rechnername;Betriebssystem;Last seen\nPC1;Windows 7;03.04.2026 17:05\nPC2;Windows 7;vorgestern\n") ==
        "2 PC1 | Windows 7 .0 | 2026-04-03\n3 PC2 | Windows 7 .0 | last-seen=vorgestern\n");
}

TEST_CASE("a year of two digits needs a person's word, which other days of the list cannot give") {
  const std::string list = "Computer,OS,Last seen\nPC1,Windows 7,25/12/2025\nPC2,Windows 7,03/04/26 10:11\n";
  CHECK(read_list(list) ==
        "ingest.ambiguous_day: line 3: 03/04/26 has two digits for the year and can be read in several ways; say "
        "--date-order dmy where it is day, month, year, mdy where it is month, day, year");
  CHECK(read_list(list, {}, DayOrder::day_first) ==
        "2 PC1 | Windows 7 .0 | 2025-12-25\n3 PC2 | Windows 7 .0 | 2026-04-03\n");
  CHECK(read_list(list, {}, DayOrder::month_first) ==
        "2 PC1 | Windows 7 .0 | 2025-12-25\n3 PC2 | Windows 7 .0 | 2026-03-04\n");
  CHECK(read_list("Computer,OS,Last seen\nPC1,Windows 7,31.12.90\nPC2,Windows 7,4-25-16\n"
                  "PC3,Windows 7,31/02/26\nPC4,Windows 7,30.12.89\n",
                  {}, DayOrder::day_first) ==
        "2 PC1 | Windows 7 .0 | 1990-12-31\n3 PC2 | Windows 7 .0 | 2016-04-25\n"
        "4 PC3 | Windows 7 .0 | last-seen=31/02/26\n5 PC4 | Windows 7 .0 | 2089-12-30\n");
}

// Excel's own help has 39448 for 1 January 2008; 45231 is 5,783 days later. 32874 is 1990-01-01, 73050 2099-12-31.
TEST_CASE("a spreadsheet's number of a day is one in a column of days, from 1990 to 2099") {
  CHECK(read_list("Computer;OS;Last seen\nPC1;Windows 7;45231\nPC2;Windows 7;39448,75\nPC3;Windows 7;39448.75\n"
                  "PC4;Windows 7;32874\nPC5;Windows 7;73050\n") ==
        "2 PC1 | Windows 7 .0 | 2023-11-01\n3 PC2 | Windows 7 .0 | 2008-01-01\n4 PC3 | Windows 7 .0 | 2008-01-01\n"
        "5 PC4 | Windows 7 .0 | 1990-01-01\n6 PC5 | Windows 7 .0 | 2099-12-31\n");
  CHECK(read_list("Computer;OS;Last seen;Site\nPC1;Windows 7;32873;45231\nPC2;Windows 7;73051;\nPC3;Windows 7;452310;\n"
                  "PC4;Windows 7;45231.x;\n") ==
        "2 PC1 | Windows 7 .0 | last-seen=32873 | site=45231\n3 PC2 | Windows 7 .0 | last-seen=73051\n"
        "4 PC3 | Windows 7 .0 | last-seen=452310\n5 PC4 | Windows 7 .0 | last-seen=45231.x\n");
}

TEST_CASE("a broken row is set aside with its line and its reason, and the list goes on") {
  CHECK(
      read_list("Computer,OS,Site\nPC1,Windows 7,Leeds\nPC2\n,Windows 7,York\nPC4,Windows 7,Hull,,\nPC5,Windows 7,a,b\n"
                "PC6,\"Windows 7,Ely\nPC7,Windows 7\nPC8,Win") ==
      "2 PC1 | Windows 7 .0 | site=Leeds\n5 PC4 | Windows 7 .0 | site=Hull\n8 PC7 | Windows 7 .0\n"
      "broken l.csv line 3: 1 cell, and the columns that tell of the device are 2\n"
      "broken l.csv line 4: no name of a device\n"
      "broken l.csv line 6: 4 cells under 3 headers\n"
      "broken l.csv line 7: a quote that never closes\n"
      "broken l.csv line 9: the file ends inside this row\n");
}

TEST_CASE("broken rows beyond the first hundred are counted and not named") {
  std::string list = "Computer,OS\nPC1,Windows 7\n";
  for (int i = 0; i < 1234; i++) list += ",Windows 7\n";
  const auto read_list = read_device_list(list, "l.csv", ListSettings(names()));
  REQUIRE(read_list);
  CHECK(read_list->broken.size() == 101);
  CHECK(estate::count_of(read_list->broken) == 1234);
  CHECK(read_list->broken.back().reason == "1,134 further broken rows");
}

TEST_CASE("two columns with one header need a person's word; other columns of one meaning keep what they say") {
  const std::string list = "Name,OS,Name\nPC1,Windows 7,Anna\n";
  CHECK(read_list(list) ==
        "ingest.two_columns: columns 1 and 3 are both called Name; say which one counts, with --map \"Name#1=name\" "
        "--map \"Name#2=tag:other\" or the other way round");
  CHECK(read_list(list, {{"Name", 1, {Attribute::name, ""}}, {"Name", 2, {Attribute::tag, "owner"}}}) ==
        "2 PC1 | Windows 7 .0 | owner=Anna\n");
  CHECK(read_list("Name,Computer,OS,Operating system\nAnna,PC1,Windows 7,Windows XP\nPC2,pc2,,Windows 8\n") ==
        "2 PC1 | Windows 7 .0 | name=Anna | operating-system=Windows XP\n3 pc2 | Windows 8 .0\n");
}

TEST_CASE("updates stand in a cell or a row each; one alone is the latest and not all") {
  CHECK(read_list("Computer,OS,Hotfixes\nPC1,Windows 7,\"KB4012598, KB4012212;kb4012598\"\nPC2,Windows 7,KB1000001\n"
                  "PC3,Windows 7,\nPC4,Windows 7,none\n") ==
        "2 PC1 | Windows 7 .0 | updates 4012598@0 4012212@0\n3 PC2 | Windows 7 .0 | updates 1000001@0 cut\n"
        "4 PC3 | Windows 7 .0\n5 PC4 | Windows 7 .0\n");
  CHECK(read_list("Computer,HotFixID\nPC1,KB1000001\nPC2,KB1000001\nPC1,KB1000002\nPC1,KB1000001\n") ==
        "2 PC1 | updates 1000001@0 1000002@4\n3 PC2 | updates 1000001@0 cut\n");
  CHECK(read_list("ResourceID,HotFixID0\n16777220,KB1000001\n") == "2 #16777220 | updates 1000001@0\n");
}

TEST_CASE("a version beside a program is the program's") {
  CHECK(read_list("Computer,Software,Version\nPC1,Firefox,52.9\nPC1,Java 8,8.0\n") ==
        "2 PC1 | Firefox 52.9 | Java 8 8.0\n");
}

TEST_CASE("columns that nobody knows become tags, and serial numbers do not") {
  CHECK(read_list("Computer,OS,Personal Data,Serial\nPC1,Windows 7,yes,S1\n") ==
        "2 PC1 | Windows 7 .0 | personal-data=yes\n");
}

TEST_CASE("versions are read in the spellings of directories, consoles and people") {
  const auto os = [](std::string_view name, std::string_view version, std::string_view build = "",
                     std::string_view pack = "") {
    return spelled_os(os_claim({name, "", version, build, "", pack, "", false}));
  };
  CHECK(os("Windows XP", "5.1 (2600)") == "Windows XP | 5.1.2600 sp0 unknown @0\n");
  CHECK(os("Windows 10", "10.0.19045.4529") == "Windows 10 | 10.0.19045.4529 sp0 unknown @0\n");
  CHECK(os("Windows 10", "22H2", "19045.4529") == "Windows 10 22H2 | .19045.4529 sp0 unknown @0\n");
  CHECK(os("Windows 10 Pro", "1809") == "Windows 10 Pro 1809 | .0 sp0 unknown @0\n");
  CHECK(os("Windows 7 SP1 64-bit", "") == "Windows 7 SP1 64-bit | .0 sp1 x64 @0\n");
  CHECK(os("", "6.1.7601 Service Pack 1 Build 7601") == " | 6.1.7601 sp1 unknown @0\n");
  CHECK(os("Microsoft Windows NT Workstation 6.1", "") ==
        "Microsoft Windows NT Workstation 6.1 | 6.1.0 sp0 unknown @0\n");
  CHECK(os("Windows Server 2008 R2", "", "", "SP1") == "Windows Server 2008 R2 | .0 sp1 unknown @0\n");
  CHECK(os("Windows 8.1", "Version 22H2 (OS Build 19045.1)") == "Windows 8.1 22H2 | .19045.1 sp0 unknown @0\n");
}

std::string sheet_rows(const std::vector<std::vector<std::string>>& rows) {
  std::string xml;
  for (const auto& row : rows) {
    xml += "<row>";
    for (const std::string& cell : row) xml += "<c t='inlineStr'><is><t>" + cell + "</t></is></c>";
    xml += "</row>";
  }
  return xml;
}

TEST_CASE("a workbook is read by the same rules") {
  const auto read_book = [](const std::vector<std::vector<std::string>>& rows) {
    return spelled(read_device_workbook(made_workbook(sheet_rows(rows)), "b.xlsx", ListSettings(names())));
  };
  CHECK(read_book({{"Our desktops"}, {}, {"Computer", "OS"}, {"PC1", "Windows 7"}, {"", "x"}}) ==
        "4 PC1 | Windows 7 .0\nbroken b.xlsx sheet List line 5: no name of a device\n");
  CHECK(read_book({{"nothing", "here"}}) == "ingest.not_an_inventory: no sheet has the headers of a device list");
  CHECK(read_book({{"Computer", "OS"}}) == "ingest.no_devices: the workbook has the headers of a list and no devices");
  CHECK(read_book({{"Computer", "Computer", "OS"}, {"PC1", "PC2", "Windows 7"}})
            .starts_with("ingest.two_columns: sheet List: columns 1 and 2 are both called Computer"));
}

// In the calendar that begins on 1904-01-01 days have numbers that are less by 1,462.
TEST_CASE("a workbook's bare numbers are days by its own calendar") {
  const auto read_book = [](const char* number, const char* properties) {
    const std::string rows = sheet_rows({{"Computer", "OS", "Last seen"}}) +
                             "<row><c t='inlineStr'><is><t>PC1</t></is></c><c t='inlineStr'><is><t>Windows 7</t></is>"
                             "</c><c><v>" +
                             std::string(number) + "</v></c></row>";
    return spelled(read_device_workbook(made_workbook(rows, "", properties), "b.xlsx", ListSettings(names())));
  };
  CHECK(read_book("45231.5", "") == "2 PC1 | Windows 7 .0 | 2023-11-01\n");
  CHECK(read_book("43769.5", "date1904='1'") == "2 PC1 | Windows 7 .0 | 2023-11-01\n");
}

TEST_CASE("systeminfo's own CSV is no list, whatever its headers") {
  const std::string csv =
      "\"Computer\",\"OS Name\",\"OS\"\r\n\"PC1\",\"Windows 7\",\"6.1.7601 Service Pack 1 Build 7601\"\r\n";
  const auto seen = read_inventory(csv, "x.csv", ListSettings(names()));
  REQUIRE(seen);
  CHECK(seen->observations[0].source == "systeminfo");
}

TEST_CASE("by what a machine is told is read where it is asked for, in one spelling") {
  const std::string text =
      "Name,OS,Serial,MAC,ObjectSID\n"
      "PC1,Windows 7,5cg123,00-1a-2b-3c-4d-5e 00:1A:2B:3C:4D:5F,S-1-5-21-1-2-3-1104\n"
      "PC2,Windows 7,,none,\n";
  ListSettings settings(names());
  const auto told = [&]() {
    std::string all;
    const DeviceList list = read_device_list(text, "l.csv", settings).value();
    for (const auto& seen : list.observations) {
      all += seen.device + ":";
      for (const auto& each : *seen.identifiers)
        all += " " + std::string(estate::spelled(each.kind)) + "=" + each.value;
      all += "\n";
    }
    return all;
  };
  CHECK(told() == "PC1:\nPC2:\n");
  settings.want_identifiers();
  CHECK(told() == "PC1: serial=5CG123 mac=001A2B3C4D5E mac=001A2B3C4D5F sid=S-1-5-21-1-2-3-1104\nPC2:\n");
}

TEST_CASE("what protects a device is told where a cell says on or off, and not where it names a program") {
  const DeviceList list =
      read_device_list(
          "Name,OS,Antivirus,Definitions,BitLocker\nPC1,Windows 7,enabled,2017-06-01,Fully Encrypted\n"
          "PC2,Windows 7,Off,,no\nPC3,Windows 7,Sophos,2017-06-01,\n",
          "l.csv", ListSettings(names()))
          .value();
  std::string told;
  for (const auto& seen : list.observations) {
    told += seen.device + ":";
    for (const auto& claim : seen.claims->protection)
      told += " " + std::string(estate::spelled(claim.what)) + (claim.on ? " on" : " off") +
              (claim.current_on ? " " + to_string(*claim.current_on) : "");
    told += "\n";
  }
  CHECK(told == "PC1: antivirus on 2017-06-01 disk-encryption on\nPC2: antivirus off disk-encryption off\nPC3:\n");
}

TEST_CASE("a view of adapters has several rows for one device") {
  ListSettings settings(names());
  settings.want_identifiers();
  const DeviceList list =
      read_device_list("ResourceID,MACAddress0\n7,00:1A:2B:3C:4D:5E\n8,00:1A:2B:3C:4D:60\n7,00:1A:2B:3C:4D:5F\n",
                       "a.csv", settings)
          .value();
  REQUIRE(list.observations.size() == 2);
  CHECK(list.observations[0].identifiers->size() == 2);
  CHECK(list.observations[1].identifiers->size() == 1);
}

TEST_CASE("a list is the same list next week, under another name and with other rows") {
  const auto list_of = [](std::string_view text, std::string_view place) {
    return *read_device_list(text, place, ListSettings(names())).value().observations.at(0).list;
  };
  const std::string list = list_of("Name,OS,Site\nPC1,Windows 7,Leeds\n", "a.csv");
  CHECK(list_of("Exported today\n\"Name\";OS;site\nPC9;Windows XP;York\n", "b.csv") == list);
  CHECK(list_of("Name,OS\nPC1,Windows 7\n", "a.csv") != list);
  CHECK(list_of("ResourceID,HotFixID0\n7,KB4012598\n", "c.csv") == "v_GS_QUICK_FIX_ENGINEERING");
}

TEST_CASE("sizes are read with their units, and what may be two sizes is none") {
  CHECK(size_in_mb("8 GB", 0) == 8192);
  CHECK(size_in_mb("7,9 GB", 0) == 8089);
  CHECK(size_in_mb("8192", 0) == 8192);
  CHECK(size_in_mb("8", 0) == 8192);
  CHECK(size_in_mb("512", 0) == 512);
  CHECK(size_in_mb("8388608", 0) == 8192);
  CHECK(size_in_mb("0,5", std::uint64_t{1024} * 1024) == 512);
  CHECK(size_in_mb("8,192 MB", 0) == 8192);
  CHECK(size_in_mb("15.883 GB", 0) == 16264);
  for (const std::string_view none : {"", "100", "1.024 GB", "much", "8 GB DDR3", "-8", "99999999999999999999", "."})
    CHECK(size_in_mb(none, 0) == 0);
}

TEST_CASE("the columns of an asset list tell of the machine") {
  estate::ColumnNames known = names();
  for (const auto& [header, attribute] :
       {std::pair("CPU", Attribute::processor), std::pair("RAM (GB)", Attribute::memory_gb),
        std::pair("Disk (GB)", Attribute::disk_gb), std::pair("TPM", Attribute::tpm),
        std::pair("Secure Boot", Attribute::secure_boot), std::pair("BIOS mode", Attribute::firmware)})
    known.names.push_back({estate::fold_header(header), {attribute, {}}, {}, estate::HeaderRank::plain});
  const auto told = [&](std::string_view row) {
    const auto list = read_device_list("Computer;OS;CPU;RAM (GB);Disk (GB);TPM;Secure Boot;BIOS mode\nPC1;Windows 10;" +
                                           std::string(row) + "\n",
                                       "a.csv", ListSettings(known))
                          .value();
    const auto& claim = list.observations.at(0).claims->hardware;
    return claim ? claim->processor_name + " " + std::to_string(claim->memory_mb) + " " +
                       std::to_string(claim->disk_mb) + " " + std::string(spelled(claim->tpm)) + " " +
                       (claim->secure_boot ? (*claim->secure_boot ? "on" : "off") : "?") + " " +
                       (claim->uefi ? (*claim->uefi ? "uefi" : "bios") : "?")
                 : "nothing";
  };
  CHECK(told("Core i5-8500;8;256;2.0;enabled;UEFI") == "Core i5-8500 8192 262144 2.0 on uefi");
  CHECK(told(";0,5;40;no;;Legacy") == " 512 40960 none ? bios");
  CHECK(told(";;;yes;off;") == " 0 0 some off ?");
  CHECK(told(";;;;;") == "nothing");
}

}  // namespace
}  // namespace shoal::ingest
