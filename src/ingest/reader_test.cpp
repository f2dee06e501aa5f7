#include "ingest/reader.hpp"

#include <doctest/doctest.h>

#include "base/sanitized.hpp"
#include "ingest/observation_spelling.hpp"

namespace shoal::ingest {
namespace {

using namespace std::string_literals;

std::string source_of(std::string_view bytes, std::string_view place = "x") {
  const auto seen = read_inventory(bytes, place, {});
  if (!seen) return std::string(seen.error().code) + ": " + seen.error().message;
  return std::string(seen->observations.front().source) + " in " + *seen->observations.front().file + ": " +
         seen->observations.front().device;
}

std::string marked_utf16le(std::string_view ascii) {
  std::string bytes = "\xFF\xFE";
  for (const char c : ascii) bytes += {c, '\0'};
  return bytes;
}

const std::string systeminfo_output = "Host Name: PC-1\r\nOS Name: Windows\r\nOS Version: 6.1.7601 N/A Build 7601\r\n";
const std::string qfe_listing = "CSName  HotFixID   \r\nPC-1    KB1000001  \r\n";

const std::string registry_file =
    "Windows Registry Editor Version 5.00\r\n\r\n"
    "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\ComputerName]\r\n"
    "\"ComputerName\"=\"PC-1\"\r\n\r\n";

TEST_CASE("a format is recognised by what is in the file, never by its name") {
  CHECK(source_of(systeminfo_output, "qfe.csv") == "systeminfo in qfe.csv: PC-1");
  CHECK(source_of(qfe_listing, "systeminfo.jpg") == "wmic qfe in systeminfo.jpg: PC-1");
  CHECK(source_of(marked_utf16le(systeminfo_output)) == "systeminfo in x: PC-1");
  CHECK(source_of(marked_utf16le(qfe_listing)) == "wmic qfe in x: PC-1");
  CHECK(source_of(marked_utf16le(registry_file), "list.csv") == "registry export in list.csv: PC-1");
  CHECK(source_of("\xEF\xBB\xBF" + registry_file) == "registry export in x: PC-1");
}

TEST_CASE("what is no inventory is refused in one sentence that shows how it begins") {
  CHECK(source_of("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\1\0H\0H\0\0\xFF\xE1\3\4\5\6\2"s) ==
        "ingest.not_an_inventory: not a text; the file begins with the bytes FF D8 FF E0 00 10 4A 46");
  CHECK(source_of("%PDF-1.4 and so on\n") ==
        "ingest.not_an_inventory: neither systeminfo nor wmic qfe wrote this text, and it is no registry "
        "export; "
        "the file begins with the bytes 25 50 44 46 2D 31 2E 34");
  CHECK(source_of("Host\0Name and more that is no UTF-16"s) ==
        "ingest.bad_encoding: the text is in no encoding that we read: a NUL byte at offset 4");
}

TEST_CASE("an empty file is an error, not a success with nothing in it") {
  for (const auto& bytes : {""s, " \r\n"s, "\xFF\xFE"s, "\xEF\xBB\xBF\r\n"s})
    CHECK(source_of(bytes) == "ingest.empty: the file is empty");
}

TEST_CASE("a file beyond the limit is refused with its size") {
  const std::string bytes(inventory_bytes_max + 1, 'x');
  CHECK(source_of(bytes) ==
        "ingest.too_large: the file has 67,108,865 bytes, more than the 67,108,864 that an inventory may have");
}

TEST_CASE("a file of line ends or of one endless line costs one pass") {
  constexpr std::size_t bytes = thinned<std::size_t>(8'000'000, 800'000);
  CHECK(source_of("x" + std::string(bytes, '\n')).starts_with("ingest.not_an_inventory"));
  CHECK(source_of(std::string(bytes, ':')).starts_with("ingest.not_an_inventory"));
  CHECK(source_of("a:" + std::string(bytes, '[')).starts_with("ingest.not_an_inventory"));
  std::string labels;
  for (int i = 0; i < 4'000'001; i++) labels += "a:\n";
  CHECK(source_of(labels) == "ingest.too_many_lines: more than 4,000,000 lines");
}

}  // namespace
}  // namespace shoal::ingest
