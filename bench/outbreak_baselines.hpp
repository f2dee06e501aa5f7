// What someone would write in an afternoon: plain loops beside which outbreaks are timed, in the same run.
#pragma once

#include <cstddef>

#include "outbreak/scenario.hpp"

namespace shoal::bench {

/// What a plain loop came to; 0 where it does not tell.
struct Baseline {
  double seconds = 0;   ///< Processor time of one outbreak.
  double attempts = 0;  ///< Of one outbreak.
  double spared = 0;    ///< Who was never infected.
};

/// Every attempt of the scenario's scan, in whose addresses zones follow each other, until so many are infected or so
/// many attempts are made.
Baseline attempt_by_attempt(const outbreak::Scenario& scenario, std::size_t lost_max, double attempts_max);

/// Those attempts of the scenario's scan only that find a device that is open to it, whether it is reached and infected
/// already or not, until so many are infected: the average of some outbreaks.
Baseline thinned(const outbreak::Scenario& scenario, std::size_t lost_max, int outbreaks);

/// Day by day and person by person, with a chance of 0.1 along each link and of 0.3 to recover: a loop over those who
/// are infected.
Baseline day_by_day(const outbreak::Links& links, outbreak::DeviceIndex people, outbreak::DeviceIndex first, int days);

}  // namespace shoal::bench
