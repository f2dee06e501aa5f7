// The pack in the repository is what its inputs give, byte for byte, and small enough to carry.
#include <doctest/doctest.h>

#include <cstdlib>

#include "knowledge/build.hpp"
#include "knowledge/table.hpp"

namespace shoal::knowledge {
namespace {

const std::filesystem::path source = SHOAL_SOURCE_DIR;

TEST_CASE("the pack that ships is at most 1,000,000 bytes, and 8,000,000 unpacked") {
  const std::string shipped = *read_file(source / "data" / "pack" / "shoal.pack");
  CHECK(shipped.size() <= 1'000'000);
  CHECK(*unpacked_bytes(shipped) <= 8'000'000);
  CHECK(read_pack(shipped));
}

TEST_CASE("rebuilding gives the pack that ships, byte for byte") {
#ifdef __SANITIZE_ADDRESS__
  MESSAGE("not rebuilt: under the address sanitizer it takes minutes, and the same code runs on small inputs");
#else
  const char* named = std::getenv("SHOAL_SHARED_DATA");
  const std::filesystem::path shared = named != nullptr ? named : source / ".." / "shared" / "data";
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
#endif
}

}  // namespace
}  // namespace shoal::knowledge
