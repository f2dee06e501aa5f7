#include "report/outbreak_page.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "base/text.hpp"
#include "report/chart.hpp"
#include "report/figures.hpp"
#include "report/outbreak_charts.hpp"
#include "report/outbreak_figures.hpp"
#include "report/outbreak_words.hpp"
#include "report/page/frame.hpp"
#include "report/page/parts.hpp"

namespace shoal::report {
namespace {

using outbreak::Averted;
using outbreak::EntryLoss;
using page::cell;
using page::head_cell;
using page::honesty_entry;
using page::link;
using page::percent;
using page::say;
using page::Table;
using page::whole_cell;

// Beyond these a page would be too long to hand on: what is left out is counted, and said.
struct OutbreakPageMax {
  std::size_t times = 60;  // Rows of the loss over time.
  std::size_t places = 100;
  std::size_t ways = 60;
  std::size_t actions = 40;
  std::size_t pairs = 30;
  std::size_t entries = 25;
  std::size_t assumptions = 200;
  std::size_t set_aside = 30;
};
constexpr OutbreakPageMax outbreak_page_max;

void number_cell(Html& html, std::string_view text) { html.element("td", text, {{"class", "n"}}); }
void path_head(Html& html, std::string_view text) { html.element("th", text, {{"scope", "row"}, {"class", "path"}}); }

/// A number that is no less than 0, as bars want it: in hundredths.
std::uint64_t hundredths_of(double value) {
  return std::isfinite(value) && value > 0 ? static_cast<std::uint64_t>(std::min(value, 1e12) * 100) : 0;
}

class OutbreakPage {
 public:
  OutbreakPage(const OutbreakAnswer& answer, const Origin& origin, std::ostream& out)
      : answer_(answer),
        origin_(origin),
        scenario_(answer.prepared.scenario),
        html_(out),
        loss_(loss_figures(answer)),
        over_time_(loss_over_time(answer.ensemble)),
        zones_(zone_figures(answer)),
        places_(place_figures(answer)) {}

  void write() {
    const std::string title =
        "What " + worm_name(answer_) + " would do to " + counted(devices_of(answer_), "device", "devices");
    page::write_document(
        html_, title, title, chart_style(), [&] { header(title); }, page::present_sections(*this, own_sections()));
  }

 private:
  static std::span<const page::SectionOf<OutbreakPage>> own_sections();

  bool has_times() const { return !answer_.ensemble.times.empty() && replicates() > 0; }
  bool has_ways() const { return has_times() && !places_.ways.empty(); }
  bool has_ranking() const { return answer_.ranking && !answer_.ranking->actions.empty(); }
  bool has_pairs() const { return answer_.ranking && !answer_.ranking->pairs.empty(); }
  bool has_entries() const { return !answer_.entries.empty() || !began().empty(); }
  bool has_worm() const { return !answer_.prepared.profile.values.empty(); }

  std::uint64_t replicates() const { return answer_.ensemble.losses.size(); }
  const std::vector<outbreak::Seconds>& times() const { return answer_.ensemble.times; }

  void header(const std::string& title) {
    const auto header = html_.in("header");
    html_.element("p", "Shoal", {{"class", "name"}}).element("h1", title).line();
    html_.element("p", model_not_prediction, {{"class", "where"}}).line();
    {
      const auto list = html_.in("dl", {{"class", "honesty"}});
      honesty_entry(html_, "Devices", grouped(devices_of(answer_)),
                    "in " + counted(scenario_.zones.size(), "zone", "zones") + " at " +
                        counted(scenario_.sites.size(), "site", "sites"));
      honesty_entry(html_, "Lost, middle outbreak", grouped(loss_.devices.p50), "half of all outbreaks lose no more");
      honesty_entry(html_, "Lost, 1 of 10", grouped(loss_.devices.p90) + " or more", "9 of 10 lose no more");
      honesty_entry(html_, "Not lost, on average", tenths_text(mean_tenths(loss_).not_lost), "of these devices");
      honesty_entry(html_, "Simulated", counted(replicates(), "outbreak", "outbreaks"),
                    "each for " + duration_text(scenario_.until));
    }
    if (answer_.was_stopped)
      page::write_degraded(html_, "it was stopped early: fewer outbreaks were simulated than were asked for.");
    if (answer_.ranking && answer_.ranking->was_stopped)
      page::write_degraded(html_,
                           "the ranking of actions was stopped early: its intervals are as wide as that makes them.");
    if (const std::uint64_t rows = estate::count_of(answer_.set_aside); rows > 0)
      page::write_degraded(
          html_, counted(rows, "row was", "rows were") + " set aside, and what they tell is in none of these figures.");
  }

