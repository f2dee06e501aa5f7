#include "outbreak/draws.hpp"

#include <cstring>

#include "outbreak/chance.hpp"
#include "outbreak/lane_vectors.hpp"

namespace shoal::outbreak {
namespace {

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

/// exponential_of_keys of as many as a vector has. Whole numbers below 2^52 become real ones by way of 2^52: few
/// machines have an instruction.
template <std::size_t width>
SHOAL_INLINE void exponential_of_few(const std::uint64_t* entries, double scale, double* values) {
  using Real = typename VectorTypes<width>::Real;
  using Whole = typename VectorTypes<width>::Whole;
  constexpr std::int64_t exponent_of_1 = 1023, whole_bits = 0x433LL << 52;
  Whole bits, parts;
  Real value, mantissa, exponent, inverse, log;
  std::memcpy(&bits, entries, sizeof bits);
  bits = ((bits >> 32) & 0xFFFF'FFFF) | whole_bits;
  std::memcpy(&value, &bits, sizeof bits);
  value = 1 - ((value - 0x1p52) + 0.5) * 0x1p-32;
  std::memcpy(&bits, &value, sizeof bits);
  parts = (bits >> 44) & 255;
  for (std::size_t i = 0; i < width; i++) {
    inverse[i] = log_table.inverse[static_cast<std::size_t>(parts[i])];
    log[i] = log_table.log[static_cast<std::size_t>(parts[i])];
  }
  parts = (bits >> 52) | whole_bits;
  std::memcpy(&exponent, &parts, sizeof parts);
  exponent = exponent - (0x1p52 + static_cast<double>(exponent_of_1));
  parts = (bits & 0x000F'FFFF'FFFF'FFFF) | (exponent_of_1 << 52);
  std::memcpy(&mantissa, &parts, sizeof parts);
  minus_log_of_parts(exponent, mantissa, inverse, log, value);
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
const Keys keys_of = for_this_machine<Keys>(keys_plain, keys_avx2, keys_avx512);
const Exponential exponential = for_this_machine<Exponential>(exponential_plain, exponential_avx2, exponential_avx512);

}  // namespace

void draw_keys(std::uint64_t base, const DeviceIndex* devices, std::size_t count, std::uint32_t* keys) {
  keys_of(base, devices, count, keys);
}

void exponential_of_keys(const std::uint64_t* entries, std::size_t count, double scale, double* values) {
  exponential(entries, count, scale, values);
}

}  // namespace shoal::outbreak
