// The bytes of a file, read at places that the file itself names: every such place is hostile.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/little_endian.hpp"

namespace shoal::inspect {

/// A view of a file's bytes. Nothing is read outside of it: numbers read as 0 there, texts as empty.
class Span {
 public:
  Span() = default;
  explicit Span(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t size() const { return bytes_.size(); }
  std::string_view bytes() const { return bytes_; }
  /// Whether all of [at, at + size) is there; also true of an empty range at the end.
  bool holds(std::uint64_t at, std::uint64_t size) const { return at <= bytes_.size() && size <= bytes_.size() - at; }

  std::uint8_t u8(std::uint64_t at) const { return static_cast<std::uint8_t>(number<1>(at)); }
  std::uint16_t u16(std::uint64_t at) const { return static_cast<std::uint16_t>(number<2>(at)); }
  std::uint32_t u32(std::uint64_t at) const { return static_cast<std::uint32_t>(number<4>(at)); }
  std::uint64_t u64(std::uint64_t at) const { return number<8>(at); }

  /// What of [at, at + size) is there.
  std::string_view slice(std::uint64_t at, std::uint64_t size) const {
    if (at >= bytes_.size()) return {};
    return bytes_.substr(static_cast<std::size_t>(at),
                         static_cast<std::size_t>(std::min<std::uint64_t>(size, bytes_.size() - at)));
  }
  /// The same as a span of its own, whose offsets begin at 0.
  Span part(std::uint64_t at, std::uint64_t size) const { return Span(slice(at, size)); }
  /// The bytes from `at` up to a NUL, at most `size_max` of them; empty where no NUL stands within those.
  std::string_view text(std::uint64_t at, std::uint64_t size_max) const {
    const std::string_view rest = slice(at, size_max);
    const auto end = rest.find('\0');
    return end == rest.npos ? std::string_view() : rest.substr(0, end);
  }

 private:
  template <std::size_t Size>
  std::uint64_t number(std::uint64_t at) const {
    return holds(at, Size) ? little_endian_of<Size>(bytes_.data() + at) : 0;
  }
  std::string_view bytes_;
};

}  // namespace shoal::inspect
