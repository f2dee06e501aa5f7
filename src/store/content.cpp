#include "store/content.hpp"

#include <vector>

#include "base/bytes.hpp"
#include "store/rows.hpp"

namespace shoal::store {
namespace {

using estate::Claims;

Error damaged_part(std::string_view part) { return damaged("the " + std::string(part) + " of an observation"); }

// A number of 32 bits; anything larger is nothing that we wrote.
std::uint32_t number32(ByteReader& bytes, bool& sound) {
  const std::uint64_t value = bytes.number();
  sound = sound && value <= 0xFFFFFFFFU;
  return static_cast<std::uint32_t>(value);
}

std::string os_bytes(const estate::OsClaim& os) {
  ByteWriter bytes;
  bytes.text(os.name);
  bytes.text(os.version);
  bytes.number(os.build);
  bytes.number(os.revision ? std::uint64_t{*os.revision} + 1 : 0);
  bytes.number(os.service_pack);
  bytes.number(static_cast<std::uint64_t>(os.architecture));
  bytes.number(os.service_pack_told ? 1 : 0);
  return bytes.take();
}

constexpr std::uint64_t listed_bit = 1, partial_bit = 2, cut_bit = 4, declared_bit = 8;

// KB numbers in the order of the source, as steps from one to the next; the lowest bit tells of a variant.
std::string updates_bytes(const Claims& claims) {
  ByteWriter bytes;
  bytes.number((claims.updates_listed ? listed_bit : 0) | (claims.updates_partial ? partial_bit : 0) |
               (claims.cut_short ? cut_bit : 0) | (claims.updates_declared ? declared_bit : 0));
  if (claims.updates_declared) bytes.number(*claims.updates_declared);
  bytes.number(claims.entries);
  bytes.number(claims.entries_nameless);
  bytes.number(claims.updates.size());
  std::int64_t last = 0;
  for (const estate::InstalledUpdate& update : claims.updates) {
    bytes.signed_number((std::int64_t{update.kb} - last) * 2 + (update.variant.empty() ? 0 : 1));
    if (!update.variant.empty()) bytes.text(update.variant);
    last = update.kb;
  }
  return bytes.take();
}

bool tells_of_updates(const Claims& claims) {
  return claims.updates_listed || claims.updates_partial || claims.cut_short || claims.updates_declared ||
         claims.entries != 0 || claims.entries_nameless != 0 || !claims.updates.empty();
}

// Programs are parts themselves: most of a set stays as it is when one of it gets a new version.
Result<std::string> programs_bytes(const Claims& claims, const Intern& intern) {
  ByteWriter bytes;
  bytes.number(claims.programs_listed ? 1 : 0);
  bytes.number(claims.programs.size());
  ContentId last = 0;
  for (const estate::InstalledProgram& program : claims.programs) {
    ByteWriter own;
    own.text(program.name);
    own.text(program.publisher);
    own.text(program.version);
    const ContentId id = SHOAL_TRY(intern(own.bytes()));
    bytes.signed_number(static_cast<std::int64_t>(id) - static_cast<std::int64_t>(last));
    last = id;
  }
  return bytes.take();
}

// Stands where a protection would, and means that the number of what is told of the machine follows.
constexpr std::uint64_t hardware_mark = 1020;
// What follows the first number of that part: raised where its fields change.
constexpr std::uint64_t hardware_layout = 1;

std::uint64_t number_of_answer(std::optional<bool> answer) { return answer ? (*answer ? 2 : 1) : 0; }

std::string hardware_bytes(const estate::HardwareClaim& machine) {
  ByteWriter bytes;
  bytes.number(hardware_layout);
  for (const std::string* text : {&machine.processor, &machine.processor_name, &machine.maker, &machine.model})
    bytes.text(*text);
  bytes.number(machine.platform ? std::uint64_t{*machine.platform} + 1 : 0);
  bytes.number(machine.memory_mb);
  bytes.number(machine.disk_mb);
  for (const auto& answer : {machine.execute_disable, machine.uefi, machine.secure_boot})
    bytes.number(number_of_answer(answer));
  bytes.number(static_cast<std::uint64_t>(machine.tpm));
  return bytes.take();
}

// Machines of one kind share what is told of them, whatever their protection.
Result<std::string> protection_bytes(const Claims& claims, const Intern& intern) {
  ByteWriter bytes;
  for (const estate::ProtectionClaim& claim : claims.protection) {
    bytes.number(static_cast<std::uint64_t>(claim.what) * 4 + (claim.on ? 2 : 0) + (claim.current_on ? 1 : 0));
    if (claim.current_on) bytes.signed_number(claim.current_on->time_since_epoch().count());
  }
  if (claims.hardware) {
    bytes.number(hardware_mark);
    bytes.number(SHOAL_TRY(intern(hardware_bytes(*claims.hardware))));
  }
  return bytes.take();
}

template <typename Records>
std::vector<std::int64_t> lines_of(const Records& records) {
  std::vector<std::int64_t> lines;
  lines.reserve(records.size());
  for (const auto& record : records) lines.push_back(static_cast<std::int64_t>(record.line));
  return lines;
}

// A day is its number from 1970-01-01 plus this, so that 0 is none and days before 1970 are not negative.
constexpr std::int64_t day_offset = 1'000'000;

std::string details_bytes(const Claims& claims) {
  ByteWriter bytes;
  bytes.number(claims.os ? claims.os->line : 0);
  std::vector<std::int64_t> days;
  days.reserve(claims.updates.size());
  for (const estate::InstalledUpdate& update : claims.updates)
    days.push_back(update.installed_on ? update.installed_on->time_since_epoch().count() + day_offset : 0);
  bytes.steps(lines_of(claims.updates));
  bytes.steps(days);
  bytes.steps(lines_of(claims.programs));
  bytes.steps(lines_of(claims.protection));
  if (claims.hardware) bytes.number(claims.hardware->line);
  return bytes.take();
}

std::string tags_bytes(const estate::Tags& tags) {
  ByteWriter bytes;
  for (const estate::Tag& tag : tags) {
    bytes.text(tag.key);
    bytes.text(tag.value);
  }
  return bytes.take();
}

// A part of which nothing is told is kept as 0.
Result<void> keep(Part part, std::string_view bytes, const Intern& intern, Parts& parts) {
  if (!bytes.empty()) parts[static_cast<std::size_t>(part)] = SHOAL_TRY(intern(bytes));
  return {};
}

template <typename Records>
bool set_lines(ByteReader& bytes, Records& records) {
  const auto lines = bytes.steps(records.size());
  if (bytes.failed()) return false;
  for (std::size_t i = 0; i < records.size(); i++) {
    if (lines[i] < 0) return false;
    records[i].line = static_cast<std::size_t>(lines[i]);
  }
  return true;
}

}  // namespace

std::string spelled_identifiers(const estate::Identifiers& identifiers) {
  ByteWriter bytes;
  for (const estate::Identifier& each : identifiers) {
    bytes.number(static_cast<std::uint64_t>(each.kind));
    bytes.text(each.value);
  }
  return bytes.take();
}

Result<void> take_claims_apart(const Claims& claims, const Intern& intern, Parts& parts) {
  if (claims.os) SHOAL_TRY(keep(Part::os, os_bytes(*claims.os), intern, parts));
  if (tells_of_updates(claims)) SHOAL_TRY(keep(Part::updates, updates_bytes(claims), intern, parts));
  if (claims.programs_listed || !claims.programs.empty()) {
    const std::string programs = SHOAL_TRY(programs_bytes(claims, intern));
    SHOAL_TRY(keep(Part::programs, programs, intern, parts));
  }
  const std::string protection = SHOAL_TRY(protection_bytes(claims, intern));
  SHOAL_TRY(keep(Part::protection, protection, intern, parts));
  return keep(Part::details, details_bytes(claims), intern, parts);
}

Result<void> take_rest_apart(const estate::Observation& seen, std::string_view read_from, const Intern& intern,
                             Parts& parts) {
  SHOAL_TRY(keep(Part::tags, tags_bytes(*seen.tags), intern, parts));
  SHOAL_TRY(keep(Part::identifiers, spelled_identifiers(*seen.identifiers), intern, parts));
  SHOAL_TRY(keep(Part::name, seen.device, intern, parts));
  if (*seen.file != read_from) SHOAL_TRY(keep(Part::place, *seen.file, intern, parts));
  return keep(Part::list, *seen.list, intern, parts);
}

Result<void> put_os(std::string_view text, Claims& claims) {
  ByteReader bytes(text);
  bool sound = true;
  estate::OsClaim& os = claims.os.emplace();
  os.name = bytes.text();
  os.version = bytes.text();
  os.build = number32(bytes, sound);
  const std::uint64_t revision = bytes.number();
  sound = sound && revision <= 0x100000000U;
  if (revision > 0) os.revision = static_cast<std::uint32_t>(revision - 1);
  os.service_pack = number32(bytes, sound);
  const std::uint64_t architecture = bytes.number();
  os.architecture = static_cast<estate::Architecture>(architecture);
  os.service_pack_told = bytes.number() != 0;
  if (!sound || !bytes.done() || architecture > static_cast<std::uint64_t>(estate::Architecture::ia64))
    return damaged_part("operating system");
  return {};
}

Result<void> put_updates(std::string_view text, Claims& claims) {
  ByteReader bytes(text);
  bool sound = true;
  const std::uint64_t bits = bytes.number();
  claims.updates_listed = (bits & listed_bit) != 0;
  claims.updates_partial = (bits & partial_bit) != 0;
  claims.cut_short = (bits & cut_bit) != 0;
  if ((bits & declared_bit) != 0) claims.updates_declared = number32(bytes, sound);
  claims.entries = number32(bytes, sound);
  claims.entries_nameless = number32(bytes, sound);
  const std::size_t count = bytes.count();
  claims.updates.reserve(count);
  std::int64_t last = 0;
  for (std::size_t i = 0; i < count && !bytes.failed() && sound; i++) {
    const std::int64_t step = bytes.signed_number();
    estate::InstalledUpdate& update = claims.updates.emplace_back();
    if ((step & 1) != 0) update.variant = bytes.text();
    // A step that lies must not overflow.
    sound = step / 2 < 0x100000000 && step / 2 > -0x100000000;
    last += sound ? step >> 1 : 0;
    sound = sound && last > 0 && last <= 0xFFFFFFFF;
    update.kb = static_cast<std::uint32_t>(last);
  }
  if (!sound || !bytes.done()) return damaged_part("list of updates");
  return {};
}

Result<void> put_programs(std::string_view text, const Lookup& lookup, Claims& claims) {
  ByteReader bytes(text);
  claims.programs_listed = bytes.number() != 0;
  const std::size_t count = bytes.count();
  claims.programs.reserve(count);
  std::uint64_t id = 0;
  for (std::size_t i = 0; i < count; i++) {
    id += static_cast<std::uint64_t>(bytes.signed_number());
    if (bytes.failed()) break;
    ByteReader own(SHOAL_TRY(lookup(id)));
    estate::InstalledProgram& program = claims.programs.emplace_back();
    program.name = own.text();
    program.publisher = own.text();
    program.version = own.text();
    if (!own.done()) return damaged_part("program");
  }
  if (!bytes.done()) return damaged_part("list of programs");
  return {};
}

namespace {

Result<void> put_hardware(std::string_view text, Claims& claims) {
  ByteReader bytes(text);
  bool sound = bytes.number() == hardware_layout;
  estate::HardwareClaim& machine = claims.hardware.emplace();
  for (std::string* each : {&machine.processor, &machine.processor_name, &machine.maker, &machine.model})
    *each = bytes.text();
  const std::uint64_t platform = bytes.number();
  sound = sound && platform <= 0x100000000U;
  if (platform > 0) machine.platform = static_cast<std::uint32_t>(platform - 1);
  machine.memory_mb = bytes.number();
  machine.disk_mb = bytes.number();
  for (std::optional<bool>* answer : {&machine.execute_disable, &machine.uefi, &machine.secure_boot}) {
    const std::uint64_t told = bytes.number();
    sound = sound && told <= 2;
    if (told > 0) *answer = told == 2;
  }
  const std::uint64_t tpm = bytes.number();
  if (!sound || !bytes.done() || tpm > static_cast<std::uint64_t>(estate::Tpm::v2_0)) return damaged_part("machine");
  machine.tpm = static_cast<estate::Tpm>(tpm);
  return {};
}

}  // namespace

Result<void> put_protection(std::string_view text, const Lookup& lookup, Claims& claims) {
  ByteReader bytes(text);
  while (!bytes.done()) {
    const std::uint64_t claim = bytes.number();
    if (claim == hardware_mark && !bytes.failed() && !claims.hardware) {
      const std::uint64_t id = bytes.number();
      if (bytes.failed()) return damaged_part("machine");
      const std::string_view own = SHOAL_TRY(lookup(id));
      SHOAL_TRY(put_hardware(own, claims));
      continue;
    }
    const std::int64_t days = (claim & 1) != 0 ? bytes.signed_number() : 0;
    if (bytes.failed() || claim / 4 >= estate::protection_count || days < -day_offset || days > 2 * day_offset)
      return damaged_part("protection");
    claims.protection.push_back({static_cast<estate::Protection>(claim / 4), (claim & 2) != 0});
    if ((claim & 1) != 0) claims.protection.back().current_on = Day(std::chrono::days(days));
  }
  return {};
}

Result<void> put_details(std::string_view text, Claims& claims) {
  ByteReader bytes(text);
  const std::uint64_t os_line = bytes.number();
  if (claims.os) claims.os->line = os_line;
  bool sound = set_lines(bytes, claims.updates);
  const auto days = bytes.steps(claims.updates.size());
  for (std::size_t i = 0; i < days.size(); i++) {
    sound = sound && days[i] >= 0 && days[i] < 2 * day_offset + day_offset;
    if (sound && days[i] != 0) claims.updates[i].installed_on = Day(std::chrono::days(days[i] - day_offset));
  }
  sound = sound && set_lines(bytes, claims.programs) && set_lines(bytes, claims.protection);
  if (claims.hardware) claims.hardware->line = bytes.number();
  if (!sound || !bytes.done()) return damaged_part("details");
  return {};
}

Result<estate::Tags> read_tags(std::string_view text) {
  estate::Tags tags;
  ByteReader bytes(text);
  while (!bytes.done()) {
    std::string key(bytes.text());
    tags.push_back({std::move(key), std::string(bytes.text())});
    if (bytes.failed()) return damaged_part("tags");
  }
  return tags;
}

Result<estate::Identifiers> read_identifiers(std::string_view text) {
  estate::Identifiers identifiers;
  ByteReader bytes(text);
  while (!bytes.done()) {
    const std::uint64_t kind = bytes.number();
    identifiers.push_back({static_cast<estate::IdentifierKind>(kind), std::string(bytes.text())});
    if (bytes.failed() || kind >= estate::identifier_kinds) return damaged_part("identifiers");
  }
  return identifiers;
}

}  // namespace shoal::store
