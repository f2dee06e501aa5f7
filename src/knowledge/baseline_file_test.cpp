#include "knowledge/baseline_file.hpp"

#include <doctest/doctest.h>

#include "base/bytes.hpp"
#include "readiness/baseline.hpp"

namespace {

using namespace shoal;
using namespace shoal::knowledge;

readiness::SystemImage whole_image() {
  readiness::SystemImage image;
  image.target = "windows-10-22h2-x64";
  image.arch = "x64";
  image.name = "golden";
  image.read = std::chrono::year(2026) / 11 / 26;
  image.modules = {{"a.dll", "x64", true, {{"", 9, ""}, {"Alpha", 4'000'000'000, ""}, {"Alphabet", 1, "ntdll.Alpha"}}},
                   {"b.dll", "x64", false, {}},
                   {"a.dll", "x86", true, {{"Beta", 2, ""}}}};
  image.api_set_version = 6;
  image.api_sets = {{"api-ms-win-a-l1-1", "a.dll", {{"old.dll", "b.dll"}}}, {"ext-ms-win-none-l1-1", "", {}}};
  image.side_by_side = {{"msvcr80.dll", "x86", "microsoft.vc80.crt"}};
  image.has_software = true;
  image.registry = {"Windows 10 Pro",  19045, {"{0002e005-0000-0000-c000-000000000046}"}, {"{1}"}, {"a.b"}, {"rpcss"},
                    {{"netfx3", "on"}}};
  readiness::put_in_order(image);
  return image;
}

std::string code_of(const std::string& bytes) {
  const auto image = read_baseline(bytes);
  return image ? std::string("fine") : std::string(image.error().code) + ": " + image.error().message;
}

TEST_CASE("a baseline is read as it was written, and written the same way again") {
  const readiness::SystemImage image = whole_image();
  const std::string bytes = write_baseline(image);
  const auto read = read_baseline(bytes);
  REQUIRE(read);
  CHECK(*read == image);
  CHECK(write_baseline(*read) == bytes);
  readiness::SystemImage empty;
  empty.read = image.read;
  CHECK(*read_baseline(write_baseline(empty)) == empty);
}

TEST_CASE("a baseline that was cut, changed or made for another version is refused") {
  const std::string bytes = write_baseline(whole_image());
  for (const std::size_t size : {std::size_t{0}, std::size_t{8}, std::size_t{83}, std::size_t{84}, bytes.size() - 1}) {
    CAPTURE(size);
    CHECK(code_of(bytes.substr(0, size)).starts_with("knowledge.bad_baseline"));
  }
  std::string other = bytes;
  other[8] = 2;
  CHECK(code_of(other) == "knowledge.baseline_version: the baseline has version 2, and this shoal reads version 1");
  other = bytes;
  other[12 + 4] = 1;
  CHECK(code_of(other).starts_with("knowledge.baseline_too_large"));
  other = bytes;
  other[30] = other[30] == '0' ? '1' : '0';
  CHECK(code_of(other) == "knowledge.bad_baseline: the baseline does not have the content that its SHA-256 names");
}

TEST_CASE("content that ends at any place, or goes on, is refused") {
  const std::string content = baseline_content(whole_image());
  for (std::size_t size = 0; size < content.size(); size++) {
    CAPTURE(size);
    CHECK(code_of(seal_baseline(content.substr(0, size))).starts_with("knowledge.bad_baseline"));
  }
  CHECK(code_of(seal_baseline(content)) == "fine");
  CHECK(code_of(seal_baseline(content + '\0')).starts_with("knowledge.bad_baseline"));
}

TEST_CASE("a name that a byte in the file makes long in memory is bounded") {
  ByteWriter out;
  constexpr std::uint64_t names = 200'000;
  out.number(names);
  out.number(0);
  out.text(std::string(4096, 'x'));
  for (std::uint64_t i = 1; i < names; i++) {
    out.number(4096);
    out.text("");
  }
  CHECK(code_of(seal_baseline(out.bytes())).starts_with("knowledge.bad_baseline"));
}

}  // namespace
