// How much of the estate is seen, as text and JSON.
#pragma once

#include <string>
#include <string_view>

#include "estate/coverage.hpp"
#include "report/estate.hpp"

namespace shoal::report {

/// What an estimate rests on, and what it is.
struct CoverageStory {
  estate::Overlap overlap;
  estate::Coverage coverage;
  /// Devices in use that only sources know which do not count as having seen them, e.g. a list filled from another.
  std::uint64_t told_only = 0;
  std::uint64_t in_use = 0;                ///< Devices in use altogether: those in `overlap`, and told_only.
  std::vector<std::string> left_out = {};  ///< Systems beyond the largest eight.
};

/// `format` is "table" or "json".
std::string spelled(const CoverageStory& story, const Basis& basis, std::string_view format);

}  // namespace shoal::report
