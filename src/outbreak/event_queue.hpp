// What is to happen when, soonest first.
//
// The time until the end is cut into buckets; what falls into a later one waits there unsorted. Most of what is put in
// is far away, so that costs the same however much there is. A bucket that opens is dealt into parts by time, in which
// few are left to sort.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <tuple>
#include <vector>

#include "outbreak/large_pages.hpp"
#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

/// Of events that have a time, `at`, and of which is_before() is a total order by time first: so that the same events
/// come in the same order whenever they were put in.
template <typename Event>
class EventQueue {
 public:
  EventQueue() : buckets_(bucket_count) {}

  /// Forgets everything; events after `until` will not be kept.
  void clear(Seconds until) {
    if (left_ > 0) std::fill(buckets_.begin(), buckets_.end(), Bucket{});
    until_ = until;
    per_second_ = static_cast<double>(bucket_count) / until;
    bucket_ = left_ = next_ = 0;
    free_ = no_piece;
    pieces_.clear();
    following_.clear();
    ready_.clear();
    late_.clear();
  }

  std::size_t bytes() const {
    return pieces_.capacity() * (sizeof(Piece) + 4) + buckets_.capacity() * sizeof(Bucket) +
           (ready_.capacity() + opened_.capacity() + late_.capacity()) * sizeof(Event);
  }

  void put(const Event& event) {
    if (!(event.at <= until_)) return;
    const std::size_t at = bucket_of(event.at);
    if (at <= bucket_) {
      late_.push_back(event);
      std::push_heap(late_.begin(), late_.end(), LaterFirst{});
      return;
    }
    left_++;
    Bucket& bucket = buckets_[at];
    if (bucket.room == 0) add_piece(bucket);
    pieces_[bucket.last][--bucket.room] = event;
  }

  /// When the next one is that is not `is_void`; `forever` if there is none. Void ones before it are left out for good.
  template <typename IsVoid>
  Seconds next_at(IsVoid is_void) {
    for (;;) {
      while (next_ == ready_.size() && late_.empty()) {
        if (left_ == 0) return forever;
        open_bucket(is_void);
      }
      const Event& next = is_late_next() ? late_.front() : ready_[next_];
      if (!is_void(next)) return next.at;
      take();
    }
  }
  Seconds next_at() {
    return next_at([](const Event&) { return false; });
  }

  /// An event that will come so many after the next, as far as is known; or null.
  const Event* ahead(std::size_t count) const {
    return next_ + count < ready_.size() ? &ready_[next_ + count] : nullptr;
  }

  /// Whether nothing was said yet of what comes after the next.
  bool is_new() const { return next_ == 0; }

  /// The next one, which there must be; next_at() must have been called since the last put or take.
  Event take() {
    if (!is_late_next()) return ready_[next_++];
    std::pop_heap(late_.begin(), late_.end(), LaterFirst{});
    const Event event = late_.back();
    late_.pop_back();
    return event;
  }

 private:
  static constexpr std::size_t bucket_count = 4096;

  struct LaterFirst {
    bool operator()(const Event& a, const Event& b) const { return b.is_before(a); }
  };
  struct SoonerFirst {
    bool operator()(const Event& a, const Event& b) const { return a.is_before(b); }
  };
  /// Some of what waits in one bucket: in pieces, since what lies together is read at once. Filled from its end.
  using Piece = std::array<Event, 16>;
  static constexpr std::uint32_t no_piece = UINT32_MAX;
  struct Bucket {
    std::uint32_t last = no_piece;  // In pieces_; the only one that may not be full.
    std::uint32_t room = 0;         // In that piece.
  };

  std::size_t bucket_of(Seconds at) const {
    return std::min(static_cast<std::size_t>(at * per_second_), bucket_count - 1);
  }

  bool is_late_next() const {
    return !late_.empty() && (next_ == ready_.size() || late_.front().is_before(ready_[next_]));
  }

