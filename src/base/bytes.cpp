#include "base/bytes.hpp"

namespace shoal {

void ByteWriter::steps(std::span<const std::int64_t> values) {
  std::int64_t last = 0;
  for (std::size_t i = 0; i < values.size();) {
    const std::int64_t step = values[i] - last;
    std::size_t run = 1;
    while (i + run < values.size() && values[i + run] - values[i + run - 1] == step) run++;
    signed_number(step);
    number(run);
    last = values[i + run - 1];
    i += run;
  }
}

std::uint64_t ByteReader::number() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && !failed_; shift += 7) {
    if (rest_.empty()) break;
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    if (shift == 63 && byte > 1) break;
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
  failed_ = true;
  return 0;
}

std::string_view ByteReader::text() {
  const std::uint64_t size = number();
  if (size > rest_.size()) failed_ = true;
  if (failed_) return {};
  const std::string_view value = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return value;
}

std::size_t ByteReader::count() {
  const std::uint64_t value = number();
  if (value > rest_.size()) failed_ = true;
  return failed_ ? 0 : value;
}

std::vector<std::int64_t> ByteReader::steps(std::size_t values) {
  std::vector<std::int64_t> read;
  std::uint64_t last = 0;  // Unsigned, since a step that lies may overflow.
  while (read.size() < values) {
    const auto step = static_cast<std::uint64_t>(signed_number());
    const std::uint64_t run = number();
    if (run == 0 || run > values - read.size()) failed_ = true;
    if (failed_) return {};
    for (std::uint64_t i = 0; i < run; i++) read.push_back(static_cast<std::int64_t>(last += step));
  }
  return read;
}

}  // namespace shoal
