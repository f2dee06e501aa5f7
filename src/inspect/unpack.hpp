// Unpacks cabinets, and what COMPRESS.EXE packed, in memory: no file is opened and no path is named.
//
// libmspack knows the formats (stored, MSZIP, Quantum, LZX, SZDD, KWAJ) and is called here alone. It asks for bytes by
// callbacks, and there each step is counted: a cabinet of a few KiB can say that it holds gigabytes, or list the same
// bytes sixty thousand times, and then ends with its budget.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/pieces.hpp"
#include "inspect/work.hpp"

namespace shoal::inspect {

/// What one package may take, with all packages in it.
struct PackageBudget {
  /// For unpacking, of which a step is 8 bytes, and for reading what was unpacked. It is larger than that of a file,
  /// since an installer of a large program has thousands of files: 2 s of any machine that runs shoal, and those who
  /// unpack a bomb of LZX wait for some 10 s.
  static constexpr std::uint64_t steps_max = 200'000'000;

  Work work{steps_max};
  std::uint64_t member_bytes_max = std::uint64_t{64} << 20U;  ///< Of one member; what is behind them is not kept.
  std::uint64_t bytes_left = std::uint64_t{512} << 20U;       ///< Of all members.
  std::uint64_t members_left = 20'000;
};

/// A cabinet by the name that others continue it by.
struct CabinetBytes {
  std::string name;
  Pieces bytes;
};

/// A file as it comes out.
struct UnpackedMember {
  std::string name;        ///< As the cabinet has it, in UTF-8; of COMPRESS.EXE empty.
  std::string_view bytes;  ///< Only for the length of the call, and only the first `member_bytes_max`.
  bool whole = true;       ///< Whether these are all.
};
using EachMember = std::function<void(const UnpackedMember&)>;

/// Unpacks the members of all cabinets, one at a time, in the order in which they lie there, so that none is unpacked
/// twice. Parts of a set that are continued in each other are put together, whatever their order.
/// What it gives back is what could not be unpacked and why, a sentence each, with the cabinet's name where it has one.
std::vector<std::string> unpack_cabinets(const std::vector<CabinetBytes>& cabinets, PackageBudget& budget,
                                         const EachMember& each);

/// Unpacks a file of COMPRESS.EXE, SZDD or KWAJ, which holds one member.
std::vector<std::string> unpack_compressed(std::string_view bytes, PackageBudget& budget, const EachMember& each);

}  // namespace shoal::inspect
