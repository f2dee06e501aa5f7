#include "report/plan_estate.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "report/made_plan_answer.hpp"
#include "report/plan_page.hpp"

namespace shoal::report {
namespace {

using namespace std::chrono;

PlanEstate made_plan_estate() {
  PlanEstate estate;
  estate.as_of = estate.known_at = 2026y / 1 / 2;
  estate.devices = 9;
  estate.aside = {
      {"OLD <1>", NotPlanned::retired}, {"PC-7", NotPlanned::already_there}, {"PC-8", NotPlanned::already_there}};
  estate.without_list = 1;
  estate.unfit = 2;
  estate.blocked = 3;
  estate.never_judged = 4;
  estate.on_no_device = {"A", "B", "C", "D", "E <b>", "F"};
  estate.weights = "by exposure";
  return estate;
}

TEST_CASE("the buckets of a register's devices sum to all of them, empty ones included") {
  std::string text;
  for (const EstateFigure& each : estate_figures(made_plan_estate()))
    text += each.what + " " + std::to_string(each.devices) + "\n";
  CHECK(text == "planned 6\nretired 1\nsilent 0\nunrecognised 0\nother-kind 0\nalready-there 2\nsum 9\n");
}

TEST_CASE("what a plan does not know of a register's devices is told in sentences, and nothing else is") {
  const plan::Programme programme = made_plan_programme();
  std::string text;
  for (const std::string& each : estate_texts(made_plan_estate(), programme.devices)) text += each + "\n";
  CHECK(text ==
        "Applications on them: 3 blocked, 0 to get a remedy first, 0 unassessed, 4 never judged, 0 ready. Those "
        "unassessed and never judged keep devices until somebody says otherwise\n"
        "1 device waits for \"(programs not listed)\": nobody lists their programs, and any may be there\n"
        "2 devices wait for \"(hardware not fit)\": they lack what the target needs\n"
        "In the table of applications, and on no planned device: A, B, C, D, E <b> and 1 more\n"
        "Weights by exposure: 2.0 of 1 device, 1.0 of 5 devices\n");
}

TEST_CASE("weights beyond the heaviest are counted together") {
  std::vector<plan::NamedDevice> devices(9);
  for (int i = 0; i < 9; i++) devices[static_cast<std::size_t>(i)].weight = 12'345 - 1'000 * i;
  PlanEstate estate;
  estate.weights = "as told";
  CHECK(estate_texts(estate, devices).back() ==
        "Weights as told: 12.345 of 1 device, 11.345 of 1 device, 10.345 of 1 device, 9.345 of 1 device, 8.345 of 1 "
        "device, 7.345 of 1 device, less of 3 more");
}

TEST_CASE("the page and the JSON of a plan from a register name what is not planned, made harmless") {
  const plan::Programme programme = made_plan_programme();
  PlanAnswer answer = made_plan_answer(programme);
  answer.estate = made_plan_estate();
  std::ostringstream page, json, csv;
  write_plan_page(answer, {"shoal 0.1.0", "shoal plan met.toml"}, page);
  write_plan(answer, "json", json);
  write_plan(answer, "csv", csv);
  CHECK(page.str().find(". What of the register is planned</h2>") != std::string::npos);
  CHECK(page.str().find("D, E &lt;b&gt; and 1 more") != std::string::npos);
  CHECK(page.str().find("E <b>") == std::string::npos);
  CHECK(json.str().find("\"device\": \"OLD <1>\",\n        \"why\": \"retired\"") != std::string::npos);
  CHECK(json.str().find("\"planned\": 6") != std::string::npos);
  CHECK(csv.str().ends_with("OLD <1>,,,,,no,retired,\r\nPC-7,,,,,no,already-there,\r\nPC-8,,,,,no,already-there,\r\n"));
}

}  // namespace
}  // namespace shoal::report
