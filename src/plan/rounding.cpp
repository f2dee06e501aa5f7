#include "plan/rounding.hpp"

#include <algorithm>

#include "plan/schedule.hpp"

namespace shoal::plan {
namespace {

/// When `part` of it is ready: within the week as if it grew evenly there; `weeks` and more if it is not, and more the
/// less of it is.
double week_of_part(std::span<const float> ready, double part) {
  double before = 0;
  for (std::size_t week = 0; week < ready.size(); week++) {
    const double now = ready[week];
    if (now >= part) return static_cast<double>(week) + (part - before) / std::max(now - before, 1e-9);
    before = now;
  }
  return static_cast<double>(ready.size()) + 1 + part - before;
}

double mean_week(std::span<const float> ready) {
  double sum = 0;
  for (const float part : ready) sum += 1 - static_cast<double>(part);
  return sum;
}

}  // namespace

std::vector<Order> rounded_orders(const Problem& problem, const Relaxation& relaxation) {
  const std::size_t count = problem.applications.size(), weeks = static_cast<std::size_t>(problem.weeks);
  if (relaxation.ready.size() != count * weeks || relaxation.mode.size() != count) return {};
  const auto row = [&](std::size_t a) { return std::span(relaxation.ready).subspan(a * weeks, weeks); };

  std::vector<double> mean(count), key(count);
  for (std::size_t a = 0; a < count; a++) mean[a] = mean_week(row(a));
  std::vector<Order> orders;
  for (const double part : {0.3, 0.5, 0.7, 0.9}) {
    // The mean decides only between those whose parts come at about the same time.
    for (std::size_t a = 0; a < count; a++) key[a] = week_of_part(row(a), part) + 1e-3 * mean[a];
    orders.push_back(order_by(problem, key, relaxation.mode));
  }
  orders.push_back(order_by(problem, mean, relaxation.mode));
  return orders;
}

}  // namespace shoal::plan