  // --- In short

  void headlines() {
    const auto list = html_.in("ul", {{"class", "headlines"}});
    for (const BriefLine& each : brief_lines(answer_)) {
      const auto item = html_.in("li");
      link(html_, each.leads_to, each.figure);
      html_.text(each.rest);
    }
  }

  // --- How many, and how fast

  void loss() {
    if (has_times()) draw_loss(html_, answer_, over_time_);
    loss_table();
    if (has_times()) folded("The numbers over time", [&] { time_table(); });
    chances_table();
  }

  // A table that is folded, so that the page stays short; `write` gives the table.
  template <typename Write>
  void folded(const std::string& what, Write write) {
    const auto details = html_.in("details");
    html_.element("summary", what);
    write();
  }

  void more(std::size_t all, std::size_t shown, const std::string& where) {
    if (all > shown) say(html_, "And " + grouped(all - shown) + " more: " + where);
  }

  void loss_table() {
    const MeanTenths means = mean_tenths(loss_);
    const Table table(html_, "loss-table", "What is lost at the end, in an outbreak",
                      {{"what"},
                       {"mean", page::number},
                       {"1 of 10 has at most", page::number},
                       {"5 of 10", page::number},
                       {"8 of 10", page::number},
                       {"9 of 10", page::number},
                       {"of", page::number}});
    const std::uint64_t devices = devices_of(answer_);
    loss_row("devices lost", loss_.devices, means.lost(), devices);
    loss_row("of these infected", loss_.infected, means.infected, devices);
    loss_row("of these crashed", loss_.crashed, means.crashed, devices);
    loss_row("devices not lost", loss_.not_lost, means.not_lost, devices);
    loss_row("lost with personal data", loss_.personal, rounded_tenths(loss_.personal.sum, replicates()),
             personal_of(scenario_));
    loss_row("sites down", loss_.sites_down, rounded_tenths(loss_.sites_down.sum, replicates()),
             scenario_.sites.size());
  }

  void loss_row(const char* what, const SpreadFigure& of, std::uint64_t tenths, std::uint64_t whole) {
    const auto row = html_.in("tr");
    head_cell(html_, what);
    number_cell(html_, tenths_text(tenths));
    for (const std::uint32_t each : {of.p10, of.p50, of.p80, of.p90}) cell(html_, std::uint64_t{each});
    cell(html_, whole);
  }

  void time_table() {
    const std::size_t step = (times().size() + outbreak_page_max.times - 1) / outbreak_page_max.times;
    const Table table(html_, "time-table", "Devices lost by then",
                      {{"after", page::number},
                       {"mean", page::number},
                       {"1 of 10 has at most", page::number},
                       {"5 of 10", page::number},
                       {"8 of 10", page::number},
                       {"9 of 10", page::number}});
    for (std::size_t t = (times().size() - 1) % step; t < times().size(); t += step) {
      const SpreadFigure& of = over_time_[t];
      const auto row = html_.in("tr");
      html_.element("th", short_duration(times()[t]), {{"scope", "row"}, {"class", "n"}});
      number_cell(html_, mean_text(of.sum, of.replicates));
      for (const std::uint32_t each : {of.p10, of.p50, of.p80, of.p90}) cell(html_, std::uint64_t{each});
    }
  }

  void chances_table() {
    const std::uint64_t devices = devices_of(answer_);
    const Table table(html_, "chances-table", "Devices by how often they are lost",
                      {{"lost"}, {"devices", page::number}, {"share", page::number}, {"of all"}});
    for (const ChanceFigure& each : chance_figures(answer_)) {
      const auto row = html_.in("tr");
      head_cell(html_, each.label);
      cell(html_, each.devices);
      page::share_cell(html_, each.devices, devices);
      bar_cell(each.devices, devices, Fill::fair);
    }
    const auto row = html_.in("tr", {{"class", "sum"}});
    head_cell(html_, "sum");
    cell(html_, devices);
    page::share_cell(html_, devices, devices);
    cell(html_, "");
  }

  void bar_cell(std::uint64_t part, std::uint64_t whole, Fill fill) {
    const auto drawn = html_.in("td", {{"class", "drawn"}});
    bar(html_, part, whole, fill);
  }

