// Section: what became of each device since an earlier export.
#include "base/text.hpp"
#include "report/page/parts.hpp"

namespace shoal::report::page {
namespace {

using exposure::Change;

// What nobody can tell is hatched; two changes with one fill are one kind of news.
Shown shown(Change change) {
  switch (change) {
    case Change::migrated:
      return {Fill::good, "another release, or the same for another processor"};
    case Change::patched:
      return {Fill::fair, "something that was open is closed, and nothing became open"};
    case Change::worsened:
      return {Fill::bad, "something became open, whatever was closed beside it"};
    case Change::more_told:
      return {Fill::presumed, "nothing closed or opened; what was unassessed is decided"};
    case Change::less_told:
      return {Fill::presumed, "nothing closed or opened; the sources tell less"};
    case Change::unchanged:
      return {Fill::paid, "all is held as before"};
    case Change::appeared:
      return {Fill::outside, "only the later export has it"};
    case Change::gone_silent:
      return {Fill::outside, "only the earlier export has it; it may still be there"};
    case Change::not_judged:
      return {Fill::unknown, "its release or its patch state could not be told on one of the days"};
    case Change::unclear:
      break;
  }
  return {Fill::unknown, "its name stands several times on one of the days"};
}

std::string names_id(Change change) { return "changed-" + std::string(exposure::spelled(change)); }

// One day's devices: `count` gives its side of a figure, and `absent` is what no device of that day can be.
void write_day(const Page& page, Html& html, const std::string& id, std::string_view caption,
               std::uint64_t ChangeFigure::*count, Change absent) {
  const exposure::Comparison& comparison = page.subject.compared->comparison;
  std::vector<Bucket> buckets;
  for (std::size_t i = 0; i < exposure::change_count; i++) {
    const auto change = static_cast<Change>(i);
    if (change == absent) continue;
    const bool named = comparison.counts[i] > 0 && change != Change::unchanged;
    buckets.push_back({std::string(exposure::spelled(change)),
                       shown(change).means,
                       change_figure(comparison, change).*count,
                       shown(change).fill,
                       named ? names_id(change) : "",
                       {}});
  }
  partition(page, html, id, caption, "devices", buckets);
}

void write_migrations(const Page& page, Html& html) {
  const std::vector<MigrationFigure> figures = migration_figures(page.subject.compared->comparison);
  if (figures.empty()) return;
  const Table table(html, "migrations", "Devices that migrated, by their release before and after",
                    {{"from"}, {"to"}, {"devices", number}});
  for (const MigrationFigure& figure : figures) {
    const auto row = html.in("tr");
    head_cell(html, figure.from);
    cell(html, figure.to);
    cell(html, figure.devices);
  }
}

// Those that did not change are left to the rows of all devices.
void write_changed_names(const Page& page, Html& html) {
  const Compared& compared = *page.subject.compared;
  for (std::size_t i = 0; i < exposure::change_count; i++) {
    const auto change = static_cast<Change>(i);
    if (compared.comparison.counts[i] == 0 || change == Change::unchanged) continue;
    std::vector<std::string_view> names;
    for (std::size_t at = 0; at < compared.devices.size(); at++)
      if (compared.comparison.devices[at].change == change) names.push_back(compared.devices[at].name);
    html.element("h3", std::string(exposure::spelled(change)) + ": " + counted(names.size(), "device", "devices"),
                 {{"id", names_id(change)}});
    const auto list = html.in("p", {{"class", "names"}});
    const bool all = names.size() <= limits.devices;  // the earlier export may be larger than this one
    write_names(page, html, all ? std::span(names) : std::span(names).first(limits.names));
    if (!all) html.text(" and " + grouped(names.size() - limits.names) + " more: --format json has every device");
  }
}

}  // namespace

void write_changes(const Page& page, Html& html) {
  const exposure::Comparison& comparison = page.subject.compared->comparison;
  say(html,
      "Both exports are judged with the same facts and for the same day, so what differs is the devices. They are "
      "matched by name." +
          std::string(page.subject.where.filter.empty()
                          ? ""
                          : " Here are those that the filter means on either day, and not on the later alone."));
  write_day(page, html, "changes-before", "What became of the devices of the earlier export", &ChangeFigure::before,
            Change::appeared);
  write_day(page, html, "changes-after", "Where the devices of this export come from", &ChangeFigure::after,
            Change::gone_silent);
  say(html, "On devices that kept their release, " + grouped(comparison.closed) + " vulnerabilities were closed and " +
                grouped(comparison.opened) + " opened, counted on each device.");
  if (const std::uint64_t aside = estate::count_of(page.subject.compared->set_aside); aside > 0)
    say(html, "Of the earlier export, " + grouped(aside) + " were read and set aside: --format json names them.");
  write_migrations(page, html);
  write_changed_names(page, html);
}

}  // namespace shoal::report::page
