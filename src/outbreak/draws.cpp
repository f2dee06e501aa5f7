#include "outbreak/draws.hpp"

#include "outbreak/chance.hpp"
#include "outbreak/lane_vectors.hpp"

namespace shoal::outbreak {
namespace {

SHOAL_INLINE void draw_eights(std::uint64_t base, std::uint64_t first, std::size_t count, std::uint64_t* bits) {
  for (std::size_t eight = 0; eight < count; eight += 8)
    for (std::size_t i = 0; i < 8; i++) bits[eight + i] = Chance::bits_of(base, first + eight + i);
}
void in_turn_plain(std::uint64_t base, std::uint64_t first, std::size_t count, std::uint64_t* bits) {
  draw_eights(base, first, count, bits);
}
SHOAL_TARGET_AVX2 void in_turn_avx2(std::uint64_t base, std::uint64_t first, std::size_t count, std::uint64_t* bits) {
  draw_eights(base, first, count, bits);
}
SHOAL_TARGET_AVX512 void in_turn_avx512(std::uint64_t base, std::uint64_t first, std::size_t count,
                                        std::uint64_t* bits) {
  draw_eights(base, first, count, bits);
}

SHOAL_INLINE void draw_each(std::uint64_t base, const DeviceIndex* devices, std::size_t count, std::uint32_t* keys) {
  for (std::size_t i = 0; i < count; i++) keys[i] = static_cast<std::uint32_t>(Chance::bits_of(base, devices[i]) >> 32);
}
void keys_plain(std::uint64_t base, const DeviceIndex* devices, std::size_t count, std::uint32_t* keys) {
  draw_each(base, devices, count, keys);
}
SHOAL_TARGET_AVX2 void keys_avx2(std::uint64_t base, const DeviceIndex* devices, std::size_t count,
                                 std::uint32_t* keys) {
  draw_each(base, devices, count, keys);
}
SHOAL_TARGET_AVX512 void keys_avx512(std::uint64_t base, const DeviceIndex* devices, std::size_t count,
                                     std::uint32_t* keys) {
  draw_each(base, devices, count, keys);
}

SHOAL_INLINE void exponential_each(const std::uint64_t* entries, std::size_t count, double scale, double* values) {
  for (std::size_t i = 0; i < count; i++) {
    const double below = (static_cast<double>(static_cast<std::int64_t>(entries[i] >> 32)) + 0.5) * 0x1p-32;
    values[i] = quick_minus_log(1 - below) * scale;
  }
}
void exponential_plain(const std::uint64_t* entries, std::size_t count, double scale, double* values) {
  exponential_each(entries, count, scale, values);
}
SHOAL_TARGET_AVX2 void exponential_avx2(const std::uint64_t* entries, std::size_t count, double scale, double* values) {
  exponential_each(entries, count, scale, values);
}
SHOAL_TARGET_AVX512 void exponential_avx512(const std::uint64_t* entries, std::size_t count, double scale,
                                            double* values) {
  exponential_each(entries, count, scale, values);
}

using InTurn = void (*)(std::uint64_t, std::uint64_t, std::size_t, std::uint64_t*);
using Keys = void (*)(std::uint64_t, const DeviceIndex*, std::size_t, std::uint32_t*);
using Exponential = void (*)(const std::uint64_t*, std::size_t, double, double*);
const InTurn in_turn = for_this_machine<InTurn>(in_turn_plain, in_turn_avx2, in_turn_avx512);
const Keys keys_of = for_this_machine<Keys>(keys_plain, keys_avx2, keys_avx512);
const Exponential exponential = for_this_machine<Exponential>(exponential_plain, exponential_avx2, exponential_avx512);

}  // namespace

void draw_in_turn(std::uint64_t base, std::uint64_t first, std::size_t count, std::uint64_t* bits) {
  in_turn(base, first, count, bits);
}

void draw_keys(std::uint64_t base, const DeviceIndex* devices, std::size_t count, std::uint32_t* keys) {
  keys_of(base, devices, count, keys);
}

void exponential_of_keys(const std::uint64_t* entries, std::size_t count, double scale, double* values) {
  exponential(entries, count, scale, values);
}

}  // namespace shoal::outbreak
