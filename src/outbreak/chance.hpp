// What chance decides in one replicate, each draw by what it is for: so that a replicate can be run again with another
// protection, and every device that both runs ask about draws the same.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "base/random.hpp"
#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

/// What a number is drawn for.
enum class Topic : std::uint8_t {
  holds,
  entry,
  threshold,
  outcome,
  latent,
  active,
  sweep,
  link,
  detection,
  reaction,
  way
};

/// All draws of replicate `replicate` of `seed`.
class Chance {
 public:
  Chance(std::uint64_t seed, std::uint64_t replicate) : root_(Random::numbered(seed, replicate).next()) {}

  /// 64 bits for one purpose: device or link `a`, channel or target `b`, pass `c`.
  std::uint64_t bits(Topic topic, std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0) const {
    return bits_of(base(topic, b, c), a);
  }
  /// For many of the same purpose: bits(topic, a, b, c) is bits_of(base(topic, b, c), a).
  std::uint64_t base(Topic topic, std::uint64_t b = 0, std::uint64_t c = 0) const {
    const std::uint64_t of_c = Random::mixed(root_ + (c * 16 + static_cast<std::uint64_t>(topic) + 1) * Random::step);
    return Random::mixed(of_c + (b + 1) * 0xD1342543DE82EF95U);
  }
  static std::uint64_t bits_of(std::uint64_t base, std::uint64_t a) {
    return Random::mixed(base + (a + 1) * Random::step);
  }
  /// Between 0 and 1, neither of them.
  static double unit_of(std::uint64_t bits) { return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52; }
  /// unit_of(bits) < share exactly where step_of(bits) < steps_below(share).
  static std::uint64_t step_of(std::uint64_t bits) { return bits >> 12; }
  static std::uint64_t steps_below(double share) {
    // Neither the product nor the difference is rounded, nor is what unit_of() adds.
    return static_cast<std::uint64_t>(std::ceil(std::clamp(share, 0.0, 1.0) * 0x1p52 - 0.5));
  }
  /// Between 0 and 1, neither of them.
  double unit(Topic topic, std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0) const {
    return unit_of(bits(topic, a, b, c));
  }

 private:
  std::uint64_t root_;
};

/// What quick_minus_log looks up: of the middle of each 256th of [1, 2), its inverse and logarithm.
struct LogTable {
  std::array<double, 256> inverse, log;
};
LogTable made_log_table();
inline const LogTable log_table = made_log_table();

/// -ln(mantissa / 2^halvings), with what the table has of the mantissa; of numbers or vectors of them.
template <typename Real>
__attribute__((always_inline)) inline void minus_log_of_parts(const Real& halvings, const Real& mantissa,
                                                              const Real& inverse, const Real& log, Real& result) {
  const Real rest = mantissa * inverse - 1.0;  // Less than 1/512 from 0.
  const Real series = rest * (1.0 + rest * (-1.0 / 2 + rest * (1.0 / 3 + rest * (-1.0 / 4 + rest * (1.0 / 5)))));
  result = halvings * std::numbers::ln2 - (log + series);
}

/// -ln(x) of 0 < x <= 1 to about 1 in 10^15 of 1, in a fraction of pinned_log's time and as pinned.
inline double quick_minus_log(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const auto halvings = static_cast<double>(1023 - static_cast<std::int64_t>(bits >> 52));
  const double mantissa = std::bit_cast<double>((bits & 0x000F'FFFF'FFFF'FFFFU) | 0x3FF0'0000'0000'0000U);
  const std::size_t at = (bits >> 44) & 255U;
  double result = 0;
  minus_log_of_parts(halvings, mantissa, log_table.inverse[at], log_table.log[at], result);
  return result;
}

/// No more than the fewest bits of which -ln(unit_of(bits)) is `most` or less, and not much less.
std::uint64_t least_bits_within(double most);

/// How long a span is this time; `topic` and `device` are what it is drawn for.
Seconds drawn(const Span& span, const Chance& chance, Topic topic, std::uint64_t device);

/// The same for many devices.
class SpanDraws {
 public:
  /// `span` and `chance` outlive this.
  SpanDraws(const Span& span, const Chance& chance, Topic topic)
      : span_(&span), chance_(&chance), topic_(topic), base_(chance.base(topic)) {}
  Seconds drawn(std::uint64_t device) const {
    if (span_->law == Span::Law::fixed) return span_->typical;
    if (span_->law == Span::Law::exponential)
      return span_->typical * quick_minus_log(Chance::unit_of(Chance::bits_of(base_, device)));
    return outbreak::drawn(*span_, *chance_, topic_, device);
  }

 private:
  const Span* span_;
  const Chance* chance_;
  Topic topic_;
  std::uint64_t base_;
};

}  // namespace shoal::outbreak
