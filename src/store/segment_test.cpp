#include "store/segment.hpp"

#include <doctest/doctest.h>

#include "base/random.hpp"

namespace {

using namespace shoal::store;
using shoal::Day;
using shoal::Random;

Entry drawn_entry(Random& random) {
  Entry entry;
  entry.day = Day(std::chrono::days(16000 + random.below(4000)));
  entry.import = 1 + random.below(500);
  entry.file = random.below(10'000'000);
  entry.row = static_cast<std::uint32_t>(random.chance(0.5) ? 0 : random.below(1'000'000));
  entry.resource = static_cast<std::uint32_t>(random.chance(0.8) ? 0 : random.next() >> 32);
  entry.seen_by = static_cast<shoal::estate::SeenBy>(random.below(3));
  if (random.chance(0.2)) entry.not_before = entry.day - std::chrono::days(random.below(500));
  for (auto& part : entry.parts) part = random.chance(0.7) ? 0 : random.below(1'000'000);
  return entry;
}

std::vector<Entry> entries_of(const Segment& segment) {
  std::vector<Entry> entries;
  SegmentReader reader(segment.bytes);
  while (const Entry* entry = reader.next()) entries.push_back(*entry);
  CHECK_FALSE(reader.failed());
  return entries;
}

TEST_CASE("what is added to a log is read back, also where it is taken up again in between") {
  const std::uint64_t seed = 1126;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < 200; round++) {
    std::vector<Entry> added;
    SegmentWriter writer;
    while (writer.has_room()) {
      added.push_back(drawn_entry(random));
      writer.add(added.back());
      if (random.chance(0.2)) writer = SegmentWriter::resume(writer.segment()).value();
    }
    CHECK(entries_of(writer.segment()) == added);
    CHECK(writer.segment().entries == added.size());
  }
}

TEST_CASE("an inventory in which nothing changed takes some six bytes") {
  Entry entry;
  entry.day = Day(std::chrono::days(16000));
  entry.import = 1;
  entry.parts.fill(100'000);
  SegmentWriter writer;
  writer.add(entry);
  const std::size_t first = writer.segment().bytes.size();
  for (int week = 0; week < 52; week++) {
    entry.day += std::chrono::days(7);
    entry.import++;
    entry.file += 18'000;
    writer.add(entry);
  }
  CHECK((writer.segment().bytes.size() - first) / 52 <= 8);
}

TEST_CASE("the latest entry is that of the latest day up to the one asked for, as far as was known") {
  const Day day(std::chrono::days(16000));
  SegmentWriter writer;
  const auto add = [&](int days, std::uint64_t import, std::uint64_t file) {
    Entry entry;
    entry.day = day + std::chrono::days(days);
    entry.import = import;
    entry.file = file;
    writer.add(entry);
  };
  add(0, 1, 1);
  add(20, 2, 2);
  add(10, 3, 3);  // An older export that came later.
  add(20, 3, 4);  // A second one of that day.
  const auto file_at = [&](int days, std::uint64_t import) {
    const auto found = latest_entry(writer.segment().bytes, day + std::chrono::days(days), import).value();
    return found ? found->file : 0;
  };
  CHECK(file_at(-1, 3) == 0);
  CHECK(file_at(0, 0) == 0);
  CHECK(file_at(15, 2) == 1);
  CHECK(file_at(15, 3) == 3);
  CHECK(file_at(20, 2) == 2);
  CHECK(file_at(99, 3) == 4);
}

TEST_CASE("bytes that are no log are refused and never read beyond") {
  const std::uint64_t seed = 77;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < 20'000; round++) {
    std::string bytes(random.below(40), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.below(256));
    SegmentReader reader(bytes);
    std::size_t entries = 0;
    while (reader.next() != nullptr) entries++;
    CHECK(entries <= bytes.size());
  }
  CHECK_FALSE(SegmentWriter::resume({}));
}

}  // namespace
