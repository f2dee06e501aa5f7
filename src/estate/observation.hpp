// What one source claimed about one device at one time, kept as it was claimed.
//
// Readers in ingest/ make observations; which of them to believe, and what they mean, is decided elsewhere. Nothing
// here is corrected: a claim that looks wrong is evidence too.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/shared.hpp"
#include "estate/hardware.hpp"
#include "estate/identifiers.hpp"

namespace shoal::estate {

/// The processor family that an operating system was built for, which is not always the machine's own.
enum class Architecture { unknown, x86, x64, arm64, ia64 };

/// "x86", "x64", "arm64", "ia64" or "unknown": as in data/, JSON and on the screen.
std::string_view spelled(Architecture architecture);

/// What a source says the operating system is.
struct OsClaim {
  std::string name;                       ///< As reported, e.g. "Microsoft Windows XP Professional". May be empty.
  std::string version;                    ///< Major and minor, e.g. "5.1"; empty where only a name is told.
  std::uint32_t build = 0;                ///< The third number, e.g. 2600, 7601, 19045; 0 where it is not told.
  std::optional<std::uint32_t> revision;  ///< The update build revision, e.g. 4529 of 10.0.19045.4529.
  std::uint32_t service_pack = 0;         ///< 0 where none is reported.
  Architecture architecture = Architecture::unknown;
  std::size_t line = 0;           ///< Where in the source the version stands; 0 where the source has no lines.
  bool service_pack_told = true;  ///< False where the source has no place for it: 0 then means nothing.
  bool operator==(const OsClaim&) const = default;
};

/// An update that a source lists as installed.
struct InstalledUpdate {
  std::uint32_t kb = 0;             ///< E.g. 4012598. Never 0.
  std::string variant;              ///< What follows the number, e.g. "IE8" of KB2909921-IE8 or "v2"; mostly empty.
  std::optional<Day> installed_on;  ///< Where the source gives a day that can be read in one way only.
  std::size_t line = 0;             ///< Where in the source it stands.
  bool operator==(const InstalledUpdate&) const = default;
};

/// How the day of an observation is known.
enum class SeenBy {
  nothing,    ///< The source does not date itself.
  file_name,  ///< A day stands in the file's name: what whoever collected it wrote.
  content,    ///< The source holds its own day.
};

/// A program that a source lists as installed, as it is spelled there.
struct InstalledProgram {
  std::string name;
  std::string publisher;  ///< Empty where the source does not tell.
  std::string version;    ///< Likewise.
  std::size_t line = 0;   ///< Where in the source it stands.
  bool operator==(const InstalledProgram&) const = default;
};

/// What keeps a device from being attacked, or lets it be.
enum class Protection : std::uint8_t {
  smb1,               ///< The SMBv1 server answers; off is the safe state.
  remote_desktop,     ///< Remote Desktop accepts connections; off is the safe state.
  firewall,           ///< The Windows firewall is on for every profile that the source tells of.
  automatic_updates,  ///< Updates are installed without anybody asking.
  antivirus,          ///< A program against malware is on; ProtectionClaim::current_on has how old its definitions are.
  disk_encryption,    ///< The disk of the system is encrypted, and its key is not lying open.
};
constexpr std::size_t protection_count = 6;
/// "smb1", "remote-desktop", "firewall", "automatic-updates", "antivirus" or "disk-encryption": as in filters, JSON and
/// on the screen.
std::string_view spelled(Protection protection);

/// What a source tells of one protection. A source that does not tell gives none: absence is not "off".
struct ProtectionClaim {
  Protection what = Protection::smb1;
  bool on = false;
  std::size_t line = 0;                          ///< Where in the source it stands.
  std::optional<Day> current_on = std::nullopt;  ///< Of antivirus: the day of its definitions, where told.
  bool operator==(const ProtectionClaim&) const = default;
};

/// What one source says of one device, apart from which device and when: what many rows of a list have in common.
struct Claims {
  std::optional<OsClaim> os;             ///< Absent where the source says nothing of the operating system.
  std::vector<InstalledUpdate> updates;  ///< In the order of the source, without repetitions.
  /// How many updates the source itself says that there are, where it says so.
  std::optional<std::uint32_t> updates_declared;
  std::uint32_t entries = 0;  ///< Entries of the source's list, repetitions and nameless ones included.
  /// Entries that hide an update's number: "File 1" of Windows XP. A bare GUID is an installer package, which
  /// updates of the operating system never are, so it is an entry but does not count here.
  std::uint32_t entries_nameless = 0;
  bool updates_listed = false;              ///< Whether the source speaks of updates at all; "none" is also an answer.
  bool updates_partial = false;             ///< The source names some updates, and cannot know of all.
  bool cut_short = false;                   ///< The source ends where more must have followed.
  std::vector<InstalledProgram> programs;   ///< In the order of the source.
  bool programs_listed = false;             ///< Whether the source speaks of programs at all.
  std::vector<ProtectionClaim> protection;  ///< In the order of the source, one for each protection at most.
  std::optional<HardwareClaim> hardware;    ///< Absent where the source tells nothing of the machine itself.
  bool operator==(const Claims&) const = default;
};

/// Something that a source says of a device and that shoal has no word for: site, owner, criticality.
struct Tag {
  std::string key;                               ///< In lower case, e.g. "site". Never empty.
  std::string value;                             ///< As the source has it. Never empty.
  auto operator<=>(const Tag&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 errs on <=>.
};
/// Ascending by key and value, without repetitions; a key may stand several times.
using Tags = std::vector<Tag>;

/// One source's claim about one device at one time.
struct Observation {
  std::string_view source;   ///< The kind of source, a literal: "systeminfo", "wmic qfe", "device list" ...
  Shared<std::string> list;  ///< Of a device list, which one: an export's name, or what its headers are. Else empty.
  Shared<std::string> file;  ///< Where the bytes came from: a path, as given by the user or found below it.
  std::uint32_t row = 0;     ///< The line of `file` on which this device stands; 0 where the file speaks of one device.
  /// The number under which several files of one folder speak of this device (ConfigMgr's ResourceID); 0 for none.
  std::uint32_t resource = 0;
  std::string device;          ///< The device's own name as reported; empty where the source does not tell.
  std::optional<Day> seen_on;  ///< When the source looked, as far as `seen_by` can tell. Not the file's timestamp.
  SeenBy seen_by = SeenBy::nothing;
  /// The source was made no earlier than this: the newest day that it mentions and that can be read in one way only.
  std::optional<Day> not_before;
  Shared<Claims> claims;
  Shared<Tags> tags;
  Shared<Identifiers> identifiers;  ///< Filled where they were asked for; without the name, which is `device`.
};

/// Where an observation stands, for people: "exports/ad.csv line 42", or the path alone.
std::string place_of(const Observation& seen);

/// Whose word an observation is: the kind of source, or which list. One source knows a machine once at a time.
std::string source_of(const Observation& seen);

/// The same for people: a list that is no export we know is called by its file.
std::string source_name(const Observation& seen);

/// Whether it was made after `day`, as far as it can be dated.
bool made_after(const Observation& seen, Day day);

/// How many installed updates the source knows of but does not name: absence of any update is in doubt while this is
/// not zero. Counts declared entries that are not listed, and listed entries without a name; at least one where the
/// source cannot know of all.
std::uint32_t updates_not_named(const Claims& claims);

}  // namespace shoal::estate
