// Bytes of a made-up file as they are written one behind the other, with places that are filled in later.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace shoal::inspect {

class MadeBytes {
 public:
  /// `base` is the address at which the first byte will lie.
  explicit MadeBytes(std::uint32_t base = 0) : base_(base) {}

  std::uint32_t here() const { return base_ + static_cast<std::uint32_t>(bytes_.size()); }
  const std::string& bytes() const { return bytes_; }

  void number(std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; i++, value >>= 8U) bytes_ += static_cast<char>(value & 0xFFU);
  }
  void u8(std::uint64_t value) { number(value, 1); }
  void u16(std::uint64_t value) { number(value, 2); }
  void u32(std::uint64_t value) { number(value, 4); }
  void text(std::string_view text) { bytes_ += text; }
  /// With a NUL. Returns where it stands.
  std::uint32_t text_z(std::string_view text) {
    const std::uint32_t at = here();
    bytes_ += text;
    bytes_ += '\0';
    return at;
  }
  void pascal(std::string_view text) {
    u8(text.size());
    bytes_ += text;
  }
  void wide(std::string_view ascii) {
    for (const char c : ascii) u16(static_cast<unsigned char>(c));
  }
  /// Returns where they stand.
  std::uint32_t zeros(std::size_t count) {
    const std::uint32_t at = here();
    bytes_.append(count, '\0');
    return at;
  }
  void align(std::size_t to) { (void)zeros((to - here() % to) % to); }
  void zeros_up_to(std::uint32_t at) { (void)zeros(at > here() ? at - here() : 0); }
  /// Overwrites what stands at the address `at`.
  void set(std::uint32_t at, std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; i++, value >>= 8U) bytes_[at - base_ + i] = static_cast<char>(value & 0xFFU);
  }

 private:
  std::uint32_t base_;
  std::string bytes_;
};

}  // namespace shoal::inspect
