#include "base/little_endian.hpp"

#include <doctest/doctest.h>

using namespace std::string_view_literals;

namespace {

using shoal::little_endian;

TEST_CASE("the lowest byte stands first, and what is not there is nothing") {
  // The first words of a program for Windows: the mark "PE", and the processor 0x8664.
  constexpr auto bytes = "PE\0\0\x64\x86"sv;
  CHECK(little_endian(bytes, 0, 4) == 0x4550);
  CHECK(little_endian(bytes, 4, 2) == 0x8664);
  CHECK(little_endian(bytes, 4, 4) == 0x8664);
  CHECK(little_endian(bytes, 6, 2) == 0);
  CHECK(little_endian(bytes, 700, 2) == 0);
  CHECK(little_endian("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"sv) == ~std::uint64_t{0});
  CHECK(little_endian({}) == 0);
  CHECK(shoal::little_endian_of<4>(bytes.data()) == 0x4550);
  CHECK(shoal::little_endian_of<2>(bytes.data() + 4) == 0x8664);
  CHECK(shoal::little_endian_of<8>("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F") == ~std::uint64_t{0} >> 1);
}

}  // namespace
