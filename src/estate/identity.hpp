// Which sightings are of one machine: decided by evidence, explained, and overruled by persons.
//
// A source's sightings of one machine make a trail; trails that weigh enough against each other make a device. Nothing
// is ever lost or corrected: only which trail belongs to which device changes, and each change is told. The rules are
// data (identity_rules.hpp), docs/concepts/identity.md tells how they are used and what they cannot tell.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"
#include "estate/identity_groups.hpp"
#include "estate/identity_rules.hpp"
#include "estate/identity_scales.hpp"
#include "estate/identity_values.hpp"
#include "estate/sighting.hpp"
#include "estate/trail.hpp"

namespace shoal::estate {

/// A trail that belongs to another device than before.
struct Move {
  TrailId trail = 0;
  DeviceId from = 0, to = 0;
  bool operator==(const Move&) const = default;
};

/// What came of some sightings.
struct Placement {
  std::vector<TrailId> trails;  ///< For each sighting, the trail that it continues or begins.
  std::vector<TrailId> begun;   ///< Those that it begins; ascending.
  /// In the order in which they happened; a trail may stand several times. Sightings of the same call may move each
  /// other: where a trail belongs in the end, device_of() tells.
  std::vector<Move> moves;
};

/// What came of a person's decision: to be kept, in this order.
struct Overruling {
  std::vector<Decision> decisions;
  std::vector<Move> moves;
};

/// One reason for or against a link, in words.
struct Told {
  Reason reason = Reason::agrees;
  IdentifierKind kind = IdentifierKind::name;  ///< Where it is about values.
  std::string one, other;                      ///< The values, in the form in which they are compared; may be empty.
  std::uint32_t machines = 0;                  ///< Of how many machines the value is, at least; 0 where not counted.
  std::string note;                            ///< What an excluded value is; else empty.
  Weight weight = 0;                           ///< In tenths of a bit.
};

/// Why two groups of trails are held to be of one machine.
struct Link {
  std::vector<TrailId> one, other;  ///< Ascending.
  std::vector<Told> why;
  Weight sum = 0;        ///< Of the weights in `why`.
  Weight threshold = 0;  ///< What it must reach. Below it only where a person decided, or later evidence weakened it.
};

/// Keeps the trails of an estate and says which are of one machine. The same calls in the same order give the same
/// answers; adopting what another resolver had gives one that goes on as that would.
///
/// A sighting costs time in proportion to its candidates, the trails that share a value with it, never to the estate.
class Resolver {
 public:
  explicit Resolver(IdentityRules rules);
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  /// Takes back a trail as trail() gave it, with the device that was decided then; decides nothing. Trails come before
  /// decisions, ascending, and before anything is placed.
  void adopt(const Trail& trail);
  /// Takes back that all device numbers below `next` were given, also those of devices that are no more.
  void adopt_numbers(DeviceId next);
  /// Takes back a decision; those of the same two trails in the order in which they were made.
  void adopt(const Decision& decision);

  /// The number of the next device; to be kept for adopt_numbers(). The next trail's is one more than the highest.
  DeviceId next_device() const { return static_cast<DeviceId>(devices_.size()); }

  /// Decides for each sighting in turn which trail of its source it continues or begins, and to which device the trail
  /// belongs. `beside` refers to positions in `sightings`. A sighting in which no value tells a machine begins a trail
  /// and a device of its own; where its values are only common, and no liars, it continues a trail of its source that
  /// said the same on another day. Of one kind, a sighting's first 16
  /// values count, and a trail keeps the 16 that it had last.
  Placement place(std::span<const Sighting> sightings);

  /// A person says that two devices are one machine: their trails stay together whatever comes. Overrules earlier
  /// splits between them.
  /// Errors: not_found "estate.no_device"; invalid_input "estate.same_device" where both are the same.
  Result<Overruling> merge(DeviceId one, DeviceId other);

