// Which releases are built from which, and how the relatives of one stand to a vulnerability.
//
// Releases of one generation are built from the same code, each generation from the one before it. When the vendor
// stops assessing a release, its lists go on for the relatives: for the server beside a client, for what came later,
// for what is older and was paid for. Their stand on a vulnerability is what a presumption rests on.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "exposure/facts.hpp"
#include "update/known_at.hpp"

namespace shoal::exposure {

/// Position in Facts::lineage.
using RelativeIndex = std::uint8_t;
/// A set of relatives: bit i is the one at position i.
using Relatives = std::uint64_t;

/// What the lists say of a vulnerability on some relatives together.
enum class RelativeStand : std::uint8_t {
  not_assessed,  ///< On the day of its publication the vendor assessed none of them.
  unlisted,      ///< It assessed at least one, and lists none.
  listed,
};

/// What they say of one generation that was assessed in both kinds. "Own" is the kind of the release that asks.
enum class KindsStand : std::uint8_t {
  not_assessed,  ///< There is no such generation.
  neither,
  own,
  other,
  both,
};

/// How the relatives of one release stand to one vulnerability. Newer and older are by generation; of several, the
/// nearest generation that was assessed counts.
struct Situation {
  bool server = false;                  ///< The release is a server; "same" below means servers then, else clients.
  RelativeStand twin{};                 ///< The other kind of its own generation.
  RelativeStand peer{};                 ///< Another release of the same kind and generation.
  RelativeStand newer{}, newer_next{};  ///< The same kind: the nearest newer generation, and the one after it.
  RelativeStand older{};                ///< The same kind.
  RelativeStand newer_other{}, older_other{};  ///< The other kind.
  /// The nearest two newer generations and the nearest older one, of whichever kind. A kind of which nobody is listed
  /// has no say: a flaw of servers alone tells by its clients nothing of where it begins and ends.
  RelativeStand newer_generation{}, newer_generation_next{}, older_generation{};
  KindsStand newer_kinds{}, older_kinds{};  ///< Whether both kinds share it, where they can be compared.
  bool clients_unlisted = false;            ///< Clients were assessed, and none is listed.
  bool servers_unlisted = false;
  /// Classes of the years between the release and those relatives; see years_of().
  std::uint8_t newer_years = 0, newer_other_years = 0, older_years = 0, listed_years = 0;
  std::uint8_t newer_share = 0;  ///< Quarters of the newer relatives that are listed, 0 to 4, rounded.
  RelativeIndex nearest = 0;     ///< The listed relative nearest in years; of two, the one of the same kind.
};

/// Classes of years, 0 to 4: up to 1.5, 3, 6, 10, more. years_of() gives a year within each.
std::uint8_t class_of_years(double years);
double years_of(std::uint8_t year_class);

/// The lists of one day, turned so that a vulnerability's relatives can be asked.
class Lineage {
 public:
  /// `facts` must outlive it. Cost: some milliseconds.
  Lineage(const Facts& facts, const update::KnownAt& known);

  const Facts& facts() const { return *facts_; }
  const update::KnownAt& known() const { return known_; }
  std::size_t size() const { return facts_->lineage.size(); }

  /// The relative that a release is, "windows-xp-sp3" for example; nothing where the lineage does not speak of it.
  std::optional<RelativeIndex> find(std::string_view release) const;
  /// Whether the vendor assessed a relative on a day, in any of its service packs.
  bool assessed(RelativeIndex relative, Day day) const;
  Relatives assessed_on(Day day) const;
  /// The relatives for which the vulnerability is listed on `architecture`; one that was not made for it counts
  /// wherever it is listed.
  Relatives listed(VulnerabilityIndex vulnerability, estate::Architecture architecture) const;
  /// Whether the vulnerability is of the operating system's core: listed for it, and of a subsystem that is no part
  /// apart.
  bool is_core(VulnerabilityIndex vulnerability) const { return core_[vulnerability]; }
  /// Whether a product for this relative and architecture exists.
  bool made_for(RelativeIndex relative, estate::Architecture architecture) const;
  /// The releases of the other kind in a release's generation; those of its own without itself; those later than it.
  Relatives twins(RelativeIndex relative) const { return groups_[relative].twins; }
  Relatives peers(RelativeIndex relative) const { return groups_[relative].peers; }
  /// The releases of all generations before the release's own.
  Relatives preceding(RelativeIndex relative) const;
  /// The releases of the `generations` generations after the release's own.
  Relatives following(RelativeIndex relative, std::uint8_t generations) const;

  /// How relatives stand to a vulnerability, as seen from `relative`: those in `visible` alone, and itself only where
  /// it is among them. Nothing where none of these is listed.
  std::optional<Situation> situation(RelativeIndex relative, VulnerabilityIndex vulnerability,
                                     estate::Architecture architecture, Relatives visible) const;

 private:
  struct Group {
    Relatives twins = 0, peers = 0;
    std::vector<Relatives> newer, older;              // By generation, the nearest first, of the same kind.
    std::vector<Relatives> newer_other, older_other;  // Likewise, of the other kind.
    std::vector<Relatives> newer_any, older_any;      // Likewise, of both.
    Relatives all_newer = 0;
  };
  struct Span {
    std::optional<Day> from, until;
  };
  void take_rows();
  void take_groups();
  /// Takes which generations are listed, and for which kinds, of those in `visible`; `here` of these are listed.
  void look_at_generations(const Group& group, Relatives visible, Relatives here, Situation& made) const;

  const Facts* facts_;
  update::KnownAt known_;
  std::vector<Span> spans_;
  std::vector<Group> groups_;
  std::array<Relatives, 4> made_for_{};           // By architecture.
  std::vector<std::array<Relatives, 4>> listed_;  // By vulnerability and architecture.
  std::vector<bool> core_;
  Relatives clients_ = 0, servers_ = 0;
  std::vector<std::vector<double>> years_between_;
};

}  // namespace shoal::exposure
