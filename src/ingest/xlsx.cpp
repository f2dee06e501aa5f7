#include "ingest/xlsx.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>

#include "base/day.hpp"
#include "base/text.hpp"
#include "ingest/ooxml.hpp"
#include "ingest/zip_names.hpp"

namespace shoal::ingest {
namespace {

Error too_large(std::string message) { return {ErrorKind::invalid_input, "ingest.too_large", std::move(message)}; }

std::string_view attribute(XmlAttributes attributes, std::string_view name) {
  for (const auto& [key, value] : attributes)
    if (key == name) return value;
  return {};
}

bool is_true(std::string_view value) { return value == "1" || value == "true"; }

// --- Compound files

constexpr std::string_view compound_magic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

bool holds_utf16(std::string_view bytes, std::string_view ascii) {
  std::string wide;
  for (const char c : ascii) wide += {c, '\0'};
  return bytes.find(wide) != bytes.npos;
}

// A password turns the zip into a stream of a compound file; the directory names the stream.
Error compound_error(std::string_view bytes) {
  if (holds_utf16(bytes, "EncryptedPackage"))
    return {ErrorKind::invalid_input, "ingest.encrypted",
            "a password protects this document; save it without one, or as CSV"};
  return {ErrorKind::invalid_input, "ingest.old_spreadsheet",
          "a document of Office 2003 or older; if it is a list of devices, save it as .xlsx or CSV"};
}

// --- Which sheets there are

struct SheetEntry {
  std::string name, relation;
};

class WorkbookPart : public XmlHandler {
 public:
  std::vector<SheetEntry> sheets;
  bool from_1904 = false;

  Result<void> begin(std::string_view element, XmlAttributes attributes) override {
    if (element == "workbookPr") from_1904 = is_true(attribute(attributes, "date1904"));
    if (element != "sheet") return {};
    // The relation's attribute is r:id, whose prefix is gone here.
    sheets.push_back({std::string(attribute(attributes, "name")), std::string(attribute(attributes, "id"))});
    if (sheets.size() > sheets_max) return too_large("the workbook has more than " + grouped(sheets_max) + " sheets");
    return {};
  }
  Result<void> end(std::string_view) override { return {}; }
  void text(std::string_view) override {}
};

class RelationsPart : public XmlHandler {
 public:
  std::map<std::string, std::string, std::less<>> targets;

