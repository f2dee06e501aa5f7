#include "ingest/xlsx.hpp"

#include <doctest/doctest.h>

#include "ingest/made_workbook.hpp"

namespace shoal::ingest {
namespace {

// "List 1: a|b", a line for each row; then the error's code and sentence, if any.
std::string rows_read(std::string_view bytes) {
  std::string text;
  const auto done = read_workbook(bytes, [&](const std::string& sheet, SheetRow& row) {
    text += sheet + " " + std::to_string(row.number) + ": ";
    for (std::size_t i = 0; i < row.cells.size(); i++) text += (i == 0 ? "" : "|") + row.cells[i];
    text += "\n";
    return true;
  });
  if (!done) text += std::string(done.error().code) + ": " + done.error().message;
  return text;
}

TEST_CASE("cells stand where their references say, and those between are empty") {
  CHECK(rows_read(
            made_workbook("<row r='3'><c r='B3'><v>7</v></c><c r='D3' t='b'><v>1</v></c></row>"
                          "<row r='5'/><row><c t='inlineStr'><is><t>PC-1</t></is></c><c t='str'><f>1+1</f><v>2</v></c>"
                          "</row>")) == "List 3: |7||TRUE\nList 6: PC-1|2\n");
}

TEST_CASE("shared strings are put together from their runs, without the phonetic ones") {
  CHECK(rows_read(made_workbook("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c></row>",
                                "<si><t>Windows &lt;7&gt;</t></si>"
                                "<si><r><t>東</t></r><r><t>京</t></r><rPh><t>トウキョウ</t></rPh></si>")) ==
        "List 1: Windows <7>|東京\n");
}

// Serial numbers of days as Excel's own help has them: 1 January 2008 is 39448, and 1904 begins the other calendar.
TEST_CASE("a number is a day only where its format says so") {
  const std::string cells =
      "<row r='1'><c s='1'><v>39448</v></c><c s='2'><v>39448.75</v></c><c s='3'><v>39448</v></c>"
      "<c><v>39448</v></c><c s='1'><v>soon</v></c></row>";
  CHECK(rows_read(made_workbook(cells)) == "List 1: 2008-01-01|2008-01-01 18:00:00|39448|39448|soon\n");
  CHECK(rows_read(made_workbook("<row r='1'><c s='1'><v>37986</v></c></row>", "", "date1904='1'")) ==
        "List 1: 2008-01-01\n");
  CHECK(rows_read(made_workbook("<row r='1'><c s='1'><v>1</v></c><c s='1'><v>61</v></c></row>")) ==
        "List 1: 1900-01-01|1900-03-01\n");
}

TEST_CASE("a damaged workbook gives the rows before the damage, and one sentence") {
  CHECK(rows_read(made_workbook("<row r='1'><c><v>1</v></c></row><row r='2'><c t='s'><v>9</v></c></row>")) ==
        "List 1: 1\ningest.bad_spreadsheet: sheet List row 2 refers to a text that is not there: 9");
  CHECK(rows_read(made_workbook("<row r='1'><c r='XFE1'><v>1</v></c></row>")) ==
        "ingest.bad_spreadsheet: sheet List row 1 has no such cell: XFE1");
  CHECK(rows_read(made_workbook("<row><c>")) == "ingest.bad_spreadsheet: line 1 of the XML inside: mismatched tag");
  CHECK(rows_read("PK\x03\x04 and nothing more").starts_with("ingest.bad_spreadsheet: "));
}

TEST_CASE("a document type is refused, since what it declares can grow without end") {
  CHECK(rows_read(made_zip({{"xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><workbook>&a;</workbook>"}})) ==
        "ingest.bad_spreadsheet: the XML inside declares a document type, which no spreadsheet does");
}

TEST_CASE("a workbook behind a password and one of an old format are each told from a damaged one") {
  const std::string magic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
  std::string wide;
  for (const char c : std::string("EncryptedPackage")) wide += {c, '\0'};
  CHECK(is_workbook(magic));
  CHECK(rows_read(magic + wide) ==
        "ingest.encrypted: a password protects this document; save it without one, or as CSV");
  CHECK(rows_read(magic).starts_with("ingest.old_spreadsheet: "));
}

TEST_CASE("a zip is a workbook by its parts and not by its name") {
  CHECK(is_workbook(made_workbook("")));
  CHECK_FALSE(is_workbook(made_zip({{"word/document.xml", "<document/>"}})));
  CHECK_FALSE(is_workbook("PK"));
}

TEST_CASE("whoever has seen enough of a sheet is spared its rest") {
  int rows = 0;
  const auto done = read_workbook(made_workbook("<row r='1'><c><v>1</v></c></row><row r='2'><c><v>2</v></c></row>"),
                                  [&](const std::string&, SheetRow&) { return ++rows < 1; });
  CHECK(done);
  CHECK(rows == 1);
}

}  // namespace
}  // namespace shoal::ingest
