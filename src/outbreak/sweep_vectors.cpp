#include "outbreak/sweep_vectors.hpp"

#include <algorithm>
#include <bit>

#include "outbreak/lane_vectors.hpp"

namespace shoal::outbreak {
namespace {

static_assert(places_at_once % 8 == 0, "the widest vectors have eight numbers");

template <std::size_t width>
SHOAL_INLINE std::uint64_t joined_bits(const typename VectorTypes<width>::Whole& found) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < width; i++) word |= static_cast<std::uint64_t>(found[i]);
  return word;
}

template <std::size_t width>
SHOAL_INLINE void find_sooner_of(const SweepTimes& given, const double* places, const Seconds* at, std::size_t count,
                                 std::uint64_t* words) {
  using Vectors = LaneVectors<width>;
  const SweepTimes times = given;  // Known to stay as they are.
  for (std::size_t first = 0; first < count; first += 64) {
    typename Vectors::Whole found = {}, bit;
    for (std::size_t i = first; i < std::min(first + 64, count); i += width) {
      typename Vectors::Real place, hit;
      Vectors::read(place, places + i);
      Vectors::read(hit, at + i);
      const typename Vectors::Real past_last = times.past_last() - typename Vectors::Real{},
                                   from_start = times.from_start() - typename Vectors::Real{},
                                   bound = times.bound - typename Vectors::Real{};
      const typename Vectors::Real around = place < times.start ? past_last : from_start;
      const typename Vectors::Real tries = times.begun + (place + around) * times.pause;
      const typename Vectors::Real sooner_than = hit < bound ? hit : bound;
      std::memcpy(&bit, lane_bits.data() + (i - first), sizeof bit);
      found |= (tries < sooner_than) & bit;
    }
    words[first / 64] = joined_bits<width>(found);
  }
}

template <std::size_t width>
SHOAL_INLINE Seconds least_of_all(const Seconds* at, std::size_t count) {
  using Vectors = LaneVectors<width>;
  typename Vectors::Real least = forever - typename Vectors::Real{}, other = least;
  for (std::size_t i = 0; i < count; i += places_at_once) {
    for (std::size_t v = 0; v < places_at_once / width; v++) {
      typename Vectors::Real next;
      Vectors::read(next, at + i + v * width);
      typename Vectors::Real& of = v % 2 == 0 ? least : other;
      of = next < of ? next : of;
    }
  }
  least = other < least ? other : least;
  Seconds first = forever;
  for (std::size_t i = 0; i < width; i++) first = std::min<Seconds>(first, least[i]);
  return first;
}

template <std::size_t width>
SHOAL_INLINE std::size_t place_of_any(Seconds value, const Seconds* at, std::size_t count) {
  using Vectors = LaneVectors<width>;
  for (std::size_t first = 0; first < count; first += places_at_once) {
    typename Vectors::Whole found = {}, bit;
    for (std::size_t v = 0; v < places_at_once; v += width) {
      typename Vectors::Real next;
      Vectors::read(next, at + first + v);
      std::memcpy(&bit, lane_bits.data() + v, sizeof bit);
      found |= (next == value) & bit;
    }
    const std::uint64_t word = joined_bits<width>(found);
    if (word != 0) return first + static_cast<std::size_t>(std::countr_zero(word));
  }
  return count;
}

void find_plain(const SweepTimes& times, const double* places, const Seconds* at, std::size_t count,
                std::uint64_t* words) {
  find_sooner_of<2>(times, places, at, count, words);
}
SHOAL_TARGET_AVX2 void find_avx2(const SweepTimes& times, const double* places, const Seconds* at, std::size_t count,
                                 std::uint64_t* words) {
  find_sooner_of<4>(times, places, at, count, words);
}
SHOAL_TARGET_AVX512 void find_avx512(const SweepTimes& times, const double* places, const Seconds* at,
                                     std::size_t count, std::uint64_t* words) {
  find_sooner_of<8>(times, places, at, count, words);
}

Seconds least_plain(const Seconds* at, std::size_t count) { return least_of_all<2>(at, count); }
SHOAL_TARGET_AVX2 Seconds least_avx2(const Seconds* at, std::size_t count) { return least_of_all<4>(at, count); }
SHOAL_TARGET_AVX512 Seconds least_avx512(const Seconds* at, std::size_t count) { return least_of_all<8>(at, count); }

std::size_t place_plain(Seconds value, const Seconds* at, std::size_t count) {
  return place_of_any<2>(value, at, count);
}
SHOAL_TARGET_AVX2 std::size_t place_avx2(Seconds value, const Seconds* at, std::size_t count) {
  return place_of_any<4>(value, at, count);
}
SHOAL_TARGET_AVX512 std::size_t place_avx512(Seconds value, const Seconds* at, std::size_t count) {
  return place_of_any<8>(value, at, count);
}

using Find = void (*)(const SweepTimes&, const double*, const Seconds*, std::size_t, std::uint64_t*);
using Least = Seconds (*)(const Seconds*, std::size_t);
using Place = std::size_t (*)(Seconds, const Seconds*, std::size_t);

const Find find_here = for_this_machine<Find>(find_plain, find_avx2, find_avx512);
const Least least_here = for_this_machine<Least>(least_plain, least_avx2, least_avx512);
const Place place_here = for_this_machine<Place>(place_plain, place_avx2, place_avx512);

}  // namespace

void find_sooner(const SweepTimes& times, const double* places, const Seconds* at, std::size_t count,
                 std::uint64_t* words) {
  find_here(times, places, at, count, words);
}

Seconds least_of(const Seconds* at, std::size_t count) { return least_here(at, count); }

std::size_t place_of(Seconds value, const Seconds* at, std::size_t count) { return place_here(value, at, count); }

}  // namespace shoal::outbreak
