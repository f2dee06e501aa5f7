#include "outbreak/large_pages.hpp"

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace shoal::outbreak {

void ask_for_large_pages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#if defined(MADV_HUGEPAGE)
  // Whether it is granted tells only in time.
  static_cast<void>(madvise(memory, bytes, MADV_HUGEPAGE));
#endif
}

}  // namespace shoal::outbreak
