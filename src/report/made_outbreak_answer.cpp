#include "report/made_outbreak_answer.hpp"

#include <algorithm>
#include <cmath>

#include "base/random.hpp"

namespace shoal::report {
namespace {

using outbreak::Averted;
using outbreak::DeviceIndex;
using outbreak::Ensemble;
using outbreak::Prepared;
using outbreak::Span;
using outbreak::WormPart;

constexpr std::size_t sites_made = 32, zones_made = 200, devices_made = 18'000, replicates_made = 400, times_made = 60;

void add_value(Prepared& prepared, WormPart part, const char* exploit, const char* port, const char* key,
               outbreak::Range range, const char* verified, const char* citation) {
  prepared.profile.values.push_back({part, exploit, port, key, range, {"Read once", verified, citation, "2026-11-26"}});
}

void add_worm(Prepared& prepared) {
  prepared.profile.name = "wannacry";
  add_value(prepared, WormPart::scan, "MS17-010/wannacry", "445/tcp", "per-second", {10, 128, 140}, "unverified",
            "securingtomorrow.mcafee.com, Further Analysis of WannaCry Ransomware");
  add_value(prepared, WormPart::scan, "MS17-010/wannacry", "445/tcp", "anywhere-addresses",
            {4294967296, 4294967296, 4294967296}, "unverified", "known; not read");
  add_value(prepared, WormPart::sweep, "MS17-010/wannacry", "", "per-second", {1, 10, 30}, "unverified",
            "labs.vipre.com, WannaCry technical analysis");
  add_value(prepared, WormPart::life, "", "", "latent", {1, 5, 30}, "unverified", "our judgement");
  prepared.exploits.push_back({"MS17-010/wannacry",
                               "EternalBlue as WannaCry has it",
                               "MS17-010",
                               {"CVE-2017-0144"},
                               {"4012598"},
                               "smb1",
                               {"", "secondary", "securingtomorrow.mcafee.com", "2026-11-26"}});
  prepared.scenario.worm.name = "wannacry";
  prepared.scenario.exploits = {"MS17-010/wannacry"};
}

/// What an outbreak is where replicates are few and nothing is drawn.
void add_response(outbreak::Scenario& scenario) {
  outbreak::Response response;
  response.noticed_after = 3;
  response.detection = {Span::Law::lognormal, 1200, 0.5};
  response.reaction = {Span::Law::exponential, 3600, 0};
  scenario.response = response;
}

/// How the growth of one replicate goes: devices lost of each zone by each time.
class LargeEnsemble {
 public:
  LargeEnsemble(const Prepared& prepared, std::uint64_t seed)
      : scenario_(prepared.scenario), seed_(seed), devices_in_(zones_made) {
    for (DeviceIndex d = 0; d < devices_made; d++) devices_in_[scenario_.devices[d].zone].push_back(d);
    made_.seed = seed;
    double time = 30;
    for (std::size_t t = 0; t + 1 < times_made; t++, time *= 1.145) made_.times.push_back(std::floor(time));
    made_.times.push_back(scenario_.until);
    made_.zone_lost.assign(zones_made * times_made, 0);
    made_.infected.assign(devices_made, 0);
    made_.crashed.assign(devices_made, 0);
    made_.ways.assign(zones_made * zones_made, 0);
    made_.began.assign(zones_made, 0);
  }

  Ensemble make() {
    for (std::uint64_t r = 0; r < replicates_made; r++) replicate(r);
    return std::move(made_);
  }

 private:
  void replicate(std::uint64_t number) {
    Random random = Random::numbered(seed_, number);
    const auto first = scenario_.devices[random.below(devices_made)].zone;
    made_.began[first]++;
    const bool dies_out = random.chance(0.12);
    const double cut = 2000 + static_cast<double>(random.below(9000));
    std::vector<std::uint32_t> by_time(times_made);
    std::vector<std::uint32_t> by_site(sites_made);
    outbreak::Loss loss;
    for (std::size_t zone = 0; zone < zones_made; zone++) {
      const bool same_site = scenario_.zones[zone].site == scenario_.zones[first].site;
      const double hops = zone == first ? 0 : same_site ? 1 : 2 + static_cast<double>(scenario_.zones[zone].site % 4);
      const double begins = hops * (300 + static_cast<double>(random.below(900)));
      if ((dies_out && zone != first) || begins > cut) continue;
      lose(zone, first, begins, dies_out ? 0.02 : 0.55 + static_cast<double>(random.below(35)) / 100, random, by_time,
           loss);
      by_site[scenario_.zones[zone].site] += lost_here_;
    }
    for (std::size_t site = 0; site < sites_made; site++)
      loss.sites_down += std::uint64_t{by_site[site]} * 32 > devices_made / 2 ? 1 : 0;
    made_.losses.push_back(loss);
    made_.lost_by.insert(made_.lost_by.end(), by_time.begin(), by_time.end());
  }

