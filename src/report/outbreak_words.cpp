#include "report/outbreak_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "base/text.hpp"
#include "estate/device.hpp"
#include "report/figures.hpp"
#include "report/time_scale.hpp"

namespace shoal::report {
namespace {

using outbreak::Averted;
using outbreak::EntryLoss;
using outbreak::Span;

constexpr std::size_t best_told = 3;           // Actions, in the brief.
constexpr std::size_t first_devices_told = 3;  // Devices where it begins.

std::string with_decimals(double value, int decimals) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", decimals, std::fabs(value));
  const std::string_view all = text.data();
  const std::size_t dot = std::min(all.find('.'), all.size());
  const auto whole = parse_whole(all.substr(0, dot));
  std::string made = (whole ? grouped(*whole) : std::string(all.substr(0, dot))) + std::string(all.substr(dot));
  const bool is_nothing = made.find_first_not_of("0.,") == std::string::npos;
  return value < 0 && !is_nothing ? "-" + made : made;
}

std::string span_text(const Span& span) {
  switch (span.law) {
    case Span::Law::exponential:
      return duration_text(span.typical) + " on average (exponential)";
    case Span::Law::lognormal:
      return duration_text(span.typical) + " in the middle case (lognormal, spread " + value_text(span.spread) + ")";
    case Span::Law::fixed:
      break;
  }
  return duration_text(span.typical);
}

/// The same for who does not ask for laws.
std::string roughly(const Span& span) {
  return (span.law == Span::Law::fixed ? "" : "about ") + duration_text(span.typical);
}

template <typename Told>
std::string response_told(const OutbreakAnswer& answer, Told told) {
  const auto& response = answer.prepared.scenario.response;
  if (!response) return "Nobody does anything about it until the end.";
  std::string then;
  if (response->cuts_zones) then = "all zones are cut from each other";
  if (response->switches_off)
    then += (then.empty() ? "" : " and ") + std::string("devices that are not lost are switched off");
  return "Once " + counted(response->noticed_after, "device is", "devices are") +
         " lost people can notice: that takes " + told(response->detection) + ", and from then " +
         told(response->reaction) + " until " + (then.empty() ? "they know, and change nothing" : then) + ".";
}

std::string times_more(double much, double little) {
  return little > 0 && much >= little * 1.05 ? ", " + with_decimals(much / little, 1) + " times as many as on average"
                                             : std::string();
}

class Brief {
 public:
  explicit Brief(const OutbreakAnswer& answer)
      : answer_(answer), loss_(loss_figures(answer)), over_time_(loss_over_time(answer.ensemble)) {}

  std::vector<BriefLine> lines() {
    if (loss_.devices.replicates == 0) {
      lines_.push_back({"loss", "No outbreak", " was simulated: nothing can be told of what is lost."});
    } else {
      tell_loss();
      tell_harm();
      tell_speed();
    }
    tell_entry();
    tell_actions();
    tell_assumed();
    return std::move(lines_);
  }

 private:
  void tell_loss() {
    const SpreadFigure& lost = loss_.devices;
    std::string rest =
        " of " + grouped(devices_of(answer_)) +
        " are lost in the middle outbreak: half of all that were simulated come to no more. 1 in 10 comes "
        "to " +
        counted(lost.p90, "device", "devices") + " or more.";
    if (const std::uint64_t small = small_outbreaks(answer_); small > 0)
      rest += " " + grouped(small) + " of " + grouped(lost.replicates) + " end with fewer than 1 in 100.";
    lines_.push_back({"loss", counted(lost.p50, "device", "devices"), std::move(rest)});
  }

  void tell_harm() {
    std::string figure = counted(loss_.sites_down.p50, "site", "sites") + " down";
    std::string rest = " in the middle outbreak, " + grouped(loss_.sites_down.p90) +
                       " or more in 1 of 10: a site is down " + "once " +
                       value_text(100 * answer_.prepared.scenario.site_down_share) + " % of its devices are lost. " +
                       counted(loss_.personal.p50, "device", "devices") + " with personal data " +
                       (loss_.personal.p50 == 1 ? "is" : "are") + " lost in the middle one, " +
                       grouped(loss_.personal.p90) + " or more in 1 of 10.";
    lines_.push_back({"loss", std::move(figure), std::move(rest)});
  }

