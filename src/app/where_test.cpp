#include "app/where.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "exposure/fields.hpp"

namespace shoal::app {
namespace {

std::string spelled(FieldKind kind) {
  switch (kind) {
    case FieldKind::text:
      return "text";
    case FieldKind::word:
      return "word";
    case FieldKind::number:
      return "number";
    case FieldKind::day:
      break;
  }
  return "day";
}

// The table below the heading "Fields of devices", without the two lines of its head.
std::string documented() {
  std::ifstream in(SHOAL_SOURCE_DIR "/docs/reference/filter.md");
  std::string text, line;
  bool below = false;
  while (std::getline(in, line)) {
    if (line.starts_with("## ")) below = line == "## Fields of devices";
    if (below && line.starts_with("| `")) text += line + "\n";
  }
  return text;
}

TEST_CASE("the reference lists the fields that a filter can ask for, with their kinds and what they are") {
  std::string registered;
  for (const FilterField& field : exposure::device_fields())
    registered +=
        "| `" + std::string(field.name) + "` | " + spelled(field.kind) + " | " + std::string(field.says) + " |\n";
  CHECK(documented() == registered);
}

}  // namespace
}  // namespace shoal::app