  void lose(std::size_t zone, std::size_t first, double begins, double share, Random& random,
            std::vector<std::uint32_t>& by_time, outbreak::Loss& loss) {
    const auto& here = devices_in_[zone];
    lost_here_ = static_cast<std::uint32_t>(std::ceil(static_cast<double>(here.size()) * share));
    const std::uint64_t offset = random.below(here.size());
    for (std::uint32_t i = 0; i < lost_here_; i++) {
      const DeviceIndex d = here[(i + offset) % here.size()];
      const bool crashes = random.chance(0.06);
      (crashes ? made_.crashed : made_.infected)[d]++;
      (crashes ? loss.crashed : loss.infected)++;
      loss.personal += scenario_.devices[d].has_personal_data ? 1 : 0;
    }
    // From the first zone, or from one of a site that is reached sooner.
    std::size_t from = first;
    if (random.chance(0.6)) from = (zone / 4 * 4 + zones_made - 4 * random.below(3) - random.below(3)) % zones_made;
    if (zone != first) made_.ways[from * zones_made + zone] += 1 + random.below(4);
    made_.ways[zone * zones_made + zone] += lost_here_;
    for (std::size_t t = 0; t < times_made; t++) {
      const double grown = std::max(0.0, made_.times[t] - begins) / 900;
      const auto lost = static_cast<std::uint32_t>(lost_here_ * (1 - 1 / (1 + grown * grown * grown)));
      const std::uint32_t by_now = t + 1 == times_made ? lost_here_ : std::min(lost, lost_here_);
      by_time[t] += by_now;
      made_.zone_lost[zone * times_made + t] += by_now;
    }
  }

