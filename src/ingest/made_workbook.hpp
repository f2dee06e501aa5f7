// For tests and fuzzers: zips and workbooks as other programs write them, made of text.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <string>
#include <utility>
#include <vector>

#include "base/assert.hpp"

namespace shoal::ingest {

/// A zip with these members, names and bytes.
inline std::string made_zip(const std::vector<std::pair<std::string, std::string>>& members) {
  std::size_t room = 65536;
  for (const auto& [name, bytes] : members) room += bytes.size() + name.size() * 2 + 1024;
  std::string zip(room, '\0');
  std::size_t used = 0;
  archive* out = archive_write_new();
  archive_write_set_format_zip(out);
  SHOAL_ASSERT(archive_write_open_memory(out, zip.data(), zip.size(), &used) == ARCHIVE_OK);
  for (const auto& [name, bytes] : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    SHOAL_ASSERT(archive_write_header(out, entry) == ARCHIVE_OK);
    SHOAL_ASSERT(archive_write_data(out, bytes.data(), bytes.size()) == static_cast<la_ssize_t>(bytes.size()));
    archive_entry_free(entry);
  }
  SHOAL_ASSERT(archive_write_close(out) == ARCHIVE_OK);
  archive_write_free(out);
  zip.resize(used);
  return zip;
}

/// A workbook with one sheet called "List": `rows` is the XML of its rows, `strings` that of its shared strings, and
/// `properties` the attributes of workbookPr. Cell formats: 0 general, 1 a built-in day, 2 "dd.mm.yyyy hh:mm", 3 a
/// number with the letter d in quotes.
inline std::string made_workbook(const std::string& rows, const std::string& strings = {},
                                 const std::string& properties = {}) {
  const std::string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const std::string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  return made_zip(
      {{"[Content_Types].xml", "<Types/>"},
       // The sheet stands before what it refers to, as some writers have it.
       {"xl/worksheets/sheet1.xml", "<worksheet xmlns='" + main + "'><sheetData>" + rows + "</sheetData></worksheet>"},
       {"xl/workbook.xml", "<workbook xmlns='" + main + "' xmlns:r='" + relations + "'><workbookPr " + properties +
                               "/><sheets><sheet name='List' sheetId='1' r:id='rId1'/></sheets></workbook>"},
       {"xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/>"
        "</Relationships>"},
       {"xl/styles.xml",
        "<styleSheet xmlns='" + main +
            "'><numFmts><numFmt numFmtId='164' formatCode='dd\\.mm\\.yyyy hh:mm'/>"
            "<numFmt numFmtId='165' formatCode='0\"d\"'/></numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
            "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/></cellXfs>"
            "</styleSheet>"},
       {"xl/sharedStrings.xml", "<sst xmlns='" + main + "'>" + strings + "</sst>"}});
}

}  // namespace shoal::ingest
