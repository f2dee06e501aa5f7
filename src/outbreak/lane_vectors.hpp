// The arithmetic of lanes, eight at once: compilers make of it what the machine has.
//
// Functions here are inlined into one that is compiled for a kind of machine, since vectors that a function takes or
// gives would depend on it. All is plain IEEE without fusing, so each machine gives the same bits.
#pragma once

#include <array>
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
alignas(64) inline constexpr std::int64_t first_lanes[] = {0, 1, 2, 3, 4, 5, 6, 7};
/// By lane of 64, its bit.
alignas(64) inline constexpr auto lane_bits = [] {
  std::array<std::int64_t, 64> bits{};
  for (std::size_t lane = 0; lane < bits.size(); lane++)
    bits[lane] = static_cast<std::int64_t>(std::uint64_t{1} << lane);
  return bits;
}();

/// Of so many numbers; each spelled out, since compilers do not agree on vectors whose size a template decides.
template <std::size_t width>
struct VectorTypes;
template <>
struct VectorTypes<2> {
  using Real = double __attribute__((vector_size(16)));
  using Whole = std::int64_t __attribute__((vector_size(16)));
  using Bits = std::uint64_t __attribute__((vector_size(16)));
  using Short = std::int32_t __attribute__((vector_size(16)));
};
template <>
struct VectorTypes<4> {
  using Real = double __attribute__((vector_size(32)));
  using Whole = std::int64_t __attribute__((vector_size(32)));
  using Bits = std::uint64_t __attribute__((vector_size(32)));
  using Short = std::int32_t __attribute__((vector_size(32)));
};
template <>
struct VectorTypes<8> {
  using Real = double __attribute__((vector_size(64)));
  using Whole = std::int64_t __attribute__((vector_size(64)));
  using Bits = std::uint64_t __attribute__((vector_size(64)));
  using Short = std::int32_t __attribute__((vector_size(64)));
};

/// Vectors of so many numbers. Whatever their width, lanes are compared in the same order.
template <std::size_t width>
struct LaneVectors {
  using Real = typename VectorTypes<width>::Real;
  using Whole = typename VectorTypes<width>::Whole;

  /// The soonest of some lanes for each place, as fractions: they are compared by products, since a division takes many
  /// times as long.
  struct Soonest {
    Real over = Real{} + 1.0, under = {};  // Never.
    Whole lane = {};

    SHOAL_INLINE void see(const Real& other_over, const Real& other_under, const Whole& other_lane) {
      take(other_over > 0.0 ? other_over : Real{}, other_under, other_lane);
    }
    SHOAL_INLINE void take(const Real& other_over, const Real& other_under, const Whole& other_lane) {
      // Never, where nothing presses: the right side is 0, and the left is not below it.
      const Real left = other_over * under, right = over * other_under;
      over = left < right ? other_over : over;
      under = left < right ? other_under : under;
      lane = left < right ? other_lane : lane;
    }
  };

  static SHOAL_INLINE void read(Real& into, const double* at) { std::memcpy(&into, at, sizeof into); }
  static SHOAL_INLINE void number(Whole& lanes, std::size_t first) {
    // Added to numbers from memory: one by one, as compilers make it of a loop, takes longer than all the rest.
    std::memcpy(&lanes, first_lanes, sizeof lanes);
    lanes += static_cast<std::int64_t>(first);
  }
};

/// From `at` on, each lane feels weight * row[i] more, and lane `changed`'s threshold is `threshold`, where it is one
/// of them. Without a row only looks.
struct LaneChange {
  const double* row;
  double weight;
  Seconds at;
  std::int64_t changed;
  double threshold;
};

/// Sets it by a write as wide as the reads that follow: they would wait for a narrow one.
template <std::size_t width>
SHOAL_INLINE void set_threshold(const LaneParts& parts, std::int64_t changed, double threshold) {
  using Vectors = LaneVectors<width>;
  if (changed < 0) return;
  const std::size_t first = static_cast<std::size_t>(changed) / width * width;
  typename Vectors::Whole lane = {};
  Vectors::number(lane, first);
  typename Vectors::Real withstands;
  Vectors::read(withstands, parts.threshold + first);
  withstands = lane == changed ? threshold - typename Vectors::Real{} : withstands;
  std::memcpy(parts.threshold + first, &withstands, sizeof withstands);
}

