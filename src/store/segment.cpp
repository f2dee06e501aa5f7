#include "store/segment.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "store/rows.hpp"

namespace shoal::store {
namespace {

// An entry begins with a number whose bits tell what follows: one for each part that changed, then these.
constexpr unsigned seen_by_shift = part_count;
constexpr std::uint64_t not_before_bit = std::uint64_t{1} << (part_count + 2);
constexpr std::uint64_t resource_bit = std::uint64_t{1} << (part_count + 3);
constexpr std::uint64_t bits_end = std::uint64_t{1} << (part_count + 4);

// Days that can be written as yyyy-mm-dd: no other is kept.
constexpr Day day_min = std::chrono::year(0) / 1 / 1, day_max = std::chrono::year(9999) / 12 / 31;

}  // namespace

SegmentReader::SegmentReader(std::string_view bytes) : bytes_(bytes) { entry_.day = Day(); }

const Entry* SegmentReader::next() {
  if (failed_ || bytes_.done()) return nullptr;
  const auto step = [&](std::uint64_t& value) { value += static_cast<std::uint64_t>(bytes_.signed_number()); };
  const auto day_after = [&](Day day) {
    const std::int64_t days = bytes_.signed_number();
    const bool sound = days > -4'000'000 && days < 4'000'000;
    failed_ = failed_ || !sound;
    return sound ? day + std::chrono::days(days) : day;
  };
  const std::uint64_t bits = bytes_.number();
  entry_.day = day_after(entry_.day);
  step(entry_.import);
  step(entry_.file);
  entry_.row = static_cast<std::uint32_t>(bytes_.number());
  const std::uint64_t seen_by = (bits >> seen_by_shift) & 3U;
  entry_.seen_by = static_cast<estate::SeenBy>(seen_by);
  entry_.not_before.reset();
  if ((bits & not_before_bit) != 0) entry_.not_before = day_after(entry_.day);
  entry_.resource = (bits & resource_bit) != 0 ? static_cast<std::uint32_t>(bytes_.number()) : 0;
  for (std::size_t part = 0; part < part_count; part++)
    if ((bits >> part & 1U) != 0) entry_.parts[part] = bytes_.number();
  failed_ =
      failed_ || bytes_.failed() || bits >= bits_end || seen_by > 2 || entry_.day < day_min || entry_.day > day_max;
  return failed_ ? nullptr : &entry_;
}

Result<SegmentWriter> SegmentWriter::resume(Segment segment) {
  SegmentWriter writer;
  SegmentReader reader(segment.bytes);
  std::uint32_t entries = 0;
  while (const Entry* entry = reader.next()) {
    writer.base_ = *entry;
    entries++;
  }
  if (reader.failed() || entries == 0 || entries != segment.entries) return damaged("the log of a trail");
  writer.segment_ = std::move(segment);
  writer.last_ = writer.base_;
  writer.has_last_ = true;
  return writer;
}

SegmentWriter SegmentWriter::after(const SegmentWriter& full) {
  SegmentWriter writer;
  writer.last_ = full.last_;
  writer.has_last_ = full.has_last_;
  return writer;
}

bool SegmentWriter::has_room() const {
  return segment_.entries < segment_entries_max && segment_.bytes.size() < segment_bytes_max;
}

void SegmentWriter::add(const Entry& entry) {
  SHOAL_ASSERT(has_room() && entry.day >= day_min && entry.day <= day_max);
  std::uint64_t bits = static_cast<std::uint64_t>(entry.seen_by) << seen_by_shift;
  for (std::size_t part = 0; part < part_count; part++)
    if (entry.parts[part] != base_.parts[part]) bits |= std::uint64_t{1} << part;
  if (entry.not_before) bits |= not_before_bit;
  if (entry.resource != 0) bits |= resource_bit;

  ByteWriter bytes;
  const auto step = [&](std::uint64_t from, std::uint64_t to) {
    bytes.signed_number(static_cast<std::int64_t>(to - from));
  };
  bytes.number(bits);
  bytes.signed_number(number_of(entry.day) - number_of(base_.day));
  step(base_.import, entry.import);
  step(base_.file, entry.file);
  bytes.number(entry.row);
  if (entry.not_before) bytes.signed_number(number_of(*entry.not_before) - number_of(entry.day));
  if (entry.resource != 0) bytes.number(entry.resource);
  for (std::size_t part = 0; part < part_count; part++)
    if ((bits >> part & 1U) != 0) bytes.number(entry.parts[part]);

  const bool first = segment_.entries == 0;
  segment_.first_day = first ? entry.day : std::min(segment_.first_day, entry.day);
  segment_.last_day = first ? entry.day : std::max(segment_.last_day, entry.day);
  segment_.first_import = first ? entry.import : std::min(segment_.first_import, entry.import);
  segment_.last_import = std::max(segment_.last_import, entry.import);
  segment_.entries++;
  segment_.bytes += bytes.bytes();
  base_ = last_ = entry;
  has_last_ = true;
}

Result<std::optional<Entry>> latest_entry(std::string_view segment_bytes, Day as_of, std::uint64_t import) {
  std::optional<Entry> latest;
  SegmentReader reader(segment_bytes);
  while (const Entry* entry = reader.next())
    if (entry->day <= as_of && entry->import <= import && (!latest || entry->day >= latest->day)) latest = *entry;
  if (reader.failed()) return damaged("the log of a trail");
  return latest;
}

}  // namespace shoal::store
