#include "ingest/registry_export.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "base/little_endian.hpp"
#include "base/text.hpp"
#include "ingest/registry_text.hpp"
#include "ingest/update_name.hpp"
#include "ingest/written_day.hpp"

namespace shoal::ingest {
namespace {

using estate::Architecture;
using estate::Protection;

// What a value told, and where.
struct Told {
  std::string text;
  std::uint64_t number = 0;
  std::uint32_t line = 0;
};
using Maybe = std::optional<Told>;

const RegistryValue* find_value(const RegistryKey& key, std::string_view name) {
  const auto found = std::find_if(key.values.begin(), key.values.end(),
                                  [&](const RegistryValue& value) { return equal_ignoring_case(value.name, name); });
  return found == key.values.end() ? nullptr : &*found;
}

Maybe text_in(const RegistryKey& key, std::string_view name) {
  const RegistryValue* value = find_value(key, name);
  if (value == nullptr || (value->kind != RegistryKind::text && value->kind != RegistryKind::expand))
    return std::nullopt;
  const std::string_view text = trimmed(value->text);
  if (text.empty()) return std::nullopt;
  return Told{std::string(text), 0, value->line};
}

Maybe number_in(const RegistryKey& key, std::string_view name) {
  const RegistryValue* value = find_value(key, name);
  if (value == nullptr || value->kind != RegistryKind::dword) return std::nullopt;
  return Told{{}, value->number, value->line};
}

// A FILETIME in eight bytes, the lowest first: its day, and the line.
std::optional<std::pair<Day, std::uint32_t>> time_in(const RegistryKey& key, std::string_view name) {
  const RegistryValue* value = find_value(key, name);
  if (value == nullptr || value->kind != RegistryKind::binary || value->text.size() != 8) return std::nullopt;
  const auto day = read_filetime_day(little_endian(value->text));
  if (!day) return std::nullopt;
  return std::pair(*day, value->line);
}

std::string text_of(const RegistryKey& key, std::string_view name) {
  const Maybe told = text_in(key, name);
  return told ? told->text : std::string();
}

// What is told later in a text holds, as on import.
void take(Maybe told, Maybe& into) {
  if (told) into = std::move(told);
}

// What stands in `path` behind `prefix` and a backslash, where it begins so. Both in lower case.
std::optional<std::string_view> below(std::string_view path, std::string_view prefix) {
  if (!path.starts_with(prefix) || path.size() <= prefix.size() + 1 || path[prefix.size()] != '\\') return std::nullopt;
  return path.substr(prefix.size() + 1);
}

std::string_view last_part(std::string_view path) { return path.substr(path.rfind('\\') + 1); }

// --- The release

struct ReleaseTold {
  Maybe name, version, build, old_build, major, minor, revision, service_pack, lab, installation, installed_at;

  void take_from(const RegistryKey& key) {
    take(text_in(key, "ProductName"), name);
    take(text_in(key, "CurrentVersion"), version);
    take(text_in(key, "CurrentBuildNumber"), build);
    take(text_in(key, "CurrentBuild"), old_build);
    take(number_in(key, "CurrentMajorVersionNumber"), major);
    take(number_in(key, "CurrentMinorVersionNumber"), minor);
    take(number_in(key, "UBR"), revision);
    take(text_in(key, "CSDVersion"), service_pack);
    take(text_in(key, "BuildLabEx"), lab);
    take(text_in(key, "InstallationType"), installation);
    take(number_in(key, "InstallDate"), installed_at);
  }
};

bool is_dotted(std::string_view version) {
  const auto parts = split(version, '.');
  return parts.size() == 2 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           return part.size() <= 4 && parse_number(part).has_value();
         });
}

std::string version_of(const ReleaseTold& told) {
  if (told.major && told.minor && told.major->number < 10'000 && told.minor->number < 10'000)
    return std::to_string(told.major->number) + "." + std::to_string(told.minor->number);
  return told.version && is_dotted(told.version->text) ? told.version->text : std::string();
}

// The number and its line: "2600".
std::optional<std::pair<std::uint32_t, std::uint32_t>> build_of(const ReleaseTold& told) {
  for (const Maybe* build : {&told.build, &told.old_build})
    if (*build)
      if (const auto number = parse_number((*build)->text)) return std::pair(*number, (*build)->line);
  return std::nullopt;
}

