#include "inspect/cab.hpp"

#include <doctest/doctest.h>

#include "inspect/made_compound.hpp"

namespace {

using namespace shoal::inspect;
using namespace std::string_literals;
using shoal::readiness::FactSheet;

template <typename Read>
std::string facts_from(const Read& read) {
  Work work(file_steps_max);
  FactSheet sheet;
  read(work, sheet);
  return shoal::readiness::to_lines(sheet);
}

std::string cabinet_facts(const std::string& bytes) {
  return facts_from([&](Work& work, FactSheet& sheet) { read_cab(Span(bytes), work, sheet); });
}

std::string compressed_facts(const std::string& bytes, std::string_view name) {
  return facts_from([&](Work& work, FactSheet& sheet) { read_compressed(Span(bytes), name, work, sheet); });
}

TEST_CASE("a cabinet lists its members, with the format of those that are not compressed") {
  MadeCabinet cabinet{{{"bin\\setup.exe", "MZ"}, {"readme.txt", "Hello"}}, {}, {}, 0, {}};
  CHECK(cabinet_facts(made_cabinet(cabinet)) == "contains mz bin\\setup.exe\ncontains text readme.txt\n");
  cabinet.compression = 1;
  CHECK(cabinet_facts(made_cabinet(cabinet)) == "contains unknown bin\\setup.exe\ncontains unknown readme.txt\n");
}

TEST_CASE("of a set of cabinets each says what comes before and behind it") {
  const MadeCabinet cabinet{{{"a", "1"}}, "disk1.cab", "disk3.cab", 1, "signature"};
  CHECK(cabinet_facts(made_cabinet(cabinet)) ==
        "contains unknown a\nunread members \"begins in disk1.cab\"\nunread members \"continues in disk3.cab\"\n");
}

TEST_CASE("a cabinet that is cut in its list tells what is before the cut") {
  const MadeCabinet cabinet{{{"a", "1"}, {"b", "2"}}, {}, {}, 1, {}};
  const std::string bytes = made_cabinet(cabinet);
  CHECK(cabinet_facts(bytes.substr(0, 36 + 8 + 18 + 10)) ==
        "contains unknown a\nunread members \"its list of files is cut or damaged\"\n");
  CHECK(cabinet_facts("MSCF") == "unread members \"no header of a cabinet\"\n");
}

TEST_CASE("a file of COMPRESS.EXE tells the letter that its name lacks, and what it holds") {
  const std::string szdd =
      "SZDD\x88\xF0\x27\x33"
      "AE\2\0\0\0\3MZ"s;
  CHECK(compressed_facts(szdd, "SETUP.EX_") == "contains mz setup.exe\n");
  // Copies of three blanks out of the window, which begins as blanks.
  CHECK(compressed_facts("SZDD\x88\xF0\x27\x33"
                         "AT\3\0\0\0\1x\0\0"s,
                         "a.tx_") == "contains text a.txt\n");
}

TEST_CASE("KWAJ tells its name in full") {
  const std::string kwaj = "KWAJ\x88\xF0\x27\xD1\1\0\x1C\0\x19\0\2\0\0\0SETUP\0EXE\0"s;
  CHECK(compressed_facts(kwaj + "\xB2\xA5"s, "x.ex_") == "contains mz setup.exe\n");
}

TEST_CASE("a zip lists what its directory lists") {
  const std::string name = "dir/run.bat";
  const std::string entry =
      "PK\1\2"s + std::string(24, '\0') + little_endian_bytes(name.size(), 2) + std::string(16, '\0') + name;
  const std::string zip = entry + "PK\5\6"s + std::string(6, '\0') + little_endian_bytes(1, 2) +
                          little_endian_bytes(entry.size(), 4) + little_endian_bytes(0, 4) + "\0\0"s;
  const auto zip_facts = [](const std::string& bytes) {
    return facts_from([&](Work& work, FactSheet& sheet) { read_zip(Span(bytes), work, sheet); });
  };
  CHECK(zip_facts(zip) == "contains unknown dir/run.bat\n");
  CHECK(zip_facts("PK\3\4"s) == "unread members \"it has no directory at its end\"\n");
}

}  // namespace
