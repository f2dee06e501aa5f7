#include "outbreak/event_queue.hpp"

#include <algorithm>

namespace shoal::outbreak {
namespace {

constexpr std::size_t bucket_count = 16384;

bool is_later(const Event& a, const Event& b) { return b.is_before(a); }

}  // namespace

EventQueue::EventQueue() : firsts_(bucket_count, 0) {}

void EventQueue::clear(Seconds until) {
  if (left_ > 0) std::fill(firsts_.begin(), firsts_.end(), 0U);
  until_ = until;
  per_second_ = static_cast<double>(bucket_count) / until;
  bucket_ = left_ = 0;
  free_ = 0;
  waiting_.clear();
  ready_.clear();
  late_.clear();
}

void EventQueue::put(const Event& event) {
  if (!(event.at <= until_)) return;
  const std::size_t bucket = std::min(static_cast<std::size_t>(event.at * per_second_), bucket_count - 1);
  if (bucket <= bucket_) {
    late_.push_back(event);
    std::push_heap(late_.begin(), late_.end(), is_later);
    return;
  }
  left_++;
  std::uint32_t place = free_;
  if (place == 0) {
    waiting_.push_back({event, firsts_[bucket]});
    firsts_[bucket] = static_cast<std::uint32_t>(waiting_.size());
    return;
  }
  free_ = waiting_[place - 1].next;
  waiting_[place - 1] = {event, firsts_[bucket]};
  firsts_[bucket] = place;
}

void EventQueue::open_bucket() {
  while (firsts_[++bucket_] == 0) {
  }
  for (std::uint32_t place = firsts_[bucket_]; place != 0;) {
    Waiting& waiting = waiting_[place - 1];
    ready_.push_back(waiting.event);
    const std::uint32_t next = waiting.next;
    waiting.next = free_;
    free_ = place;
    place = next;
    left_--;
  }
  firsts_[bucket_] = 0;
  std::sort(ready_.begin(), ready_.end(), is_later);
}

Event EventQueue::take() {
  if (late_.empty() || (!ready_.empty() && ready_.back().is_before(late_.front()))) {
    const Event event = ready_.back();
    ready_.pop_back();
    return event;
  }
  std::pop_heap(late_.begin(), late_.end(), is_later);
  const Event event = late_.back();
  late_.pop_back();
  return event;
}

}  // namespace shoal::outbreak
