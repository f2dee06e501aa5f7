#include "outbreak/lanes.hpp"

#include <algorithm>
#include <cstring>

namespace shoal::outbreak {
namespace {

constexpr std::size_t at_once = 8;

// Eight at once: compilers make of it what the machine has.
using Eight = double __attribute__((vector_size(64)));
using EightWhole = std::int64_t __attribute__((vector_size(64)));

struct LaneParts {
  double* sum;
  double* before;
  const double* threshold;
};

// Bodies as macros of a function, since vectors that a function takes or gives would depend on what machine it is for.
#define SHOAL_INLINE __attribute__((always_inline)) inline

template <bool has_row>
SHOAL_INLINE NextHit next_of(const LaneParts& parts, std::size_t lanes, const double* row, double weight, Seconds at) {
  Eight best = forever - Eight{};
  EightWhole best_at = {};
  for (std::size_t i = 0; i < lanes; i += at_once) {
    Eight sum, before, threshold;
    std::memcpy(&sum, parts.sum + i, sizeof sum);
    std::memcpy(&before, parts.before + i, sizeof before);
    std::memcpy(&threshold, parts.threshold + i, sizeof threshold);
    if constexpr (has_row) {
      Eight more;
      std::memcpy(&more, row + i, sizeof more);
      more = more * weight;
      sum = sum + more;
      before = before + more * at;
      std::memcpy(parts.sum + i, &sum, sizeof sum);
      std::memcpy(parts.before + i, &before, sizeof before);
    }
    const Eight hit = sum > 0.0 ? (threshold + before) / sum : forever - Eight{};
    const EightWhole is_sooner = hit < best;
    best = is_sooner ? hit : best;
    best_at = is_sooner ? static_cast<std::int64_t>(i) - EightWhole{} : best_at;
  }
  NextHit next;
  for (std::size_t i = 0; i < at_once; i++) {
    const auto lane = static_cast<std::uint32_t>(best_at[i]) + static_cast<std::uint32_t>(i);
    if (best[i] < next.at || (best[i] == next.at && best[i] < forever && lane < next.lane)) next = {best[i], lane};
  }
  return next;
}

template <bool has_row>
NextHit next_plain(const LaneParts& parts, std::size_t lanes, const double* row, double weight, Seconds at) {
  return next_of<has_row>(parts, lanes, row, weight, at);
}

#if defined(__x86_64__)
template <bool has_row>
__attribute__((target("avx2"))) NextHit next_avx2(const LaneParts& parts, std::size_t lanes, const double* row,
                                                  double weight, Seconds at) {
  return next_of<has_row>(parts, lanes, row, weight, at);
}
template <bool has_row>
__attribute__((target("avx512f,avx512dq,avx512vl"))) NextHit next_avx512(const LaneParts& parts, std::size_t lanes,
                                                                         const double* row, double weight, Seconds at) {
  return next_of<has_row>(parts, lanes, row, weight, at);
}
#endif

using NextOf = NextHit (*)(const LaneParts&, std::size_t, const double*, double, Seconds);

template <bool has_row>
NextOf widest() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vl") != 0) return next_avx512<has_row>;
  if (__builtin_cpu_supports("avx2") != 0) return next_avx2<has_row>;
#endif
  return next_plain<has_row>;
}

const NextOf next_with_row = widest<true>(), next_without_row = widest<false>();

}  // namespace

void Lanes::resize(std::size_t lanes) {
  sum_.assign(lanes, 0);
  before_.assign(lanes, 0);
  threshold_.assign(lanes, forever);
}

void Lanes::clear() { resize(sum_.size()); }

NextHit Lanes::add(std::size_t first, std::size_t lanes, const double* row, double weight, Seconds at) {
  if (lanes == 1) {
    sum_[first] += row[0] * weight;
    before_[first] += row[0] * weight * at;
    return next(first, 1);
  }
  return next_with_row({&sum_[first], &before_[first], &threshold_[first]}, lanes, row, weight, at);
}

NextHit Lanes::next(std::size_t first, std::size_t lanes) const {
  if (lanes == 1) return {sum_[first] > 0 ? (threshold_[first] + before_[first]) / sum_[first] : forever, 0};
  auto* self = const_cast<Lanes*>(this);  // Nothing is written where no row is added.
  return next_without_row({&self->sum_[first], &self->before_[first], &threshold_[first]}, lanes, nullptr, 0, 0);
}

void Lanes::silence(std::size_t first, std::size_t lanes, Seconds at) {
  for (std::size_t lane = first; lane < first + lanes; lane++) {
    before_[lane] -= sum_[lane] * at;
    sum_[lane] = 0;
  }
}

}  // namespace shoal::outbreak
