#include "sample/identity.hpp"

#include <cinttypes>
#include <cstdio>

namespace shoal::sample {
namespace {

using std::chrono::days;

// Which generators of the seed decide what: each kind of value has one generator for each device.
constexpr std::uint64_t guid_stream = std::uint64_t{1} << 31U;
constexpr std::uint64_t identity_stream = std::uint64_t{1} << 40U;
constexpr std::uint64_t family_stream = std::uint64_t{2} << 40U;
constexpr std::uint64_t dock_stream = std::uint64_t{3} << 40U;
constexpr std::uint64_t former_stream = std::uint64_t{4} << 40U;
constexpr std::uint64_t domain_stream = std::uint64_t{5} << 40U;

constexpr std::uint64_t family_devices = 20'000;  // Clones of one image among so many devices share a UUID.
constexpr std::uint64_t docks_of_site = 30;

// Five of those that GLPI 10.0.3 comes with as invalid (its table glpi_blacklists, type 3).
constexpr std::array<std::string_view, 5> invalid_serials = {"To Be Filled By O.E.M.", "System Serial Number",
                                                             "Not Specified", "none", "0123456789"};

std::string hyphened(Random& random, bool upper) {
  char text[40];
  const std::uint64_t high = random.next(), low = random.next();
  std::snprintf(text, sizeof text,
                upper ? "%08" PRIX64 "-%04" PRIX64 "-%04" PRIX64 "-%04" PRIX64 "-%012" PRIX64
                      : "%08" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%012" PRIx64,
                high >> 32U, high >> 16U & 0xFFFFU, high & 0xFFFFU, low >> 48U, low & 0xFFFF'FFFF'FFFFU);
  return text;
}

// The lowest two bits of the first byte are those of an address that a maker gave out to one adapter.
std::string address(std::uint64_t maker, std::uint64_t end) {
  const std::uint64_t all = (maker & 0xFCFFFFU) << 24U | (end & 0xFFFFFFU);
  char text[24];
  std::snprintf(text, sizeof text, "%02X:%02X:%02X:%02X:%02X:%02X", static_cast<unsigned>(all >> 40U),
                static_cast<unsigned>(all >> 32U & 0xFFU), static_cast<unsigned>(all >> 24U & 0xFFU),
                static_cast<unsigned>(all >> 16U & 0xFFU), static_cast<unsigned>(all >> 8U & 0xFFU),
                static_cast<unsigned>(all & 0xFFU));
  return text;
}

std::string serial_number(Random& random, std::uint64_t number) {
  char text[32];
  const auto letter = [&] { return static_cast<char>('A' + random.below(26)); };
  const char first = letter(), second = letter(), third = letter();
  std::snprintf(text, sizeof text, "%c%c%c%07" PRIu64, first, second, third, number);
  return text;
}

std::string tag(std::uint64_t number) {
  char text[32];
  std::snprintf(text, sizeof text, "NP%08" PRIu64, number);
  return text;
}

// Devices have even account numbers; what they left behind has the odd ones.
std::string account(const Estate& estate, std::uint64_t number) {
  Random random = Random::numbered(estate.request().seed, domain_stream);
  const auto part = [&] { return static_cast<unsigned>(random.below(4'000'000'000)); };
  const unsigned first = part(), second = part(), third = part();
  char text[80];
  std::snprintf(text, sizeof text, "S-1-5-21-%u-%u-%u-%" PRIu64, first, second, third, 1100 + number);
  return text;
}

std::array<unsigned char, 16> object(Random random) {
  std::array<unsigned char, 16> guid{};
  for (std::size_t half = 0; half < 2; half++) {
    std::uint64_t bits = random.next();
    for (std::size_t i = 0; i < 8; i++, bits >>= 8) guid[half * 8 + i] = static_cast<unsigned char>(bits & 0xFFU);
  }
  guid[7] = static_cast<unsigned char>((guid[7] & 0x0FU) | 0x40U);
  return guid;
}

std::uint64_t family_of(const Estate& estate, const Device& device) {
  const std::uint64_t image =
      device.image == nullptr ? 0 : static_cast<std::uint64_t>(device.image - estate.images().data()) + 1;
  return image << 20U | device.number / family_devices;
}

// A name that no device of the estate has: its own beginning, and a number beyond all of theirs.
std::string former_name(const Estate& estate, const Device& device) {
  return device.label.substr(0, 7) + std::to_string(estate.request().devices + device.number + 1);
}

Former former(const Estate& estate, const Device& device) {
  Random random = Random::numbered(estate.request().seed, former_stream + device.number);
  Former made;
  made.name = former_name(estate, device);
  made.sid = account(estate, 2 * device.number + 1);
  made.serial = serial_number(random, estate.request().devices + device.number);
  made.asset_tag = tag(estate.request().devices + device.number);
  made.guid = object(random);
  made.last_seen = device.last_seen - days(30 + static_cast<int>(random.below(336)));
  return made;
}

}  // namespace

std::span<const std::string_view> unset_serials() { return invalid_serials; }

Identity identity_of(const Estate& estate, const Device& device) {
  const std::uint64_t seed = estate.request().seed;
  Random random = Random::numbered(seed, identity_stream + device.number);
  Identity made;
  made.serial = made.sticker_serial = serial_number(random, device.number);
  made.uuid = hyphened(random, true);
  made.installation = hyphened(random, false);
  made.asset_tag = tag(device.number);
  made.macs.push_back(address(random.next(), device.number * 2));
  if (random.chance(0.5)) made.macs.push_back(address(random.next(), device.number * 2 + 1));
  made.sid = account(estate, 2 * device.number);
  made.guid = object(Random::numbered(seed, guid_stream + device.number));

  const std::string_view unset_serial = invalid_serials[random.below(invalid_serials.size())];
  const bool lost = device.has(Fault::board_swapped) && random.chance(0.3);
  if (device.has(Fault::oem_serial)) made.sticker_serial.clear();
  if (device.has(Fault::oem_serial) || lost) made.serial = unset_serial;
  if (device.has(Fault::cloned_uuid)) {
    Random family = Random::numbered(seed, family_stream + family_of(estate, device));
    made.uuid = hyphened(family, true);
  }
  if (device.has(Fault::dock_mac)) {
    const auto site = static_cast<std::uint64_t>(device.site - estate.sites().data());
    if (random.chance(0.3)) made.macs.clear();
    Random dock = Random::numbered(seed, dock_stream + site);
    made.macs.push_back(address(dock.next(), random.below(docks_of_site)));
  }
  return made;
}

std::optional<Former> account_left_behind(const Estate& estate, const Device& device) {
  if (!device.has(Fault::reimaged)) return std::nullopt;
  return former(estate, device);
}

std::optional<Former> predecessor(const Estate& estate, const Device& device) {
  if (!device.has(Fault::reused_name)) return std::nullopt;
  Former made = former(estate, device);
  made.name = device.name;
  return made;
}

std::string name_in_spreadsheet(const Estate& estate, const Device& device) {
  return device.has(Fault::renamed) ? former_name(estate, device) : device.name;
}

}  // namespace shoal::sample
