#include "ingest/update_name.hpp"

#include <doctest/doctest.h>

namespace shoal::ingest {
namespace {

std::string update_named(std::string_view text) {
  const EntryName entry = read_entry_name(text);
  if (entry.kind == EntryKind::nameless) return "nameless";
  if (entry.kind == EntryKind::other) return "other";
  return std::to_string(entry.update.kb) + "|" + entry.update.variant;
}

TEST_CASE("an update's name is its number and what follows it up to a blank") {
  const std::pair<const char*, const char*> cases[] = {
      {"KB4012598", "4012598|"},
      {"KB2909921-IE8", "2909921|IE8"},
      {"KB951376-v2", "951376|v2"},
      {"KB893803v2 - Update", "893803|v2"},
      {"KB979907 - QFE", "979907|"},
      {"KB2803821-v2_WM9", "2803821|v2_WM9"},
      {"KB954155_WM9", "954155|WM9"},
      {" Q147222 ", "147222|"},
      {"943729", "943729|"},
      {"M886903", "886903|"},
      {"S867460 - Update", "867460|"},
      {"kb4012598", "4012598|"},
      {"\xC2\xA0KB2491683", "2491683|"},
  };
  for (const auto& [text, expected] : cases) CHECK(update_named(text) == expected);
}

TEST_CASE("what hides a number is nameless, and what has none is neither named nor nameless") {
  const std::pair<const char*, const char*> cases[] = {
      {"File 1", "nameless"},
      {"File 12", "nameless"},
      {"", "nameless"},
      {"{7A068575-C5DB-43D9}", "other"},
      {"KB2862", "other"},
      {"KB", "other"},
      {"IDNMitigationAPIs", "other"},
      {"KB00000", "other"},
      {"KB0004012", "other"},
      {"Realtek PCIe GBE Family Controller", "other"},
      {"KB123456789", "other"},
      {"192.168.5.129", "other"},
  };
  for (const auto& [text, expected] : cases) CHECK(update_named(text) == expected);
}

TEST_CASE("repetitions count as entries and not as updates; another variant is another update") {
  estate::Claims claims;
  EntryCollector collector(claims);
  for (const char* name : {"KB2849697", "KB2849697", "KB2849697-v2", "File 1", "{A}"})
    collector.add(read_entry_name(name));
  CHECK(claims.entries == 5);
  CHECK(claims.updates.size() == 2);
  CHECK(claims.entries_nameless == 1);
}

}  // namespace
}  // namespace shoal::ingest
