// By what a source names a machine: serial numbers, addresses, accounts, names.
//
// A source's words are brought to one spelling, so that two sources can be compared; whether a value tells machines
// apart at all is decided where identity is (identity.hpp), since a cloned or unset one looks like any other.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shoal::estate {

/// What an identifier names, from what is built into the machine to what people call it.
enum class IdentifierKind : std::uint8_t {
  serial,        ///< Of the machine, as its firmware has it.
  uuid,          ///< Of its main board (SMBIOS).
  mac,           ///< Of one network adapter; a machine has several.
  asset_tag,     ///< What its owner stuck on it.
  installation,  ///< Of one installation of Windows (MachineGuid): a new image makes a new one.
  sid,           ///< Of its account in a directory: a machine that joins anew may get a new one.
  guid,          ///< Of the object in a directory that is its account.
  name,          ///< What the machine calls itself, without its domain.
  domain,        ///< The domain it belongs to; never enough to tell a machine.
};
constexpr std::size_t identifier_kinds = 9;

/// "serial", "uuid", "mac", "asset-tag", "installation", "sid", "guid", "name", "domain": as in data/, --map, JSON and
/// on the screen.
std::string_view spelled(IdentifierKind kind);
/// The kind that is spelled so.
std::optional<IdentifierKind> parse_identifier_kind(std::string_view text);

/// One identifier in its one spelling.
struct Identifier {
  IdentifierKind kind = IdentifierKind::name;
  std::string value;                                    ///< Never empty.
  auto operator<=>(const Identifier&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 errs on <=>.
};
/// Ascending by kind and value, without repetitions; a kind may stand several times.
using Identifiers = std::vector<Identifier>;

/// The longest value that is kept, in bytes; none that tells machines apart is longer.
inline constexpr std::size_t identifier_bytes_max = 128;

/// Brings one value to its one spelling: serials, tags, names and domains in upper case with single blanks, an address
/// as twelve hexadecimal digits, a GUID or UUID as 32 without braces and hyphens, all in upper case; a SID as it is.
/// GUIDs and SIDs may stand as bytes, X'0105...', as csvde writes them. Nothing where `text` cannot be of that kind: an
/// address of another length, a SID that does not begin with "S-1-", a blank, or one longer than identifier_bytes_max.
/// Values that only lie (all zeros, "To Be Filled By O.E.M.") are kept.
std::optional<Identifier> identifier(IdentifierKind kind, std::string_view text);

/// Brings several values of one cell to their spelling: addresses stand behind each other, parted by blanks, commas,
/// semicolons or line ends. Other kinds have one value, which may have blanks in it.
void add_identifiers(IdentifierKind kind, std::string_view cell, Identifiers& to);

/// Puts them in order, each once.
void settle(Identifiers& identifiers);

}  // namespace shoal::estate
