// A pack: everything that is known, in one file that a person can carry in.
//
// The file is sealed (sealed.hpp). The content is flat: records field by field, little-endian, rows by columns, so that
// the same facts always give the same bytes. A pack is input like any other: every count and index is checked before it
// is believed.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "estate/columns.hpp"
#include "estate/identity_rules.hpp"
#include "estate/source_system.hpp"
#include "exposure/facts.hpp"
#include "lifecycle/catalogue.hpp"
#include "readiness/rulebook.hpp"

namespace shoal::knowledge {

/// What a pack holds.
struct Pack {
  lifecycle::Catalogue catalogue;
  exposure::Facts facts;
  estate::ColumnNames columns;
  estate::IdentityRules identity;
  std::vector<estate::SourceSystem> systems = {};  ///< The first that fits a source is meant.
  readiness::Rulebook rulebook = {};
};

/// The pack as a file's bytes. Sets nothing: facts.pack_id is derived from the content when it is read.
std::string write_pack(const Pack& pack);

/// What a pack's file holds behind its header, before it is compressed.
std::string content_of(const Pack& pack);

/// A pack around `content` as it is, well formed or not: the header that fits it, and it compressed.
std::string wrap_content(std::string_view content);

/// Reads what write_pack() wrote.
/// Errors: corrupt "knowledge.bad_pack" where the magic, the hash, a count or an index is wrong; invalid_input
/// "knowledge.pack_version" where the pack was made for another version of shoal; "knowledge.pack_too_large" where it
/// would unpack to more than 16 MiB.
Result<Pack> read_pack(std::string_view bytes);

/// How many bytes the content has once unpacked, as the header says. Errors: as read_pack().
Result<std::uint64_t> unpacked_bytes(std::string_view bytes);

}  // namespace shoal::knowledge
