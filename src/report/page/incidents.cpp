// Section: how the devices stand to known outbreaks, and to updates that were asked for.
#include <algorithm>
#include <array>
#include <tuple>

#include "base/text.hpp"
#include "report/page/parts.hpp"

namespace shoal::report::page {
namespace {

using exposure::Answer;
using exposure::Incident;
using exposure::JudgedState;

struct ShownAnswer {
  Answer answer;
  Fill fill;
  const char* means;
};
constexpr ShownAnswer answers[exposure::answer_count] = {
    {Answer::has, Fill::good, "every fix that concerns it is there"},
    {Answer::lacks, Fill::bad, "at least one fix is missing, or there is none"},
    {Answer::cannot_tell, Fill::unknown, "what is held does not decide it"},
    {Answer::not_listed, Fill::fair, "the vendor assessed the release and does not list it"},
    {Answer::predates, Fill::outside,
     "published before the vendor's lists of the release begin; they do not speak of it"}};

std::uint64_t devices_of(const Tally& tally, Answer answer) { return tally.devices[static_cast<std::size_t>(answer)]; }

// `ask` may be costly, so each state is asked once.
template <typename Ask>
void write_answers(const Page& page, Html& html, const std::string& id, const std::string& caption, const Tally& tally,
                   Ask ask) {
  std::array<std::vector<std::size_t>, exposure::answer_count> numbers;
  for (std::size_t i = 0; i < page.order.states.size(); i++) {
    const Answer answer = ask(page.subject.assessment.states[page.order.states[i]]);
    numbers[static_cast<std::size_t>(answer)].push_back(i + 1);
  }
  std::vector<Bucket> buckets;
  for (const ShownAnswer& shown : answers)
    buckets.push_back({std::string(exposure::spelled(shown.answer)), shown.means, devices_of(tally, shown.answer),
                       shown.fill, "", std::move(numbers[static_cast<std::size_t>(shown.answer)])});
  buckets.push_back(
      {"unassessable", "the device cannot be judged", tally.unassessable, Fill::presumed, "not-judged", {}});
  partition(page, html, id, caption, "devices", buckets);
}

// What the incident was, and what it used.
void tell(const Page& page, Html& html, const Incident& incident) {
  html.text(incident.title + " It used ");
  std::vector<std::string> names;
  for (const auto vulnerability : incident.vulnerabilities)
    names.push_back(exposure::spelled(page.subject.facts.vulnerabilities[vulnerability]));
  for (const std::string& name : incident.not_held) names.push_back(name + " (not held)");
  for (std::size_t i = 0; i < names.size(); i++)
    html.text(i == 0 ? "" : ", ").element("span", names[i], {{"class", "id"}});
  html.text(".");
}

void write_incident(const Page& page, Html& html, const Incident& incident) {
  const auto whole = html.in("div", {{"class", "whole"}});
  html.element("h3", incident.id);
  {
    const auto told = html.in("p");
    tell(page, html, incident);
  }
  write_answers(page, html, "incident-" + incident.id, "Devices by how they stand to " + incident.id,
                tally_incident(page.subject, incident),
                [&](const JudgedState& state) { return exposure::stands_to(state, incident.vulnerabilities); });
  html.element("p", "Source: " + incident.citation, {{"class", "source"}});
}

void write_update(const Page& page, Html& html, std::uint32_t kb) {
  const std::string name = "KB" + std::to_string(kb);
  const auto whole = html.in("div", {{"class", "whole"}});
  html.element("h3", name + ", or an update that contains it");
  write_answers(page, html, "update-" + name, "Devices by how they stand to " + name, tally_update(page.subject, kb),
                [&](const JudgedState& state) { return exposure::stands_to_update(state, kb); });
}

void brief_row(Html& html, const Incident& incident, const Tally& tally) {
  const auto row = html.in("tr");
  {
    const auto head = html.in("th", {{"scope", "row"}, {"class", "id"}});
    link(html, "states-" + incident.id, incident.id);
  }
  std::vector<Part> parts;
  for (const ShownAnswer& shown : answers) {
    parts.push_back({"", devices_of(tally, shown.answer), shown.fill});
    cell(html, devices_of(tally, shown.answer));
  }
  parts.push_back({"", tally.unassessable, Fill::presumed});
  cell(html, tally.unassessable);
  const auto drawn = html.in("td", {{"class", "drawn"}});
  small_stacked_bar(html, parts);
}

void say_states(const Page& page, Html& html, std::string_view told, const std::vector<std::size_t>& numbers) {
  if (numbers.empty()) return;
  html.text(told);
  state_links(page, html, numbers);
  html.text(".");
}

// What the incident was, and which states its row counts as open or in doubt.
void brief_entry(const Page& page, Html& html, const Incident& incident) {
  std::array<std::vector<std::size_t>, exposure::answer_count> numbers;
  for (std::size_t i = 0; i < page.order.states.size(); i++) {
    const JudgedState& state = page.subject.assessment.states[page.order.states[i]];
    numbers[static_cast<std::size_t>(exposure::stands_to(state, incident.vulnerabilities))].push_back(i + 1);
  }
  html.element("dt", incident.id, {{"id", "states-" + incident.id}});
  const auto told = html.in("dd");
  tell(page, html, incident);
  say_states(page, html, " Lacks: ", numbers[static_cast<std::size_t>(Answer::lacks)]);
  say_states(page, html, " Cannot tell: ", numbers[static_cast<std::size_t>(Answer::cannot_tell)]);
}

// All incidents of the pack, those that concern most devices first.
void write_brief(const Page& page, Html& html) {
  std::vector<std::pair<Tally, const Incident*>> all;
  for (const Incident& incident : page.subject.facts.incidents)
    all.emplace_back(tally_incident(page.subject, incident), &incident);
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    const auto weight = [](const Tally& tally) {
      return std::tuple(devices_of(tally, Answer::lacks), devices_of(tally, Answer::cannot_tell));
    };
    return weight(a.first) > weight(b.first);
  });
  {
    const Table table(html, "incidents-brief",
                      counted(all.size(), "known outbreak or campaign", "known outbreaks and campaigns") +
                          ": devices by how they stand to it",
                      {{"incident"},
                       {"has", number},
                       {"lacks", number},
                       {"cannot tell", number},
                       {"not listed", number},
                       {"predates", number},
                       {"unassessable", number},
                       {"parts"}});
    for (const auto& [tally, incident] : all) brief_row(html, *incident, tally);
  }
  const auto list = html.in("dl", {{"class", "terms"}});
  for (const auto& [tally, incident] : all) {
    brief_entry(page, html, *incident);
    html.line();
  }
}

}  // namespace

void write_incidents(const Page& page, Html& html) {
  say(html,
      "For each outbreak: which devices hold every fix for what it used, which lack one, and of which that cannot be "
      "told. The six numbers of a row sum to all devices.");
  for (const Incident* incident : page.subject.incidents) write_incident(page, html, *incident);
  for (const std::uint32_t kb : page.subject.updates) write_update(page, html, kb);
  if (!page.subject.incidents.empty() || !page.subject.updates.empty()) html.element("h3", "All, in brief");
  write_brief(page, html);
}

}  // namespace shoal::report::page
