#include "base/csv.hpp"

#include <doctest/doctest.h>

namespace shoal {
namespace {

std::string rows_of(std::string_view text, char separator = ',') {
  CsvReader reader(text, separator);
  CsvRow row;
  std::string out;
  for (;;) {
    const auto more = reader.next(row);
    if (!more) {
      out += "! " + more.error().message + "\n";
      continue;
    }
    if (!*more) return out;
    out += std::to_string(row.line) + ":";
    for (const std::string& field : row.fields) out += " <" + field + ">";
    out += "\n";
  }
}

TEST_CASE("rows and fields come apart as RFC 4180 has them") {
  CHECK(rows_of("a,b\r\n\"c,\"\"d\"\"\",\r\n") == "1: <a> <b>\n2: <c,\"d\"> <>\n");
  CHECK(rows_of("a;b\nc;d", ';') == "1: <a> <b>\n2: <c> <d>\n");
  CHECK(rows_of("").empty());
}

TEST_CASE("a quoted field may span lines, and later rows still know theirs") {
  CHECK(rows_of("\"one\ntwo\",x\nnext,y\n") == "1: <one\ntwo> <x>\n3: <next> <y>\n");
}

TEST_CASE("a broken quote is named with its line, and the rows after it are read where they can be") {
  CHECK(rows_of("\"a\"b,c\nd,e\n") == "! line 1: text after a closing quote\n2: <d> <e>\n");
  CHECK(rows_of("a\n\"open,b\nc\n") == "1: <a>\n! line 2: a quoted field never closes\n");
}

TEST_CASE("a table of ours has rows below its header, and comments and empty lines are none") {
  std::string told;
  const auto tell = [&](const CsvRow& row) -> Result<void> {
    if (row.fields[0] == "bad") return Error{ErrorKind::invalid_input, "test.refused", "line 6"};
    told += std::to_string(row.line) + ": " + row.fields[0] + "\n";
    return {};
  };
  CHECK(for_each_table_row("# told\nname,value\none,1\n\n# two is gone\nthree,3\n", tell));
  CHECK(told == "3: one\n6: three\n");
  CHECK(for_each_table_row("name,value\nbad,1\nlate,2\n", tell).error().code == "test.refused");
  CHECK(for_each_table_row("name,value\n\"open\n", tell).error().code == "base.bad_csv");
  CHECK(told == "3: one\n6: three\n");
}

}  // namespace
}  // namespace shoal
