// Section: programs of others, and which of them get no updates any more.
#include "base/text.hpp"
#include "report/page/parts.hpp"

namespace shoal::report::page {
namespace {

constexpr std::size_t unmatched_max = 200;

void write_devices_by_programs(const Page& page, Html& html, const ProgramFigures& figures) {
  const Bucket buckets[] = {{"some not supported",
                             "at least one program gets no updates for everybody any more",
                             figures.of(ProgramStance::ended),
                             Fill::bad,
                             figures.of(ProgramStance::ended) > 0 ? "products-ended" : "",
                             {}},
                            {"cannot tell",
                             "none such, but one whose version, dates or whole name is not known",
                             figures.of(ProgramStance::undecided),
                             Fill::unknown,
                             {},
                             {}},
                            {"all supported",
                             "every program is known, and updates come",
                             figures.of(ProgramStance::none_ended),
                             Fill::good,
                             {},
                             {}},
                            {"no list of programs",
                             "no source speaks of programs",
                             figures.of(ProgramStance::not_listed),
                             Fill::outside,
                             {},
                             {}}};
  partition(page, html, "program-states", "Devices by the programs on them", "devices", buckets);
}

void product_row(const Page& page, Html& html, const ProductFigure& figure) {
  const auto row = html.in("tr");
  head_cell(html, figure.title());
  cell(html, figure.devices.size());
  share_cell(html, figure.devices.size(), page.totals.devices);
  cell(html, figure.support());
  cell(html, figure.cycle == nullptr ? std::string() : figure.cycle->citation);
  const auto where = html.in("td", {{"class", "wide"}});
  std::vector<std::string_view> names;
  for (const std::size_t device : figure.devices) names.push_back(page.subject.devices[device].name);
  write_names(page, html, names);
}

void write_products(const Page& page, Html& html, const ProgramFigures& figures, bool ended) {
  std::vector<const ProductFigure*> shown;
  for (const ProductFigure& figure : figures.products)
    if ((figure.standing.support == lifecycle::ProgramSupport::ended) == ended) shown.push_back(&figure);
  if (shown.empty()) return;
  const Table table(
      html, ended ? "products-ended" : "products-other",
      counted(shown.size(), "product", "products") +
          (ended ? " without updates for everybody" : " with updates, or of which that is not known"),
      {{"product"}, {"devices", number}, {"of all devices", number}, {"support"}, {"read at"}, {"devices by name"}});
  for (const ProductFigure* figure : shown) product_row(page, html, *figure);
}

void write_unmatched(Html& html, const ProgramFigures& figures) {
  if (figures.unmatched.empty()) return;
  html.element("h3", "Entries that nothing here knows");
  say(html, counted(figures.unmatched.size(), "entry", "entries") +
                " of the lists of programs fit no product that the pack of facts holds: whether they get updates is "
                "for you to find out.");
  const Table table(html, "unmatched", "On most devices first", {{"name"}, {"publisher"}, {"devices", number}});
  for (std::size_t i = 0; i < std::min(figures.unmatched.size(), unmatched_max); i++) {
    const UnmatchedFigure& figure = figures.unmatched[i];
    const auto row = html.in("tr");
    head_cell(html, figure.name);
    cell(html, figure.publisher);
    cell(html, figure.devices);
  }
}

}  // namespace

void write_programs(const Page& page, Html& html) {
  const ProgramFigures& figures = page.programs;
  if (figures.listed() == 0)
    return say(html,
               "No source that was read lists programs. Exports of the registry and of Configuration Manager do.");
  say(html,
      "A program that gets no updates keeps every hole that is found in it. An entry is taken for a product only where "
      "its name says so without doubt.");
  write_devices_by_programs(page, html, figures);
  write_products(page, html, figures, true);
  write_products(page, html, figures, false);
  write_unmatched(html, figures);
  if (figures.unmatched.size() > unmatched_max)
    say(html, "and " + grouped(figures.unmatched.size() - unmatched_max) + " more: --format json has all of them.");
}

}  // namespace shoal::report::page
