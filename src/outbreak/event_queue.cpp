#include "outbreak/event_queue.hpp"

#include <algorithm>

namespace shoal::outbreak {
namespace {

constexpr std::size_t bucket_count = 4096;

struct LaterFirst {
  bool operator()(const Event& a, const Event& b) const { return b.is_before(a); }
};

}  // namespace

EventQueue::EventQueue() : firsts_(bucket_count, 0) {}

void EventQueue::clear(Seconds until) {
  if (left_ > 0) std::fill(firsts_.begin(), firsts_.end(), 0U);
  until_ = until;
  per_second_ = static_cast<double>(bucket_count) / until;
  bucket_ = left_ = 0;
  free_ = 0;
  pieces_.clear();
  ready_.clear();
  late_.clear();
}

void EventQueue::put(const Event& event) {
  if (!(event.at <= until_)) return;
  const std::size_t bucket = std::min(static_cast<std::size_t>(event.at * per_second_), bucket_count - 1);
  if (bucket <= bucket_) {
    late_.push_back(event);
    std::push_heap(late_.begin(), late_.end(), LaterFirst{});
    return;
  }
  left_++;
  const std::uint32_t first = firsts_[bucket];
  if (first != 0 && pieces_[first - 1].size < pieces_[first - 1].events.size()) {
    Piece& piece = pieces_[first - 1];
    piece.events[piece.size++] = event;
    return;
  }
  const std::uint32_t place = free_piece();
  Piece& piece = pieces_[place - 1];
  piece.events[0] = event;
  piece.size = 1;
  piece.next = first;
  firsts_[bucket] = place;
}

std::uint32_t EventQueue::free_piece() {
  const std::uint32_t place = free_;
  if (place == 0) {
    pieces_.emplace_back();
    return static_cast<std::uint32_t>(pieces_.size());
  }
  free_ = pieces_[place - 1].next;
  return place;
}

void EventQueue::open_bucket() {
  while (firsts_[++bucket_] == 0) {
  }
  for (std::uint32_t place = firsts_[bucket_]; place != 0;) {
    Piece& piece = pieces_[place - 1];
    ready_.insert(ready_.end(), piece.events.begin(), piece.events.begin() + piece.size);
    left_ -= piece.size;
    const std::uint32_t next = piece.next;
    piece.next = free_;
    free_ = place;
    place = next;
  }
  firsts_[bucket_] = 0;
  std::sort(ready_.begin(), ready_.end(), LaterFirst{});
}

Event EventQueue::take() {
  if (late_.empty() || (!ready_.empty() && ready_.back().is_before(late_.front()))) {
    const Event event = ready_.back();
    ready_.pop_back();
    return event;
  }
  std::pop_heap(late_.begin(), late_.end(), LaterFirst{});
  const Event event = late_.back();
  late_.pop_back();
  return event;
}

}  // namespace shoal::outbreak
