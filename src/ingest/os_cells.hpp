// What the cells of a device list say of the operating system, brought together to one claim.
#pragma once

#include <string_view>

#include "estate/observation.hpp"

namespace shoal::ingest {

/// The cells of one row, empty where the list has no such column.
struct OsCells {
  std::string_view name, edition, version, build, revision, service_pack, architecture;
  bool empty_service_pack_is_none = false;  ///< The source leaves the cell empty where no service pack is installed.
};

/// The claim that the cells make together. Versions come in many spellings: "5.1 (2600)" of a directory,
/// "10.0.19045.4529", "6.1", "19045.4529", "Version 22H2 (OS Build 19045)". What of them is no number is kept behind
/// the name ("Windows 10" and "22H2" are "Windows 10 22H2"), since releases go by such names. A name may hold "SP3",
/// "NT Workstation 6.1", "10.0.19045" or "64-bit". Where cells differ, build, revision and service pack of their own
/// cells outweigh the others. `service_pack_told` is false where nothing tells it.
estate::OsClaim os_claim(const OsCells& cells);

}  // namespace shoal::ingest
