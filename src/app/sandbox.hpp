// What processes that read the files of others are held to.
#pragma once

#include <sys/resource.h>

#include <cstdint>

namespace shoal::app {

/// Whether a sanitizer is built in, which makes calls of its own and takes memory by the terabyte: neither calls nor
/// memory are limited then.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool is_sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif
#else
inline constexpr bool is_sanitized = false;
#endif

/// Holds this process, and what it starts, to `most` of a resource of setrlimit(), for good.
template <typename Resource>
void limit_resource(Resource resource, std::uint64_t most) {
  const rlimit both{most, most};
  setrlimit(resource, &both);
}

}  // namespace shoal::app
