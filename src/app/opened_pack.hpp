// For tests: the facts that the program carries, opened once.
#pragma once

#include "app/assess.hpp"

namespace shoal::app {

inline const knowledge::Pack& pack() {
  static const auto opened = open_pack(std::nullopt);
  return *opened;
}

}  // namespace shoal::app
