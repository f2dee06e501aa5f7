// Whole numbers as Intel's processors lay them in memory, and most of Microsoft's formats in their files.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace shoal {

/// The number of which the lowest byte stands first in `bytes`, of at most eight bytes; what lies beyond is not read.
/// 0 of none.
constexpr std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = std::min<std::size_t>(bytes.size(), 8); i > 0; i--)
    number = number << 8U | static_cast<unsigned char>(bytes[i - 1]);
  return number;
}

/// The number in the `size` bytes of `bytes` at `at`; what lies beyond the end of `bytes` is not read, as if it were 0.
constexpr std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  return little_endian(bytes.substr(std::min(at, bytes.size()), size));
}

namespace detail {
// Without a loop, since compilers make one load of this and not of that.
template <std::size_t... Place>
constexpr std::uint64_t little_endian(const char* bytes, std::index_sequence<Place...> /*places*/) {
  return ((std::uint64_t{static_cast<unsigned char>(bytes[Place])} << (8 * Place)) | ...);
}
}  // namespace detail

/// The number in as many bytes from `bytes` on, one to eight, all of which must be there.
template <std::size_t Size>
constexpr std::uint64_t little_endian_of(const char* bytes) {
  static_assert(Size >= 1 && Size <= 8);
  return detail::little_endian(bytes, std::make_index_sequence<Size>());
}

}  // namespace shoal
