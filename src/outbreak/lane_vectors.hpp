// The arithmetic of lanes, eight at once: compilers make of it what the machine has.
//
// Functions here are inlined into one that is compiled for a kind of machine, since vectors that a function takes or
// gives would depend on it. All is plain IEEE without fusing, so each machine gives the same bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "outbreak/lanes.hpp"

#define SHOAL_INLINE __attribute__((always_inline)) inline

#if defined(__x86_64__)
#define SHOAL_TARGET_AVX2 __attribute__((target("avx2")))
#define SHOAL_TARGET_AVX512 __attribute__((target("avx512f,avx512dq,avx512vl")))
#endif

namespace shoal::outbreak {

inline constexpr std::size_t lanes_at_once = 16;

using Eight = double __attribute__((vector_size(64)));
using EightWhole = std::int64_t __attribute__((vector_size(64)));

/// The soonest of some lanes for each of eight places, as fractions: they are compared by products, since a division
/// takes many times as long.
struct SoonestFractions {
  Eight over = Eight{} + 1.0, under = {};  // Never.
  EightWhole lane = {};

  SHOAL_INLINE void take(const Eight& other_over, const Eight& other_under, const EightWhole& other_lane) {
    // Never, where nothing presses: the right side is 0, and the left is not below it.
    const Eight left = other_over * under, right = over * other_under;
    over = left < right ? other_over : over;
    under = left < right ? other_under : under;
    lane = left < right ? other_lane : lane;
  }
};

SHOAL_INLINE void read_eight(Eight& into, const double* at) { std::memcpy(&into, at, sizeof into); }

template <int a, int b, int c, int d, int e, int f, int g, int h>
SHOAL_INLINE void take_shuffled(Eight& at, EightWhole& lane) {
  const Eight other_at = __builtin_shufflevector(at, at, a, b, c, d, e, f, g, h);
  const EightWhole other_lane = __builtin_shufflevector(lane, lane, a, b, c, d, e, f, g, h);
  const Eight before = at;
  at = other_at < before ? other_at : at;
  lane = other_at < before ? other_lane : lane;
}

/// From `at` on, each lane feels weight * row[i] more, and lane `changed`'s threshold is `threshold`, where it is one
/// of them. Without a row only looks.
struct LaneChange {
  const double* row;
  double weight;
  Seconds at;
  std::int64_t changed;
  double threshold;
};

template <bool has_row>
SHOAL_INLINE void change_eight(const LaneParts& parts, std::size_t i, const LaneChange& change,
                               SoonestFractions& soonest) {
  constexpr EightWhole first_lanes = {0, 1, 2, 3, 4, 5, 6, 7};
  const EightWhole lane = first_lanes + static_cast<std::int64_t>(i);
  Eight sum, before, withstands;
  read_eight(sum, parts.sum + i);
  read_eight(before, parts.before + i);
  read_eight(withstands, parts.threshold + i);
  if constexpr (has_row) {
    Eight more;
    read_eight(more, change.row + i);
    more = more * change.weight;
    sum = sum + more;
    before = before + more * change.at;
    withstands = lane == change.changed ? change.threshold - Eight{} : withstands;
    std::memcpy(parts.sum + i, &sum, sizeof sum);
    std::memcpy(parts.before + i, &before, sizeof before);
    std::memcpy(parts.threshold + i, &withstands, sizeof withstands);
  }
  Eight over = withstands + before;
  over = over > 0.0 ? over : Eight{};
  soonest.take(over, sum, lane);
}

/// Changes lanes and gives which is hit next. `lanes` is a multiple of 16.
template <bool has_row>
SHOAL_INLINE NextHit next_of(const LaneParts& parts, std::size_t lanes, const LaneChange& change) {
  SoonestFractions soonest, other;
  for (std::size_t i = 0; i < lanes; i += lanes_at_once) {
    change_eight<has_row>(parts, i, change, soonest);
    change_eight<has_row>(parts, i + 8, change, other);
  }
  soonest.take(other.over, other.under, other.lane);
  Eight hit = soonest.under > 0.0 ? soonest.over / soonest.under : forever - Eight{};
  EightWhole lane = soonest.lane;
  take_shuffled<4, 5, 6, 7, 4, 5, 6, 7>(hit, lane);
  take_shuffled<2, 3, 2, 3, 2, 3, 2, 3>(hit, lane);
  take_shuffled<1, 1, 1, 1, 1, 1, 1, 1>(hit, lane);
  return {hit[0], static_cast<std::uint32_t>(lane[0])};
}

/// The version of a function for the widest vectors that this machine has.
template <typename Function>
Function for_this_machine(Function plain, [[maybe_unused]] Function avx2, [[maybe_unused]] Function avx512) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vl") != 0) return avx512;
  if (__builtin_cpu_supports("avx2") != 0) return avx2;
#endif
  return plain;
}

#if !defined(__x86_64__)
#define SHOAL_TARGET_AVX2
#define SHOAL_TARGET_AVX512
#endif

}  // namespace shoal::outbreak
