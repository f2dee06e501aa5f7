#include "sample/outbreak.hpp"

#include <algorithm>
#include <string_view>

#include "base/assert.hpp"
#include "outbreak/made_description.hpp"

namespace shoal::sample {
namespace {

using outbreak::Description;

outbreak::OutbreakShape outbreak_shape_of(std::uint64_t devices) {
  outbreak::OutbreakShape shape;
  shape.worm = "wannacry";
  shape.devices = devices;
  shape.sites =
      devices < 5'600 ? std::clamp<std::size_t>(devices / 40, 1, 10) : std::min<std::size_t>(devices / 560, 236);
  shape.zones_per_site = std::clamp<std::size_t>(devices / shape.sites / 140, 2, 8);
  shape.reachable_per_mille = shape.sites > 60 ? 100 : 600;
  shape.releases = {{"windows-xp-sp3", 250, 300}, {"windows-7-sp1", 700, 600}, {"windows-server-2008-r2-sp1", 50, 800}};
  shape.internet_per_mille = 200;
  shape.credentials = 3;
  return shape;
}

/// What the shapes here give are whole minutes.
std::string minutes_text(const outbreak::Span& span) {
  SHOAL_ASSERT(span.law == outbreak::Span::Law::lognormal && span.spread == 0.5);
  return "{ median = \"" + std::to_string(static_cast<int>(span.typical / 60)) + " min\", spread = 0.5 }";
}

std::string scenario_text(const Description& made) {
  return "# A scenario that does not exist.\n"
         "until = \"24 h\"\nzones = \"zones.csv\"\ndevices = \"devices.csv\"\nways = \"ways.csv\"\n"
         "credentials = \"credentials.csv\"\nunlisted_ways = \"closed\"\n\n"
         "[worm]\nname = \"" +
         made.worm +
         "\"\n\n"
         "[entry]\ncount = 1\n[[entry.zone]]\nname = \"*\"\n\n"
         "[response]\nnoticed_after = " +
         std::to_string(made.response->noticed_after) + "\ndetection = " + minutes_text(made.response->detection) +
         "\nreaction = " + minutes_text(made.response->reaction) + "\n";
}

std::string zones_text(const Description& made) {
  std::string text = "zone,site,addresses,internet\n";
  for (const outbreak::DescribedZone& each : made.zones)
    text += each.name + "," + each.site + "," + std::to_string(each.addresses) + "," +
            (each.reaches_kill_switch ? "yes" : "no") + "\n";
  return text;
}

std::string computers_text(const Description& made) {
  std::string text = "device,zone,release,patched,personal\n";
  for (const outbreak::DescribedDevice& each : made.devices) {
    const outbreak::DescribedKind& kind = made.kinds[each.kind];
    text += each.name + "," + each.zone + "," + kind.release + "," + (kind.patched.empty() ? "" : kind.patched[0]) +
            "," + (each.has_personal_data ? "yes" : "no") + "\n";
  }
  return text;
}

std::string ways_text(const Description& made) {
  std::string text = "from,to,port\n";
  for (const outbreak::DescribedWay& each : made.ways) text += each.from + "," + each.to + "," + each.port + "\n";
  return text;
}

std::string credentials_text(const Description& made) {
  std::string text = "credential,devices,role\n";
  for (const outbreak::DescribedCredential& each : made.credentials) {
    const std::string_view role = !each.opens ? "lies" : each.lies_on ? "both" : "opens";
    text += each.name + "," + each.devices + "," + std::string(role) + "\n";
  }
  return text;
}

}  // namespace

Description made_outbreak(std::uint64_t devices, std::uint64_t seed) {
  return outbreak::made_description(outbreak_shape_of(devices), seed);
}

OutbreakFiles outbreak_files(const Description& made) {
  return {scenario_text(made), zones_text(made), computers_text(made), ways_text(made), credentials_text(made)};
}

}  // namespace shoal::sample
