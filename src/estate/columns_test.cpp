#include "estate/columns.hpp"

#include <doctest/doctest.h>

namespace shoal::estate {
namespace {

TEST_CASE("a header is compared without case, blanks, hyphens, quotes, a byte order mark and ConfigMgr's 0") {
  CHECK(fold_header("\xEF\xBB\xBF\"Last_Check-In\"") == "lastcheckin");
  CHECK(fold_header("Netbios_Name0") == "netbiosname");
  CHECK(fold_header("Nom de l\xE2\x80\x99ordinateur") == "nomdelordinateur");
  CHECK(fold_header("Windows 10") == "windows10");
  CHECK(fold_header("0") == "0");
}

std::string meant(std::string_view text) {
  const ColumnNames known{{{"standort", {Attribute::tag, "site"}, "", HeaderRank::plain}}};
  const auto meaning = parse_meaning(text, known);
  return meaning ? std::string(spelled(meaning->attribute)) + " " + meaning->tag : "nothing";
}

TEST_CASE("a meaning is an attribute, a key of the table or a tag of one's own") {
  CHECK(meant("os-name") == "os-name ");
  CHECK(meant("Site") == "tag site");
  CHECK(meant("tag:Ward") == "tag ward");
  CHECK(meant("tag:") == "nothing");
  CHECK(meant("tag") == "nothing");
  CHECK(meant("ward") == "nothing");
}

TEST_CASE("attributes that tell an identifier have the name of its kind") {
  std::string kinds;
  for (std::size_t i = 0; i < attribute_count; i++)
    if (const auto kind = identifier_kind(static_cast<Attribute>(i))) kinds += std::string(spelled(*kind)) + " ";
  CHECK(kinds == "serial uuid mac asset-tag sid guid ");
}

}  // namespace
}  // namespace shoal::estate
