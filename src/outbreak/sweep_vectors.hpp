// The loops over the places that sweeps may still hit: several places at once, the same bits on every machine.
#pragma once

#include <cstddef>
#include <cstdint>

#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

/// Places stand in rows of a multiple of so many; the rest of a row is `no_place`, never hit.
inline constexpr std::uint32_t places_at_once = 8;
inline constexpr double no_place = forever;

/// When a sweep tries which place: from its start to the last address, and then on from the first.
struct SweepTimes {
  Seconds begun = 0;
  Seconds pause = 0;        ///< From one address to the next.
  double start = 0;         ///< The address where it begins,
  double addresses = 0;     ///< of so many.
  Seconds bound = forever;  ///< From then on it tries nobody.

  /// What makes of a place its number among those tried, from 1 on: at the start or behind it, and before it.
  double from_start() const { return 1 - start; }
  double past_last() const { return from_start() + addresses; }
  Seconds at(double place) const { return begun + (place + (place < start ? past_last() : from_start())) * pause; }
};

/// Sets bit i of `words` where the sweep tries places[i] before the bound and before at[i]. `count` is a multiple of
/// `places_at_once`; there is a word for each 64.
void find_sooner(const SweepTimes& times, const double* places, const Seconds* at, std::size_t count,
                 std::uint64_t* words);

/// The least of them; `forever` of none. `count` as above.
Seconds least_of(const Seconds* at, std::size_t count);
/// The first that is `value`, which there must be. `count` as above.
std::size_t place_of(Seconds value, const Seconds* at, std::size_t count);

}  // namespace shoal::outbreak
