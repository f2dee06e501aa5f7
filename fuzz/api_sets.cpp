// Whatever is read as a map of API sets has a version that we know, and names no longer than a map may have; the same
// bytes as the section of a module are read the same.
#include "inspect/api_sets.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace shoal;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  inspect::Work work(inspect::file_steps_max);
  const auto map = bytes.starts_with("MZ") ? inspect::api_sets_in(inspect::Span(bytes), work)
                                           : inspect::read_api_sets(inspect::Span(bytes), work);
  if (!map) return 0;
  SHOAL_ASSERT(map->version == 2 || map->version == 4 || map->version == 6);
  // A letter of UTF-16 takes at most three bytes of UTF-8.
  constexpr std::size_t name_bytes_max = 512 / 2 * 3;
  for (const readiness::ApiSet& set : map->sets) {
    SHOAL_ASSERT(set.name.size() <= name_bytes_max && set.host.size() <= name_bytes_max);
    SHOAL_ASSERT(set.hosts_for.empty() || size > set.hosts_for.size() * 16);
  }
  return 0;
}
