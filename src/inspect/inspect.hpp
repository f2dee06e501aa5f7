// One file's bytes to facts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inspect/text_search.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

/// The facts of the file called `name`, by what is in it. `bytes` may be a mapped file of any size: only what its
/// headers name is looked at, within `file_steps_max` steps; beyond that the fact `unread budget` says so. Never fails.
readiness::FactSheet inspect_file(std::string_view bytes, std::string_view name, const TextSearch& search);

/// Readies what libraries would otherwise look for in files when they are first used, as OpenSSL does for its
/// configuration: to be called before a process is shut in.
void prepare_to_inspect();

/// The facts of a file, or of one that was unpacked from it.
struct NamedSheet {
  std::string path;  ///< Below the package, with "/": "ProgramFilesFolder/Till/till.exe". Empty of the file itself.
  readiness::FactSheet sheet;
};

/// A cabinet that stands beside a package, which may be one of those that it means.
struct CabinetBeside {
  std::string name;  ///< Of the file, without its folder.
  std::string_view bytes;
};

/// The facts of a file, and behind them those of the files in it, where it is a cabinet, a package of Windows
/// Installer, a file of COMPRESS.EXE, a zip, 7z or rar, or a program that carries a cabinet or one of these three.
/// Three deep: an archive with a setup program that carries a package. What could not be unpacked is told by the file
/// it was to come from, as the fact `unread members`. Takes what `PackageBudget` allows, and some 200 MB of memory,
/// since one member is unpacked at a time. Of a package of Windows Installer those of `beside` that its Media table
/// names, in any case of letters, are unpacked as though they were in it. Never fails.
std::vector<NamedSheet> inspect_with_members(std::string_view bytes, std::string_view name, const TextSearch& search,
                                             const std::vector<CabinetBeside>& beside = {});

/// Of all sheets of a package: in memory, and no less than as many bytes as they take on their way between processes.
inline constexpr std::size_t package_sheet_bytes_max = std::size_t{96} << 20U;

}  // namespace shoal::inspect