  /// A person says that these trails are one machine, and another than the rest of their device: they never meet
  /// again. Overrules earlier merges.
  /// Errors: not_found "estate.no_trail" where one does not exist; invalid_input "estate.bad_split" where they are not
  /// of one device, are all of it, or none.
  Result<Overruling> split(std::span<const TrailId> trails);

  /// Why the trails of a device are together: each link in the order of its weight, one fewer than there are trails.
  /// Weighed anew from what is known now. Empty where there is no such device or it has one trail.
  std::vector<Link> explain(DeviceId device) const;

  /// The device of an existing trail.
  DeviceId device_of(TrailId trail) const { return at(trail).device; }
  /// Its trails, ascending; empty where there is no such device (any more).
  std::span<const TrailId> trails_of(DeviceId device) const;
  /// An existing trail as it stands.
  Trail trail(TrailId id) const;
  std::size_t trail_count() const { return trail_count_; }
  std::size_t device_count() const { return device_count_; }

 private:
  // A trail with numbers for texts. Its source is `absent` where no trail has that number.
  struct Record {
    std::uint32_t source = absent;
    DeviceId device = absent;
    Day first, last;
    bool decided = false;         // Whether a person decided anything of it.
    std::vector<HeldValue> held;  // Ascending by value.
    std::vector<TrailId> beside;  // Ascending.
  };
  static constexpr std::uint32_t absent = 0xFFFFFFFF;

  const Record& at(TrailId trail) const;
  Record& at(TrailId trail);
  std::uint32_t source_number(const std::string& source);
  Profile profile_of(TrailId trail) const;
  Profile profile_of_device(DeviceId device) const;

  std::vector<ValueKey> keys_of(const Identifiers& identifiers);
  TrailId place_one(const Sighting& sighting, std::optional<TrailId> beside, Placement& placement);
  std::optional<TrailId> find_continued(std::uint32_t source, Day day, std::span<const ValueKey> keys) const;
  std::optional<TrailId> find_decided(std::vector<TrailId> trails, std::span<const ValueKey> keys,
                                      const Profile& seen) const;
  std::optional<TrailId> find_same(std::span<const TrailId> trails, std::span<const ValueKey> keys) const;
  std::optional<TrailId> find_likeliest(std::span<const TrailId> trails, const Profile& seen) const;
  std::optional<TrailId> find_silent(std::uint32_t source, Day day, std::span<const ValueKey> keys) const;
  bool is_as_last_seen(const Record& record, std::span<const ValueKey> keys) const;
  TrailId begin_trail(std::uint32_t source, Day day);
  bool is_settled(TrailId trail) const;
  std::vector<TrailId> candidates(std::uint32_t source, std::span<const ValueKey> keys) const;
  bool see(TrailId trail, Day day, std::span<const ValueKey> keys);
  void limit_values(TrailId trail);

  std::vector<DeviceId> neighbours(const Profile& profile, DeviceId own) const;
  std::vector<Profile> trails_in(std::span<const DeviceId> devices, std::size_t apart_max) const;
  void regroup(std::vector<Profile> groups, std::vector<Move>& moves);
  void assign(std::span<const Profile> groups, std::vector<Move>& moves);
  void move_to(TrailId trail, DeviceId device, std::vector<Move>& moves);

  std::optional<bool> decided(const Profile& a, const Profile& b) const;
  Decided decisions() const;
  void decide(TrailId one, TrailId other, bool same, std::vector<Decision>& to);
  std::vector<std::vector<TrailId>> joined_by_persons(std::span<const TrailId> trails) const;
  Told told(const Line& line) const;
  void tell_passed_over(Link& link) const;

  IdentityRules rules_;
  ValueTable values_{rules_};
  Scales scales_{rules_, values_};
  std::vector<std::string> sources_;
  std::unordered_map<std::string, std::uint32_t> source_numbers_;
  std::vector<Record> trails_;                            // By number.
  std::vector<std::vector<TrailId>> devices_;             // By number; each ascending.
  std::map<TrailId, std::map<TrailId, bool>> decisions_;  // Each under both of its trails.
  std::size_t trail_count_ = 0, device_count_ = 0;
};

}  // namespace shoal::estate
