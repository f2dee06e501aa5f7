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
#include "estate/trail.hpp"
#include "store/content.hpp"
#include "store/readiness.hpp"

namespace shoal::store {

using estate::DeviceId;
using estate::TrailId;

/// A file of which the observations are kept.
struct File {
  std::string digest;       ///< SHA-256 of its bytes, 64 lower-case hexadecimal digits.
  std::string place;        ///< The path under which it was read.
  std::uint64_t bytes = 0;  ///< Its size.
  /// Whether the name of the file or its folder told anything (a device's name, a day): then the same bytes under
  /// another are another file.
  bool name_tells = false;
  bool unread = false;  ///< Nothing of it could be used. Another version of shoal may try again.
};

/// The folder and the file's name of a path: by these two a file is known where its name tells something.
std::string_view known_name(std::string_view place);

/// One observation on its way into the register.
struct NewObservation {
  std::uint32_t file = 0;  ///< Position in Batch::files.
  TrailId trail = 0;
  estate::Observation seen;  ///< A day after Batch::received is refused by the importer, not here.
};

/// Something in a file that could not be used.
struct NewSetAside {
  std::uint32_t file = 0;  ///< Position in Batch::files.
  estate::SetAside aside;
};

/// A trail is held to be of a device, from the import on that brings this.
struct Placement {
  TrailId trail = 0;
  DeviceId device = 0;
};

/// What a person decided of two trails, and why.
struct Verdict {
  estate::Decision decision;
  std::string by, why;  ///< Who decided, and what for.
};

/// A person says from which day on a device is out of use, or in use again.
struct Retirement {
  std::vector<TrailId> trails;  ///< Those of the device when it was decided; ascending.
  bool retired = true;
  Day day;
  std::string by, why;
};

/// What one step of an import adds: all of it or nothing.
struct Batch {
  Day received;  ///< The day on which we are told: the clock of --known-at.
  std::string program;
  std::vector<File> files;
  std::vector<NewObservation> observations;
  std::vector<NewSetAside> set_aside;
  std::vector<estate::Trail> trails;  ///< New ones, and those of which more is known now.
  std::vector<Placement> placements;  ///< In the order in which they happened.
  std::vector<Verdict> verdicts;
  std::vector<Retirement> retirements;
  std::vector<KeptReadiness> readiness;  ///< Of an application and a target once at most.
  std::vector<KeptTest> tests;
};

/// One observation as it is kept.
struct Kept {
  TrailId trail = 0;
  DeviceId device = 0;  ///< As known on the day that was asked for.
  Day received;
  Day day;  ///< Observation::seen_on, or `received` where the source tells none.
  estate::Observation seen;
};

/// What the register holds altogether, for people.
struct Extent {
  std::uint64_t files = 0, observations = 0;
  std::uint64_t bytes = 0;  ///< Of the register itself, as it is now.
  std::optional<Day> last_received;
};

/// Where an estate is kept. One thread at a time. Errors of every call: unavailable "store.unavailable" where the disk
/// or the file system fails, "store.full" where the disk is full; corrupt "store.damaged" where what is kept cannot be
/// read. After a failed keep() nothing of its batch is kept, and the same batch may be tried again.
class Store {
 public:
  virtual ~Store() = default;

  /// Whether a file of these bytes is kept: under this name, or under any where the name told nothing. One that was
  /// unread is, for the version of shoal that could not read it.
  virtual Result<bool> holds(std::string_view digest, std::string_view place, std::string_view program) = 0;

  /// Keeps a batch. When it returns, a loss of power does not undo it. The answer has, for each observation, whether it
  /// says anything else than the one before it on its trail, the day and the lines aside; the first of a trail does.
  /// Errors also: conflict "store.earlier" where `received` is before that of an earlier batch, since past answers
  /// would change.
  virtual Result<std::vector<bool>> keep(const Batch& batch) = 0;

  /// Of each trail the observation that counts on `as_of`, as far as was known by the end of `known_at`: that of the
  /// latest day up to it, and of several of one day the last that came. In the order of devices, then of trails.
  virtual Result<std::vector<Kept>> latest(Day as_of, Day known_at, Detail detail) = 0;

  /// Every observation of these trails that was known by the end of `known_at`; in the order of trails, then of
  /// arrival.
  virtual Result<std::vector<Kept>> history(std::span<const TrailId> trails, Day known_at) = 0;

  /// All trails as they stand now, ascending.
  virtual Result<std::vector<estate::Trail>> trails() = 0;

  /// The device of each trail as known by the end of `known_at`; ascending by trail.
  virtual Result<std::vector<Placement>> placements(Day known_at) = 0;

  /// The number after the highest that any trail was ever placed under.
  virtual Result<DeviceId> next_device() = 0;

  /// In the order in which they were kept.
  virtual Result<std::vector<Verdict>> verdicts(Day known_at) = 0;
  virtual Result<std::vector<Retirement>> retirements(Day known_at) = 0;

  /// Of each application and target the verdict of the latest day up to `as_of`, of several of one day the last that
  /// came; in the order of applications, then of targets. One that was not judged again stays.
  virtual Result<std::vector<KeptReadiness>> readiness(Day as_of, Day known_at) = 0;
  /// All up to `as_of`, in the order in which they were kept.
  virtual Result<std::vector<KeptTest>> tests(Day as_of, Day known_at) = 0;

  /// What was read and set aside, in the order in which it came; without files that were read later on.
  virtual Result<std::vector<estate::SetAside>> set_aside(Day known_at) = 0;

  virtual Result<Extent> extent(Day known_at) = 0;
};

}  // namespace shoal::store
