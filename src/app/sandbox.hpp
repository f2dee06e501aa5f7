// What processes that read the files of others are held to. Under a sanitizer neither calls nor memory are limited,
// since it makes calls of its own and takes memory by the terabyte.
#pragma once

#include <sys/resource.h>

#include <cstdint>

namespace shoal::app {

/// Holds this process, and what it starts, to `most` of a resource of setrlimit(), for good.
template <typename Resource>
void limit_resource(Resource resource, std::uint64_t most) {
  const rlimit both{most, most};
  setrlimit(resource, &both);
}

}  // namespace shoal::app
