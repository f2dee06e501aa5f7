// How a domain module, which starts no threads, lets its caller run independent work side by side.
#pragma once

#include <cstddef>
#include <functional>

namespace shoal {

/// Calls work(0) to work(count - 1), each once, in any order and maybe at once; returns when all are done. What the
/// calls leave behind must not depend on their order: same inputs, same bytes.
using ForEach = std::function<void(std::size_t count, const std::function<void(std::size_t)>& work)>;

/// One after the other, on the thread that calls.
inline void for_each_in_turn(std::size_t count, const std::function<void(std::size_t)>& work) {
  for (std::size_t i = 0; i < count; i++) work(i);
}

}  // namespace shoal
