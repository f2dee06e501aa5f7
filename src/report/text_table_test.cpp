#include "report/text_table.hpp"

#include <doctest/doctest.h>

namespace {

using shoal::report::TextTable;

TEST_CASE("columns are as wide as their widest cell, in characters and not in bytes") {
  TextTable table({{"site", TextTable::Align::left}, {"devices", TextTable::Align::right}});
  table.add({"Z\xC3\xBCrich", "7"});
  table.rule();
  table.add({"all", "1,234"});
  CHECK(table.text() ==
        "  site    devices\n"
        "  Z\xC3\xBCrich        7\n"
        "  ------  -------\n"
        "  all       1,234\n");
}

TEST_CASE("what a terminal would obey is shown as a question mark") {
  TextTable table({{"name", TextTable::Align::left}});
  table.add({"PC\x1B[2J"});
  CHECK(table.text() == "  name\n  PC?[2J\n");
}

}  // namespace
