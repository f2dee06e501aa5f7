#include "inspect/inspect.hpp"

#include <doctest/doctest.h>

#include "base/random.hpp"

using namespace std::string_literals;

namespace {

using namespace shoal;
using namespace shoal::inspect;

std::string facts_of(std::string_view bytes, std::string_view name) {
  const TextSearch search({{"c:\\winnt"}, {"wmic"}});
  return readiness::to_lines(inspect_file(bytes, name, search));
}

TEST_CASE("a file is what is in it, and has its name") {
  CHECK(facts_of("", "Empty.EXE") == "format empty\nfile-name empty.exe\n");
  CHECK(facts_of("%PDF-1.4 manual", "setup.exe") == "format pdf\nfile-name setup.exe\n");
}

TEST_CASE("a script is searched for words outside of comments and for texts") {
  CHECK(facts_of("rem wmic\r\nwmic os get version > C:\\WINNT\\v.txt\r\n", "Login.cmd") ==
        "format script\nscript batch\nword wmic \"wmic os get version > C:\\\\WINNT\\\\v.txt\" @0x2\n"
        "string c:\\winnt \"wmic os get version > C:\\\\WINNT\\\\v.txt\" @0x20\nfile-name login.cmd\n");
}

TEST_CASE("an INF is searched for texts, since what it writes to the registry is told in no other way") {
  const std::string facts = facts_of("[Version]\r\nClass=Net\r\n[Reg]\r\nHKLM,X,,,C:\\WINNT\\a.dll\r\n", "a.inf");
  CHECK(facts.starts_with("format inf\n"));
  CHECK(facts.find("string c:\\winnt HKLM,X,,,C:\\WINNT\\a.dll @0x26\n") != std::string::npos);
}

TEST_CASE("a program for DOS is one, however short") {
  std::string program = "MZ"s + std::string(62, '\0') + "open C:\\winnt\\x";
  const std::string facts = facts_of(program, "old.exe");
  CHECK(facts.starts_with("format mz\n"));
  CHECK(facts.find("string c:\\winnt \"open C:\\\\winnt\\\\x\" @0x45\n") != std::string::npos);
}

TEST_CASE("whatever bytes stand in a file, it has one format, the first of its facts, and its name") {
  const std::uint64_t seed = 20261126;
  CAPTURE(seed);
  Random random(seed);
  const TextSearch search({{"abc"}, {"wmic"}});
  const std::string starts[] = {"MZ"s, "PE\0\0"s, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s, "MSCF"s, "PK\3\4"s, "<"s, ""s};
  for (int round = 0; round < 3000; round++) {
    std::string bytes = starts[random.below(std::size(starts))];
    for (auto left = random.below(400); left > 0; left--)
      bytes += static_cast<char>(random.chance(0.4) ? 0 : random.below(256));
    const readiness::FactSheet sheet = inspect_file(bytes, "x.bin", search);
    REQUIRE(sheet.size() >= 2);
    CHECK(sheet[0].kind == readiness::FactKind::format);
    for (std::size_t i = 1; i < sheet.size(); i++) CHECK(sheet[i].kind != readiness::FactKind::format);
    CHECK(sheet[sheet.size() - 1] == readiness::Fact{readiness::FactKind::file_name, "x.bin", {}, {}, 0, 0});
  }
}

}  // namespace
