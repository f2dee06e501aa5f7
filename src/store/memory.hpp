// The register in memory: a small honest stand-in for a file, and the second implementation that it is held to.
#pragma once

#include <memory>

#include "store/store.hpp"

namespace shoal::store {

/// An empty register that ends with the process.
std::unique_ptr<Store> make_memory_store();

}  // namespace shoal::store
