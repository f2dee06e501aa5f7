// How much each device of a list withstands before an attempt does something: in order, the least first.
//
// A threshold is an exponential variate of mean 1, drawn by device and replicate. The order of thresholds is that of
// the 32 bits that they are made of, so only devices that are reached cost a logarithm; lists are put into buckets by
// their first bits, and a few buckets at once are sorted when the first is reached. All of it holds for every run of
// one replicate.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "outbreak/chance.hpp"
#include "outbreak/layout.hpp"

namespace shoal::outbreak {

class Thresholds {
 public:
  explicit Thresholds(const Layout& layout);

  /// From here on, those of this replicate.
  void use(const Chance& chance);

  /// Goes to the first device of the list.
  void rewind(std::uint32_t list, std::uint32_t field);

  /// Whether a device is left in the list; then which, and how much it withstands, in pressure.
  bool has_device(std::uint32_t list) const { return states_[list].at < layout_->lists[list].size(); }
  DeviceIndex device(std::uint32_t list) const {
    return static_cast<DeviceIndex>(entries_[layout_->lists[list].entries + states_[list].at]);
  }
  double threshold(std::uint32_t list) const { return values_[layout_->lists[list].entries + states_[list].at]; }
  /// Goes to the next device.
  void advance(std::uint32_t list) {
    if (++states_[list].at == states_[list].sorted) sort_more(list);
  }

  /// Where the list's next device stands, and back to there.
  std::uint32_t place(std::uint32_t list) const { return states_[list].at; }
  void go_back(std::uint32_t list, std::uint32_t place) { states_[list].at = std::min(states_[list].at, place); }

  std::size_t bytes() const {
    return (entries_.capacity() + values_.capacity()) * 8 + (buckets_.capacity() + keys_.capacity()) * 4 +
           states_.capacity() * sizeof(State);
  }

 private:
  struct State {
    std::uint32_t at = 0;
    std::uint32_t sorted = 0;       // So many entries are in order.
    std::uint32_t next_bucket = 0;  // The first that may not be.
    std::uint32_t replicate = 0;    // Of which its entries are.
  };
  void fill(std::uint32_t list, std::uint32_t field);
  void sort_more(std::uint32_t list);

  const Layout* layout_;
  Chance chance_{0, 0};
  std::uint32_t replicate_ = 0;         // Counts calls of use().
  std::vector<std::uint64_t> entries_;  // 32 bits of threshold, then the device.
  std::vector<double> values_;          // Of those that are in order, how much they withstand.
  std::vector<std::uint32_t> buckets_;
  std::vector<State> states_;
  std::vector<std::uint32_t> keys_;
};

}  // namespace shoal::outbreak
