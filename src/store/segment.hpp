// The log of a trail: what one source said of one machine, day after day, in the order in which we heard it.
//
// Nothing that is kept changes. An entry holds what differs from the one before it, so that an inventory in which
// nothing changed takes some six bytes. A log is cut into segments of bounded size: adding to a log rewrites the last
// one only, and a question about one day opens those whose days it may concern.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "store/content.hpp"

namespace shoal::store {

/// One observation in its parts.
struct Entry {
  Day day;                   ///< When the source looked; where it does not tell, when we were told.
  std::uint64_t import = 0;  ///< The import that brought it; later ones have higher numbers.
  std::uint64_t file = 0;
  std::uint32_t row = 0;  ///< As Observation::row and ::resource.
  std::uint32_t resource = 0;
  estate::SeenBy seen_by = estate::SeenBy::nothing;
  std::optional<Day> not_before;
  Parts parts{};
  bool operator==(const Entry&) const = default;
};

/// Some entries of one trail that follow each other in the order of their arrival.
struct Segment {
  Day first_day, last_day;                          ///< The earliest and the latest of its entries.
  std::uint64_t first_import = 0, last_import = 0;  ///< Likewise.
  std::uint32_t entries = 0;                        ///< At least one.
  std::string bytes;
};

/// A segment takes no further entry beyond either.
inline constexpr std::uint32_t segment_entries_max = 64;
inline constexpr std::size_t segment_bytes_max = 1024;

/// Reads the entries of a segment one after the other.
class SegmentReader {
 public:
  explicit SegmentReader(std::string_view bytes);

  /// The next entry, valid until the next call; null at the end or where the bytes are none of ours.
  const Entry* next();
  bool failed() const { return failed_; }

 private:
  ByteReader bytes_;
  Entry entry_;
  bool failed_ = false;
};

/// Adds to a trail's last segment.
class SegmentWriter {
 public:
  /// Begins a segment.
  SegmentWriter() = default;
  /// Goes on with one. Errors: corrupt "store.damaged".
  static Result<SegmentWriter> resume(Segment segment);

  /// Begins the segment that follows a full one.
  static SegmentWriter after(const SegmentWriter& full);

  /// The entry before the next one, of this segment or the one before it; null where the trail begins.
  const Entry* last() const { return has_last_ ? &last_ : nullptr; }
  bool has_room() const;
  void add(const Entry& entry);
  const Segment& segment() const { return segment_; }

 private:
  Segment segment_;
  Entry base_;  // What the next entry is told by its difference from: nothing, at a segment's beginning.
  Entry last_;
  bool has_last_ = false;
};

/// Of the entries with a day up to `as_of` that came with an import up to `import`, the one of the latest day, and of
/// several of that day the last that came. Errors: corrupt "store.damaged".
Result<std::optional<Entry>> latest_entry(std::string_view segment_bytes, Day as_of, std::uint64_t import);

}  // namespace shoal::store