// "Service Pack 3", "Service Pack 1, v.178": the first number.
std::uint32_t service_pack_in(std::string_view text) {
  constexpr std::string_view digits = "0123456789";
  text.remove_prefix(std::min(text.find_first_of(digits), text.size()));
  return parse_number(text.substr(0, text.find_first_not_of(digits))).value_or(0);
}

// "AMD64" of the environment, "7601.24214.amd64fre.win7sp1_ldr.180801-1700" of the build.
Architecture architecture_marked(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, Architecture>, 4> words{{{"amd64", Architecture::x64},
                                                                            {"arm64", Architecture::arm64},
                                                                            {"ia64", Architecture::ia64},
                                                                            {"x86", Architecture::x86}}};
  for (const std::string_view part : split(text, '.'))
    for (const auto& [word, architecture] : words)
      if (equal_ignoring_case(part.substr(0, word.size()), word)) return architecture;
  return Architecture::unknown;
}

// --- Protection

// A setting of the machine and the policy that comes before it.
struct Setting {
  Maybe policy, own;
  const Maybe& holds() const { return policy ? policy : own; }
};

// Microsoft's two programs against malware, the one that comes with Windows and the one for XP to 7: the same values.
constexpr std::array<std::string_view, 2> antimalware_keys{R"(microsoft\windows defender)",
                                                           R"(microsoft\microsoft antimalware)"};

struct Antimalware {
  Setting disabled, unwatched;
  std::optional<std::pair<Day, std::uint32_t>> definitions;  // With the line.

  // `path` is what follows the program's own key, with a backslash; empty for that key.
  void take_from(std::string_view path, const RegistryKey& key, Maybe Setting::*whose) {
    if (path.empty()) {
      take(number_in(key, "DisableAntiSpyware"), disabled.*whose);
    } else if (path == R"(\real-time protection)") {
      take(number_in(key, "DisableRealtimeMonitoring"), unwatched.*whose);
    } else if (path == R"(\signature updates)" && whose == &Setting::own) {
      if (const auto told = time_in(key, "AVSignatureApplied")) definitions = told;
    }
  }
  bool is_on() const {
    const auto says_yes = [](const Setting& setting) { return setting.holds() && setting.holds()->number != 0; };
    return definitions && !says_yes(disabled) && !says_yes(unwatched);
  }
};

constexpr std::array<std::string_view, 3> profiles{"domainprofile", "standardprofile", "publicprofile"};

std::optional<std::size_t> profile_named(std::string_view name) {
  if (name == "privateprofile") name = "standardprofile";  // as policies have called it since Vista
  const auto found = std::find(profiles.begin(), profiles.end(), name);
  if (found == profiles.end()) return std::nullopt;
  return static_cast<std::size_t>(found - profiles.begin());
}

// What one control set of SYSTEM tells.
struct SystemTold {
  Maybe computer_name, active_name, host_name, architecture, deny_remote, smb1, encrypted_at_start;
  Maybe firmware_type, secure_boot;
  std::array<Maybe, profiles.size()> firewall;

  // `path` is what follows the name of the control set. Whether the key is one of those that matter.
  bool take_from(std::string_view path, const RegistryKey& key) {
    if (path == R"(control\computername\computername)") {
      take(text_in(key, "ComputerName"), computer_name);
    } else if (path == R"(control\computername\activecomputername)") {
      take(text_in(key, "ComputerName"), active_name);
    } else if (path == R"(services\tcpip\parameters)") {
      take(text_in(key, "Hostname"), host_name);
    } else if (path == R"(control\session manager\environment)") {
      take(text_in(key, "PROCESSOR_ARCHITECTURE"), architecture);
    } else if (path == R"(control\terminal server)") {
      take(number_in(key, "fDenyTSConnections"), deny_remote);
    } else if (path == "control") {
      take(number_in(key, "PEFirmwareType"), firmware_type);
    } else if (path == R"(control\secureboot\state)") {
      take(number_in(key, "UEFISecureBootEnabled"), secure_boot);
    } else if (path == R"(control\bitlockerstatus)") {
      take(number_in(key, "BootStatus"), encrypted_at_start);
    } else if (path == R"(services\lanmanserver\parameters)") {
      take(number_in(key, "SMB1"), smb1);
    } else if (const auto profile = below(path, R"(services\sharedaccess\parameters\firewallpolicy)")) {
      const auto index = profile_named(*profile);
      if (index) take(number_in(key, "EnableFirewall"), firewall[*index]);
      return index.has_value();
    } else {
      return false;
    }
    return true;
  }

