// The sentences in which an outbreak is told: one place, so that its table, its brief and its page agree.
//
// Names stand in them as they came: whoever writes them makes them harmless.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/outbreak.hpp"
#include "report/outbreak_figures.hpp"

namespace shoal::report {

/// "1,234.5", "-0.25": two decimals below 10, one below 1,000, none above; "?" where nobody can tell.
std::string amount_text(double value);
/// "1,234.5": tenths.
std::string tenths_text(std::uint64_t tenths);
/// The mean in tenths, rounded; 0 without replicates.
std::uint64_t rounded_tenths(std::uint64_t sum, std::uint64_t replicates);
/// "1,234.5": the mean, to a tenth.
std::string mean_text(std::uint64_t sum, std::uint64_t replicates);
/// "810 (790 to 835)"; "not known: too few outbreaks were tried" where it may be anything.
std::string interval_text(const outbreak::Interval& interval);
/// Whether its bounds are finite.
bool is_known(const outbreak::Interval& interval);
/// "12.5", "0.02": effort in person-days; hundredths only where there are.
std::string effort_text(std::int64_t hundredths);
/// "1 person-day", "12.5 person-days".
std::string person_days_text(std::int64_t hundredths);
/// "A worm like wannacry": the name of the worm, or that it has none.
std::string worm_name(const OutbreakAnswer& answer);
/// "Zone (site)": a zone with its site, where that is not in its name.
std::string zone_text(const OutbreakAnswer& answer, outbreak::ZoneIndex zone);
std::string place_text(const PlaceFigure& place);

/// "Of 18,000 devices": all of them.
std::uint64_t devices_of(const OutbreakAnswer& answer);
/// What people do about it, a sentence.
std::string response_text(const OutbreakAnswer& answer);
/// Where it begins, a sentence.
std::string entry_text(const OutbreakAnswer& answer);
/// What the scenario assumes and what the figures rest on, a sentence each; those of the preparation last.
std::vector<std::string> assumption_texts(const OutbreakAnswer& answer);
/// How sure the range of an action is, beside those that are ranked below: "as good: 3 below it", "stands alone".
std::string as_good_text(const outbreak::Averted& averted);
/// What all intervals of a ranking say together and what they do not, a sentence or two.
std::string sure_text(const outbreak::Ranking& ranking);
/// How two actions go together, a few words.
std::string_view together_text(const outbreak::Together& pair);
/// "10", "4,294,967,296", "0.00001": a value of a worm.
std::string value_text(double value);

/// One line of the brief.
struct BriefLine {
  const char* leads_to;  ///< The section of the page that has more.
  std::string figure;    ///< Stands out; the line begins with it.
  std::string rest;
};
/// What an elected member has to know: what happens if it gets in, how fast, where it matters most that it does not
/// begin, what helps most, what is assumed. At most nine of them.
std::vector<BriefLine> brief_lines(const OutbreakAnswer& answer);

}  // namespace shoal::report
