// Section: where the support of each device stands, and until when.
#include "report/page/parts.hpp"

namespace shoal::report::page {
namespace {

using lifecycle::Phase;

Shown shown(const std::optional<Phase>& phase) {
  if (!phase) return {Fill::outside, "what the sources say fits no release that is known"};
  switch (*phase) {
    case Phase::mainstream:
      return {Fill::good, "security updates for everybody, and other mending"};
    case Phase::extended:
      return {Fill::fair, "security updates for everybody"};
    case Phase::paid:
      return {Fill::paid, "security updates because these devices are enrolled"};
    case Phase::none:
      return {Fill::bad, "no security updates reach these devices"};
    case Phase::unknown:
      break;
  }
  return {Fill::unknown, "the release is known, its dates are not"};
}

std::optional<Phase> phase_of(const ReleaseFigure& figure) {
  if (figure.release == nullptr) return std::nullopt;
  return figure.release->standing.phase;
}

std::string first_release_in(const Page& page, const std::optional<Phase>& phase) {
  for (std::size_t place = 0; place < page.releases.releases.size(); place++)
    if (page.releases.releases[place].devices > 0 && phase_of(page.releases.releases[place]) == phase)
      return "support-" + release_id(place);
  return {};
}

void release_row(const Page& page, Html& html, std::size_t place) {
  const ReleaseFigure& figure = page.releases.releases[place];
  const auto row = html.in("tr", {{"id", "support-" + release_id(place)}});
  {
    const auto head = html.in("th", {{"scope", "row"}});
    link(html, release_id(place), figure.label);
  }
  cell(html, figure.devices);
  share_cell(html, figure.devices, page.totals.devices);
  {
    const auto drawn = html.in("td", {{"class", "drawn"}});
    bar(html, figure.devices, page.totals.devices, shown(phase_of(figure)).fill);
  }
  whole_cell(html, figure.until);
}

}  // namespace

void write_support(const Page& page, Html& html) {
  say(html,
      "A release without support gets no fixes for what is found from now on. A device counts as enrolled in paid "
      "support "
      "only where its enrolment was told; the dates and where they were read stand at the end.");
  std::vector<Bucket> buckets;
  for (const SupportFigure& figure : support_figures(page.totals))
    buckets.push_back({std::string(figure.label),
                       shown(figure.phase).means,
                       figure.devices,
                       shown(figure.phase).fill,
                       first_release_in(page, figure.phase),
                       {}});
  partition(page, html, "support-states", "Devices by where their support stands", "devices", buckets);
  const Table table(html, "releases", "Devices by release, and the last day of updates for them",
                    {{"release"}, {"devices", number}, {"share", number}, {"of all devices"}, {"support until"}});
  for (std::size_t place = 0; place < page.releases.releases.size(); place++)
    if (page.releases.releases[place].devices > 0) release_row(page, html, place);
}

}  // namespace shoal::report::page