  // --- Where, and when

  const char* place_word() const { return places_.are_sites ? "site" : "zone"; }

  void where() {
    if (has_times()) draw_heat(html_, answer_, places_);
    more(places_.places.size(), std::min(places_.places.size(), places_drawn), "the picture has those that lose most.");
    folded(std::string("The numbers, ") + place_word() + " by " + place_word(),
           [&] { places_table(places_, "places-table", places_.are_sites ? "Sites" : "Zones"); });
    if (places_.are_sites) folded("The numbers, zone by zone", [&] { places_table(zones_, "zones-table", "Zones"); });
  }

  void places_table(const PlaceFigures& figures, const char* id, const std::string& what) {
    const std::vector<std::size_t> order = places_by_loss(figures), moments = moments_of(answer_.ensemble);
    const std::size_t shown = std::min(order.size(), outbreak_page_max.places);
    {
      std::vector<std::string> heads;
      heads.reserve(moments.size());
      for (const std::size_t t : moments) heads.push_back("lost by " + short_duration(times()[t]));
      std::vector<Table::Column> columns{
          {what == "Sites" ? "site" : "zone"}, {"devices", page::number}, {"lost, mean", page::number}};
      for (const std::string& head : heads) columns.push_back({head, page::number});
      const Table table(html_, id, what + ", those that lose most first", columns);
      for (std::size_t i = 0; i < shown; i++) place_row(figures.places[order[i]], moments);
      place_sum(figures, order, shown, moments);
    }
    more(order.size(), shown, "the last row has them together; --format json has each.");
  }

  void place_row(const PlaceFigure& place, const std::vector<std::size_t>& moments) {
    const auto row = html_.in("tr");
    path_head(html_, place_text(place));
    cell(html_, place.devices);
    number_cell(html_, mean_text(place.lost_at_end(), replicates()));
    for (const std::size_t t : moments) number_cell(html_, percent(place.lost[t], place.devices * replicates()));
  }

  void place_sum(const PlaceFigures& figures, const std::vector<std::size_t>& order, std::size_t shown,
                 const std::vector<std::size_t>& moments) {
    PlaceFigure rest;
    rest.name = grouped(order.size() - shown) + " others";
    rest.lost.assign(times().size(), 0);
    for (std::size_t i = shown; i < order.size(); i++) {
      const PlaceFigure& each = figures.places[order[i]];
      rest.devices += each.devices;
      for (std::size_t t = 0; t < times().size(); t++) rest.lost[t] += each.lost[t];
    }
    if (shown < order.size()) place_row(rest, moments);
  }

  // --- Ways

  void ways() {
    draw_ways(html_, answer_, places_);
    const std::size_t shown = std::min(places_.ways.size(), outbreak_page_max.ways);
    std::uint64_t within = 0, between = 0;
    for (const PlaceFigure& each : places_.places) within += each.within;
    for (const WayFigure& each : places_.ways) between += each.infections;
    say(html_, "Of " + mean_text(places_.infections, replicates()) +
                   " infections from device to device in an outbreak, " + percent(within, places_.infections) +
                   " stay within a " + place_word() + " and " + percent(between, places_.infections) +
                   " go from one to another. So closing ways keeps a worm out of a " + place_word() +
                   "; it does not stop it within.");
    folded("The numbers, way by way", [&] {
      {
        const Table table(html_, "ways-table", "Ways along which most is infected",
                          {{"from"},
                           {"to"},
                           {"infections, mean", page::number},
                           {"of those between places", page::number},
                           {"of the strongest"}});
        for (std::size_t i = 0; i < shown; i++) way_row(places_.ways[i], between);
      }
      more(places_.ways.size(), shown, "--format json has all, zone by zone.");
    });
  }

  void way_row(const WayFigure& way, std::uint64_t between) {
    const auto row = html_.in("tr");
    path_head(html_, place_text(places_.places[way.from]));
    cell(html_, place_text(places_.places[way.to]));
    number_cell(html_, mean_text(way.infections, replicates()));
    page::share_cell(html_, way.infections, between);
    bar_cell(way.infections, places_.ways.front().infections, Fill::fair);
  }

  // --- What helps

