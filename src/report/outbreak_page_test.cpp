#include "report/outbreak_page.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "report/made_outbreak_answer.hpp"
#include "report/page_checks.hpp"

namespace shoal::report {
namespace {

std::string outbreak_page_of(const OutbreakAnswer& answer) {
  std::ostringstream out;
  write_outbreak_page(answer, {"shoal 0.1.0", "shoal outbreak met.toml --seed 7"}, out);
  return out.str();
}

std::string small_outbreak_page() {
  const outbreak::Prepared prepared = made_small_outbreak();
  return outbreak_page_of(made_small_answer(prepared));
}

TEST_CASE("the page of an outbreak says at its top what happens, how fast, where, what helps and what is assumed") {
  CHECK(lacking(small_outbreak_page(),
                {"A model, not a prediction: it tells what follows from its assumptions.",
                 "3 devices</a> of 6 are lost in the middle outbreak", "1 in 10 comes to 6 devices or more.",
                 "10 minutes</a> after the first device, 2 devices are lost in half of all outbreaks",
                 "Croydon A</a> is where it matters most that it does not begin: 3.50 (3.00 to 4.00) devices",
                 "close 445/tcp from Croydon to Sutton</a> helps most for its effort: 1 person-day",
                 "1 action ranked below may be as good.", "Assumed</a>: a worm like wannacry.",
                 "2 rows were set aside"}) == "");
}

TEST_CASE("each picture of an outbreak stands beside its numbers") {
  CHECK(
      lacking(small_outbreak_page(),
              {"<title id=\"loss-chart-title\">", "<title id=\"heat-chart-title\">", "<title id=\"ways-chart-title\">",
               "<title id=\"ranking-chart-title\">",
               // After 10 minutes: the mean, and what 1, 5, 8 and 9 of 10 do not exceed.
               ("<th scope=\"row\" class=\"n\">10 min</th><td class=\"n\">2.5</td><td class=\"n\">1</td><td "
                "class=\"n\">2</td><td class=\"n\">4</td><td class=\"n\">4</td>"),
               // Lost and not lost on average are all six.
               "devices lost</th><td class=\"n\">3.5</td>", "devices not lost</th><td class=\"n\">2.5</td>",
               // Croydon A: 9 of 12 device-replicates, 5 by the first time and 8 by the second.
               ("Croydon A</th><td class=\"n\">3</td><td class=\"n\">2.3</td><td class=\"n\">41.7 %</td><td "
                "class=\"n\">66.7 %</td><td class=\"n\">75.0 %</td>"),
               // One of the three infections between zones.
               ("Front desk (Büro) (Sutton)</th><td>Croydon B</td><td class=\"n\">0.3</td><td class=\"n\">33.3 %</td>"),
               // An action that was tried apart, and one whose interval is not known.
               ("<td class=\"n\">1</td><td class=\"n\">200<span class=\"more\">50 begun where it protects, as 12.5 % "
                "do</span></td>"),
               ("react an hour sooner</td><td class=\"n\">20</td><td class=\"n\">2.00<span class=\"more\">too few were "
                "tried "
                "to say how sure</span></td>")}) == "");
}

TEST_CASE("the page of an outbreak tells pairs, entries, where values come from and how it came to be") {
  CHECK(lacking(small_outbreak_page(),
                {"each does part of the other&#39;s work", "not tried",
                 ("scan per-second, 445/tcp, MS17-010/wannacry</th><td class=\"n\">10</td><td class=\"n\">128</td><td "
                  "class=\"n\">140</td><td>attempts a second</td><td>unverified</td>"),
                 "Further Analysis of WannaCry Ransomware, read 2026-11-26", "<td>4012598</td>",
                 "Nothing is told of credentials.", "there is no zone Suton",
                 "<code>shoal outbreak met.toml --seed 7</code>", "<code>0123abcd</code>"}) == "");
}

TEST_CASE(
    "every element of the page of an outbreak is closed in its turn, no id stands twice, every link leads somewhere") {
  const outbreak::Prepared large = made_large_outbreak();
  for (const std::string& page : {small_outbreak_page(), outbreak_page_of(made_large_answer(large, 5))}) {
    CHECK(unclosed(page) == "");
    CHECK(broken_links(page) == "");
  }
}

TEST_CASE("the page of an outbreak runs nothing and loads nothing, whatever the names in it") {
  const std::string hostile = "<script>alert('x')</script>\"&";
  outbreak::Prepared prepared = made_small_outbreak();
  prepared.profile.name = hostile;
  for (std::string& each : prepared.scenario.sites) each += hostile;
  for (outbreak::Zone& each : prepared.scenario.zones) each.name += hostile;
  for (std::string& each : prepared.devices) each += hostile;
  for (std::string& each : prepared.assumptions) each += hostile;
  for (outbreak::WormValue& each : prepared.profile.values)
    each.exploit = each.port = each.key = each.cited.note = each.cited.citation = each.cited.verified = hostile;
  prepared.exploits[0].name = prepared.exploits[0].title = prepared.exploits[0].bulletin = hostile;
  prepared.scenario.entry.devices = {0, 1, 2, 3};
  OutbreakAnswer answer = made_small_answer(prepared);
  for (outbreak::Action& each : answer.actions) each.name += hostile;
  answer.set_aside[0].reason = answer.set_aside[0].place = answer.scenario = hostile;
  const std::string page = outbreak_page_of(answer);
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;") != std::string::npos);
  CHECK(unclosed(page) == "");
  CHECK(page.find("http:") == std::string::npos);
  CHECK(page.find("https:") == std::string::npos);
}

TEST_CASE("an outbreak that was stopped at once, of which nothing else is known, has a page") {
  const outbreak::Prepared prepared = made_small_outbreak();
  OutbreakAnswer answer{prepared};
  answer.was_stopped = true;
  const std::string page = outbreak_page_of(answer);
  CHECK(unclosed(page) == "");
  CHECK(broken_links(page) == "");
  CHECK(lacking(page, {"stopped early", "No outbreak</a> was simulated"}) == "");
}

}  // namespace
}  // namespace shoal::report
