// Numbers and texts as few bytes, for records that are kept by the million.
//
// A number takes one byte for each seven bits that it has (LEB128, as in DWARF 4, section 7.6), so small ones are
// small; one that may be negative is folded first, so that small ones of either sign are. What is read is hostile:
// after the first shortage everything reads as zero or empty, and failed() tells.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shoal {

/// Appends numbers and texts.
class ByteWriter {
 public:
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
    bytes_ += static_cast<char>(value);
  }
  void signed_number(std::int64_t value) {
    number((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  void text(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }
  /// Numbers that mostly differ alike from one to the next, such as the lines of a list: so many steps of one width.
  void steps(std::span<const std::int64_t> values);

  const std::string& bytes() const { return bytes_; }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads what a ByteWriter wrote.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t number();
  std::int64_t signed_number() {
    const std::uint64_t folded = number();
    return static_cast<std::int64_t>(folded >> 1) ^ -static_cast<std::int64_t>(folded & 1);
  }
  /// A view into the bytes that are read.
  std::string_view text();
  /// A count of things of which each takes at least one byte: one that the rest cannot hold is a failure.
  std::size_t count();
  /// Exactly `values` numbers; empty after a failure.
  std::vector<std::int64_t> steps(std::size_t values);

  bool failed() const { return failed_; }
  /// Whether all was read and nothing failed.
  bool done() const { return !failed_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace shoal
