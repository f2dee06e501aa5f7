#include "ingest/ooxml.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <expat.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace shoal::ingest {
namespace {

constexpr int depth_max = 64;
constexpr std::size_t parts_max = 10'000;

struct ArchiveFree {
  void operator()(archive* opened) const { archive_read_free(opened); }
};
using Archive = std::unique_ptr<archive, ArchiveFree>;

Archive open_zip(std::string_view bytes) {
  Archive opened(archive_read_new());
  archive_read_support_format_zip(opened.get());
  if (archive_read_open_memory(opened.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) return nullptr;
  return opened;
}

std::string_view name_of(archive_entry* entry) {
  const char* name = archive_entry_pathname(entry);
  std::string_view text = name == nullptr ? std::string_view() : name;
  while (text.starts_with('/')) text.remove_prefix(1);
  return text;
}

// Stands at the member called `name` afterwards.
Result<bool> find_member(archive* opened, std::string_view name) {
  archive_entry* entry = nullptr;
  for (std::size_t parts = 0; parts < parts_max; parts++) {
    const int read = archive_read_next_header(opened, &entry);
    if (read == ARCHIVE_EOF) return false;
    if (read < ARCHIVE_WARN) return bad_spreadsheet("the spreadsheet's zip is damaged");
    if (equal_ignoring_case(name_of(entry), name)) return true;
  }
  return bad_spreadsheet("the spreadsheet has more than " + grouped(parts_max) + " parts");
}

std::string_view without_prefix(const char* name) {
  const std::string_view text = name;
  const auto colon = text.rfind(':');
  return colon == text.npos ? text : text.substr(colon + 1);
}

// One part on its way from expat to its handler. The first error stops the parser and is kept.
class Parse {
 public:
  explicit Parse(XmlHandler& handler) : handler_(handler), parser_(XML_ParserCreate(nullptr)) {
    SHOAL_ASSERT(parser_ != nullptr);
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), on_begin, on_end);
    XML_SetCharacterDataHandler(parser_.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
  }

  Result<void> take(std::string_view bytes, bool last) {
    const auto status = XML_Parse(parser_.get(), bytes.data(), static_cast<int>(bytes.size()), last ? 1 : 0);
    if (failed_) return *failed_;
    if (status == XML_STATUS_ERROR)
      return bad_spreadsheet("line " + std::to_string(XML_GetCurrentLineNumber(parser_.get())) +
                             " of the XML inside: " + XML_ErrorString(XML_GetErrorCode(parser_.get())));
    return {};
  }

 private:
  struct ParserFree {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  void stop(Error error) {
    if (!failed_) failed_ = std::move(error);
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  static void on_begin(void* self, const char* element, const char** attributes) {
    auto& parse = *static_cast<Parse*>(self);
    if (parse.failed_) return;
    if (++parse.depth_ > depth_max) return parse.stop(bad_spreadsheet("elements nest more than 64 deep"));
    parse.attributes_.clear();
    for (; *attributes != nullptr; attributes += 2)
      parse.attributes_.emplace_back(without_prefix(attributes[0]), attributes[1]);
    if (auto told = parse.handler_.begin(without_prefix(element), parse.attributes_); !told)
      parse.stop(std::move(told).error());
  }

  static void on_end(void* self, const char* element) {
    auto& parse = *static_cast<Parse*>(self);
    if (parse.failed_) return;
    parse.depth_--;
    if (auto told = parse.handler_.end(without_prefix(element)); !told) parse.stop(std::move(told).error());
  }

  static void on_text(void* self, const char* text, int length) {
    auto& parse = *static_cast<Parse*>(self);
    if (!parse.failed_) parse.handler_.text({text, static_cast<std::size_t>(length)});
  }

  static void on_doctype(void* self, const char*, const char*, const char*, int) {
    static_cast<Parse*>(self)->stop(
        bad_spreadsheet("the XML inside declares a document type, which no spreadsheet does"));
  }

  XmlHandler& handler_;
  std::unique_ptr<XML_ParserStruct, ParserFree> parser_;
  std::vector<std::pair<std::string_view, std::string_view>> attributes_;
  int depth_ = 0;
  std::optional<Error> failed_;
};

}  // namespace

Error bad_spreadsheet(std::string message) {
  return {ErrorKind::invalid_input, "ingest.bad_spreadsheet", std::move(message)};
}

Result<bool> OoxmlDocument::read(std::string_view name, XmlHandler& handler) {
  const Archive opened = open_zip(bytes_);
  if (opened == nullptr) return bad_spreadsheet("the spreadsheet is no zip that can be read");
  if (!SHOAL_TRY(find_member(opened.get(), name))) return false;

  Parse parse(handler);
  std::vector<char> block(std::size_t{64} * 1024);
  for (;;) {
    const auto got = archive_read_data(opened.get(), block.data(), block.size());
    if (got < 0) return bad_spreadsheet("the part " + std::string(name) + " cannot be unpacked");
    SHOAL_TRY(parse.take({block.data(), static_cast<std::size_t>(got)}, got == 0));
    if (got == 0) return true;
    unpacked_ += static_cast<std::uint64_t>(got);
    if (unpacked_ > unpacked_bytes_max)
      return Error{ErrorKind::invalid_input, "ingest.too_large",
                   "the spreadsheet unpacks to more than " + grouped(unpacked_bytes_max) + " bytes"};
  }
}

}  // namespace shoal::ingest
