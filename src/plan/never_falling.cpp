#include "plan/never_falling.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace shoal::plan {
namespace {

struct Stretch {
  double sum = 0;
  std::size_t size = 0;

  double mean() const { return sum / static_cast<double>(size); }
};

}  // namespace

void make_never_falling(std::span<float> row) {
  std::vector<Stretch> stretches;
  stretches.reserve(row.size());
  for (const float value : row) {
    Stretch last{value, 1};
    for (; !stretches.empty() && stretches.back().mean() > last.mean(); stretches.pop_back()) {
      last.sum += stretches.back().sum;
      last.size += stretches.back().size;
    }
    stretches.push_back(last);
  }
  auto next = row.begin();
  for (const Stretch& stretch : stretches) next = std::fill_n(next, stretch.size, static_cast<float>(stretch.mean()));
}

}  // namespace shoal::plan
