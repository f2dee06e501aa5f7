#include "ingest/outbreak_scenario.hpp"

#include <doctest/doctest.h>

namespace shoal::ingest {
namespace {

std::string outbreak_refusal(std::string_view text) {
  const auto read = read_outbreak_scenario(text);
  return read ? "none" : std::string(read.error().code) + ": " + read.error().message;
}

TEST_CASE("a scenario is read with all that it can tell") {
  const auto read = read_outbreak_scenario(R"(
until = "2 d"
site_down_share = 0.4
zones = "z.csv"
devices = "d.csv"
ways = "w.csv"
credentials = "c.csv"
links = "l.csv"
unlisted_ways = "closed"

[worm]
name = "wannacry"
in_ranges = "high"
change = [{ part = "scan", key = "per-second", port = "445/tcp", value = 50 }]

[[effect]]
exploit = "MS17-010/wannacry"
release = "pump"
infect = 0.1
crash = 0.9

[tiers]
enforced = true

[entry]
count = 3
zone = [{ name = "HQ" }, { name = "site:B", weight = 2.5 }]

[response]
noticed_after = 5
detection = { median = "20 min", spread = 0.5 }
reaction = { mean = "90 s" }
cuts_zones = false
switches_off = true
)");
  REQUIRE(read);
  using Law = outbreak::Span::Law;
  const outbreak::Description& made = read->description;
  CHECK(made.until == 172'800);
  CHECK(made.site_down_share == 0.4);
  CHECK(read->zones + read->devices + read->ways + read->credentials + read->links == "z.csvd.csvw.csvc.csvl.csv");
  CHECK(made.unlisted_ways_open == false);
  CHECK(made.worm == "wannacry");
  CHECK(made.where == 1);
  REQUIRE(made.changes.size() == 1);
  CHECK(made.changes[0].port == "445/tcp");
  CHECK(made.changes[0].value == 50);
  REQUIRE(made.effects.size() == 1);
  CHECK(made.effects[0].crash == outbreak::Range{0.9, 0.9, 0.9});
  CHECK(made.tiers_enforced);
  CHECK(made.entry_count == 3);
  CHECK(made.entry_zones == std::vector<std::pair<std::string, double>>{{"HQ", 1}, {"site:B", 2.5}});
  REQUIRE(made.response);
  CHECK(made.response->noticed_after == 5);
  CHECK(made.response->detection.law == Law::lognormal);
  CHECK(made.response->detection.typical == 1200);
  CHECK(made.response->detection.spread == 0.5);
  CHECK(made.response->reaction.law == Law::exponential);
  CHECK(made.response->reaction.typical == 90);
  CHECK(!made.response->cuts_zones);
  CHECK(made.response->switches_off);
}

TEST_CASE("an empty scenario tells nothing, and what it does not tell is left open") {
  const auto read = read_outbreak_scenario("");
  REQUIRE(read);
  CHECK(!read->description.until);
  CHECK(!read->description.unlisted_ways_open);
  CHECK(!read->description.response);
  CHECK(read->description.worm.empty());
}

TEST_CASE("what means nothing is refused with its line, and the nearest where there is one") {
  const std::string code = "ingest.bad_scenario: ";
  CHECK(outbreak_refusal("[worm]\nnam = \"x\"") == code + "line 2: [worm] has no key nam; the nearest is name");
  CHECK(outbreak_refusal("until = \"2 weeks\"") ==
        code + "line 1: until is not a time such as \"20 min\" or \"4 h\": 2 weeks");
  CHECK(outbreak_refusal("until = 5") == code + "line 1: until of the scenario is not a text, but the number 5");
  CHECK(outbreak_refusal("until = \"0 s\"") == code + "line 1: until of the scenario is not above 0");
  CHECK(outbreak_refusal("unlisted_ways = \"shut\"") ==
        code + "line 1: unlisted_ways is neither open nor closed: shut");
  CHECK(outbreak_refusal("site_down_share = 2") == code + "line 1: site_down_share of the scenario is not from 0 to 1");
  CHECK(outbreak_refusal("[response]\ndetection = \"1 h\"") == code + "line 1: [response] has no reaction");
  CHECK(outbreak_refusal("[response]\ndetection = { mean = \"1 h\", spread = 1 }\nreaction = \"1 h\"") ==
        code + "line 2: detection has a spread, which goes with a median");
  CHECK(outbreak_refusal("[entry]\ndevices = [\"a\"]\nzone = [{name = \"b\"}]") ==
        code + "line 1: [entry] has devices and zones; it begins at the one or in the other");
  CHECK(outbreak_refusal("[[effect]]\nexploit = \"a\"\nrelease = \"b\"\ninfect = 0.6\ncrash = 0.6") ==
        code + "line 1: infect and crash of [[effect]] exceed 1 together");
  CHECK(outbreak_refusal("[[worm.change]]\npart = \"scan\"\nkey = \"per-second\"\nvalue = nan") ==
        code + "line 4: value of [[worm.change]] is not a number of 0 or more");
}

TEST_CASE("a name that has what no name may is refused, and does not stop the program") {
  for (const char* text : {"a\u00DD = 1", "[!]", "[[=]]", "[\x01w]", "[.a]", "[,]"}) {
    CAPTURE(text);
    const std::string said = outbreak_refusal(text);
    CHECK(said.starts_with("ingest.bad_scenario: line 1: no TOML: "));
  }
}

TEST_CASE("spans of time have a unit") {
  CHECK(parse_time_span("90 s") == 90);
  CHECK(parse_time_span("20min") == 1200);
  CHECK(parse_time_span("0.5 h") == 1800);
  CHECK(parse_time_span("2 d") == 172'800);
  for (const char* text : {"", "5", "h", "-1 h", "1 year", "1e9 d", "1..2 h", "99999999999 h", "1 H"}) {
    CAPTURE(text);
    CHECK(!parse_time_span(text));
  }
}

}  // namespace
}  // namespace shoal::ingest
