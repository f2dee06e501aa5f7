#include "base/read_all.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace shoal {
namespace {

TEST_CASE("all of a stream is read, whatever its size, and from where it stands") {
  for (const std::size_t size : {0U, 1U, 262'143U, 262'144U, 262'145U, 1'000'000U}) {
    CAPTURE(size);
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; i++) bytes[i] = static_cast<char>(i * 7 + i / 251);
    std::istringstream in(bytes);
    CHECK(read_all(in) == bytes);
    CHECK(!in.bad());
    std::istringstream rest("first line\n" + bytes);
    std::string line;
    std::getline(rest, line);
    CHECK(read_all(rest) == bytes);
  }
}

TEST_CASE("what cannot be read is bad or was never open") {
  std::ifstream folder(std::filesystem::temp_directory_path(), std::ios::binary);
  CHECK(read_all(folder).empty());
  CHECK((folder.bad() || !folder.is_open()));
  std::ifstream none("no such file", std::ios::binary);
  CHECK(read_all(none).empty());
  CHECK(!none.is_open());
}

}  // namespace
}  // namespace shoal
