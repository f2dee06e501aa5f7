// What is to happen in an outbreak at a known time, soonest first.
//
// Where all devices wait as long from infection to their first attempt, whoever was lost first begins first: those
// stand in a row, which costs less than a queue.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "outbreak/event.hpp"
#include "outbreak/event_queue.hpp"

namespace shoal::outbreak {

class Agenda {
 public:
  /// Forgets everything; what is after `until` will not happen.
  void clear(Seconds until) {
    queue_.clear(until);
    row_.clear();
    next_ = 0;
  }
  void put(const Event& event) { queue_.put(event); }
  /// The same for one that is not before any that was put last before.
  void put_last(const Event& event) { row_.push_back(event); }

  /// When the next is; `forever` where there is none.
  Seconds next_at() { return std::min(row_at(), queue_.next_at()); }
  /// The next, which there must be; of two at one time, that of the row. next_at() must have been called since the last
  /// put or take.
  Event take() { return row_at() <= queue_.next_at() ? row_[next_++] : queue_.take(); }

  std::size_t bytes() const { return queue_.bytes() + row_.capacity() * sizeof(Event); }

 private:
  Seconds row_at() const {
    if (next_ == row_.size()) return forever;
    return row_[next_].at;
  }

  EventQueue<Event> queue_;
  std::vector<Event> row_;  // In order.
  std::size_t next_ = 0;    // The next of them.
};

}  // namespace shoal::outbreak
