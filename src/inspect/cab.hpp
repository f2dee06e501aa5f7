// Cabinets, which hold what packages install; and the older ways to pack one file, or a few, of Microsoft and others.
//
// Formats: "Microsoft Cabinet Format" ([MS-CAB]), sections 2.1 to 2.4, and for SZDD and KWAJ, which COMPRESS.EXE wrote,
// libmspack's published notes on them (cabextract.org.uk/libmspack/doc/szdd_kwaj_format.html).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/span.hpp"
#include "inspect/work.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

/// What is in a cabinet.
struct Cabinet {
  struct Member {
    std::string name;         ///< With its path, as the cabinet has it.
    std::uint32_t bytes = 0;  ///< Unpacked.
    /// By its first bytes, where they are at the beginning of a block that is not compressed; else "unknown".
    std::string_view format = "unknown";
  };
  std::vector<Member> members;
  std::string previous, next;  ///< Files that it is continued from, and in; empty where it stands alone.
  std::string_view trouble;    ///< Why there are fewer members than it says, in words; else empty.
};

bool is_cabinet(std::string_view bytes);

/// Lists the members. `file` may end before the data does: only the headers are needed.
Cabinet list_cabinet(Span file, Work& work);

/// Facts of a cabinet: `contains` for each member, `unread` where it is continued elsewhere.
void read_cab(Span file, Work& work, readiness::FactSheet& sheet);

/// Facts of a file that COMPRESS.EXE packed, SZDD or KWAJ: what it contains, by the name that the header tells, or that
/// the file's own name, "SETUP.EX_", suggests.
void read_compressed(Span file, std::string_view name, Work& work, readiness::FactSheet& sheet);

/// Facts of a zip: `contains` for each member that its directory at the end lists.
void read_zip(Span file, Work& work, readiness::FactSheet& sheet);

inline constexpr std::size_t members_max = 65'535;

}  // namespace shoal::inspect
