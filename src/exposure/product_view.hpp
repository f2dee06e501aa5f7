// Everything that judging needs of one product on one day of knowledge, computed once and shared by all its devices.
//
// The vendor's rows say "this update fixes this vulnerability of this component here". Two questions stand between
// them and a verdict. Are several updates on one vulnerability alternatives, or packages that complement each other?
// And which updates contain them? The view answers both in advance: vulnerabilities with the same answer form one
// group, so that a device with 250 updates is judged on 3,000 vulnerabilities by looking at a few hundred groups.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bits.hpp"
#include "exposure/facts.hpp"
#include "exposure/presumer.hpp"
#include "lifecycle/catalogue.hpp"
#include "update/family.hpp"

namespace shoal::exposure {

/// How an update can be had.
enum class Obtainable : std::uint8_t {
  everybody,  ///< "public": while it was released, the product's updates were for everybody.
  enrolment,  ///< Released in a paid phase, for enrolled devices; or for another edition only.
  withdrawn,  ///< The vendor took it back.
};

/// "public", "enrolment" or "withdrawn".
std::string_view spelled(Obtainable obtainable);

/// How one update can be had by a device of a view's edition and enrolments.
struct Access {
  Obtainable obtainable = Obtainable::everybody;
  bool entitled = true;  ///< Whether the device may install it: public, or by an enrolment that it holds.
  /// Where `obtainable` says so, the enrolment that brings it, else the edition that still got it; empty where the
  /// catalogue knows neither for that day. Views the catalogue.
  std::string_view enrolment;
};

/// Versions of a component that something shows, and the numbers of the oldest of them: 4.10 is newer than 4.9.
struct ShownVersions {
  explicit ShownVersions(std::vector<std::string> shown);
  std::vector<std::string> versions;
  std::vector<std::uint32_t> oldest;
};

/// What must be on a device for one vulnerability of one component to be fixed. Positions are local to family().
struct Requirement {
  std::uint16_t component = 0;  ///< Position in the view's components().
  /// Any one of these fixes it: updates since the family's updates became alternatives.
  std::vector<std::uint32_t> any_of;
  /// Older packages, where the vendor lists several: each clause wants one of its updates. The updates of one clause
  /// contain one another; those of different clauses complement each other.
  std::vector<std::vector<std::uint32_t>> clauses;
  /// What decides any_of, and each clause: those that contain no other of their set. Where one that contains others is
  /// present they are too, so testing these few is enough.
  std::vector<std::uint32_t> any_of_least;
  std::vector<std::vector<std::uint32_t>> clauses_least;
  Day newest;                 ///< Release day of the newest update named above.
  Day oldest;                 ///< Release day of the earliest: from then on there was a fix.
  bool oldest_known = false;  ///< False where that day is an estimate.
  Access access;  ///< How a device that lacks it can have it: the best of what fixes it, the worst over clauses.
};

/// Vulnerabilities that stand or fall together on this product.
struct Group {
  std::vector<std::uint16_t>
      requirements;  ///< Positions in requirements(); all that concern a present component count.
  std::vector<VulnerabilityIndex> vulnerabilities;
  std::uint32_t exploited = 0;  ///< How many of them were known to be exploited.
  std::int32_t statement = -1;  ///< Position in Facts::statements where the vendor says that there is no fix.
};

/// Vulnerabilities of the platform that the vendor's lists leave open for this product: published outside the days
/// between which it assessed the product, and not listed for it. The three parts are disjoint.
struct Outside {
  std::uint32_t before = 0;    ///< Before those days.
  std::uint32_t after = 0;     ///< After them, and nothing can be presumed.
  std::uint32_t presumed = 0;  ///< After them, with a probability.
  std::uint32_t exploited_before = 0, exploited_after = 0, exploited_presumed = 0;
  Expectation expected, expected_exploited;          ///< How many of the presumed ones the product has.
  std::optional<Day> assessed_from, assessed_until;  ///< `until` never lies after the day of knowledge.
};

/// One product, for one edition and set of enrolments, on one day of knowledge.
class ProductView {
 public:
  /// All three arguments that are references must outlive the view. `presumer` is of the same facts and day; without
  /// one nothing is presumed. Cost: some ten milliseconds for the largest product.
  ProductView(const Facts& facts, const lifecycle::Catalogue& catalogue, std::uint16_t product, std::string edition,
              std::span<const std::string> enrolled, const update::KnownAt& known,
              std::shared_ptr<const Presumer> presumer = nullptr);

