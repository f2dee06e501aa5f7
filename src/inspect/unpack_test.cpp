#include "inspect/unpack.hpp"

#include <doctest/doctest.h>

#include "base/random.hpp"
#include "inspect/inspect.hpp"
#include "inspect/made_compound.hpp"
#include "inspect/msi_files.hpp"

namespace {

using namespace shoal::inspect;
using namespace std::string_literals;

std::string told_of(const UnpackedMember& member) {
  return member.name + ": " + std::string(member.bytes) + (member.whole ? "" : " and more") + "\n";
}

std::string unpacked_text(const std::vector<CabinetBytes>& cabinets, PackageBudget& budget) {
  std::string text;
  const auto troubles = unpack_cabinets(cabinets, budget, [&](const auto& member) { text += told_of(member); });
  for (const std::string& trouble : troubles) text += "- " + trouble + "\n";
  return text;
}

std::string unpacked_text(const std::string& cabinet, PackageBudget budget = {}) {
  return unpacked_text({{{}, Pieces(cabinet)}}, budget);
}

MadeCabinet three_files() { return {{{"bin\\a.exe", "MZ a"}, {"caf\xE9.txt", "Hello"}, {"c", "last"}}, {}, {}, 0, {}}; }

// Paths and formats of the sheets, and what is unread.
std::string spelled_sheets(const std::string& bytes, std::string_view name,
                           const std::vector<CabinetBeside>& beside = {}) {
  const TextSearch search({});
  std::string text;
  for (const NamedSheet& each : inspect_with_members(bytes, name, search, beside)) {
    text += each.path + " " + std::string(each.sheet.first(shoal::readiness::FactKind::format)->name);
    for (std::size_t i = 0; i < each.sheet.size(); i++)
      if (each.sheet[i].kind == shoal::readiness::FactKind::unread)
        text += " (" + std::string(each.sheet[i].name) + ": " + std::string(each.sheet[i].value) + ")";
    text += "\n";
  }
  return text;
}

MadePackage till_package() {
  MadePackage package;
  package.tables = {{"Component",
                     {{"Component", made_key}, {"Directory_", made_text}},
                     {{"Main", "BIN"}, {"Shared", "SystemFolder"}}},
                    {"Directory",
                     {{"Directory", made_key}, {"Directory_Parent", made_text}, {"DefaultDir", made_text}},
                     {{"TARGETDIR", {}, "SourceDir"},
                      {"ProgramFilesFolder", "TARGETDIR", ".:PFiles"},
                      {"INSTALLDIR", "ProgramFilesFolder", "TILL20~1|Till 2000:."},
                      {"BIN", "INSTALLDIR", "bin"},
                      {"SystemFolder", "TARGETDIR", "System32"},
                      {"LOOP", "LOOP", "loop"}}},
                    {"File",
                     {{"File", made_key}, {"Component_", made_text}, {"FileName", made_text}},
                     {{"till.exe.1", "Main", "TILL.EXE|Till of 2000.exe"}, {"shared.dll", "Shared", "shared.dll"}}}};
  package.streams = {
      {"Data1.cab",
       made_cabinet({{{"till.exe.1", "@echo off"}, {"shared.dll", "plain"}, {"other", "text"}}, {}, {}, 0, {}})}};
  return package;
}

TEST_CASE("members come out with their bytes, one after the other") {
  CHECK(unpacked_text(made_cabinet(three_files())) == "bin\\a.exe: MZ a\ncaf\xC3\xA9.txt: Hello\nc: last\n");
}

TEST_CASE("of a member that is too large its beginning comes out, and the others whole") {
  PackageBudget budget;
  budget.member_bytes_max = 4;
  CHECK(unpacked_text(made_cabinet(three_files()), budget) ==
        "bin\\a.exe: MZ a\ncaf\xC3\xA9.txt: Hell and more\nc: last\n");
}

TEST_CASE("what goes beyond the package's budget is named and not unpacked") {
  PackageBudget few;
  few.members_left = 1;
  CHECK(unpacked_text(made_cabinet(three_files()), few) ==
        "bin\\a.exe: MZ a\n- caf\xC3\xA9.txt and 1 more: a package has more files than are unpacked\n");
  PackageBudget small;
  small.bytes_left = 9;
  CHECK(unpacked_text(made_cabinet(three_files()), small) ==
        "bin\\a.exe: MZ a\ncaf\xC3\xA9.txt: Hello\n- c: a package has more bytes than are unpacked\n");
  PackageBudget lazy;
  lazy.work = Work(3000);
  CHECK(unpacked_text(made_cabinet(three_files()), lazy) ==
        "- bin\\a.exe and 2 more: it takes more work than is spent on one package\n");
}

TEST_CASE("a cabinet that is cut gives what is before the cut") {
  const std::string whole = made_cabinet(three_files());
  CHECK(unpacked_text(whole.substr(0, whole.size() - 3)) == "- bin\\a.exe and 2 more: it ends too early\n");
  CHECK(unpacked_text(whole.substr(0, 50)) == "- it ends too early\n");
  CHECK(unpacked_text("MZ no cabinet, but long enough to have a header of one") == "- its beginning is damaged\n");
}

TEST_CASE("a part of a set without the others says which are missing") {
  MadeCabinet cabinet = three_files();
  cabinet.previous = "disk1.cab";
  cabinet.next = "disk3.cab";
  const std::string text = unpacked_text(made_cabinet(cabinet));
  CHECK(text.find("- begins in disk1.cab\n- continues in disk3.cab\n") != text.npos);
  CHECK(text.starts_with("bin\\a.exe: MZ a\n"));
}

TEST_CASE("cabinets of one set are joined by their names in any case, in any order") {
  const std::string first = made_cabinet({{{"a", "1"}}, {}, "DISK2.CAB", 0, {}});
  const std::string second = made_cabinet({{{"b", "2"}}, "disk1.cab", {}, 0, {}});
  PackageBudget budget;
  const std::string text = unpacked_text({{"disk2.cab", Pieces(second)}, {"disk1.cab", Pieces(first)}}, budget);
  CHECK(text == "a: 1\nb: 2\n");
}

TEST_CASE("cabinets that say of each other that they come before are no circle") {
  const std::string first = made_cabinet({{{"a", "1"}}, "two.cab", "two.cab", 0, {}});
  const std::string second = made_cabinet({{{"b", "2"}}, "one.cab", "one.cab", 0, {}});
  PackageBudget budget;
  const std::string text = unpacked_text({{"one.cab", Pieces(first)}, {"two.cab", Pieces(second)}}, budget);
  CHECK(text.starts_with("a: 1\nb: 2\n"));
}

TEST_CASE("many members that are the same bytes end with the budget") {
  MadeCabinet cabinet;
  cabinet.members = {{"0", std::string(20'000, 'x')}};
  for (int i = 1; i < 5000; i++) cabinet.members.push_back({std::to_string(i), ""});
  std::string bytes = made_cabinet(cabinet);
  // Each of them as long as the first, and where it is.
  for (std::size_t i = 0, at = 44; i < cabinet.members.size(); i++) {
    bytes.replace(at, 8, little_endian_bytes(20'000, 4) + little_endian_bytes(0, 4));
    at += 16 + cabinet.members[i].first.size() + 1;
  }
  PackageBudget budget;
  budget.work = Work(1'000'000);
  std::size_t members = 0;
  const auto troubles = unpack_cabinets({{{}, Pieces(bytes)}}, budget, [&](const auto&) { members++; });
  CHECK(members < 300);
  REQUIRE(troubles.size() == 1);
  CHECK(troubles[0].ends_with(" more: it takes more work than is spent on one package"));
}

TEST_CASE("a package's files stand where it installs them") {
  CHECK(spelled_sheets(made_package(till_package()), "till.msi") ==
        " msi\nProgramFilesFolder/Till 2000/bin/Till of 2000.exe script\nSystemFolder/shared.dll text\nother text\n");
}

// With its one cabinet, and others that stand beside it.
MadePackage package_with_media(std::vector<std::string> outside) {
  MadePackage package = till_package();
  MadeTable media{"Media", {{"DiskId", made_short}, {"Cabinet", made_text}}, {{1, "#Data1.cab"}, {2, {}}}};
  for (std::string& name : outside) media.rows.push_back({static_cast<int>(media.rows.size() + 1), std::move(name)});
  package.tables.push_back(std::move(media));
  return package;
}

TEST_CASE("a cabinet beside a package is as one in it, by its name in any case") {
  MadePackage package = package_with_media({"Data2.cab", "data2.cab"});
  package.tables[2].rows.push_back({"run.cmd", "Main", "run.cmd"});
  const std::string own = made_cabinet({{{"run.cmd", "@echo on"}, {"more", "text"}}, {}, {}, 0, {}});
  const std::string other = made_cabinet({{{"b.cmd", "@echo b"}}, {}, {}, 0, {}});
  CHECK(spelled_sheets(made_package(package), "till.msi", {{"other.cab", other}, {"DATA2.CAB", own}}) ==
        " msi\nProgramFilesFolder/Till 2000/bin/Till of 2000.exe script\nSystemFolder/shared.dll text\nother text\n"
        "ProgramFilesFolder/Till 2000/bin/run.cmd script\nmore text\n");
}

TEST_CASE("cabinets beside a package that continue each other are joined") {
  const MadePackage package = package_with_media({"disk2.cab", "disk3.cab"});
  const std::string two = made_cabinet({{{"a", "1"}}, {}, "disk3.cab", 0, {}});
  const std::string three = made_cabinet({{{"b", "2"}}, "disk2.cab", {}, 0, {}});
  const std::string told =
      spelled_sheets(made_package(package), "till.msi", {{"disk2.cab", two}, {"disk3.cab", three}});
  CHECK(told.starts_with(" msi\n"));
  CHECK(told.ends_with("other text\na text\nb text\n"));
}

TEST_CASE("a cabinet that is not beside its package is told, and one that is none") {
  const std::string package = made_package(package_with_media({"data2.cab"}));
  CHECK(spelled_sheets(package, "till.msi").starts_with(" msi (members: data2.cab is not beside the package)\n"));
  CHECK(spelled_sheets(package, "till.msi", {{"data2.cab", "MZ no cabinet, but long enough to have a header of one"}})
            .starts_with(" msi (members: data2.cab: its beginning is damaged)\n"));
}

TEST_CASE("a package in another takes nothing that stands beside that") {
  const std::string inner = made_package(package_with_media({"data2.cab"}));
  const std::string outer = made_cabinet({{{"till.msi", inner}}, {}, {}, 0, {}});
  const std::string own = made_cabinet({{{"run.cmd", "@echo on"}}, {}, {}, 0, {}});
  CHECK(spelled_sheets(outer, "kit.cab", {{"data2.cab", own}})
            .starts_with(" cab\ntill.msi msi (members: data2.cab is not beside the package)\n"));
}

TEST_CASE("a package in packages is unpacked to the third, and what is in that one only listed") {
  const auto around = [](const std::string& name, const std::string& bytes) {
    return made_cabinet({{{name, bytes}}, {}, {}, 0, {}});
  };
  const std::string third = around("b.cab", around("a.cab", around("run.cmd", "echo a")));
  CHECK(spelled_sheets(third, "c.cab") == " cab\nb.cab cab\nb.cab/a.cab cab\nb.cab/a.cab/run.cmd script\n");
  CHECK(spelled_sheets(around("c.cab", third), "d.cab") ==
        " cab\nc.cab cab\nc.cab/b.cab cab\nc.cab/b.cab/a.cab cab (members: it is in a package that is itself in "
        "others)\n");
}

TEST_CASE("a file of COMPRESS.EXE gives the one that it holds") {
  CHECK(spelled_sheets("SZDD\x88\xF0\x27\x33"
                       "AD\x09\0\0\0\xFF@echo of\1f"s,
                       "RUN.CM_") == " szdd\nrun.cmd script\n");
}

TEST_CASE("a file of COMPRESS.EXE whose header is damaged is told") {
  PackageBudget budget;
  const auto troubles = unpack_compressed("KWAJ\x88\xF0\0\0\0SETUP EXE"s, budget, [](const auto&) {});
  REQUIRE(troubles.size() == 1);
  CHECK(troubles[0] == "its beginning is damaged");
}

TEST_CASE("paths of members lead nowhere else") {
  CHECK(tame_path("..\\..\\windows\\a.dll") == "windows/a.dll");
  CHECK(tame_path("C:\\a/./b\x1B[2J") == "a/b?[2J");
  CHECK(tame_path("//") == "?");
}

TEST_CASE("bytes in pieces are read as though they were in one") {
  const std::string bytes = "0123456789";
  Pieces pieces;
  for (const auto& [at, size] : {std::pair(5, 2), std::pair(7, 1), std::pair(0, 3)})
    pieces.add(std::string_view(bytes).substr(static_cast<std::size_t>(at), static_cast<std::size_t>(size)));
  CHECK(pieces.size() == 6);
  char into[10] = {};
  CHECK(std::string(into, pieces.copy(0, into, 10)) == "567012");
  CHECK(std::string(into, pieces.copy(2, into, 2)) == "70");
  CHECK(pieces.copy(6, into, 10) == 0);
}

TEST_CASE("damaged packages are unpacked as far as they go") {
  const std::uint64_t seed = 20261126;
  CAPTURE(seed);
  shoal::Random random(seed);
  const std::string whole = made_package(till_package());
  for (int round = 0; round < 1000; round++) {
    std::string bytes = whole;
    for (auto left = 1 + random.below(12); left > 0; left--)
      bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
    CHECK(!spelled_sheets(bytes, "till.msi").empty());
  }
}

}  // namespace
