#include "outbreak/worm.hpp"

#include <doctest/doctest.h>

namespace shoal::outbreak {
namespace {

const std::string worm_header = "worm,part,exploit,port,key,low,likely,high,unit,note,verified,citation,read\n";

std::string worm_row(const std::string& cells) { return cells + ",,,secondary,a page,2026-11-26\n"; }

const std::string two_worms =
    "# comment, with a comma\n" + worm_header +  //
    worm_row("blaster,scan,A,135/tcp,per-second,10,20,40") + worm_row("blaster,scan,A,135/tcp,in-zone,0.2,0.4,0.6") +
    worm_row("other,theft,,445/tcp,per-second,1,1,1") + worm_row("blaster,sweep,B,,per-second,1,2,3") +
    worm_row("blaster,life,,,latent-median,5,10,20") + worm_row("blaster,life,,,latent-spread,0.5,0.5,0.5") +
    worm_row("blaster,life,,,kill-switch,60,600,6000");

std::string refusal(const std::string& csv) {
  const auto read = read_worms(csv);
  return read ? "none" : read.error().message;
}

TEST_CASE("a range is walked in proportion from its low end over what is likely to its high end") {
  const Range range{10, 20, 40};
  CHECK(value_at(range, 0) == 10);
  CHECK(value_at(range, 0.25) == 15);
  CHECK(value_at(range, 0.5) == 20);
  CHECK(value_at(range, 0.75) == 30);
  CHECK(value_at(range, 1) == 40);
}

TEST_CASE("the values of a worm become its parts, each at its place in its range") {
  const auto worms = read_worms(two_worms);
  REQUIRE(worms);
  REQUIRE(worms->size() == 2);
  const WormProfile& blaster = worms->front();
  const WormNames names = names_of(blaster);
  CHECK(names.exploits == std::vector<std::string>{"A", "B"});
  CHECK(names.ports == std::vector<std::string>{"135/tcp"});
  const std::vector<double> where{1, 0};
  const Worm worm = made_worm(blaster, names, where);
  REQUIRE(worm.scans.size() == 1);
  CHECK(worm.scans[0] == Scan{0, 0, 40, 0.2, 0, 0x1p32});
  REQUIRE(worm.sweeps.size() == 1);
  CHECK(worm.sweeps[0].exploit == 1);
  CHECK(worm.sweeps[0].per_second == 2);
  CHECK(worm.latent.law == Span::Law::lognormal);
  CHECK(worm.latent.typical == 10);
  CHECK(worm.latent.spread == 0.5);
  CHECK(worm.active.typical == forever);
  CHECK(worm.kill_switch == 600);
  CHECK(made_worm((*worms)[1], names_of((*worms)[1]), {}).thefts[0].success == 1);
}

TEST_CASE("a table of worms that does not hold together is refused with its line") {
  CHECK(refusal(worm_header + worm_row("w,scam,A,1/tcp,per-second,1,1,1")) ==
        "line 2: there is no such part of a worm: scam");
  CHECK(refusal(worm_header + "w,scan,A,1/tcp,per-second,1,1,1,attempts an hour,,secondary,a page,2026-11-26\n") ==
        "line 2: per-second is in attempts a second, not in attempts an hour");
  CHECK(refusal(worm_header + worm_row("w,scan,,1/tcp,per-second,1,1,1")) == "line 2: scan has no exploit");
  CHECK(refusal(worm_header + worm_row("w,sweep,A,1/tcp,per-second,1,1,1")) == "line 2: sweep has a port");
  CHECK(refusal(worm_header + worm_row("w,scan,A,1/tcp,per-hour,1,1,1")) == "line 2: scan has no key per-hour");
  CHECK(refusal(worm_header + worm_row("w,scan,A,1/tcp,per-second,2,1,1")) ==
        "line 2: low, likely and high do not ascend");
  CHECK(refusal(worm_header + worm_row("w,scan,A,1/tcp,in-zone,0,1,2")) ==
        "line 2: high is not a number within its bounds: 2");
  CHECK(refusal(worm_header + worm_row("w,scan,A,1/tcp,in-zone,0,1,1")) == "w: scan has no per-second");
  CHECK(refusal(worm_header + worm_row("w,scan,A,1/tcp,per-second,1,1,1") + worm_row("w,scan,A,1/tcp,in-zone,0,0,0.6") +
                worm_row("w,scan,A,1/tcp,in-site,0,0,0.5")) ==
        "w: scan has shares in-zone and in-site that may exceed 1 together");
  CHECK(refusal(worm_header + worm_row("w,scan,A,1/tcp,per-second,1,1,1") +
                worm_row("w,scan,A,1/tcp,per-second,1,1,1")) == "line 3: per-second is given twice");
}

TEST_CASE("what a scenario knows better takes the place of a range, and of another law of the same span") {
  const WormProfile blaster = read_worms(two_worms).value().front();
  const WormChange changes[] = {{"scan", "per-second", "", "", 5},
                                {"scan", "in-site", "A", "", 0.3},
                                {"life", "latent", "", "", 7},
                                {"life", "active-mean", "", "", 99}};
  const auto made = changed(blaster, changes);
  REQUIRE(made);
  const Worm worm = made_worm(*made, names_of(*made), {});
  CHECK(worm.scans[0] == Scan{0, 0, 5, 0.4, 0.3, 0x1p32});
  CHECK(worm.latent.law == Span::Law::fixed);
  CHECK(worm.latent.typical == 7);
  CHECK(worm.active.law == Span::Law::exponential);
  CHECK(worm.active.typical == 99);
  CHECK(worm.kill_switch == 600);
  const WormChange wrong[] = {{"theft", "per-second", "", "", 5}};
  CHECK(changed(blaster, wrong).error().message == "worm blaster: it has no such part: theft per-second");
  const WormChange unknown[] = {{"scan", "speed", "", "", 5}};
  CHECK(changed(blaster, unknown).error().message == "worm blaster: there is no such value: scan speed");
  const WormChange negative[] = {{"scan", "per-second", "", "", -1}};
  CHECK(changed(blaster, negative).error().message == "worm blaster: the value is out of its bounds: scan per-second");
}

}  // namespace
}  // namespace shoal::outbreak
