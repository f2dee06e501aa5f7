#include "inspect/wide_letters.hpp"

#include <doctest/doctest.h>

#include "base/random.hpp"
#include "base/sanitized.hpp"

using namespace std::string_literals;

namespace {

using namespace shoal;
using namespace shoal::inspect;

// Each letter with its place, a stretch a line.
std::string spelled_letters(std::string_view bytes, std::size_t letters_min) {
  Work work(file_steps_max);
  const WideLetters wide(bytes, letters_min, work);
  std::string text;
  for (std::size_t i = 0; i < wide.letters().size(); i++) {
    const char letter = wide.letters()[i];
    text += letter == '\0' ? "\n" : letter + std::to_string(wide.place_of(i)) + " ";
  }
  return text;
}

// The same, letter by letter.
std::string letters_one_by_one(std::string_view bytes, std::size_t letters_min) {
  std::string text;
  for (std::size_t at = 0; at + 1 < bytes.size();) {
    std::string stretch;
    std::size_t count = 0;
    for (; at + 1 < bytes.size() && bytes[at] != '\0' && bytes[at + 1] == '\0'; at += 2, count++)
      stretch += bytes[at] + std::to_string(at) + " ";
    if (count >= letters_min) text += stretch + "\n";
    if (count == 0) at++;
  }
  return text;
}

TEST_CASE("texts of UTF-16 are their letters, with where they stand") {
  CHECK(spelled_letters("xyL\0P\0T\0001\0\0\0\1\2"s, 4) == "L2 P4 T6 18 \n");
  CHECK(spelled_letters("LPT1"s, 1).empty());
  CHECK(spelled_letters({}, 1).empty());
}

TEST_CASE("shorter stretches than are asked for are none, and neither is a last letter without its NUL") {
  CHECK(spelled_letters("\0a\0b\0c\0\0d\0e\0"s, 3) == "a1 b3 c5 \n");
  CHECK(spelled_letters("a\0b\0c\0d"s, 4).empty());
}

TEST_CASE("whatever lies where, letters are those that are found one by one") {
  const std::uint64_t seed = 20261126;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < thinned(3000, 300); round++) {
    // Stretches of NULs, of letters and of both in turn, across the blocks in which they are looked for.
    std::string bytes;
    while (bytes.size() < 40 + random.below(200)) {
      const std::uint64_t kind = random.below(4), length = 1 + random.below(24);
      for (std::uint64_t i = 0; i < length; i++)
        bytes += kind == 0 || (kind >= 2 && i % 2 == 1) ? '\0' : static_cast<char>('a' + random.below(26));
    }
    for (const std::size_t letters_min : {1U, 3U, 4U, 9U}) {
      CAPTURE(letters_min);
      CHECK(spelled_letters(bytes, letters_min) == letters_one_by_one(bytes, letters_min));
    }
  }
}

TEST_CASE("stretches take work, and end with it") {
  std::string bytes;
  for (int i = 0; i < 100; i++) bytes += "a\0b\0c\0d\0\0\0"s;
  Work work(30);
  const WideLetters wide(bytes, 4, work);
  CHECK(wide.letters().size() == 50);
  CHECK(work.exhausted());
}

}  // namespace
