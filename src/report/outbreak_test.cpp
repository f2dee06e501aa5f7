#include "report/outbreak.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <vector>

#include "base/text.hpp"
#include "report/made_outbreak_answer.hpp"
#include "report/page_checks.hpp"

namespace shoal::report {
namespace {

std::string written_outbreak(const OutbreakAnswer& answer, std::string_view format) {
  std::ostringstream out;
  write_outbreak(answer, format, out);
  return out.str();
}

std::string small_outbreak(std::string_view format) {
  const outbreak::Prepared prepared = made_small_outbreak();
  return written_outbreak(made_small_answer(prepared), format);
}

TEST_CASE("the table of a small outbreak tells all that was found, with sums that a person can check") {
  CHECK(small_outbreak("table") ==
        R"text(An outbreak of wannacry among 6 devices in 3 zones at 2 sites, 1 hour, simulated 4 times
A model, not a prediction: it tells what follows from its assumptions.

Lost at the end
                           mean  P10  P50  P80  P90  of
  devices lost              3.5    1    3    6    6   6
    infected                2.8    1    2    4    4   6
    crashed                 0.7    0    0    2    2   6
  devices not lost          2.5    0    2    5    5   6
  lost with personal data   1.0    0    0    2    2   2
  sites down                1.3    0    1    2    2   2
  P80: the fewest that at least 80 % of all outbreaks do not exceed; likewise the others

Devices by how often they are lost
  lost                      devices
  in none of the outbreaks        0
  in up to 1 of 10                0
  in up to half                   4
  in up to 9 of 10                1
  in more, but not in all         0
  in all of them                  1
  ------------------------  -------
  all                             6

Devices lost by then
   after  mean  P10  P50  P80  P90
   1 min   1.3    1    1    2    2
  10 min   2.5    1    2    4    4
     1 h   3.5    1    3    6    6

Zones that lose most
  zone                        devices  lost, mean  half of it by
  Croydon A                         3         2.3          1 min
  Croydon B                         2         0.8         10 min
  Front desk (Büro) (Sutton)        1         0.5            1 h

Where it matters most that it does not begin
  zone                        devices lost if it begins there  how likely it does
  Croydon A                               3.50 (3.00 to 4.00)              50.0 %
  Front desk (Büro) (Sutton)                        not tried              50.0 %

What helps most for its effort; if nothing is done, 3.50 (3.00 to 4.00) devices are lost
     action                                person-days                  fewer lost in an outbreak                             per person-day  as good below it
  1  close 445/tcp from Croydon to Sutton            1                        0.50 (0.25 to 0.75)                        0.50 (0.25 to 0.75)                 1
  2  react an hour sooner                           20  2.00 (too few were tried to say how sure)  0.10 (too few were tried to say how sure)              none
  All intervals hold together in 95 of 100 such rankings. Outbreaks that begin where an action protects were tried apart for it, however seldom they do; whatever else is too rare to have happened in any of these replicates is in no interval.
  As good below it: ranked lower, and may be as good

Actions together
  one                                   and                            fewer lost       beyond both alone
  close 445/tcp from Croydon to Sutton  react an hour sooner  2.25 (2.00 to 2.50)  -0.25 (-0.50 to -0.12)  each does part of the other's work

Assumed
  The worm does as wannacry is taken to do.
  It begins on 1 device, drawn from 2 of 3 zones by their weights.
  Once 3 devices are lost people can notice: that takes 20 minutes in the middle case (lognormal, spread 0.5), and from then 1 hour on average (exponential) until all zones are cut from each other.
  It is simulated until 1 hour after the first device was infected.
  A site is down once 50 % of its devices are lost.
  A device that is infected or has crashed is lost until the end; nobody restores it meanwhile.
  2 rows were set aside, and what they tell is in none of these figures.
  4 of the 4 values of wannacry are unverified: see data/outbreak/worms.csv.
  Nothing is told of credentials.
    devices.csv line 9: there is no zone Suton

  4 replicates from number 0, seed 7, scenario 0123abcd
)text");
}

TEST_CASE("the brief of an outbreak tells on one page what happens, how fast, where, what helps and what is assumed") {
  CHECK(small_outbreak("brief") == R"text(What wannacry would do to 6 devices

A model, not a prediction: it tells what follows from its assumptions.

- 3 devices of 6 are lost in the middle outbreak: half of all that were
  simulated come to no more. 1 in 10 comes to 6 devices or more.

- 1 site down in the middle outbreak, 2 or more in 1 of 10: a site is down
  once 50 % of its devices are lost. 0 devices with personal data are lost in
  the middle one, 2 or more in 1 of 10.

- 10 minutes after the first device, 2 devices are lost in half of all
  outbreaks, at least half of what is lost there by the end, 1 hour.

- Croydon A is where it matters most that it does not begin: 3.50 (3.00 to
  4.00) devices are lost then, 2.0 times as many as on average.

- close 445/tcp from Croydon to Sutton helps most for its effort: 1
  person-day, and 0.50 (0.25 to 0.75) devices fewer are lost in an outbreak. 1
  action ranked below may be as good.

- react an hour sooner: 20 person-days, and 2.00 (too few were tried to say
  how sure) devices fewer are lost in an outbreak.

- Assumed: a worm like wannacry. It begins on 1 device, drawn from 2 of 3
  zones by their weights. Once 3 devices are lost people can notice: that
  takes about 20 minutes, and from then about 1 hour until all zones are cut
  from each other. The full report lists 2 more assumptions.

4 outbreaks simulated, seed 7, scenario 0123abcd.
)text");
}

TEST_CASE("the brief of a large outbreak is at most a page") {
  const outbreak::Prepared prepared = made_large_outbreak();
  const std::string brief = written_outbreak(made_large_answer(prepared, 5), "brief");
  const auto lines = split(brief, '\n');
  CHECK(lines.size() <= 61);
  CHECK(std::all_of(lines.begin(), lines.end(), [](std::string_view line) { return line.size() <= 78; }));
}

TEST_CASE("the CSV of an outbreak has a row for each device, its chances, and a weight that a plan reads") {
  const std::string expected =
      "device,zone,site,chance_lost,chance_infected,chance_crashed,weight\r\n"
      "PC-1,Croydon A,Croydon,1.0000,1.0000,0.0000,1.714\r\n"
      "PC-2,Croydon A,Croydon,0.7500,0.5000,0.2500,1.286\r\n"
      "PC-3,Croydon A,Croydon,0.5000,0.5000,0.0000,0.857\r\n"
      "PC-4,Croydon B,Croydon,0.5000,0.2500,0.2500,0.857\r\n"
      "PC-5,Croydon B,Croydon,0.2500,0.2500,0.0000,0.429\r\n"
      "PC-6,Front desk (Büro),Sutton,0.5000,0.2500,0.2500,0.857\r\n";
  CHECK(small_outbreak("csv") == expected);
}

TEST_CASE("the JSON of an outbreak has each device, each replicate and each value of the worm, and no infinity") {
  std::string json = small_outbreak("json");
  // Its layout is not what is promised.
  json.erase(std::remove_if(json.begin(), json.end(), [](char c) { return c == ' ' || c == '\n'; }), json.end());
  const std::vector<std::string> told{
      R"js({"replicate":3,"infected":4,"crashed":2,"with_personal_data":2,"sites_down":2,"lost_by_time":[2,4,6]})js",
      (R"js({"device":"PC-2","zone":"CroydonA","site":"Croydon","kind":"windows-xp-sp3","has_personal_data":false,)js"
       R"js("infected_replicates":2,"crashed_replicates":1,"chance_lost":0.75,"weight":1.286})js"),
      R"js({"from":"Frontdesk(Büro)","to":"CroydonB","infections_all_replicates":1})js",
      R"js("averted":{"mean":2.0,"low":null,"high":null})js",
      R"js("begun_where_it_protects":{"chance":{"mean":0.125,"low":0.125,"high":0.125},"replicates":50})js",
      R"js("begun_where_it_protects":null)js",
      (R"js("protection":{"safe_devices":[],"patched":[],)js"
       R"js("closed":[{"port":"445/tcp","from":"CroydonA","to":"Frontdesk(Büro)"}])js"),
      (R"js("key":"per-second","low":10.0,"likely":128.0,"high":140.0,"unit":"attemptsasecond","note":"Readonce",)js"
       R"js("verified":"unverified")js"),
      R"js({"zone":"Frontdesk(Büro)","weight":0.5,"lost":null,"replicates":0})js",
      R"js("code":"ingest.broken_row","reason":"thereisnozoneSuton","count":2})js"};
  CHECK(lacking(json, told) == "");
}

TEST_CASE("an outbreak that was stopped before its first replicate has every format") {
  const outbreak::Prepared prepared = made_small_outbreak();
  OutbreakAnswer answer{prepared};
  answer.was_stopped = true;
  answer.ensemble.times = {3600};
  answer.ensemble.zone_lost.assign(3, 0);
  answer.ensemble.infected.assign(6, 0);
  answer.ensemble.crashed.assign(6, 0);
  answer.ensemble.ways.assign(9, 0);
  answer.ensemble.began.assign(3, 0);
  for (const char* format : {"table", "brief", "csv", "json"}) {
    CAPTURE(format);
    CHECK(written_outbreak(answer, format) != "");
  }
  CHECK(lacking(written_outbreak(answer, "table"), {"stopped early", "devices not lost"}) == "");
}

}  // namespace
}  // namespace shoal::report
