// What the columns of device lists are called: the words by which other people's exports speak of a device.
//
// The names are rows of data/lists/columns.csv and come in with the pack. Which cell means what in one list is decided
// in ingest/; this file only holds the vocabulary.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "estate/identifiers.hpp"

namespace shoal::estate {

/// What a column of a device list tells of the device in its row.
enum class Attribute : std::uint8_t {
  name,
  dns_name,            ///< "pc1.corp.example": the device's name and its domain.
  account_name,        ///< "PC1$" of a directory.
  distinguished_name,  ///< "CN=PC1,OU=Desktops,DC=corp,DC=example".
  resource,            ///< The number by which Configuration Manager ties its views together.
  os_name,
  os_edition,   ///< "Enterprise", where the name leaves it out.
  os_version,   ///< "5.1", "6.1.7601", "10.0 (19045)" or "22H2".
  os_build,     ///< "19045" or "19045.4529".
  os_revision,  ///< "4529".
  service_pack,
  service_pack_or_none,  ///< Empty where none is installed, unlike in a list that somebody keeps.
  architecture,
  last_seen,
  updates,            ///< One update or many.
  installed_on,       ///< The day of the one update in the row.
  program,            ///< The name of one program in the row.
  program_version,    ///< Of that program.
  program_publisher,  ///< Likewise.
  enabled,            ///< Whether the directory's account is enabled: true or false.
  account_control,    ///< The directory's userAccountControl: bit 2 is a disabled account.
  serial,             ///< These six as the kinds of identifier in identifiers.hpp.
  uuid,
  mac,
  asset_tag,
  sid,
  guid,
  antivirus,        ///< Whether a program against malware is on: a word such as "enabled".
  antivirus_day,    ///< The day of its definitions.
  disk_encryption,  ///< Whether the system's disk is encrypted: a word such as "Fully Encrypted".
  unused,           ///< Read and not used: IP addresses, days of purchase, names of columns that only look useful.
  tag,              ///< Kept as a tag.
  processor,        ///< The name of its processor; these eight tell of the machine itself.
  memory,           ///< Its memory with a unit, or so that the number shows it: "8 GB", "8192".
  memory_gb,
  memory_mb,
  memory_kb,
  disk_gb,      ///< The size of its disk, with a unit or in gigabytes.
  tpm,          ///< "2.0", "1.2", or a word that says whether there is one.
  firmware,     ///< "UEFI", or "Legacy" or "BIOS" where it was started so.
  secure_boot,  ///< A word such as "enabled".
};
constexpr std::size_t attribute_count = 41;

/// "name", "dns-name" ... "unused", "tag": as in data/ and in --map.
std::string_view spelled(Attribute attribute);

/// The kind of identifier that an attribute tells, where it is one.
std::optional<IdentifierKind> identifier_kind(Attribute attribute);

/// An attribute with the key of its tag, where it is one.
struct Meaning {
  Attribute attribute = Attribute::unused;
  std::string tag;  ///< E.g. "site"; empty unless `attribute` is tag.
  bool operator==(const Meaning&) const = default;
};

/// How far a header speaks for itself.
enum class HeaderRank : std::uint8_t {
  plain,
  key,   ///< All key headers of an export in one row show that the list is that export.
  weak,  ///< Such a header alone does not make a list of devices: "Name", "Version".
};

/// One header and its meaning.
struct ColumnName {
  std::string header;  ///< As fold_header() leaves it.
  Meaning meaning;
  std::string from;  ///< The export whose own meaning it is, e.g. "v_GS_OPERATING_SYSTEM"; empty for any list.
  HeaderRank rank = HeaderRank::plain;
};

/// All headers that we know, in the order of the table.
struct ColumnNames {
  std::vector<ColumnName> names;
};

/// A header as it is compared: ASCII letters in lower case; without blanks, '_', '-', quotes and byte order marks, and
/// without the 0 that Configuration Manager puts behind the names of its columns.
std::string fold_header(std::string_view header);

/// The meaning that `text` names: an attribute's name, "tag:KEY", or a key that the table uses, such as "site". Nothing
/// where it names none.
std::optional<Meaning> parse_meaning(std::string_view text, const ColumnNames& known);

/// Every word that parse_meaning() takes but for "tag:KEY": attributes in their order, then the table's keys in order.
std::vector<std::string> meanings(const ColumnNames& known);

}  // namespace shoal::estate
