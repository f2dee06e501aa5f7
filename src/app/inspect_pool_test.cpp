#include "app/inspect_pool.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <map>

#include "base/scratch.hpp"
#include "inspect/made_compound.hpp"
#include "inspect/made_image.hpp"
#include "inspect/made_signature.hpp"
#include "inspect/yara_search.hpp"

namespace {

using namespace shoal;
using namespace shoal::app;
namespace fs = std::filesystem;

// What the pool says of each file, by its name.
std::map<std::string, std::string> facts_by(InspectPool& pool, const std::vector<fs::path>& files) {
  std::map<std::string, std::string> told;
  pool.run(files, [&](std::size_t position, const InspectPool::Sheets& sheets) {
    std::string facts;
    for (const auto& [path, sheet] : sheets) facts += (path.empty() ? "" : "of " + path + "\n") + to_lines(sheet);
    const auto [at, fresh] = told.emplace(files[position].filename().string(), facts);
    CHECK(fresh);
  });
  return told;
}

TEST_CASE("each file is read once, by however many processes") {
  const Scratch folder;
  std::vector<fs::path> files;
  files.reserve(200);
  for (int i = 0; i < 200; i++)
    files.push_back(folder.holding("s" + std::to_string(i) + ".cmd", "wmic os get " + std::to_string(i) + "\r\n"));
  const inspect::TextSearch search({{}, {"wmic"}});
  for (const unsigned processes : {1U, 3U}) {
    InspectPool pool(search, processes);
    const auto told = facts_by(pool, files);
    REQUIRE(told.size() == 200);
    CHECK(told.at("s17.cmd") == "format script\nscript batch\nword wmic \"wmic os get 17\" @0x1\nfile-name s17.cmd\n");
  }
}

TEST_CASE("YARA rules and the modules that they may use are asked in a process that is shut in") {
  readiness::Rule rule;
  rule.when.pattern.kind = readiness::FactKind::yara;
  rule.when.pattern.name = "own.yar#All";
  rule.yara.push_back(
      {"own.yar",
       "import \"pe\"\nimport \"elf\"\nimport \"dotnet\"\nimport \"hash\"\nimport \"math\"\n"
       "rule All { strings: $mz = \"MZ\" condition: $mz at 0 and pe.is_pe and pe.number_of_signatures >= 0 and\n"
       "not defined elf.type and not defined dotnet.version and hash.sha256(0, filesize) != \"\" and\n"
       "math.entropy(0, filesize) > 0.1 }\n"});
  const inspect::YaraSearch yara = inspect::YaraSearch::make({rule}).value();
  const inspect::TextSearch search({{}, {}, &yara});
  const Scratch folder;
  InspectPool pool(search, 1);
  inspect::MadePe image;
  image.signature = inspect::made_signature();
  const auto told = facts_by(pool, {folder.holding("a.exe", inspect::made_pe(image)),
                                    folder.holding("b.txt", "MZ " + std::string(200'000, 'x'))});
  CHECK(told.at("a.exe").find("yara own.yar#All $mz\n") != std::string::npos);
  CHECK(told.at("b.txt").find("yara") == std::string::npos);
  CHECK(told.at("b.txt").find("unread") == std::string::npos);
}

TEST_CASE("what is no file that can be read is unread, with the reason, and nothing waits for it") {
  const Scratch folder;
  const fs::path pipe = folder.path() / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  const inspect::TextSearch search({});
  InspectPool pool(search, 2);
  const auto told =
      facts_by(pool, {pipe, folder.path() / "gone.exe", folder.path(), folder.holding("here.txt", "text")});
  CHECK(told.at("pipe") == "format unknown\nfile-name pipe\nunread file \"it is no regular file\"\n");
  CHECK(told.at("gone.exe") ==
        "format unknown\nfile-name gone.exe\nunread file \"it cannot be opened: No such file or directory\"\n");
  CHECK(told.at("here.txt").starts_with("format text\n"));
}

TEST_CASE("a file of gigabytes that is nothing costs no time") {
  const Scratch folder;
  const fs::path big = folder.holding("film.bin", "");
  fs::resize_file(big, std::uintmax_t{3} << 30U);
  const inspect::TextSearch search({{"abc"}, {}});
  InspectPool pool(search, 1);
  CHECK(facts_by(pool, {big}).at("film.bin").starts_with("format unknown\n"));
}

TEST_CASE("a process that ends is replaced, and no file is lost") {
  const Scratch folder;
  const inspect::TextSearch search({});
  InspectPool pool(search, 2);
  std::ifstream children("/proc/self/task/" + std::to_string(getpid()) + "/children");
  int ended = 0;
  for (pid_t child = 0; children >> child; ended++) REQUIRE(kill(child, SIGKILL) == 0);
  REQUIRE(ended == 2);
  std::vector<fs::path> files;
  files.reserve(20);
  for (int i = 0; i < 20; i++) files.push_back(folder.holding("t" + std::to_string(i) + ".txt", "text"));
  const auto told = facts_by(pool, files);
  REQUIRE(told.size() == 20);
  std::size_t read = 0;
  for (const auto& [name, facts] : told) read += facts.starts_with("format text\n") ? 1 : 0;
  CHECK(read >= 18);  // One that a process had just been handed when it ended may be unread.
}

TEST_CASE("a signed program is read by processes that may open no file") {
  const Scratch folder;
  inspect::MadePe image;
  image.signature = inspect::made_signature();
  const inspect::TextSearch search({});
  InspectPool pool(search, 1);
  const std::string facts = facts_by(pool, {folder.holding("signed.exe", inspect::made_pe(image))}).at("signed.exe");
  CHECK(facts.find("signature signer \"Made Software Ltd\"") != facts.npos);
}

TEST_CASE("what is in a package comes behind it, each with its path") {
  const Scratch folder;
  const inspect::TextSearch search({});
  InspectPool pool(search, 1);
  const std::string cabinet =
      inspect::made_cabinet({{{"bin\\run.cmd", "echo a\r\n"}, {"read.me", "text"}}, {}, {}, 0, {}});
  CHECK(facts_by(pool, {folder.holding("kit.cab", cabinet)}).at("kit.cab") ==
        "format cab\ncontains script bin\\run.cmd\ncontains text read.me\nfile-name kit.cab\n"
        "of bin/run.cmd\nformat script\nscript batch\nfile-name run.cmd\n"
        "of read.me\nformat text\nfile-name read.me\n");
}

// A package of one file, which lies in a cabinet beside it.
std::string made_package_with_cabinet_beside() {
  using inspect::made_key;
  using inspect::made_text;
  inspect::MadePackage package;
  package.tables = {{"Media", {{"DiskId", inspect::made_short}, {"Cabinet", made_text}}, {{1, "data1.cab"}}},
                    {"Component", {{"Component", made_key}, {"Directory_", made_text}}, {{"Main", "SystemFolder"}}},
                    {"Directory",
                     {{"Directory", made_key}, {"Directory_Parent", made_text}, {"DefaultDir", made_text}},
                     {{"TARGETDIR", {}, "SourceDir"}, {"SystemFolder", "TARGETDIR", "System32"}}},
                    {"File",
                     {{"File", made_key}, {"Component_", made_text}, {"FileName", made_text}},
                     {{"run.1", "Main", "run.cmd"}}}};
  return inspect::made_package(package);
}

TEST_CASE("cabinets of its folder are handed over with a package, and nothing else is") {
  const Scratch folder;
  const inspect::TextSearch search({});
  InspectPool pool(search, 1);
  const fs::path package = folder.holding("till.MSI", made_package_with_cabinet_beside());
  const std::string lacking = facts_by(pool, {package}).at("till.MSI");
  CHECK(lacking.find("unread members \"data1.cab is not beside the package\"\n") != lacking.npos);
  folder.holding("DATA1.CAB", inspect::made_cabinet({{{"run.1", "echo a\r\n"}}, {}, {}, 0, {}}));
  folder.holding("other.txt", "text");
  fs::create_directory(folder.path() / "folder.cab");
  const std::string told = facts_by(pool, {package}).at("till.MSI");
  CHECK(told.find("unread") == told.npos);
  CHECK(told.ends_with("of SystemFolder/run.cmd\nformat script\nscript batch\nfile-name run.cmd\n"));
}

TEST_CASE("of more cabinets than are handed over the first are, and the files stay whole") {
  const Scratch folder;
  const inspect::TextSearch search({});
  InspectPool pool(search, 1);
  const fs::path package = folder.holding("till.msi", made_package_with_cabinet_beside());
  for (std::size_t i = 0; i < cabinets_beside_max; i++)
    folder.holding("a" + std::to_string(i) + std::string(150, 'x') + ".cab", "none");
  folder.holding("data1.cab", inspect::made_cabinet({{{"run.1", "echo a\r\n"}}, {}, {}, 0, {}}));
  const auto told = facts_by(pool, {package, folder.holding("b.txt", "text")});
  CHECK(told.at("till.msi").find("data1.cab is not beside the package") != std::string::npos);
  CHECK(told.at("b.txt").starts_with("format text\n"));
}

}  // namespace
