// Chance from a seed: the same numbers on every machine, which the distributions of <random> do not promise.
//
// The generator is SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014): one addition
// and one mixing function. It is for samples and simulations, never for secrets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/assert.hpp"

namespace shoal {

/// A sequence of numbers that its seed alone decides.
class Random {
 public:
  /// What the generator is made of, for those who need number n of a sequence without those before it: that is
  /// mixed(seed + n * step), counted from 1.
  static constexpr std::uint64_t step = 0x9E3779B97F4A7C15U;

  static constexpr std::uint64_t mixed(std::uint64_t bits) {
    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9U;
    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBU;
    return bits ^ (bits >> 31);
  }

  explicit Random(std::uint64_t seed) : state_(seed) {}

  /// Generator `number` of the many that one seed has: what device 4711 draws does not depend on any other device.
  static Random numbered(std::uint64_t seed, std::uint64_t number) {
    return Random(mixed(mixed(seed + step) ^ (number * 0xD1342543DE82EF95U + step)));
  }

  /// The next 64 bits.
  std::uint64_t next() { return mixed(state_ += step); }

  /// A whole number in [0, bound), each equally likely. `bound` must not be 0.
  std::uint64_t below(std::uint64_t bound) {
    SHOAL_ASSERT(bound > 0);
    const std::uint64_t uneven = (0 - bound) % bound;  // 2^64 mod bound: so many draws would favour small numbers.
    for (;;) {
      const std::uint64_t drawn = next();
      if (drawn >= uneven) return drawn % bound;
    }
  }

  /// True with the given probability; 0 and less is never, 1 and more always.
  bool chance(double probability) { return static_cast<double>(next() >> 11) < probability * 0x1p53; }

  /// A position in `weights`, each as likely as its weight; their sum must not be 0.
  std::size_t pick(std::span<const std::uint64_t> weights) {
    std::uint64_t sum = 0;
    for (const std::uint64_t weight : weights) sum += weight;
    std::uint64_t drawn = below(sum);
    std::size_t at = 0;
    while (drawn >= weights[at]) drawn -= weights[at++];
    return at;
  }

 private:
  std::uint64_t state_;
};

}  // namespace shoal
