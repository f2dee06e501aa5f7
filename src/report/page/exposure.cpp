// Sections: what is open, by verdict, by release, by device, and what of it is known to be exploited.
#include <algorithm>
#include <tuple>

#include "base/text.hpp"
#include "report/page/parts.hpp"

namespace shoal::report::page {
namespace {

using exposure::Verdict;

constexpr std::size_t shown_max = 20;

std::vector<Bucket> verdict_buckets(const Page& page) {
  const auto of = [&](Verdict verdict) { return page.totals.by_verdict[static_cast<std::size_t>(verdict)]; };
  const std::uint64_t outside = page.totals.by_doubt[static_cast<std::size_t>(exposure::Doubt::outside_interval)];
  return {
      {"fixed", "an update that contains the fix is there", of(Verdict::fixed), Fill::good, "by-release", {}},
      {"missing", "a fix exists for this device and is not there", of(Verdict::missing), Fill::bad, "by-release", {}},
      {"no_fix",
       "the vendor says: affected, and there will be no fix",
       of(Verdict::no_fix),
       Fill::worst,
       "by-release",
       {}},
      {"presumed", "not estimated yet", of(Verdict::presumed), Fill::presumed, "", {}},
      {"unassessed: in doubt",
       "what is held does not decide it; something would",
       of(Verdict::unassessed) - outside,
       Fill::unknown,
       "undecided",
       {}},
      {"unassessed: never assessed",
       "published when the vendor did not assess the release; not known to be safe",
       outside,
       Fill::outside,
       "undecided",
       {}}};
}

void write_obtainable(const Page& page, Html& html) {
  const auto& missing = page.totals.missing_by_obtainable;
  say(html, "Of what is missing, " + grouped(missing[0]) + " can be had by everybody, " + grouped(missing[1]) +
                " by an enrolment, and " + grouped(missing[2]) + " was withdrawn. Beside what was considered stand " +
                grouped(page.totals.not_considered) + " of components that nothing shows to be present.");
}

void write_by_verdict(const Page& page, Html& html) {
  const std::vector<Bucket> buckets = verdict_buckets(page);
  partition(html, "verdicts", "Every device times every vulnerability considered, by verdict", "verdicts", buckets);
  write_obtainable(page, html);
}

void write_exploited_by_verdict(const Page& page, Html& html) {
  const auto of = [&](Verdict verdict) { return page.totals.exploited[static_cast<std::size_t>(verdict)]; };
  const Bucket buckets[] = {{"fixed", "the fix is there", of(Verdict::fixed), Fill::good, "", {}},
                            {"missing", "the fix is not there", of(Verdict::missing), Fill::bad, "all-exploited", {}},
                            {"no_fix", "there is no fix", of(Verdict::no_fix), Fill::worst, "all-exploited", {}},
                            {"presumed", "not estimated yet", of(Verdict::presumed), Fill::presumed, "", {}},
                            {"unassessed", "not decided", of(Verdict::unassessed), Fill::unknown, "undecided", {}}};
  partition(html, "exploited-verdicts", "Of these, known to be exploited somewhere", "verdicts", buckets);
}

// What stands in a row but for the names.
void exploited_cells(const Page& page, Html& html, const ExploitedFigure& figure, const std::string& listed) {
  cell(html, figure.missing);
  cell(html, figure.no_fix);
  cell(html, figure.doubted);
  const std::uint64_t concerned = figure.missing + figure.no_fix + figure.doubted;
  const Part parts[] = {{"", figure.missing, Fill::bad},
                        {"", figure.no_fix, Fill::worst},
                        {"", figure.doubted, Fill::unknown},
                        {"", page.totals.devices - concerned, Fill::none}};
  {
    const auto drawn = html.in("td", {{"class", "drawn"}});
    small_stacked_bar(html, parts);
  }
  cell(html, listed);
  const auto where = html.in("td");
  release_links(page, html, figure.releases);
}

void write_first_exploited(const Page& page, Html& html) {
  const std::size_t shown = std::min(shown_max, page.exploited.size());
  const Table table(html, "exploited-first",
                    "The first " + grouped(shown) + " of " +
                        counted(page.exploited.size(), "open vulnerability", "open vulnerabilities") +
                        " known to be exploited, by number of devices",
                    {{"vulnerability"},
                     {"missing", number},
                     {"no fix", number},
                     {"in doubt", number},
                     {"devices concerned"},
                     {"listed as exploited"},
                     {"releases"}});
  for (std::size_t i = 0; i < shown; i++) {
    const ExploitedFigure& figure = page.exploited[i];
    const exposure::Vulnerability& known = page.subject.facts.vulnerabilities[figure.vulnerability];
    const auto row = html.in("tr");
    id_cell(html, exposure::spelled(known));
    exploited_cells(page, html, figure,
                    to_string(*known.exploited_since) + (known.ransomware ? ", used in ransomware" : ""));
  }
}

void write_exploited(const Page& page, Html& html) {
  html.element("h3", "Known to be exploited", {{"id", "exploited"}});
  say(html,
      "Of " + counted(page.totals.devices, "device", "devices") + ", " + grouped(devices_with_exploited(page.subject)) +
          " have at least one open vulnerability of this kind for certain: the fix is missing, or there is none.");
  write_exploited_by_verdict(page, html);
  if (page.exploited.empty()) return;
  write_first_exploited(page, html);
  if (page.exploited.size() <= shown_max) return;
  const auto rest = html.in("p");
  html.text("All of them: ");
  link(html, "all-exploited", "every open vulnerability that is known to be exploited");
  html.text(".");
}

void write_by_release(const Page& page, Html& html) {
  html.element("h3", "By release");
  const Table table(html, "by-release", "Verdicts by release, over its devices times vulnerabilities",
                    {{"release"},
                     {"devices", number},
                     {"fixed", number},
                     {"missing", number},
                     {"no fix", number},
                     {"in doubt", number},
                     {"never assessed", number},
                     {"parts"}});
  for (std::size_t place = 0; place < page.releases.releases.size(); place++) {
    const ReleaseFigure& figure = page.releases.releases[place];
    if (figure.devices == 0) continue;
    const auto row = html.in("tr");
    {
      const auto head = html.in("th", {{"scope", "row"}});
      link(html, release_id(place), figure.label);
    }
    for (const std::uint64_t count :
         {figure.devices, figure.fixed, figure.missing, figure.no_fix, figure.doubted, figure.outside})
      cell(html, count);
    const Part parts[] = {{"", figure.fixed, Fill::good},
                          {"", figure.missing, Fill::bad},
                          {"", figure.no_fix, Fill::worst},
                          {"", figure.doubted, Fill::unknown},
                          {"", figure.outside, Fill::outside}};
    const auto drawn = html.in("td", {{"class", "drawn"}});
    small_stacked_bar(html, parts);
  }
}

void write_worst(const Page& page, Html& html) {
  const std::vector<DeviceFigure> worst = worst_devices(page.subject, 10);
  html.element("h3", "Devices to look at first");
  const Table table(html, "worst",
                    "The " + counted(worst.size(), "device", "devices") + " on which most is surely open",
                    {{"device"},
                     {"release"},
                     {"patch state"},
                     {"exploited, open", number},
                     {"missing or no fix", number},
                     {"unassessed", number}});
  for (const DeviceFigure& figure : worst) {
    const auto row = html.in("tr");
    head_cell(html, device_of(page.subject, *figure.device).name);
    cell(html, release_of(page.subject, *figure.device)->release->name);
    {
      const auto state = html.in("td");
      state_links(html, std::vector{page.order.numbers[static_cast<std::size_t>(figure.device->state)]});
    }
    for (const std::uint64_t count : {figure.exploited, figure.open, figure.unassessed}) cell(html, count);
  }
}

}  // namespace

void write_exposure(const Page& page, Html& html) {
  say(html,
      "Each vulnerability that concerns a device gets one of five verdicts. Whatever is not known is hatched, and "
      "never "
      "counts as safe.");
  write_by_verdict(page, html);
  write_exploited(page, html);
  write_by_release(page, html);
  write_worst(page, html);
}

// Those that are open on the same number of devices of the same releases share a row: there are hundreds.
void write_all_exploited(const Page& page, Html& html) {
  if (page.exploited.empty()) return say(html, "There is none.");
  const auto key_of = [](const ExploitedFigure& figure) {
    return std::tie(figure.missing, figure.no_fix, figure.doubted, figure.releases);
  };
  std::vector<std::pair<ExploitedFigure, std::vector<exposure::VulnerabilityIndex>>> rows;
  for (const ExploitedFigure& figure : page.exploited) {
    const auto same =
        std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return key_of(row.first) == key_of(figure); });
    const auto row = same == rows.end() ? rows.insert(rows.end(), {figure, {}}) : same;
    row->second.push_back(figure.vulnerability);
  }
  const Table table(html, "exploited-all",
                    counted(page.exploited.size(), "open vulnerability", "open vulnerabilities") +
                        " known to be exploited: devices for each, most first",
                    {{"missing", number}, {"no fix", number}, {"in doubt", number}, {"releases"}, {"vulnerabilities"}});
  for (const auto& [figure, vulnerabilities] : rows) {
    const auto row = html.in("tr");
    for (const std::uint64_t count : {figure.missing, figure.no_fix, figure.doubted}) cell(html, count);
    {
      const auto where = html.in("td");
      release_links(page, html, figure.releases);
    }
    std::string names;
    for (const exposure::VulnerabilityIndex vulnerability : vulnerabilities)
      names += (names.empty() ? "" : ", ") + exposure::spelled(page.subject.facts.vulnerabilities[vulnerability]);
    cell(html, names);
  }
}

}  // namespace shoal::report::page