  void add_piece(Bucket& bucket) {
    std::uint32_t piece = free_;
    if (piece == no_piece) {
      piece = static_cast<std::uint32_t>(pieces_.size());
      pieces_.emplace_back();
      following_.emplace_back();
    } else {
      free_ = following_[piece];
    }
    following_[piece] = bucket.last;
    bucket = {piece, static_cast<std::uint32_t>(std::tuple_size_v<Piece>)};
  }

  void fetch(std::uint32_t piece) const {
    const auto* first = reinterpret_cast<const unsigned char*>(&pieces_[piece]);
    for (std::size_t byte = 0; byte < sizeof(Piece); byte += 64) __builtin_prefetch(first + byte);
  }

  template <typename IsVoid>
  void open_bucket(IsVoid is_void) {
    while (buckets_[++bucket_].last == no_piece) {
    }
    opened_.clear();
    std::uint32_t piece = buckets_[bucket_].last;
    for (std::uint32_t room = buckets_[bucket_].room; piece != no_piece; room = 0) {
      const std::uint32_t next = following_[piece];
      if (next != no_piece) fetch(next);
      for (std::size_t i = room; i < std::tuple_size_v<Piece>; i++)
        if (!is_void(pieces_[piece][i])) opened_.push_back(pieces_[piece][i]);
      left_ -= std::tuple_size_v<Piece> - room;
      following_[piece] = free_;
      free_ = piece;
      piece = next;
    }
    buckets_[bucket_] = {};
    next_ = 0;
    ready_.resize(opened_.size());
    deal();
  }

  /// From opened_ to ready_, in order.
  void deal() {
    const std::size_t parts = std::bit_ceil(std::clamp<std::size_t>(opened_.size(), 1, bucket_count));
    const double per_second = per_second_ * static_cast<double>(parts);
    const double begin = static_cast<double>(bucket_) / per_second_;
    const auto part_of = [&](const Event& event) {
      return static_cast<std::size_t>(std::clamp((event.at - begin) * per_second, 0.0, static_cast<double>(parts - 1)));
    };
    ends_.assign(parts + 1, 0);
    for (const Event& event : opened_) ends_[part_of(event) + 1]++;
    for (std::size_t part = 0; part < parts; part++) ends_[part + 1] += ends_[part];
    for (const Event& event : opened_) ready_[ends_[part_of(event)]++] = event;
    // By now ends_[part] is where the part ends.
    std::size_t first = 0;
    for (std::size_t part = 0; part < parts; part++) {
      sort(first, ends_[part]);
      first = ends_[part];
    }
  }

  void sort(std::size_t first, std::size_t end) {
    constexpr std::size_t few = 16;
    if (end - first > few) {
      std::sort(ready_.begin() + static_cast<std::ptrdiff_t>(first), ready_.begin() + static_cast<std::ptrdiff_t>(end),
                SoonerFirst{});
      return;
    }
    for (std::size_t i = first + 1; i < end; i++) {
      if (!ready_[i].is_before(ready_[i - 1])) continue;
      const Event event = ready_[i];
      std::size_t place = i;
      for (; place > first && event.is_before(ready_[place - 1]); place--) ready_[place] = ready_[place - 1];
      ready_[place] = event;
    }
  }

  Seconds until_ = 0;
  double per_second_ = 0;
  std::size_t bucket_ = 0;  // What is in it or before is in ready_ or late_.
  std::size_t left_ = 0;    // In later buckets.
  std::vector<Bucket> buckets_;
  LargeVector<Piece> pieces_;
  std::vector<std::uint32_t> following_;  // By piece: another of its bucket, or of the free ones, or none.
  std::uint32_t free_ = no_piece;         // One of which no bucket has need.
  std::vector<Event> opened_;             // Room for what a bucket held.
  std::vector<std::uint32_t> ends_;
  std::vector<Event> ready_;  // Of the open bucket, in order.
  std::size_t next_ = 0;      // The next of them.
  std::vector<Event> late_;   // A heap of what came for the open bucket after it was opened.
};

}  // namespace shoal::outbreak
