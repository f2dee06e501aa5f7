// Scripts: which language, and which of the commands that rules ask for they run.
//
// A line is a line: what goes on with ^, _ or a backtick is not joined, so that a command of several words that is
// broken in two is missed. What is said in a comment is not run, and not told.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "inspect/work.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

/// "batch", "vbscript", "jscript", "powershell", "wsf", "hta", "html" (a page with VBScript in it), by the name's
/// ending or else by what only that language has; empty where `text` is none. `text` is UTF-8 and may be the beginning
/// alone.
std::string_view script_language(std::string_view text, std::string_view name);

/// Facts of a script: its language, and a word for each line on which one of `words` stands. `words` are in lower case
/// and sorted; one with blanks, "net send", must stand on one line with any blanks between, and ".exe" may follow its
/// first part. The first `hits_max` lines of each word are told, with the line's number from 1.
void read_script(std::string_view bytes, std::string_view name, std::span<const std::string> words, Work& work,
                 readiness::FactSheet& sheet);

inline constexpr std::size_t script_bytes_max = std::size_t{4} << 20U, hits_max = 20;

}  // namespace shoal::inspect
