// One open vulnerability on one patch state, as every export spells it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "report/subject.hpp"

namespace shoal::report {

/// One finding. Strings are spelled as in JSON.
struct Finding {
  std::string cve;
  exposure::VulnerabilityIndex vulnerability = 0;  ///< Its position in Facts::vulnerabilities.
  exposure::Outcome outcome;
  std::vector<std::uint32_t> updates;  ///< What would fix it: one of them, or all that complement each other.
  std::string obtainable;              ///< Empty where no fix is in question.
  bool known_exploited = false;
  std::string first_stated, last_stated;  ///< Days of the snapshots that list it for this product.
  std::string cited;                      ///< The vendor's statement, where it gives no fix.
};

/// Calls `visit` with every open finding of `state`: all that is listed for its product, considered and not fixed.
void each_finding(const exposure::JudgedState& state, const std::function<void(const Finding&)>& visit);

}  // namespace shoal::report
