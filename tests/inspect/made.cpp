// Writes packages and cabinets of our own making into a folder: `made packages FOLDER` for msitools to read, `made
// corpus FOLDER` small ones for fuzz/corpus, of which those of cabinets begin with the letter that fuzz/cab.cpp asks
// for.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "inspect/made_compound.hpp"

namespace {

using namespace shoal::inspect;
using namespace std::string_literals;

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

MadePackage small() {
  MadePackage package;
  package.tables = {
      {"Property", {{"Property", made_key}, {"Value", made_text}}, {{"ProductName", "Till 2000"}, {"B", "caf\xE9"}}},
      {"LaunchCondition",
       {{"Condition", made_key}, {"Description", made_text}},
       {{"VersionNT = 501", "Only for Windows XP"}}},
      {"CustomAction",
       {{"Action", made_key}, {"Type", made_short}, {"Source", made_text}, {"Target", made_text}},
       {{"Check", 6, "CheckVbs", {}}}},
      {"InstallExecuteSequence",
       {{"Action", made_key}, {"Condition", made_text}, {"Sequence", made_short}},
       {{"Check", "NOT Installed", 10}}},
      {"File",
       {{"File", made_key}, {"FileName", made_text}, {"FileSize", made_long}},
       {{"till.exe", "TILL.EXE|Till of 2000.exe", -70'000}}}};
  package.streams = {{"Data1.cab", made_cabinet({{{"till.exe", "MZ"}}, {}, {}, 0, {}})}};
  return package;
}

MadePackage large() {
  MadePackage package = small();
  MadeTable table{"Registry", {{"Registry", made_key}, {"Root", made_short}, {"Value", made_text}}, {}};
  for (int i = 0; i < 3000; i++)
    table.rows.push_back({"r" + std::to_string(i), i % 4 - 1, "v" + std::to_string(i % 50)});
  table.rows.push_back({"long", {}, std::string(70'000, 'x')});
  package.tables.push_back(table);
  return package;
}

void write_packages(const std::filesystem::path& folder) {
  write(folder / "small.msi", made_package(small()));
  write(folder / "large.msi", made_package(large()));
  MadePackage package = large();
  package.wide_references = true;
  write(folder / "wide.msi", made_package(package));
}

// With folders, a cabinet that another continues, and one in another.
MadePackage unpackable() {
  MadePackage package = small();
  package.tables.push_back({"Component", {{"Component", made_key}, {"Directory_", made_text}}, {{"Main", "BIN"}}});
  package.tables.push_back({"Directory",
                            {{"Directory", made_key}, {"Directory_Parent", made_text}, {"DefaultDir", made_text}},
                            {{"TARGETDIR", {}, "SourceDir"}, {"BIN", "TARGETDIR", "B|bin:."}}});
  package.tables.push_back(
      {"Media", {{"DiskId", made_short}, {"Cabinet", made_text}}, {{1, "#d1.cab"}, {2, "out.cab"}}});
  const std::string inner = made_cabinet({{{"run.cmd", "@echo off"}}, {}, {}, 0, {}});
  package.streams = {{"d1.cab", made_cabinet({{{"till.exe", "MZ"}, {"in.cab", inner}}, {}, "d2.cab", 0, {}})},
                     {"d2.cab", made_cabinet({{{"b.txt", "text"}}, "d1.cab", {}, 0, {}})}};
  return package;
}

void write_corpus(const std::filesystem::path& folder) {
  write(folder / "compound/package", made_package(small()));
  MadePackage package = small();
  package.wide_references = true;
  write(folder / "compound/wide", made_package(package));
  package.patch = true;
  package.tables.resize(1);
  package.streams.clear();
  write(folder / "compound/patch", made_package(package));
  write(folder / "compound/streams", made_compound({{u"small", "abc"}, {u"large", std::string(5000, 'l')}}));
  const MadeCabinet cabinet{{{"setup.exe", "MZ"}, {"readme.txt", "Hello"}}, "a.cab", "c.cab", 0, "reserve"};
  write(folder / "cab/cabinet", "c" + made_cabinet(cabinet));
  write(folder / "cab/szdd",
        "sSZDD\x88\xF0\x27\x33"
        "AE\2\0\0\0\3MZ\0\3"s);
  write(folder / "cab/kwaj", "sKWAJ\x88\xF0\x27\xD1\1\0\x1C\0\x19\0\2\0\0\0SETUP\0EXE\0\xB2\xA5"s);
  write(folder / "cab/zip", "zPK\1\2"s + std::string(24, '\0') + "\1\0"s + std::string(16, '\0') + "aPK\5\6"s +
                                std::string(6, '\0') + "\1\0\x2F\0\0\0\0\0\0\0\0\0"s);
  write(folder / "cab/inf",
        "i[Version]\nClass=%c%\nSignature=$CHICAGO$\n[SourceDisksFiles]\na.sys=1\n[x]\n"
        "CopyFiles=@b.dll,y\n[y]\nc.dll,d\n[Strings]\nc=Printer\n");
  write(folder / "unpack/package", made_package(unpackable()));
  write(folder / "unpack/cabinet", made_cabinet({{{"setup.exe", "MZ"}, {"a\\b.txt", "Hello"}}, {}, {}, 0, "reserve"}));
  write(folder / "unpack/mszip", made_cabinet({{{"a", "CK\x4B\4\0"s}}, {}, {}, 1, {}}));
  write(folder / "unpack/quantum", made_cabinet({{{"a", "not packed at all"}}, {}, {}, 0x0A72, {}}));
  write(folder / "unpack/lzx", made_cabinet({{{"a", "not packed at all"}}, {}, {}, 0x1503, {}}));
  write(folder / "unpack/szdd",
        "SZDD\x88\xF0\x27\x33"
        "AE\2\0\0\0\3MZ\0\3"s);
  write(folder / "unpack/kwaj", "KWAJ\x88\xF0\x27\xD1\1\0\x1C\0\x19\0\2\0\0\0SETUP\0EXE\0\xB2\xA5"s);
  write(folder / "cab/inno", "mInno Setup Setup Data (5.1.2)\xEF\xBE\xAD\xDENullsoftInst");
  write(folder / "cab/format", "fMZ" + std::string(58, '\0') + "\x40\0\0\0PE\0\0"s);
  write(folder / "cab/manifest", "f<assembly xmlns=\"urn:schemas-microsoft-com:asm.v1\">");
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 1;
  const std::string what = arguments[1];
  if (what == "packages") write_packages(arguments[2]);
  if (what == "corpus") write_corpus(arguments[2]);
}
