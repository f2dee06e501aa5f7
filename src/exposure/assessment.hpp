// Many devices judged at once: by patch state, not one by one.
//
// Devices that share a release, architecture, edition and set of updates share a state; each state is judged once, on a
// view that all states of one product share. Nobody is dropped: a device that cannot be judged is kept, with the
// reason.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/for_each.hpp"
#include "estate/observation.hpp"
#include "exposure/install.hpp"
#include "exposure/judge.hpp"
#include "lifecycle/catalogue.hpp"
#include "lifecycle/recognise.hpp"

namespace shoal::exposure {

/// A device as it is to be judged. `updates.product` and `.edition` are set by the assessor.
struct DeviceRecord {
  std::optional<estate::OsClaim> os;
  PatchState updates;
};

/// A device in the result: the one that was added at this position. Who it is, is not this module's question.
struct JudgedDevice {
  std::int32_t release = -1;  ///< Position in Assessment::releases; -1 where the device is unassessable.
  std::int32_t state = -1;    ///< Position in Assessment::states; -1 where no product is judged for it.
  std::int32_t reason = -1;   ///< Position in Assessment::reasons, where `release` or `state` is -1.
};

/// One release in one edition, and where its support stands on the day.
struct JudgedRelease {
  /// Never null. Where only several releases are known of which the device runs one, a release that stands for them:
  /// its name says so ("Windows XP, service pack not told"), its id is none of the catalogue's, and it has no dates.
  const lifecycle::Release* release = nullptr;
  std::string edition;
  bool edition_told = false;
  lifecycle::Standing standing;
};

/// One patch state, judged.
struct JudgedState {
  std::string id;  ///< Twelve hexadecimal digits that name the same state in every run with the same pack.
  PatchState state;
  std::uint32_t devices = 0;
  std::shared_ptr<const ProductView> view;  ///< Shared by all states of its product; lives as long as any of them.
  Judgement judgement;
  InstallPlan install;
};

/// What is held of an estate.
struct Assessment {
  Day as_of, known_at;
  bool known_exactly = false;
  std::vector<std::string> enrolled;
  std::vector<JudgedRelease> releases;
  std::vector<std::shared_ptr<const lifecycle::Release>> families;  ///< Owns what stands for several releases.
  std::vector<std::string> reasons;
  std::vector<JudgedState> states;    ///< In the order of their first devices.
  std::vector<JudgedDevice> devices;  ///< In the order in which they were added.
};

/// The release that a device runs, or null.
const JudgedRelease* release_of(const Assessment& assessment, const JudgedDevice& device);

/// Takes in devices one at a time and judges them together.
class Assessor {
 public:
  /// What holds for the whole run.
  struct Settings {
    Day as_of, known_at;
    std::vector<std::string> enrolled;  ///< Enrolments that every device holds.
    bool plan = true;                   ///< Whether to plan what to install.
    bool judge = true;                  ///< Whether to judge at all, or only to recognise each device's release.
  };

  /// All references must outlive the assessor and its result.
  Assessor(const Facts& facts, const lifecycle::Catalogue& catalogue, Settings settings);

  void add(const DeviceRecord& device);

  /// Adds a device of which all is known that is known of the one added at position `as`.
  void add_like(std::size_t as);

  /// Judges every state that was met. The assessor is empty afterwards. The result is the same for every `for_each`.
  Assessment finish(const ForEach& for_each);

 private:
  struct Known {
    std::int32_t release = -1;
    std::int32_t product = -1;
    std::int32_t reason = -1;
  };
  const Known& recognise(const std::optional<estate::OsClaim>& os);
  std::int32_t reason_at(std::string reason);
  void place_family(const lifecycle::Recognition& found, Known& known);

  struct StateHash {
    std::size_t operator()(const PatchState& state) const;
  };

  const Facts& facts_;
  const lifecycle::Catalogue& catalogue_;
  Settings settings_;
  Assessment made_;
  std::unordered_map<std::string, Known> known_;
  std::unordered_map<PatchState, std::int32_t, StateHash> state_at_;
};

/// How many presumed vulnerabilities all devices together have, with the bounds of 90 %. The bounds of devices add up:
/// devices of one release have the same vulnerabilities, so that what is wrong for one is wrong for all.
struct PresumedTotal {
  double expected = 0, low = 0, high = 0;
  void add(const Expectation& each, std::uint64_t devices);
};

/// Counts of one assessment over devices times vulnerabilities, for its headlines.
struct Totals {
  std::uint64_t devices = 0, unassessable = 0;
  std::array<std::uint64_t, verdict_count> by_verdict{}, exploited{};
  std::array<std::uint64_t, doubt_count> by_doubt{};
  std::array<std::uint64_t, 3> missing_by_obtainable{};
  std::uint64_t considered = 0, not_considered = 0;
  PresumedTotal presumed, presumed_exploited;
  std::map<lifecycle::Phase, std::uint64_t> by_phase;  ///< Devices with a release, by where its support stands.
};
Totals totals_of(const Assessment& assessment);

/// How one device stands to an incident or an update.
enum class Answer : std::uint8_t {
  has,          ///< Every fix that concerns it is on it.
  lacks,        ///< At least one is missing, or the vendor gives none.
  cannot_tell,  ///< What we hold does not decide it.
  not_listed,   ///< The vendor assessed the release and does not list it.
  predates,     ///< It was published before the vendor began to assess the release, whose lists do not speak of it.
};
constexpr std::size_t answer_count = 5;
/// "has", "lacks", "cannot_tell", "not_listed" or "predates".
std::string_view spelled(Answer answer);

/// How a judged state stands to these vulnerabilities together.
Answer stands_to(const JudgedState& state, const std::vector<VulnerabilityIndex>& vulnerabilities);

/// Whether an update, or one that contains it, is on a judged state. not_listed where it is not for that product.
Answer stands_to_update(const JudgedState& state, std::uint32_t kb);

/// The verdict on one vulnerability for a judged state; for one that its lists leave out, presumed, unassessed with
/// outside_interval, or nothing where the vendor assessed the product and does not list it.
std::optional<Outcome> outcome_of(const JudgedState& state, VulnerabilityIndex vulnerability);

}  // namespace shoal::exposure
