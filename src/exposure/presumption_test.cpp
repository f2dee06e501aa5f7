#include <doctest/doctest.h>

#include <cmath>

#include "base/random.hpp"
#include "exposure/presumption_fit.hpp"

namespace shoal::exposure {
namespace {

using namespace std::chrono;
using estate::Architecture;

// Releases of three generations, and vulnerabilities of one subsystem that are listed for some of them.
struct World {
  Facts facts;

  World() {
    facts.snapshots = {2030y / 1 / 1};
    facts.components.push_back({"windows", {}, false});
    facts.updates.updates.push_back({1, 2000y / 1 / 1, true});
    facts.subsystems = {{"kernel", Role::common, 0}, {"newer", Role::common, 2}, {"browser", Role::apart, 0}};
    add("old-client", 0, false, 2000y / 1 / 1);
    add("old-server", 0, true, 2001y / 1 / 1);
    add("mid-client", 1, false, 2005y / 1 / 1);
    add("new-client", 2, false, 2010y / 1 / 1);
  }
  void add(const char* release, std::uint8_t generation, bool server, Day available) {
    facts.lineage.push_back({release, std::to_string(generation), generation, server, available, "made"});
    Product product;
    product.name = product.release = release;
    product.architecture = Architecture::x64;
    product.assessed_from = 2010y / 1 / 1;
    product.assessed_until = 2030y / 1 / 1;
    facts.products.push_back(product);
    rows.emplace_back();
  }
  VulnerabilityIndex publish(Day day, std::initializer_list<std::size_t> listed, std::uint8_t subsystem = 0) {
    Vulnerability made;
    made.year = 2010;
    made.number = static_cast<std::uint32_t>(facts.vulnerabilities.size());
    made.published = day;
    made.subsystem = subsystem;
    facts.vulnerabilities.push_back(made);
    const auto index = static_cast<VulnerabilityIndex>(made.number);
    for (const std::size_t product : listed) rows[product].push_back({index, 0, 0, 0, 0});
    return index;
  }
  const Facts& done() {
    facts.rows.clear();
    for (std::size_t i = 0; i < rows.size(); i++) {
      facts.products[i].rows_begin = static_cast<std::uint32_t>(facts.rows.size());
      facts.rows.insert(facts.rows.end(), rows[i].begin(), rows[i].end());
      facts.products[i].rows_end = static_cast<std::uint32_t>(facts.rows.size());
    }
    return facts;
  }
  std::vector<std::vector<Row>> rows;
};

update::KnownAt known(const Facts& facts, Day day) { return {facts.snapshots, day}; }

std::string spelled(const std::optional<Situation>& situation) {
  if (!situation) return "nobody";
  constexpr char letters[] = {'-', 'u', 'L'};
  std::string text;
  for (const RelativeStand stand : {situation->twin, situation->peer, situation->newer, situation->newer_next,
                                    situation->older, situation->newer_other, situation->older_other})
    text += letters[static_cast<std::size_t>(stand)];
  if (situation->clients_unlisted) text += " no client";
  if (situation->servers_unlisted) text += " no server";
  return text + " nearest " + std::to_string(situation->nearest) + " share " + std::to_string(situation->newer_share);
}

TEST_CASE("relatives stand to a vulnerability by kind and generation, and only where they were assessed") {
  World world;
  const VulnerabilityIndex everywhere = world.publish(2015y / 1 / 1, {0, 1, 2, 3});
  const VulnerabilityIndex new_only = world.publish(2015y / 1 / 2, {3});
  const VulnerabilityIndex server_only = world.publish(2015y / 1 / 3, {1});
  const VulnerabilityIndex old_only = world.publish(2015y / 1 / 4, {0});
  const Lineage lineage(world.done(), known(world.facts, 2020y / 1 / 1));
  const Relatives others = lineage.assessed_on(2015y / 1 / 1) & ~Relatives{1};
  const auto seen = [&](VulnerabilityIndex vulnerability, Relatives visible) {
    return spelled(lineage.situation(0, vulnerability, Architecture::x64, visible));
  };
  CHECK(seen(everywhere, others) == "L-LL--- nearest 1 share 4");
  CHECK(seen(new_only, others) == "u-uL--- no server nearest 3 share 2");
  CHECK(seen(server_only, others) == "L-uu--- no client nearest 1 share 0");
  CHECK(seen(old_only, others) == "nobody");
  CHECK(seen(everywhere, Relatives{0b1000}) == "--L---- nearest 3 share 4");
  CHECK(spelled(lineage.situation(2, everywhere, Architecture::x64, Relatives{0b1011})) == "--L-L-L nearest 1 share 4");
}

std::string generations_of(const std::optional<Situation>& situation) {
  constexpr char letters[] = {'-', 'u', 'L'};
  constexpr std::string_view kinds[] = {"-", "neither", "own", "other", "both"};
  std::string text;
  for (const RelativeStand stand :
       {situation->newer_generation, situation->newer_generation_next, situation->older_generation})
    text += letters[static_cast<std::size_t>(stand)];
  for (const KindsStand stand : {situation->newer_kinds, situation->older_kinds})
    text += " " + std::string(kinds[static_cast<std::size_t>(stand)]);
  return text;
}

TEST_CASE("generations stand to a vulnerability by the kinds that have it, and kinds by a generation that has both") {
  World world;
  world.add("new-server", 2, true, 2011y / 1 / 1);
  const VulnerabilityIndex everywhere = world.publish(2015y / 1 / 1, {0, 1, 2, 3, 4});
  const VulnerabilityIndex clients = world.publish(2015y / 1 / 2, {0, 2, 3});
  const VulnerabilityIndex servers = world.publish(2015y / 1 / 3, {1, 4});
  const VulnerabilityIndex dropped = world.publish(2015y / 1 / 4, {0, 1, 2});
  const VulnerabilityIndex new_only = world.publish(2015y / 1 / 5, {3, 4});
  const Lineage lineage(world.done(), known(world.facts, 2020y / 1 / 1));
  const Relatives all = lineage.assessed_on(2015y / 1 / 1);
  const auto seen = [&](RelativeIndex release, VulnerabilityIndex vulnerability, Relatives visible) {
    return generations_of(
        lineage.situation(release, vulnerability, Architecture::x64, visible & ~(Relatives{1} << release)));
  };
  CHECK(seen(0, everywhere, all) == "LL- both -");
  CHECK(seen(0, clients, all) == "LL- own -");
  CHECK(seen(0, servers, all) == "L-- other -");  // The middle generation has no server, and so does not count.
  CHECK(seen(0, dropped, all) == "Lu- neither -");
  CHECK(seen(0, new_only, all) == "uL- both -");
  CHECK(seen(0, new_only, all & ~Relatives{0b1000}) == "L-- - -");
  CHECK(seen(4, clients, all) == "--L - other");
  CHECK(seen(2, dropped, all) == "u-L neither both");
}

TEST_CASE(
    "where nothing speaks for a twin, a vulnerability that later generations have dropped is told from a new one") {
  World world;
  world.add("mid-server", 1, true, 2005y / 1 / 1);
  world.add("new-server", 2, true, 2011y / 1 / 1);
  std::swap(world.facts.lineage[3], world.facts.lineage[4]);  // Generations stand in order.
  std::swap(world.facts.products[3].release, world.facts.products[4].release);
  world.facts.products[2].assessed_until = 2011y / 1 / 1;
  constexpr std::size_t mid_server = 3, new_client = 4, new_server = 5;
  // The middle generation is seen by its server alone, which has them all: those of servers, and those dropped later.
  for (std::uint32_t i = 0; i < 1000; i++) {
    const Day day = Day(2012y / 1 / 1) + days(2 * i);
    i % 2 == 0 ? world.publish(day, {1, mid_server, new_server}) : world.publish(day, {0, 1, mid_server});
  }
  const VulnerabilityIndex servers = 998, dropped = 999;
  const Lineage lineage(world.done(), known(world.facts, 2018y / 1 / 1));
  const PresumptionModel model = fit_presumption(lineage);
  const auto presumed = [&](VulnerabilityIndex index) {
    const Relatives visible = Relatives{1} << mid_server | Relatives{1} << new_client | Relatives{1} << new_server;
    const auto situation = lineage.situation(0, index, Architecture::x64, visible);
    return probability(model, key_of(*situation, world.facts.vulnerabilities[index], world.facts, 0));
  };
  CHECK(presumed(servers) < 0.1);
  CHECK(presumed(dropped) > 0.9);
}

TEST_CASE("a release is known by its key with any service pack, and no other release by a part of its name") {
  World world;
  world.facts.lineage[0].release = "windows-xp";
  const Lineage lineage(world.done(), known(world.facts, 2020y / 1 / 1));
  CHECK(lineage.find("windows-xp-sp3") == RelativeIndex{0});
  CHECK(lineage.find("windows-xp") == RelativeIndex{0});
  CHECK_FALSE(lineage.find("windows-xp-x64-sp2"));
}

// Half of the vulnerabilities are of a kind that the old client always shares, half of one that it shares in nine
// cases of ten; a fit must find both rates, whatever it is told of the twin.
TEST_CASE("a fitted model gives back the rates that it was shown, within what a ridge costs") {
  World world;
  for (std::uint32_t i = 0; i < 2000; i++) {
    const Day day = Day(2012y / 1 / 1) + days(i);
    if (i % 2 == 0) {
      world.publish(day, {1, 3});
    } else if (i % 20 == 1) {
      world.publish(day, {1, 2, 3});
    } else {
      world.publish(day, {0, 1, 2, 3});
    }
  }
  // What else the model may look at must vary too.
  for (std::size_t i = 0; i < world.facts.vulnerabilities.size(); i++)
    world.facts.vulnerabilities[i].impact = static_cast<Impact>(i / 2 % impact_count);
  const Lineage lineage(world.done(), known(world.facts, 2018y / 1 / 1));
  const PresumptionModel model = fit_presumption(lineage);
  const auto presumed = [&](std::initializer_list<std::size_t> listed, bool twin) {
    World asked = world;
    const VulnerabilityIndex index = asked.publish(2017y / 1 / 1, listed);
    const Lineage now(asked.done(), known(asked.facts, 2018y / 1 / 1));
    const auto situation = now.situation(0, index, Architecture::x64, twin ? Relatives{0b1110} : Relatives{0b1100});
    return probability(model, key_of(*situation, asked.facts.vulnerabilities[index], asked.facts, 0));
  };
  REQUIRE_FALSE(model.empty());
  CHECK(presumed({1, 2, 3}, true) == doctest::Approx(0.9).epsilon(0.03));
  CHECK(presumed({1, 2, 3}, false) == doctest::Approx(0.9).epsilon(0.03));
  CHECK(presumed({1, 3}, true) < 0.03);
  CHECK(presumed({1, 3}, false) < 0.05);
}

// Log odds 0 from the coefficients. Half of the 40 earlier cases were affected, but all 20 of the kernel: with 50 more
// that stand for what was expected, half of them affected, its odds are 45 to 25.
TEST_CASE("where nothing speaks for a twin, earlier cases of the same part of the system move a presumption further") {
  World world;
  const VulnerabilityIndex kernel = world.publish(2015y / 1 / 1, {3}), other = world.publish(2015y / 1 / 1, {3}, 1);
  const Lineage lineage(world.done(), known(world.facts, 2020y / 1 / 1));
  const auto key = [&](VulnerabilityIndex index) {
    const auto situation = lineage.situation(3, index, Architecture::x64, Relatives{0b1000});
    return key_of(*situation, world.facts.vulnerabilities[index], world.facts, 3);
  };
  PresumptionModel model;
  model.apart.coefficients.resize(feature_count);
  model.apart.precedents = {{same_situation(key(kernel)), 40, 20, 20},
                            {same_situation_and_part(key(kernel)), 20, 20, 10}};
  CHECK(log_odds(model, key(kernel)) == doctest::Approx(std::log(45.0 / 25)));
  CHECK(log_odds(model, key(other)) == doctest::Approx(0));
}

// The mean of the logistic function over a normal distribution around `log_odds`, by the midpoint rule.
double mean_logistic(double log_odds, double deviation) {
  double sum = 0, weights = 0;
  for (double at = -6; at < 6; at += 0.001) {
    const double weight = std::exp(-at * at / 2);
    sum += weight / (1 + std::exp(-(log_odds + deviation * at)));
    weights += weight;
  }
  return sum / weights;
}

TEST_CASE("where nothing speaks for a twin, a probability is what is expected of releases that are off together") {
  World world;
  const VulnerabilityIndex told = world.publish(2015y / 1 / 1, {1, 3});
  const Lineage lineage(world.done(), known(world.facts, 2020y / 1 / 1));
  const auto key = [&](Relatives visible) {
    const auto situation = lineage.situation(0, told, Architecture::x64, visible);
    return key_of(*situation, world.facts.vulnerabilities[told], world.facts, 0);
  };
  const SituationKey apart = key(Relatives{0b1000}), beside = key(Relatives{0b1010});
  PresumptionModel model;
  model.apart.coefficients.resize(feature_count);
  model.beside.coefficients.resize(feature_count);
  for (const double log_odds_of_all : {-4.0, -1.0, 0.0, 2.0, 5.0}) {
    model.apart.coefficients[0] = model.beside.coefficients[0] = log_odds_of_all / 2;  // Its unit is 2.
    for (const double error : {0.0, 0.5, 1.0, 1.7}) {
      CAPTURE(log_odds_of_all);
      CAPTURE(error);
      model.shared_error = error;
      CHECK(probability(model, apart) ==
            doctest::Approx(0.001 + 0.989 * mean_logistic(log_odds_of_all, error)).epsilon(0.001).scale(20));
      CHECK(probability(model, beside) == doctest::Approx(0.001 + 0.9985 * mean_logistic(log_odds_of_all, 0)));
    }
  }
}

// On twenty days the old client has one vulnerability each; on one day it lacks forty, in the same situation.
TEST_CASE("beside a twin, what is published on one day in one situation weighs as one vulnerability") {
  World world;
  for (int i = 0; i < 20; i++) world.publish(Day(2019y / 1 / 1) + days(i), {0, 1, 3});
  for (int i = 0; i < 40; i++) world.publish(2019y / 2 / 1, {1, 3});
  const Lineage lineage(world.done(), known(world.facts, 2019y / 2 / 2));
  const PresumptionModel model = fit_presumption(lineage);
  const auto presumed = [&](Relatives visible) {
    const auto situation = lineage.situation(0, 0, Architecture::x64, visible);
    return probability(model, key_of(*situation, world.facts.vulnerabilities[0], world.facts, 0));
  };
  CHECK(presumed(Relatives{0b1110}) > 0.7);
  CHECK(presumed(Relatives{0b1100}) < 0.5);
}

// The old generation has what both kinds of the new one have, or neither, and nothing that one kind has alone. Were
// each of the two worth something by itself, the log odds of these four would add up to the same crosswise.
TEST_CASE("beside a twin, what a generation has in both kinds is told from what it has in one") {
  World world;
  world.add("new-server", 2, true, 2011y / 1 / 1);
  constexpr std::size_t old_client = 0, old_server = 1, new_client = 3, new_server = 4;
  for (int i = 0; i < 400; i++) {
    const Day day = Day(2012y / 1 / 1) + days(4 * i);
    world.publish(day, {old_client, old_server, new_client, new_server});
    world.publish(day + days(1), {old_client, old_server});
    world.publish(day + days(2), {new_client});
    world.publish(day + days(3), {new_server});
  }
  const Day last = 2017y / 1 / 1;
  const VulnerabilityIndex both = world.publish(last, {old_server, new_client, new_server}),
                           neither = world.publish(last, {old_server}),
                           client = world.publish(last, {old_server, new_client}),
                           server = world.publish(last, {old_server, new_server});
  const Lineage lineage(world.done(), known(world.facts, 2018y / 1 / 1));
  const PresumptionModel model = fit_presumption(lineage);
  const auto key = [&](VulnerabilityIndex index, Impact impact = Impact::spoofing) {
    const auto situation = lineage.situation(old_client, index, Architecture::x64, Relatives{0b11010});
    Vulnerability told = world.facts.vulnerabilities[index];
    told.impact = impact;
    return key_of(*situation, told, world.facts, 0);
  };
  const auto log_odds = [&](VulnerabilityIndex index) {
    const double p = probability(model, key(index));
    return std::log(p / (1 - p));
  };
  CHECK(log_odds(both) + log_odds(neither) > log_odds(client) + log_odds(server) + 4);
  CHECK(features_of(key(client, Impact::denial_of_service)) == features_of(key(client)));  // It moves nothing there.
  const auto of_kinds = [&](VulnerabilityIndex index) {
    std::string text;
    const Features features = features_of(key(index));
    for (std::size_t i = 0; i < features.size(); i++)
      if (features[i] != 0 && feature_name(i).find("generation") != std::string_view::npos)
        text.append(feature_name(i)).append("; ");
    return text;
  };
  CHECK(of_kinds(both) == "the next newer generation is listed; of the next newer generation of both kinds, both; ");
  CHECK(of_kinds(neither) ==
        "the next newer generation is not listed; of the next newer generation of both kinds, neither; ");
  CHECK(of_kinds(client) ==
        "the next newer generation is listed; of the next newer generation of both kinds, its own alone; ");
  CHECK(of_kinds(server) ==
        "the next newer generation is listed; of the next newer generation of both kinds, the other alone; ");
}

// An earlier model expects nine in ten; later, sixty are left out, of a hundred. On as many days, that is how the
// release is; on one day, it was that day.
TEST_CASE("releases are off together by what is wrong on different days, and not by what is wrong on one") {
  const auto shared_error = [](bool on_one_day) {
    World world;
    for (std::uint32_t i = 0; i < 1000; i++)
      i % 10 == 0 ? world.publish(Day(2012y / 1 / 1) + days(i), {1, 2, 3})
                  : world.publish(Day(2012y / 1 / 1) + days(i), {0, 1, 2, 3});
    for (std::uint32_t i = 0; i < 100; i++) {
      const Day day = Day(2015y / 6 / 1) + days(i);
      i < 60 ? world.publish(on_one_day ? Day(2015y / 6 / 1) : day, {1, 2, 3}) : world.publish(day, {0, 1, 2, 3});
    }
    return fit_presumption(Lineage(world.done(), known(world.facts, 2017y / 1 / 1))).shared_error;
  };
  CHECK(shared_error(false) > 1);
  CHECK(shared_error(true) < 0.7);
}

TEST_CASE("a fit finds that one part of the system stays affected where another does not, in the same situation") {
  World world;
  world.facts.subsystems[1].introduced = 0;
  for (std::uint32_t i = 0; i < 2000; i++) {
    const Day day = Day(2012y / 1 / 1) + days(i);
    if (i % 2 == 0) {
      world.publish(day, {0, 1, 2, 3}, 0);
    } else {
      world.publish(day, {2, 3}, 1);
    }
  }
  const Lineage lineage(world.done(), known(world.facts, 2018y / 1 / 1));
  const PresumptionModel model = fit_presumption(lineage);
  const auto presumed = [&](VulnerabilityIndex index) {
    const auto situation = lineage.situation(0, index, Architecture::x64, Relatives{0b1100});
    return probability(model, key_of(*situation, world.facts.vulnerabilities[index], world.facts, 0));
  };
  CHECK(presumed(0) > 0.9);
  CHECK(presumed(1) < 0.1);
}

TEST_CASE("what is published after the day, and what is hidden, moves no bit of a fit") {
  const std::uint64_t seed = 11;
  INFO("seed ", seed);
  const auto fitted = [&](std::uint64_t after, std::optional<Hidden> hidden) {
    World world;
    Random random(seed), later(after);
    for (std::uint32_t i = 0; i < 1500; i++) {
      const Day day = Day(2012y / 1 / 1) + days(i);
      Random& chance = day > Day(2015y / 1 / 1) ? later : random;
      const bool old = chance.chance(0.6);
      const VulnerabilityIndex made = old ? world.publish(day, {0, 1, 2, 3}) : world.publish(day, {1, 2, 3});
      world.facts.vulnerabilities[made].impact = static_cast<Impact>(i % impact_count);
      world.facts.vulnerabilities[made].subsystem = i % 3 == 0 ? 1 : 0;
    }
    const Day until = hidden ? Day(2016y / 1 / 1) : Day(2015y / 1 / 1);
    const PresumptionModel model = fit_presumption(Lineage(world.done(), known(world.facts, until)), hidden);
    REQUIRE_FALSE(model.empty());
    std::vector<double> all = model.apart.coefficients;
    all.insert(all.end(), model.beside.coefficients.begin(), model.beside.coefficients.end());
    for (const PresumptionPart* part : {&model.apart, &model.beside})
      for (const Precedent& each : part->precedents) all.insert(all.end(), {each.cases, each.affected, each.expected});
    all.push_back(model.shared_error);
    return all;
  };
  CHECK(fitted(1, std::nullopt) == fitted(2, std::nullopt));
  // The old client's rows after 2015 still speak where others ask for theirs; its own are hidden.
  CHECK(fitted(1, Hidden{Relatives{1}, 2015y / 1 / 1}) != fitted(1, Hidden{Relatives{1}, 2016y / 1 / 1}));
}

TEST_CASE("a vulnerability of a part with updates of its own is none of the core") {
  World world;
  const VulnerabilityIndex kernel = world.publish(2015y / 1 / 1, {0}), browser = world.publish(2015y / 1 / 1, {0}, 2);
  const Lineage lineage(world.done(), known(world.facts, 2020y / 1 / 1));
  CHECK(lineage.is_core(kernel));
  CHECK_FALSE(lineage.is_core(browser));
}

TEST_CASE("an interval of 90 percent is as wide as the binomial's, and wider where errors are shared") {
  Expectation alone, shared;
  for (int i = 0; i < 100; i++) {
    alone.add(0.5, 0);
    shared.add(0.5, 0.2);
  }
  CHECK(alone.expected == 50);
  CHECK(alone.high() == doctest::Approx(50 + 1.6448536 * 5));
  CHECK(alone.low() == doctest::Approx(50 - 1.6448536 * 5));
  CHECK(shared.high() == doctest::Approx(50 + 1.6448536 * std::sqrt(25 + 25)));  // 100 * 0.25 * 0.2 = 5 more.
  Expectation none;
  none.add(0.01, 0);
  CHECK(none.low() == 0);
}

}  // namespace
}  // namespace shoal::exposure