  void ranking() {
    const outbreak::Ranking& of = *answer_.ranking;
    draw_ranking(html_, answer_);
    say(html_, "If nothing is done, " + interval_text(of.loss) +
                   " devices are lost in an outbreak, in the outbreaks with which actions were tried. Each action was "
                   "tried in the same ones, so that the difference is its own and not luck's. " +
                   sure_text(of));
    const std::size_t shown = std::min(of.actions.size(), outbreak_page_max.actions);
    {
      const Table table(html_, "ranking-table", "Actions, by what they avert per person-day",
                        {{"", page::number},
                         {"action"},
                         {"person-days", page::number},
                         {"fewer lost in an outbreak", page::number},
                         {"per person-day", page::number},
                         {"as good below it", page::number},
                         {"tried in", page::number}});
      for (std::size_t i = 0; i < shown; i++) action_row(i + 1, of.actions[i]);
    }
    more(of.actions.size(), shown, "--format json has all.");
  }

  void action_row(std::size_t rank, const Averted& averted) {
    const outbreak::Action& action = answer_.actions[averted.action];
    const auto row = html_.in("tr");
    html_.element("th", std::to_string(rank), {{"scope", "row"}, {"class", "n"}});
    html_.element("td", action.name, {{"class", "path"}});
    number_cell(html_, effort_text(action.effort));
    interval_cell(averted.devices);
    interval_cell(averted.per_person_day);
    number_cell(html_, as_good_text(averted));
    tried_cell(averted);
  }

  // Below all, those that begin where it protects.
  void tried_cell(const Averted& averted) {
    const auto made = html_.in("td", {{"class", "n"}});
    html_.text(grouped(averted.replicates));
    if (!averted.is_tried_apart()) return;
    html_.element("span",
                  grouped(averted.begun_replicates) + " begun where it protects, as " +
                      amount_text(100 * averted.begun_chance.mean) + " % do",
                  {{"class", "more"}});
  }

  // The range below the mean, so that the column is narrow.
  void interval_cell(const outbreak::Interval& of) {
    const auto made = html_.in("td", {{"class", "n"}});
    html_.text(amount_text(of.mean));
    html_.element(
        "span",
        is_known(of) ? amount_text(of.low) + " to " + amount_text(of.high) : "too few were tried to say how sure",
        {{"class", "more"}});
  }

  void pairs() {
    const auto& all = answer_.ranking->pairs;
    const std::size_t shown = std::min(all.size(), outbreak_page_max.pairs);
    {
      const Table table(html_, "pairs-table",
                        "Pairs of the best actions, those that do most of each other's work first",
                        {{"one"},
                         {"and the other"},
                         {"fewer lost with both", page::number},
                         {"beyond both alone", page::number},
                         {"that is"}});
      for (std::size_t i = 0; i < shown; i++) {
        const auto row = html_.in("tr");
        path_head(html_, answer_.actions[all[i].one].name);
        html_.element("td", answer_.actions[all[i].other].name, {{"class", "path"}});
        interval_cell(all[i].devices);
        interval_cell(all[i].beyond);
        cell(html_, together_text(all[i]));
      }
    }
    more(all.size(), shown, "--format json has all.");
  }

  // --- Where it begins

  std::vector<const PlaceFigure*> began() const {
    std::vector<const PlaceFigure*> made;
    for (const PlaceFigure& zone : zones_.places)
      if (zone.began > 0) made.push_back(&zone);
    std::stable_sort(made.begin(), made.end(), [](const auto* a, const auto* b) { return a->began > b->began; });
    return made;
  }

  void entries() {
    if (answer_.entries.empty()) return began_table();
    say(html_,
        "The same outbreaks, begun in one zone after the other: where much is lost, keeping a worm from getting in is "
        "worth "
        "most.");
    const std::size_t shown = std::min(answer_.entries.size(), outbreak_page_max.entries);
    {
      const Table table(html_, "entries-table", "Zones, by what an outbreak comes to that begins there",
                        {{"zone"},
                         {"devices lost", page::number},
                         {"of all devices"},
                         {"how likely it begins there", page::number},
                         {"tried in", page::number}});
      for (std::size_t i = 0; i < shown; i++) entry_row(answer_.entries[i]);
    }
    more(answer_.entries.size(), shown, "--format json has all.");
    folded("Where these outbreaks began", [&] { began_table(); });
  }

