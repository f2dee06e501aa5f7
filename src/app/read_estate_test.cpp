#include "app/read_estate.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "base/scratch.hpp"
#include "ingest/archive.hpp"
#include "ingest/made_workbook.hpp"

namespace shoal::app {
namespace {

namespace fs = std::filesystem;

// What became of the file at `path`, a line for each device and each thing set aside; `place` written as "(place)".
std::string read(const fs::path& path, const std::string& place) {
  const auto reading = read_estate({path}, std::nullopt, {}, [](auto, auto) {});
  REQUIRE(reading);
  std::string out;
  for (const estate::Device& device : reading->devices) out += "device " + device.name + "\n";
  for (const estate::SetAside& aside : reading->rejected) {
    REQUIRE(aside.place.starts_with(place));
    out += "(place)" + aside.place.substr(place.size()) + ": " + aside.code + ": " + aside.reason + "\n";
  }
  return out;
}

TEST_CASE("a workbook in an archive is read as the one on disk is") {
  std::ifstream in(SHOAL_SOURCE_DIR "/fuzz/corpus/xlsx/workbook", std::ios::binary);
  const std::string workbook(std::istreambuf_iterator<char>(in), {});
  const Scratch scratch;
  const fs::path alone = scratch.holding("list.xlsx", workbook);
  const fs::path around = scratch.holding("around.zip", ingest::made_zip({{"list.xlsx", workbook}}));
  const std::string found = read(alone, alone.string());
  CHECK_FALSE(found.empty());
  CHECK(read(around, around.string() + "/list.xlsx") == found);
}

TEST_CASE("an archive may be larger than an inventory, and both have a limit") {
  const auto code_of = [](std::string_view begins, std::uintmax_t size) {
    const Scratch scratch;
    const fs::path path = scratch.holding("file", begins);
    fs::resize_file(path, size);  // sparse: takes no room on the disk
    const auto reading = read_estate({path}, std::nullopt, {}, [](auto, auto) {});
    REQUIRE(reading);
    REQUIRE(reading->rejected.size() == 1);
    return reading->rejected.front().code;
  };
  constexpr std::string_view seven_zip = "7z\xBC\xAF\x27\x1C";  // and nothing in it
  CHECK(code_of("Host Name: PC1", ingest::inventory_bytes_max + 1) == "ingest.too_large");
  CHECK(code_of(seven_zip, ingest::inventory_bytes_max + 1) == "ingest.empty");
  CHECK(code_of(seven_zip, ingest::archive_bytes_max + 1) == "ingest.too_large");
}

}  // namespace
}  // namespace shoal::app
