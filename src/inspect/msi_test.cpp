#include "inspect/msi.hpp"

#include <doctest/doctest.h>

#include "base/random.hpp"
#include "inspect/format.hpp"
#include "inspect/made_compound.hpp"

namespace {

using namespace shoal::inspect;
using shoal::readiness::FactSheet;

MadePackage small_package() {
  MadePackage package;
  package.tables = {
      {"Property", {{"Property", made_key}, {"Value", made_text}}, {{"ProductName", "Till 2000"}, {"ALLUSERS", "1"}}},
      {"LaunchCondition",
       {{"Condition", made_key}, {"Description", made_text}},
       {{"VersionNT = 501", "Only for Windows XP"}}},
      {"CustomAction",
       {{"Action", made_key}, {"Type", made_short}, {"Source", made_text}, {"Target", made_text}},
       {{"Check", 6, "CheckVbs", {}}}},
      {"InstallExecuteSequence",
       {{"Action", made_key}, {"Condition", made_text}, {"Sequence", made_short}},
       {{"Check", "NOT Installed", 10}, {"InstallFiles", "1", 20}}},
      {"Component",
       {{"Component", made_key}, {"Attributes", made_short}, {"Condition", made_text}},
       {{"Main", 0, "NOT VersionNT64"}, {"Help", 0, {}}}},
      {"File",
       {{"File", made_key}, {"FileName", made_text}, {"FileSize", made_long}},
       {{"till.exe", "TILL.EXE|Till of 2000.exe", 70'000}}},
      {"Empty", {{"Key", made_key}}, {}}};
  return package;
}

std::string facts_of(const std::string& bytes) {
  Work work(file_steps_max);
  FactSheet sheet;
  add_format(bytes, "a.msi", sheet);
  read_msi(Span(bytes), work, sheet);
  return shoal::readiness::to_lines(sheet);
}

constexpr const char* small_package_facts =
    "format msi\n"
    "msi-property template Intel;1033\n"
    "msi-property schema 200\n"
    "msi-property codepage 1252\n"
    "msi-property ProductName \"Till 2000\"\n"
    "msi-property ALLUSERS 1\n"
    "msi-row LaunchCondition \"Condition=VersionNT = 501\\x1fDescription=Only for Windows XP\" @0x1\n"
    "msi-row Component \"Component=Main\\x1fAttributes=0\\x1fCondition=NOT VersionNT64\" @0x1\n"
    "msi-row Component \"Component=Help\\x1fAttributes=0\" @0x2\n"
    "msi-row File \"File=till.exe\\x1fFileName=TILL.EXE|Till of 2000.exe\\x1fFileSize=70000\" @0x1\n"
    "msi-row CustomAction \"Action=Check\\x1fType=6\\x1fSource=CheckVbs\" @0x1\n"
    "msi-condition LaunchCondition \"VersionNT = 501\" @0x1 | \"Only for Windows XP\"\n"
    "msi-condition Component \"NOT VersionNT64\" @0x1 | Main\n"
    "msi-condition InstallExecuteSequence \"NOT Installed\" @0x1 | Check\n"
    "contains unknown \"Till of 2000.exe\"\n";

TEST_CASE("a package says its properties, rows and conditions, and what it contains") {
  CHECK(facts_of(made_package(small_package())) == small_package_facts);
}

TEST_CASE("it says the same with numbers of texts of three bytes, and in large sectors") {
  MadePackage package = small_package();
  package.wide_references = true;
  package.version = 4;
  CHECK(facts_of(made_package(package)) == small_package_facts);
}

TEST_CASE("a file says the folder of Windows to which it goes, also by the names of merge modules") {
  MadePackage package;
  package.tables = {
      {"Component",
       {{"Component", made_key}, {"Directory_", made_text}},
       {{"A", "OWN"}, {"B", "SystemFolder"}, {"C", "SystemFolder.3207D1B0"}, {"D", "ELSEWHERE"}, {"F", "BELOW"}}},
      {"CustomAction",
       {{"Action", made_key}, {"Type", made_short}, {"Source", made_text}, {"Target", made_text}},
       {{"Move", 51, "SYSPATH", "[SystemFolder][More]"}, {"Say", 51, "OWN", "[ProductName]"}}},
      {"Directory",
       {{"Directory", made_key}, {"Directory_Parent", made_text}, {"DefaultDir", made_text}},
       {{"TARGETDIR", {}, "SourceDir"},
        {"ProgramFilesFolder", "TARGETDIR", "."},
        {"OWN", "ProgramFilesFolder", "Till"},
        {"SystemFolder", "TARGETDIR", "."},
        {"SystemFolder.3207D1B0", "TARGETDIR", "."},
        {"SYSPATH", "TARGETDIR", "."},
        {"BELOW", "SYSPATH", "."},
        {"ELSEWHERE", "ELSEWHERE", "."}}},
      {"File",
       {{"File", made_key}, {"Component_", made_text}},
       {{"a", "A"}, {"b", "B"}, {"c", "C"}, {"d", "D"}, {"e", "none"}, {"f", "F"}}}};
  const std::string facts = facts_of(made_package(package));
  CHECK(facts.find("File=a\\x1fComponent_=A\\x1fFolder=ProgramFilesFolder\"") != facts.npos);
  CHECK(facts.find("File=b\\x1fComponent_=B\\x1fFolder=SystemFolder\"") != facts.npos);
  CHECK(facts.find("File=c\\x1fComponent_=C\\x1fFolder=SystemFolder\"") != facts.npos);
  CHECK(facts.find("File=d\\x1fComponent_=D\"") != facts.npos);
  CHECK(facts.find("File=f\\x1fComponent_=F\\x1fFolder=SystemFolder\"") != facts.npos);
  CHECK(facts.find("File=e\\x1fComponent_=none\"") != facts.npos);
}

TEST_CASE("a condition that switches a feature off is told by its contrary, and one that changes nothing not at all") {
  MadePackage package;
  package.tables = {{"Feature", {{"Feature", made_key}, {"Level", made_short}}, {{"Off", 0}, {"On", 1}, {"Old", 1}}},
                    {"Condition",
                     {{"Feature_", made_key}, {"Level", made_short}, {"Condition", made_text}},
                     {{"Off", 1, "VersionNT = 501"}, {"On", 1, "VersionNT = 501"}, {"Old", 0, "VersionNT >= 600"}}}};
  const std::string facts = facts_of(made_package(package));
  CHECK(facts.find("msi-condition Condition \"VersionNT = 501\" @0x1 | Off\n") != facts.npos);
  CHECK(facts.find("@0x2 | On\n") == facts.npos);
  CHECK(facts.find("msi-condition Condition \"NOT (VersionNT >= 600)\" @0x3 | Old\n") != facts.npos);
}

TEST_CASE("an action that ends the setup is told by the contrary of its condition, in either sequence") {
  MadePackage package;
  const std::vector<MadeColumn> sequence = {{"Action", made_key}, {"Condition", made_text}, {"Sequence", made_short}};
  package.tables = {
      {"CustomAction",
       {{"Action", made_key}, {"Type", made_short}},
       {{"Old", 19}, {"Rights", 19 + 256}, {"Scan", 1}, {"Bare", 19}}},
      {"InstallExecuteSequence", sequence, {{"Old", "VersionNT >= 600", 100}, {"Scan", "VersionNT", 101}}},
      {"InstallUISequence", sequence, {{"Rights", "NOT AdminUser", 50}, {"Bare", "", 51}}}};
  const std::string facts = facts_of(made_package(package));
  CHECK(facts.find("msi-condition Refusal \"NOT (VersionNT >= 600)\" | Old\n") != facts.npos);
  CHECK(facts.find("msi-condition Refusal \"NOT (NOT AdminUser)\" | Rights\n") != facts.npos);
  CHECK(facts.find("| Scan\n", facts.find("Refusal")) == facts.npos);
  CHECK(facts.find("| Bare\n") == facts.npos);
}

TEST_CASE("a patch is told from a package") {
  MadePackage package;
  package.patch = true;
  package.summary_template = "{00000000-0000-0000-0000-000000000001}";
  CHECK(facts_of(made_package(package))
            .starts_with("format msp\nmsi-property template {00000000-0000-0000-0000-000000000001}\n"));
}

TEST_CASE("a cabinet's files get the long names of the File table, and binaries their format") {
  MadePackage package = small_package();
  package.streams = {{"Data1.cab", made_cabinet({{{"till.exe", "MZ and more"}, {"other", "plain"}}, {}, {}, 0, {}})},
                     {"Binary.CheckVbs", "MsgBox CreateObject(\"a\")\nOption Explicit\n"}};
  const std::string facts = facts_of(made_package(package));
  CHECK(facts.substr(facts.find("contains")) ==
        "contains script Binary.CheckVbs\ncontains mz \"Till of 2000.exe\"\ncontains text other\n");
}

TEST_CASE("texts longer than 64 KiB, and of other code pages, are read") {
  MadePackage package;
  package.tables = {{"Property",
                     {{"Property", made_key}, {"Value", made_text}},
                     {{"Long", std::string(70'000, 'x')}, {"Name", "caf\xE9 \x80"}}}};
  const std::string facts = facts_of(made_package(package));
  CHECK(facts.find("msi-property Long " + std::string(70'000, 'x') + "\n") != facts.npos);
  CHECK(facts.find("msi-property Name \"caf\\xc3\\xa9 \\xe2\\x82\\xac\"\n") != facts.npos);
  package.code_page = 65'001;
  package.tables[0].rows = {{"Name", "\xD0\x96"}};
  CHECK(facts_of(made_package(package)).find("msi-property Name \"\\xd0\\x96\"\n") != std::string::npos);
}

TEST_CASE("negative numbers and those of 32 bits are read, and nothing is left out") {
  MadePackage package;
  package.tables = {{"Registry",
                     {{"Registry", made_key}, {"Root", made_short}, {"Wide", made_long}, {"Null", made_short}},
                     {{"a", -1, -70'000, {}}, {"b", 0, 2'000'000'000, {}}}}};
  const std::string facts = facts_of(made_package(package));
  CHECK(facts.find("\"Registry=a\\x1fRoot=-1\\x1fWide=-70000\" @0x1") != facts.npos);
  CHECK(facts.find("\"Registry=b\\x1fRoot=0\\x1fWide=2000000000\" @0x2") != facts.npos);
}

TEST_CASE("of a table with very many rows the first are told, and that there are more") {
  MadePackage package;
  MadeTable table{"SelfReg", {{"File_", made_key}, {"Cost", made_short}}, {}};
  for (int i = 0; i < 20'001; i++) table.rows.push_back({"f", i % 7});
  package.tables = {table};
  const std::string facts = facts_of(made_package(package));
  CHECK(facts.find("@0x4e20\n") != facts.npos);
  CHECK(facts.find("@0x4e21\n") == facts.npos);
  CHECK(facts.find("unread \"table SelfReg\" \"more than 20,000 rows\"\n") != facts.npos);
}

TEST_CASE("names of streams are packed and unpacked") {
  for (const char* name : {"!Property", "!_StringPool", "Binary.a b", "Data1.cab", "x", ""}) {
    CAPTURE(name);
    CHECK(unpacked_stream_name(packed_stream_name(name)) == name);
  }
  CHECK(packed_stream_name("!_StringPool") == u"\x4840\x3F3F\x4577\x446C\x3E6A\x44B2\x482F");
}

TEST_CASE("a compound file without tables says so") {
  CHECK(facts_of(made_compound({{u"WordDocument", "x"}})) ==
        "format compound\nunread tables \"there is no pool of texts\"\nunread summary \"there is none\"\n"
        "contains text WordDocument\n");
}

TEST_CASE("a package that is cut says what is missing, and not that there is nothing") {
  MadePackage package = small_package();
  package.tables[0].rows.push_back({"Long", std::string(70'000, 'x')});
  package.tables[0].rows.push_back({"Last", "value"});
  const std::string whole = made_package(package);
  const std::size_t data = whole.find(std::string(1000, 'x'));
  const std::string broken = facts_of(whole.substr(0, data + 1000));
  CHECK(broken.find("unread") != broken.npos);
  std::string circle = whole;
  const std::size_t fat = (shoal::little_endian(whole, 76, 4) + 1) * 512;
  const std::size_t sector = data / 512 - 1;
  circle.replace(fat + (sector + 20) * 4, 4, little_endian_bytes(sector + 2, 4));
  CHECK(facts_of(circle).find("unread texts \"a circle of sectors\"\n") != std::string::npos);
}

TEST_CASE("damaged packages are read as far as they go, within the budget") {
  const std::uint64_t seed = 20261126;
  CAPTURE(seed);
  shoal::Random random(seed);
  const std::string whole = made_package(small_package());
  for (int round = 0; round < 3000; round++) {
    std::string bytes = whole;
    for (auto left = 1 + random.below(12); left > 0; left--)
      bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
    CHECK(!facts_of(bytes).empty());
  }
}

}  // namespace
