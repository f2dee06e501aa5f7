#include "outbreak/simulator.hpp"

#include <algorithm>

#include "outbreak/entry.hpp"

namespace shoal::outbreak {

Simulator::Simulator(const Layout& layout, RunOptions options)
    : given_layout_(&layout), layout_(&layout), options_(std::move(options)), lost_by_(options_.times), sources_(0) {
  allot(layout);
}

void Simulator::allot(const Layout& layout) {
  layout_ = &layout;
  const std::size_t devices = scenario().devices.size();
  gone_ = crashed_ = active_ = Bits(devices);
  pressure_ = std::make_unique<Pressure>(layout, gone_);
  sweep_hits_ = std::make_unique<SweepHits>(layout, is_open_, gone_);
  swept_from_.resize(scenario().worm.sweeps.empty() ? 0 : devices);
  carried_.resize(layout.stolen.empty() ? 0 : devices);
  sources_ = Sources(options_.ways ? devices : 0);
  links_.clear();
  links_.reserve(scenario().worm.links.size());
  for (std::size_t channel = 0; channel < scenario().worm.links.size(); channel++)
    links_.emplace_back(layout, channel, gone_, is_open_);
  has_replicate_ = false;
}

void Simulator::use_closed(const Protection& protection) {
  const auto is_same = [](const Protection::Closed& a, const Protection::Closed& b) {
    return a.reach == b.reach && a.from == b.from && a.to == b.to;
  };
  if (std::equal(closed_.begin(), closed_.end(), protection.closed.begin(), protection.closed.end(), is_same)) return;
  closed_ = protection.closed;
  if (!closable_) closable_ = std::make_unique<ClosableLayout>(*given_layout_);
  if (closable_->close(closed_)) {
    if (layout_ != &closable_->layout()) allot(closable_->layout());
    closed_layout_ = nullptr;
    return;
  }
  auto made = std::make_unique<Layout>(given_layout_->scenario(), closed_);
  allot(*made);
  closed_layout_ = std::move(made);
}

void Simulator::begin_run(std::uint64_t seed, std::uint64_t replicate, const Protection& protection) {
  use_closed(protection);
  if (!has_replicate_ || seed != seed_ || replicate != replicate_) {
    has_replicate_ = true;
    seed_ = seed;
    replicate_ = replicate;
    chance_ = Chance(seed, replicate);
    pressure_->use(chance_);
    truths_ = drawn_truths(*layout_, chance_);
    entry_ = drawn_entry(*layout_, chance_, truths_);
  }
  const std::size_t exploits = scenario().exploits.size();
  is_open_ = truths_;
  for (const auto& [kind, exploit] : protection.patched) is_open_[kind * exploits + exploit] = 0;
  is_sure_.assign(exploits, 1);
  for (std::size_t i = 0; i < is_open_.size(); i++)
    if (layout_->chances[i] > 0 && is_open_[i] == 0) is_sure_[i % exploits] = 0;
  gone_.clear();
  crashed_.clear();
  active_.clear();
  for (const DeviceIndex device : protection.safe) gone_.set(device);
  pressure_->clear(protection.useless);
  for (LinkAttempts& links : links_) links.clear(chance_);
  agenda_.clear(scenario().until);
  sweep_hits_->clear(chance_);
  lost_.clear();
  came_from_.clear();
  sources_.clear();
  lost_by_.clear();
  now_ = 0;
  reaction_sooner_ = protection.reaction_sooner;
  reacted_at_ = forever;
  has_reacted_ = is_over_ = is_killed_ = is_noticed_ = is_cut_ = false;
}

Loss Simulator::run(std::uint64_t seed, std::uint64_t replicate, const Protection& protection) {
  begin_run(seed, replicate, protection);
  begin_outbreak();
  run_events();
  return loss();
}

void Simulator::begin_outbreak() {
  const std::optional<Seconds>& kill = scenario().worm.kill_switch;
  if (kill && *kill <= 0) is_killed_ = true;
  if (kill && *kill > 0) agenda_.put({.at = *kill, .what = Event::What::kill_switch});
  const bool is_named = !scenario().entry.devices.empty();
  for (const DeviceIndex device : entry_) {
    const bool is_protected = gone_.test(device) || !can_be_infected(*layout_, is_open_, device);
    if (is_named || !is_protected) lose(device, false, none, none);
  }
  began_ = lost_.size();
}

void Simulator::run_events() {
  while (!is_over_ && lost_.size() < options_.stop_at) {
    const Seconds event = agenda_.next_at();
    if (may_spread_plainly()) {
      spread_plainly(std::min(event, lost_by_.next_time()));
      if (lost_.size() >= options_.stop_at) break;
    }
    const std::size_t channel = next_links();
    const Seconds attempt = channel < links_.size() ? links_[channel].next_at() : forever;
    const Seconds hit = pressure_->next_at(), swept = sweep_hits_->next_at();
    const Seconds tried = std::min({hit, attempt, swept});
    if (hit <= tried && hit < event && !pressure_->is_next_sure()) {
      pressure_->make_next_sure();
      continue;
    }
    // Rounding may put a hit a last bit before now.
    const Seconds at = std::max(now_, std::min(tried, event));
    if (!(at <= scenario().until)) break;
    lost_by_.pass(at, lost_.size());
    now_ = at;
    if (event <= tried)
      handle(agenda_.take());
    else if (attempt <= tried)
      link(channel);
    else if (swept <= tried)
      sweep();
    else
      strike();
  }
  lost_by_.pass(forever, lost_.size());
}

/// Whether what comes next is left to the worm's only channel, which then goes on by itself.
bool Simulator::may_spread_plainly() const {
  if (is_killed_ || is_cut_ || scenario().worm.kill_switch) return false;
  if (!links_.empty()) return !options_.ways && links_[0].may_spread();
  return layout_->is_plain && pressure_->is_all_open() && is_sure_[scenario().worm.scans[0].exploit] != 0;
}

/// Until `next`, and no further than to the loss by which people notice.
void Simulator::spread_plainly(Seconds next) {
  const bool is_awaited = scenario().response && !is_noticed_;
  const std::size_t noticed = is_awaited ? scenario().response->noticed_after - 1 : SIZE_MAX;
  const SpreadLimits limits{std::min<std::size_t>(options_.stop_at, noticed), std::min(next, scenario().until)};
  const std::size_t first = lost_.size();
  now_ = links_.empty() ? pressure_->spread(gone_, lost_, limits, now_) : links_[0].spread(gone_, lost_, limits, now_);
  if (options_.ways) draw_ways(first);
}

/// Of which links the next attempt is.
std::size_t Simulator::next_links() {
  std::size_t next = 0;
  for (std::size_t channel = 1; channel < links_.size(); channel++)
    if (links_[channel].next_at() < links_[next].next_at()) next = channel;
  return next;
}

void Simulator::handle(const Event& event) {
  switch (event.what) {
    case Event::What::begins:
      begin_source(event.device, event.target);
      break;
    case Event::What::ends:
      if (active_.test(event.device)) end_source(event.device);
      break;
    case Event::What::sweep:
      visit(event);
      break;
    case Event::What::react:
      react();
      break;
    case Event::What::kill_switch:
      kill_switch();
      break;
  }
}

bool Simulator::is_open(DeviceIndex device, ExploitIndex exploit) const {
  return is_sure_[exploit] != 0 || is_open_[scenario().devices[device].kind * is_sure_.size() + exploit] != 0;
}

void Simulator::strike() {
  const Pressure::Hit hit = pressure_->take();
  const Block& block = layout_->blocks[hit.block];
  if (!gone_.test(hit.device)) {
    const ZoneIndex from = options_.ways ? drawn_way(hit) : none;
    if (block.exploit != none) {
      if (is_open(hit.device, block.exploit)) attempt(hit.device, block.exploit, from);
    } else {
      lose(hit.device, false, block.channel, from);
    }
  }
  pressure_->settle();
}

/// An attempt that does something. Only the first at a device does, so what that is can be the device's own: then it is
/// the same whoever comes first, and with more protection no device infects that would have crashed.
void Simulator::attempt(DeviceIndex target, ExploitIndex exploit, ZoneIndex from) {
  const Susceptibility& chances = scenario().kinds[scenario().devices[target].kind].by_exploit[exploit];
  const bool is_crash =
      chances.crash > 0 && chance_.unit(Topic::outcome, target) * (chances.infect + chances.crash) < chances.crash;
  lose(target, is_crash, none, from);
}

void Simulator::lose(DeviceIndex device, bool is_crash, std::uint32_t entered_by, ZoneIndex from) {
  gone_.set(device);
  lost_.push_back(device);
  if (options_.ways) came_from_.push_back(from);
  if (scenario().response && !is_noticed_ && lost_.size() >= scenario().response->noticed_after) notice();
  if (is_crash) {
    crashed_.set(device);
    return;
  }
  const bool is_carried = entered_by != none && scenario().worm.thefts[layout_->stolen[entered_by].theft].carried;
  const std::uint32_t carried = is_carried ? entered_by : none;
  const Seconds latent = drawn(scenario().worm.latent, chance_, Topic::latent, device);
  const Event begins{.at = now_ + latent, .device = device, .target = carried, .what = Event::What::begins};
  if (!(latent > 0))
    begin_source(device, carried);
  else if (scenario().worm.latent.law == Span::Law::fixed)
    agenda_.put_last(begins);
  else
    agenda_.put(begins);
}

void Simulator::begin_source(DeviceIndex device, std::uint32_t carried) {
  if (is_killed_ && scenario().zones[zone_of(device)].reaches_kill_switch) return;
  const Seconds end = now_ + drawn(scenario().worm.active, chance_, Topic::active, device);
  if (!(end > now_)) return;
  active_.set(device);
  if (!carried_.empty()) carried_[device] = carried;
  if (options_.ways) sources_.add(device);
  pressure_->add_source(device, carried, now_);
  // Nobody needs to be told where only links are, of which none is put in beyond the end.
  const bool is_awaited = !layout_->blocks.empty() || !scenario().worm.sweeps.empty();
  if (end < forever && is_awaited) agenda_.put({.at = end, .device = device, .what = Event::What::ends});
  for (LinkAttempts& links : links_) links.add_source(device, now_, end);
  begin_sweeps(device, end);
}

void Simulator::end_source(DeviceIndex device) {
  active_.reset(device);
  if (options_.ways) sources_.remove(device);
  pressure_->end_source(device, carried_of(device), now_);
}

Loss Simulator::loss() const {
  Loss loss;
  std::vector<std::uint32_t> by_zone(scenario().zones.size(), 0), by_site(scenario().sites.size(), 0);
  const auto count = [&](std::size_t device) {
    const ScenarioDevice& one = scenario().devices[device];
    by_zone[one.zone]++;
    loss.personal += one.has_personal_data ? 1 : 0;
  };
  // Many of a large estate are sooner read in their order.
  constexpr std::size_t large = 100'000;
  if (scenario().devices.size() > large && lost_.size() > scenario().devices.size() / 16) {
    Bits are_lost(scenario().devices.size());
    for (const DeviceIndex device : lost_) are_lost.set(device);
    are_lost.each(count);
  } else {
    std::for_each(lost_.begin(), lost_.end(), count);
  }
  loss.crashed = static_cast<std::uint32_t>(crashed_.count());
  loss.infected = static_cast<std::uint32_t>(lost_.size()) - loss.crashed;
  for (std::size_t z = 0; z < by_zone.size(); z++) by_site[scenario().zones[z].site] += by_zone[z];
  for (std::size_t s = 0; s < by_site.size(); s++)
    if (by_site[s] > 0 && by_site[s] >= scenario().site_down_share * layout_->site_devices[s]) loss.sites_down++;
  return loss;
}

}  // namespace shoal::outbreak
