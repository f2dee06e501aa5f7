#include "outbreak/chance.hpp"

#include <array>
#include <bit>
#include <cmath>

#include "base/pinned_math.hpp"

namespace shoal::outbreak {
namespace {

struct LogTable {
  std::array<double, 256> inverse, log;  // Of the middle of each 256th of [1, 2).
};

const LogTable log_table = [] {
  LogTable table{};
  for (std::size_t i = 0; i < table.log.size(); i++) {
    table.inverse[i] = 1 / (1 + (static_cast<double>(i) + 0.5) / 256);
    table.log[i] = -pinned_log(table.inverse[i]);
  }
  return table;
}();

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

double quick_minus_log(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const auto exponent = static_cast<std::int64_t>(bits >> 52) - 1023;
  const double mantissa = std::bit_cast<double>((bits & 0x000F'FFFF'FFFF'FFFFU) | 0x3FF0'0000'0000'0000U);
  const std::size_t at = (bits >> 44) & 255U;
  const double rest = mantissa * log_table.inverse[at] - 1;  // Less than 1/512 from 0.
  const double series = rest * (1 + rest * (-1.0 / 2 + rest * (1.0 / 3 + rest * (-1.0 / 4 + rest * (1.0 / 5)))));
  return -(static_cast<double>(exponent) * 0.6931471805599453 + (log_table.log[at] + series));
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