/// `taker` is shown each lane as it then is.
template <std::size_t width, bool has_row, typename Taker>
SHOAL_INLINE void change_some(const LaneParts& parts, std::size_t i, const LaneChange& change, Taker& taker) {
  using Vectors = LaneVectors<width>;
  typename Vectors::Whole lane = {};
  Vectors::number(lane, i);
  typename Vectors::Real sum, before, withstands;
  Vectors::read(sum, parts.sum + i);
  Vectors::read(before, parts.before + i);
  Vectors::read(withstands, parts.threshold + i);
  if constexpr (has_row) {
    typename Vectors::Real more;
    Vectors::read(more, change.row + i);
    more = more * change.weight;
    sum = sum + more;
    before = before + more * change.at;
    std::memcpy(parts.sum + i, &sum, sizeof sum);
    std::memcpy(parts.before + i, &before, sizeof before);
  }
  const typename Vectors::Real over = withstands + before;
  taker.see(over, sum, lane);
}

template <std::size_t width>
SHOAL_INLINE void add_all_of(const LaneParts given, std::size_t lanes, const Push* pushes, std::size_t count) {
  using Vectors = LaneVectors<width>;
  const LaneParts parts = given;
  for (std::size_t i = 0; i < lanes; i += width) {
    typename Vectors::Real sum, before, more;
    Vectors::read(sum, parts.sum + i);
    Vectors::read(before, parts.before + i);
    for (std::size_t p = 0; p < count; p++) {
      Vectors::read(more, pushes[p].row + i);
      more = more * pushes[p].weight;
      sum = sum + more;
      before = before + more * pushes[p].at;
    }
    std::memcpy(parts.sum + i, &sum, sizeof sum);
    std::memcpy(parts.before + i, &before, sizeof before);
  }
}

/// The first half against the second, and so on to one.
SHOAL_INLINE NextHit soonest_of_eight(double* at, std::int64_t* lane) {
  for (std::size_t half = 4; half > 0; half /= 2)
    for (std::size_t i = 0; i < half; i++)
      if (at[i + half] < at[i]) {
        at[i] = at[i + half];
        lane[i] = lane[i + half];
      }
  return {at[0], static_cast<std::uint32_t>(lane[0])};
}

/// Each against that which the shuffle puts in its place.
template <int... places, typename Real, typename Whole>
SHOAL_INLINE void take_shuffled(Real& at, Whole& lane) {
  const Real other_at = __builtin_shufflevector(at, at, places...), before = at;
  const Whole other_lane = __builtin_shufflevector(lane, lane, places...);
  at = other_at < before ? other_at : at;
  lane = other_at < before ? other_lane : lane;
}

/// Changes lanes and gives which is hit next. `lanes` is a multiple of 16.
template <std::size_t width, bool has_row>
SHOAL_INLINE NextHit next_of(const LaneParts given, std::size_t lanes, const LaneChange& change) {
  using Vectors = LaneVectors<width>;
  const LaneParts parts = given;  // Known to stay as they are.
  constexpr std::size_t pairs = lanes_at_once / width / 2;
  if constexpr (has_row) set_threshold<width>(parts, change.changed, change.threshold);
  typename Vectors::Real at[pairs];
  typename Vectors::Whole lane[pairs];
  // Of sixteen, those eight apart are one pair: two of the soonest are as many as machines can keep at hand.
  for (std::size_t v = 0; v < pairs; v++) {
    typename Vectors::Soonest one, other;
    for (std::size_t i = v * width; i < lanes; i += lanes_at_once) {
      change_some<width, has_row>(parts, i, change, one);
      change_some<width, has_row>(parts, i + 8, change, other);
    }
    one.take(other.over, other.under, other.lane);
    const typename Vectors::Real hit = one.over / one.under;
    at[v] = one.under > 0.0 ? hit : forever - typename Vectors::Real{};
    lane[v] = one.lane;
  }
  if constexpr (width == 2) {
    alignas(64) double each_at[8];
    alignas(64) std::int64_t each_lane[8];
    std::memcpy(each_at, at, sizeof at);
    std::memcpy(each_lane, lane, sizeof lane);
    return soonest_of_eight(each_at, each_lane);
  } else {
    if constexpr (width == 4) {
      const typename Vectors::Real before = at[0];
      at[0] = at[1] < before ? at[1] : before;
      lane[0] = at[1] < before ? lane[1] : lane[0];
      take_shuffled<2, 3, 2, 3>(at[0], lane[0]);
      take_shuffled<1, 1, 1, 1>(at[0], lane[0]);
    } else {
      take_shuffled<4, 5, 6, 7, 4, 5, 6, 7>(at[0], lane[0]);
      take_shuffled<2, 3, 2, 3, 2, 3, 2, 3>(at[0], lane[0]);
      take_shuffled<1, 1, 1, 1, 1, 1, 1, 1>(at[0], lane[0]);
    }
    const Seconds first = at[0][0];
    return {first, static_cast<std::uint32_t>(lane[0][0])};
  }
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
