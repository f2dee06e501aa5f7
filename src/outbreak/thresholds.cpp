#include "outbreak/thresholds.hpp"

#include <algorithm>

#include "outbreak/lane_vectors.hpp"

namespace shoal::outbreak {
namespace {

SHOAL_INLINE void draw_each(std::uint64_t base, const DeviceIndex* members, std::uint32_t size, std::uint32_t* keys) {
  for (std::uint32_t i = 0; i < size; i++)
    keys[i] = static_cast<std::uint32_t>(Chance::bits_of(base, members[i]) >> 32);
}
void draw_plain(std::uint64_t base, const DeviceIndex* members, std::uint32_t size, std::uint32_t* keys) {
  draw_each(base, members, size, keys);
}
SHOAL_TARGET_AVX2 void draw_avx2(std::uint64_t base, const DeviceIndex* members, std::uint32_t size,
                                 std::uint32_t* keys) {
  draw_each(base, members, size, keys);
}
SHOAL_TARGET_AVX512 void draw_avx512(std::uint64_t base, const DeviceIndex* members, std::uint32_t size,
                                     std::uint32_t* keys) {
  draw_each(base, members, size, keys);
}
using DrawKeys = void (*)(std::uint64_t, const DeviceIndex*, std::uint32_t, std::uint32_t*);
const DrawKeys draw_keys = for_this_machine<DrawKeys>(draw_plain, draw_avx2, draw_avx512);

/// Each of a few goes to the place that its rank gives it: what is before what is chance, so that branches would be
/// guessed wrong.
void sort_few(std::uint64_t* first, std::uint64_t* last) {
  constexpr std::ptrdiff_t few = 12;
  const std::ptrdiff_t size = last - first;
  if (size > few) {
    std::sort(first, last);
    return;
  }
  std::uint64_t given[few];
  std::ptrdiff_t rank[few];
  for (std::ptrdiff_t i = 0; i < size; i++) {
    given[i] = first[i];
    rank[i] = 0;
    for (std::ptrdiff_t j = 0; j < i; j++) {
      const std::ptrdiff_t is_later = given[j] < given[i] ? 1 : 0;
      rank[i] += is_later;
      rank[j] += 1 - is_later;
    }
  }
  for (std::ptrdiff_t i = 0; i < size; i++) first[rank[i]] = given[i];
}

}  // namespace

Thresholds::Thresholds(const Layout& layout)
    : layout_(&layout),
      entries_(layout.entries),
      values_(layout.entries),
      buckets_(layout.buckets),
      states_(layout.lists.size()) {
  std::uint32_t longest = 0;
  for (const TargetList& list : layout.lists) longest = std::max(longest, list.size());
  keys_.resize(longest);
}

void Thresholds::use(const Chance& chance) {
  chance_ = chance;
  if (++replicate_ != 0) return;
  for (State& state : states_) state.replicate = 0;
  replicate_ = 1;
}

void Thresholds::rewind(std::uint32_t list, std::uint32_t field) {
  State& state = states_[list];
  state.at = 0;
  if (state.replicate == replicate_) return;
  state.replicate = replicate_;
  fill(list, field);
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
  states_[index].sorted = states_[index].next_bucket = 0;
  sort_more(index);
}

/// Several buckets, since whoever is next waits for the first logarithm, but not for those that are taken beside it.
void Thresholds::sort_more(std::uint32_t index) {
  constexpr std::uint32_t at_once = 16;
  const TargetList& list = layout_->lists[index];
  State& state = states_[index];
  const std::uint32_t first = state.sorted, wanted = std::min(list.size(), state.at + at_once);
  std::uint64_t* entries = &entries_[list.entries];
  while (state.sorted < wanted) {
    const std::uint32_t end = buckets_[list.buckets + state.next_bucket++];
    sort_few(entries + state.sorted, entries + end);
    state.sorted = end;
  }
  double* values = &values_[list.entries];
  for (std::uint32_t i = first; i < state.sorted; i++) {
    const double below = (static_cast<double>(entries[i] >> 32) + 0.5) * 0x1p-32;
    values[i] = quick_minus_log(1 - below) * list.scale;
  }
}

}  // namespace shoal::outbreak
