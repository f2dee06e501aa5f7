#include "base/bytes.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "base/random.hpp"

namespace {

using shoal::ByteReader;
using shoal::ByteWriter;

TEST_CASE("numbers take one byte for each seven bits") {
  // The examples of DWARF 4, figure 22, and the bounds of 64 bits.
  ByteWriter written;
  for (const std::uint64_t value : {std::uint64_t{2}, std::uint64_t{127}, std::uint64_t{128}, std::uint64_t{129},
                                    std::uint64_t{12857}, std::numeric_limits<std::uint64_t>::max()})
    written.number(value);
  CHECK(written.bytes() == std::string("\x02\x7F\x80\x01\x81\x01\xB9\x64\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 18));
}

TEST_CASE("whatever is written is read back, and nothing is left") {
  const std::uint64_t seed = 20261126;
  CAPTURE(seed);
  shoal::Random random(seed);
  for (int round = 0; round < 1000; round++) {
    const auto number = random.next() >> random.below(64);
    const auto negative = -static_cast<std::int64_t>(random.next() >> (1 + random.below(63)));
    const std::string text(random.below(300), 'x');
    std::vector<std::int64_t> values(random.below(40));
    for (auto& value : values)
      value = static_cast<std::int64_t>(random.chance(0.5) ? random.below(5) : random.next() >> 2);
    ByteWriter written;
    written.number(number);
    written.signed_number(negative);
    written.text(text);
    written.steps(values);
    ByteReader read(written.bytes());
    CHECK(read.number() == number);
    CHECK(read.signed_number() == negative);
    CHECK(read.text() == text);
    CHECK(read.steps(values.size()) == values);
    CHECK(read.done());
  }
}

TEST_CASE("lines that follow each other take three bytes however many they are") {
  std::vector<std::int64_t> lines(200);
  for (std::size_t i = 0; i < lines.size(); i++) lines[i] = static_cast<std::int64_t>(1 + i);
  ByteWriter written;
  written.steps(lines);
  CHECK(written.bytes() == std::string("\x02\xC8\x01", 3));
}

TEST_CASE("bytes that lie read as nothing, and say so") {
  const std::string_view lies[] = {"", "\x80", "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02",
                                   "\x05"
                                   "four"};
  for (const std::string_view bytes : lies) {
    ByteReader text(bytes);
    CHECK(text.text().empty());
    CHECK(text.failed());
    CHECK_FALSE(text.done());
  }
  ByteReader endless("\x02\x7F");  // A run of 127 where three were promised.
  CHECK(endless.steps(3).empty());
  CHECK(endless.failed());
  ByteReader many("\x7F");
  CHECK(many.count() == 0);
  CHECK(many.failed());
}

}  // namespace
