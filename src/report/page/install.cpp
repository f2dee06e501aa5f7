// Sections: what to install, by number of devices.
#include <algorithm>
#include <tuple>

#include "base/text.hpp"
#include "report/page/parts.hpp"

namespace shoal::report::page {
namespace {

void update_row(const Page& page, Html& html, const InstallFigure& figure) {
  const auto row = html.in("tr");
  id_cell(html, "KB" + std::to_string(figure.kb));
  whole_cell(html, to_string(figure.released));
  cell(html, figure.devices);
  cell(html, figure.unsure);
  {
    const Part parts[] = {{"", figure.devices, Fill::bad},
                          {"", figure.unsure, Fill::unknown},
                          {"", page.totals.devices - figure.devices - figure.unsure, Fill::none}};
    const auto drawn = html.in("td", {{"class", "drawn"}});
    small_stacked_bar(html, parts);
  }
  cell(html, figure.closes);
  cell(html, figure.exploited);
  const auto where = html.in("td", {{"class", "wide"}});
  release_links(page, html, figure.releases, limits.releases);
}

}  // namespace

void write_install(const Page& page, Html& html) {
  say(html,
      std::string("For each device this is ") + (page.install.smallest ? "the smallest" : "a small") +
          " set of updates that closes everything that can be closed. \"If not there\" counts devices whose list of "
          "updates is cut, so that the update may be on them already.");
  if (page.install.out_of_reach > 0)
    say(html, counted(page.install.out_of_reach, "missing fix", "missing fixes") +
                  " cannot be had: they need an enrolment that no device is said to hold, or were withdrawn.");
  if (page.install.updates.empty()) return say(html, "No update would close anything.");
  const std::size_t shown = std::min(limits.first, page.install.updates.size());
  {
    const Table table(html, "install-first",
                      "The first " + grouped(shown) + " of " +
                          counted(page.install.updates.size(), "update", "updates") +
                          ": those that close most of what is exploited, then most",
                      {{"update"},
                       {"of"},
                       {"devices", number},
                       {"if not there", number},
                       {"of all devices"},
                       {"closes", number},
                       {"of them exploited", number},
                       {"releases"}});
    for (std::size_t i = 0; i < shown; i++) update_row(page, html, page.install.updates[i]);
  }
  if (page.install.updates.size() <= limits.first) return;
  const auto rest = html.in("p");
  html.text("All of them: ");
  link(html, "all-updates", "every update to install");
  html.text(".");
}

namespace {

// Updates that the same number of devices of the same releases want: there are hundreds.
struct UpdatesAlike {
  std::uint64_t devices = 0, unsure = 0, closes = 0, exploited = 0;
  std::set<std::size_t> releases;
  std::string names;
};

std::vector<UpdatesAlike> updates_alike(const Page& page) {
  std::vector<UpdatesAlike> rows;
  for (const InstallFigure& figure : page.install.updates) {
    const std::string name = "KB" + std::to_string(figure.kb);
    const auto same = std::find_if(rows.begin(), rows.end(), [&](const UpdatesAlike& row) {
      return std::tie(row.devices, row.unsure, row.releases) ==
             std::tie(figure.devices, figure.unsure, figure.releases);
    });
    if (same == rows.end()) {
      rows.push_back({figure.devices, figure.unsure, figure.closes, figure.exploited, figure.releases, name});
      continue;
    }
    same->closes += figure.closes;
    same->exploited += figure.exploited;
    same->names += ", " + name;
  }
  gather_by_releases(rows);
  return rows;
}

}  // namespace

void write_all_updates(const Page& page, Html& html) {
  if (page.install.updates.empty()) return say(html, "There is none.");
  const Table table(
      html, "install-all",
      counted(page.install.updates.size(), "update", "updates") +
          " to install: devices for each, by the releases that want them",
      {{"devices", number}, {"if not there", number}, {"closes", number}, {"of them exploited", number}, {"updates"}});
  const std::vector<UpdatesAlike> rows = updates_alike(page);
  const std::set<std::size_t>* of = nullptr;
  for (const UpdatesAlike& each : rows) {
    if (of == nullptr || *of != each.releases) releases_row(page, html, each.releases, "5");
    const auto row = html.in("tr");
    for (const std::uint64_t count : {each.devices, each.unsure, each.closes, each.exploited}) cell(html, count);
    cell(html, each.names);
    of = &each.releases;
  }
}

}  // namespace shoal::report::page
