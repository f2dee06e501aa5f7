// Whether forecasts are as sure as they say: made programmes, run to their end by a simulator of their own.
#pragma once

#include <cstdint>

#include "plan/priors.hpp"

namespace shoal::bench {

/// How often the finish was where the forecast said.
struct Coverage {
  int programmes = 0;
  int within = 0;    ///< From the forecast's P10 to its P90, both included.
  int sooner = 0;    ///< Before P10.
  int later = 0;     ///< After P90.
  int by_plan = 0;   ///< By the week that the plan gave at the beginning.
  double width = 0;  ///< Weeks from P10 to P90, on average.
};

/// Programmes `first_seed` and on. Each has spreads and biases of its own, unknown to the forecast, which is made when
/// the share `at` of the planned time is over, from what happened by then. `with_history` false: from `priors` alone.
Coverage forecast_coverage(const plan::Priors& priors, int programmes, std::uint64_t first_seed, double at,
                           bool with_history);

}  // namespace shoal::bench
