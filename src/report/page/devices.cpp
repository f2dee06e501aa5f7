// Sections: the rows to which every figure leads, and what was read and not used.
#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "report/page/parts.hpp"

namespace shoal::report::page {
namespace {

using Names = std::vector<std::string_view>;

struct DevicesBy {
  std::vector<Names> state;   // By position in Assessment::states.
  std::vector<Names> reason;  // By position in Assessment::reasons.
};

DevicesBy devices_by(const Page& page) {
  const exposure::Assessment& assessment = page.subject.assessment;
  DevicesBy made{std::vector<Names>(assessment.states.size()), std::vector<Names>(assessment.reasons.size())};
  for (const exposure::JudgedDevice& device : assessment.devices) {
    const std::string_view name = device_of(page.subject, device).name;
    if (device.state >= 0) {
      made.state[static_cast<std::size_t>(device.state)].push_back(name);
    } else if (device.reason >= 0) {
      made.reason[static_cast<std::size_t>(device.reason)].push_back(name);
    }
  }
  for (auto* all : {&made.state, &made.reason})
    for (Names& names : *all) std::sort(names.begin(), names.end());
  return made;
}

void write_names(Html& html, const Names& names) {
  for (std::size_t i = 0; i < names.size(); i++) html.text(i == 0 ? "" : ", ").text(names[i]);
}

// What is held of the list of updates, where it is not complete.
std::string list_of(const exposure::PatchState& state) {
  const std::string updates = counted(state.kbs.size(), "update", "updates");
  switch (state.list) {
    case exposure::UpdateList::complete:
      return updates;
    case exposure::UpdateList::cut:
      return updates + ", cut";
    case exposure::UpdateList::absent:
      break;
  }
  return "no list";
}

constexpr const char* columns_of_a_state = "9";

void state_rows(const Page& page, Html& html, std::size_t at, const Names& names) {
  const exposure::JudgedState& state = page.subject.assessment.states[at];
  const exposure::Counts& counts = state.judgement.counts;
  const std::size_t own_number = page.order.numbers[at];
  {
    const auto row = html.in("tr", {{"id", state_id(own_number)}});
    html.element("th", "S" + std::to_string(own_number), {{"scope", "row"}});
    cell(html, state.devices);
    for (const auto verdict : {exposure::Verdict::fixed, exposure::Verdict::missing, exposure::Verdict::no_fix})
      cell(html, counts.of(verdict));
    const std::uint32_t outside = counts.of(exposure::Doubt::outside_interval);
    cell(html, counts.of(exposure::Verdict::unassessed) - outside);
    cell(html, outside);
    cell(html, counts.exploited[static_cast<std::size_t>(exposure::Verdict::missing)] +
                   counts.exploited[static_cast<std::size_t>(exposure::Verdict::no_fix)]);
    cell(html, list_of(state.state));
  }
  {
    const auto row = html.in("tr", {{"class", "names"}});
    const auto all = html.in("td", {{"colspan", columns_of_a_state}});
    html.element("code", state.id).text(" ");
    write_names(html, names);
  }
  html.line();
}

void write_release(const Page& page, Html& html, std::size_t place, const DevicesBy& devices) {
  const ReleaseFigure& figure = page.releases.releases[place];
  std::uint64_t judged = 0, states = 0;
  for (const std::size_t at : page.order.states)
    if (page.releases.of_state[at] == place) {
      states++;
      judged += page.subject.assessment.states[at].devices;
    }
  html.element("h3", figure.label, {{"id", release_id(place)}});
  {
    const auto told = html.in("p");
    html.text(counted(figure.devices, "device", "devices") + ", support until: " + figure.until + ".");
    if (judged < figure.devices) {
      html.text(" " + grouped(figure.devices - judged) + " of them ");
      link(html, "devices-not-judged", "cannot be judged");
      html.text(".");
    }
  }
  if (states == 0) return;
  const Table table(html, release_id(place) + "-states",
                    counted(judged, "device", "devices") + " in " + counted(states, "patch state", "patch states"),
                    {{"state"},
                     {"devices", number},
                     {"fixed", number},
                     {"missing", number},
                     {"no fix", number},
                     {"in doubt", number},
                     {"never assessed", number},
                     {"exploited, open", number},
                     {"updates named"}});
  for (const std::size_t at : page.order.states)
    if (page.releases.of_state[at] == place) state_rows(page, html, at, devices.state[at]);
}

void write_not_judged(const Page& page, Html& html, const DevicesBy& devices) {
  if (page.undecided.reasons.empty()) return;
  html.element("h3", "Not judged", {{"id", "devices-not-judged"}});
  const Table table(html, "devices-by-reason",
                    counted(page.undecided.not_judged, "device", "devices") + " that cannot be judged",
                    {{"reason"}, {"devices", number}, {"names"}});
  for (const auto& figure : page.undecided.reasons) {
    const auto row = html.in("tr", {{"id", reason_id(figure.reason)}});
    head_cell(html, page.subject.assessment.reasons[static_cast<std::size_t>(figure.reason)]);
    cell(html, figure.devices);
    const auto names = html.in("td", {{"class", "names"}});
    write_names(html, devices.reason[static_cast<std::size_t>(figure.reason)]);
  }
}

}  // namespace

void write_devices(const Page& page, Html& html) {
  say(html,
      "Devices with the same release and the same updates share a patch state, and so every verdict. Below the numbers "
      "of "
      "each state, which are for one device, stand its name in other exports and its devices.");
  const DevicesBy devices = devices_by(page);
  for (std::size_t place = 0; place < page.releases.releases.size(); place++)
    if (page.releases.releases[place].devices > 0) write_release(page, html, place, devices);
  write_not_judged(page, html, devices);
}

void write_set_aside(const Page& page, Html& html) {
  const auto& all = page.subject.set_aside;
  if (all.empty()) return say(html, "Nothing was set aside: every file was read and used.");
  say(html, "These were read and not used. They are in no figure above.");
  const Table table(html, "aside",
                    counted(all.size(), "file or observation was", "files or observations were") + " set aside",
                    {{"place"}, {"why"}});
  for (const estate::SetAside& aside : all) {
    const auto row = html.in("tr");
    head_cell(html, aside.place);
    cell(html, aside.reason);
  }
}

}  // namespace shoal::report::page
