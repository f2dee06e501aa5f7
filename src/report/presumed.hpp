// What is presumed, as reports tell it: by product, since its devices share it whatever updates they have.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "report/figures.hpp"

namespace shoal::report {

/// What is presumed with less than this is in no list of single vulnerabilities. Sums take all of them.
constexpr double list_probability = 0.5;

/// What is presumed on the devices of one product in one edition.
struct PresumedFigure {
  const exposure::ProductView* view = nullptr;  ///< Its outside() has the expected numbers of one device.
  std::size_t release = 0;                      ///< Position in ReleaseFigures::releases.
  std::uint64_t devices = 0;
  std::uint32_t likely = 0;  ///< Vulnerabilities with at least list_probability.
};
/// In the order of the releases; products of which nothing is presumed are not in it.
std::vector<PresumedFigure> presumed_figures(const Subject& subject, const ReleaseFigures& releases);

/// One vulnerability that a product presumably has.
struct Likely {
  std::string cve;
  exposure::VulnerabilityIndex vulnerability = 0;
  double probability = 0;
  bool known_exploited = false;
  std::string_view nearest;  ///< The release of the nearest relative that is listed.
};
/// Calls `visit` with each that has at least list_probability, ascending by vulnerability.
void each_likely(const exposure::ProductView& view, const std::function<void(const Likely&)>& visit);

/// An expected number for people, to the nearest whole one: "1,234".
std::string whole_text(double number);
/// "1,234 (90 %: 1,100 to 1,370)", likewise.
std::string expected_text(double expected, double low, double high);

/// A probability for people and programs alike, rounded to thousandths: "0.973".
std::string spelled_probability(double probability);

}  // namespace shoal::report
