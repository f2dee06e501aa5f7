// Chance in the shapes that forecasts need, with the same bits on every machine.
#pragma once

#include <cstdint>

#include "base/normal.hpp"
#include "base/random.hpp"

namespace shoal::plan {

/// A number between 0 and 1, neither of them.
inline double open_unit(Random& random) { return (static_cast<double>(random.next() >> 12) + 0.5) * 0x1p-52; }

/// A standard normal variate: one draw, so that draws stay in step whatever they are used for.
inline double normal(Random& random) { return normal_quantile(open_unit(random)); }

/// The mean of a standard normal variate of which it is known that it is above `z`.
double normal_mean_above(double z);

/// e to the power of x, to about 1 in 10^12, in a fraction of pinned_exp's time and as pinned; x is cut at -700 and
/// 700.
double quick_exp(double x);

/// A gamma variate of mean and variance `shape` > 0. Draws as often as it needs to.
double gamma_variate(double shape, Random& random);

/// How often what happens `mean` times on average happened; 0 where mean is not above 0. Above 30 by the normal
/// distribution, rounded.
std::int64_t poisson_variate(double mean, Random& random);

}  // namespace shoal::plan
