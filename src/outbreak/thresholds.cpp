#include "outbreak/thresholds.hpp"

#include <algorithm>

#include "outbreak/draws.hpp"

namespace shoal::outbreak {

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
  const DeviceIndex* members = &layout_->members[list.first];
  draw_keys(chance_.bits(Topic::threshold, field), members, list.size(), keys_.data());
  order_.deal({keys_.data(), list.size()}, members, list.bucket_bits, &entries_[list.entries], &buckets_[list.buckets]);
  lists_[index].known = lists_[index].ordered = lists_[index].next_bucket = 0;
  know_more(index);
}

/// Of several, since whoever is next waits for the first logarithm, but not for those that are taken beside it.
void Thresholds::know_more(std::uint32_t index) {
  constexpr std::uint32_t at_once = 32;
  const TargetList& list = layout_->lists[index];
  List& made = lists_[index];
  std::uint64_t* entries = &entries_[list.entries];
  while (made.known == made.ordered && made.ordered < made.size) {
    made.ordered = buckets_[list.buckets + made.next_bucket++];
    order_.order({entries + made.known, entries + made.ordered}, list.bucket_bits);
  }
  const std::uint32_t first = made.known;
  made.known = std::min(made.ordered, first + at_once);
  exponential_of_keys(entries + first, made.known - first, list.scale, &values_[list.entries + index + first]);
}

}  // namespace shoal::outbreak
