// A set of small whole numbers, as words of 64 bits: what makes judging a patch state a matter of microseconds.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/assert.hpp"

namespace shoal {

/// A set of numbers in [0, size). Two sets that meet in one operation must have the same size.
class Bits {
 public:
  Bits() = default;
  explicit Bits(std::size_t size) : words_((size + 63) / 64), size_(size) {}

  std::size_t size() const { return size_; }
  void set(std::size_t at) { words_[at / 64] |= std::uint64_t{1} << (at % 64); }
  void reset(std::size_t at) { words_[at / 64] &= ~(std::uint64_t{1} << (at % 64)); }
  bool test(std::size_t at) const { return ((words_[at / 64] >> (at % 64)) & 1U) != 0; }
  void clear() { std::fill(words_.begin(), words_.end(), 0); }

  /// The least number of the set that is `from` or more; size() where there is none.
  std::size_t next(std::size_t from) const {
    if (from >= size_) return size_;
    std::size_t i = from / 64;
    std::uint64_t word = words_[i] & (~std::uint64_t{0} << (from % 64));
    while (word == 0) {
      if (++i == words_.size()) return size_;
      word = words_[i];
    }
    return i * 64 + static_cast<std::size_t>(std::countr_zero(word));
  }

  bool any() const {
    return std::any_of(words_.begin(), words_.end(), [](std::uint64_t word) { return word != 0; });
  }
  std::size_t count() const {
    std::size_t total = 0;
    for (const std::uint64_t word : words_) total += static_cast<std::size_t>(std::popcount(word));
    return total;
  }
  /// How many numbers stand in both.
  std::size_t count_shared(const Bits& other) const {
    SHOAL_ASSERT(size_ == other.size_);
    std::size_t total = 0;
    for (std::size_t i = 0; i < words_.size(); i++)
      total += static_cast<std::size_t>(std::popcount(words_[i] & other.words_[i]));
    return total;
  }
  /// Whether any number stands in both.
  bool meets(const Bits& other) const {
    SHOAL_ASSERT(size_ == other.size_);
    for (std::size_t i = 0; i < words_.size(); i++)
      if ((words_[i] & other.words_[i]) != 0) return true;
    return false;
  }
  /// Whether every number of this set stands in `other` too.
  bool within(const Bits& other) const {
    SHOAL_ASSERT(size_ == other.size_);
    for (std::size_t i = 0; i < words_.size(); i++)
      if ((words_[i] & ~other.words_[i]) != 0) return false;
    return true;
  }
  Bits& operator|=(const Bits& other) {
    SHOAL_ASSERT(size_ == other.size_);
    for (std::size_t i = 0; i < words_.size(); i++) words_[i] |= other.words_[i];
    return *this;
  }
  Bits& operator&=(const Bits& other) {
    SHOAL_ASSERT(size_ == other.size_);
    for (std::size_t i = 0; i < words_.size(); i++) words_[i] &= other.words_[i];
    return *this;
  }
  /// Takes out every number of `other`.
  Bits& operator-=(const Bits& other) {
    SHOAL_ASSERT(size_ == other.size_);
    for (std::size_t i = 0; i < words_.size(); i++) words_[i] &= ~other.words_[i];
    return *this;
  }
  friend bool operator==(const Bits& a, const Bits& b) = default;

  /// Calls `visit` with each number of the set, ascending.
  template <typename Visit>
  void each(Visit visit) const {
    for (std::size_t i = 0; i < words_.size(); i++)
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1)
        visit(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
  }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t size_ = 0;
};

}  // namespace shoal
