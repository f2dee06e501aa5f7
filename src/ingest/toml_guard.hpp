// What toml++ 3.3 takes for granted: on texts that break it, it goes on with an assumption in place of an error.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace shoal::ingest {

struct Misplaced {
  std::uint32_t line = 1;  ///< From 1.
  std::string_view what;   ///< A sentence on it.
};

/// The first of these that is in no text in quotes and no comment: a `}` where a list is open, a table header that does
/// not begin with a name, a letter beyond ASCII, a digit that stands alone behind a word, a quote within one. Nothing
/// where there is none. No text that has one is TOML; nothing else is looked for.
std::optional<Misplaced> misplaced_in(std::string_view text);

}  // namespace shoal::ingest
