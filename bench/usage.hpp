// What this process has taken so far.
#pragma once

namespace shoal::bench {

/// Processor time of all its threads, in user mode; or also what the system spent for it.
double user_seconds();
double processor_seconds();

/// The most memory that it ever held at once.
double peak_megabytes();

}  // namespace shoal::bench
