#include "app/embedded_pack.hpp"

extern "C" {
extern const char shoal_embedded_pack_begin[];
extern const char shoal_embedded_pack_end[];
}

namespace shoal::app {

std::string_view embedded_pack() {
  return {shoal_embedded_pack_begin, static_cast<std::size_t>(shoal_embedded_pack_end - shoal_embedded_pack_begin)};
}

}  // namespace shoal::app