  Result<void> begin(std::string_view element, XmlAttributes attributes) override {
    if (element != "Relationship") return {};
    std::string target(attribute(attributes, "Target"));
    target = target.starts_with('/') ? target.substr(1) : "xl/" + target;
    targets.emplace(attribute(attributes, "Id"), std::move(target));
    return {};
  }
  Result<void> end(std::string_view) override { return {}; }
  void text(std::string_view) override {}
};

// --- Which formats mean days

// Of the numbers that have no format code of their own in the file. Source: ECMA-376 part 1, 18.8.30.
bool is_day_format(std::uint32_t id) {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

// Whether a format code writes days: a letter of day or year outside of quotes, brackets and escapes.
bool is_day_code(std::string_view code) {
  for (std::size_t i = 0; i < code.size(); i++) {
    if (code[i] == '\\' || code[i] == '_' || code[i] == '*') {
      i++;
    } else if (code[i] == '"' || code[i] == '[') {
      const auto close = code.find(code[i] == '"' ? '"' : ']', i + 1);
      if (close == code.npos) return false;
      i = close;
    } else if (std::string_view("dDyY").find(code[i]) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

class StylesPart : public XmlHandler {
 public:
  std::vector<bool> writes_day;  // by the cell's style

  Result<void> begin(std::string_view element, XmlAttributes attributes) override {
    if (element == "cellXfs") in_cell_formats_ = true;
    const auto id = parse_number(attribute(attributes, "numFmtId"));
    if (element == "numFmt" && id) codes_[*id] = is_day_code(attribute(attributes, "formatCode"));
    if (element == "xf" && in_cell_formats_) formats_.push_back(id.value_or(0));
    if (formats_.size() > 100'000) return too_large("the workbook has more than 100,000 cell formats");
    return {};
  }
  Result<void> end(std::string_view element) override {
    if (element == "cellXfs") in_cell_formats_ = false;
    if (element != "styleSheet") return {};
    for (const std::uint32_t id : formats_) {
      const auto code = codes_.find(id);
      writes_day.push_back(code == codes_.end() ? is_day_format(id) : code->second);
    }
    return {};
  }
  void text(std::string_view) override {}

 private:
  std::map<std::uint32_t, bool> codes_;
  std::vector<std::uint32_t> formats_;
  bool in_cell_formats_ = false;
};

// --- Strings that cells share

class SharedStringsPart : public XmlHandler {
 public:
  std::vector<std::string> strings;

  Result<void> begin(std::string_view element, XmlAttributes) override {
    if (element == "si") strings.emplace_back();
    if (element == "rPh") phonetic_ = true;  // how to pronounce it, which is no part of the text
    in_text_ = element == "t" && !phonetic_ && !strings.empty();
    return {};
  }
  Result<void> end(std::string_view element) override {
    if (element == "rPh") phonetic_ = false;
    in_text_ = false;
    if (bytes_ + strings.size() * sizeof(std::string) > shared_bytes_max)
      return too_large("the workbook's texts are larger than " + grouped(shared_bytes_max) + " bytes");
    return {};
  }
  void text(std::string_view piece) override {
    if (!in_text_ || strings.back().size() + piece.size() > cell_bytes_max) return;
    strings.back() += piece;
    bytes_ += piece.size();
  }

 private:
  std::size_t bytes_ = 0;
  bool in_text_ = false, phonetic_ = false;
};

// --- Cells

// "AB12" to 27; nothing for a reference without letters or beyond the last column.
std::optional<std::size_t> column_of(std::string_view reference) {
  std::size_t column = 0;
  for (const char c : reference) {
    if (c < 'A' || c > 'Z') break;
    column = column * 26 + static_cast<std::size_t>(c - 'A') + 1;
    if (column > columns_max) return std::nullopt;
  }
  if (column == 0) return std::nullopt;
  return column - 1;
}

// Day 60 of the calendar that starts in 1900 is the 29th of February 1900, which never was: before it the count is one
// less. Source: ECMA-376 part 1, 18.17.4.1.
std::optional<std::string> day_text(std::string_view number, bool from_1904) {
  double serial = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), serial);
  if (error != std::errc() || end != number.data() + number.size()) return std::nullopt;
  if (!(serial >= 1 && serial < 2'958'466)) return std::nullopt;  // 9999-12-31 is the last
  using namespace std::chrono;
  const double whole = std::floor(serial);
  const Day zero = from_1904 ? Day(1904y / January / 1) : Day(1899y / December / (serial < 60 ? 31 : 30));
  std::string text = to_string(zero + days(static_cast<int>(whole)));
  const auto seconds = static_cast<long>(std::lround((serial - whole) * 86400));
  if (seconds == 0 || seconds == 86400) return text;
  const auto two = [](long part) { return (part < 10 ? "0" : "") + std::to_string(part); };
  return text + " " + two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60);
}

class SheetPart : public XmlHandler {
 public:
  SheetPart(const std::string& name, const std::vector<std::string>& strings, const StylesPart& styles, bool from_1904,
            const std::function<bool(const std::string&, SheetRow&)>& take)
      : name_(name), strings_(strings), styles_(styles), take_(take) {
    row_.from_1904 = from_1904;
  }

  Result<void> begin(std::string_view element, XmlAttributes attributes) override {
    if (element == "row") begin_row(attributes);
    if (element == "c") return begin_cell(attributes);
    if (element == "rPh") phonetic_ = true;
    in_value_ = in_cell_ && !phonetic_ && (element == "v" || element == "t");
    return {};
  }

  Result<void> end(std::string_view element) override {
    in_value_ = false;
    if (element == "rPh") phonetic_ = false;
    if (element == "c") return end_cell();
    if (element == "row" && !row_.cells.empty()) wanted_ = wanted_ && take_(name_, row_);
    return {};
  }

  void text(std::string_view piece) override {
    if (in_value_ && value_.size() + piece.size() <= cell_bytes_max) value_ += piece;
  }

 private:
  void begin_row(XmlAttributes attributes) {
    row_.number = parse_number(attribute(attributes, "r")).value_or(row_.number + 1);
    row_.cells.clear();
    next_column_ = 0;
  }

  Result<void> begin_cell(XmlAttributes attributes) {
    const std::string_view reference = attribute(attributes, "r");
    const auto column = reference.empty() ? std::optional(next_column_) : column_of(reference);
    if (!column || *column >= columns_max)
      return bad_spreadsheet("sheet " + name_ + " row " + std::to_string(row_.number) +
                             " has no such cell: " + std::string(reference.substr(0, 20)));
    column_ = *column;
    next_column_ = column_ + 1;
    type_ = attribute(attributes, "t");
    style_ = parse_number(attribute(attributes, "s")).value_or(0);
    value_.clear();
    in_cell_ = true;
    return {};
  }

  Result<void> end_cell() {
    in_cell_ = false;
    if (value_.empty() || !wanted_) return {};
    if (type_ == "s") {
      const auto at = parse_number(value_);
      if (!at || *at >= strings_.size())
        return bad_spreadsheet("sheet " + name_ + " row " + std::to_string(row_.number) +
                               " refers to a text that is not there: " + value_.substr(0, 20));
      value_ = strings_[*at];
    } else if (type_ == "b") {
      value_ = value_ == "1" ? "TRUE" : "FALSE";
    } else if ((type_.empty() || type_ == "n") && style_ < styles_.writes_day.size() && styles_.writes_day[style_]) {
      if (auto day = day_text(value_, row_.from_1904)) value_ = std::move(*day);
    }
    if (row_.cells.size() <= column_) row_.cells.resize(column_ + 1);
    row_.cells[column_] = std::move(value_);
    value_.clear();
    return {};
  }

  const std::string& name_;
  const std::vector<std::string>& strings_;
  const StylesPart& styles_;
  const std::function<bool(const std::string&, SheetRow&)>& take_;
  SheetRow row_;
  std::string type_, value_;
  std::size_t column_ = 0, next_column_ = 0;
  std::uint32_t style_ = 0;
  bool in_cell_ = false, in_value_ = false, phonetic_ = false, wanted_ = true;
};

}  // namespace

bool is_workbook(std::string_view bytes) {
  if (bytes.starts_with(compound_magic)) return true;
  return has_member(bytes, "xl/workbook.xml");
}

Result<void> read_workbook(std::string_view bytes,
                           const std::function<bool(const std::string& sheet, SheetRow& row)>& take) {
  if (bytes.starts_with(compound_magic)) return compound_error(bytes);
  OoxmlDocument document(bytes);
  WorkbookPart workbook;
  if (!SHOAL_TRY(document.read("xl/workbook.xml", workbook))) return bad_spreadsheet("no workbook in this zip");
  RelationsPart relations;
  SHOAL_TRY(document.read("xl/_rels/workbook.xml.rels", relations));
  StylesPart styles;
  SHOAL_TRY(document.read("xl/styles.xml", styles));
  SharedStringsPart shared;
  SHOAL_TRY(document.read("xl/sharedStrings.xml", shared));
  for (const SheetEntry& sheet : workbook.sheets) {
    const auto target = relations.targets.find(sheet.relation);
    SheetPart part(sheet.name, shared.strings, styles, workbook.from_1904, take);
    if (target == relations.targets.end() || !SHOAL_TRY(document.read(target->second, part)))
      return bad_spreadsheet("the sheet " + sheet.name + " is named and not there");
  }
  return {};
}

}  // namespace shoal::ingest