  void entry_row(const EntryLoss& entry) {
    const auto row = html_.in("tr");
    path_head(html_, zone_text(answer_, entry.zone));
    if (entry.replicates == 0) {
      number_cell(html_, "not tried");
      cell(html_, "");
    } else {
      interval_cell(entry.devices);
      const auto drawn = html_.in("td", {{"class", "drawn"}});
      const bool known = is_known(entry.devices);
      interval_bar(html_,
                   {known ? hundredths_of(entry.devices.low) : 0, hundredths_of(entry.devices.mean),
                    known ? hundredths_of(entry.devices.high) : devices_of(answer_) * 100},
                   devices_of(answer_) * 100);
    }
    number_cell(html_, amount_text(100 * entry.weight) + " %");
    cell(html_, entry.replicates);
  }

  void began_table() {
    const auto all = began();
    const std::size_t shown = std::min(all.size(), outbreak_page_max.entries);
    std::uint64_t sum = 0;
    for (const PlaceFigure* each : all) sum += each->began;
    {
      const Table table(html_, "began-table", "First devices of all outbreaks, by zone",
                        {{"zone"}, {"first devices", page::number}, {"share", page::number}});
      for (std::size_t i = 0; i < shown; i++) {
        const auto row = html_.in("tr");
        path_head(html_, place_text(*all[i]));
        cell(html_, all[i]->began);
        page::share_cell(html_, all[i]->began, sum);
      }
    }
    more(all.size(), shown, "--format json has all.");
  }

  // --- What the worm is taken to do

  void worm() {
    say(html_,
        "Each value that the worm is made of. Where low, likely and high differ, sources disagree or nobody measured: "
        "the "
        "figures of this page hold for the values that the assumptions name, and a range says how far others could "
        "be.");
    {
      const Table table(html_, "worm-table", "The values of " + worm_name(answer_),
                        {{"what"},
                         {"low", page::number},
                         {"likely", page::number},
                         {"high", page::number},
                         {"unit"},
                         {"verified"},
                         {"where it comes from"}});
      for (const outbreak::WormValue& each : answer_.prepared.profile.values) value_row(each);
    }
    if (answer_.prepared.exploits.empty()) return;
    const Table table(html_, "exploits-table", "What it attacks with",
                      {{"exploit"}, {"title"}, {"bulletin"}, {"updates"}, {"verified"}, {"where it comes from"}});
    for (const outbreak::Exploit& each : answer_.prepared.exploits) exploit_row(each);
  }

  void value_row(const outbreak::WormValue& value) {
    const auto row = html_.in("tr");
    std::string what = std::string(spelled(value.part)) + " " + value.key;
    if (!value.port.empty()) what += ", " + value.port;
    if (!value.exploit.empty()) what += ", " + value.exploit;
    path_head(html_, what);
    for (const double each : {value.range.low, value.range.likely, value.range.high})
      number_cell(html_, value_text(each));
    cell(html_, outbreak::unit_of(value));
    cell(html_, value.cited.verified);
    cited_cell(value.cited);
  }

  void cited_cell(const outbreak::Cited& cited) {
    const auto made = html_.in("td", {{"class", "path"}});
    html_.text(cited.citation + (cited.read.empty() ? "" : ", read " + cited.read));
    if (!cited.note.empty()) html_.element("span", cited.note, {{"class", "more"}});
  }

  void exploit_row(const outbreak::Exploit& exploit) {
    const auto row = html_.in("tr");
    path_head(html_, exploit.name);
    cell(html_, exploit.title);
    whole_cell(html_, exploit.bulletin);
    std::string updates;
    for (const std::string& each : exploit.updates) updates += (updates.empty() ? "" : ", ") + each;
    cell(html_, updates.empty() ? "none mends it" : updates);
    cell(html_, exploit.cited.verified);
    cited_cell(exploit.cited);
  }

  // --- What it rests on

  void assumptions() {
    const std::vector<std::string> texts = assumption_texts(answer_);
    const std::size_t shown = std::min(texts.size(), outbreak_page_max.assumptions);
    {
      const auto list = html_.in("ul");
      for (std::size_t i = 0; i < shown; i++) html_.element("li", texts[i]).line();
    }
    more(texts.size(), shown, "--format json has all.");
    set_aside();
  }

