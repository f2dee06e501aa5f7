// The releases that we know, until when each gets security updates, and for whom.
//
// Support is a calendar, not a score: this module answers "which release is this?" and "on this day, would an update
// still reach this device?" and nothing else. How much that matters is exposure/'s question.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "lifecycle/programs.hpp"

namespace shoal::lifecycle {

/// Where a release stands on one day, in the order in which a release lives through them.
enum class Phase {
  mainstream,  ///< Features and security updates.
  extended,    ///< Security updates for everybody.
  paid,        ///< Security updates for enrolled devices only, and this device is enrolled.
  none,        ///< No updates for this device.
  unknown,     ///< The catalogue has no dates for this release and edition.
};

/// "mainstream", "extended", "paid", "none" or "unknown": as in JSON and on the screen.
std::string_view spelled(Phase phase);

/// Whom a release was made for.
enum class Kind { client, server };

/// The published dates of one release for one edition of it.
///
/// Every date is the last day of its phase, inclusive, because vendors publish a last patch day.
/// Invariant: mainstream_until <= extended_until; knowledge/ refuses anything else.
struct SupportDates {
  std::string edition;  ///< "any", "home-pro", "enterprise", "ltsc" or "iot-ltsc".
  Day mainstream_until;
  Day extended_until;    ///< Equals mainstream_until where the vendor has no extended phase.
  std::string citation;  ///< Where the dates come from, and the day on which they were read.
};

/// What a device may be entitled to beyond the public dates. Entitlement is per device, never per release.
struct Enrolment {
  std::string id;  ///< E.g. "esu-windows-10-commercial-year-1".
  std::string title;
  std::string release;       ///< The release that it is for.
  std::string edition;       ///< As in SupportDates.
  Day from;                  ///< Inclusive.
  std::optional<Day> until;  ///< Inclusive; absent where the end is not known.
  std::string citation;
};

/// One release of an operating system, as it reports itself. Source: data/lifecycle/releases.csv.
struct Release {
  std::string id;    ///< Catalogue key, e.g. "windows-xp-sp3".
  std::string name;  ///< For people, e.g. "Windows XP SP3".
  Kind kind = Kind::client;
  std::string version;  ///< E.g. "5.1".
  std::uint32_t build = 0;
  std::uint32_t service_pack = 0;
  std::vector<std::string> words;  ///< All must stand in the reported name.
  std::vector<std::string> lacks;  ///< None may stand in it.
  std::string family;              ///< Releases with one family share update packages, e.g. "6.1".
  std::vector<SupportDates> support;
};

/// A name that people and lists use, and the releases that report themselves so. Source: data/lifecycle/names.csv.
struct ReleaseName {
  std::string name;  ///< For people, e.g. "Windows XP".
  std::string id;    ///< E.g. "windows-xp-any": what stands for a release where the name is all that is told.
  std::vector<std::vector<std::string>> words;  ///< Of each group, one must stand in the name as a whole word.
  std::vector<std::string> lacks;               ///< None may stand in it.
  std::vector<std::string> releases;            ///< Ids, as in Release.
};

/// A word in the reported name, and the edition that it tells.
struct EditionWord {
  std::string word;
  std::string edition;
};

/// All that is known of releases, and of the programs of others. Immutable once knowledge/ has built it.
struct Catalogue {
  std::vector<Release> releases;
  std::vector<EditionWord> edition_words;  ///< A later match outweighs an earlier one.
  std::vector<Enrolment> enrolments;
  std::vector<ReleaseName> names;  ///< The first that fits is meant.
  ProgramCatalogue programs = {};
};

/// Where a device's support stands on one day.
struct Standing {
  Phase phase = Phase::unknown;
  /// The last day of updates for this device, public or by its enrolments. Absent where the catalogue has no dates.
  std::optional<Day> until;
  std::string_view enrolment;  ///< The enrolment that the paid phase rests on; else empty. Views the catalogue.
};

/// The dates of `release` that hold for `edition`: its own, else those for any edition, else the ones that end
/// earliest, so that an edition which is not known never gets years that it may not have. Null where there are none.
const SupportDates* dates_for(const Release& release, std::string_view edition);

/// Where a device on `release` in `edition` stands on `day`, holding the enrolments named in `enrolled`. Days before
/// the release count as mainstream, since previews are common and nobody is helped by an error there.
Standing standing_on(const Catalogue& catalogue, const Release& release, std::string_view edition, Day day,
                     std::span<const std::string> enrolled);

/// Where a device stands of which only several releases are known, one of which it runs: the phase that all of them are
/// in, else unknown. `until` is then the day by which the last of them ended, or where none has ended, the day on which
/// the first of them will. `candidates` must not be empty.
Standing standing_on(const Catalogue& catalogue, std::span<const Release* const> candidates, std::string_view edition,
                     Day day, std::span<const std::string> enrolled);

/// The enrolments that would bring an update published on `day` to such a device, in catalogue order.
std::vector<const Enrolment*> enrolments_on(const Catalogue& catalogue, const Release& release,
                                            std::string_view edition, Day day);

}  // namespace shoal::lifecycle
