#include "ingest/registry_text.hpp"

#include <doctest/doctest.h>

namespace shoal::ingest {
namespace {

std::string spelled(const RegistryValue& value) {
  std::string text = "  @" + std::to_string(value.line) + " " + value.name + " = ";
  if (value.kind == RegistryKind::dword || value.kind == RegistryKind::qword)
    return text + std::to_string(value.number);
  if (value.kind == RegistryKind::binary) return text + std::to_string(value.text.size()) + " bytes";
  if (value.kind != RegistryKind::multi) return text + "'" + value.text + "'";
  for (const std::string& part : value.texts) text += "[" + part + "]";
  return text;
}

// The keys with their lines, their values, and what the tally holds beside.
std::string keys_of(std::string_view text) {
  std::string out;
  const auto tally = read_registry_text(text, [&](const RegistryKey& key) {
    out += "@" + std::to_string(key.line) + " " + key.path + "\n";
    for (const RegistryValue& value : key.values) out += spelled(value) + "\n";
  });
  if (!tally) return std::string(tally.error().code);
  if (tally->deletions > 0) out += std::to_string(tally->deletions) + " deletions\n";
  if (tally->unreadable > 0) out += std::to_string(tally->unreadable) + " unreadable\n";
  if (tally->too_long > 0) out += std::to_string(tally->too_long) + " too long\n";
  return out + (tally->cut_short ? "cut short" : "whole");
}

const std::string export_heading = "Windows Registry Editor Version 5.00\r\n\r\n";

TEST_CASE("every kind of value is read, with the line on which it begins") {
  CHECK(keys_of(export_heading + "[HKEY_LOCAL_MACHINE\\A]\r\n"
                                 "@=\"default\"\r\n"
                                 "\"path\"=\"C:\\\\a \\\"b\\\"\"\r\n"
                                 "\"number\"=dword:0000000a\r\n"
                                 "\"wide\"=hex(b):01,00,00,00,01,00,00,00\r\n"
                                 "\"expand\"=hex(2):25,00,41,00,\\\r\n  e4,00,00,00\r\n"
                                 "\"several\"=hex(7):61,00,00,00,62,00,00,00,00,00\r\n"
                                 "\"bytes\"=hex:01,02\r\n"
                                 "\"nothing\"=hex(0):\r\n\r\n") ==
        "@3 HKEY_LOCAL_MACHINE\\A\n"
        "  @4  = 'default'\n"
        "  @5 path = 'C:\\a \"b\"'\n"
        "  @6 number = 10\n"
        "  @7 wide = 4294967297\n"
        "  @8 expand = '%A\xC3\xA4'\n"
        "  @10 several = [a][b]\n"
        "  @11 bytes = 2 bytes\n"
        "  @12 nothing = 0 bytes\n"
        "whole");
}

TEST_CASE("REGEDIT4 holds the letters of hex(2) in one byte each") {
  CHECK(keys_of("REGEDIT4\n\n[HKEY_LOCAL_MACHINE\\A]\n\"e\"=hex(2):25,41,e4,00\n\n") ==
        "@3 HKEY_LOCAL_MACHINE\\A\n  @4 e = '%A\xC3\xA4'\nwhole");
}

TEST_CASE("what an import would delete is counted and not handed on") {
  CHECK(keys_of(export_heading +
                "[-HKEY_LOCAL_MACHINE\\A]\r\n\"a\"=\"1\"\r\n\r\n[HKEY_LOCAL_MACHINE\\B]\r\n\"b\"=-\r\n\r\n") ==
        "@6 HKEY_LOCAL_MACHINE\\B\n3 deletions\nwhole");
}

TEST_CASE("a text goes on over lines, and one that was torn ends where the next key begins") {
  CHECK(keys_of(export_heading + "[HKEY_LOCAL_MACHINE\\A]\r\n\"a\"=\"one\r\ntwo\"\r\n\r\n") ==
        "@3 HKEY_LOCAL_MACHINE\\A\n  @4 a = 'one\r\ntwo'\nwhole");
  CHECK(keys_of(export_heading + "[HKEY_LOCAL_MACHINE\\A]\r\n\"a\"=\"one\r\n[HKEY_LOCAL_MACHINE\\B]\r\n\r\n") ==
        "@3 HKEY_LOCAL_MACHINE\\A\n@5 HKEY_LOCAL_MACHINE\\B\n1 unreadable\nwhole");
}

TEST_CASE("what the end of the text cuts is left out, and the text is cut short") {
  const std::string key = export_heading + "[HKEY_LOCAL_MACHINE\\A]\r\n";
  const std::string found = "@3 HKEY_LOCAL_MACHINE\\A\n";
  for (const char* tail :
       {"\"a", "\"a\"", "\"a\"=", "\"a\"=\"b", "\"a\"=dword:0000", "\"a\"=hex:01,\\\r\n", "[HKEY_LOC"}) {
    CAPTURE(tail);
    CHECK(keys_of(key + tail) == found + "cut short");
  }
  CHECK(keys_of(key + "\"a\"=dword:00000001\r\n") == found + "  @4 a = 1\ncut short");
}

TEST_CASE("a line that keeps to no rule is counted, and the next is read") {
  CHECK(keys_of(export_heading +
                "nonsense\r\n\"a\"=\"without a key\"\r\n[]\r\n[HKEY_LOCAL_MACHINE\\A]\r\n; a comment\r\n"
                "\"x\"=hex:0g\r\n\"y\"=dword:123456789\r\n\"z\"=\"1\" behind\r\n\"a\"=hex:01,\r\n"
                "\"b\"=dword:1\r\n\r\n") == "@6 HKEY_LOCAL_MACHINE\\A\n  @12 b = 1\n7 unreadable\nwhole");
}

TEST_CASE("exports that were put into one file are read on") {
  CHECK(keys_of(export_heading +
                "[HKEY_LOCAL_MACHINE\\A]\r\n\r\n\xEF\xBB\xBFREGEDIT4\r\n\r\n[HKEY_LOCAL_MACHINE\\B]\r\n\r\n") ==
        "@3 HKEY_LOCAL_MACHINE\\A\n@7 HKEY_LOCAL_MACHINE\\B\nwhole");
}

TEST_CASE("a value beyond the limit is left out and counted; a text of quotes or backslashes costs one pass") {
  const std::string key = export_heading + "[HKEY_LOCAL_MACHINE\\A]\r\n";
  CHECK(keys_of(key + "\"a\"=\"" + std::string(registry_value_bytes_max + 1, 'x') + "\"\r\n\r\n") ==
        "@3 HKEY_LOCAL_MACHINE\\A\n1 too long\nwhole");
  CHECK(keys_of(key + std::string(4'000'000, '\\')).ends_with("1 unreadable\ncut short"));
  CHECK(keys_of(key + std::string(4'000'001, '"')).ends_with("cut short"));
}

TEST_CASE("more values of one key than any has are refused") {
  std::string text = export_heading + "[HKEY_LOCAL_MACHINE\\A]\r\n";
  for (std::size_t i = 0; i <= registry_values_of_key_max; i++) text += "@=\"\"\r\n";
  CHECK(keys_of(text) == "ingest.too_many_entries");
}

}  // namespace
}  // namespace shoal::ingest
