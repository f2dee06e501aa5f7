#include "inspect/wide_letters.hpp"

#include <emmintrin.h>

#include <algorithm>
#include <bit>
#include <cstdint>

#include "base/assert.hpp"

namespace shoal::inspect {
namespace {

constexpr std::size_t block_bytes = 64;
// A short stretch takes as long as a few blocks of which nothing is told.
constexpr std::uint64_t stretch_steps = 3;

// A bit for each of 64 bytes that is NUL.
std::uint64_t nuls_in(const char* block) {
  std::uint64_t nuls = 0;
  for (unsigned i = 0; i < 4; i++) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + std::size_t{i} * 16));
    const auto part = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_setzero_si128())));
    nuls |= std::uint64_t{part} << (i * 16);
  }
  return nuls;
}

// The same of the bytes from `at` on, those behind the end being NUL, with a bit for each byte of which the next one
// differs in that.
std::uint64_t changes_at(std::string_view bytes, std::size_t at) {
  const std::size_t left = bytes.size() - at;
  std::uint64_t nuls = 0;
  if (left >= block_bytes) {
    nuls = nuls_in(bytes.data() + at);
  } else {
    char padded[block_bytes] = {};
    std::copy_n(bytes.data() + at, left, padded);
    nuls = nuls_in(padded);
  }
  const bool is_next_nul = left <= block_bytes || bytes[at + block_bytes] == '\0';
  return nuls ^ (nuls >> 1U | std::uint64_t{is_next_nul} << 63U);
}

// Tells of consecutive blocks where seven bits or more are set one behind the other.
class Sevens {
 public:
  // A bit for each one that is set with the six before it.
  std::uint64_t in(std::uint64_t bits) {
    const std::uint64_t two = bits & shifted(bits, one_, 1);
    const std::uint64_t four = two & shifted(two, two_, 2);
    const std::uint64_t seven = four & shifted(four, four_, 3);
    one_ = bits;
    two_ = two;
    four_ = four;
    return seven;
  }

 private:
  static std::uint64_t shifted(std::uint64_t bits, std::uint64_t before, unsigned by) {
    return bits << by | before >> (64 - by);
  }
  std::uint64_t one_ = 0, two_ = 0, four_ = 0;  // Of the block before.
};

}  // namespace

WideLetters::WideLetters(std::string_view bytes, std::size_t letters_min, Work& work) {
  SHOAL_ASSERT(letters_min > 0);
  // Four letters with their NULs change seven times; fewer are looked for by any change.
  const std::size_t changes = letters_min >= 4 ? 7 : 1;
  Sevens sevens;
  std::size_t at = 0;
  while (at < bytes.size()) {
    std::uint64_t bits = changes_at(bytes, at);
    std::size_t next = at + block_bytes;
    for (;;) {
      const std::uint64_t ends = changes == 7 ? sevens.in(bits) : bits;
      if (ends == 0) break;
      if (!work.spend(stretch_steps)) return;
      const std::size_t last = at + static_cast<std::size_t>(std::countr_zero(ends));
      std::size_t end = std::min(last + 2, bytes.size());
      while (end < bytes.size() && (bytes[end] == '\0') != (bytes[end - 1] == '\0')) end++;
      take(bytes, last + 1 - changes, end, letters_min);
      // Nothing goes on from what was before the end.
      sevens = {};
      next = std::max(next, end);
      if (end >= at + block_bytes) break;
      bits &= ~std::uint64_t{0} << (end - at);
    }
    at = next;
  }
}

// Of a range in which each second byte is NUL.
void WideLetters::take(std::string_view bytes, std::size_t begin, std::size_t end, std::size_t letters_min) {
  if (bytes[begin] == '\0') begin++;
  const std::size_t count = (end - begin) / 2, first = letters_.size();
  if (count < letters_min) return;
  stretches_.push_back({first, begin});
  letters_.resize(first + count + 1);  // With the NUL.
  for (std::size_t i = 0; i < count; i++) letters_[first + i] = bytes[begin + 2 * i];
}

std::size_t WideLetters::place_of(std::size_t letter) const {
  const auto after = std::upper_bound(stretches_.begin(), stretches_.end(), letter,
                                      [](std::size_t wanted, const Stretch& each) { return wanted < each.letter; });
  SHOAL_ASSERT(after != stretches_.begin());
  const Stretch& own = *(after - 1);
  return own.place + 2 * (letter - own.letter);
}

}  // namespace shoal::inspect
