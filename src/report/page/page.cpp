#include "report/page.hpp"

#include <algorithm>
#include <tuple>

#include "base/text.hpp"
#include "report/page/frame.hpp"
#include "report/page/parts.hpp"

namespace shoal::report {
namespace page {
namespace {

enum class Starts { new_sheet, in_line };  // Where a section starts when it is printed.

struct Section {
  const char* id;
  const char* title;
  void (*write)(const Page&, Html&);
  Starts starts = Starts::new_sheet;
};

// Add a section here; the contents and the numbers follow.
constexpr Section sections[] = {
    {"headlines", "In short", write_headlines, Starts::in_line},
    {"support", "Support on that day", write_support},
    {"changes", "Since the earlier export", write_changes},
    {"exposure", "What is open", write_exposure},
    {"presumed", "What nobody assesses any more", write_presumed},
    {"policies", "Policies on that day", write_policies},
    {"incidents", "Known outbreaks", write_incidents},
    {"install", "What to install", write_install},
    {"programs", "Programs of others", write_programs},
    {"undecided", "What could not be decided", write_undecided},
    {"method", "How to read this", write_method},
    {"devices", "Devices by patch state", write_devices},
    {"all-exploited", "Every open vulnerability that is known to be exploited", write_all_exploited},
    {"all-updates", "Every update to install", write_all_updates},
    {"set-aside", "Set aside", write_set_aside},
    {"facts", "Facts, their sources and ages", write_facts},
    {"reproduction", "How to make this report again", write_reproduction, Starts::in_line},
};

// Whether the report has it.
bool is_present(const Page& page, const Section& section) {
  return section.write != write_changes || page.subject.compared != nullptr;
}

StateOrder order_of(const Subject& subject, const ReleaseFigures& releases) {
  StateOrder order;
  for (std::size_t i = 0; i < subject.assessment.states.size(); i++) order.states.push_back(i);
  const auto place = [&](std::size_t at) {
    const exposure::Counts& counts = subject.assessment.states[at].judgement.counts;
    const auto sure = counts.of(exposure::Verdict::missing) + counts.of(exposure::Verdict::no_fix);
    return std::tuple(releases.of_state[at], ~std::uint64_t{sure}, at);
  };
  std::sort(order.states.begin(), order.states.end(), [&](auto a, auto b) { return place(a) < place(b); });
  order.numbers.resize(order.states.size());
  for (std::size_t i = 0; i < order.states.size(); i++) order.numbers[order.states[i]] = i + 1;
  const std::size_t most =
      std::max(limits.states_least, limits.states / std::max<std::size_t>(releases.releases.size(), 1));
  std::vector<std::size_t> rows(releases.releases.size());
  for (const std::size_t at : order.states) order.has_row.push_back(rows[releases.of_state[at]]++ < most);
  return order;
}

Page page_of(const Subject& subject, const Origin& origin) {
  ReleaseFigures releases = release_figures(subject);
  return {subject,
          origin,
          exposure::totals_of(subject.assessment),
          releases,
          exploited_figures(subject, releases),
          presumed_figures(subject, releases),
          install_figures(subject, releases),
          program_figures(subject),
          undecided_figures(subject),
          order_of(subject, releases),
          policy_figures(subject, releases)};
}

// Facts of a later day than the one that is asked about are used where nothing tells when they became known.
std::string age(Day dated, Day on) {
  const auto days = [](std::chrono::days span) {
    return counted(static_cast<std::uint64_t>(span.count()), "day", "days");
  };
  return dated <= on ? days(on - dated) + " old" : days(dated - on) + " later than known at";
}

void write_honesty(const Page& page, Html& html) {
  const exposure::Assessment& assessment = page.subject.assessment;
  const exposure::Facts& facts = page.subject.facts;
  {
    const auto list = html.in("dl", {{"class", "honesty"}});
    honesty_entry(html, "As of", to_string(assessment.as_of), "what was true of the devices");
    honesty_entry(html, "Known at", to_string(assessment.known_at),
                  assessment.known_exactly ? "what had been published" : "approximately: no snapshot of that day");
    honesty_entry(html, "Devices", grouped(page.totals.devices),
                  "from " + counted(page.subject.files, "file", "files"));
    if (const auto activities = activities_of(page.subject))
      honesty_entry(html, "In use", grouped((*activities)[static_cast<std::size_t>(estate::Activity::active)]),
                    spelled(*activities));
    honesty_entry(html, "Unknown", grouped(page.undecided.not_judged), "devices that cannot be judged");
    if (!facts.snapshots.empty())
      honesty_entry(html, "Vendor's lists", to_string(facts.snapshots.back()),
                    age(facts.snapshots.back(), assessment.known_at));
    for (const exposure::Citation& citation : facts.citations)
      if (!citation.name.starts_with("definitions "))
        honesty_entry(html, citation.name, to_string(citation.dated), age(citation.dated, assessment.known_at));
    honesty_entry(html, "Pack of facts", facts.pack_id.substr(0, 12), "sources and hashes at the end");
    for (const std::string& enrolment : assessment.enrolled)
      honesty_entry(html, "Taken as enrolled", enrolment, "every device");
  }
  html.line();
  for (const std::string& note : degradations(page.subject)) write_degraded(html, note + ".");
}

void write_where(const Page& page, Html& html) {
  const Where& where = page.subject.where;
  if (where.filter.empty()) return;
  const auto told = html.in("p", {{"class", "where"}});
  html.text("Only those of " + counted(where.devices, "device", "devices") + " read that the filter means: ");
  html.element("code", where.filter);
}

std::vector<PageSection> sections_of(const Page& page, Html& html) {
  std::vector<PageSection> made;
  for (const Section& section : sections)
    if (is_present(page, section))
      made.push_back({section.id, section.title, [&page, &html, &section] { section.write(page, html); },
                      section.starts == Starts::new_sheet});
  return made;
}

}  // namespace
}  // namespace page

void write_page(const Subject& subject, const Origin& origin, std::ostream& out) {
  const page::Page page = page::page_of(subject, origin);
  const std::string title = "Exposure of " + counted(page.totals.devices, "device", "devices") + ", as of " +
                            to_string(subject.assessment.as_of);
  Html html(out);
  const auto write_header = [&] {
    const auto header = html.in("header");
    html.element("p", "Shoal", {{"class", "name"}}).element("h1", title).line();
    page::write_where(page, html);
    page::write_honesty(page, html);
  };
  page::write_document(html, title, title + " - pack " + subject.facts.pack_id.substr(0, 12), "", write_header,
                       page::sections_of(page, html));
  html.line();
}

}  // namespace shoal::report
