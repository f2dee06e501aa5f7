// One outbreak after another, each exactly and event by event.
//
// How to use it: build a Layout once (some 0.3 s for a million devices), a Simulator for each thread, then run()
// replicate by replicate. Run one replicate with all protections that are to be compared before going to the next one:
// thresholds, the dearest part, are drawn once for a replicate. A run's result depends on seed, replicate and
// protection only, not on what was run before. Closing pairs of zones that the layout tells apart costs next to
// nothing; others need a layout of their own, kept until other pairs are closed.
//
// Where an outbreak begins is drawn without regard to protection. A device that was drawn and is protected does not
// begin it; one that the scenario names begins it whether protected or not. Sweeps find a zone's devices at its first
// addresses. A crash is a loss and no source; whoever is lost is nobody's target any more.
//
// What it takes: about 40 bytes a device and channel, 4 for each loss, 16 for each attempt along a link that waits.
// Time: some tens of nanoseconds for each loss, more the more lanes there are, and about five for each device and
// channel in a new replicate; along links, what some reads from memory take.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/bits.hpp"
#include "outbreak/agenda.hpp"
#include "outbreak/chance.hpp"
#include "outbreak/closable_layout.hpp"
#include "outbreak/ensemble.hpp"
#include "outbreak/layout.hpp"
#include "outbreak/link_attempts.hpp"
#include "outbreak/lost_by.hpp"
#include "outbreak/pressure.hpp"
#include "outbreak/protection.hpp"
#include "outbreak/sources.hpp"
#include "outbreak/sweep_hits.hpp"

namespace shoal::outbreak {

struct RunOptions {
  std::vector<Seconds> times;          ///< Ascending: when to count what is lost.
  std::uint32_t stop_at = UINT32_MAX;  ///< A run ends once so many devices are lost.
  bool ways = false;                   ///< Whether to draw from where each infection came.
};

class Simulator {
 public:
  /// `layout` outlives this.
  explicit Simulator(const Layout& layout, RunOptions options = {});

  Loss run(std::uint64_t seed, std::uint64_t replicate, const Protection& protection = {});

  // What the last run came to in detail.

  std::span<const DeviceIndex> lost() const { return lost_; }  ///< In the order in which they were lost.
  bool is_crashed(DeviceIndex device) const { return crashed_.test(device); }
  std::span<const std::uint32_t> lost_by() const { return lost_by_.counts(); }  ///< By time of the options.
  /// By loss, where asked for: the zone from which it came, or `none` where it began.
  std::span<const ZoneIndex> came_from() const { return came_from_; }
  std::size_t began() const { return began_; }  ///< The first so many of them began it.
  bool was_reaction() const { return has_reacted_; }
  Seconds reacted_at() const { return reacted_at_; }  ///< `forever` where nobody did.
  std::size_t lost_before_reaction() const { return has_reacted_ ? lost_before_reaction_ : lost_.size(); }
  Seconds ended_at() const { return now_; }  ///< When the last loss or other event was.

  /// What it takes, about, without its layout.
  std::size_t bytes() const {
    std::size_t of_links = 0;
    for (const LinkAttempts& links : links_) of_links += links.bytes();
    return of_links + pressure_->bytes() + sweep_hits_->bytes() + agenda_.bytes() + sources_.bytes() +
           gone_.size() * 3 / 8 + swept_from_.capacity() * sizeof(Seconds) +
           (lost_.capacity() + carried_.capacity()) * 4;
  }

 private:
  void begin_run(std::uint64_t seed, std::uint64_t replicate, const Protection& protection);
  void use_closed(const Protection& protection);
  void allot(const Layout& layout);
  void begin_outbreak();
  void run_events();
  bool may_spread_plainly() const;
  void spread_plainly(Seconds next);
  void handle(const Event& event);
  void strike();
  void attempt(DeviceIndex target, ExploitIndex exploit, ZoneIndex from);
  void lose(DeviceIndex device, bool is_crash, std::uint32_t carried, ZoneIndex from);
  void begin_source(DeviceIndex device, std::uint32_t carried);
  void end_source(DeviceIndex device);
  void begin_sweeps(DeviceIndex device, Seconds end);
  SweepHits::Source sweeping(DeviceIndex device, std::uint8_t channel, Seconds end) const;
  void put_visit(const SweepHits::Source& source, const SweepHits::Visit& visit);
  void visit(const Event& event);
  void sweep();
  std::size_t next_links();
  void link(std::size_t channel);
  void notice();
  void react();
  void kill_switch();
  bool is_open(DeviceIndex device, ExploitIndex exploit) const;
  std::uint32_t carried_of(DeviceIndex device) const { return carried_.empty() ? none : carried_[device]; }
  ZoneIndex zone_of(DeviceIndex device) const { return scenario().devices[device].zone; }
  const Scenario& scenario() const { return layout_->scenario(); }
  ZoneIndex drawn_way(const Pressure::Hit& hit) const;
  void draw_ways(std::size_t first);
  Loss loss() const;

  const Layout* given_layout_;
  const Layout* layout_;
  std::unique_ptr<ClosableLayout> closable_;
  std::unique_ptr<Layout> closed_layout_;  // Of what that cannot close.
  std::vector<Protection::Closed> closed_;
  RunOptions options_;

  Chance chance_{0, 0};
  std::uint64_t seed_ = 0, replicate_ = 0;
  bool has_replicate_ = false;
  std::vector<std::uint8_t> truths_;   // Kinds x exploits, in this replicate, without protection.
  std::vector<std::uint8_t> is_open_;  // The same with protection.
  std::vector<std::uint8_t> is_sure_;  // By exploit: whether its targets need not be looked up.
  std::vector<DeviceIndex> entry_;

  Bits gone_, crashed_, active_;
  std::unique_ptr<Pressure> pressure_;
  std::unique_ptr<SweepHits> sweep_hits_;
  std::vector<LinkAttempts> links_;  // As the worm's.
  Agenda agenda_;
  std::vector<Seconds> swept_from_;     // By device, if there are sweeps: when it began.
  std::vector<std::uint32_t> carried_;  // By device, if there are thefts: by what it was entered.
  std::vector<DeviceIndex> lost_;
  LostBy lost_by_;
  std::vector<ZoneIndex> came_from_;
  Sources sources_;  // If ways are asked for: those that are active.
  std::size_t began_ = 0;
  std::size_t lost_before_reaction_ = 0;
  Seconds now_ = 0, reaction_sooner_ = 0, reacted_at_ = forever;
  bool has_reacted_ = false, is_over_ = false, is_killed_ = false, is_noticed_ = false, is_cut_ = false;
};

}  // namespace shoal::outbreak
