// The pack in the repository is what its inputs give, byte for byte, and small enough to carry.
#include <doctest/doctest.h>

#include "base/sanitized.hpp"
#include "knowledge/build.hpp"
#include "knowledge/shipped.hpp"

namespace shoal::knowledge {
namespace {

TEST_CASE("the pack that ships is at most 1,000,000 bytes, and 8,000,000 unpacked") {
  const std::string bytes = *read_file(source / "data" / "pack" / "shoal.pack");
  CHECK(bytes.size() <= 1'000'000);
  CHECK(*unpacked_bytes(bytes) <= 8'000'000);
  CHECK(read_pack(bytes));
}

TEST_CASE("rebuilding gives the pack that ships, byte for byte") {
  if (is_sanitized) {
    MESSAGE("not rebuilt: under a sanitizer it takes minutes, and the same code runs on small inputs");
    return;
  }
  const std::filesystem::path shared = shared_data();
  if (!std::filesystem::exists(shared / "msrc")) {
    MESSAGE("not rebuilt: the lists that it is made of are not at ", shared.string());
    return;
  }
  BuildLog log;
  const auto pack = build_pack({source / "data", shared}, log, [](const std::string&) {});
  REQUIRE_MESSAGE(pack, pack.error().message);
  // Not compared as text: a difference would print the whole pack.
  const bool same = write_pack(*pack) == *read_file(source / "data" / "pack" / "shoal.pack");
  CHECK_MESSAGE(same, "data/ or the builder changed: build the pack again, and commit it with what changed it");
}

}  // namespace
}  // namespace shoal::knowledge
