#include "base/shared.hpp"

#include <doctest/doctest.h>

#include <string>

namespace shoal {
namespace {

TEST_CASE("copies share one value until one of them is changed") {
  Shared<std::string> first(std::string("site:BCU-04"));
  Shared<std::string> second = first;
  CHECK(second.address() == first.address());
  second.edit() += " moved";
  CHECK(*first == "site:BCU-04");
  CHECK(*second == "site:BCU-04 moved");
}

TEST_CASE("a handle of its own is changed in place, and an empty one holds a default value") {
  Shared<std::string> handle;
  CHECK(handle->empty());
  handle.edit() = "x";
  const std::string* before = handle.address();
  handle.edit() += "y";
  CHECK(handle.address() == before);
  CHECK(*Shared<std::string>() == "");
}

}  // namespace
}  // namespace shoal