  void set_aside() {
    const std::size_t shown = std::min(answer_.set_aside.size(), outbreak_page_max.set_aside);
    if (shown == 0) return;
    {
      const Table table(html_, "set-aside-table", "Rows that were read and not used",
                        {{"where"}, {"rows", page::number}, {"why"}});
      for (std::size_t i = 0; i < shown; i++) {
        const estate::SetAside& each = answer_.set_aside[i];
        const auto row = html_.in("tr");
        path_head(html_, each.place);
        cell(html_, each.count);
        html_.element("td", each.reason, {{"class", "path"}});
      }
    }
    more(answer_.set_aside.size(), shown, "--format json has all.");
  }

  void method() {
    const auto list = html_.in("dl", {{"class", "terms"}});
    const auto term = [&](std::string_view word, std::string_view what) {
      html_.element("dt", word).element("dd", what).line();
    };
    term("outbreak", "One simulated spread, from the first infected devices to the end. Chance decides each anew.");
    term("lost",
         "Infected or crashed: a device is one or the other, and stays so until the end. Lost and not lost are all "
         "devices together.");
    term("middle outbreak, 8 of 10",
         "The fewest devices that at least half, or 8 of 10, of all outbreaks do not exceed. It is a count that one of "
         "them "
         "had, never a value in between. The devices of one row need not be of the same outbreak as those of another.");
    term("on average, mean",
         "Over all outbreaks, those that die out at once included: it may be a number that none of them "
         "comes near.");
    term("site down", "Once the share of its devices that the assumptions name is lost.");
    if (has_ranking()) {
      term("fewer lost in an outbreak",
           "Devices that an action keeps from being lost, on average; below it the range in which the true number is. "
           "Below "
           "0 it would do harm, or cannot be told from nothing.");
      term("as good below it",
           "How many actions that are ranked lower may be as good per person-day: their ranges overlap. Among those "
           "the order "
           "says little.");
    }
    term("folded tables", "A table that is open is printed; one that is folded is not.");
    term("what a model cannot know",
         "Whether such a worm comes, and when; what it does that no source has told; what people do that the "
         "assumptions do "
         "not name. It tells what follows, so that ways and actions can be compared.");
  }

  void reproduction() {
    say(html_, "The same scenario, the same program and the same seed give this page again, byte for byte" +
                   std::string(answer_.was_stopped ? ", unless it is stopped by the clock as this one was." : "."));
    const auto list = html_.in("dl", {{"class", "terms"}});
    html_.element("dt", "command");
    {
      const auto told = html_.in("dd");
      html_.element("code", origin_.command);
    }
    html_.element("dt", "program").element("dd", origin_.program);
    html_.element("dt", "seed").element("dd", std::to_string(answer_.ensemble.seed));
    html_.element("dt", "replicates");
    html_.element("dd", grouped(replicates()) + ", from number " + grouped(answer_.ensemble.first));
    html_.element("dt", "scenario");
    const auto told = html_.in("dd");
    html_.element("code", answer_.scenario);
  }

  const OutbreakAnswer& answer_;
  const Origin& origin_;
  const outbreak::Scenario& scenario_;
  Html html_;
  LossFigures loss_;
  std::vector<SpreadFigure> over_time_;
  PlaceFigures zones_, places_;
};

std::span<const page::SectionOf<OutbreakPage>> OutbreakPage::own_sections() {
  static constexpr page::SectionOf<OutbreakPage> all[] = {
      {"headlines", "In short", &OutbreakPage::headlines, nullptr, false},
      {"loss", "How many devices, and how fast", &OutbreakPage::loss},
      {"where", "Where, and when", &OutbreakPage::where, &OutbreakPage::has_times},
      {"ways", "On which ways", &OutbreakPage::ways, &OutbreakPage::has_ways},
      {"ranking", "What helps most", &OutbreakPage::ranking, &OutbreakPage::has_ranking},
      {"pairs", "Actions together", &OutbreakPage::pairs, &OutbreakPage::has_pairs, false},
      {"entries", "Where it begins", &OutbreakPage::entries, &OutbreakPage::has_entries},
      {"worm", "What the worm is taken to do", &OutbreakPage::worm, &OutbreakPage::has_worm},
      {"assumptions", "What is assumed", &OutbreakPage::assumptions},
      {"method", "How to read this", &OutbreakPage::method},
      {"reproduction", "How to make this page again", &OutbreakPage::reproduction, nullptr, false},
  };
  return all;
}

}  // namespace

void write_outbreak_page(const OutbreakAnswer& answer, const Origin& origin, std::ostream& out) {
  OutbreakPage(answer, origin, out).write();
  out << "\n";
}

}  // namespace shoal::report