  const Maybe& name() const {
    if (computer_name) return computer_name;
    return active_name ? active_name : host_name;
  }
};

// --- Updates

enum class UpdateSource { hotfix, servicing, uninstall };

struct ListedUpdate {
  UpdateSource source;
  EntryName entry;
  bool system_rollup = false;
};

constexpr std::uint64_t state_installed = 0x70;
constexpr std::uint64_t state_permanent = 0x80;

// InstallTimeHigh and InstallTimeLow are the halves of a FILETIME.
std::optional<Day> day_of_package(const RegistryKey& key) {
  const Maybe high = number_in(key, "InstallTimeHigh"), low = number_in(key, "InstallTimeLow");
  if (!high || !low) return std::nullopt;
  return read_filetime_day(high->number << 32U | low->number);
}

// "(KB978380)" in the title of an update to another program.
EntryName name_in_title(std::string_view title) {
  const auto open = find_ignoring_case(title, "(KB");
  if (open == title.npos) return {};
  title.remove_prefix(open + 1);
  return read_entry_name(title.substr(0, title.find(')')));
}

// "KB958644", "KB2909921-IE8", "{3C3901C5-...}.KB2468871"; else what the title of an entry that belongs to another
// says.
EntryName update_of_entry(std::string_view name, const RegistryKey& key) {
  const std::string_view tail = name.substr(name.rfind('.') + 1);
  if (equal_ignoring_case(tail.substr(0, 2), "KB"))
    if (EntryName entry = read_entry_name(tail); entry.kind == EntryKind::named) return entry;
  const bool belongs = text_in(key, "ParentKeyName") || text_in(key, "ReleaseType");
  return belongs ? name_in_title(text_of(key, "DisplayName")) : EntryName{};
}

// "currentcontrolset" or "controlset001".
bool is_control_set(std::string_view name) {
  constexpr std::string_view numbered = "controlset";
  return name == "currentcontrolset" || (name.starts_with(numbered) && name.size() == numbered.size() + 3 &&
                                         parse_number(name.substr(numbered.size())).has_value());
}

// --- All of it

class Collection {
 public:
  void take_key(const RegistryKey& key) {
    constexpr std::string_view machine = R"(hkey_local_machine)";
    const std::string path = lower_ascii(key.path);
    const auto inside = below(path, machine);
    if (!inside) return;
    if (const auto software = below(*inside, "software")) take_software(*software, key);
    if (*inside == "software") whole_software_ = true;
    if (const auto system = below(*inside, "system")) take_system(*system, key);
    if (const auto described = below(*inside, R"(hardware\description\system)")) take_description(*described, key);
  }

  Result<estate::Observation> finish(const RegistryTally& tally, std::string_view place);

 private:
  void take_software(std::string_view path, const RegistryKey& key);
  void take_policy(std::string_view path, const RegistryKey& key);
  void take_antimalware(std::string_view path, const RegistryKey& key, Maybe Setting::*whose);
  void take_uninstall(std::string_view name, const RegistryKey& key);
  void take_package(std::string_view name, const RegistryKey& key);
  void take_hotfix(const RegistryKey& key);
  void take_update_key(std::string_view path, const RegistryKey& key);
  void take_system(std::string_view path, const RegistryKey& key);
  void take_description(std::string_view path, const RegistryKey& key);
  void hear_of_machine(std::uint32_t line) {
    if (machine_.line == 0) machine_.line = line;
  }

  // A second value for what one machine has once.
  void take_once(const Maybe& told, std::string& known) {
    if (!told) return;
    several_ = several_ || (!known.empty() && !equal_ignoring_case(known, told->text));
    known = told->text;
  }
  void list(UpdateSource source, EntryName entry, const RegistryKey& key, std::optional<Day> day, bool rollup = false) {
    entry.update.line = key.line;
    entry.update.installed_on = day;
    updates_.push_back({source, std::move(entry), rollup});
  }
  void hear_of(std::optional<Day> day) {
    if (day && (!newest_ || *day > *newest_)) newest_ = day;
  }

