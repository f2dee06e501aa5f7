#include "app/portfolio.hpp"

#include <doctest/doctest.h>

namespace {

using namespace shoal;
using namespace shoal::app;

readiness::ApplicationFile file(std::string path, std::string_view format) {
  readiness::ApplicationFile made{std::move(path), {}};
  made.sheet.add(readiness::FactKind::format, format);
  return made;
}

std::string grouped_below(std::string_view root, std::vector<readiness::ApplicationFile> files) {
  Leftover left;
  std::string text;
  for (const readiness::Application& application : group_files(root, std::move(files), left)) {
    text += application.name + ":";
    for (const auto& each : application.files) text += " " + each.path;
    text += "\n";
  }
  for (const readiness::UnreadFile& each : left.unread) text += "unread " + each.path + ": " + each.why + "\n";
  return text + std::to_string(left.idle) + " idle";
}

TEST_CASE("a folder in which programs stand is an application, with all that is below it") {
  CHECK(grouped_below("apps", {file("stock/stock.exe", "pe"), file("stock/readme.txt", "text"),
                               file("stock/plugins/a.dll", "pe"), file("till/till.exe", "ne")}) ==
        "apps/stock: stock.exe readme.txt plugins/a.dll\napps/till: till.exe\n0 idle");
  CHECK(grouped_below("app", {file("tool.exe", "pe"), file("sub/b.exe", "pe")}) == "app: tool.exe sub/b.exe\n0 idle");
}

TEST_CASE("where packages alone stand in a folder each is an application") {
  CHECK(grouped_below("kits", {file("a.msi", "msi"), file("b.msi", "msi"), file("notes.txt", "text")}) ==
        "kits/a.msi: a.msi\nkits/b.msi: b.msi\n1 idle");
  CHECK(grouped_below("kits", {file("a.msi", "msi"), file("setup.exe", "pe")}) == "kits: a.msi setup.exe\n0 idle");
}

TEST_CASE("an archive is an application where programs are in it, or where nobody can know") {
  readiness::ApplicationFile locked = file("d.7z", "7z");
  locked.sheet.add(readiness::FactKind::unread, "members", "2 files in it are encrypted with a password");
  CHECK(grouped_below("kits", {file("a.zip", "zip"), file("a.zip/a.exe", "pe"), file("b.zip", "zip"),
                               file("b.zip/b.jpg", "picture"), file("c.cab", "cab"), file("c.cab/c.dll", "pe"),
                               std::move(locked)}) ==
        "kits/a.zip: a.zip a.zip/a.exe\nkits/c.cab: c.cab c.cab/c.dll\nkits/d.7z: d.7z\n1 idle");
}

TEST_CASE("a file that could not be read is named: it may have been a program") {
  readiness::ApplicationFile gone = file("x/setup.exe", "unknown");
  gone.sheet.add(readiness::FactKind::unread, "file", "it cannot be opened");
  CHECK(grouped_below("share", {gone, file("x/a.jpg", "picture")}) ==
        "unread share/x/setup.exe: it cannot be opened\n1 idle");
  CHECK(grouped_below("share", {gone, file("x/a.exe", "pe")}) == "share/x: setup.exe a.exe\n0 idle");
}

TEST_CASE("a folder without programs is looked into, and what belongs to nobody is counted") {
  CHECK(grouped_below("share", {file("photos/a.jpg", "picture"), file("docs/b/c.pdf", "pdf"),
                                file("x/y/z.cmd", "script")}) == "share/x/y: z.cmd\n2 idle");
}

TEST_CASE("what was unpacked from a file goes where the file goes, and makes no application of its own") {
  CHECK(grouped_below("kits", {file("a.msi", "msi"), file("a.msi/bin/a.exe", "pe"), file("b.msi", "msi"),
                               file("b.msi/b.exe", "pe"), file("data.cab", "cab"), file("data.cab/c.exe", "pe")}) ==
        "kits/a.msi: a.msi a.msi/bin/a.exe\nkits/b.msi: b.msi b.msi/b.exe\n1 idle");
  CHECK(grouped_below("kits", {file("x/a.cab", "cab"), file("x/a.cab/y/a.dll", "pe"), file("x/a.exe", "pe"),
                               file("x/z/b.msi", "msi"), file("x/z/b.msi/b.exe", "pe")}) ==
        "kits/x: a.cab a.cab/y/a.dll a.exe z/b.msi z/b.msi/b.exe\n0 idle");
}

TEST_CASE("what is in a cabinet that a package beside it names is told by that package alone") {
  readiness::ApplicationFile package = file("x/a.msi", "msi");
  package.sheet.add(readiness::FactKind::msi_row, "Media",
                    "DiskId=1\x1f"
                    "Cabinet=#own.cab");
  package.sheet.add(readiness::FactKind::msi_row, "Media",
                    "DiskId=2\x1f"
                    "Cabinet=Data2.cab");
  readiness::ApplicationFile cabinet = file("x/DATA2.CAB", "cab");
  cabinet.sheet.add(readiness::FactKind::contains, "pe", "till.exe.1");
  cabinet.sheet.add(readiness::FactKind::unread, "members", "begins in data1.cab");
  Leftover left;
  const auto made =
      group_files("kits",
                  {package, file("x/a.msi/bin/till.exe", "pe"), cabinet, file("x/DATA2.CAB/till.exe.1", "pe"),
                   file("x/own.cab", "cab"), file("x/own.cab/b.exe", "pe"), file("x/setup.exe", "pe")},
                  left);
  REQUIRE(made.size() == 1);
  std::string text;
  for (const auto& each : made[0].files) text += each.path + "\n" + readiness::to_lines(each.sheet);
  CHECK(text.find("DATA2.CAB\nformat cab\ncontains pe till.exe.1\nown.cab\nformat cab\nown.cab/b.exe\n") != text.npos);
  CHECK(text.find("begins in") == text.npos);
}

}  // namespace
