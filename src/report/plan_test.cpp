#include "report/plan.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "report/made_plan_answer.hpp"
#include "report/plan_words.hpp"

namespace shoal::report {
namespace {

std::string written_plan(std::string_view format) {
  const plan::Programme programme = made_plan_programme();
  std::ostringstream out;
  write_plan(made_plan_answer(programme), format, out);
  return out.str();
}

/// Lines as RFC 4180 and RFC 5545 end them.
std::string with_carriage_returns(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '\n') made += '\r';
    made += c;
  }
  return made;
}

TEST_CASE("a bound that no prices proved is told, and no gap") {
  const plan::Programme programme = made_plan_programme();
  PlanAnswer answer = made_plan_answer(programme);
  answer.is_bound_rough = true;
  std::ostringstream out;
  write_plan(answer, "table", out);
  CHECK(out.str().find(R"text(
  exposure  21.0 device-weeks; no plan has less than 20.0: how near this plan is to the best possible is not known
  The search for a bound was stopped before it knew more than when each application could be ready at the soonest, and how many devices can move in a week.
  By 2026-02-08)text") != std::string::npos);
}

TEST_CASE("the table of a small plan tells all that was found, with sums that a person can check") {
  CHECK(written_plan("table") ==
        R"text(A programme for 6 devices to windows-11-25h2-x64, from 2026-01-05, planned over 6 weeks

  move      5 devices, the last in week 2, 2026-01-19
  stay      1 device
  exposure  21.0 device-weeks; no plan has less than 20.0: this plan is within 5.00 % of the best possible
  It bounds plans with these pilots, and knows how long they are watched, not how long it takes until they can move.
  By 2026-02-08 not all devices have moved.
    No order of work could do it, as 1 device can never move (a person said so, nobody plans to replace their hardware, or no pilot of theirs can move).

Team packagers mends 2 applications, in this order
     application  person-days  ready by the end of  keeps devices  frees as the last  block
  1  CRIS                 2.5  week 0, 2026-01-05               2                  1      1
  2  HOLMES 2             7.5  week 1, 2026-01-12               2                  2      1

Team vendor mends 1 application, in this order
     application   person-days  ready by the end of  keeps devices  frees as the last  block
  1  Oracle Forms         10.0  week 1, 2026-01-12               1                  1      2

Blocks: what one team that did all the work would mend together, those first that free most
  block  applications  person-days  frees devices  by weight, for each person-day
      1             2         10.0              3                             0.4
      2             1         10.0              1                             0.1

Waves
  week  begins      devices  sites
     0  2026-01-05        1  Croydon 1
     1  2026-01-12        1  Sutton, police station with the community office (Büro) 1
     2  2026-01-19        3  Croydon 2, Sutton, police station with the community office (Büro) 1

Pilots: 1 device tries 3 of 4 pairs of an application and a model
  1 would do, and no fewer than 1 could
  not tried by a pilot  model         devices  why
  Oracle Forms          OptiPlex 745        2  on too few devices

Devices that stay
  devices  why
        1  a person said so, nobody plans to replace their hardware, or no pilot of theirs can move

What limits the end by itself
  what only team packagers can mend lets no plan end before week 2, 2026-01-19
  what only team vendor can mend lets no plan end before week 2, 2026-01-19
  the capacity to move devices lets no plan end before week 1, 2026-01-12

Compared with the orders in which people mend without a plan
  order      exposure    more  ends                stay
  this plan      21.0          week 2, 2026-01-19     1
  most-used      25.2  20.0 %  week 3, 2026-01-26     1

Forecast: if all goes as planned it ends in week 2, 2026-01-19. Of 100 scenarios
  share  have ended by the end of  exposure at most
   10 %  week 2, 2026-01-19                    21.0
   50 %  week 3, 2026-01-26                    23.0
   80 %  week 4, 2026-02-02                    26.0
   90 %  week 5, 2026-02-09                    28.0
  20 end as planned or sooner, 5 not within these weeks. What a forecast cannot know: docs/concepts/forecast.md

What moves the date most
  change                    weeks sooner at 50 %  at 80 %  device-weeks less
  1 more in team packagers                     1        2                3.0
  hardware 4 weeks sooner                      0        0               -0.1

  1 row was set aside, and whom they name is in none of these counts.
  Exposure counts each device by its weight for every week until it has moved. Seed 7.
)text");
}

TEST_CASE("the CSV of a plan has a row for each device, those that stay included") {
  CHECK(written_plan("csv") ==
        with_carriage_returns(R"text(device,site,model,week,week_begins,pilot,stays_because,application,block
PC-1,Croydon,OptiPlex 745,0,2026-01-05,yes,,,
PC-2,Croydon,OptiPlex 745,2,2026-01-19,no,,,1
PC-3,Croydon,OptiPlex 745,2,2026-01-19,no,,,1
PC-4,"Sutton, police station with the community office (Büro)",OptiPlex 745,1,2026-01-12,no,,,1
PC-5,"Sutton, police station with the community office (Büro)",OptiPlex 745,2,2026-01-19,no,,,2
PC-6,"Sutton, police station with the community office (Büro)",OptiPlex 745,,,no,never-released,,
)text"));
}

TEST_CASE("the calendar of a plan has its waves and what becomes ready, folded at 75 octets, lines ended by CRLF") {
  CHECK(written_plan("ics") == with_carriage_returns(R"text(BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//shoal//plan//EN
CALSCALE:GREGORIAN
BEGIN:VEVENT
UID:wave-0@shoal
DTSTAMP:20260105T000000Z
DTSTART;VALUE=DATE:20260105
DTEND;VALUE=DATE:20260112
SUMMARY:1 device moves at Croydon
DESCRIPTION:PC-1
END:VEVENT
BEGIN:VEVENT
UID:wave-1@shoal
DTSTAMP:20260105T000000Z
DTSTART;VALUE=DATE:20260112
DTEND;VALUE=DATE:20260119
SUMMARY:1 device moves at Sutton\, police station with the community office
  (Büro)
DESCRIPTION:PC-4
END:VEVENT
BEGIN:VEVENT
UID:wave-2@shoal
DTSTAMP:20260105T000000Z
DTSTART;VALUE=DATE:20260119
DTEND;VALUE=DATE:20260126
SUMMARY:2 devices move at Croydon
DESCRIPTION:PC-2\, PC-3
END:VEVENT
BEGIN:VEVENT
UID:wave-3@shoal
DTSTAMP:20260105T000000Z
DTSTART;VALUE=DATE:20260119
DTEND;VALUE=DATE:20260126
SUMMARY:1 device moves at Sutton\, police station with the community office
  (Büro)
DESCRIPTION:PC-5
END:VEVENT
BEGIN:VEVENT
UID:application-1@shoal
DTSTAMP:20260105T000000Z
DTSTART;VALUE=DATE:20260111
DTEND;VALUE=DATE:20260112
SUMMARY:CRIS is ready (packagers)
END:VEVENT
BEGIN:VEVENT
UID:application-0@shoal
DTSTAMP:20260105T000000Z
DTSTART;VALUE=DATE:20260118
DTEND;VALUE=DATE:20260119
SUMMARY:HOLMES 2 is ready (packagers)
END:VEVENT
BEGIN:VEVENT
UID:application-2@shoal
DTSTAMP:20260105T000000Z
DTSTART;VALUE=DATE:20260118
DTEND;VALUE=DATE:20260119
SUMMARY:Oracle Forms is ready (vendor)
END:VEVENT
END:VCALENDAR
)text"));
}

TEST_CASE(
    "why an application stands elsewhere than its block, and what clashes, are sentences with names and numbers") {
  plan::Programme programme = made_plan_programme();
  programme.first = {"CRIS"};
  programme.finish_by = std::chrono::year(2026) / 1 / 18;
  PlanAnswer answer = made_plan_answer(programme);
  CHECK(departure_text(answer, {1, true, plan::Departure::wanted_first, 0}) ==
        "CRIS is mended sooner than its block: a person wants it first");
  CHECK(departure_text(answer, {0, false, plan::Departure::other_team, 2}) ==
        "HOLMES 2 is mended later than its block: whoever waits for it waits as long for others, most of them for "
        "Oracle Forms of team vendor");
  REQUIRE(answer.clash);
  CHECK(clash_text(answer, *answer.clash) ==
        "team vendor can do 5.0 person-days by 2026-01-11 and 10.0 are needed by then, for 1 application that only it "
        "can mend");
  plan::Clash moving;
  moving.by = 1;
  moving.from = 1;
  moving.needed = 5;
  moving.devices = 5;
  moving.possible = 3;
  moving.site = 0;
  moving.causes = {{plan::Clash::Cause::Kind::site, 0}, {plan::Clash::Cause::Kind::person, 0}};
  moving.with_weeks_off = true;
  CHECK(clash_text(answer, moving) ==
        "site Croydon has 3 slots from 2026-01-12 until 2026-01-18, with weeks off, and 5 devices that cannot move "
        "before take 5, by the day from which devices may move at site Croydon and the days that people set for single "
        "devices");
}

}  // namespace
}  // namespace shoal::report
