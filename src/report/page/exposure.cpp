// Sections: what is open, by verdict, by release, by device, and what of it is known to be exploited.
#include <algorithm>
#include <cmath>
#include <tuple>

#include "base/text.hpp"
#include "report/page/parts.hpp"

namespace shoal::report::page {
namespace {

using exposure::Verdict;

std::string affected(const exposure::PresumedTotal& total) {
  return expected_text(total.expected, total.low, total.high);
}

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
      {"presumed",
       "published after the vendor stopped assessing the release; affected: " + affected(page.totals.presumed),
       of(Verdict::presumed),
       Fill::presumed,
       "presumed",
       {}},
      {"unassessed: in doubt",
       "what is held does not decide it; something would",
       of(Verdict::unassessed) - outside,
       Fill::unknown,
       "undecided",
       {}},
      {"unassessed: never assessed",
       "published when the vendor did not assess the release, and nothing can be presumed; not known to be safe",
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
  partition(page, html, "verdicts", "Every device times every vulnerability considered, by verdict", "verdicts",
            buckets);
  write_obtainable(page, html);
}

void write_exploited_by_verdict(const Page& page, Html& html) {
  const auto of = [&](Verdict verdict) { return page.totals.exploited[static_cast<std::size_t>(verdict)]; };
  const Bucket buckets[] = {{"fixed", "the fix is there", of(Verdict::fixed), Fill::good, "", {}},
                            {"missing", "the fix is not there", of(Verdict::missing), Fill::bad, "all-exploited", {}},
                            {"no_fix", "there is no fix", of(Verdict::no_fix), Fill::worst, "all-exploited", {}},
                            {"presumed",
                             "affected: " + affected(page.totals.presumed_exploited),
                             of(Verdict::presumed),
                             Fill::presumed,
                             "all-exploited",
                             {}},
                            {"unassessed", "not decided", of(Verdict::unassessed), Fill::unknown, "undecided", {}}};
  partition(page, html, "exploited-verdicts", "Of these, known to be exploited somewhere", "verdicts", buckets);
}

// What stands in a row but for the name.
void exploited_cells(const Page& page, Html& html, const ExploitedFigure& figure) {
  const exposure::Vulnerability& known = page.subject.facts.vulnerabilities[figure.vulnerability];
  cell(html, figure.missing);
  cell(html, figure.no_fix);
  cell(html, figure.presumed);
  cell(html, figure.doubted);
  const std::uint64_t concerned = figure.missing + figure.no_fix + figure.presumed + figure.doubted;
  const Part parts[] = {{"", figure.missing, Fill::bad},
                        {"", figure.no_fix, Fill::worst},
                        {"", figure.presumed, Fill::presumed},
                        {"", figure.doubted, Fill::unknown},
                        {"", page.totals.devices - concerned, Fill::none}};
  {
    const auto drawn = html.in("td", {{"class", "drawn"}});
    small_stacked_bar(html, parts);
  }
  {
    const auto listed = html.in("td", {{"class", "id"}});
    html.text(to_string(*known.exploited_since));
    if (known.ransomware) html.element("span", "used in ransomware", {{"class", "more"}});
  }
  const auto where = html.in("td", {{"class", "wide"}});
  release_links(page, html, figure.releases, limits.releases);
}

void write_first_exploited(const Page& page, Html& html) {
  const std::size_t shown = std::min(limits.first, page.exploited.size());
  const Table table(html, "exploited-first",
                    "The first " + grouped(shown) + " of " +
                        counted(page.exploited.size(), "open vulnerability", "open vulnerabilities") +
                        " known to be exploited, by number of devices",
                    {{"vulnerability"},
                     {"missing", number},
                     {"no fix", number},
                     {"presumed", number},
                     {"in doubt", number},
                     {"devices concerned"},
                     {"listed as exploited"},
                     {"releases"}});
  for (std::size_t i = 0; i < shown; i++) {
    const ExploitedFigure& figure = page.exploited[i];
    const auto row = html.in("tr");
    id_cell(html, exposure::spelled(page.subject.facts.vulnerabilities[figure.vulnerability]));
    exploited_cells(page, html, figure);
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
  if (page.exploited.size() <= limits.first) return;
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
                     {"presumed", number},
                     {"affected of these", number},
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
         {figure.devices, figure.fixed, figure.missing, figure.no_fix, figure.doubted, figure.presumed,
          static_cast<std::uint64_t>(std::llround(figure.expected.expected)), figure.outside})
      cell(html, count);
    const Part parts[] = {{"", figure.fixed, Fill::good},        {"", figure.missing, Fill::bad},
                          {"", figure.no_fix, Fill::worst},      {"", figure.doubted, Fill::unknown},
                          {"", figure.presumed, Fill::presumed}, {"", figure.outside, Fill::outside}};
    const auto drawn = html.in("td", {{"class", "drawn"}});
    small_stacked_bar(html, parts);
  }
}

struct WorstState {
  std::size_t at = 0;           // Position in Assessment::states.
  std::uint32_t exploited = 0;  // Missing or without a fix, and known to be exploited.
  std::uint32_t open = 0;       // Missing or without a fix.
};

std::vector<WorstState> worst_states(const Page& page, std::size_t most) {
  std::vector<WorstState> all;
  for (const std::size_t at : page.order.states) {
    const exposure::Counts& counts = page.subject.assessment.states[at].judgement.counts;
    all.push_back({at,
                   counts.exploited[static_cast<std::size_t>(Verdict::missing)] +
                       counts.exploited[static_cast<std::size_t>(Verdict::no_fix)],
                   counts.of(Verdict::missing) + counts.of(Verdict::no_fix)});
  }
  std::erase_if(all, [](const WorstState& state) { return state.open == 0; });
  std::stable_sort(all.begin(), all.end(), [](const WorstState& a, const WorstState& b) {
    return std::tie(a.exploited, a.open) > std::tie(b.exploited, b.open);
  });
  if (all.size() > most) all.resize(most);
  return all;
}

// By state and not by device: of an image that lacks most there may be hundreds.
void write_worst(const Page& page, Html& html) {
  const std::vector<WorstState> worst = worst_states(page, 10);
  if (worst.empty()) return;
  html.element("h3", "Where to look first");
  const Table table(html, "worst", "Patch states on which most is surely open: of one device each",
                    {{"patch state"},
                     {"devices", number},
                     {"exploited, open", number},
                     {"missing or no fix", number},
                     {"unassessed", number},
                     {"release"}});
  for (const WorstState& figure : worst) {
    const auto row = html.in("tr");
    {
      const auto head = html.in("th", {{"scope", "row"}});
      state_links(page, html, std::vector{page.order.numbers[figure.at]});
    }
    const exposure::JudgedState& state = page.subject.assessment.states[figure.at];
    for (const std::uint64_t count :
         {std::uint64_t{state.devices}, std::uint64_t{figure.exploited}, std::uint64_t{figure.open},
          std::uint64_t{state.judgement.counts.of(Verdict::unassessed)}})
      cell(html, count);
    cell(html, page.releases.releases[page.releases.of_state[figure.at]].label);
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

namespace {

// Those that are open on the same number of devices of the same releases: there are hundreds.
struct ExploitedAlike {
  std::uint64_t missing = 0, no_fix = 0, presumed = 0, doubted = 0;
  std::set<std::size_t> releases;
  std::string names;
};

std::vector<ExploitedAlike> exploited_alike(const Page& page) {
  std::vector<ExploitedAlike> rows;
  for (const ExploitedFigure& figure : page.exploited) {
    const std::string name = exposure::spelled(page.subject.facts.vulnerabilities[figure.vulnerability]);
    const auto same = std::find_if(rows.begin(), rows.end(), [&](const ExploitedAlike& row) {
      return std::tie(row.missing, row.no_fix, row.presumed, row.doubted, row.releases) ==
             std::tie(figure.missing, figure.no_fix, figure.presumed, figure.doubted, figure.releases);
    });
    if (same == rows.end()) {
      rows.push_back({figure.missing, figure.no_fix, figure.presumed, figure.doubted, figure.releases, name});
    } else {
      same->names += ", " + name;
    }
  }
  gather_by_releases(rows);
  return rows;
}

}  // namespace

void write_all_exploited(const Page& page, Html& html) {
  if (page.exploited.empty()) return say(html, "There is none.");
  const Table table(
      html, "exploited-all",
      counted(page.exploited.size(), "open vulnerability", "open vulnerabilities") +
          " known to be exploited: devices for each, by the releases that have them",
      {{"missing", number}, {"no fix", number}, {"presumed", number}, {"in doubt", number}, {"vulnerabilities"}});
  const std::set<std::size_t>* of = nullptr;
  const std::vector<ExploitedAlike> rows = exploited_alike(page);
  for (const ExploitedAlike& each : rows) {
    if (of == nullptr || *of != each.releases) releases_row(page, html, each.releases, "5");
    const auto row = html.in("tr");
    for (const std::uint64_t count : {each.missing, each.no_fix, each.presumed, each.doubted}) cell(html, count);
    cell(html, each.names);
    of = &each.releases;
  }
}

}  // namespace shoal::report::page
