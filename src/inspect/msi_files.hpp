// Which files a package brings, and where it puts them: what unpacking its cabinets needs to know.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/span.hpp"
#include "inspect/unpack.hpp"
#include "inspect/work.hpp"

namespace shoal::inspect {

struct PackageFiles {
  std::vector<CabinetBytes> cabinets;  ///< In the package, by their streams' names. Views into the package.
  /// By the keys by which cabinets know files: path with long names, below the folders that Windows Installer knows by
  /// name, "ProgramFilesFolder/Till/till.exe".
  std::map<std::string, std::string> paths;
  std::vector<std::string> outside;   ///< Cabinets that stand beside the package, by the Media table.
  std::vector<std::string> troubles;  ///< What of this could not be read, in words.
};

PackageFiles files_of_package(Span file, Work& work);

/// A path of a member without what would lead out of its package, or shows badly: "..", drives, control characters.
/// Separators become "/". Never empty.
std::string tame_path(std::string_view path);

/// "short.txt|A longer name.txt": the name that Windows shows. "Filename" of the documentation.
std::string_view long_name(std::string_view name);

}  // namespace shoal::inspect
