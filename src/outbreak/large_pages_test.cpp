#include "outbreak/large_pages.hpp"

#include <doctest/doctest.h>

#include <cstdint>

namespace shoal::outbreak {

TEST_CASE("what takes several large pages begins at one, and keeps what it holds while it grows") {
  constexpr std::uint32_t count = 3'000'000;
  LargeVector<std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < count; i++) numbers.push_back(i);  // NOLINT(performance-inefficient-vector-operation)
  CHECK(reinterpret_cast<std::uintptr_t>(numbers.data()) % large_page_bytes == 0);
  std::uint64_t sum = 0;
  for (const std::uint32_t number : numbers) sum += number;
  CHECK(sum == std::uint64_t{count} * (count - 1) / 2);
  numbers.resize(10);
  numbers.shrink_to_fit();
  CHECK(numbers == LargeVector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
}

}  // namespace shoal::outbreak
