// One device as its observations tell it: what assess judges, and what explain leads back to.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "estate/observation.hpp"

namespace shoal::estate {

/// Something that was read and not used, and why. Nothing disappears: what is set aside is counted and listed.
struct SetAside {
  std::string place;   ///< A path.
  std::string code;    ///< E.g. "ingest.not_an_inventory".
  std::string reason;  ///< One sentence.
  /// How many it stands for: a list's broken rows beyond the first ones stand together.
  std::uint64_t count = 1;
};

/// How many were set aside, all counts together.
std::uint64_t count_of(std::span<const SetAside> set_aside);

/// How far the list of a device's installed updates can be trusted.
enum class ListState : std::uint8_t {
  complete,  ///< Every installed update is named.
  cut,       ///< More are installed than are named.
  absent,    ///< No source speaks of updates.
};

/// "complete", "cut" or "absent": as in filters and on the screen.
std::string_view spelled(ListState list);

/// What the sources of one device say together. Devices of which the same is said share one.
struct Known {
  /// Of the first observation that has one; a build outweighs a name, and a name nothing. What it does not tell of the
  /// revision comes from others of the same version, build and service pack, the highest of several, since updates only
  /// raise it; the architecture from any other.
  std::optional<OsClaim> os;
  std::vector<std::uint32_t> kbs;     ///< All that any observation names; ascending, without repetitions.
  std::vector<std::string> variants;  ///< Such as "IE8" of KB2909921-IE8; ascending, without repetitions.
  ListState list = ListState::absent;
  std::uint32_t not_named = 0;             ///< Where the list is cut: how many are known to be there and not named.
  std::vector<InstalledProgram> programs;  ///< Of all observations, in their order; the same name and version once.
  bool programs_listed = false;            ///< Whether any source speaks of programs.
  /// Of the latest observation that tells of it, of undated ones the first; ascending by protection.
  std::vector<ProtectionClaim> protection;
  /// Each part of it as the latest observation that tells of it has it, of undated ones the first.
  std::optional<HardwareClaim> hardware;
  bool operator==(const Known&) const = default;
};

/// Whether and why an observation counts.
enum class Belief : std::uint8_t {
  counts,
  overtaken,   ///< A later one tells another operating system, or it says what was on the machine before that.
  outweighed,  ///< One of the same day tells another operating system, and more of it.
};
/// "counts", "overtaken", "outweighed".
std::string_view spelled(Belief belief);

/// Whether a device is in use on the day that is asked about, as far as anybody tells: a partition of all devices.
enum class Activity : std::uint8_t {
  active,   ///< A source saw it lately.
  silent,   ///< No source saw it for some time. It stays in every count.
  undated,  ///< No source tells when it looked.
  retired,  ///< A person said that it is out of use.
};
constexpr std::size_t activity_count = 4;
/// "active", "silent", "undated", "retired".
std::string_view spelled(Activity activity);

/// Active or undated: what people call the estate.
bool is_in_use(Activity activity);

/// A device is silent beyond so many days without a sight of it, unless another number is asked for: directories tell
/// of a logon up to 14 days late (ms-DS-Logon-Time-Sync-Interval), and people have holidays.
inline constexpr int silent_after_days = 30;

/// What the observations of one machine say together. Each observation keeps its own day and place; nothing is lost.
struct Device {
  std::string name;                    ///< As reported; where no source tells, the file's name of the first.
  std::vector<Observation> seen;       ///< At least one.
  std::vector<std::string> joined_by;  ///< For each of `seen` but the first, why it is held to be the same machine.
  std::vector<Belief> believed;        ///< For each of `seen`; empty where all count. `known` rests on those that do.
  Shared<Known> known;
  Shared<Tags> tags;                                   ///< Of those that count.
  std::optional<std::uint32_t> number = std::nullopt;  ///< Its number, where a register gave it one.
  bool retired = false;                                ///< Whether a person said so.
};

/// The latest day on which a source looked, where any tells.
std::optional<Day> last_seen(const Device& device);

/// How the device stands on `day`, seen within the last `silent_after` days or not.
Activity activity_on(const Device& device, Day day, int silent_after);

/// Brings observations together, and keeps what many devices have in common once.
class Combiner {
 public:
  /// Brings the observations of one machine together. A complete list in any of them makes the device's complete:
  /// updates are hardly ever removed, so what a cut list leaves out, a complete one of another day decides.
  /// `observations` must not be empty; `joined_by` has one entry fewer.
  Device combine(std::vector<Observation> observations, std::vector<std::string> joined_by);

 private:
  // By the claims of a device with one observation; the handles keep the addresses alive.
  std::unordered_map<const Claims*, std::pair<Shared<Claims>, Shared<Known>>> known_of_;
};

}  // namespace shoal::estate
