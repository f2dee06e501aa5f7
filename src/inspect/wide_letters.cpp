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

// The same of the bytes from `at` on, those behind the end being NUL.
std::uint64_t nuls_at(std::string_view bytes, std::size_t at) {
  const std::size_t left = bytes.size() - at;
  if (left >= block_bytes) return nuls_in(bytes.data() + at);
  char padded[block_bytes] = {};
  std::copy_n(bytes.data() + at, left, padded);
  return nuls_in(padded);
}

// A bit for each byte but the last of a block of which the next one differs in that.
constexpr unsigned changes_of_block = block_bytes - 1;
std::uint64_t changes_in(std::uint64_t nuls) { return (nuls ^ nuls >> 1U) & ~std::uint64_t{0} >> 1U; }

// A bit for each one that is set with the six behind it.
std::uint64_t sevens_in(std::uint64_t bits) {
  const std::uint64_t two = bits & bits >> 1U;
  const std::uint64_t four = two & two >> 2U;
  return four & four >> 3U;
}

// The first place from `at` on where so many bytes, 7 or 1, differ from the one behind them; the end where none is.
// Blocks overlap, so that each is looked at by itself, and the machine can look at several at once.
std::size_t next_changes(std::string_view bytes, std::size_t at, unsigned changes) {
  for (; at < bytes.size(); at += block_bytes - changes) {
    const std::uint64_t bits = changes_in(nuls_at(bytes, at));
    const std::uint64_t begins = changes == 7 ? sevens_in(bits) : bits;
    if (begins != 0) return at + static_cast<std::size_t>(std::countr_zero(begins));
  }
  return bytes.size();
}

// Behind the bytes that differ from `at` on, each from the one before it.
std::size_t end_of_changes(std::string_view bytes, std::size_t at) {
  for (; at < bytes.size(); at += changes_of_block) {
    const auto changes = static_cast<unsigned>(std::countr_one(changes_in(nuls_at(bytes, at))));
    if (changes < changes_of_block) return std::min(at + changes + 1, bytes.size());
  }
  return bytes.size();
}

// The first of each two bytes.
void copy_narrowed(const char* wide, std::size_t count, char* narrow) {
  constexpr std::size_t at_once = 16;
  const __m128i first = _mm_set1_epi16(0xFF);
  std::size_t done = 0;
  for (; done + at_once <= count; done += at_once) {
    const auto* from = reinterpret_cast<const __m128i*>(wide + 2 * done);
    const __m128i low = _mm_and_si128(_mm_loadu_si128(from), first);
    const __m128i high = _mm_and_si128(_mm_loadu_si128(from + 1), first);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(narrow + done), _mm_packus_epi16(low, high));
  }
  for (; done < count; done++) narrow[done] = wide[2 * done];
}

}  // namespace

WideLetters::WideLetters(std::string_view bytes, std::size_t letters_min, Work& work) {
  SHOAL_ASSERT(letters_min > 0);
  // Four letters with their NULs change seven times; fewer are looked for by any change.
  const unsigned changes = letters_min >= 4 ? 7 : 1;
  for (std::size_t at = next_changes(bytes, 0, changes); at < bytes.size();) {
    if (!work.spend(stretch_steps)) return;
    const std::size_t end = end_of_changes(bytes, at);
    take(bytes, at, end, letters_min);
    at = next_changes(bytes, end, changes);
  }
}

// Of a range in which each second byte is NUL.
void WideLetters::take(std::string_view bytes, std::size_t begin, std::size_t end, std::size_t letters_min) {
  if (bytes[begin] == '\0') begin++;
  const std::size_t count = (end - begin) / 2, first = letters_.size();
  if (count < letters_min) return;
  stretches_.push_back({first, begin});
  letters_.resize(first + count + 1);  // With the NUL.
  copy_narrowed(bytes.data() + begin, count, letters_.data() + first);
}

std::size_t WideLetters::place_of(std::size_t letter) const {
  const auto after = std::upper_bound(stretches_.begin(), stretches_.end(), letter,
                                      [](std::size_t wanted, const Stretch& each) { return wanted < each.letter; });
  SHOAL_ASSERT(after != stretches_.begin());
  const Stretch& own = *(after - 1);
  return own.place + 2 * (letter - own.letter);
}

}  // namespace shoal::inspect
