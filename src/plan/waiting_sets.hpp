// A problem as the search sees it: classes that wait for the same applications are one set, and of what is alike within
// a set only a count is kept.
//
// What a search needs of a class is when it may move and how much it weighs. Half of all devices share their
// applications with others, and many that do differ only in site or weight, so this is a fraction of the classes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "plan/problem.hpp"

namespace shoal::plan {

/// Devices of one set that are released together and weigh the same.
struct WaitingPart {
  std::uint16_t release = 0;  ///< Whatever is ready; `weeks` if never.
  std::uint16_t lag = 1;      ///< `weeks` if more.
  std::uint32_t cell = 0;     ///< Its level and lane: level x lanes + lane.
  std::int32_t units = 0;     ///< Slots that its devices take together.

  bool operator==(const WaitingPart&) const = default;
};

/// The sets of a problem. Immutable, so that searches side by side share it.
struct WaitingSets {
  explicit WaitingSets(const Problem& problem);

  std::span<const ApplicationIndex> applications_of(std::uint32_t set) const {
    return std::span(applications)
        .subspan(applications_begin[set], applications_begin[set + 1] - applications_begin[set]);
  }
  std::span<const WaitingPart> parts_of(std::uint32_t set) const {
    return std::span(parts).subspan(parts_begin[set], parts_begin[set + 1] - parts_begin[set]);
  }
  /// The sets that wait for an application, ascending.
  std::span<const std::uint32_t> sets_of(ApplicationIndex application) const {
    return std::span(sets).subspan(sets_begin[application], sets_begin[application + 1] - sets_begin[application]);
  }
  std::size_t set_count() const { return parts_begin.size() - 1; }

  std::uint16_t weeks = 0;
  /// Weights of a unit, ascending: 256 at most. Where there are more, neighbours are one level at their mean.
  std::vector<std::int64_t> level_weight;
  /// Places that have capacity of their own; one for all where none has. Where some have, sites without stand together
  /// in the last lane, and lanes are padded to a multiple of 8 with such as hold no devices.
  std::size_t lanes = 1;
  std::vector<std::int32_t> lane_capacity;  ///< Week x lanes; empty where there is one.
  std::vector<std::int32_t> capacity;       ///< By week.
  /// Whether what is counted here is the exposure itself: every device takes one slot, there are 256 weights at most,
  /// no site has a capacity of its own, and there are fewer than 2^30 devices. Else it is near it.
  bool is_exact = true;

  std::vector<std::uint32_t> applications_begin{0}, parts_begin{0}, sets_begin;
  std::vector<ApplicationIndex> applications;
  std::vector<WaitingPart> parts;  ///< By set, then release, lag and cell.
  std::vector<std::uint32_t> sets;
  std::vector<WaitingPart> free;         ///< Devices that wait for no application.
  Exposure stranded = 0;                 ///< Exposure of those that wait for what nobody can mend, each over all weeks.
  std::vector<std::int64_t> set_weight;  ///< By set, what its devices weigh together.
};

}  // namespace shoal::plan
