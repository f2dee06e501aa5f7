#include "report/outbreak_text.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "report/figures.hpp"
#include "report/outbreak_figures.hpp"
#include "report/outbreak_words.hpp"
#include "report/text_table.hpp"
#include "report/time_scale.hpp"

namespace shoal::report {
namespace {

using outbreak::Averted;
using outbreak::EntryLoss;
using outbreak::Together;
using Align = TextTable::Align;

// Beyond these a table tells nobody anything; JSON and CSV have all.
constexpr std::size_t zones_told = 10;
constexpr std::size_t entries_told = 8;
constexpr std::size_t actions_told = 12;
constexpr std::size_t pairs_told = 8;
constexpr std::size_t set_aside_told = 5;

class OutbreakText {
 public:
  OutbreakText(const OutbreakAnswer& answer, std::ostream& out)
      : answer_(answer), scenario_(answer.prepared.scenario), zones_(zone_figures(answer)), out_(out) {}

  void write() {
    tell_head();
    tell_loss();
    tell_over_time();
    tell_zones();
    tell_entries();
    tell_ranking();
    tell_pairs();
    tell_assumptions();
    tell_basis();
  }

 private:
  std::uint64_t replicates() const { return answer_.ensemble.losses.size(); }

  void tell_head() {
    out_ << "An outbreak of " << printable(worm_name(answer_)) << " among "
         << counted(devices_of(answer_), "device", "devices") << " in "
         << counted(scenario_.zones.size(), "zone", "zones") << " at "
         << counted(scenario_.sites.size(), "site", "sites") << ", " << duration_text(scenario_.until) << ", simulated "
         << counted(replicates(), "time", "times") << "\n"
         << model_not_prediction << "\n";
    if (answer_.was_stopped) out_ << "It was stopped early: fewer outbreaks were simulated than were asked for.\n";
  }

  void tell_loss() {
    const LossFigures loss = loss_figures(answer_);
    out_ << "\nLost at the end\n";
    TextTable table({{""},
                     {"mean", Align::right},
                     {"P10", Align::right},
                     {"P50", Align::right},
                     {"P80", Align::right},
                     {"P90", Align::right},
                     {"of", Align::right}});
    const auto row = [&](const char* what, const SpreadFigure& of, std::uint64_t tenths, std::uint64_t whole) {
      table.add({what, tenths_text(tenths), grouped(of.p10), grouped(of.p50), grouped(of.p80), grouped(of.p90),
                 grouped(whole)});
    };
    const MeanTenths means = mean_tenths(loss);
    row("devices lost", loss.devices, means.lost(), devices_of(answer_));
    row("  infected", loss.infected, means.infected, devices_of(answer_));
    row("  crashed", loss.crashed, means.crashed, devices_of(answer_));
    row("devices not lost", loss.not_lost, means.not_lost, devices_of(answer_));
    row("lost with personal data", loss.personal, rounded_tenths(loss.personal.sum, loss.personal.replicates),
        personal_of(scenario_));
    row("sites down", loss.sites_down, rounded_tenths(loss.sites_down.sum, loss.sites_down.replicates),
        scenario_.sites.size());
    out_ << table.text()
         << "  P80: the fewest that at least 80 % of all outbreaks do not exceed; likewise the others\n";
    tell_chances();
  }

  void tell_chances() {
    out_ << "\nDevices by how often they are lost\n";
    TextTable table({{"lost"}, {"devices", Align::right}});
    for (const ChanceFigure& each : chance_figures(answer_)) table.add({each.label, grouped(each.devices)});
    table.rule();
    table.add({"all", grouped(devices_of(answer_))});
    out_ << table.text();
  }

  void tell_over_time() {
    out_ << "\nDevices lost by then\n";
    TextTable table({{"after", Align::right},
                     {"mean", Align::right},
                     {"P10", Align::right},
                     {"P50", Align::right},
                     {"P80", Align::right},
                     {"P90", Align::right}});
    const std::vector<SpreadFigure> over_time = loss_over_time(answer_.ensemble);
    for (const std::size_t t : moments_of(answer_.ensemble)) {
      const SpreadFigure& of = over_time[t];
      table.add({short_duration(answer_.ensemble.times[t]), mean_text(of.sum, of.replicates), grouped(of.p10),
                 grouped(of.p50), grouped(of.p80), grouped(of.p90)});
    }
    out_ << table.text();
  }

  void tell_zones() {
    const std::vector<std::size_t> order = places_by_loss(zones_);
    out_ << "\nZones that lose most\n";
    TextTable table(
        {{"zone"}, {"devices", Align::right}, {"lost, mean", Align::right}, {"half of it by", Align::right}});
    std::size_t told = 0;
    for (const std::size_t at : order) {
      const PlaceFigure& zone = zones_.places[at];
      const auto half = reached_half(zone);
      if (!half || told == zones_told) break;
      table.add({place_text(zone), grouped(zone.devices), mean_text(zone.lost_at_end(), replicates()),
                 short_duration(answer_.ensemble.times[*half])});
      told++;
    }
    if (told > 0) out_ << table.text();
    more(zones_.places.size() - told, told == 0 ? "all zones lose nothing" : "--format json has all");
  }

