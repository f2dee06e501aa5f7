// Devices in the order of the keys that were drawn for them: 32 bits that are as good as evenly distributed.
//
// A key and its device are one entry of 64 bits, the key first, so that one comparison tells their order. Entries are
// dealt out by some of their bits, like cards; four quarters of them side by side, since each waits for the place that
// the one before it of its quarter took.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

/// One at a time; keeps room between calls.
class KeyOrder {
 public:
  /// Writes an entry for each of `devices`, whose keys are `keys`, so that those of which the first `bits` bits, 0 to
  /// 16, of the key are less come first. `ends`, of 2^bits, become the places behind the entries with such bits.
  void deal(std::span<const std::uint32_t> keys, const DeviceIndex* devices, std::uint32_t bits, std::uint64_t* entries,
            std::uint32_t* ends);

  /// Puts entries in order whose keys begin with the same `bits` bits. Whatever they are, it is right; where they are
  /// as good as evenly distributed otherwise, it takes time in proportion to how many there are.
  void order(std::span<std::uint64_t> entries, std::uint32_t bits);

  std::size_t bytes() const { return room_.capacity() * 8 + places_.capacity() * 4; }

 private:
  template <typename EntryAt>
  void deal_out(EntryAt entry_at, std::uint32_t count, std::uint32_t shift, std::uint32_t bits, std::uint64_t* out);

  std::vector<std::uint64_t> room_;
  std::vector<std::uint32_t> places_;  // By value of the bits and quarter: where the next entry goes.
};

}  // namespace shoal::outbreak
