#include "outbreak/brute_force.hpp"

#include <algorithm>
#include <cmath>
#include <queue>

namespace shoal::outbreak {
namespace {

double brute_exponential(Random& random) {
  return -std::log((static_cast<double>(random.next() >> 12) + 0.5) * 0x1p-52);
}

Seconds brute_span(const Span& span, Random& random) {
  return span.law == Span::Law::fixed ? span.typical : span.typical * brute_exponential(random);
}

class Brute {
 public:
  Brute(const Scenario& scenario, Random& random)
      : scenario_(scenario), random_(random), by_zone_(scenario.zones.size()) {
    for (DeviceIndex d = 0; d < scenario.devices.size(); d++) {
      by_zone_[zone_of(d)].push_back(d);
    }
    states_.resize(scenario.devices.size());
    for (const Kind& kind : scenario.kinds)
      for (const Susceptibility& one : kind.by_exploit) holds_.push_back(random.chance(one.holds));
  }

  BruteLoss run(const std::vector<Seconds>& times) {
    begin();
    BruteLoss loss;
    std::size_t next_time = 0;
    while (!todo_.empty() && todo_.top().at <= scenario_.until && !is_off_) {
      const Todo todo = todo_.top();
      todo_.pop();
      for (; next_time < times.size() && times[next_time] < todo.at; next_time++) loss.lost_by.push_back(lost_);
      now_ = todo.at;
      act(todo);
    }
    while (loss.lost_by.size() < times.size()) loss.lost_by.push_back(lost_);
    loss.crashed = crashed_;
    loss.infected = lost_ - crashed_;
    return loss;
  }

 private:
  enum class What { begin, end, scan, sweep, theft, link, react };
  struct Todo {
    Seconds at;
    What what;
    DeviceIndex device;
    std::size_t channel;
    std::uint64_t number;
    bool operator<(const Todo& other) const { return at > other.at; }
  };
  struct State {
    bool is_lost = false, is_active = false;
    std::vector<std::uint32_t> held;
  };

  ZoneIndex zone_of(DeviceIndex device) const { return scenario_.devices[device].zone; }
  void put(Seconds after, What what, DeviceIndex device, std::size_t channel, std::uint64_t number) {
    todo_.push({now_ + after, what, device, channel, number});
  }
  bool is_reached(ReachIndex reach, ZoneIndex from, ZoneIndex to) const {
    return from == to || (!is_cut_ && scenario_.reaches[reach].pairs[from * scenario_.zones.size() + to] != 0);
  }

  void begin() {
    if (!scenario_.entry.devices.empty()) {
      for (const DeviceIndex device : scenario_.entry.devices) lose(device, false, UINT32_MAX);
      return;
    }
    std::vector<std::vector<DeviceIndex>> fit(scenario_.zones.size());
    for (DeviceIndex d = 0; d < states_.size(); d++) {
      const std::size_t kind = scenario_.devices[d].kind, exploits = scenario_.exploits.size();
      for (std::size_t e = 0; e < exploits; e++)
        if (holds_[kind * exploits + e] && scenario_.kinds[kind].by_exploit[e].infect > 0) {
          fit[zone_of(d)].push_back(d);
          break;
        }
    }
    for (std::uint32_t i = 0; i < scenario_.entry.count; i++) {
      double sum = 0;
      for (std::size_t z = 0; z < fit.size(); z++) sum += fit[z].empty() ? 0 : scenario_.entry.zone_weights[z];
      if (!(sum > 0)) return;
      double left = static_cast<double>(random_.next() >> 11) * 0x1p-53 * sum;
      std::size_t zone = 0;
      while (fit[zone].empty() || (left -= scenario_.entry.zone_weights[zone]) >= 0) zone++;
      const std::size_t at = random_.below(fit[zone].size());
      const DeviceIndex device = fit[zone][at];
      fit[zone].erase(fit[zone].begin() + static_cast<std::ptrdiff_t>(at));
      lose(device, false, UINT32_MAX);
    }
  }

