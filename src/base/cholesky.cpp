#include "base/cholesky.hpp"

#include <cmath>
#include <cstddef>

namespace shoal {

bool solve_positive_definite(std::vector<double>& a, std::vector<double>& b, double rounding) {
  const std::size_t n = b.size();
  for (std::size_t j = 0; j < n; j++) {
    const double whole_diagonal = a[j * n + j];
    double diagonal = whole_diagonal;
    for (std::size_t k = 0; k < j; k++) diagonal -= a[j * n + k] * a[j * n + k];
    if (!(diagonal > rounding * whole_diagonal)) return false;
    diagonal = std::sqrt(diagonal);
    a[j * n + j] = diagonal;
    for (std::size_t i = j + 1; i < n; i++) {
      double sum = a[i * n + j];
      for (std::size_t k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
      a[i * n + j] = sum / diagonal;
    }
  }
  for (std::size_t i = 0; i < n; i++) {
    for (std::size_t k = 0; k < i; k++) b[i] -= a[i * n + k] * b[k];
    b[i] /= a[i * n + i];
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; k++) b[i] -= a[k * n + i] * b[k];
    b[i] /= a[i * n + i];
  }
  return true;
}

}  // namespace shoal