  const SystemTold* current_system() const;
  std::optional<estate::OsClaim> os_of(const SystemTold& system) const;
  Architecture architecture_of(const SystemTold& system) const;
  void add_updates(estate::Claims& claims) const;
  std::vector<estate::ProtectionClaim> protection_of(const SystemTold& system) const;
  std::optional<estate::HardwareClaim> machine_of(const SystemTold& system) const;
  Maybe firewall_of(const SystemTold& system) const;
  Maybe automatic_updates() const;

  ReleaseTold release_;
  std::map<std::string, SystemTold, std::less<>> systems_;  // by the name of the control set
  std::optional<std::uint64_t> selected_;
  std::string only_name_, only_build_, installation_;
  bool several_ = false;
  bool whole_software_ = false, wow64_ = false, wow_arm_ = false;
  bool covers_hotfix_ = false, covers_packages_ = false, covers_uninstall_ = false;
  std::vector<ListedUpdate> updates_;
  std::vector<estate::InstalledProgram> programs_;
  Setting remote_, no_updates_, update_options_;
  std::array<Maybe, profiles.size()> firewall_policy_;
  std::array<Antimalware, antimalware_keys.size()> antimalware_;
  std::optional<Day> newest_;
  estate::HardwareClaim machine_;
};

void Collection::take_software(std::string_view path, const RegistryKey& key) {
  if (path == "wowaa32node") wow_arm_ = true;
  if (path == "wow6432node") wow64_ = true;
  if (const auto narrow = below(path, "wow6432node")) {
    wow64_ = true;
    path = *narrow;
    // What follows has one value for the machine, and that is not kept here.
    if (!path.starts_with(R"(microsoft\windows\currentversion\uninstall)") && !path.starts_with(R"(microsoft\updates)"))
      return;
  }
  if (path == R"(microsoft\windows nt\currentversion)") {
    release_.take_from(key);
    take_once(text_in(key, "CurrentBuildNumber"), only_build_);
  } else if (path == R"(microsoft\cryptography)") {
    take_once(text_in(key, "MachineGuid"), installation_);
  } else if (path == R"(microsoft\windows nt\currentversion\hotfix)") {
    covers_hotfix_ = true;
  } else if (const auto hotfix = below(path, R"(microsoft\windows nt\currentversion\hotfix)")) {
    if (hotfix->find('\\') == hotfix->npos) take_hotfix(key);
  } else if (const auto update = below(path, R"(microsoft\updates)")) {
    take_update_key(*update, key);
  } else if (path == R"(microsoft\windows\currentversion\component based servicing\packages)") {
    covers_packages_ = true;
  } else if (const auto package =
                 below(path, R"(microsoft\windows\currentversion\component based servicing\packages)")) {
    if (package->find('\\') == package->npos) take_package(*package, key);
  } else if (path == R"(microsoft\windows\currentversion\uninstall)") {
    covers_uninstall_ = true;
  } else if (const auto entry = below(path, R"(microsoft\windows\currentversion\uninstall)")) {
    if (entry->find('\\') == entry->npos) take_uninstall(last_part(key.path), key);
  } else if (path == R"(microsoft\windows\currentversion\windowsupdate\auto update)") {
    take(number_in(key, "AUOptions"), update_options_.own);
  } else if (const auto policy = below(path, "policies")) {
    take_policy(*policy, key);
  } else {
    take_antimalware(path, key, &Setting::own);
  }
}

void Collection::take_antimalware(std::string_view path, const RegistryKey& key, Maybe Setting::*whose) {
  for (std::size_t i = 0; i < antimalware_keys.size(); i++) {
    const std::string_view own = antimalware_keys[i];
    if (path == own || below(path, own)) antimalware_[i].take_from(path.substr(own.size()), key, whose);
  }
}

