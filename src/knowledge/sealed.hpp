// Content that a person carries in as one file: compressed, with the hash of what it must be.
//
// The file is a header (magic, version, size and SHA-256 of the content) and the content compressed with zstd.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace shoal::knowledge {

/// One kind of such files.
struct Seal {
  std::string_view what;   ///< As its errors call it: "the pack".
  std::string_view magic;  ///< The first 8 bytes.
  std::uint32_t version = 1;
  std::uint64_t content_bytes_max = 0;
  int compression_level = 0;
  std::string_view bad, other_version, too_large;  ///< Codes of its errors.

  /// The error that the file `is` not as it must be: "cannot be unpacked".
  Error is_bad(std::string_view is) const;
};

/// The file around `content`, which may be of any size.
std::string sealed(const Seal& seal, std::string_view content);

/// What is in such a file, and the SHA-256 by which it is named.
struct Unsealed {
  std::string content, sha256;
};
/// Errors: corrupt `bad` where the magic or the hash is wrong or it cannot be unpacked; invalid_input `other_version`;
/// invalid_input `too_large` where it would unpack to more than `content_bytes_max`.
Result<Unsealed> unsealed(const Seal& seal, std::string_view bytes);

/// How many bytes the content has once unpacked, as the header says. Errors: as unsealed().
Result<std::uint64_t> unsealed_bytes(const Seal& seal, std::string_view bytes);

}  // namespace shoal::knowledge
