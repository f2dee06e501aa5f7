// How much each device of a list withstands before an attempt does something: in order, the least first.
//
// A threshold is an exponential variate of mean 1, drawn by device and replicate. The order of thresholds is that of
// the 32 bits that they are made of, so only devices that are reached cost a logarithm; long lists are dealt into
// buckets by their first bits, and each is put in order when it is reached. All of it holds for every run of one
// replicate.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/bits.hpp"
#include "outbreak/chance.hpp"
#include "outbreak/key_order.hpp"
#include "outbreak/layout.hpp"

namespace shoal::outbreak {

class Thresholds {
 public:
  explicit Thresholds(const Layout& layout);
  Thresholds(const Thresholds&) = delete;
  Thresholds& operator=(const Thresholds&) = delete;

  /// From here on, those of this replicate.
  void use(const Chance& chance);

  /// Goes to the first device of the list.
  void rewind(std::uint32_t index, std::uint32_t field);

  /// Devices in order, as far as they were asked for, and how much they withstand, in pressure.
  struct List {
    const std::uint64_t* entries = nullptr;
    const double* values = nullptr;  ///< By place; `forever` at the end.
    std::uint32_t at = 0, size = 0;  ///< The place of the next device; the end.
    std::uint32_t known = 0;         ///< Of so many entries the values are known.
    std::uint32_t ordered = 0;       // So many entries are in order,
    std::uint32_t next_bucket = 0;   // and those of this bucket follow them.
    std::uint32_t replicate = 0;     // Of which its entries are.
    DeviceIndex device(std::uint32_t place) const { return static_cast<DeviceIndex>(entries[place]); }
  };
  const List& list(std::uint32_t index) const { return lists_[index]; }
  /// The place of the next device after `place` that is not gone, or the end. `place` must be the list's `at`, or what
  /// this gave.
  std::uint32_t place_after(const List& list, std::uint32_t place, const Bits& gone) {
    do {
      if (++place == list.known) know_more(static_cast<std::uint32_t>(&list - lists_.data()));
    } while (place < list.size && gone.test(list.device(place)));
    return place;
  }
  void go_to(std::uint32_t list, std::uint32_t place) { lists_[list].at = place; }

  /// How much the list's next device withstands, `forever` where none is left; and which it is.
  double threshold(std::uint32_t list) const { return lists_[list].values[lists_[list].at]; }
  DeviceIndex device(std::uint32_t list) const { return lists_[list].device(lists_[list].at); }
  /// The least of what the next devices of the lane's lists withstand.
  double least(const Lane& lane) const {
    double least = forever;
    for (std::uint32_t list = lane.first_list; list < lane.last_list; list++) least = std::min(least, threshold(list));
    return least;
  }
  /// Of the lane's lists, the first of which the next device withstands this much, which one of them does.
  std::uint32_t list_of(const Lane& lane, double withstood) const {
    std::uint32_t list = lane.first_list;
    while (lane.last_list - lane.first_list > 1 && threshold(list) != withstood) list++;
    return list;
  }
  /// Goes to the next device that is not gone.
  void advance(std::uint32_t list, const Bits& gone) {
    List& one = lists_[list];
    one.at = place_after(one, one.at, gone);
  }
  /// The same, unless the next device is one.
  void skip(std::uint32_t list, const Bits& gone) {
    if (lists_[list].at < lists_[list].size && gone.test(device(list))) advance(list, gone);
  }

  std::size_t bytes() const {
    return (entries_.capacity() + values_.capacity()) * 8 + (buckets_.capacity() + keys_.capacity()) * 4 +
           order_.bytes() + lists_.capacity() * sizeof(List);
  }

 private:
  void fill(std::uint32_t list, std::uint32_t field);
  void know_more(std::uint32_t list);

  const Layout* layout_;
  Chance chance_{0, 0};
  std::uint32_t replicate_ = 0;         // Counts calls of use().
  std::vector<std::uint64_t> entries_;  // 32 bits of threshold, then the device.
  std::vector<double> values_;          // Of each list, and its end.
  std::vector<std::uint32_t> buckets_;  // By list and bucket: the place behind its last entry.
  std::vector<List> lists_;
  std::vector<std::uint32_t> keys_;
  KeyOrder order_;
};

}  // namespace shoal::outbreak