void Collection::take_policy(std::string_view path, const RegistryKey& key) {
  if (path == R"(microsoft\windows nt\terminal services)") {
    take(number_in(key, "fDenyTSConnections"), remote_.policy);
  } else if (path == R"(microsoft\windows\windowsupdate\au)") {
    take(number_in(key, "NoAutoUpdate"), no_updates_.policy);
    take(number_in(key, "AUOptions"), update_options_.policy);
  } else if (const auto profile = below(path, R"(microsoft\windowsfirewall)")) {
    if (const auto index = profile_named(*profile)) take(number_in(key, "EnableFirewall"), firewall_policy_[*index]);
  } else {
    take_antimalware(path, key, &Setting::policy);
  }
}

// A key whose value Installed is 0 is what an update left behind.
void Collection::take_hotfix(const RegistryKey& key) {
  const Maybe installed = number_in(key, "Installed");
  if (installed && installed->number == 0) return;
  list(UpdateSource::hotfix, read_entry_name(last_part(key.path)), key,
       read_written_day(text_of(key, "InstalledDate")));
}

// "Windows XP\SP4\KB923561", "Microsoft .NET Framework 4 Client Profile\KB2468871".
void Collection::take_update_key(std::string_view path, const RegistryKey& key) {
  const auto depth = std::count(path.begin(), path.end(), '\\');
  EntryName entry = read_entry_name(last_part(key.path));  // "IE8" of KB2909921-IE8 has a case
  const Maybe installed = text_in(key, "ThisVersionInstalled");
  const bool left_behind = installed && !equal_ignoring_case(installed->text, "Y");
  if (depth < 1 || depth > 2 || entry.kind != EntryKind::named || left_behind) return;
  list(UpdateSource::hotfix, std::move(entry), key, read_written_day(text_of(key, "InstalledDate")));
}

void Collection::take_package(std::string_view name, const RegistryKey& key) {
  constexpr std::string_view prefix = "package_for_";
  if (!name.starts_with(prefix)) return;
  const Maybe state = number_in(key, "CurrentState");
  if (!state || (state->number != state_installed && state->number != state_permanent)) return;
  const std::string_view word = name.substr(prefix.size(), name.find('~') - prefix.size());
  const bool rollup = word == "rollupfix" || word == "dotnetrollup";
  EntryName entry = rollup ? EntryName{EntryKind::nameless, {}} : read_entry_name(word);
  if (entry.kind == EntryKind::other) return;
  list(UpdateSource::servicing, std::move(entry), key, day_of_package(key), word == "rollupfix");
}

void Collection::take_uninstall(std::string_view name, const RegistryKey& key) {
  if (EntryName update = update_of_entry(name, key); update.kind == EntryKind::named) {
    list(UpdateSource::uninstall, std::move(update), key, read_written_day(text_of(key, "InstallDate")));
    return;
  }
  // Installers write what they like as a program's day, so it dates nothing.
  const Maybe title = text_in(key, "DisplayName");
  if (title) programs_.push_back({title->text, text_of(key, "Publisher"), text_of(key, "DisplayVersion"), title->line});
}

// What the machine is, as Windows found it when it started.
void Collection::take_description(std::string_view path, const RegistryKey& key) {
  if (path == R"(centralprocessor\0)") {
    const Maybe told = text_in(key, "Identifier"), vendor = text_in(key, "VendorIdentifier");
    const Maybe name = text_in(key, "ProcessorNameString"), platform = number_in(key, "Platform Specific Field 1");
    if (told) machine_.processor = told->text + (vendor ? " " + vendor->text : std::string());
    if (name) machine_.processor_name = trimmed(name->text);
    if (platform) machine_.platform = static_cast<std::uint32_t>(platform->number);
    if (told || name) hear_of_machine(key.line);
  } else if (path == "bios") {
    machine_.maker = trimmed(text_of(key, "SystemManufacturer"));
    machine_.model = trimmed(text_of(key, "SystemProductName"));
    if (!machine_.model.empty()) hear_of_machine(key.line);
  }
}

void Collection::take_system(std::string_view path, const RegistryKey& key) {
  if (path == "select") {
    if (const Maybe current = number_in(key, "Current")) selected_ = current->number;
    return;
  }
  const std::string_view set = path.substr(0, path.find('\\'));
  if (!is_control_set(set)) return;
  const auto inside = below(path, set);
  if (inside && inside->starts_with(R"(enum\acpi\msft0101)")) {  // the ACPI identifier of a TPM 2.0
    machine_.tpm = estate::Tpm::v2_0;
    hear_of_machine(key.line);
  }
  if (!inside) return;
  SystemTold told;
  if (!told.take_from(*inside, key)) return;
  SystemTold& known = systems_.try_emplace(std::string(set)).first->second;
  if (set == "currentcontrolset") take_once(told.computer_name, only_name_);
  known.take_from(*inside, key);
}

