// From what the proof of a bound holds ready by when, in fractions, to orders of whole applications.
#pragma once

#include <vector>

#include "plan/plan.hpp"
#include "plan/problem.hpp"

namespace shoal::plan {

/// Orders by the week in which 0.3, 0.5, 0.7 and 0.9 of an application is ready, and by its mean week: five, all of the
/// relaxation's modes. Empty where it holds nothing of this problem.
std::vector<Order> rounded_orders(const Problem& problem, const Relaxation& relaxation);

}  // namespace shoal::plan