  void tell_speed() {
    const auto middle = half_way(over_time_, &SpreadFigure::p50);
    const auto bad = half_way(over_time_, &SpreadFigure::p90);
    if (!bad) return lines_.push_back({"loss", "Nothing", " is lost in 9 of 10 outbreaks."});
    const std::vector<double>& times = answer_.ensemble.times;
    const std::size_t at = middle.value_or(*bad);
    const SpreadFigure& then = over_time_[at];
    const std::uint32_t lost = middle ? then.p50 : then.p90;
    lines_.push_back({"loss", duration_text(times[at]),
                      " after the first device, " + counted(lost, "device is", "devices are") + " lost" +
                          (middle ? " in half of all outbreaks" : " in 1 of 10") +
                          ", at least half of what is lost there by the end, " + duration_text(times.back()) + "."});
  }

  void tell_entry() {
    const auto first = std::find_if(answer_.entries.begin(), answer_.entries.end(),
                                    [](const EntryLoss& each) { return each.replicates > 0; });
    if (first == answer_.entries.end()) return;
    double mean = 0;
    for (const EntryLoss& each : answer_.entries) mean += each.weight * each.devices.mean;
    lines_.push_back({"entries", zone_text(answer_, first->zone),
                      " is where it matters most that it does not begin: " + interval_text(first->devices) +
                          " devices are lost then" + times_more(first->devices.mean, mean) + "."});
  }

  void tell_actions() {
    if (!answer_.ranking || answer_.ranking->actions.empty()) return;
    const auto& ranked = answer_.ranking->actions;
    for (std::size_t i = 0; i < std::min(ranked.size(), best_told); i++) {
      std::string rest = (i == 0 ? " helps most for its effort: " : ": ") + averted_text(ranked[i]);
      if (ranked[i].as_good > 0)
        rest += " " + counted(ranked[i].as_good, "action", "actions") + " ranked below may be as good.";
      lines_.push_back({"ranking", answer_.actions[ranked[i].action].name, std::move(rest)});
    }
    const auto most = std::max_element(ranked.begin(), ranked.end(), [](const Averted& a, const Averted& b) {
      return a.devices.mean < b.devices.mean;
    });
    if (most - ranked.begin() >= static_cast<std::ptrdiff_t>(best_told))
      lines_.push_back({"ranking", answer_.actions[most->action].name,
                        " helps most of all, whatever it takes: " + averted_text(*most)});
  }

  std::string averted_text(const Averted& averted) const {
    return person_days_text(answer_.actions[averted.action].effort) + ", and " + interval_text(averted.devices) +
           " devices fewer are lost in an outbreak.";
  }

  void tell_assumed() {
    const std::size_t others = answer_.assumptions.size();
    const std::string more =
        others == 0 ? "" : " The full report lists " + counted(others, "more assumption.", "more assumptions.");
    lines_.push_back({"assumptions", "Assumed",
                      ": a worm like " + worm_name(answer_) + ". " + entry_text(answer_) + " " +
                          response_told(answer_, roughly) + more});
  }

  const OutbreakAnswer& answer_;
  LossFigures loss_;
  std::vector<SpreadFigure> over_time_;
  std::vector<BriefLine> lines_;
};

}  // namespace

std::string amount_text(double value) {
  if (!std::isfinite(value)) return "?";
  const double size = std::fabs(value);
  return with_decimals(value, size < 9.995 ? 2 : size < 999.95 ? 1 : 0);
}

std::uint64_t rounded_tenths(std::uint64_t sum, std::uint64_t replicates) {
  return replicates == 0 ? 0 : (sum * 10 + replicates / 2) / replicates;
}

std::string mean_text(std::uint64_t sum, std::uint64_t replicates) {
  return tenths_text(rounded_tenths(sum, replicates));
}

std::string tenths_text(std::uint64_t tenths) { return grouped(tenths / 10) + "." + std::to_string(tenths % 10); }

bool is_known(const outbreak::Interval& interval) {
  return std::isfinite(interval.low) && std::isfinite(interval.high);
}

std::string interval_text(const outbreak::Interval& interval) {
  if (!is_known(interval)) return amount_text(interval.mean) + " (too few were tried to say how sure)";
  return amount_text(interval.mean) + " (" + amount_text(interval.low) + " to " + amount_text(interval.high) + ")";
}

std::string effort_text(std::int64_t hundredths) {
  const double days = static_cast<double>(hundredths) / 100;
  return with_decimals(days, hundredths % 100 == 0 ? 0 : hundredths % 10 == 0 ? 1 : 2);
}

std::string person_days_text(std::int64_t hundredths) {
  return effort_text(hundredths) + (hundredths == 100 ? " person-day" : " person-days");
}

std::string worm_name(const OutbreakAnswer& answer) {
  return answer.prepared.profile.name.empty() ? "one without a name" : answer.prepared.profile.name;
}

