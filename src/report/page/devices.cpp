// Sections: the rows to which every figure leads, and what was read and not used.
#include <algorithm>
#include <map>

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

// What is held of the list of updates, where it is not complete.
std::string list_of(const exposure::PatchState& state) {
  std::string updates = counted(state.kbs.size(), "update", "updates");
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

constexpr const char* columns_of_a_state = "10";

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
    cell(html, counts.of(exposure::Verdict::presumed));
    cell(html, outside);
    cell(html, counts.exploited[static_cast<std::size_t>(exposure::Verdict::missing)] +
                   counts.exploited[static_cast<std::size_t>(exposure::Verdict::no_fix)]);
    cell(html, list_of(state.state));
  }
  {
    const auto row = html.in("tr", {{"class", "names"}});
    const auto all = html.in("td", {{"colspan", columns_of_a_state}});
    html.element("code", state.id).text(" ").empty("wbr");
    write_names(page, html, names);
  }
  html.line();
}

// The states of a release that have no row of their own.
void rest_rows(const Page& page, Html& html, std::size_t place, const DevicesBy& devices) {
  std::uint64_t states = 0;
  Names names;
  for (std::size_t i = 0; i < page.order.states.size(); i++) {
    const std::size_t at = page.order.states[i];
    if (page.order.has_row[i] || page.releases.of_state[at] != place) continue;
    states++;
    names.insert(names.end(), devices.state[at].begin(), devices.state[at].end());
  }
  if (states == 0) return;
  std::sort(names.begin(), names.end());
  {
    const auto row = html.in("tr", {{"id", rest_id(place)}});
    html.element("th", "rest", {{"scope", "row"}});
    cell(html, names.size());
    html.element("td", counted(states, "further state", "further states") + ", on which less is surely open",
                 {{"colspan", "8"}});
  }
  const auto row = html.in("tr", {{"class", "names"}});
  const auto all = html.in("td", {{"colspan", columns_of_a_state}});
  write_names(page, html, names);
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
                    figure.label + ": " + counted(judged, "device", "devices") + " in " +
                        counted(states, "patch state", "patch states"),
                    {{"state"},
                     {"devices", number},
                     {"fixed", number},
                     {"missing", number},
                     {"no fix", number},
                     {"in doubt", number},
                     {"presumed", number},
                     {"never assessed", number},
                     {"exploited, open", number},
                     {"updates named"}});
  for (std::size_t i = 0; i < page.order.states.size(); i++) {
    const std::size_t at = page.order.states[i];
    if (page.order.has_row[i] && page.releases.of_state[at] == place) state_rows(page, html, at, devices.state[at]);
  }
  rest_rows(page, html, place, devices);
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
    write_names(page, html, devices.reason[static_cast<std::size_t>(figure.reason)]);
  }
}

void say_what_is_left_out(const Page& page, Html& html) {
  const auto without = std::count(page.order.has_row.begin(), page.order.has_row.end(), false);
  if (without > 0)
    say(html, "Of " + counted(page.order.states.size(), "patch state", "patch states") + ", " +
                  grouped(static_cast<std::uint64_t>(without)) +
                  " stand together in the last row of their release. --format json has the numbers of each.");
  if (page.totals.devices > limits.devices)
    say(html, "A row names " + grouped(limits.names) +
                  " devices at most and counts the others. --format csv names every one of them.");
}

using Places = std::vector<std::string_view>;

// The most frequent reasons first.
std::vector<std::pair<std::string_view, Places>> set_aside_by_reason(const Page& page) {
  std::map<std::string_view, Places> by_reason;
  for (const estate::SetAside& aside : page.subject.set_aside) by_reason[aside.reason].push_back(aside.place);
  std::vector<std::pair<std::string_view, Places>> all(by_reason.begin(), by_reason.end());
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.second.size() > b.second.size(); });
  return all;
}

void aside_row(Html& html, std::string_view reason, const Places& places) {
  const auto row = html.in("tr");
  head_cell(html, reason);
  cell(html, places.size());
  const auto where = html.in("td", {{"class", "places"}});
  const std::size_t shown = std::min(places.size(), limits.set_aside);
  for (std::size_t i = 0; i < shown; i++) html.text(i == 0 ? "" : ", ").text(places[i]);
  if (shown < places.size()) html.text(" and " + grouped(places.size() - shown) + " more: --format json has all");
}

}  // namespace

void write_devices(const Page& page, Html& html) {
  say(html,
      "Devices with the same release and the same updates share a patch state, and so every verdict. Below the numbers "
      "of "
      "each state, which are for one device, stand its name in other exports and its devices.");
  say_what_is_left_out(page, html);
  const DevicesBy devices = devices_by(page);
  for (std::size_t place = 0; place < page.releases.releases.size(); place++)
    if (page.releases.releases[place].devices > 0) write_release(page, html, place, devices);
  write_not_judged(page, html, devices);
}

void write_set_aside(const Page& page, Html& html) {
  const auto& all = page.subject.set_aside;
  if (all.empty()) return say(html, "Nothing was set aside: every file was read and used.");
  say(html, "These were read and not used. They are in no figure above.");
  const auto reasons = set_aside_by_reason(page);
  const Table table(html, "aside",
                    counted(all.size(), "file or observation was", "files or observations were") + " set aside",
                    {{"why"}, {"number", number}, {"which"}});
  for (std::size_t i = 0; i < std::min(reasons.size(), limits.reasons); i++)
    aside_row(html, reasons[i].first, reasons[i].second);
  if (reasons.size() <= limits.reasons) return;
  std::size_t left_out = 0;
  for (std::size_t i = limits.reasons; i < reasons.size(); i++) left_out += reasons[i].second.size();
  const auto row = html.in("tr");
  head_cell(html, counted(reasons.size() - limits.reasons, "other reason", "other reasons"));
  cell(html, left_out);
  cell(html, "--format json has all");
}

}  // namespace shoal::report::page
