// How good presumptions were, where they can be checked.
//
// A release that the vendor did assess is treated as if it had stopped on a day: from then on its rows are hidden, its
// twin's and its elders' too where the question is what distant relatives are worth, from the question as from the fit,
// and the model is fitted anew each year on what was published by then. What it foretells for the release is held
// against the rows that were hidden.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>

#include "app/assess.hpp"
#include "base/random.hpp"
#include "exposure/presumption_fit.hpp"
#include "figures.hpp"

namespace shoal::bench {
namespace {

using namespace std::chrono;
using estate::Architecture;
using exposure::Lineage;
using exposure::Relatives;

struct Scenario {
  const char *slug, *name, *release;
  Architecture architecture;
  Day hidden_since, until;
  bool twin_hidden;
  bool older_hidden;
  bool gate;                // Whether the figures have goals.
  Day asked_since = Day{};  // Where it is later than hidden_since: what came between is hidden and not asked.
};
const Scenario scenarios[] = {
    {"a-xp", "a: XP without 2003, by Vista/2008/7", "windows-xp", Architecture::x86, 2011y / 12 / 31, 2014y / 4 / 8,
     true, false, true},
    {"b-vista", "b: Vista without 2008, by 2003/7", "windows-vista", Architecture::x86, 2011y / 12 / 31, 2015y / 7 / 14,
     true, false, true},
    {"c-7", "c: 7 by 8.1/2012 R2", "windows-7", Architecture::x64, 2016y / 12 / 31, 2020y / 1 / 14, true, true, true},
    {"c-8.1", "c: 8.1 by 10/2016", "windows-8.1", Architecture::x64, 2016y / 12 / 31, 2023y / 1 / 10, true, true, true},
    {"c-7-older", "c: 7 by those and Vista/2008", "windows-7", Architecture::x64, 2016y / 12 / 31, 2020y / 1 / 14, true,
     false, false},
    {"c-8.1-older", "c: 8.1 by those and 7/2008 R2", "windows-8.1", Architecture::x64, 2016y / 12 / 31, 2023y / 1 / 10,
     true, false, false},
    {"d-7", "d: 7 by 2008 R2, paid years", "windows-7", Architecture::x64, 2020y / 1 / 14, 2023y / 1 / 10, false, false,
     true},
    {"e-8.1", "e: 8.1 by 2012 R2", "windows-8.1", Architecture::x64, 2019y / 12 / 31, 2023y / 1 / 10, false, false,
     true},
    {"f-1607", "f: 1607 by 2016", "windows-10-1607", Architecture::x64, 2018y / 4 / 10, 2026y / 6 / 28, false, false,
     true},
    {"f-1809", "f: 1809 by 2019", "windows-10-1809", Architecture::x64, 2020y / 11 / 10, 2026y / 6 / 28, false, false,
     true},
    {"g-xp", "g: XP by 2003", "windows-xp", Architecture::x86, 2011y / 12 / 31, 2014y / 4 / 8, false, false, false},
    {"g-vista", "g: Vista by 2008", "windows-vista", Architecture::x86, 2013y / 12 / 31, 2017y / 4 / 11, false, false,
     false},
    {"h-7", "h: 7 without 2008 R2 since 2012", "windows-7", Architecture::x64, 2012y / 12 / 31, 2023y / 1 / 10, true,
     true, false, 2018y / 12 / 31},
    {"h-8.1", "h: 8.1 without 2012 R2 since 2014", "windows-8.1", Architecture::x64, 2014y / 12 / 31, 2023y / 1 / 10,
     true, true, false, 2019y / 12 / 31},
};

// One presumption, and what was true.
struct Outcome {
  double p = 0;
  bool affected = false;
  bool nearest = false;  // What the nearest relative that was assessed says.
  bool server_role = false;
  Day published;
  std::uint64_t kin = 0;  // The same for what was published on one day in one situation.
};

// The relative nearest in years among those assessed: what a person would go by.
bool nearest_is_listed(const Lineage& lineage, exposure::RelativeIndex release, Relatives visible, Relatives listed) {
  const std::vector<exposure::Relative>& all = lineage.facts().lineage;
  double best = 1e9;
  std::size_t nearest = 0;
  for (std::size_t i = 0; i < all.size(); i++) {
    if ((visible >> i & 1) == 0) continue;
    const double years = std::abs(static_cast<double>((all[i].available - all[release].available).count())) +
                         (all[i].server == all[release].server ? 0 : 4);
    if (years < best) {
      best = years;
      nearest = i;
    }
  }
  return (listed >> nearest & 1) != 0;
}

std::vector<Outcome> play(const exposure::Facts& facts, const Lineage& truth, const Scenario& scenario,
                          exposure::Expectation& expectation) {
  const exposure::RelativeIndex release = *truth.find(scenario.release);
  const Relatives self = Relatives{1} << release;
  const Relatives unseen = self | truth.peers(release) | (scenario.twin_hidden ? truth.twins(release) : Relatives{0}) |
                           (scenario.older_hidden ? truth.preceding(release) : Relatives{0});
  std::vector<Outcome> made;
  for (Day day = std::max(scenario.hidden_since, scenario.asked_since); day < scenario.until; day += days(365)) {
    const Lineage known(facts, update::KnownAt(facts.snapshots, day));
    const exposure::PresumptionModel model =
        exposure::fit_presumption(known, exposure::Hidden{unseen, scenario.hidden_since});
    for (std::size_t v = 0; v < facts.vulnerabilities.size(); v++) {
      const exposure::Vulnerability& told = facts.vulnerabilities[v];
      if (told.published <= day || told.published > std::min(scenario.until, day + days(365))) continue;
      const auto vulnerability = static_cast<exposure::VulnerabilityIndex>(v);
      if (!truth.is_core(vulnerability) || !truth.assessed(release, told.published)) continue;
      const Relatives visible = truth.assessed_on(told.published) & ~unseen;
      const auto situation = truth.situation(release, vulnerability, scenario.architecture, visible);
      if (!situation) continue;
      const exposure::SituationKey key = exposure::key_of(*situation, told, facts, release);
      if (!exposure::can_presume(model, key)) continue;
      const Relatives listed = truth.listed(vulnerability, scenario.architecture);
      Outcome outcome;
      outcome.p = exposure::probability(model, key);
      outcome.affected = (listed & self) != 0;
      outcome.nearest = nearest_is_listed(truth, release, visible, listed);
      outcome.server_role = facts.subsystems[told.subsystem].role == exposure::Role::server;
      outcome.published = told.published;
      outcome.kin =
          static_cast<std::uint64_t>(told.published.time_since_epoch().count()) << 32U | exposure::same_situation(key);
      expectation.add(outcome.p, model.shared_error);
      made.push_back(outcome);
    }
  }
  return made;
}

double square(double x) { return x * x; }

// Sums over cases, from which scores follow.
struct Score {
  double cases = 0, affected = 0, model = 0, nearest = 0;
  void add(const Outcome& each) {
    const double truth = each.affected ? 1 : 0;
    cases++;
    affected += truth;
    model += square(each.p - truth);
    nearest += square((each.nearest ? 1 : 0) - truth);
  }
  void add(const Score& other) {
    cases += other.cases;
    affected += other.affected;
    model += other.model;
    nearest += other.nearest;
  }
};

struct Brier {
  double model = 0, nearest = 0, never = 0, base = 0;
};

Brier brier_of(const Score& sum) {
  const double n = sum.cases, rate = sum.affected / n;
  return {sum.model / n, sum.nearest / n, rate, rate * (1 - rate)};
}

// The worst of the skills against the three baselines.
double skill(const Brier& brier) {
  double worst = 1;
  for (const double baseline : {brier.nearest, brier.never, brier.base})
    worst = std::min(worst, baseline > 0 ? 1 - brier.model / baseline : (brier.model > 0 ? -1.0 : 0.0));
  return worst;
}

double quantile(std::vector<double> values, double q) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
}

// The lower bound of the skill, had other cases happened to come: as many of `parts` are drawn again and again.
double skill_at_least(const std::vector<Score>& parts, int resamples) {
  Random random(2026);
  std::vector<double> skills;
  skills.reserve(static_cast<std::size_t>(resamples));
  for (int i = 0; i < resamples; i++) {
    Score drawn;
    for (std::size_t j = 0; j < parts.size(); j++) drawn.add(parts[random.below(parts.size())]);
    skills.push_back(skill(brier_of(drawn)));
  }
  return quantile(std::move(skills), 0.025);
}

double area_under_curve(std::vector<Outcome> outcomes) {
  std::sort(outcomes.begin(), outcomes.end(), [](const auto& a, const auto& b) { return a.p < b.p; });
  double affected = 0, ranks = 0;
  for (std::size_t i = 0; i < outcomes.size();) {
    std::size_t end = i;
    while (end < outcomes.size() && outcomes[end].p == outcomes[i].p) end++;
    for (std::size_t j = i; j < end; j++)
      if (outcomes[j].affected) {
        affected++;
        ranks += static_cast<double>(i + end + 1) / 2;
      }
    i = end;
  }
  const double others = static_cast<double>(outcomes.size()) - affected;
  return (ranks - affected * (affected + 1) / 2) / (affected * others);
}

using Bins = std::array<exposure::ReliabilityBin, exposure::reliability_bins>;

template <typename Truth>
Bins bins_of(const std::vector<Outcome>& outcomes, const Truth& truth) {
  Bins bins{};
  for (const Outcome& each : outcomes) {
    exposure::ReliabilityBin& bin = bins[static_cast<std::size_t>(each.p * exposure::reliability_bins)];
    bin.cases++;
    bin.expected += each.p;
    bin.affected += truth(each) ? 1 : 0;
  }
  return bins;
}

double calibration_error(const Bins& bins, std::size_t cases) {
  double sum = 0;
  for (const exposure::ReliabilityBin& bin : bins) sum += std::abs(bin.expected - bin.affected);
  return sum / static_cast<double>(cases);
}

// A square with the diagonal, and one dot per tenth: its area tells how many cases it stands for.
void draw(const std::string& path, const char* title, const Bins& bins) {
  std::ofstream out(path);
  out << "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-48 -36 480 480\" role=\"img\" aria-label=\"" << title
      << "\" font-family=\"sans-serif\" font-size=\"14\">\n<rect width=\"400\" height=\"400\" fill=\"#fff\" "
         "stroke=\"#888\"/>\n<path d=\"M0 400L400 0\" stroke=\"#888\" stroke-dasharray=\"4 4\"/>\n<text y=\"-12\">"
      << title << "</text>\n<text x=\"400\" y=\"424\" text-anchor=\"end\">presumed</text>\n"
      << "<text x=\"-12\" y=\"0\" text-anchor=\"end\" transform=\"rotate(-90 -12 0)\">true</text>\n";
  char line[200];
  for (const exposure::ReliabilityBin& bin : bins) {
    if (bin.cases == 0) continue;
    std::snprintf(line, sizeof line,
                  "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"#1a5fb4\" fill-opacity=\".6\">"
                  "<title>%.0f cases: presumed %.3f, true %.3f</title></circle>\n",
                  400 * bin.expected / bin.cases, 400 - 400 * bin.affected / bin.cases,
                  std::min(40.0, 3 + std::sqrt(bin.cases)), bin.cases, bin.expected / bin.cases,
                  bin.affected / bin.cases);
    out << line;
  }
  out << "</svg>\n";
}

struct Played {
  std::vector<Outcome> outcomes;
  exposure::Expectation expectation;
};

/// How alike the errors are of what was published on one day in one situation: the correlation within groups, from
/// the pairs of all groups. 0 were a vulnerability's fate its own, 1 were it its group's. Measured on the scenarios
/// of all releases but one, so that what it allows to a release was not learned from it.
double correlation_within_groups(const std::vector<Played>& played, std::string_view except_release) {
  struct Group {
    double errors = 0, squares = 0, variances = 0, cases = 0;
  };
  double covariance = 0, variance = 0;
  for (std::size_t s = 0; s < played.size(); s++) {
    if (!scenarios[s].gate || scenarios[s].release == except_release) continue;
    std::map<std::uint64_t, Group> groups;
    for (const Outcome& each : played[s].outcomes) {
      const double error = (each.affected ? 1 : 0) - each.p;
      Group& group = groups[each.kin];
      group.errors += error;
      group.squares += square(error);
      group.variances += each.p * (1 - each.p);
      group.cases++;
    }
    for (const auto& [kin, group] : groups) {
      covariance += square(group.errors) - group.squares;
      variance += (group.cases - 1) * group.variances;
    }
  }
  return std::clamp(covariance / variance, 0.0, 1.0);
}

void measure(const Scenario& scenario, const std::vector<Outcome>& outcomes, const exposure::Expectation& expectation,
             double correlation, std::vector<Figure>& figures) {
  constexpr int resamples = 1000, resamples_of_skill = 10000;
  const auto n = outcomes.size();
  double sure = 0, surely_wrong = 0, server_p = 0, servers = 0, sum = 0;
  Score all;
  std::vector<Score> singly;
  std::map<Day, Score> by_day;
  singly.reserve(n);
  for (const Outcome& each : outcomes) {
    all.add(each);
    singly.emplace_back().add(each);
    by_day[each.published].add(each);
    sum += each.p;
    sure += each.p > 0.99 ? 1 : 0;
    surely_wrong += each.p > 0.99 && !each.affected ? 1 : 0;
    servers += each.server_role && !each.affected ? 1 : 0;
    server_p += each.server_role && !each.affected ? each.p : 0;
  }
  std::vector<Score> daily;
  daily.reserve(by_day.size());
  for (const auto& [day, score] : by_day) daily.push_back(score);
  Random random(2026);
  const double joins = std::sqrt(correlation);  // Two that share their group's fate this often correlate that much.
  std::vector<double> errors, errors_alike;
  for (int i = 0; i < resamples; i++) {
    errors.push_back(
        calibration_error(bins_of(outcomes, [&](const Outcome& each) { return random.chance(each.p); }), n));
    const auto seed = static_cast<std::uint64_t>(i);
    const auto alike = [&](const Outcome& each) {
      return random.chance(joins) ? Random::numbered(seed, each.kin).chance(each.p) : random.chance(each.p);
    };
    errors_alike.push_back(calibration_error(bins_of(outcomes, alike), n));
  }
  const Brier brier = brier_of(all);
  const double affected = all.affected;
  const Bins bins = bins_of(outcomes, [](const Outcome& each) { return each.affected; });
  const bool gate = scenario.gate && affected >= 30 && static_cast<double>(n) - affected >= 30;
  const auto add = [&](const char* name, double value, const char* unit, double goal, bool more) {
    figures.push_back({std::string("  ") + name, value, unit, gate ? goal : 0, more});
  };
  figures.push_back({std::string("presumed ") + scenario.name, static_cast<double>(n), "cases", 0, true});
  add("affected", affected, "cases", 0, true);
  add("Brier score", brier.model, "", 0, false);
  add("baseline: as the nearest relative", brier.nearest, "", 0, false);
  add("baseline: never affected", brier.never, "", 0, false);
  add("baseline: the rate of these very cases", brier.base, "", 0, false);
  add("skill against the best baseline, lower bound", skill_at_least(singly, resamples_of_skill), "", 0.0001, true);
  add("  lower bound where whole days are drawn", skill_at_least(daily, resamples_of_skill), "", 0, true);
  add("calibration error", calibration_error(bins, n), "", quantile(errors_alike, 0.95), false);
  add("  a calibrated model's, upper bound, were each case's fate its own", quantile(errors, 0.95), "", 0, false);
  add("  correlation within a day and situation, of other releases", correlation, "", 0, false);
  add("area under the curve", area_under_curve(outcomes), "", 0.9, true);
  add("expected number against the true one, off by", std::abs(sum / affected - 1) * 100, "%", 10, false);
  add("surer than 0.99, and wrong", sure == 0 ? 0 : 100 * surely_wrong / sure, "%", 1, false);
  add("surer than 0.99", sure, "cases", 0, true);
  add("not affected, of a server's role", servers, "cases", 0, false);
  add("  presumed of these on average", servers == 0 ? 0 : server_p / servers, "", 0, false);
  add("true number below the interval's low end", std::max(0.0, expectation.low() - affected), "cases", 0, false);
  add("true number above the interval's high end", std::max(0.0, affected - expectation.high()), "cases", 0, false);
  draw(std::string("build/presumed/") + scenario.slug + ".svg", scenario.name, bins);
}

}  // namespace

void bench_presumed(std::vector<Figure>& figures) {
  std::filesystem::create_directories("build/presumed");
  const auto pack = *app::open_pack(std::nullopt);
  const Lineage truth(pack.facts, update::KnownAt(pack.facts.snapshots, pack.facts.snapshots.back()));
  std::vector<Played> played;
  for (const Scenario& scenario : scenarios) {
    Played& now = played.emplace_back();
    now.outcomes = play(pack.facts, truth, scenario, now.expectation);
  }
  for (std::size_t s = 0; s < played.size(); s++)
    measure(scenarios[s], played[s].outcomes, played[s].expectation,
            correlation_within_groups(played, scenarios[s].release), figures);
}

}  // namespace shoal::bench
