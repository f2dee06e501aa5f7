#include "report/presumed.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/text.hpp"

namespace shoal::report {
namespace {

bool is_likely(const exposure::Presumption& each) { return each.probability >= list_probability; }

}  // namespace

std::vector<PresumedFigure> presumed_figures(const Subject& subject, const ReleaseFigures& releases) {
  std::map<std::pair<std::size_t, std::string>, PresumedFigure> by_product;
  for (std::size_t at = 0; at < subject.assessment.states.size(); at++) {
    const exposure::JudgedState& state = subject.assessment.states[at];
    if (state.view->presumptions().empty()) continue;
    PresumedFigure& figure = by_product[{releases.of_state[at], state.view->product().name}];
    figure.view = state.view.get();
    figure.release = releases.of_state[at];
    figure.devices += state.devices;
  }
  std::vector<PresumedFigure> figures;
  figures.reserve(by_product.size());
  for (auto& [key, figure] : by_product) {
    figure.likely = static_cast<std::uint32_t>(
        std::count_if(figure.view->presumptions().begin(), figure.view->presumptions().end(), is_likely));
    figures.push_back(figure);
  }
  return figures;
}

void each_likely(const exposure::ProductView& view, const std::function<void(const Likely&)>& visit) {
  const exposure::Facts& facts = view.facts();
  for (const exposure::Presumption& each : view.presumptions()) {
    if (!is_likely(each)) continue;
    const exposure::Vulnerability& known = facts.vulnerabilities[each.vulnerability];
    visit({exposure::spelled(known), each.vulnerability, each.probability,
           known.exploited_since && *known.exploited_since <= view.known().day(), facts.lineage[each.nearest].release});
  }
}

std::string whole_text(double number) { return grouped(static_cast<std::uint64_t>(std::llround(number))); }

std::string expected_text(double expected, double low, double high) {
  return whole_text(expected) + " (90 %: " + whole_text(low) + " to " + whole_text(high) + ")";
}

std::string spelled_probability(double probability) {
  const auto thousandths = std::llround(probability * 1000);
  const std::string rest = std::to_string(thousandths % 1000);
  return std::to_string(thousandths / 1000) + "." + std::string(3 - rest.size(), '0') + rest;
}

}  // namespace shoal::report
