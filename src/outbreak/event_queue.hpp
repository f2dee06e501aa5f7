// What is to happen when, soonest first.
//
// The time until the end is cut into buckets; what falls into a later one waits there unsorted. Most of what is put in
// is far away, so that costs the same however much there is.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

struct Event {
  enum class What : std::uint8_t { begins, ends, sweep, link, react, kill_switch };
  Seconds at = 0;
  DeviceIndex device = 0;    ///< Who does it.
  std::uint32_t target = 0;  ///< A device, a piece of the zone, or the credential that opened the device.
  std::uint32_t pass = 0;    ///< Which link.
  What what = What::begins;
  std::uint8_t channel = 0;

  /// A total order, so that the same events come in the same order whenever they were put in.
  bool is_before(const Event& other) const {
    if (at != other.at) return at < other.at;
    if (what != other.what) return what < other.what;
    if (channel != other.channel) return channel < other.channel;
    if (device != other.device) return device < other.device;
    return target != other.target ? target < other.target : pass < other.pass;
  }
};

class EventQueue {
 public:
  EventQueue();
  /// Forgets everything; events after `until` will not be kept.
  void clear(Seconds until);
  std::size_t bytes() const { return pieces_.capacity() * sizeof(Piece) + firsts_.capacity() * 4; }
  void put(const Event& event);
  bool is_empty() const { return ready_.empty() && late_.empty() && left_ == 0; }
  /// When the next one is; `forever` if there is none.
  Seconds next_at() {
    if (ready_.empty() && late_.empty()) {
      if (left_ == 0) return forever;
      open_bucket();
    }
    if (late_.empty()) return ready_.back().at;
    return ready_.empty() || late_.front().is_before(ready_.back()) ? late_.front().at : ready_.back().at;
  }
  /// An event that will come so many after the next, as far as is known; or null.
  const Event* ahead(std::size_t count) const {
    return count < ready_.size() ? &ready_[ready_.size() - 1 - count] : nullptr;
  }
  /// The next one, which there must be; next_at() must have been called since the last put or take.
  Event take();

 private:
  /// Some of what waits in one bucket: in pieces, since what lies together is read at once.
  struct Piece {
    std::array<Event, 15> events;
    std::uint32_t size, next;  // The next piece's position + 1, or 0.
  };
  void open_bucket();
  std::uint32_t free_piece();

  Seconds until_ = 0;
  double per_second_ = 0;
  std::size_t bucket_ = 0;             // What is in it or before is in ready_ or late_.
  std::size_t left_ = 0;               // In later buckets.
  std::vector<std::uint32_t> firsts_;  // By bucket: position in pieces_ + 1, or 0.
  std::vector<Piece> pieces_;
  std::uint32_t free_ = 0;    // The first of the unused in pieces_, + 1, or 0.
  std::vector<Event> ready_;  // Latest first.
  std::vector<Event> late_;   // A heap of what came for the open bucket after it was opened.
};

}  // namespace shoal::outbreak
