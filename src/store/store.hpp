// The register: every observation that was ever kept, under two clocks.
//
// The seam between what shoal asks and where it is kept. What is kept is never changed or removed; each import adds to
// it, and every question says as of which day, and what was known by which day. Which trail an observation belongs to
// and which device a trail is, is decided in estate/ and only kept here, with the reason, as of the import that brought
// it about.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "estate/device.hpp"
#include "estate/observation.hpp"
#include "store/content.hpp"

namespace shoal::store {

/// The number of a trail: what one source says of one machine over time. From 1 on, without gaps.
using TrailId = std::uint32_t;
/// The number of a device. From 1 on; a number is never given again.
using DeviceId = std::uint32_t;

/// A file of which the observations are kept.
struct File {
  std::string digest;       ///< SHA-256 of its bytes, 64 lower-case hexadecimal digits.
  std::string place;        ///< The path under which it was read.
  std::uint64_t bytes = 0;  ///< Its size.
  /// Whether the file's own name told anything (a device's name, a day): then the same bytes under another name are
  /// another file.
  bool name_tells = false;
};

/// One observation on its way into the register.
struct NewObservation {
  std::uint32_t file = 0;  ///< Position in Batch::files.
  TrailId trail = 0;
  estate::Observation seen;  ///< A day after Batch::received is refused by the importer, not here.
};

/// What is known of a trail for placing further sightings.
struct Trail {
  TrailId id = 0;
  std::string source;
  estate::Identifiers identifiers;
  Day first_day, last_day;
};

/// A trail is held to be a device, from the import on that brings this.
struct Placement {
  TrailId trail = 0;
  DeviceId device = 0;
  std::string why;  ///< For explain: what agreed and what did not.
};

/// What a person decided about devices.
enum class DecisionKind : std::uint8_t {
  merge,    ///< `trails` and `others` are one device.
  split,    ///< `trails` are another device than `others`.
  retire,   ///< The device of `trails` is no longer in use, from `day` on.
  restore,  ///< It is in use again, from `day` on.
};
/// "merge", "split", "retire", "restore".
std::string_view spelled(DecisionKind kind);

struct Decision {
  DecisionKind kind = DecisionKind::merge;
  std::vector<TrailId> trails, others;  ///< Ascending.
  Day day;                              ///< From which day on it holds, where that matters.
  std::string by, why;                  ///< Who decided, and what for.
};

/// What one step of an import adds: all of it or nothing.
struct Batch {
  Day received;  ///< The day on which we are told: the clock of --known-at.
  std::string program;
  std::vector<File> files;
  std::vector<NewObservation> observations;
  std::vector<estate::SetAside> set_aside;
  std::vector<Trail> trails;  ///< New ones, and those of which more is known now.
  std::vector<Placement> placements;
  std::vector<Decision> decisions;
};

/// One observation as it is kept.
struct Held {
  TrailId trail = 0;
  DeviceId device = 0;  ///< As known on the day that was asked for.
  Day received;
  Day day;  ///< Observation::seen_on, or `received` where the source tells none.
  estate::Observation seen;
};

/// A decision and the day on which it was kept.
struct HeldDecision {
  Decision decision;
  Day received;
};

/// What the register holds altogether, for people.
struct Extent {
  std::uint64_t files = 0, observations = 0, trails = 0, bytes = 0;  ///< Bytes: of the register itself.
  std::optional<Day> last_received;
};

/// Where an estate is kept. One thread at a time. Errors of every call: unavailable "store.unavailable" where the disk
/// or the file system fails, "store.full" where the disk is full; corrupt "store.damaged" where what is kept cannot be
/// read. After a failed keep() nothing of its batch is kept, and the same batch may be tried again.
class Store {
 public:
  virtual ~Store() = default;

  /// Whether a file of these bytes is kept: under this name, or under any where the name told nothing.
  virtual Result<bool> holds(std::string_view digest, std::string_view place) = 0;

  /// Keeps a batch. When it returns, a loss of power does not undo it.
  /// Errors also: conflict "store.earlier" where `received` is before that of an earlier batch, since past answers
  /// would change.
  virtual Result<void> keep(const Batch& batch) = 0;

  /// Of each trail the observation that counts on `as_of`, as far as was known by the end of `known_at`: that of the
  /// latest day up to it, and of several of one day the last that came. In the order of devices, then of trails.
  virtual Result<std::vector<Held>> latest(Day as_of, Day known_at, Detail detail) = 0;

  /// Every observation of these trails that was known by the end of `known_at`; in the order of trails, then of
  /// arrival.
  virtual Result<std::vector<Held>> history(std::span<const TrailId> trails, Day known_at) = 0;

  /// All trails, ascending.
  virtual Result<std::vector<Trail>> trails() = 0;

  /// For each trail in ascending order all its placements that were known by the end of `known_at`, the last one last.
  virtual Result<std::vector<Placement>> placements(Day known_at) = 0;

  /// In the order in which they were kept.
  virtual Result<std::vector<HeldDecision>> decisions(Day known_at) = 0;

  /// What was read and set aside, in the order in which it came.
  virtual Result<std::vector<estate::SetAside>> set_aside(Day known_at) = 0;

  virtual Result<Extent> extent() = 0;
};

}  // namespace shoal::store