  const Facts& facts() const { return *facts_; }
  const Product& product() const { return *product_; }
  const update::Family& family_facts() const { return facts_->updates.families[product_->family]; }
  const update::FamilyView& family() const { return family_; }
  const update::KnownAt& known() const { return known_; }
  const std::string& edition() const { return edition_; }
  /// The build that the product reports, e.g. 17763; revisions are compared within it only.
  std::uint32_t build() const { return build_; }

  std::span<const Requirement> requirements() const { return requirements_; }
  std::span<const Group> groups() const { return groups_; }
  const Outside& outside() const { return outside_; }
  /// What is presumed, ascending by vulnerability.
  std::span<const Presumption> presumptions() const { return presumptions_; }
  /// What is presumed of one vulnerability; null where nothing is.
  const Presumption* presumption_of(VulnerabilityIndex vulnerability) const;
  /// Null in a view that presumes nothing.
  const Presumer* presumer() const { return presumer_.get(); }

  /// The components that this product's rows speak of; the operating system is always one.
  std::span<const ComponentIndex> components() const { return components_; }
  /// For each of components(), the version that ships with the release; null where none does.
  const InBox* in_box(std::size_t component) const { return in_box_[component]; }
  /// The versions that a component's rows speak of, and the one in the box; the latter empty where there is none.
  const ShownVersions& listed_versions(std::size_t component) const { return listed_versions_[component]; }
  const ShownVersions& in_box_versions(std::size_t component) const { return in_box_versions_[component]; }
  /// For an update, the one of components() whose presence it proves: the update is listed for no other component.
  std::optional<std::size_t> proves(std::size_t local) const;

  /// How an update can be had.
  const Access& access(std::size_t local) const { return access_[local]; }
  /// The day on which it was released.
  Day released(std::size_t local) const { return facts_->updates.updates[family_.member(local)].released; }
  std::uint32_t kb(std::size_t local) const { return facts_->updates.updates[family_.member(local)].kb; }

  /// Updates that the vendor lists for this product, and so may be installed on it.
  const Bits& applicable() const { return applicable_; }
  /// For each applicable update, the components that it is listed for (positions in components(), ascending).
  std::span<const std::uint16_t> components_of(std::size_t local) const { return components_of_[local]; }

  /// The group of a vulnerability, where the vendor lists it for this product.
  std::optional<std::size_t> group_of(VulnerabilityIndex vulnerability) const;

 private:
  void take_components(std::span<const Row> rows);
  void take_access(const lifecycle::Catalogue& catalogue, std::span<const std::string> enrolled);
  std::map<VulnerabilityIndex, std::int32_t> statements_known() const;
  void take_groups(std::span<const Row> rows);
  Requirement requirement_of(std::span<const Row> rows) const;
  std::vector<std::uint32_t> least_of(const std::vector<std::uint32_t>& updates) const;
  Access access_to(std::span<const std::uint32_t> options) const;
  void take_outside();
  void take_presumption(const Presumption& presumption, bool exploited);

  const Facts* facts_;
  const Product* product_;
  update::KnownAt known_;
  std::string edition_;
  std::uint32_t build_ = 0;
  update::FamilyView family_;
  std::vector<ComponentIndex> components_;
  std::vector<const InBox*> in_box_;
  std::vector<ShownVersions> listed_versions_, in_box_versions_;
  std::vector<std::int32_t> proves_;
  std::vector<std::vector<std::uint16_t>> components_of_;
  std::vector<Access> access_;
  Bits applicable_;
  std::vector<Bits> containers_of_;  // For each update, what contains it.
  std::vector<Requirement> requirements_;
  std::vector<Group> groups_;
  std::vector<std::pair<VulnerabilityIndex, std::uint32_t>> group_of_;  // Ascending.
  Outside outside_;
  std::shared_ptr<const Presumer> presumer_;
  std::vector<Presumption> presumptions_;
};

}  // namespace shoal::exposure
