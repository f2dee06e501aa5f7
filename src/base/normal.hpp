// The normal distribution, with the same bits on every machine.
#pragma once

namespace shoal {

/// The number below which a standard normal variate falls with probability `p`, 0 < p < 1, to about 1 in 10^15.
/// Wichura's algorithm AS 241 (Applied Statistics 37, 1988).
double normal_quantile(double p);

}  // namespace shoal
