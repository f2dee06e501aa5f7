// Sections: what the words mean, what all of it rests on, and how to make it again.
#include <set>

#include "base/text.hpp"
#include "report/page/parts.hpp"

namespace shoal::report::page {
namespace {

struct Term {
  const char* word;
  const char* means;
};

constexpr Term verdicts[] = {
    {"fixed", "An update that contains the fix is on the device."},
    {"missing",
     "A fix exists for this device and is not on it. It says whether the fix can be had: by everybody, by an "
     "enrolment, or not any more."},
    {"no_fix", "The vendor states that this product is affected and gets no fix."},
    {"presumed",
     "The vendor no longer assesses this product. How likely it is affected is estimated from how the releases stand "
     "that are built from the same code; the numbers are expectations, and never added to what is known."},
    {"unassessed", "What is held does not decide it. The reason says why, and what would decide it."}};

constexpr Term words[] = {
    {"as of, known at",
     "The first is the day that is asked about: what was true of the devices. The second is the day of "
     "knowledge: what had been published by then. With both, the same answer can be had again."},
    {"considered",
     "Every vulnerability of the platform that was known on the day of knowledge, but for those of components "
     "that nothing shows to be on the device. Those are counted beside it."},
    {"in doubt", "Unassessed although the vendor assessed the product: a better inventory would decide it."},
    {"never assessed",
     "Published before the first or after the last day on which the vendor assessed the product. Its "
     "silence says nothing. This is why an old Windows with every update it ever got does not look clean."},
    {"known to be exploited",
     "Listed by CISA as used in attacks somewhere by the day of knowledge. That a vulnerability is "
     "not listed does not mean that nobody uses it."},
    {"patch state",
     "What devices share that have the same release, edition, updates and components: S1, S2 and so on. They "
     "are judged together."},
    {"support until", "The last day of security updates for these devices, enrolments that were told included."}};

void write_terms(Html& html, std::span<const Term> terms) {
  const auto list = html.in("dl", {{"class", "terms"}});
  for (const Term& term : terms) html.element("dt", term.word).element("dd", term.means).line();
}

void write_sources(const Page& page, Html& html) {
  const Table table(html, "sources", "Sources of facts, and how old they were on the day of knowledge",
                    {{"source"}, {"dated"}, {"days old", number}, {"from"}, {"SHA-256, first 16 digits"}});
  for (const exposure::Citation& citation : page.subject.facts.citations) {
    const auto row = html.in("tr");
    head_cell(html, citation.name);
    whole_cell(html, to_string(citation.dated));
    const auto days = (page.subject.assessment.known_at - citation.dated).count();
    if (days >= 0) {
      cell(html, static_cast<std::uint64_t>(days));
    } else {
      html.element("td", "later, not used", {{"class", "n"}});
    }
    cell(html, citation.publisher);
    const auto hash = html.in("td");
    html.element("code", std::string_view(citation.sha256).substr(0, 16));
  }
}

void write_support_dates(const Page& page, Html& html) {
  const Table table(html, "support-dates", "Support dates of the releases in this report, and where they were read",
                    {{"release"}, {"mainstream until"}, {"extended until"}, {"read in"}});
  for (std::size_t place = 0; place < page.releases.releases.size(); place++) {
    const ReleaseFigure& figure = page.releases.releases[place];
    if (figure.release == nullptr) continue;
    const lifecycle::SupportDates* dates = lifecycle::dates_for(*figure.release->release, figure.release->edition);
    const auto row = html.in("tr");
    head_cell(html, figure.label);
    whole_cell(html, dates == nullptr ? "not known" : to_string(dates->mainstream_until));
    whole_cell(html, dates == nullptr ? "not known" : to_string(dates->extended_until));
    cell(html, dates == nullptr ? std::string() : dates->citation);
  }
}

// The vendor's statements that a no_fix of this report rests on.
std::set<std::int32_t> statements_used(const Page& page) {
  std::set<std::int32_t> used;
  for (const exposure::JudgedState& state : page.subject.assessment.states)
    for (std::size_t i = 0; i < state.view->groups().size(); i++)
      if (state.judgement.outcomes[i].considered && state.judgement.outcomes[i].verdict == exposure::Verdict::no_fix &&
          state.view->groups()[i].statement >= 0)
        used.insert(state.view->groups()[i].statement);
  return used;
}

void write_statements(const Page& page, Html& html) {
  const std::set<std::int32_t> used = statements_used(page);
  if (used.empty()) return;
  const Table table(html, "statements", "Statements of the vendor that there will be no fix",
                    {{"vulnerability"}, {"product"}, {"what it says"}, {"read in"}});
  const exposure::Facts& facts = page.subject.facts;
  for (const std::int32_t at : used) {
    const exposure::Statement& statement = facts.statements[static_cast<std::size_t>(at)];
    const auto row = html.in("tr");
    id_cell(html, exposure::spelled(facts.vulnerabilities[statement.vulnerability]));
    cell(html, facts.products[statement.product].name);
    cell(html, statement.says);
    cell(html, statement.citation);
  }
}

void write_incident_sources(const Page& page, Html& html) {
  const Table table(html, "incident-sources", "Where the outbreaks were read", {{"incident"}, {"read in"}});
  for (const exposure::Incident& incident : page.subject.facts.incidents) {
    const auto row = html.in("tr");
    id_cell(html, incident.id);
    cell(html, incident.citation);
  }
}

}  // namespace

void write_method(const Page&, Html& html) {
  say(html,
      "What each device runs and which updates are on it was read from inventories. Each vulnerability was then held "
      "against "
      "the updates that fix it on that product and whatever contains them. An update counts as missing only where the "
      "list of updates is complete; no answer is guessed.");
  html.element("h3", "The five verdicts");
  write_terms(html, verdicts);
  html.element("h3", "Other words");
  write_terms(html, words);
}

void write_facts(const Page& page, Html& html) {
  const std::size_t conflicts = page.subject.facts.conflicts.size();
  say(html, conflicts == 0 ? "No two sources contradict each other."
                           : "In " + counted(conflicts, "place", "places") +
                                 " sources contradict each other. The pack keeps both values and says which is used.");
  write_sources(page, html);
  write_support_dates(page, html);
  write_statements(page, html);
  write_incident_sources(page, html);
}

void write_reproduction(const Page& page, Html& html) {
  say(html, "The same inventories, the same program and the same pack of facts give this report again, byte for byte.");
  const auto list = html.in("dl", {{"class", "terms"}});
  html.element("dt", "command");
  {
    const auto told = html.in("dd");
    html.element("code", page.origin.command);
  }
  html.element("dt", "program").element("dd", page.origin.program);
  html.element("dt", "pack of facts, SHA-256");
  {
    const auto told = html.in("dd");
    html.element("code", page.subject.facts.pack_id);
  }
  html.element("dt", "why one verdict is what it is");
  const auto told = html.in("dd");
  html.element("code", "shoal exposure explain DEVICE CVE PATH");
}

}  // namespace shoal::report::page
