#include "report/imported.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "report/json_text.hpp"
#include "report/text_table.hpp"

namespace shoal::report {
namespace {

constexpr std::size_t set_aside_shown_max = 10;

std::string set_aside_lines(const Imported& imported) {
  if (imported.set_aside.empty()) return {};
  std::string text = "\nset aside: " + grouped(estate::count_of(imported.set_aside)) +
                     ", each counted and kept with its reason; the first of them:\n";
  for (std::size_t i = 0; i < std::min(set_aside_shown_max, imported.set_aside.size()); i++)
    text += "  " + imported.set_aside[i].place + ": " + imported.set_aside[i].reason + "\n";
  if (imported.set_aside.size() > set_aside_shown_max) text += "  ... and more: see --format json\n";
  return text;
}

}  // namespace

std::string spelled(const Imported& imported) {
  TextTable table({{"", TextTable::Align::left}, {"", TextTable::Align::right}, {"", TextTable::Align::left}});
  const auto add = [&](const char* what, std::uint64_t count, const std::string& note) {
    table.add({what, grouped(count), note});
  };
  add("files", imported.files, "");
  add("  read", imported.files_read, grouped(imported.bytes) + " bytes");
  add("  held already", imported.files_held, "the same bytes, so nothing was done");
  add("  set aside", imported.files_set_aside, imported.files_set_aside == 0 ? "" : "nothing in them could be used");
  add("observations kept", imported.observations,
      imported.undated == 0 ? "" : grouped(imported.undated) + " tell no day, and count from today's import on");
  add("devices told of", imported.devices_new + imported.devices_updated + imported.devices_unchanged, "");
  add("  new", imported.devices_new, "");
  add("  updated", imported.devices_updated, "known before, and something about them is new");
  add("  unchanged", imported.devices_unchanged, "known before, and seen again as they were");
  if (imported.devices_joined > 0)
    add("devices joined", imported.devices_joined, "known as several before, and shown to be the same machine");
  add("devices in the register", imported.devices_in_register, "");
  std::string text = table.text();
  text.erase(0, text.find('\n') + 1);  // The heading is empty.
  return text + set_aside_lines(imported);
}

std::string spelled_json(const Imported& imported) {
  Json json = {{"files",
                {{"total", imported.files},
                 {"read", imported.files_read},
                 {"held", imported.files_held},
                 {"set_aside", imported.files_set_aside}}},
               {"bytes", imported.bytes},
               {"observations", imported.observations},
               {"undated", imported.undated},
               {"devices",
                {{"new", imported.devices_new},
                 {"updated", imported.devices_updated},
                 {"unchanged", imported.devices_unchanged},
                 {"joined", imported.devices_joined},
                 {"in_register", imported.devices_in_register}}},
               {"set_aside", Json::array()}};
  for (const estate::SetAside& aside : imported.set_aside)
    json["set_aside"].push_back(
        {{"place", aside.place}, {"code", aside.code}, {"reason", aside.reason}, {"count", aside.count}});
  return indented(json);
}

}  // namespace shoal::report
