#include "ingest/systeminfo.hpp"

#include <doctest/doctest.h>

#include "base/sanitized.hpp"
#include "ingest/observation_spelling.hpp"
#include "ingest/update_name.hpp"

namespace shoal::ingest {
namespace {

std::string read_output(std::string_view text, std::string_view place = "pc.txt") {
  return spelled_observations(read_systeminfo(text, place));
}

const std::string head =
    "\r\n"
    "Host Name:                 CUSTODY-07\r\n"
    "OS Name:                   Microsoft Windows XP Professional\r\n"
    "OS Version:                5.1.2600 Service Pack 3 Build 2600\r\n";
const std::string middle =
    "OS Manufacturer:           Microsoft Corporation\r\n"
    "Original Install Date:     4/23/2014, 8:37:21 PM\r\n"
    "System Up Time:            0 Days, 0 Hours, 1 Minutes, 38 Seconds\r\n"
    "System type:               X86-based PC\r\n"
    "Processor(s):              1 Processor(s) Installed.\r\n"
    "                           [01]: x86 Family 6 Model 78 Stepping 3 GenuineIntel ~2494 Mhz\r\n"
    "BIOS Version:              INTEL  - 6040000\r\n"
    "Domain:                    WORKGROUP\r\n"
    "Logon Server:              \\\\CUSTODY-07\r\n";
const std::string cards =
    "NetWork Card(s):           1 NIC(s) Installed.\r\n"
    "                           [01]: AMD PCNet Adapter\r\n"
    "                                 Connection Name: Local Area Connection\r\n"
    "                                 [01]: 192.168.150.158\r\n";
const std::string custody_07 = "CUSTODY-07\nMicrosoft Windows XP Professional | 5.1.2600 sp3 x86 @4\n";

TEST_CASE("an output gives device, system, updates with their lines, counts and a bound for its day") {
  CHECK(read_output(head + middle +
                        "Hotfix(s):                 4 Hotfix(s) Installed.\r\n"
                        "                           [01]: File 1\r\n"
                        "                           [02]: Q147222\r\n"
                        "                           [03]: KB893803v2 - Update\r\n"
                        "                           [04]: {7A068575-C5DB-43D9-BE20-3895D0C69B17}\r\n" +
                        cards,
                    "in/custody_20190305_systeminfo.txt") ==
        custody_07 +
            "updates 147222@16 893803-v2@17 | entries 4 nameless 1 declared 4\nseen on 2019-03-05\n"
            "not before 2014-04-23");
}

TEST_CASE("where Windows cut its own list, the entry at the cut is not believed") {
  const std::string listed = "Hotfix(s):                 9 Hotfix(s) Installed.\r\n [01]: KB2862335 - Update\r\n";
  const std::string found = custody_07 + "updates 2862335@15 | entries 1 nameless 0 declared 9\nnot before 2014-04-23";
  for (const char* cut : {"", " [02]\r\n", " [0\r\n      \r\n", " [02]: KB28623\r\n", " [02]:\r\n", " [02]: Fi\r\n"})
    CHECK_MESSAGE(read_output(std::string(head).append(middle).append(listed).append(cut).append(cards)) == found, cut);
}

TEST_CASE("a count that is too low does not hide what is listed") {
  CHECK(read_output(head + middle + "Hotfix(s):  1 Hotfix(s) Installed.\r\n [01]: KB2862335\r\n [02]: KB923561\r\n" +
                    cards) ==
        custody_07 + "updates 2862335@15 923561@16 | entries 2 nameless 0 declared 1\nnot before 2014-04-23");
}

TEST_CASE("a file that is cut says so, and lists only what it surely has") {
  const std::string list = "Hotfix(s):  2 Hotfix(s) Installed.\r\n [01]: KB2862335\r\n [02]: KB923561\r\n";
  const std::string day = " cut short\nnot before 2014-04-23";
  CHECK(read_output(head + middle) == custody_07 + "no list | entries 0 nameless 0" + day);
  CHECK(read_output(head + middle + list.substr(0, 12)) == custody_07 + "no list | entries 0 nameless 0" + day);
  CHECK(read_output(head + middle + list.substr(0, 14)) == custody_07 + "no list | entries 0 nameless 0" + day);
  CHECK(read_output(head + middle + list.substr(0, 36)) ==
        custody_07 + "updates | entries 0 nameless 0 declared 2" + day);
  CHECK(read_output(head + middle + list.substr(0, list.size() - 2)) ==
        custody_07 + "updates 2862335@15 | entries 1 nameless 0 declared 2" + day);
  CHECK(read_output(head + middle + list) ==
        custody_07 + "updates 2862335@15 923561@16 | entries 2 nameless 0 declared 2" + day);
  CHECK(read_output(head) ==
        "CUSTODY-07\nMicrosoft Windows XP Professional | 5.1.2600 sp3 unknown @4\n"
        "no list | entries 0 nameless 0 cut short");
}

TEST_CASE("a text without a version is cut short, without version, or something else") {
  CHECK(read_output(head.substr(0, 95)) == "ingest.cut_short");
  CHECK(read_output(head.substr(0, head.size() - 2)) == "ingest.cut_short");
  CHECK(read_output(head.substr(0, 90) + middle) == "ingest.no_version");
  CHECK(read_output("Dear all,\r\nplease find attached: nothing\r\n") == "ingest.not_an_inventory");
  CHECK(read_output("") == "ingest.not_an_inventory");
}

TEST_CASE("the version line is read in all its forms") {
  const std::pair<const char*, const char*> cases[] = {
      {"5.1.2600 Build 2600", "5.1.2600 sp0"},
      {"6.1.7601 Service Pack 1 version 7601", "6.1.7601 sp1"},
      {"10.0.17763 N/D Compilación 17763", "10.0.17763 sp0"},
      {"10.0.19045 Н/Д построение 19045", "10.0.19045 sp0"},
      {"5.2.3790 Service Pack 1, v.1433 Build 3790", "5.2.3790 sp1"},
      {"10.0.19045.4529 N/A Build 19045", "10.0.19045.4529 sp0"},
  };
  for (const auto& [value, expected] : cases)
    CHECK(read_output("A: PC\nB: Windows\nC: " + std::string(value) + "\nD: x\n") ==
          "PC\nWindows | " + std::string(expected) + " unknown @3\nno list | entries 0 nameless 0 cut short");
}

TEST_CASE("versions of firmware and addresses are no version line") {
  for (const char* value : {"1.13.4", "10.0.0.5", "6.1.7601", "6.1.7601 Build 7600", "6.1.7601 Build 17601", "7601"})
    CHECK_MESSAGE(read_output("A: PC\nB: Windows\nC: " + std::string(value) + "\nD: x\n") == "ingest.cut_short", value);
}

TEST_CASE("a version that is wrapped is no name of a system") {
  CHECK(read_output("Host Name: PC-1\nOS: 10.0.19045 N/A\n Build 19045\nOS Version: 10.0.19045 Build 19045\n"
                    "System Type: x64-based PC\n" +
                    cards) == "PC-1\n | 10.0.19045 sp0 x64 @4\nno list | entries 0 nameless 0");
}

TEST_CASE("languages differ in labels only") {
  const std::string fr =
      "Nom de l'hôte:            PC-ÉTAT\n"
      "Nom du système d'exploitation: Microsoft Windows\xC2\xA0"
      "7 Entreprise \n"
      "Version du système:       6.1.7601 Service Pack 1 version 7601\n"
      "Date d'installation originale: 29/04/2019, 18:52:20\n"
      "Heure de démarrage du système: 03/05/2019, 18:56:01\n"
      "Type du système:          x64-based PC\n"
      "Processeur(s):            1 processeur(s) installé(s).\n"
      "                          [01]\xC2\xA0: Intel64 Family 6\n"
      "Serveur d'ouverture de session: \\\\PC\n"
      "Correctif(s):             2 Corrections installées.\n"
      "                          [01]\xC2\xA0: KB2491683\n"
      "                          [02]\xC2\xA0: KB976902\n"
      "Carte(s) réseau:          1 carte(s) réseau installée(s).\n"
      "                          [01]: Connexion réseau\n";
  CHECK(read_output(fr) ==
        "PC-ÉTAT\nMicrosoft Windows\xC2\xA0"
        "7 Entreprise | 6.1.7601 sp1 x64 @3\n"
        "updates 2491683@11 976902@12 | entries 2 nameless 0 declared 2\nnot before 2019-05-03");
  const std::string ru =
      "Имя узла:      UZEL-1\n"
      "Название ОС:   Microsoft Windows XP Professional\n"
      "Версия ОС:     5.1.2600 Service Pack 3 Сборка 2600\n"
      "Тип системы:   Компьютер на базе X86\n"
      "Процессоры:    Число установленных процессоров - 1.\n"
      "               [01]: x86 Family 6\n"
      "Исправление(я): Число установленных исправлений - 2.\n"
      "               [01]: File 1\n"
      "               [02]: KB4012598\n"
      "Сетевые адаптеры: Число сетевых адаптеров - 1.\n";
  CHECK(read_output(ru) ==
        "UZEL-1\nMicrosoft Windows XP Professional | 5.1.2600 sp3 x86 @3\n"
        "updates 4012598@9 | entries 2 nameless 1 declared 2");
}

TEST_CASE("a list that is not available lists nothing: known by its label, or by its place and another of its kind") {
  const std::string none = "updates | entries 0 nameless 0";
  CHECK(read_output(head + middle + "Hotfix(s):   N/A\r\n" + cards) == custody_07 + none + "\nnot before 2014-04-23");
  CHECK(read_output(head + middle + "Gyorsjavitasok:   Nincs\r\n" + cards) ==
        custody_07 + none + "\nnot before 2014-04-23");

  const std::string remote = "A: PC\nB: Windows\nC: 10.0.17134 Nincs Build 17134\nD: DOMAIN\n";
  const std::string device = "PC\nWindows | 10.0.17134 sp0 unknown @3\n";
  CHECK(read_output(remote + "E: Nincs\n" + cards) == device + none);
  CHECK(read_output(remote + cards) == device + "no list | entries 0 nameless 0");
  CHECK(read_output(remote + "E: C:\\pagefile.sys\n" + cards) == device + "no list | entries 0 nameless 0");
}

TEST_CASE("lines of others around an output do no harm, and a device's name may be missing") {
  const std::string shown = "Windows | 10.0.17134 sp0 unknown @";
  const std::string rest = "C: 10.0.17134 N/A Build 17134\nD: x\n";
  const std::string tail = "\nno list | entries 0 nameless 0 cut short";
  CHECK(read_output("B: Windows\n" + rest) == "\n" + shown + "2" + tail);
  CHECK(read_output("C:\\>systeminfo\nB: Windows\n" + rest) == "\n" + shown + "3" + tail);
  CHECK(read_output("Loading ... \r      \rA: PC\nB: Windows\n" + rest) == "PC\n" + shown + "3" + tail);
  CHECK(read_output("A: ...\nB: Windows\n" + rest) == "\n" + shown + "3" + tail);
  CHECK(read_output("A: PC\nB: Windows\n   Server\n" + rest) ==
        "PC\nWindows Server | 10.0.17134 sp0 unknown @4" + tail);
  CHECK(read_output("A: PC\nB:\n" + rest) == "PC\n | 10.0.17134 sp0 unknown @3" + tail);
}

TEST_CASE("several outputs in one file are several observations") {
  const std::string list = "Hotfix(s):  1 Hotfix(s) Installed.\r\n [01]: KB2862335\r\n";
  CHECK(read_output(head + middle + list + cards + head + middle + list + cards) ==
        custody_07 + "updates 2862335@15 | entries 1 nameless 0 declared 1\nnot before 2014-04-23\n--\n" +
            "CUSTODY-07\nMicrosoft Windows XP Professional | 5.1.2600 sp3 x86 @23\n"
            "updates 2862335@34 | entries 1 nameless 0 declared 1\nnot before 2014-04-23");
}

TEST_CASE("one day above 12 settles the order of all days of an output, and a contradiction none") {
  const auto bound = [](const char* install, const char* boot, const char* bios) {
    const std::string text =
        read_output("A: PC\nB: Windows\nC: 10.0.17134 N/A Build 17134\nI: " + std::string(install) +
                    ", 1:00:00\nT: " + boot + ", 1:00:00\nV: LENOVO 1.44, " + bios + "\n");
    const auto at = text.find("not before ");
    return at == text.npos ? "-" : text.substr(at + 11);
  };
  CHECK(bound("30-4-2018", "6-9-2018", "4-6-2018") == "2018-09-06");
  CHECK(bound("03/05/2018", "05/03/2019", "21/08/2018") == "2019-03-05");
  CHECK(bound("3/5/2018", "3/7/2019", "4/6/2018") == "-");
  CHECK(bound("3/5/2018", "3/17/2019", "21/8/2018") == "2019-03-17");
  CHECK(bound("2018-05-03", "2019-03-05", "x") == "2019-03-05");
}

const std::string csv_head =
    "\"Host Name\",\"OS Name\",\"OS Version\",\"System type\",\"Processor(s)\",\"Logon Server\",\"Hotfix(s)\","
    "\"NetWork Card(s)\"\r\n";
const std::string csv_row =
    "\"CUSTODY-07\",\"Microsoft(R) Windows(R) Server 2003, Standard Edition\",\"5.2.3790 Service Pack 2 Build 3790\","
    "\"X86-based PC\",\"1 Processor(s) Installed.,[01]: x86 Family 6\",\"\\\\DC1\","
    "\"3 Hotfix(s) Installed.,[01]: File 1,[02]: Q147222,[03]: KB2909921-IE8 - Update\","
    "\"1 NIC(s) Installed.,[01]: AMD PCNet,      DHCP Enabled:    Yes\"\r\n";
const std::string csv_os = "Microsoft(R) Windows(R) Server 2003, Standard Edition | 5.2.3790 sp2 x86 @";

TEST_CASE("the CSV form says the same as the text, one row per device") {
  const std::string updates = "updates 147222@2 2909921-IE8@2 | entries 3 nameless 1 declared 3";
  CHECK(read_output("\r\n" + csv_head + csv_row) == "CUSTODY-07\n" + csv_os + "2\n" + updates);
  CHECK(read_output(csv_head + csv_row + csv_head + "\"PC-2\"" + csv_row.substr(12)) ==
        "CUSTODY-07\n" + csv_os + "2\n" + updates + "\n--\nPC-2\n" + csv_os +
            "4\nupdates 147222@4 2909921-IE8@4 | entries 3 nameless 1 declared 3");
}

TEST_CASE("a line end inside a CSV field parts no name") {
  CHECK(read_output("\"A\",\"B\",\"C\"\n\"PC\n1\",\"Windows\r\n7\",\"6.1.7601 N/A Build 7601\"\n") ==
        "\nWindows  7 | 6.1.7601 sp0 unknown @2\nno list | entries 0 nameless 0 cut short");
}

TEST_CASE("a CSV row that is cut keeps what stands before the cut, and its device does not disappear") {
  const auto cut_after = [](std::string_view text) {
    return csv_head + csv_row + csv_row.substr(0, csv_row.find(text) + text.size());
  };
  const std::string first =
      "CUSTODY-07\n" + csv_os + "2\nupdates 147222@2 2909921-IE8@2 | entries 3 nameless 1 declared 3\n--\n";
  CHECK(read_output(cut_after("[02]: Q1472")) ==
        first + "CUSTODY-07\n" + csv_os + "1\nupdates | entries 1 nameless 1 declared 3 cut short");
  CHECK(read_output(cut_after("Service Pa")) == first + "CUSTODY-07\nno list | entries 0 nameless 0 cut short");
  CHECK(read_output(csv_head) == "ingest.not_an_inventory");
}

TEST_CASE("a list that no machine has is refused, and a long one is read in good time") {
  constexpr int entries = thinned(2'000'000, 200'000);
  std::string list = "Hotfix(s):  " + std::to_string(entries) + " Hotfix(s) Installed.\n";
  for (int i = 0; i < entries; i++) list += " [1]: KB" + std::to_string(1'000'000 + i) + "\n";
  CHECK(read_output(head + middle + list + cards) == "ingest.too_many_entries");
  CHECK(read_systeminfo(head + middle + list.substr(0, 1'500'000) + "\n" + cards, "").value()[0].claims->entries >
        90'000);
}

std::string machine_of_output(std::string_view text) {
  const auto seen = read_systeminfo(text, "pc.txt");
  REQUIRE(seen);
  const auto& told = seen.value().at(0).claims->hardware;
  if (!told) return "nothing";
  const auto answer = [](const std::optional<bool>& each) { return each ? (*each ? "yes" : "no") : "untold"; };
  return told->maker + " | " + told->model + " | " + told->processor + " | " + std::to_string(told->memory_mb) +
         " MB | nx " + answer(told->execute_disable) + " | uefi " + answer(told->uefi) + " @" +
         std::to_string(told->line);
}

TEST_CASE("what stands around the processors tells of the machine, in every language") {
  const auto output = [](std::string_view memory, std::string_view behind) {
    return head +
           "Fabricant:  Northlight\r\nModele:  NL Desk\r\nType:  x64-based PC\r\nProcesseur(s):  1\r\n"
           "   [01]: Intel64 Family 6 Model 42 Stepping 7 GenuineIntel ~783 MHz\r\n"
           "BIOS:  Hyper-V UEFI Release v4.0, 12/17/2019\r\nZone:  (UTC+01:00)\r\n" +
           std::string(memory) + std::string(behind) + cards;
  };
  const std::string processor = "Northlight | NL Desk | Intel64 Family 6 Model 42 Stepping 7 GenuineIntel | ";
  CHECK(machine_of_output(output("M:  16.155 MB\r\nA:  12.840 MB\r\n", "")) ==
        processor + "16155 MB | nx untold | uefi yes @9");
  CHECK(machine_of_output(output("M:  4,095 MB\r\n", "")) == processor + "4095 MB | nx untold | uefi yes @9");
  CHECK(machine_of_output(output("M:  8\u00a0093 Mo\r\n", "")) == processor + "8093 MB | nx untold | uefi yes @9");
  CHECK(machine_of_output(output("M:  32503 MB\r\n", "")) == processor + "32503 MB | nx untold | uefi yes @9");
  CHECK(machine_of_output(output("M:  12.34.5 MB\r\n", "")) == processor + "0 MB | nx untold | uefi yes @9");
  CHECK(machine_of_output(output("",
                                 "Hyper-V Requirements:  VM Monitor Mode Extensions: Yes\r\n"
                                 "                       Data Execution Prevention Available: Yes\r\n")) ==
        processor + "0 MB | nx yes | uefi yes @9");
  CHECK(machine_of_output(head + cards) == "nothing");
}

}  // namespace
}  // namespace shoal::ingest
