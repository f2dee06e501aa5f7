#include "plan/never_falling.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace shoal::plan {
namespace {

struct PooledPart {
  double sum = 0;
  std::size_t size = 0;

  double mean() const { return sum / static_cast<double>(size); }
};

}  // namespace

void make_never_falling(std::span<float> row) {
  std::vector<PooledPart> parts;
  parts.reserve(row.size());
  for (const float value : row) {
    PooledPart last{value, 1};
    for (; !parts.empty() && parts.back().mean() > last.mean(); parts.pop_back()) {
      last.sum += parts.back().sum;
      last.size += parts.back().size;
    }
    parts.push_back(last);
  }
  auto next = row.begin();
  for (const PooledPart& part : parts) next = std::fill_n(next, part.size, static_cast<float>(part.mean()));
}

}  // namespace shoal::plan
