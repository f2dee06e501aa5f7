// An invented organisation and its devices, all of it decided by a seed.
//
// Devices come from images, and images at one site share a habit of patching, so that thousands of devices have a few
// hundred patch states, as in life. A device is a function of the seed and its number: none is kept, and a million of
// them cost no memory.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "sample/models.hpp"
#include "sample/patching.hpp"

namespace shoal::sample {

/// What the tools and people that wrote the lists did to them.
enum class Faults : std::uint8_t { none, usual, many };

/// One fault of one device's files. Named in truth.csv as spelled.
enum class Fault : std::uint8_t {
  duplicate_name,    ///< It reports the name of another device.
  cut_output,        ///< Its output ends before the list of updates.
  empty_output,      ///< Its output is a file without bytes.
  no_output,         ///< Nobody ran anything on it: lists know it, and nothing else does.
  not_in_directory,  ///< The directory does not know it.
  disabled,          ///< Its directory account is disabled.
  stale,             ///< It was last seen a month to two years ago.
  broken_row,        ///< Its row in the lists lacks its last fields.
  cloned_uuid,       ///< Its board has the UUID of others of its image.
  oem_serial,        ///< Its maker never set a serial number.
  dock_mac,          ///< It is seen by the adapter of a dock of its site, beside its own or instead of it.
  board_swapped,     ///< It got another main board; three of ten lost their serial number by it.
  renamed,           ///< The spreadsheet still has the name that it had before.
  reimaged,          ///< It joined the directory anew, and left an account with another name behind.
  reused_name,       ///< The spreadsheet still has the machine that had its name before.
};
inline constexpr std::size_t fault_kinds = 15;

/// "duplicate_name", "cut_output" and so on.
std::string_view spelled(Fault fault);

/// How many devices have a fault: a share of all, in [0, 1].
struct FaultRate {
  Fault fault = Fault::duplicate_name;
  double rate = 0;
};

/// Reads "cloned_uuid=2%" or "cloned-uuid=0.5%": whole or decimal per cent.
/// Errors: invalid_input "sample.bad_fault" where no fault is called so, or the rate is none from 0% to 100%.
Result<FaultRate> parse_fault_rate(std::string_view text);

/// How many devices of a model, or which share of all.
struct MixPart {
  std::string key;  ///< Of a Model, or "unknown" for devices of which no list names the operating system.
  std::uint64_t weight = 0;
};

/// Reads "xp=18293,8.1=14450,unknown=2458".
/// Errors: invalid_input "sample.bad_mix" where a key names no model, a weight is no number, or nothing is left.
Result<std::vector<MixPart>> parse_mix(std::string_view text);

/// More than this would not fit into the fifteen letters that a device's name may have.
inline constexpr std::uint64_t devices_max = 10'000'000;

/// What is asked for.
struct EstateRequest {
  std::uint64_t devices = 0;
  std::uint64_t seed = 0;
  Day as_of;
  std::vector<MixPart> mix;  ///< The default mix where it is empty. Shares are kept to within one device.
  Faults faults = Faults::usual;
  /// Rates in place of those that `faults` means; of several for one fault the last counts.
  std::vector<FaultRate> rates = {};
};

/// How whoever collects at a site stores what tools print.
enum class Collector : std::uint8_t {
  console,     ///< Redirected by cmd: the console's code page.
  powershell,  ///< Redirected by PowerShell: UTF-16 with a byte order mark.
  editor,      ///< Saved again as UTF-8.
  ansi,        ///< Saved again in the code page of Windows.
};

struct Site {
  std::string code;  ///< "BCU-01"
  std::string town;
  Collector collector = Collector::console;
};

/// A program as its uninstall entry has it.
struct Program {
  std::string_view name, publisher, version;
};

/// What many devices were made from.
struct Image {
  std::size_t model = 0;
  Language language = Language::en;
  Day built;
  std::vector<Program> programs;
  bool smb1 = false, remote_desktop = false, automatic_updates = false, firewall = false;
  bool antivirus = false, encrypted = false;  ///< By Microsoft's own programs.
};

/// A patch state: an image, patched until a day.
struct State {
  std::size_t image = 0;
  Day patched;
  std::vector<Installed> updates;
  std::optional<std::uint32_t> revision;
};

/// One device, and the truth about it.
struct Device {
  std::uint64_t number = 0;  ///< In [0, devices).
  std::string label;         ///< Its own name, which no other device has: "BCU01-W000042".
  std::string name;          ///< What it reports: the label, but for Fault::duplicate_name.
  const Site* site = nullptr;
  std::string_view owner;
  const Model* model = nullptr;                 ///< Null where nothing names the operating system.
  const lifecycle::Release* release = nullptr;  ///< Null likewise.
  const Image* image = nullptr;                 ///< Null likewise.
  std::size_t state = 0;                        ///< In Estate::states(), where there is an image.
  Day last_seen;
  std::uint32_t lot = 0;  ///< A number in [0, 1000) by which writers decide whether a list has it.
  std::uint16_t faults = 0;

  bool has(Fault fault) const { return ((faults >> static_cast<unsigned>(fault)) & 1U) != 0; }
};

/// The organisation. Holds loans of the facts and the catalogue, which must outlive it.
class Estate {
 public:
  /// Errors: invalid_input "sample.bad_mix" as parse_mix(); "sample.no_devices" where none are asked for;
  /// "sample.too_many" beyond `devices_max`; not_found "sample.no_release" where the catalogue lacks a release of the
  /// mix.
  static Result<Estate> make(const exposure::Facts& facts, const lifecycle::Catalogue& catalogue,
                             const EstateRequest& request);

  const EstateRequest& request() const { return request_; }
  std::string_view organisation() const { return organisation_; }
  std::string_view domain() const { return domain_; }  ///< "northmere.example"
  std::span<const Site> sites() const { return sites_; }
  std::span<const Image> images() const { return images_; }
  std::span<const State> states() const { return states_; }
  /// How many devices there are of each part of the mix, in its order; they sum to the devices.
  std::span<const std::uint64_t> counts() const { return counts_; }
  std::span<const MixPart> mix() const { return request_.mix; }

  const lifecycle::Release& release(const Image& image) const { return *releases_[image.model]; }
  Device device(std::uint64_t number) const;

 private:
  Estate() = default;
  void share_out();
  void found_sites();
  void build_images(const std::vector<std::optional<History>>& histories);
  void set_habits(const std::vector<std::optional<History>>& histories);
  std::size_t part_of(std::uint64_t number) const;
  double rate_of(Fault fault) const;
  std::uint16_t draw_faults(Random& random, std::uint64_t number, bool known) const;

  static constexpr std::size_t stragglers = 5;  // Habit kept, or up to four quarters behind it.

  EstateRequest request_;
  std::string_view organisation_, domain_;
  std::vector<Site> sites_;
  std::vector<std::uint64_t> site_weights_;
  std::vector<std::uint64_t> counts_;
  std::uint64_t stride_ = 1;
  std::vector<const lifecycle::Release*> releases_;  // By model; null where the mix has none of it.
  std::vector<Image> images_;
  std::vector<std::vector<std::size_t>> images_of_;  // By model.
  std::vector<State> states_;
  std::vector<std::uint32_t> state_of_;  // By image, site and straggle.
};

}  // namespace shoal::sample
