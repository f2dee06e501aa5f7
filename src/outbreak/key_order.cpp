#include "outbreak/key_order.hpp"

#include <algorithm>
#include <bit>

namespace shoal::outbreak {
namespace {

constexpr std::uint32_t quarters = 4;

/// What is almost in order.
void order_almost(std::span<std::uint64_t> entries) {
  std::uint64_t* const first = entries.data();
  for (std::uint64_t* next = first + 1; next < first + entries.size(); next++) {
    const std::uint64_t one = *next;
    std::uint64_t* place = next;
    for (; place > first && place[-1] > one; place--) *place = place[-1];
    *place = one;
  }
}

}  // namespace

/// By `bits` bits of an entry from bit `shift` on. Those of which these are the same stay in order.
template <typename EntryAt>
void KeyOrder::deal_out(EntryAt entry_at, std::uint32_t count, std::uint32_t shift, std::uint32_t bits,
                        std::uint64_t* out) {
  const std::uint32_t values = std::uint32_t{1} << bits, quarter = count / quarters;
  places_.assign(std::size_t{values} * quarters, 0);
  std::uint32_t* const places = places_.data();
  const auto place_of = [&](std::uint64_t entry, std::uint32_t of) -> std::uint32_t& {
    return places[((entry >> shift) & (values - 1)) * quarters + of];
  };
  for (std::uint32_t i = 0; i < quarter; i++)
    for (std::uint32_t of = 0; of < quarters; of++) place_of(entry_at(of * quarter + i), of)++;
  for (std::uint32_t i = quarter * quarters; i < count; i++) place_of(entry_at(i), quarters - 1)++;
  std::uint32_t at = 0;
  for (std::uint32_t& place : places_) {
    const std::uint32_t size = place;
    place = at;
    at += size;
  }
  for (std::uint32_t i = 0; i < quarter; i++)
    for (std::uint32_t of = 0; of < quarters; of++) {
      const std::uint64_t entry = entry_at(of * quarter + i);
      out[place_of(entry, of)++] = entry;
    }
  for (std::uint32_t i = quarter * quarters; i < count; i++) {
    const std::uint64_t entry = entry_at(i);
    out[place_of(entry, quarters - 1)++] = entry;
  }
}

void KeyOrder::deal(std::span<const std::uint32_t> keys, const DeviceIndex* devices, std::uint32_t bits,
                    std::uint64_t* entries, std::uint32_t* ends) {
  const std::uint32_t* const key = keys.data();
  const auto entry_at = [=](std::uint32_t i) { return (std::uint64_t{key[i]} << 32) | devices[i]; };
  const auto count = static_cast<std::uint32_t>(keys.size());
  if (bits == 0) {
    for (std::uint32_t i = 0; i < count; i++) entries[i] = entry_at(i);
    ends[0] = count;
    return;
  }
  deal_out(entry_at, count, 64 - bits, bits, entries);
  for (std::uint32_t value = 0; value < std::uint32_t{1} << bits; value++)
    ends[value] = places_[std::size_t{value} * quarters + quarters - 1];
}

/// Two passes bring those that are apart by some bits more than their number needs to their places; the rest is almost
/// in order.
void KeyOrder::order(std::span<std::uint64_t> entries, std::uint32_t bits) {
  constexpr std::uint32_t dealt_min = 24;
  const auto count = static_cast<std::uint32_t>(entries.size());
  if (count >= dealt_min) {
    const std::uint32_t digit = std::min(8U, (static_cast<std::uint32_t>(std::bit_width(count)) + 4) / 2);
    const std::uint32_t shift = 64 - bits - 2 * digit;
    room_.resize(std::max<std::size_t>(room_.size(), count));
    const std::uint64_t* const given = entries.data();
    const std::uint64_t* const room = room_.data();
    deal_out([=](std::uint32_t i) { return given[i]; }, count, shift, digit, room_.data());
    deal_out([=](std::uint32_t i) { return room[i]; }, count, shift + digit, digit, entries.data());
  }
  order_almost(entries);
}

}  // namespace shoal::outbreak
