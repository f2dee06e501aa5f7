#include "outbreak/thresholds.hpp"

#include <algorithm>

#include "outbreak/draws.hpp"

namespace shoal::outbreak {
namespace {

/// What is almost in order.
void sort_almost(std::uint64_t* first, std::uint64_t* last) {
  for (std::uint64_t* next = first + 1; next < last; next++) {
    const std::uint64_t one = *next;
    std::uint64_t* place = next;
    for (; place > first && place[-1] > one; place--) *place = place[-1];
    *place = one;
  }
}

}  // namespace

Thresholds::Thresholds(const Layout& layout)
    : layout_(&layout),
      entries_(layout.entries),
      values_(layout.entries + layout.lists.size(), forever),
      buckets_(layout.buckets),
      lists_(layout.lists.size()) {
  std::uint32_t longest = 0;
  for (std::size_t i = 0; i < lists_.size(); i++) {
    const TargetList& list = layout.lists[i];
    lists_[i].entries = entries_.data() + list.entries;
    lists_[i].values = values_.data() + list.entries + i;
    lists_[i].size = list.size();
    longest = std::max(longest, list.size());
  }
  keys_.resize(longest);
}

void Thresholds::use(const Chance& chance) {
  chance_ = chance;
  if (++replicate_ != 0) return;
  for (List& list : lists_) list.replicate = 0;
  replicate_ = 1;
}

void Thresholds::rewind(std::uint32_t index, std::uint32_t field) {
  List& list = lists_[index];
  list.at = 0;
  if (list.replicate == replicate_) return;
  list.replicate = replicate_;
  fill(index, field);
}

void Thresholds::fill(std::uint32_t index, std::uint32_t field) {
  const TargetList& list = layout_->lists[index];
  const std::uint64_t base = chance_.bits(Topic::threshold, field);
  const DeviceIndex* members = &layout_->members[list.first];
  const std::uint32_t size = list.size();
  // Shifted twice, since one bucket would be a shift by all 32 bits.
  const auto bucket_of = [&](std::uint32_t key) { return (key >> 1) >> (31 - list.bucket_bits); };
  std::uint32_t* begins = &buckets_[list.buckets];
  std::fill_n(begins, (std::size_t{1} << list.bucket_bits) + 1, 0U);
  draw_keys(base, members, size, keys_.data());
  for (std::uint32_t i = 0; i < size; i++) begins[bucket_of(keys_[i]) + 1]++;
  for (std::uint32_t b = 0; b < std::uint32_t{1} << list.bucket_bits; b++) begins[b + 1] += begins[b];
  // Filling a bucket moves its begin to its end, so that afterwards begins[b] is where bucket b ends.
  std::uint64_t* entries = &entries_[list.entries];
  for (std::uint32_t i = 0; i < size; i++)
    entries[begins[bucket_of(keys_[i])]++] = (std::uint64_t{keys_[i]} << 32) | members[i];
  lists_[index].sorted = lists_[index].next_bucket = 0;
  sort_more(index);
}

/// Several buckets, since whoever is next waits for the first logarithm, but not for those that are taken beside it.
void Thresholds::sort_more(std::uint32_t index) {
  constexpr std::uint32_t at_once = 32;
  const TargetList& list = layout_->lists[index];
  List& made = lists_[index];
  const std::uint32_t first = made.sorted, wanted = std::min(made.size, first + at_once);
  while (made.sorted < wanted) made.sorted = buckets_[list.buckets + made.next_bucket++];
  std::uint64_t* entries = &entries_[list.entries];
  sort_almost(entries + first, entries + made.sorted);
  exponential_of_keys(entries + first, made.sorted - first, list.scale, &values_[list.entries + index + first]);
}

}  // namespace shoal::outbreak
