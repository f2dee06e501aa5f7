#include "lifecycle/programs.hpp"

#include <doctest/doctest.h>

namespace shoal::lifecycle {
namespace {

using namespace std::chrono;

// Days of Microsoft's lifecycle pages and of endoflife.date, so that a reader can check them. Names ascend.
ProgramCatalogue known_programs() {
  ProgramCatalogue made;
  made.programs = {{"office", "Microsoft Office", "Microsoft"},
                   {"sql-server", "Microsoft SQL Server", "Microsoft"},
                   {"chrome", "Google Chrome", "Google"},
                   {"silverlight", "Microsoft Silverlight", "Microsoft"},
                   {"python", "Python", "Python Software Foundation"}};
  const auto cycle = [&](std::uint16_t program, const char* name, std::optional<Day> until) {
    ProgramCycle& added = made.cycles.emplace_back();
    added.program = program;
    added.name = name;
    added.until = until;
  };
  cycle(0, "2007", 2017y / 10 / 10);
  cycle(0, "2010", 2020y / 10 / 13);
  cycle(1, "2008", 2019y / 7 / 9);
  cycle(1, "2008-r2", 2019y / 7 / 9);
  made.cycles.back().paid_until = 2022y / 7 / 12;
  cycle(2, "49", 2016y / 4 / 13);
  cycle(3, "5", 2021y / 10 / 12);
  cycle(4, "3.1", 2012y / 4 / 9);
  cycle(4, "3.11", 2027y / 10 / 31);
  made.names = {
      {{"google chrome", {}, {"beta"}, {"google"}}, 2, CycleFrom::version, {{"49.0", 4}}},
      {{"microsoft office", {}, {"mui", "viewer"}, {"microsoft"}}, 0, CycleFrom::name, {{"2007", 0}, {"2010", 1}}},
      {{"microsoft silverlight", {}, {}, {"microsoft"}}, 3, CycleFrom::fixed, {{"5", 5}}},
      {{"microsoft sql server", {}, {}, {"microsoft"}}, 1, CycleFrom::name, {{"2008", 2}, {"2008 r2", 3}}},
      {{"python", {}, {}, {"python software foundation"}}, 4, CycleFrom::version, {{"3.1", 6}, {"3.11", 7}}},
      {{"python", {"sql"}, {}, {"python software foundation"}}, 1, CycleFrom::fixed, {{"2008", 2}}}};
  made.entries = {{{"", {"kb#"}, {}, {}}, EntryKind::update},
                  {{"microsoft office", {"mui"}, {}, {"microsoft"}}, EntryKind::part}};
  return made;
}

std::string recognised(std::string_view name, std::string_view publisher = "", std::string_view version = "") {
  static const ProgramCatalogue known = known_programs();
  const ProgramEntry entry = recognise_program(known, name, publisher, version);
  std::string text(spelled(entry.kind));
  if (entry.program != nullptr) text += " " + entry.program->id + " by " + std::string(spelled(entry.told_by));
  if (entry.cycle != nullptr) text += " " + entry.cycle->name;
  return text;
}

TEST_CASE("a name is compared word by word, without its case, its punctuation and its marks of ownership") {
  CHECK(folded("Java(TM) 6 Update 31") == " java 6 update 31 ");
  CHECK(folded("Microsoft® SQL Server® 2008 R2 (64-bit)") == " microsoft sql server 2008 r2 64 bit ");
  CHECK(folded("Skype™ 7.0") == " skype 7.0 ");
  CHECK(folded("Microsoft .NET Framework 4.5.2") == " microsoft net framework 4.5.2 ");
  CHECK(folded("Microsoft Visual C++ 2010  x86 Redistributable - 10.0.40219") ==
        " microsoft visual c++ 2010 x86 redistributable 10.0.40219 ");
  CHECK(folded("Adobe Systems, Inc.") == " adobe systems inc ");
  CHECK(folded("...") == " ");
  CHECK(folded("") == " ");
}

TEST_CASE("the name or the version tells the cycle, whichever the product is told by") {
  CHECK(recognised("Microsoft Office Professional Plus 2010", "Microsoft Corporation", "14.0.7015.1000") ==
        "program office by name 2010");
  CHECK(recognised("Google Chrome", "Google Inc.", "49.0.2623.112") == "program chrome by version 49");
  CHECK(recognised("Microsoft Silverlight", "Microsoft Corporation", "5.1.50918.0") ==
        "program silverlight by fixed 5");
}

TEST_CASE("a name in another script is recognised by what it shares, and letters outside ASCII part no words") {
  CHECK(recognised("Microsoft Office профессиональный плюс 2010", "Корпорация Майкрософт (Microsoft)") ==
        "program office by name 2010");
  CHECK(recognised("Microsoft Office 專業增強版 2010") == "program office by name 2010");
  CHECK(recognised("Microsoft Officeé 2010") == "unmatched");
}

TEST_CASE("the longest text in the name decides, and two that say different things decide nothing") {
  CHECK(recognised("Microsoft SQL Server 2008 R2 (64-bit)") == "program sql-server by name 2008-r2");
  CHECK(recognised("Microsoft SQL Server 2008 (64-bit)") == "program sql-server by name 2008");
  CHECK(recognised("Microsoft Office 2007 to 2010 Migration") == "unmatched");
}

TEST_CASE("a version counts by whole numbers, and without one the cycle is not known") {
  CHECK(recognised("Python 3.11.4 (64-bit)", "Python Software Foundation", "3.11.4150.0") ==
        "program python by version 3.11");
  CHECK(recognised("Python 3.1", "Python Software Foundation", "3.1.2150") == "program python by version 3.1");
  CHECK(recognised("Python 3.12", "Python Software Foundation", "3.12.0") == "program python by version");
  CHECK(recognised("Google Chrome", "Google Inc.", "") == "program chrome by version");
  CHECK(recognised("Google Chrome", "Google Inc.", "490.0") == "program chrome by version");
  CHECK(recognised("Google Chrome", "Google Inc.", "v49") == "program chrome by version");
}

TEST_CASE("another publisher is another program, and a list without publishers is taken at its names") {
  CHECK(recognised("Google Chrome", "Somebody Else", "49.0") == "unmatched");
  CHECK(recognised("Google Chrome", "", "49.0") == "program chrome by version 49");
}

TEST_CASE("what begins otherwise, lacks a year, or is told apart by a word is not matched") {
  CHECK(recognised("Google Chrome Beta", "Google Inc.", "49.0") == "unmatched");
  CHECK(recognised("Add-on for Microsoft Office 2010", "Microsoft Corporation") == "unmatched");
  CHECK(recognised("Microsoft Office Live Meeting", "Microsoft Corporation") == "unmatched");
  CHECK(recognised("Microsoft Officer 2010") == "unmatched");
  CHECK(recognised("Microsoft") == "unmatched");
  CHECK(recognised("") == "unmatched");
}

TEST_CASE("an update or a part is that, whatever product it names") {
  CHECK(recognised("Microsoft Office 2010 Hotfix (KB2553322)", "Microsoft Corporation") == "update");
  CHECK(recognised("Microsoft Office Word MUI (English) 2010", "Microsoft Corporation") == "part");
  CHECK(recognised("Microsoft Office 2010 KB", "Microsoft Corporation") == "program office by name 2010");
}

TEST_CASE("a name that fits two products is neither") {
  CHECK(recognised("Python for SQL", "Python Software Foundation", "3.11") == "unmatched");
}

std::string support_on(const char* name, const char* version, Day day) {
  static const ProgramCatalogue known = known_programs();
  const ProgramStanding found = program_standing(recognise_program(known, name, "", version), day);
  std::string text(spelled(found.support));
  if (found.until) text += " " + to_string(*found.until);
  if (found.paid_until) text += ", paid " + to_string(*found.paid_until);
  return text;
}

TEST_CASE("updates come through the last day, and from the day after only to who pays, while that lasts") {
  CHECK(support_on("Microsoft Office 2010", "", 2020y / 10 / 13) == "supported 2020-10-13");
  CHECK(support_on("Microsoft Office 2010", "", 2020y / 10 / 14) == "ended 2020-10-13");
  CHECK(support_on("Microsoft SQL Server 2008 R2", "", 2022y / 7 / 12) == "ended 2019-07-09, paid 2022-07-12");
  CHECK(support_on("Microsoft SQL Server 2008 R2", "", 2022y / 7 / 13) == "ended 2019-07-09");
}

TEST_CASE("a program without a version and one that is not known stand at unknown, never at supported") {
  CHECK(support_on("Google Chrome", "", 2026y / 11 / 23) == "unknown");
  CHECK(support_on("Some Program", "1.0", 2026y / 11 / 23) == "unknown");
}

TEST_CASE("without an end, what was seen on a day decides only on its side of that day") {
  ProgramCycle cycle;
  const auto on = [&](Day day) {
    ProgramEntry entry;
    entry.cycle = &cycle;
    return std::string(spelled(program_standing(entry, day).support));
  };
  cycle.supported_on = 2026y / 8 / 22;
  CHECK(on(2026y / 8 / 22) + " " + on(2026y / 8 / 23) == "supported unknown");
  cycle = {};
  cycle.ended_by = 2016y / 4 / 14;
  CHECK(on(2016y / 4 / 13) + " " + on(2016y / 4 / 14) == "unknown ended");
}

}  // namespace
}  // namespace shoal::lifecycle
