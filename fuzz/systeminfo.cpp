// What read_systeminfo says of a text, it says again when that is written down as an output of our own: no count is
// lost and no doubt turns into certainty on the way.
#include "ingest/systeminfo.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/assert.hpp"
#include "ingest/encoding.hpp"

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
  if (seen.claims->updates_declared) text += std::to_string(*seen.claims->updates_declared) + " ";
  text += "Hotfix(s) Installed.\n";
  std::uint32_t written = 0;
  const auto add = [&](const std::string& entry) { text += " [" + std::to_string(++written) + "]: " + entry + "\n"; };
  for (std::uint32_t i = 0; i < seen.claims->entries_nameless; i++) add("File 1");
  for (const auto& update : seen.claims->updates)
    add("KB" + std::to_string(update.kb) + (update.variant.empty() ? "" : "-" + update.variant) + " - Update");
  while (written < seen.claims->entries) add("{7A068575}");
  // What Windows leaves where it cuts its own list; without it the last entry would stand at the cut.
  if (seen.claims->updates_declared.value_or(0) > seen.claims->entries) text += " [9\n";
  return text;
}

std::string respelled(const Observation& seen) {
  std::string text;
  if (!seen.device.empty()) text += "Host Name: " + seen.device + "\n";
  text += "OS Name: " + seen.claims->os->name + "\nOS Version: " + seen.claims->os->version + "." +
          std::to_string(seen.claims->os->build);
  if (seen.claims->os->revision) text += "." + std::to_string(*seen.claims->os->revision);
  if (seen.claims->os->service_pack > 0) text += " Service Pack " + std::to_string(seen.claims->os->service_pack);
  text += " Build " + std::to_string(seen.claims->os->build) + "\n" + architecture_line(seen.claims->os->architecture);
  if (seen.not_before) text += "System Boot Time: " + shoal::to_string(*seen.not_before) + ", 1:00:00\n";
  if (seen.claims->updates_listed) text += list_of(seen);
  if (!seen.claims->cut_short) text += "Network Card(s): 1 NIC(s) Installed.\n [01]: Adapter\n   DHCP Enabled: Yes\n";
  return text;
}

std::string without_lines(Observation seen) {
  std::string text = seen.device + '|';
  if (seen.claims->os) text += seen.claims->os->name + '|' + respelled(seen);
  text += seen.claims->updates_listed ? list_of(seen) : "no list";
  text += seen.claims->cut_short ? " cut short" : "";
  return text;
}

void check(const Observation& seen) {
  SHOAL_ASSERT(seen.claims->entries >= seen.claims->updates.size() + seen.claims->entries_nameless);
  SHOAL_ASSERT(seen.claims->updates_listed || (seen.claims->entries == 0 && !seen.claims->updates_declared));
  if (!seen.claims->os) return;
  const std::string text = respelled(seen);
  const auto again = shoal::ingest::read_systeminfo(text, *seen.file);
  SHOAL_ASSERT(again && again->size() == 1);
  SHOAL_ASSERT(without_lines(again->front()) == without_lines(seen));
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto decoded = shoal::ingest::decode({reinterpret_cast<const char*>(data), size});
  if (!decoded) return 0;
  const std::string_view text = decoded->text();
  const auto seen = shoal::ingest::read_systeminfo(text, "pc.txt");
  if (!seen) return 0;
  SHOAL_ASSERT(!seen->empty());
  for (const Observation& one : *seen) check(one);
  return 0;
}
