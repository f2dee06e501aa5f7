#include "report/readiness_figures.hpp"

#include <algorithm>
#include <tuple>

#include "base/text.hpp"

namespace shoal::report {

StateCounts counts_on(const ReadinessSubject& subject, const readiness::Target* target) {
  StateCounts counts{};
  for (const ReadinessRow& row : subject.rows)
    if (row.target == target) counts[static_cast<std::size_t>(row.state())]++;
  return counts;
}

std::size_t ApplicationRows::on(readiness::State state) const {
  return static_cast<std::size_t>(
      std::count_if(rows.begin(), rows.end(), [&](const ReadinessRow& row) { return row.state() == state; }));
}

std::vector<ApplicationRows> worst_applications(const ReadinessSubject& subject) {
  std::vector<ApplicationRows> applications;
  for (std::size_t first = 0; first < subject.rows.size();) {
    std::size_t last = first;
    while (last < subject.rows.size() && subject.rows[last].application == subject.rows[first].application) last++;
    applications.push_back({subject.rows[first].application, subject.rows.subspan(first, last - first)});
    first = last;
  }
  const auto place = [](const ApplicationRows& each) {
    using readiness::State;
    return std::tuple(~each.on(State::blocked), ~each.on(State::unassessed), ~each.on(State::ready_with_remedies));
  };
  std::stable_sort(applications.begin(), applications.end(),
                   [&](const ApplicationRows& a, const ApplicationRows& b) { return place(a) < place(b); });
  return applications;
}

std::vector<RuleFigure> rule_figures(const ReadinessSubject& subject) {
  std::vector<RuleFigure> figures(subject.rules.rules().size());
  // For each rule, the application that it was met in last, and what it said there at worst.
  struct Met {
    const readiness::Application* application = nullptr;
    readiness::Severity worst = readiness::Severity::warns;
    bool not_as_it_is = false;
  };
  std::vector<Met> met(figures.size());
  const auto count = [&](std::size_t rule) {
    const Met& last = met[rule];
    if (last.application == nullptr) return;
    RuleFigure& figure = figures[rule];
    if (last.worst == readiness::Severity::blocks) {
      figure.blocks++;
      if (last.not_as_it_is) figure.not_as_it_is++;
    } else {
      (last.worst == readiness::Severity::degrades ? figure.degrades : figure.warns)++;
    }
  };
  for (const ReadinessRow& row : subject.rows)
    for (const readiness::Finding& finding : row.verdict.findings) {
      Met& last = met[finding.rule];
      if (last.application != row.application) {
        count(finding.rule);
        last = {row.application, finding.is, false};
      }
      last.worst = std::min(last.worst, finding.is);
      if (finding.is == readiness::Severity::blocks && !finding.dischargeable) last.not_as_it_is = true;
    }
  for (std::size_t rule = 0; rule < figures.size(); rule++) {
    figures[rule].rule = rule;
    count(rule);
  }
  std::erase_if(figures, [](const RuleFigure& each) { return each.blocks + each.degrades + each.warns == 0; });
  std::stable_sort(figures.begin(), figures.end(), [](const RuleFigure& a, const RuleFigure& b) {
    return std::tuple(~a.blocks, ~a.degrades, ~a.warns) < std::tuple(~b.blocks, ~b.degrades, ~b.warns);
  });
  return figures;
}

std::string harmless(std::string_view line, std::size_t letters_max) {
  constexpr std::string_view between_columns = "\\x1f";
  std::string text(line);
  for (auto at = text.find(between_columns); at != text.npos; at = text.find(between_columns, at))
    text.replace(at, between_columns.size(), ", ");
  text = printable(std::move(text));
  if (text.size() > letters_max) text = text.substr(0, letters_max) + "...";
  return text;
}

}  // namespace shoal::report
