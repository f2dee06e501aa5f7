// exp and log with the same bits on every machine: the C library's differ in the last one from version to version.
#pragma once

namespace shoal {

/// e to the power of x, to about one unit in the last place; 0 below -708, infinity above 709, NaN of NaN.
double pinned_exp(double x);

/// The natural logarithm of x > 0, to about one unit in the last place; -infinity of 0, NaN below it and of NaN.
double pinned_log(double x);

/// 1 / (1 + e^-x).
double logistic(double x);

}  // namespace shoal
