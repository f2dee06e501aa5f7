#include "outbreak/draws.hpp"

#include <cstring>

#include "outbreak/chance.hpp"
#include "outbreak/lane_vectors.hpp"

namespace shoal::outbreak {
namespace {

SHOAL_INLINE void draw_each(std::uint64_t base, const DeviceIndex* devices, std::size_t count, std::uint32_t* keys) {
  for (std::size_t i = 0; i < count; i++) keys[i] = static_cast<std::uint32_t>(Chance::bits_of(base, devices[i]) >> 32);
}
/// Without AVX-512 there are no products of 64 bits among vectors, and made of others they take longer than one by one.
void keys_plain(std::uint64_t base, const DeviceIndex* devices, std::size_t count, std::uint32_t* keys) {
  draw_each(base, devices, count, keys);
}
SHOAL_TARGET_AVX512 void keys_avx512(std::uint64_t base, const DeviceIndex* devices, std::size_t count,
                                     std::uint32_t* keys) {
  draw_each(base, devices, count, keys);
}

/// exponential_of_keys of as many as a vector has, by way of 2^32 * (1 - (key + 0.5) / 2^32). Whole numbers below 2^52
/// become real ones by way of 2^52: few machines have an instruction.
template <std::size_t width>
SHOAL_INLINE void exponential_of_few(const std::uint64_t* entries, double scale, double* values) {
  using Real = typename VectorTypes<width>::Real;
  using Bits = typename VectorTypes<width>::Bits;
  constexpr std::uint64_t exponent_of_1 = 1023, whole_bits = 0x433ULL << 52;
  Bits bits, some;
  Real value, mantissa, halvings, inverse, log;
  std::memcpy(&bits, entries, sizeof bits);
  bits = (bits >> 32) | whole_bits;
  std::memcpy(&value, &bits, sizeof bits);
  value = (0x1p52 + 0x1p32) - value - 0.5;
  std::memcpy(&bits, &value, sizeof bits);
  alignas(64) std::uint64_t parts[width];
  some = (bits >> 44) & 255;
  std::memcpy(parts, &some, sizeof some);
  for (std::size_t i = 0; i < width; i++) {
    inverse[i] = log_table.inverse[parts[i]];
    log[i] = log_table.log[parts[i]];
  }
  some = (bits >> 52) | whole_bits;
  std::memcpy(&halvings, &some, sizeof some);
  halvings = (0x1p52 + static_cast<double>(exponent_of_1 + 32)) - halvings;
  some = (bits & 0x000F'FFFF'FFFF'FFFF) | (exponent_of_1 << 52);
  std::memcpy(&mantissa, &some, sizeof some);
  minus_log_of_parts(halvings, mantissa, inverse, log, value);
  value = value * scale;
  std::memcpy(values, &value, sizeof value);
}
template <std::size_t width>
SHOAL_INLINE void exponential_each(const std::uint64_t* entries, std::size_t count, double scale, double* values) {
  std::size_t done = 0;
  for (; done + width <= count; done += width) exponential_of_few<width>(entries + done, scale, values + done);
  if (done == count) return;
  if (count > width) {
    exponential_of_few<width>(entries + count - width, scale, values + count - width);
    return;
  }
  std::uint64_t some[width] = {};
  double of_some[width];
  for (std::size_t i = 0; i < count - done; i++) some[i] = entries[done + i];
  exponential_of_few<width>(some, scale, of_some);
  for (std::size_t i = 0; i < count - done; i++) values[done + i] = of_some[i];
}
void exponential_plain(const std::uint64_t* entries, std::size_t count, double scale, double* values) {
  exponential_each<2>(entries, count, scale, values);
}
SHOAL_TARGET_AVX2 void exponential_avx2(const std::uint64_t* entries, std::size_t count, double scale, double* values) {
  exponential_each<4>(entries, count, scale, values);
}
SHOAL_TARGET_AVX512 void exponential_avx512(const std::uint64_t* entries, std::size_t count, double scale,
                                            double* values) {
  exponential_each<8>(entries, count, scale, values);
}

using Keys = void (*)(std::uint64_t, const DeviceIndex*, std::size_t, std::uint32_t*);
using Exponential = void (*)(const std::uint64_t*, std::size_t, double, double*);
const Keys keys_of = for_this_machine<Keys>(keys_plain, keys_plain, keys_avx512);
const Exponential exponential = for_this_machine<Exponential>(exponential_plain, exponential_avx2, exponential_avx512);

}  // namespace

void draw_keys(std::uint64_t base, const DeviceIndex* devices, std::size_t count, std::uint32_t* keys) {
  keys_of(base, devices, count, keys);
}

void exponential_of_keys(const std::uint64_t* entries, std::size_t count, double scale, double* values) {
  exponential(entries, count, scale, values);
}

}  // namespace shoal::outbreak