  void more(std::size_t left, const char* where) {
    if (left > 0) out_ << "  and " << grouped(left) << " more: " << where << "\n";
  }

  void tell_entries() {
    if (answer_.entries.empty()) return tell_began();
    out_ << "\nWhere it matters most that it does not begin\n";
    TextTable table(
        {{"zone"}, {"devices lost if it begins there", Align::right}, {"how likely it does", Align::right}});
    const std::size_t told = std::min(answer_.entries.size(), entries_told);
    for (std::size_t i = 0; i < told; i++) {
      const EntryLoss& each = answer_.entries[i];
      table.add({zone_text(answer_, each.zone), each.replicates == 0 ? "not tried" : interval_text(each.devices),
                 amount_text(100 * each.weight) + " %"});
    }
    out_ << table.text();
    more(answer_.entries.size() - told, "--format json has all");
  }

  void tell_began() {
    std::vector<const PlaceFigure*> began;
    for (const PlaceFigure& zone : zones_.places)
      if (zone.began > 0) began.push_back(&zone);
    if (began.empty()) return;
    std::stable_sort(began.begin(), began.end(), [](const auto* a, const auto* b) { return a->began > b->began; });
    out_ << "\nWhere it began\n";
    TextTable table({{"zone"}, {"first devices", Align::right}});
    const std::size_t told = std::min(began.size(), entries_told);
    for (std::size_t i = 0; i < told; i++) table.add({place_text(*began[i]), grouped(began[i]->began)});
    out_ << table.text();
    more(began.size() - told, "--format json has all");
  }

  void tell_ranking() {
    if (!answer_.ranking) return;
    const outbreak::Ranking& ranking = *answer_.ranking;
    out_ << "\nWhat helps most for its effort; if nothing is done, " << interval_text(ranking.loss)
         << " devices are lost\n";
    if (ranking.was_stopped) out_ << "  It was stopped early: intervals are as wide as that makes them\n";
    TextTable table({{"", Align::right},
                     {"action"},
                     {"person-days", Align::right},
                     {"fewer lost in an outbreak", Align::right},
                     {"per person-day", Align::right},
                     {"as good below it", Align::right}});
    const std::size_t told = std::min(ranking.actions.size(), actions_told);
    for (std::size_t i = 0; i < told; i++) {
      const Averted& each = ranking.actions[i];
      const outbreak::Action& action = answer_.actions[each.action];
      table.add({std::to_string(i + 1), action.name, effort_text(action.effort), interval_text(each.devices),
                 interval_text(each.per_person_day), as_good_text(each)});
    }
    out_ << table.text();
    more(ranking.actions.size() - told, "--format json has all");
    out_ << "  " << sure_text(ranking) << "\n"
         << "  As good below it: ranked lower, and may be as good\n";
  }

  void tell_pairs() {
    if (!answer_.ranking || answer_.ranking->pairs.empty()) return;
    const auto& pairs = answer_.ranking->pairs;
    out_ << "\nActions together\n";
    TextTable table({{"one"}, {"and"}, {"fewer lost", Align::right}, {"beyond both alone", Align::right}, {""}});
    const std::size_t told = std::min(pairs.size(), pairs_told);
    for (std::size_t i = 0; i < told; i++) {
      const Together& pair = pairs[i];
      table.add({answer_.actions[pair.one].name, answer_.actions[pair.other].name, interval_text(pair.devices),
                 interval_text(pair.beyond), std::string(together_text(pair))});
    }
    out_ << table.text();
    more(pairs.size() - told, "--format json has all");
  }

  void tell_assumptions() {
    out_ << "\nAssumed\n";
    for (const std::string& text : assumption_texts(answer_)) out_ << "  " << printable(text) << "\n";
    for (std::size_t i = 0; i < std::min(answer_.set_aside.size(), set_aside_told); i++)
      out_ << "    " << printable(answer_.set_aside[i].place + ": " + answer_.set_aside[i].reason) << "\n";
    if (answer_.set_aside.size() > set_aside_told)
      out_ << "    and " << answer_.set_aside.size() - set_aside_told << " more; --format json has all\n";
  }

  void tell_basis() {
    out_ << "\n  " << counted(replicates(), "replicate", "replicates") << " from number "
         << grouped(answer_.ensemble.first) << ", seed " << answer_.ensemble.seed << ", scenario "
         << printable(answer_.scenario) << "\n";
  }

  const OutbreakAnswer& answer_;
  const outbreak::Scenario& scenario_;
  PlaceFigures zones_;
  std::ostream& out_;
};

}  // namespace

void write_outbreak_text(const OutbreakAnswer& answer, std::ostream& out) { OutbreakText(answer, out).write(); }

}  // namespace shoal::report
