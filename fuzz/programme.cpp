// Programmes: whatever the bytes are, they are refused in one sentence on one line, or what is read of them becomes a
// problem that holds what its fields say, or is refused likewise. The four texts are parted by lines of "%%".
#include <cstdint>
#include <string_view>

#include "base/assert.hpp"
#include "ingest/programme.hpp"
#include "ingest/programme_tables.hpp"
#include "plan/prepare.hpp"

namespace {

std::string_view take_text(std::string_view& rest) {
  const auto end = rest.find("\n%%\n");
  const std::string_view text = rest.substr(0, end);
  rest = end == rest.npos ? std::string_view() : rest.substr(end + 4);
  return text;
}

void check_sentence(const shoal::Error& error) {
  SHOAL_ASSERT(!error.message.empty() && error.kind == shoal::ErrorKind::invalid_input);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  auto read = shoal::ingest::read_programme(take_text(rest));
  if (!read) {
    check_sentence(read.error());
    // One line: what came from outside was made printable.
    SHOAL_ASSERT(read.error().message.find('\n') == std::string::npos);
    return 0;
  }
  shoal::plan::Programme& programme = read->programme;
  if (!shoal::ingest::read_programme_applications(take_text(rest), "a.csv", programme)) return 0;
  if (!shoal::ingest::read_programme_devices(take_text(rest), "d.csv", programme)) return 0;
  for (const auto& device : programme.devices) {
    SHOAL_ASSERT(!device.name.empty() && !device.site.empty() && device.slots >= 1 && device.weight >= 0);
    for (const auto at : device.applications) SHOAL_ASSERT(at < programme.names.size());
  }
  // Details change no device's name, and each row is of a device, or is unmatched or set aside.
  const std::size_t before = programme.devices.size();
  if (const auto details = shoal::ingest::read_programme_details(take_text(rest), "e.csv", programme))
    for (const auto& each : details->unmatched) SHOAL_ASSERT(!each.device.empty() && each.line > 1);
  SHOAL_ASSERT(programme.devices.size() == before);
  for (const auto& device : programme.devices)
    SHOAL_ASSERT(!device.name.empty() && device.slots >= 1 && device.weight >= 0 && device.weight <= 1'000'000);
  const auto prepared = shoal::plan::prepare(programme);
  if (!prepared) {
    check_sentence(prepared.error());
    return 0;
  }
  SHOAL_ASSERT(check(prepared->problem));
  std::size_t devices = 0;
  for (const auto& each : prepared->problem.classes) devices += static_cast<std::size_t>(each.devices);
  SHOAL_ASSERT(devices == programme.devices.size() && devices == prepared->devices.size());
  return 0;
}