  void act(const Todo& todo) {
    if (todo.what == What::begin) return become_active(todo.device);
    if (todo.what == What::end) {
      states_[todo.device].is_active = false;
      sources_in_[zone_of(todo.device)]--;
      return;
    }
    if (todo.what == What::react) {
      is_cut_ = scenario_.response->cuts_zones;
      is_off_ = scenario_.response->switches_off;
      return;
    }
    if (!states_[todo.device].is_active) return;
    if (todo.what == What::scan) scan(todo.device, todo.channel);
    if (todo.what == What::sweep) sweep(todo.device, todo.channel, todo.number);
    if (todo.what == What::theft) theft(todo.device, todo.channel);
    if (todo.what == What::link) link(todo.device, todo.channel, todo.number);
  }

  void become_active(DeviceIndex device) {
    const Worm& worm = scenario_.worm;
    states_[device].is_active = true;
    sources_in_.resize(scenario_.zones.size());
    sources_in_[zone_of(device)]++;
    const Seconds active = brute_span(worm.active, random_);
    if (active < forever) put(active, What::end, device, 0, 0);
    for (std::size_t c = 0; c < worm.scans.size(); c++)
      put(brute_exponential(random_) / worm.scans[c].per_second, What::scan, device, c, 0);
    for (std::size_t c = 0; c < worm.sweeps.size(); c++)
      put(1 / worm.sweeps[c].per_second, What::sweep, device, c,
          random_.below(scenario_.zones[zone_of(device)].addresses));
    for (std::size_t c = 0; c < worm.thefts.size(); c++)
      put(brute_exponential(random_) / worm.thefts[c].per_second, What::theft, device, c, 0);
    for (std::size_t c = 0; c < worm.links.size(); c++)
      for (std::uint32_t i = worm.links[c].begins[device]; i < worm.links[c].begins[device + 1]; i++)
        put(brute_exponential(random_) / worm.links[c].per_second, What::link, device, c, i);
    for (std::uint32_t c = 0; c < scenario_.credentials.size(); c++) {
      const auto& lies_on = scenario_.credentials[c].lies_on;
      if (std::binary_search(lies_on.begin(), lies_on.end(), device)) states_[device].held.push_back(c);
    }
  }

  /// How many of its attempts a source gets out of its zone.
  double share_out(ZoneIndex zone) const {
    double leaving = 0;
    for (const Scan& scan : scenario_.worm.scans) leaving += scan.per_second * (1 - scan.in_zone);
    return std::min(1.0, scenario_.zones[zone].uplink / (leaving * sources_in_[zone]));
  }

  void scan(DeviceIndex device, std::size_t channel) {
    const Scan& scan = scenario_.worm.scans[channel];
    put(brute_exponential(random_) / scan.per_second, What::scan, device, channel, 0);
    const ZoneIndex from = zone_of(device);
    const double where = static_cast<double>(random_.next() >> 11) * 0x1p-53;
    // Addresses: those of zones one after the other, and after them nobody's.
    ZoneIndex to = 0;
    std::uint64_t address = 0;
    if (where < scan.in_zone) {
      to = from;
      address = random_.below(scenario_.zones[from].addresses);
    } else {
      const bool is_in_site = where < scan.in_zone + scan.in_site;
      const SiteIndex site = scenario_.zones[from].site;
      const auto size_of = [&](const Zone& zone) { return is_in_site && zone.site != site ? 0 : zone.addresses; };
      std::uint64_t sum = 0;
      for (const Zone& zone : scenario_.zones) sum += size_of(zone);
      address = random_.below(is_in_site ? sum : static_cast<std::uint64_t>(scan.anywhere_addresses));
      if (address >= sum) return;
      while (address >= size_of(scenario_.zones[to])) address -= size_of(scenario_.zones[to++]);
      if (!is_reached(scan.reach, from, to) || !random_.chance(share_out(from))) return;
    }
    if (address < by_zone_[to].size()) attempt(by_zone_[to][address], scan.exploit);
  }