std::string zone_text(const OutbreakAnswer& answer, outbreak::ZoneIndex zone) {
  const outbreak::Scenario& scenario = answer.prepared.scenario;
  return place_text({scenario.zones[zone].name, scenario.sites[scenario.zones[zone].site]});
}

std::string place_text(const PlaceFigure& place) {
  return place.site.empty() || place.name.find(place.site) != std::string::npos ? place.name
                                                                                : place.name + " (" + place.site + ")";
}

std::uint64_t devices_of(const OutbreakAnswer& answer) { return answer.prepared.scenario.devices.size(); }

std::string response_text(const OutbreakAnswer& answer) { return response_told(answer, span_text); }

std::string entry_text(const OutbreakAnswer& answer) {
  const outbreak::Scenario& scenario = answer.prepared.scenario;
  const outbreak::Entry& entry = scenario.entry;
  if (!entry.devices.empty()) {
    std::string names;
    for (std::size_t i = 0; i < std::min(entry.devices.size(), first_devices_told); i++)
      names += (i > 0 ? ", " : "") + answer.prepared.devices[entry.devices[i]];
    if (entry.devices.size() > first_devices_told)
      names += " and " + grouped(entry.devices.size() - first_devices_told) + " more";
    return "It begins on " + names + ".";
  }
  const auto zones = static_cast<std::uint64_t>(
      std::count_if(entry.zone_weights.begin(), entry.zone_weights.end(), [](double weight) { return weight > 0; }));
  if (zones == 1) {
    const auto first =
        std::find_if(entry.zone_weights.begin(), entry.zone_weights.end(), [](double weight) { return weight > 0; });
    return "It begins on " + counted(entry.count, "device", "devices") + " of " +
           zone_text(answer, static_cast<outbreak::ZoneIndex>(first - entry.zone_weights.begin())) + ".";
  }
  return "It begins on " + counted(entry.count, "device", "devices") + ", drawn from " + grouped(zones) + " of " +
         counted(scenario.zones.size(), "zone", "zones") + " by their weights.";
}

std::vector<std::string> assumption_texts(const OutbreakAnswer& answer) {
  const outbreak::Scenario& scenario = answer.prepared.scenario;
  std::vector<std::string> texts{
      "The worm does as " + worm_name(answer) + " is taken to do.",
      entry_text(answer),
      response_text(answer),
      "It is simulated until " + duration_text(scenario.until) + " after the first device was infected.",
      "A site is down once " + value_text(100 * scenario.site_down_share) + " % of its devices are lost.",
      "A device that is infected or has crashed is lost until the end; nobody restores it meanwhile."};
  if (const std::uint64_t rows = estate::count_of(answer.set_aside); rows > 0)
    texts.push_back(counted(rows, "row was", "rows were") +
                    " set aside, and what they tell is in none of these figures.");
  texts.insert(texts.end(), answer.assumptions.begin(), answer.assumptions.end());
  for (std::string& text : texts)
    if (!text.empty() && text.back() != '.') text += '.';
  for (std::string& text : texts)
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z' && text.rfind(worm_name(answer), 0) != 0)
      text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return texts;
}

std::string as_good_text(const Averted& averted) { return averted.as_good == 0 ? "none" : grouped(averted.as_good); }

std::string sure_text(const outbreak::Ranking& ranking) {
  const bool is_any_apart = std::any_of(ranking.actions.begin(), ranking.actions.end(),
                                        [](const Averted& each) { return each.is_tried_apart(); });
  const std::string sure = "All intervals hold together in 95 of 100 such rankings";
  if (!is_any_apart) return sure + ", but for what is too rare to have happened in any of these replicates.";
  return sure +
         ". Outbreaks that begin where an action protects were tried apart for it, however seldom they do; whatever "
         "else is too rare to have happened in any of these replicates is in no interval.";
}

std::string_view together_text(const outbreak::Together& pair) {
  if (pair.beyond.high < 0) return "each does part of the other's work";
  if (pair.beyond.low > 0) return "together they do more than each alone";
  return "cannot be told from no effect on each other";
}

std::string value_text(double value) {
  if (!std::isfinite(value)) return "?";
  if (std::fabs(value) >= 1000) return with_decimals(value, 0);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.9f", value);
  std::string made = text.data();
  made.erase(made.find_last_not_of('0') + 1);
  if (made.back() == '.') made.pop_back();
  return made;
}

std::vector<BriefLine> brief_lines(const OutbreakAnswer& answer) { return Brief(answer).lines(); }

}  // namespace shoal::report
