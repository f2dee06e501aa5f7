// Sections: what to install, by number of devices.
#include <algorithm>

#include "base/text.hpp"
#include "report/page/parts.hpp"

namespace shoal::report::page {
namespace {

constexpr std::size_t shown_max = 20;

void update_rows(const Page& page, Html& html, const std::string& id, const std::string& caption, std::size_t most) {
  const Table table(html, id, caption,
                    {{"update"},
                     {"of"},
                     {"devices", number},
                     {"if not there", number},
                     {"of all devices"},
                     {"closes", number},
                     {"of them exploited", number},
                     {"releases"}});
  for (std::size_t i = 0; i < std::min(most, page.install.updates.size()); i++) {
    const InstallFigure& figure = page.install.updates[i];
    const auto row = html.in("tr");
    head_cell(html, "KB" + std::to_string(figure.kb));
    cell(html, to_string(figure.released));
    cell(html, figure.devices);
    cell(html, figure.unsure);
    {
      const Part parts[] = {{"", figure.devices, Fill::good},
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
  update_rows(page, html, "install-first",
              "The first " + grouped(shown) + " of " + counted(page.install.updates.size(), "update", "updates") +
                  ": those that close most of what is exploited, then most",
              shown_max);
  if (page.install.updates.size() <= shown_max) return;
  const auto rest = html.in("p");
  html.text("All of them: ");
  link(html, "all-updates", "every update to install");
  html.text(".");
}

void write_all_updates(const Page& page, Html& html) {
  if (page.install.updates.empty()) return say(html, "There is none.");
  update_rows(page, html, "install-all",
              counted(page.install.updates.size(), "update", "updates") +
                  " to install; those that close most of what is exploited first, then most",
              page.install.updates.size());
}

}  // namespace shoal::report::page
