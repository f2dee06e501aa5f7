#include "inspect/compound.hpp"

#include <doctest/doctest.h>

#include "base/random.hpp"
#include "inspect/made_compound.hpp"

namespace {

using namespace shoal::inspect;

constexpr std::uint64_t steps = file_steps_max;

// Everything in the file, as name and size, and whether it is as it was put there.
std::string listed(const std::string& bytes, const std::vector<MadeStream>& expected) {
  Work work(steps);
  const CompoundFile file(Span(bytes), work);
  std::string text(file.trouble());
  for (const MadeStream& stream : expected) {
    const auto* entry = file.find(stream.name);
    if (entry == nullptr) return text + " missing";
    const auto read = file.read(*entry, 1U << 30U, work);
    text += std::to_string(read.bytes.size()) + (read.bytes == stream.bytes ? " same " : " different ");
    text += read.trouble;
  }
  return text;
}

std::vector<MadeStream> some_streams() {
  return {{u"small", "abc"},
          {u"empty", ""},
          {u"edge", std::string(4095, 'e')},
          {u"large", std::string(70'000, 'l')},
          {u"just large", std::string(4096, 'x')}};
}

TEST_CASE("streams come back as they were put in, small and large, in sectors of both sizes") {
  for (const unsigned version : {3U, 4U}) {
    CAPTURE(version);
    CHECK(listed(made_compound(some_streams(), {}, version), some_streams()) ==
          "3 same 0 same 4095 same 70000 same 4096 same ");
  }
}

TEST_CASE("a file whose table of sectors is itself in more sectors than the header names is read") {
  std::vector<MadeStream> streams = {{u"large", std::string(8'000'000, 'l')}};
  // 109 sectors of 128 numbers each reach 13,952 sectors of 512 bytes.
  const std::string bytes = made_compound(streams);
  CHECK(listed(bytes, streams) == "8000000 same ");
}

TEST_CASE("a stream that leads in a circle ends there, and says so") {
  std::string bytes = made_compound({{u"large", std::string(70'000, 'l')}});
  const auto fat_at = [&](std::size_t sector) {
    const std::size_t fat = (shoal::little_endian(bytes, 76, 4) + 1) * 512;
    return fat + sector * 4;
  };
  bytes.replace(fat_at(40), 4, little_endian_bytes(10, 4));
  Work work(steps);
  const CompoundFile file(Span(bytes), work);
  const auto read = file.read(*file.find(u"large"), 1U << 30U, work);
  CHECK(read.trouble == "a circle of sectors");
  CHECK(read.bytes.size() < 70'000);
}

TEST_CASE("a directory that leads in a circle shows each entry once") {
  std::string bytes = made_compound({{u"a", "1"}, {u"b", "2"}, {u"c", "3"}});
  const std::size_t directory = (shoal::little_endian(bytes, 48, 4) + 1) * 512;
  bytes.replace(directory + 128 + 68, 4, little_endian_bytes(2, 4));  // Entry 1: 2 is to its left
  Work work(steps);
  const CompoundFile file(Span(bytes), work);
  CHECK(file.trouble() == "a circle in the directory");
  CHECK(file.entries().size() == 4);
}

TEST_CASE("a stream that claims more than the file has gives what is there") {
  std::string bytes = made_compound({{u"large", std::string(5000, 'l')}});
  const std::size_t directory = (shoal::little_endian(bytes, 48, 4) + 1) * 512;
  bytes.replace(directory + 128 + 120, 4, little_endian_bytes(0x7FFF'FFFF, 4));
  Work work(steps);
  const CompoundFile file(Span(bytes), work);
  const auto read = file.read(*file.find(u"large"), 1U << 30U, work);
  CHECK(read.trouble == "its sectors end too early");
  CHECK(read.bytes.size() == 5120);
}

TEST_CASE("what is no compound file has no entries") {
  for (const std::string& bytes : {std::string(), std::string("\xD0\xCF\x11\xE0"), std::string(600, '\0')}) {
    Work work(steps);
    const CompoundFile file(Span(bytes), work);
    CHECK(file.entries().empty());
    CHECK(!file.trouble().empty());
  }
}

TEST_CASE("no budget is overdrawn, however small") {
  const std::string bytes = made_compound(some_streams());
  for (std::uint64_t budget = 0; budget < 2000; budget += 7) {
    Work work(budget);
    const CompoundFile file(Span(bytes), work);
    for (const auto& entry : file.entries()) CHECK(file.read(entry, 1U << 30U, work).bytes.size() <= 70'000);
  }
}

TEST_CASE("damaged files are read as far as they go") {
  const std::uint64_t seed = 20261126;
  CAPTURE(seed);
  shoal::Random random(seed);
  const std::string whole = made_compound(some_streams());
  for (int round = 0; round < 3000; round++) {
    std::string bytes = whole;
    for (auto left = 1 + random.below(8); left > 0; left--) {
      const std::size_t at = random.chance(0.5) ? random.below(512) : random.below(bytes.size());
      bytes[at] = static_cast<char>(random.below(256));
    }
    if (random.chance(0.2)) bytes.resize(random.below(bytes.size()));
    Work work(100'000);
    const CompoundFile file(Span(bytes), work);
    for (const auto& entry : file.entries()) CHECK(file.read(entry, 100'000, work).bytes.size() <= 100'000);
  }
}

}  // namespace