// The current control set by its own name, by its number, or because there is no other.
const SystemTold* Collection::current_system() const {
  auto found = systems_.find("currentcontrolset");
  if (found == systems_.end() && selected_ && *selected_ < 1000) {
    const std::string number = std::to_string(*selected_);
    found = systems_.find("controlset" + std::string(3 - number.size(), '0') + number);
  }
  if (found == systems_.end() && !selected_ && systems_.size() == 1) found = systems_.begin();
  return found == systems_.end() ? nullptr : &found->second;
}

Architecture Collection::architecture_of(const SystemTold& system) const {
  Architecture told = system.architecture ? architecture_marked(system.architecture->text) : Architecture::unknown;
  if (told == Architecture::unknown && release_.lab) told = architecture_marked(release_.lab->text);
  if (told != Architecture::unknown) return told;
  const bool is_server = release_.name && find_ignoring_case(release_.name->text, "server") != std::string::npos;
  if (wow_arm_) return Architecture::arm64;
  if (wow64_) return is_server ? Architecture::unknown : Architecture::x64;
  return whole_software_ && !is_server ? Architecture::x86 : Architecture::unknown;
}

std::optional<estate::OsClaim> Collection::os_of(const SystemTold& system) const {
  const std::string version = version_of(release_);
  const auto build = build_of(release_);
  if (version.empty() || !build) return std::nullopt;
  estate::OsClaim os;
  if (release_.name) os.name = release_.name->text;
  if (release_.installation && equal_ignoring_case(release_.installation->text, "Server Core"))
    os.name += " (Server Core)";
  os.version = version;
  os.build = build->first;
  os.line = build->second;
  if (release_.revision) os.revision = static_cast<std::uint32_t>(release_.revision->number);
  if (release_.service_pack) os.service_pack = service_pack_in(release_.service_pack->text);
  os.architecture = architecture_of(system);
  return os;
}

void Collection::add_updates(estate::Claims& claims) const {
  EntryCollector collector(claims);
  for (const ListedUpdate& update : updates_) {
    const bool told_by_revision = update.system_rollup && claims.os && claims.os->revision;
    collector.add(told_by_revision ? EntryName{EntryKind::other, {}} : update.entry);
  }
  const bool is_old = claims.os && claims.os->version.starts_with("5.");
  const bool has_hotfix = std::any_of(updates_.begin(), updates_.end(),
                                      [](const ListedUpdate& u) { return u.source == UpdateSource::hotfix; });
  // Without a version, a HotFix key with updates in it is of the time when that key held all.
  const bool complete =
      claims.os ? (is_old ? covers_hotfix_ : covers_packages_) : covers_packages_ || (covers_hotfix_ && has_hotfix);
  claims.updates_listed = complete || claims.entries > 0;
  claims.updates_partial = claims.updates_listed && !complete;
}

Maybe Collection::firewall_of(const SystemTold& system) const {
  Maybe all;
  for (std::size_t i = 0; i < profiles.size(); i++) {
    const Maybe& told = firewall_policy_[i] ? firewall_policy_[i] : system.firewall[i];
    if (told && (!all || (all->number != 0 && told->number == 0))) all = told;
  }
  return all;
}

// The value that decides, with 4 where updates install themselves.
Maybe Collection::automatic_updates() const {
  constexpr std::uint64_t left_to_the_machine = 5;
  if (no_updates_.policy && no_updates_.policy->number == 1) return Told{{}, 0, no_updates_.policy->line};
  const Maybe& policy = update_options_.policy;
  return policy && policy->number != left_to_the_machine ? policy : update_options_.own;
}

