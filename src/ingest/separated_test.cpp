#include "ingest/separated.hpp"

#include <doctest/doctest.h>

namespace shoal::ingest {
namespace {

// Every row with its line, cells parted by |.
std::string rows_of(std::string_view text, char separator = ',') {
  SeparatedReader reader(text, separator);
  std::string rows;
  for (auto next = reader.next(); next != SeparatedReader::Next::end; next = reader.next()) {
    rows += std::to_string(reader.line()) + ":";
    if (next == SeparatedReader::Next::broken) {
      rows += " (" + std::string(reader.reason()) + ")\n";
      continue;
    }
    for (const std::string_view cell : reader.cells()) rows += std::string(cell) + "|";
    rows += reader.ended() ? "\n" : " cut\n";
  }
  return rows;
}

TEST_CASE("cells are parted by the separator, and quotes hold separators, quotes and line ends") {
  CHECK(rows_of("a,b\r\n\"x, \"\"y\"\"\nz\",\"\"\r\nc,d") == "1:a|b|\n2:x, \"y\"\nz||\n4:c|d| cut\n");
  CHECK(rows_of("a;b\n;\n", ';') == "1:a|b|\n2:||\n");
}

TEST_CASE("a quote that goes wrong spoils its own line and no other") {
  CHECK(rows_of("a,b\nPC1,\"Windows XP\nPC2,\"Windows 7\"\nPC3,\"x\" y\nPC4,z\n") ==
        "1:a|b|\n2: (text behind a closing quote)\n3:PC2|Windows 7|\n4: (text behind a closing quote)\n5:PC4|z|\n");
  CHECK(rows_of("a,\"b\nc,d\n") == "1: (a quote that never closes)\n2:c|d|\n");
}

TEST_CASE("quotes that open anew on every line cost a bounded multiple of the text") {
  std::string text;
  for (int i = 0; i < 400'000; i++) text += "x\",\"\n";
  SeparatedReader reader(text, ',');
  std::size_t rows = 0;
  while (reader.next() != SeparatedReader::Next::end) rows++;
  CHECK(rows > 0);
}

}  // namespace
}  // namespace shoal::ingest
