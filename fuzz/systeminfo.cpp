// What read_systeminfo says of a text, it says again when that is written down as an output of our own: no count is
// lost and no doubt turns into certainty on the way.
#include "ingest/systeminfo.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/assert.hpp"

namespace {

using shoal::estate::Architecture;
using shoal::estate::Observation;

std::string architecture_line(Architecture architecture) {
  if (architecture == Architecture::unknown) return "";
  const std::string_view name = architecture == Architecture::ia64 ? "Itanium" : shoal::estate::spelled(architecture);
  return "System Type: " + std::string(name) + "-based PC\n";
}

std::string list_of(const Observation& seen) {
  std::string text = "Hotfix(s): ";
  if (seen.updates_declared) text += std::to_string(*seen.updates_declared) + " ";
  text += "Hotfix(s) Installed.\n";
  std::uint32_t written = 0;
  const auto add = [&](const std::string& entry) { text += " [" + std::to_string(++written) + "]: " + entry + "\n"; };
  for (std::uint32_t i = 0; i < seen.entries_nameless; i++) add("File 1");
  for (const auto& update : seen.updates)
    add("KB" + std::to_string(update.kb) + (update.variant.empty() ? "" : "-" + update.variant) + " - Update");
  while (written < seen.entries) add("{7A068575}");
  // What Windows leaves where it cuts its own list; without it the last entry would stand at the cut.
  if (seen.updates_declared.value_or(0) > seen.entries) text += " [9\n";
  return text;
}

std::string respelled(const Observation& seen) {
  std::string text;
  if (!seen.device.empty()) text += "Host Name: " + seen.device + "\n";
  text += "OS Name: " + seen.os->name + "\nOS Version: " + seen.os->version + "." + std::to_string(seen.os->build);
  if (seen.os->revision) text += "." + std::to_string(*seen.os->revision);
  if (seen.os->service_pack > 0) text += " Service Pack " + std::to_string(seen.os->service_pack);
  text += " Build " + std::to_string(seen.os->build) + "\n" + architecture_line(seen.os->architecture);
  if (seen.not_before) text += "System Boot Time: " + shoal::to_string(*seen.not_before) + ", 1:00:00\n";
  if (seen.updates_listed) text += list_of(seen);
  if (!seen.cut_short) text += "Network Card(s): 1 NIC(s) Installed.\n [01]: Adapter\n   DHCP Enabled: Yes\n";
  return text;
}

std::string without_lines(Observation seen) {
  std::string text = seen.device + '|';
  if (seen.os) text += seen.os->name + '|' + respelled(seen);
  text += seen.updates_listed ? list_of(seen) : "no list";
  text += seen.cut_short ? " cut short" : "";
  return text;
}

void check(const Observation& seen) {
  SHOAL_ASSERT(seen.entries >= seen.updates.size() + seen.entries_nameless);
  SHOAL_ASSERT(seen.updates_listed || (seen.entries == 0 && !seen.updates_declared));
  if (!seen.os) return;
  const std::string text = respelled(seen);
  const auto again = shoal::ingest::read_systeminfo(text, seen.place);
  SHOAL_ASSERT(again && again->size() == 1);
  SHOAL_ASSERT(without_lines(again->front()) == without_lines(seen));
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto seen = shoal::ingest::read_systeminfo(text, "pc.txt");
  if (!seen) return 0;
  SHOAL_ASSERT(!seen->empty());
  for (const Observation& one : *seen) check(one);
  return 0;
}
