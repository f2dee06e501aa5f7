// What an observation says, taken apart into what many observations have in common.
//
// The updates of an imaged desktop are those of a thousand others, and next week they are what they were this week. So
// each part is kept once, by what it is, and an observation names its parts by number. What differs from device to
// device though nothing else does (on which line an update stands, on which day it was installed) is a part of its own:
// it would keep the other parts from being shared.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "estate/observation.hpp"

namespace shoal::store {

/// The number under which a part is kept; 0 is the part of which nothing is told.
using ContentId = std::uint64_t;

/// The parts of an observation, in the order in which they are kept.
enum class Part : std::uint8_t { os, updates, programs, protection, details, tags, identifiers, name, place, list };
inline constexpr std::size_t part_count = 10;
using Parts = std::array<ContentId, part_count>;

/// Which parts a question needs.
enum class Detail : std::uint8_t {
  headline,    ///< What the device is: operating system, protection, tags, identifiers, name.
  judged,      ///< Also its updates and programs, without their lines and days.
  everything,  ///< All that was observed.
};

/// Gives the number of a part, the same for the same bytes. Errors: those of the store.
using Intern = std::function<Result<ContentId>(std::string_view bytes)>;
/// Gives the bytes of a part, as long as the call lasts. Errors: corrupt "store.damaged" for a number that none has.
using Lookup = std::function<Result<std::string_view>(ContentId id)>;

/// Takes its claims apart: fills the parts os to details, and leaves the others as they are.
Result<void> take_claims_apart(const estate::Claims& claims, const Intern& intern, Parts& parts);

/// Takes the rest of an observation apart. `read_from` is the path of the file; an observation of another place (a file
/// in an archive, a sheet of a workbook) keeps it. Day, row and resource are not among the parts.
Result<void> take_rest_apart(const estate::Observation& seen, std::string_view read_from, const Intern& intern,
                             Parts& parts);

/// Puts one part into an observation's claims, the inverse of take_claims_apart().
/// Errors: corrupt "store.damaged" where the bytes are none that we make.
Result<void> put_os(std::string_view bytes, estate::Claims& claims);
Result<void> put_updates(std::string_view bytes, estate::Claims& claims);
Result<void> put_programs(std::string_view bytes, const Lookup& lookup, estate::Claims& claims);
/// Also what is told of the machine itself, which stands behind it as a part of its own.
Result<void> put_protection(std::string_view bytes, const Lookup& lookup, estate::Claims& claims);
/// Needs all other parts of the claims in their place.
Result<void> put_details(std::string_view bytes, estate::Claims& claims);
Result<estate::Tags> read_tags(std::string_view bytes);
Result<estate::Identifiers> read_identifiers(std::string_view bytes);

/// Identifiers as they are kept.
std::string spelled_identifiers(const estate::Identifiers& identifiers);

}  // namespace shoal::store
