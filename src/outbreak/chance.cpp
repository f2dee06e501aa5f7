#include "outbreak/chance.hpp"

#include <cmath>
#include <numbers>

#include "base/pinned_math.hpp"

namespace shoal::outbreak {
LogTable made_log_table() {
  LogTable table{};
  for (std::size_t i = 0; i < table.log.size(); i++) {
    table.inverse[i] = 1 / (1 + (static_cast<double>(i) + 0.5) / 256);
    table.log[i] = -pinned_log(table.inverse[i]);
  }
  return table;
}

namespace {

/// Of each 256th part of 1, 2 to the power of minus that, rounded down.
std::array<double, 256> made_halving_table() {
  std::array<double, 256> table{};
  for (std::size_t i = 0; i < table.size(); i++)
    table[i] = pinned_exp(-std::numbers::ln2 / 256 * static_cast<double>(i)) * (1 - 0x1p-40);
  return table;
}
const std::array<double, 256> halving_table = made_halving_table();

/// A standard normal variate by Marsaglia's polar method.
double normal_of(const Chance& chance, Topic topic, std::uint64_t device) {
  for (std::uint64_t attempt = 1;; attempt++) {
    const double x = 2 * chance.unit(topic, device, 0, 2 * attempt) - 1;
    const double y = 2 * chance.unit(topic, device, 0, 2 * attempt + 1) - 1;
    const double square = x * x + y * y;
    if (square > 0 && square < 1) return x * std::sqrt(-2 * pinned_log(square) / square);
  }
}

}  // namespace

std::uint64_t least_bits_within(double most) {
  // e^-most is 2^-(whole + part / 256) of a number that is rounded up.
  const double halvings = most * 1.4426950408889634 * (1 + 0x1p-40) * 256 + 1;
  if (!(halvings < 50 * 256)) return 0;
  const auto whole = static_cast<std::uint64_t>(halvings);
  const double power = halving_table[whole & 255U] * std::bit_cast<double>((1023 - (whole >> 8)) << 52);
  const double bits = power * 0x1p64 - 0x1p13;
  return bits > 0 ? static_cast<std::uint64_t>(bits) : 0;
}

Seconds drawn(const Span& span, const Chance& chance, Topic topic, std::uint64_t device) {
  switch (span.law) {
    case Span::Law::fixed:
      return span.typical;
    case Span::Law::exponential:
      return span.typical * quick_minus_log(chance.unit(topic, device));
    case Span::Law::lognormal:
      return span.typical * pinned_exp(span.spread * normal_of(chance, topic, device));
  }
  return span.typical;
}

}  // namespace shoal::outbreak
