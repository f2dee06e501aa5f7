#include "exposure/device_weight.hpp"

#include <doctest/doctest.h>

namespace shoal::exposure {
namespace {

const char* const weight_rows =
    "# a comment\n"
    "what,value,thousandths\n"
    "support,mainstream,1000\nsupport,extended,1000\nsupport,paid,1500\nsupport,none,3000\nsupport,unknown,2500\n"
    "finding,open,10\nfinding,exploited,100\nfinding,most,2000\nfinding,unassessed,1200\n"
    "tag,internet-facing=yes,3000\ntag,personal-data=yes,1500\nround,step,100\n";

TEST_CASE("a weight is its phase and its findings, times its tags, in whole steps") {
  const auto table = read_weight_table(weight_rows);
  REQUIRE(table);
  using enum lifecycle::Phase;
  const estate::Tags web{{"internet-facing", "Yes"}}, both{{"Internet-Facing", "yes"}, {"personal-data", "yes"}},
      other{{"internet-facing", "no"}, {"site", "yes"}};
  struct Case {
    Weighed device;
    std::int32_t weight;
  };
  const Case cases[] = {
      {{mainstream, 0, 0, true, {}}, 1000},    {{paid, 0, 0, true, other}, 1500},
      {{none, 0, 0, true, {}}, 3000},          {{none, 40, 3, true, {}}, 3700},  // 3000 + 400 + 300
      {{none, 40.4, 0, true, {}}, 3400},                                         // 3404 in steps of 100
      {{none, 40.6, 4.5, true, {}}, 3900},                                       // 3000 + 406 + 450 = 3856
      {{none, 5000, 5000, true, {}}, 5000},                                      // The most.
      {{mainstream, 0, 0, false, {}}, 2200},                                     // Not told is not safe.
      {{mainstream, 300, 0, false, {}}, 3000},  // More is known than is assumed of what is not.
      {{mainstream, 0, 0, true, web}, 3000},   {{unknown, 0, 0, false, both}, 16'700},  // 3700 * 3 * 1.5 = 16650
  };
  for (const Case& each : cases) {
    CAPTURE(each.weight);
    CHECK(weight_of(*table, each.device) == each.weight);
  }
}

TEST_CASE("no device weighs nothing, and none more than the most that a plan takes") {
  auto table = read_weight_table(weight_rows);
  REQUIRE(table);
  table->support = {};
  CHECK(weight_of(*table, {lifecycle::Phase::none, 0, 0, true, {}}) == 100);
  table->support.fill(weight_max);
  const estate::Tags web{{"internet-facing", "yes"}};
  CHECK(weight_of(*table, {lifecycle::Phase::none, 1e9, 1e9, false, web}) == weight_max);
}

TEST_CASE("a table of weights that says too little, or something twice, is refused with the row") {
  const std::string all = weight_rows;
  const auto told = [&](const std::string& from, const std::string& to) {
    std::string changed = all;
    changed.replace(changed.find(from), from.size(), to);
    const auto read = read_weight_table(changed);
    return read ? std::string("read") : std::string(read.error().code) + ": " + read.error().message;
  };
  CHECK(told("support,none,3000\n", "") == "exposure.bad_weights: there is no row for support,none");
  CHECK(told("3000\n", "heavy\n") ==
        "exposure.bad_weights: line 6: support,none is not a number from 0 to 1,000,000: heavy");
  CHECK(told("support,none", "support,nil") ==
        "exposure.bad_weights: line 6: there is no weight of this name: support,nil");
  CHECK(told("round,step,100", "round,step,0") == "exposure.bad_weights: line 14: round,step is above 0");
  CHECK(told("finding,open,10\n", "finding,open\n") ==
        "exposure.bad_weights: line 8: a row of weights has what, value and thousandths");
  CHECK(told("round", "tag,Personal-data=YES,2\nround") ==
        "exposure.bad_weights: line 14: tag,Personal-data=YES is given twice");
  CHECK(told("personal-data=yes", "personal-data") ==
        "exposure.bad_weights: line 13: there is no weight of this name: tag,personal-data");
}

}  // namespace
}  // namespace shoal::exposure
