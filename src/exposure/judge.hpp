// The five verdicts: what is open on one patch state.
//
// A verdict follows from the updates that a device names and what contains them. Absence of an update is believed only
// where the list is complete; what the facts do not decide is unassessed, with the reason and what would decide it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "exposure/patch_state.hpp"
#include "exposure/product_view.hpp"

namespace shoal::exposure {

/// What is held of one vulnerability on one device.
enum class Verdict : std::uint8_t {
  fixed,       ///< An update that contains the fix is on the device.
  missing,     ///< A fix exists for this device and is not on it.
  no_fix,      ///< The vendor states that this product is affected and gets no fix.
  presumed,    ///< The vendor no longer assesses this product; its relatives tell how likely it is affected.
  unassessed,  ///< What we hold does not decide it.
};
constexpr std::size_t verdict_count = 5;
std::string_view spelled(Verdict verdict);

/// Why a verdict is unassessed.
enum class Doubt : std::uint8_t {
  none,
  list_absent,       ///< Nothing tells which updates are installed.
  list_cut,          ///< The update may be among those that the source cuts off or does not name.
  no_cumulative,     ///< No cumulative update is recognised, and no build revision is known.
  some_packages,     ///< Some of the packages that complement each other are there, and it is not known which apply.
  newer_rollup,      ///< A newer rollup is installed that may contain the older fix; nothing we hold says so.
  outside_interval,  ///< The vendor did not assess the product when it was published, and nothing can be presumed.
};
constexpr std::size_t doubt_count = 7;
/// The reason's name, e.g. "list_cut": as in JSON.
std::string_view spelled(Doubt doubt);
/// What would decide it, for people.
std::string_view what_decides(Doubt doubt);

/// Outcome::requirement of an outcome that no requirement decided.
constexpr std::uint16_t no_requirement = 65535;

/// The verdict on one group of vulnerabilities.
struct Outcome {
  Verdict verdict = Verdict::unassessed;
  Doubt doubt = Doubt::none;
  bool considered = false;  ///< False where nothing shows that the component concerned is on the device.
  Obtainable obtainable = Obtainable::everybody;  ///< How what is missing can be had.
  bool entitled = true;                           ///< Whether this device may have it.
  /// The requirement that decided, as a position in the view's; of several with one verdict, that of the earliest fix.
  std::uint16_t requirement = no_requirement;
};

/// How many vulnerabilities have which verdict on one patch state. The five sum to considered().
struct Counts {
  std::array<std::uint32_t, verdict_count> by_verdict{};
  std::array<std::uint32_t, doubt_count> by_doubt{};     ///< The parts of unassessed.
  std::array<std::uint32_t, 3> missing_by_obtainable{};  ///< The parts of missing, indexed by Obtainable.
  std::array<std::uint32_t, verdict_count> exploited{};  ///< Of by_verdict, those known to be exploited.
  std::uint32_t not_considered = 0;  ///< Vulnerabilities of components that nothing shows to be present.

  std::uint32_t of(Verdict verdict) const { return by_verdict[static_cast<std::size_t>(verdict)]; }
  std::uint32_t of(Doubt doubt) const { return by_doubt[static_cast<std::size_t>(doubt)]; }
  std::uint32_t of(Obtainable obtainable) const { return missing_by_obtainable[static_cast<std::size_t>(obtainable)]; }
  std::uint32_t considered() const;
};

/// What is held of one patch state. Outcomes stand in the order of the view's groups.
struct Judgement {
  std::vector<Outcome> outcomes;
  Counts counts;
};

/// A patch state as seen against one view: which updates are present, and which components. Re-used between states, so
/// that judging many allocates nothing.
class Presence {
 public:
  explicit Presence(const ProductView& view);

  /// Takes in `state`, which must be of the view's product.
  void take(const PatchState& state);

  const ProductView& view() const { return *view_; }
  const PatchState& state() const { return *state_; }
  /// Updates that are installed or contained in an installed one.
  const Bits& present() const { return present_; }
  /// Updates that the device names, and those that its build revision proves.
  const Bits& installed() const { return installed_; }
  /// Whether one of the view's components is on the device.
  bool has_component(std::size_t component) const { return components_[component]; }
  /// Whether a cumulative update of the system's own line is recognised, or a build revision known.
  bool cumulative_recognised() const { return cumulative_recognised_; }
  /// The newest day of an installed rollup that a component's older fixes may be contained in; nothing without one.
  std::optional<Day> newest_rollup(std::size_t component) const;

 private:
  void take_updates();
  void take_components();

  const ProductView* view_;
  const PatchState* state_ = nullptr;
  Bits installed_, present_;
  std::vector<bool> components_;
  std::vector<std::optional<Day>> newest_rollup_;
  bool cumulative_recognised_ = false;
};

/// What is held of one requirement. `considered` tells whether its component is there.
Outcome judge(const Presence& presence, const Requirement& requirement);

/// Judges what `presence` holds, into `judgement`, re-using its storage. Counts include the outside of the assessed
/// interval: under presumed what can be, and under unassessed the rest.
void judge(const Presence& presence, Judgement& judgement);

}  // namespace shoal::exposure
