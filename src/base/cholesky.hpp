// Linear equations with a symmetric, positive definite matrix: what fitting a model by Newton's method solves.
#pragma once

#include <vector>

namespace shoal {

/// Solves a x = b by Cholesky's factors. `a` has b.size() rows of as many numbers, of which the lower triangle is read;
/// both are overwritten, and x stands in `b`. False where a pivot is not above `rounding` times the diagonal that it
/// came from: `a` is then not positive definite, to rounding, and both hold nothing of use.
bool solve_positive_definite(std::vector<double>& a, std::vector<double>& b, double rounding);

}  // namespace shoal
