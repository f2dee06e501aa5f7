// Shards of outbreaks: whatever the bytes are, they are refused as corrupt, or what is read of them is the same once it
// is written and read again. Their digest is put right first: nobody guesses one.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/assert.hpp"
#include "base/sha256.hpp"
#include "outbreak/shard.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string body(reinterpret_cast<const char*>(data), size);
  const auto shard = shoal::outbreak::decoded(body + shoal::sha256_hex(body));
  if (!shard) {
    SHOAL_ASSERT(shard.error().kind == shoal::ErrorKind::corrupt);
    return 0;
  }
  // Bytes, since a time that is no number equals nothing.
  const std::string once = encoded(*shard);
  const auto again = shoal::outbreak::decoded(once);
  SHOAL_ASSERT(again && encoded(*again) == once);
  return 0;
}
