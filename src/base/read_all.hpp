// All bytes of a stream, in large pieces: one by one, as iterators of streams give them, takes many times as long.
#pragma once

#include <cstddef>
#include <istream>
#include <string>

namespace shoal {

/// What is left of `in`. Where reading fails, what came until then, and in.bad() is true.
inline std::string read_all(std::istream& in) {
  constexpr std::size_t piece = std::size_t{1} << 18;
  std::string bytes;
  std::size_t size = 0;
  do {
    bytes.resize(size + piece);
    in.read(bytes.data() + size, static_cast<std::streamsize>(piece));
    size += static_cast<std::size_t>(in.gcount());
  } while (in);
  bytes.resize(size);
  return bytes;
}

}  // namespace shoal
