// Section: what could not be decided, and what would decide it.
#include <map>

#include "base/text.hpp"
#include "report/page/parts.hpp"

namespace shoal::report::page {
namespace {

void doubt_row(const Page& page, Html& html, const UndecidedFigures::ByDoubt& figure) {
  const auto row = html.in("tr");
  {
    const auto head = html.in("th", {{"scope", "row"}, {"class", "id"}});
    swatch(html, figure.doubt == exposure::Doubt::outside_interval ? Fill::outside : Fill::unknown);
    html.text(exposure::spelled(figure.doubt));
  }
  cell(html, figure.devices);
  share_cell(html, figure.devices, page.totals.devices);
  cell(html, figure.verdicts);
  cell(html, exposure::what_decides(figure.doubt));
  const auto where = html.in("td");
  state_links(page, html, numbers_where(page, [&](const exposure::JudgedState& state) {
                return state.judgement.counts.of(figure.doubt) > 0;
              }));
}

void write_doubts(const Page& page, Html& html) {
  const Table table(html, "doubts", "Verdicts that are unassessed, by reason. A device may stand in several rows",
                    {{"reason"},
                     {"devices", number},
                     {"of all devices", number},
                     {"verdicts", number},
                     {"what would decide it"},
                     {"patch states"}});
  for (const auto& figure : page.undecided.doubts) doubt_row(page, html, figure);
}

void write_not_judged(const Page& page, Html& html) {
  html.element("h3", "Devices that cannot be judged", {{"id", "not-judged"}});
  if (page.undecided.reasons.empty()) return say(html, "There is none.");
  const Table table(html, "reasons",
                    grouped(page.undecided.not_judged) + " of " + counted(page.totals.devices, "device", "devices") +
                        " cannot be judged, by reason",
                    {{"reason"}, {"devices", number}, {"of all devices", number}});
  for (const auto& figure : page.undecided.reasons) {
    const auto row = html.in("tr");
    {
      const auto head = html.in("th", {{"scope", "row"}});
      link(html, reason_id(figure.reason), page.subject.assessment.reasons[static_cast<std::size_t>(figure.reason)]);
    }
    cell(html, figure.devices);
    share_cell(html, figure.devices, page.totals.devices);
  }
}

// Files of one machine from two days, or two machines of one name: which of the two is the register's question.
void write_same_names(const Page& page, Html& html) {
  if (page.undecided.same_name == 0) return;
  html.element("h3", "Devices of one name");
  say(html, counted(page.undecided.same_name, "device shares", "devices share") +
                " its name with another. They are counted as they were found; some may be one machine seen twice.");
  std::map<std::string_view, std::uint64_t> names;
  for (const estate::Device& device : page.subject.devices) names[device.name]++;
  std::erase_if(names, [](const auto& entry) { return entry.second < 2; });
  const auto list = html.in("p", {{"class", "names"}});
  std::size_t shown = 0;
  for (const auto& [name, devices] : names) {
    if (shown == limits.same_name) break;
    if (shown++ > 0) html.text(", ").empty("wbr");
    write_name(html, name);
    html.text(" (" + grouped(devices) + ")");
  }
  if (shown < names.size())
    html.text(" and " + counted(names.size() - shown, "name", "names") + " more: --format csv has every device");
}

}  // namespace

void write_undecided(const Page& page, Html& html) {
  say(html,
      "What is not known is counted like everything else. Each reason names what would decide it, so that this section "
      "can "
      "be made smaller.");
  write_doubts(page, html);
  write_not_judged(page, html);
  write_same_names(page, html);
}

}  // namespace shoal::report::page
