// Section: how the estate stands to the policies in force on the day.
#include "report/policies.hpp"

#include "base/text.hpp"
#include "report/page/parts.hpp"

namespace shoal::report::page {
namespace {

using exposure::Stance;

Bucket device_bucket(const Page& page, const PolicyFigure& figure, DeviceStance stance) {
  const exposure::JudgedState* first = page.subject.assessment.states.data();
  const auto bucket = [&](const char* means, Fill fill) {
    return Bucket{std::string(spelled(stance)),
                  means,
                  figure.of(stance),
                  fill,
                  {},
                  numbers_where(page, [&](const exposure::JudgedState& state) {
                    return figure.of_state[static_cast<std::size_t>(&state - first)] == stance;
                  })};
  };
  switch (stance) {
    case DeviceStance::over:
      return bucket("a last day has passed: of something open, or of the support of the release", Fill::bad);
    case DeviceStance::unassessed:
      return bucket("nothing is over for certain, and what is held does not decide all of it", Fill::unknown);
    case DeviceStance::due:
      return bucket("days are set, and none has passed", Fill::fair);
    case DeviceStance::fine:
      return bucket("nothing that the policy sets a day for is open", Fill::good);
    case DeviceStance::unassessable:
      break;
  }
  return {
      std::string(spelled(stance)), "the device cannot be judged", figure.of(stance), Fill::outside, "not-judged", {}};
}

Bucket finding_bucket(const PolicyFigure& figure, Stance stance) {
  const auto bucket = [&](const char* means, Fill fill) {
    return Bucket{std::string(exposure::spelled(stance)), means, figure.of(stance), fill, {}, {}};
  };
  switch (stance) {
    case Stance::over:
      return bucket("the last day has passed", Fill::bad);
    case Stance::unassessed:
      return bucket("what is held does not decide it; what lacks is named below", Fill::unknown);
    case Stance::due:
      return bucket("the last day has not passed", Fill::fair);
    case Stance::ok:
      return bucket("the policy speaks of it and sets no day", Fill::good);
    case Stance::not_covered:
      break;
  }
  return bucket("open, and no rule of the policy speaks of it", Fill::paid);
}

void write_version(Html& html, const exposure::Policy& policy) {
  const auto said = html.in("p");
  html.text("Published by " + policy.publisher + "; in force from " + to_string(policy.from) +
            (policy.until ? " until " + to_string(*policy.until) : std::string()) + ". It binds: " + policy.scope +
            ". Read in: " + policy.citation + ".");
  if (!policy.conflicts.empty()) html.text(" Disputed: " + policy.conflicts);
}

void write_unsupported(const Page& page, Html& html, const PolicyFigure& figure, const std::string& id) {
  if (figure.unsupported.empty()) return;
  const Table table(html, id + "-unsupported", figure.scheme.policy->title + ": releases whose support has ended",
                    {{"release"}, {"devices", number}, {"support until"}, {"days over", number}, {"says"}});
  for (const UnsupportedFigure& each : figure.unsupported) {
    const auto row = html.in("tr");
    {
      const auto head = html.in("th", {{"scope", "row"}});
      link(html, release_id(each.place), page.releases.releases[each.place].label);
    }
    cell(html, each.devices);
    whole_cell(html, each.stance.due ? to_string(*each.stance.due) : "?");
    cell(html, std::uint64_t{each.stance.days_over});
    cell(html, exposure::spelled(each.stance));
  }
}

void write_lacks(Html& html, const PolicyFigure& figure, const std::string& id) {
  const std::vector<LackFigure> lacks = lack_figures(figure);
  if (lacks.empty()) return;
  const Table table(html, id + "-lacks",
                    figure.scheme.policy->title + ": what would decide the unassessed. One may stand in several rows",
                    {{"lacking"}, {"devices x vulnerabilities", number}, {"of unassessed", number}});
  for (const LackFigure& lack : lacks) {
    const auto row = html.in("tr");
    head_cell(html, exposure::what_lacks(lack.lack));
    cell(html, lack.findings);
    share_cell(html, lack.findings, figure.of(Stance::unassessed));
  }
}

void write_scheme(const Page& page, Html& html, const PolicyFigure& figure) {
  const exposure::Policy& policy = *figure.scheme.policy;
  const std::string id = "policy-" + figure.scheme.scheme;
  html.element("h3", policy.title, {{"id", id}});
  write_version(html, policy);
  std::vector<Bucket> devices, findings;
  for (std::size_t i = 0; i < device_stance_count; i++)
    devices.push_back(device_bucket(page, figure, static_cast<DeviceStance>(i)));
  for (const Stance stance : {Stance::over, Stance::unassessed, Stance::due, Stance::ok, Stance::not_covered})
    findings.push_back(finding_bucket(figure, stance));
  partition(page, html, id + "-devices", policy.title + ": devices by the worst on them", "devices", devices);
  partition(page, html, id + "-findings", policy.title + ": all that is open, by how it stands to it",
            "devices x vulnerabilities", findings);
  if (figure.worst_days_over > 0)
    say(html, std::string("The worst is over by ") + (figure.worst_estimated ? "about " : "") +
                  counted(figure.worst_days_over, "day", "days") + ". " + grouped(figure.estimated) +
                  " of those that are over rest on an estimated day.");
  write_unsupported(page, html, figure, id);
  write_lacks(html, figure, id);
}

}  // namespace

void write_policies(const Page& page, Html& html) {
  say(html,
      "A policy says by when what is open must be closed. Each is held against what is open in the version that was "
      "in force on the day. This certifies nobody: a scheme has more rules than these, and an assessor decides.");
  for (const PolicyFigure& figure : page.policies) {
    if (figure.scheme.policy != nullptr) {
      write_scheme(page, html, figure);
    } else {
      html.element("h3", figure.scheme.scheme, {{"id", "policy-" + figure.scheme.scheme}});
      say(html, "Not held against anything: " + figure.scheme.says + ".");
    }
  }
}

}  // namespace shoal::report::page
