// Sections: what to install, by number of devices.
#include <algorithm>
#include <tuple>

#include "base/text.hpp"
#include "report/page/parts.hpp"

namespace shoal::report::page {
namespace {

constexpr std::size_t shown_max = 20;

void update_row(const Page& page, Html& html, const InstallFigure& figure) {
  const auto row = html.in("tr");
  id_cell(html, "KB" + std::to_string(figure.kb));
  cell(html, to_string(figure.released));
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
  const auto where = html.in("td");
  release_links(page, html, figure.releases);
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
  const std::size_t shown = std::min(shown_max, page.install.updates.size());
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
  if (page.install.updates.size() <= shown_max) return;
  const auto rest = html.in("p");
  html.text("All of them: ");
  link(html, "all-updates", "every update to install");
  html.text(".");
}

// Updates that the same number of devices of the same releases want share a row: there are hundreds.
void write_all_updates(const Page& page, Html& html) {
  if (page.install.updates.empty()) return say(html, "There is none.");
  const auto key_of = [](const InstallFigure& figure) {
    return std::tie(figure.devices, figure.unsure, figure.releases);
  };
  std::vector<std::pair<InstallFigure, std::vector<std::uint32_t>>> rows;
  for (const InstallFigure& figure : page.install.updates) {
    auto row =
        std::find_if(rows.begin(), rows.end(), [&](const auto& each) { return key_of(each.first) == key_of(figure); });
    if (row == rows.end()) {
      row = rows.insert(rows.end(), {figure, {}});
    } else {
      row->first.closes += figure.closes;
      row->first.exploited += figure.exploited;
    }
    row->second.push_back(figure.kb);
  }
  const Table table(html, "install-all",
                    counted(page.install.updates.size(), "update", "updates") + " to install: devices for each",
                    {{"devices", number},
                     {"if not there", number},
                     {"closes", number},
                     {"of them exploited", number},
                     {"releases"},
                     {"updates"}});
  for (const auto& [figure, updates] : rows) {
    const auto row = html.in("tr");
    for (const std::uint64_t count : {figure.devices, figure.unsure, figure.closes, figure.exploited})
      cell(html, count);
    {
      const auto where = html.in("td");
      release_links(page, html, figure.releases);
    }
    std::string names;
    for (const std::uint32_t kb : updates) names += (names.empty() ? "KB" : ", KB") + std::to_string(kb);
    cell(html, names);
  }
}

}  // namespace shoal::report::page