  void sweep(DeviceIndex device, std::size_t channel, std::uint64_t address) {
    const ZoneIndex zone = zone_of(device);
    put(1 / scenario_.worm.sweeps[channel].per_second, What::sweep, device, channel,
        (address + 1) % scenario_.zones[zone].addresses);
    if (address < by_zone_[zone].size()) attempt(by_zone_[zone][address], scenario_.worm.sweeps[channel].exploit);
  }

  void theft(DeviceIndex device, std::size_t channel) {
    const Theft& theft = scenario_.worm.thefts[channel];
    put(brute_exponential(random_) / theft.per_second, What::theft, device, channel, 0);
    // Each credential is tried at a device of its own, drawn from all that were to be reached at first.
    for (const std::uint32_t credential : std::vector<std::uint32_t>(states_[device].held)) {
      std::vector<DeviceIndex> reached;
      for (DeviceIndex d = 0; d < states_.size(); d++)
        if (d != device &&
            scenario_.reaches[theft.reach].pairs[zone_of(device) * scenario_.zones.size() + zone_of(d)] != 0)
          reached.push_back(d);
      if (reached.empty()) continue;
      const DeviceIndex target = reached[random_.below(reached.size())];
      const auto& opens = scenario_.credentials[credential].opens;
      if (states_[target].is_lost || !std::binary_search(opens.begin(), opens.end(), target)) continue;
      if (is_reached(theft.reach, zone_of(device), zone_of(target)) && random_.chance(theft.success))
        lose(target, false, theft.carried ? credential : UINT32_MAX);
    }
  }

  void link(DeviceIndex device, std::size_t channel, std::uint64_t number) {
    const Links& links = scenario_.worm.links[channel];
    put(brute_exponential(random_) / links.per_second, What::link, device, channel, number);
    const DeviceIndex target = links.to[number];
    if (!is_cut_ || zone_of(device) == zone_of(target)) attempt(target, links.exploit);
  }

  void attempt(DeviceIndex target, ExploitIndex exploit) {
    const std::size_t kind = scenario_.devices[target].kind;
    const Susceptibility& one = scenario_.kinds[kind].by_exploit[exploit];
    if (states_[target].is_lost || !holds_[kind * scenario_.exploits.size() + exploit]) return;
    const double drawn = static_cast<double>(random_.next() >> 11) * 0x1p-53;
    if (drawn < one.infect)
      lose(target, false, UINT32_MAX);
    else if (drawn < one.infect + one.crash)
      lose(target, true, UINT32_MAX);
  }

  void lose(DeviceIndex device, bool is_crash, std::uint32_t credential) {
    states_[device].is_lost = true;
    lost_++;
    if (scenario_.response && lost_ == scenario_.response->noticed_after)
      put(brute_span(scenario_.response->detection, random_) + brute_span(scenario_.response->reaction, random_),
          What::react, 0, 0, 0);
    if (is_crash) {
      crashed_++;
      return;
    }
    if (credential != UINT32_MAX) {
      const auto& lies_on = scenario_.credentials[credential].lies_on;
      if (!std::binary_search(lies_on.begin(), lies_on.end(), device)) states_[device].held.push_back(credential);
    }
    put(brute_span(scenario_.worm.latent, random_), What::begin, device, 0, 0);
  }

  const Scenario& scenario_;
  Random& random_;
  std::vector<std::vector<DeviceIndex>> by_zone_;
  std::vector<State> states_;
  std::vector<bool> holds_;
  std::vector<std::uint32_t> sources_in_;
  std::priority_queue<Todo> todo_;
  Seconds now_ = 0;
  std::uint32_t lost_ = 0, crashed_ = 0;
  bool is_cut_ = false, is_off_ = false;
};

}  // namespace

BruteLoss brute_force(const Scenario& scenario, const std::vector<Seconds>& times, Random& random) {
  return Brute(scenario, random).run(times);
}

}  // namespace shoal::outbreak
