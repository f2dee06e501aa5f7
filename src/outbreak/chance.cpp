#include "outbreak/chance.hpp"

#include <cmath>

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
