#include "outbreak/made_description.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "base/random.hpp"

namespace shoal::outbreak {
namespace {

/// What each thing is drawn from, so that another number of credentials leaves the devices as they are.
enum class Drawn : std::uint64_t { ways, devices, credentials, internet };

Random random_of(std::uint64_t seed, Drawn what) { return Random::numbered(seed, static_cast<std::uint64_t>(what)); }

bool happens(Random& random, std::uint32_t per_mille) { return random.below(1000) < per_mille; }

std::string site_label(std::size_t site) { return "Site " + std::to_string(site + 1); }

/// "A" to "Z", then "AA" and on.
std::string letters(std::size_t number) {
  std::string made(1, static_cast<char>('A' + number % 26));
  return number < 26 ? made : letters(number / 26 - 1) + made;
}

/// How many devices each site has: shares as Zipf's law says, and what is left over one by one from the first on.
std::vector<std::size_t> site_sizes(const OutbreakShape& shape) {
  const std::size_t least = shape.devices / (5 * shape.sites), free = shape.devices - least * shape.sites;
  double sum = 0;
  for (std::size_t s = 0; s < shape.sites; s++) sum += 1 / static_cast<double>(s + 1);
  std::vector<std::size_t> sizes(shape.sites, least);
  std::size_t left = free;
  for (std::size_t s = 0; s < shape.sites; s++) {
    const auto exact = static_cast<double>(free) / (sum * static_cast<double>(s + 1));
    const std::size_t share = std::min(left, static_cast<std::size_t>(exact));
    sizes[s] += share;
    left -= share;
  }
  for (std::size_t s = 0; left > 0; s = (s + 1) % shape.sites, left--) sizes[s]++;
  return sizes;
}

void make_zones(const OutbreakShape& shape, std::uint64_t seed, const std::vector<std::size_t>& sizes,
                Description& made) {
  Random random = random_of(seed, Drawn::internet);
  for (std::size_t s = 0; s < shape.sites; s++) {
    const bool reaches = happens(random, shape.internet_per_mille);
    const std::size_t in_zone = sizes[s] / shape.zones_per_site + 1;
    std::uint64_t addresses = 256;
    while (addresses < in_zone + 2) addresses *= 2;
    for (std::size_t z = 0; z < shape.zones_per_site; z++) {
      DescribedZone zone;
      zone.name = site_label(s) + " " + letters(z);
      zone.site = site_label(s);
      zone.addresses = addresses;
      zone.reaches_kill_switch = reaches;
      made.zones.push_back(std::move(zone));
    }
  }
}

void make_ways(const OutbreakShape& shape, std::uint64_t seed, Description& made) {
  Random random = random_of(seed, Drawn::ways);
  made.unlisted_ways_open = false;
  for (std::size_t from = 0; from < shape.sites; from++)
    for (std::size_t to = 0; to < shape.sites; to++) {
      const bool is_open = happens(random, shape.reachable_per_mille);
      if (from == to || is_open)
        made.ways.push_back({"site:" + site_label(from), "site:" + site_label(to), "*", true, 0});
    }
}

void make_devices(const OutbreakShape& shape, std::uint64_t seed, const std::vector<std::size_t>& sizes,
                  Description& made) {
  Random random = random_of(seed, Drawn::devices);
  std::vector<std::uint64_t> shares;
  for (const MadeRelease& each : shape.releases) shares.push_back(each.per_mille);
  std::map<std::pair<std::size_t, bool>, std::uint32_t> kind_at;
  made.devices.reserve(shape.devices);
  for (std::size_t s = 0; s < shape.sites; s++)
    for (std::size_t i = 0; i < sizes[s]; i++) {
      const std::size_t release = random.pick(shares);
      const bool is_patched = happens(random, shape.releases[release].patched_per_mille);
      const auto [kind, fresh] =
          kind_at.try_emplace({release, is_patched}, static_cast<std::uint32_t>(made.kinds.size()));
      if (fresh) {
        const std::string& name = shape.releases[release].release;
        made.kinds.push_back({name + (is_patched ? " with " + shape.patched_for : ""), name, {}, {}});
        if (is_patched) made.kinds.back().patched.push_back(shape.patched_for);
      }
      DescribedDevice device;
      device.name = "PC" + std::to_string(made.devices.size() + 1);
      device.zone = made.zones[s * shape.zones_per_site + i % shape.zones_per_site].name;
      device.kind = kind->second;
      device.has_personal_data = happens(random, shape.personal_per_mille);
      made.devices.push_back(std::move(device));
    }
}

void make_credentials(const OutbreakShape& shape, std::uint64_t seed, Description& made) {
  Random random = random_of(seed, Drawn::credentials);
  for (std::size_t c = 0; c < shape.credentials; c++) {
    const std::string name = "password " + std::to_string(c + 1);
    if (c == 0) {
      made.credentials.push_back({name, "*", true, true, {}, 0});
      continue;
    }
    const std::size_t lies = random.below(shape.sites), opens = random.below(shape.sites);
    made.credentials.push_back({name, "site:" + site_label(lies), true, lies == opens, {}, 0});
    if (lies != opens) made.credentials.push_back({name, "site:" + site_label(opens), false, true, {}, 0});
  }
}

}  // namespace

Description made_description(const OutbreakShape& shape, std::uint64_t seed) {
  Description made;
  made.worm = shape.worm;
  const std::vector<std::size_t> sizes = site_sizes(shape);
  make_zones(shape, seed, sizes, made);
  make_ways(shape, seed, made);
  make_devices(shape, seed, sizes, made);
  make_credentials(shape, seed, made);
  if (shape.responds) {
    Response response;
    response.noticed_after = 3;
    response.detection = {Span::Law::lognormal, 1200, 0.5};
    response.reaction = {Span::Law::lognormal, 3600, 0.5};
    made.response = response;
  }
  made.entry_zones.emplace_back("*", 1);
  made.until = 86'400;
  return made;
}

OutbreakFacts plain_facts() {
  const Cited made_up{{}, "unverified", "made up", {}};
  OutbreakFacts facts;
  facts.worms.push_back(
      {"plain",
       {{WormPart::scan, "plain", "445/tcp", "per-second", {30, 30, 30}, made_up},
        {WormPart::scan, "plain", "445/tcp", "anywhere-addresses", {0x1p24, 0x1p24, 0x1p24}, made_up}}});
  facts.exploits.push_back({"plain", "made up", "MS17-010", {"CVE-2017-0144"}, {"4012598"}, "smb1", made_up});
  facts.effects.push_back({"plain", "*", {1, 1, 1}, {0, 0, 0}, made_up});
  return facts;
}

OutbreakShape police_force() { return {}; }

OutbreakShape hospitals() {
  OutbreakShape shape;
  shape.worm = "wannacry";
  shape.devices = 60'000;
  shape.sites = 236;
  shape.zones_per_site = 2;
  shape.reachable_per_mille = 50;
  shape.releases = {{"windows-xp-sp3", 50, 0}, {"windows-7-sp1", 950, 600}};
  shape.internet_per_mille = 200;
  return shape;
}

OutbreakShape small_office() {
  OutbreakShape shape;
  shape.worm = "notpetya";
  shape.devices = 34;
  shape.sites = 1;
  shape.zones_per_site = 2;
  shape.releases = {{"windows-7-sp1", 880, 1000}, {"windows-server-2008-r2-sp1", 120, 1000}};
  shape.credentials = 1;
  return shape;
}

}  // namespace shoal::outbreak
