#include "outbreak/lanes.hpp"

#include <algorithm>

#include "outbreak/lane_vectors.hpp"

namespace shoal::outbreak {
namespace {

template <bool has_row>
NextHit next_plain(const LaneParts& parts, std::size_t lanes, const double* row, double weight, Seconds at) {
  return next_of<2, has_row>(parts, lanes, {row, weight, at, -1, 0});
}
template <bool has_row>
SHOAL_TARGET_AVX2 NextHit next_avx2(const LaneParts& parts, std::size_t lanes, const double* row, double weight,
                                    Seconds at) {
  return next_of<4, has_row>(parts, lanes, {row, weight, at, -1, 0});
}
template <bool has_row>
SHOAL_TARGET_AVX512 NextHit next_avx512(const LaneParts& parts, std::size_t lanes, const double* row, double weight,
                                        Seconds at) {
  return next_of<8, has_row>(parts, lanes, {row, weight, at, -1, 0});
}

void add_all_plain(const LaneParts& parts, std::size_t lanes, const Push* pushes, std::size_t count) {
  add_all_of<2>(parts, lanes, pushes, count);
}
SHOAL_TARGET_AVX2 void add_all_avx2(const LaneParts& parts, std::size_t lanes, const Push* pushes, std::size_t count) {
  add_all_of<4>(parts, lanes, pushes, count);
}
SHOAL_TARGET_AVX512 void add_all_avx512(const LaneParts& parts, std::size_t lanes, const Push* pushes,
                                        std::size_t count) {
  add_all_of<8>(parts, lanes, pushes, count);
}

using AddAll = void (*)(const LaneParts&, std::size_t, const Push*, std::size_t);
using NextOf = NextHit (*)(const LaneParts&, std::size_t, const double*, double, Seconds);

const NextOf next_with_row = for_this_machine<NextOf>(next_plain<true>, next_avx2<true>, next_avx512<true>);
const NextOf next_without_row = for_this_machine<NextOf>(next_plain<false>, next_avx2<false>, next_avx512<false>);

const AddAll add_all_here = for_this_machine<AddAll>(add_all_plain, add_all_avx2, add_all_avx512);

}  // namespace

void Lanes::resize(std::size_t lanes) {
  sum_.assign(lanes, 0);
  before_.assign(lanes, 0);
  threshold_.assign(lanes, forever);
}

LaneParts Lanes::parts(std::size_t first) { return {&sum_[first], &before_[first], &threshold_[first]}; }

void Lanes::clear() { resize(sum_.size()); }

NextHit Lanes::add(std::size_t first, std::size_t lanes, const double* row, double weight, Seconds at) {
  if (lanes == 1) {
    sum_[first] += row[0] * weight;
    before_[first] += row[0] * weight * at;
    return next(first, 1);
  }
  return next_with_row(parts(first), lanes, row, weight, at);
}

NextHit Lanes::next(std::size_t first, std::size_t lanes) const {
  if (lanes == 1) return {sum_[first] > 0 ? (threshold_[first] + before_[first]) / sum_[first] : forever, 0};
  // Nothing is written where no row is added.
  return next_without_row(const_cast<Lanes*>(this)->parts(first), lanes, nullptr, 0, 0);
}

void Lanes::add_all(std::size_t first, std::size_t lanes, const Push* pushes, std::size_t count) {
  add_all_here(parts(first), lanes, pushes, count);
}

void Lanes::silence(std::size_t first, std::size_t lanes, Seconds at) {
  for (std::size_t lane = first; lane < first + lanes; lane++) {
    before_[lane] -= sum_[lane] * at;
    sum_[lane] = 0;
  }
}

}  // namespace shoal::outbreak