  const outbreak::Scenario& scenario_;
  std::uint64_t seed_;
  std::vector<std::vector<DeviceIndex>> devices_in_;
  std::uint32_t lost_here_ = 0;
  Ensemble made_;
};

void add_actions(OutbreakAnswer& answer) {
  const auto add = [&](const std::string& name, std::int64_t effort) {
    answer.actions.push_back({name, "", effort, {}});
  };
  add("patch MS17-010 on windows-7-sp1", 34'200);
  add("react an hour sooner", 2'000);
  for (int i = 1; i <= 24; i++)
    add("close 445/tcp between Site " + std::to_string(i) + " and Site " + std::to_string(i + 1), 100);
  for (int i = 1; i <= 10; i++) add("turn off SMB1 at Site " + std::to_string(i), 100 + 560 / i);
  outbreak::Ranking& ranking = answer.ranking.emplace();
  ranking.loss = {9'410, 9'102, 9'718};
  ranking.replicates = 2'000;
  for (std::size_t i = 0; i < answer.actions.size(); i++) {
    const double days = static_cast<double>(answer.actions[i].effort) / 100;
    const double averted = i == 0 ? 8'900 : i == 1 ? 2'104 : 420 / (1 + static_cast<double>(i) / 3) - 9;
    const double wide = 15 + averted / 9;
    ranking.actions.push_back({i,
                               {averted, averted - wide, averted + wide},
                               {averted / days, (averted - wide) / days, (averted + wide) / days},
                               i < 20 ? 2'000U : 200U,
                               i < 20,
                               0});
  }
  std::stable_sort(ranking.actions.begin(), ranking.actions.end(), [](const Averted& a, const Averted& b) {
    return a.is_leader != b.is_leader ? a.is_leader : a.per_person_day.mean > b.per_person_day.mean;
  });
  for (std::size_t i = 0; i < ranking.actions.size(); i++)
    for (std::size_t below = i + 1; below < ranking.actions.size(); below++)
      ranking.actions[i].as_good +=
          ranking.actions[below].per_person_day.high >= ranking.actions[i].per_person_day.low ? 1 : 0;
  ranking.pairs = {{0, 1, {9'020, 8'801, 9'239}, {-1'984, -2'210, -1'758}},
                   {2, 3, {610, 540, 680}, {-12, -60, 36}},
                   {1, 2, {2'730, 2'410, 3'050}, {310, 41, 579}}};
}

}  // namespace

Prepared made_small_outbreak() {
  Prepared prepared;
  outbreak::Scenario& scenario = prepared.scenario;
  add_worm(prepared);
  scenario.sites = {"Croydon", "Sutton"};
  scenario.zones = {{"Croydon A", 0}, {"Croydon B", 0}, {"Front desk (Büro)", 1}};
  scenario.reaches = {{"445/tcp", std::vector<std::uint8_t>(9, 1)}};
  scenario.kinds = {{"windows-xp-sp3", {{1, 0.5, 0.5}}}};
  scenario.devices = {{0, 0, false}, {0, 0, false}, {0, 0, true}, {1, 0, false}, {1, 0, false}, {2, 0, true}};
  for (std::size_t d = 0; d < scenario.devices.size(); d++) prepared.devices.push_back("PC-" + std::to_string(d + 1));
  scenario.entry.zone_weights = {1, 0, 1};
  scenario.until = 3600;
  add_response(scenario);
  prepared.assumptions = {"4 of the 4 values of wannacry are unverified: see data/outbreak/worms.csv",
                          "nothing is told of credentials"};
  return prepared;
}

OutbreakAnswer made_small_answer(const Prepared& prepared) {
  OutbreakAnswer answer{prepared};
  answer.assumptions = prepared.assumptions;
  answer.scenario = "0123abcd";
  Ensemble& of = answer.ensemble;
  of.seed = 7;
  of.times = {60, 600, 3600};
  of.losses = {{1, 0, 0, 0}, {2, 1, 0, 1}, {4, 0, 2, 2}, {4, 2, 2, 2}};
  of.lost_by = {1, 1, 1, 1, 2, 3, 1, 3, 4, 2, 4, 6};
  // Croydon A, Croydon B, Sutton's front desk.
  of.zone_lost = {5, 8, 9, 0, 2, 3, 0, 0, 2};
  of.infected = {4, 2, 2, 1, 1, 1};
  of.crashed = {0, 1, 0, 1, 0, 1};
  of.ways = {4, 1, 0, 0, 0, 1, 0, 1, 0};
  of.began = {4, 0, 0};
  answer.actions = {{"close 445/tcp from Croydon to Sutton", "One rule in a firewall.", 100, {}},
                    {"react an hour sooner", "Somebody on call.", 2000, {}}};
  answer.actions[0].protection.closed = {{0, 0, 2}};
  answer.actions[1].protection.reaction_sooner = 3600;
  outbreak::Ranking& ranking = answer.ranking.emplace();
  ranking.loss = {3.5, 3, 4};
  ranking.replicates = 200;
  ranking.actions = {
      {0, {0.5, 0.25, 0.75}, {0.5, 0.25, 0.75}, 200, true, 1, {0.125, 0.125, 0.125}, 50},
      {1, {2, -outbreak::forever, outbreak::forever}, {0.1, -outbreak::forever, outbreak::forever}, 20, false, 0}};
  ranking.pairs = {{0, 1, {2.25, 2, 2.5}, {-0.25, -0.5, -0.125}}};
  answer.entries = {{0, 0.5, {3.5, 3, 4}, 100}, {2, 0.5, {}, 0}};
  answer.set_aside = {{"devices.csv line 9", "ingest.broken_row", "there is no zone Suton", 2}};
  return answer;
}

Prepared made_large_outbreak() {
  Prepared prepared;
  outbreak::Scenario& scenario = prepared.scenario;
  add_worm(prepared);
  for (std::size_t s = 0; s < sites_made; s++) scenario.sites.push_back("Site " + std::to_string(s + 1));
  for (std::size_t z = 0; z < zones_made; z++) {
    const auto site = static_cast<outbreak::SiteIndex>(z % sites_made);
    scenario.zones.push_back({scenario.sites[site] + " " + static_cast<char>('A' + z / sites_made), site});
  }
  scenario.kinds = {{"windows-7-sp1", {{1, 0.9, 0.05}}}};
  for (std::size_t d = 0; d < devices_made; d++) {
    // Zones differ in size: the later ones of each site have fewer.
    const std::size_t zone = d < zones_made ? d : (d * d + d / 7) % zones_made * (d % 3 + 1) / 3;
    scenario.devices.push_back({static_cast<outbreak::ZoneIndex>(zone), 0, d % 4 == 0});
    prepared.devices.push_back("PC" + std::to_string(d + 1));
  }
  scenario.entry.zone_weights.assign(zones_made, 1);
  scenario.until = 172'800;
  add_response(scenario);
  prepared.assumptions = {
      "4 of the 4 values of wannacry are unverified: see data/outbreak/worms.csv",
      "on 445/tcp, 23,880 of 39,800 pairs of zones are open; those that no way speaks of are closed",
      "no zone is told to reach the internet without a proxy: the kill switch stops nothing"};
  return prepared;
}

OutbreakAnswer made_large_answer(const Prepared& prepared, std::uint64_t seed) {
  OutbreakAnswer answer{prepared};
  answer.assumptions = prepared.assumptions;
  answer.scenario = "6b1f0c9a5de94c07a2f7b3c3e6d5a1f0";
  answer.ensemble = LargeEnsemble(prepared, seed).make();
  add_actions(answer);
  for (outbreak::ZoneIndex zone = 0; zone < zones_made; zone++) {
    const double mean = 9'900 - 21.0 * zone;
    answer.entries.push_back({zone, 1.0 / zones_made, {mean, mean - 700, mean + 700}, 100});
  }
  answer.entries.back().replicates = 0;
  answer.entries.back().devices = {};
  return answer;
}

}  // namespace shoal::report
