#include "inspect/wide_text.hpp"

namespace shoal::inspect {

std::string_view wide_text_at(Span bytes, std::uint64_t at, std::uint64_t bytes_max) {
  const Span rest = bytes.part(at, bytes_max);
  std::uint64_t size = 0;
  while (size + 2 <= rest.size() && rest.u16(size) != 0) size += 2;
  return rest.slice(0, size);
}

}  // namespace shoal::inspect
