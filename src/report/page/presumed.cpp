// Section: what is presumed where the vendor no longer assesses a release, and how good such estimates were.
#include <cmath>

#include "base/text.hpp"
#include "report/page/parts.hpp"

namespace shoal::report::page {
namespace {

std::uint64_t whole(double number) { return static_cast<std::uint64_t>(std::llround(number)); }

void product_row(const Page& page, Html& html, const PresumedFigure& figure) {
  const exposure::Outside& outside = figure.view->outside();
  const auto row = html.in("tr");
  {
    const auto head = html.in("th", {{"scope", "row"}});
    link(html, release_id(figure.release), page.releases.releases[figure.release].label);
    html.element("span", figure.view->product().name, {{"class", "more"}});
  }
  cell(html, figure.devices);
  cell(html, outside.presumed);
  cell(html, whole(outside.expected.expected));
  whole_cell(html, grouped(whole(outside.expected.low())) + " to " + grouped(whole(outside.expected.high())));
  {
    const auto drawn = html.in("td", {{"class", "drawn"}});
    interval_bar(html,
                 {whole(outside.expected.low()), whole(outside.expected.expected), whole(outside.expected.high())},
                 outside.presumed);
  }
  cell(html, figure.likely);
  whole_cell(html, expected_text(outside.expected_exploited.expected, outside.expected_exploited.low(),
                                 outside.expected_exploited.high()));
  whole_cell(html, outside.assessed_until ? to_string(*outside.assessed_until) : "never");
}

// Of the model that a pack carries: one that was fitted two years earlier, held against those two years.
void write_reliability(const exposure::PresumptionModel& model, Html& html) {
  std::vector<ReliabilityPoint> points;
  for (const exposure::ReliabilityBin& bin : model.reliability)
    if (bin.cases > 0)
      points.push_back({bin.expected / bin.cases, bin.affected / bin.cases, static_cast<std::uint64_t>(bin.cases)});
  html.element("h3", "How good such estimates were", {{"id", "presumed-check"}});
  if (points.empty()) return say(html, "By that day there was too little to hold them against.");
  say(html,
      "The same model, fitted on what was known two years earlier, was asked about vulnerabilities of the two years "
      "since, on releases that the vendor did assess. On the diagonal, as many were affected as it said.");
  reliability_plot(html, "presumed-reliability", "Probability presumed, and share truly affected", points);
  const Table table(html, "presumed-reliability-table", "The same in numbers",
                    {{"presumed between"}, {"on average", number}, {"truly affected", number}, {"cases", number}});
  for (std::size_t i = 0; i < model.reliability.size(); i++) {
    const exposure::ReliabilityBin& bin = model.reliability[i];
    if (bin.cases <= 0) continue;
    const auto row = html.in("tr");
    id_cell(html, std::to_string(i * 10) + " and " + std::to_string(i * 10 + 10) + " %");
    html.element("td", spelled_probability(bin.expected / bin.cases), {{"class", "n"}});
    html.element("td", spelled_probability(bin.affected / bin.cases), {{"class", "n"}});
    cell(html, whole(bin.cases));
  }
}

}  // namespace

void write_presumed(const Page& page, Html& html) {
  if (page.presumed.empty())
    return say(html,
               "Nothing is presumed: no device runs a release that the vendor stopped assessing and whose relatives it "
               "went on with.");
  say(html,
      "When a vendor stops assessing a release, its lists go quiet, and nothing in them tells the release from a safe "
      "one. Its relatives, built from the same code, are still listed. From how they stand, the part of the system and "
      "what became of earlier cases follows how likely each vulnerability is on the release too. These are estimates, "
      "for one device each, and in no count of what is known.");
  {
    const Table table(html, "presumed-by-release",
                      "What one device presumably has, of what was published after the last assessment",
                      {{"release"},
                       {"devices", number},
                       {"published since", number},
                       {"affected", number},
                       {"with 90 % between"},
                       {"of those published"},
                       {"more likely than not", number},
                       {"affected, known exploited"},
                       {"last assessed"}});
    for (const PresumedFigure& figure : page.presumed) product_row(page, html, figure);
  }
  say(html,
      "The interval takes into account that errors are shared: where the model is wrong about a release, it is wrong "
      "about many of its vulnerabilities in the same direction.");
  write_reliability(page.presumed.front().view->presumer()->model(), html);
}

}  // namespace shoal::report::page
