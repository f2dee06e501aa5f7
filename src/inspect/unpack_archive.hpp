// Unpacks zip, 7z and rar in memory.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inspect/unpack.hpp"

namespace shoal::inspect {

/// Whether files of this format are unpacked here.
bool is_archive_format(std::string_view format);

/// Unpacks the members of an archive in their order. `bytes` may begin with a program, as what unpacks itself does.
/// Folders and links are passed over. What it gives back is what could not be unpacked and why, a sentence each: one
/// for all members that want a password.
std::vector<std::string> unpack_archive(std::string_view bytes, PackageBudget& budget, const EachMember& each);

/// Names in archives come in UTF-8 whatever the user's locale is: makes that so for this process, and looks for the
/// time zone, which libarchive otherwise does on its way. To be called before a process is shut in.
void prepare_archives();

}  // namespace shoal::inspect