std::vector<estate::ProtectionClaim> Collection::protection_of(const SystemTold& system) const {
  constexpr std::uint64_t installs_by_itself = 4;
  std::vector<estate::ProtectionClaim> claims;
  const auto claim = [&](Protection what, const Maybe& told, bool on) {
    if (told) claims.push_back({what, on, told->line});
  };
  const Maybe& deny = remote_.policy ? remote_.policy : system.deny_remote;
  const Maybe firewall = firewall_of(system), automatic = automatic_updates();
  claim(Protection::smb1, system.smb1, system.smb1 && system.smb1->number != 0);
  claim(Protection::remote_desktop, deny, deny && deny->number == 0);
  claim(Protection::firewall, firewall, firewall && firewall->number != 0);
  claim(Protection::automatic_updates, automatic, automatic && automatic->number == installs_by_itself);
  claim(Protection::disk_encryption, system.encrypted_at_start,
        system.encrypted_at_start && system.encrypted_at_start->number != 0);
  const Antimalware* best = nullptr;
  for (const Antimalware& program : antimalware_)
    if (program.is_on() && (best == nullptr || program.definitions->first > best->definitions->first)) best = &program;
  if (best != nullptr)
    claims.push_back({Protection::antivirus, true, best->definitions->second, best->definitions->first});
  std::stable_sort(claims.begin(), claims.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
  return claims;
}

// The key of Secure Boot's state is only there where UEFI started Windows.
std::optional<estate::HardwareClaim> Collection::machine_of(const SystemTold& system) const {
  constexpr std::uint64_t by_bios = 1, by_uefi = 2;
  estate::HardwareClaim machine = machine_;
  if (system.firmware_type && system.firmware_type->number == by_bios) machine.uefi = false;
  if (system.firmware_type && system.firmware_type->number == by_uefi) machine.uefi = true;
  if (system.secure_boot) {
    machine.uefi = true;
    machine.secure_boot = system.secure_boot->number != 0;
  }
  for (const Maybe* told : {&system.firmware_type, &system.secure_boot})
    if (*told && machine.line == 0) machine.line = (*told)->line;
  return machine.tells() ? std::optional(std::move(machine)) : std::nullopt;
}

Result<estate::Observation> Collection::finish(const RegistryTally& tally, std::string_view place) {
  if (several_)
    return Error{
        ErrorKind::invalid_input, "ingest.several_devices",
        "a registry export that tells two names, builds or installations of Windows: exports of several machines "
        "in one file"};
  const SystemTold* current = current_system();
  const SystemTold system = current != nullptr ? *current : SystemTold{};
  estate::Observation seen;
  seen.source = "registry export";
  seen.file = std::string(place);
  seen.seen_on = day_in_file_name(place);
  if (seen.seen_on) seen.seen_by = estate::SeenBy::file_name;
  if (system.name()) seen.device = system.name()->text;
  if (auto own = estate::identifier(estate::IdentifierKind::installation, installation_))
    seen.identifiers = estate::Identifiers{*std::move(own)};

  estate::Claims& claims = seen.claims.edit();
  claims.os = os_of(system);
  add_updates(claims);
  claims.programs = std::move(programs_);
  claims.programs_listed = covers_uninstall_ || !claims.programs.empty();
  claims.protection = protection_of(system);
  claims.hardware = machine_of(system);
  claims.cut_short = tally.cut_short || tally.unreadable > 0;
  for (const estate::InstalledUpdate& update : claims.updates) hear_of(update.installed_on);
  if (release_.installed_at && release_.installed_at->number > 0)
    hear_of(std::chrono::floor<std::chrono::days>(
        std::chrono::sys_seconds(std::chrono::seconds(release_.installed_at->number))));
  seen.not_before = newest_;

  if (seen.device.empty() && !claims.os && !claims.updates_listed && !claims.programs_listed &&
      claims.protection.empty() && !claims.hardware)
    return Error{ErrorKind::invalid_input, "ingest.not_an_inventory",
                 "a registry export in which no key tells of the release, updates, programs, protection or machine"};
  return seen;
}

}  // namespace

Result<estate::Observation> read_registry_export(std::string_view text, std::string_view place) {
  if (!is_registry_text(text))
    return Error{ErrorKind::invalid_input, "ingest.not_an_inventory", "no registry export: its first line is another"};
  Collection collection;
  const auto tally = SHOAL_TRY(read_registry_text(text, [&](const RegistryKey& key) { collection.take_key(key); }));
  return collection.finish(tally, place);
}

}  // namespace shoal::ingest
