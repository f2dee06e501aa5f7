#include "report/plan_page.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "report/made_plan_answer.hpp"
#include "report/page_checks.hpp"

namespace shoal::report {
namespace {

std::string page_of(const PlanAnswer& answer) {
  std::ostringstream out;
  write_plan_page(answer, {"shoal 0.1.0", "shoal plan met.toml --seed 7"}, out);
  return out.str();
}

std::string small_page() {
  const plan::Programme programme = made_plan_programme();
  return page_of(made_plan_answer(programme));
}

TEST_CASE("the page of a plan says in short who moves, how good that is and when it ends") {
  CHECK(lacking(small_page(),
                {"5 of 6 devices</a> move by 2026-01-25, the end of week 2. 1 stays.",
                 ("21.0 device-weeks</a> of exposure until then. No order of work could do better than 20.0; "
                  "this plan is within 5.00 % of that. It bounds plans with these pilots, and knows how long they are "
                  "watched, not how long it takes until they can move."),
                 ("8 of 10 scenarios</a> of how the programme may go end by 2026-02-08, the end of week 4; half of "
                  "all by 2026-02-01, the end of week 3. If all goes as planned it is 2026-01-25, the end of "
                  "week 2: 20 of 100 end then or sooner."),
                 ("By 2026-02-08</a>, 1 of 6 devices has not moved, by this plan. All that can move have, in 80 of "
                  "100 scenarios."),
                 ("20.0 % more exposure</a> comes of the best of the orders in which people mend without a plan: "
                  "most-used."),
                 "2 weeks sooner</a>, in 8 of 10 scenarios, is what moves the date most: 1 more in team packagers.",
                 "1 row was set aside"}) == "");
}

TEST_CASE("each picture of a plan stands beside its numbers") {
  CHECK(lacking(small_page(),
                {"<title id=\"burn-down-chart-title\">", "<title id=\"waves-chart-title\">",
                 "<title id=\"mending-chart-title\">",
                 // Week 4: by the plan, and what 1, 5, 8 and 9 of 10 scenarios do not exceed.
                 ("<th scope=\"row\" class=\"n\">4</th><td class=\"id\">2026-02-02</td><td class=\"n\">1</td><td "
                  "class=\"n\">1</td><td class=\"n\">1</td><td class=\"n\">2</td><td class=\"n\">3</td>"),
                 // The last wave, and what is left after it.
                 ("<th scope=\"row\" class=\"n\">2</th><td class=\"id\">2026-01-19</td><td class=\"n\">3</td><td "
                  "class=\"n\">1</td><td>Croydon 2, Sutton, police station with the community office (Büro) 1</td>"),
                 // HOLMES 2: second of its team, begun in week 0, ready in week 1, keeps 2 and frees 2.
                 ("HOLMES 2</th><td class=\"path\">packagers</td><td class=\"n\">2</td><td class=\"n\">7.5</td><td "
                  "class=\"id\">week 0, 2026-01-05</td><td class=\"id\">week 1, 2026-01-12</td><td "
                  "class=\"n\">2</td><td class=\"n\">2</td><td class=\"n\">1</td>"),
                 // HOLMES 2 and CRIS: 4 devices by weight for 10 person-days.
                 ("<th scope=\"row\" class=\"n\">1</th><td class=\"n\">2</td><td class=\"n\">10.0</td><td "
                  "class=\"n\">3</td><td class=\"n\">0.4</td>")}) == "");
}

TEST_CASE("the page of a plan tells what stays, what limits it, pilots, levers and how it came to be") {
  CHECK(lacking(small_page(),
                {("a person said so, nobody plans to replace their hardware, or no pilot of theirs can move</th><td "
                  "class=\"n\">1</td>"),
                 "what only team packagers can mend lets no plan end before week 2, 2026-01-19.",
                 "1 device moves first and tries 3 of 4 pairs of an application and a model",
                 "Oracle Forms</th><td class=\"path\">OptiPlex 745</td>",
                 "1 more in team packagers</th><td class=\"n\">1</td>", "<td class=\"n\">-0.1</td>",
                 "there is no site Suton", "<code>shoal plan met.toml --seed 7</code>", "<dd>shoal 0.1.0</dd>"}) == "");
}

TEST_CASE("every element of the page of a plan is closed in its turn, no id stands twice, every link has its place") {
  const std::string page = small_page();
  CHECK(unclosed(page) == "");
  CHECK(broken_links(page) == "");
}

TEST_CASE("the page of a plan runs nothing and loads nothing, whatever the names in it") {
  const std::string hostile = "<script>alert('x')</script>\"&";
  plan::Programme programme = made_plan_programme();
  programme.target = hostile;
  programme.teams[0].name = hostile;
  for (plan::NamedApplication& application : programme.applications)
    if (application.ways[0].team == "packagers") application.ways[0].team = hostile;
  programme.sites[0].name = hostile;
  for (plan::NamedDevice& device : programme.devices) {
    if (device.site == "Croydon") device.site = hostile;
    device.name += hostile;
    device.model = hostile;
  }
  programme.applications[2].name = programme.names[2] = hostile;
  PlanAnswer answer = made_plan_answer(programme);
  answer.compared[0].rule = answer.set_aside[0].reason = answer.set_aside[0].place = hostile;
  answer.pilots->uncovered[0] = {hostile, hostile, 2, plan::Uncovered::rare};
  const std::string page = page_of(answer);
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;") != std::string::npos);
  CHECK(unclosed(page) == "");
  CHECK(page.find("http:") == std::string::npos);
  CHECK(page.find("https:") == std::string::npos);
}

TEST_CASE("a plan in which nobody moves, of which nothing else is known, has a page") {
  const plan::Programme programme = made_plan_programme();
  PlanAnswer answer = made_plan_answer(programme);
  PlanAnswer bare{programme, answer.prepared};
  bare.plan.order.teams.resize(2);
  bare.plan.order.mode.resize(3);
  bare.plan.ready.assign(3, plan::never);
  bare.week_of.assign(6, plan::never);
  bare.meanings.resize(3);
  const std::string page = page_of(bare);
  CHECK(unclosed(page) == "");
  CHECK(lacking(page, {"0 of 6 devices</a> move. 6 stay."}) == "");
  CHECK(broken_links(page) == "");
}

}  // namespace
}  // namespace shoal::report
