#include "usage.hpp"

#include <sys/resource.h>

namespace shoal::bench {
namespace {

rusage taken() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage;
}

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

double user_seconds() { return seconds_of(taken().ru_utime); }

double processor_seconds() { return user_seconds() + seconds_of(taken().ru_stime); }

double peak_megabytes() { return static_cast<double>(taken().ru_maxrss) / 1024; }

}  // namespace shoal::bench
