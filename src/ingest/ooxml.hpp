// The XML parts inside an Office document: a zip of them, read in place.
//
// Which parts there are and what they mean is the question of whoever asks. libarchive unpacks and expat parses, both
// piece by piece, so that a part is never held whole and a bomb is stopped at its limit.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace shoal::ingest {

/// invalid_input "ingest.bad_spreadsheet".
Error bad_spreadsheet(std::string message);

/// One element's attributes: names without their prefix, and values.
using XmlAttributes = std::span<const std::pair<std::string_view, std::string_view>>;

/// What a part is told to. Names of elements come without their prefix.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual Result<void> begin(std::string_view element, XmlAttributes attributes) = 0;
  virtual Result<void> end(std::string_view element) = 0;
  virtual void text(std::string_view piece) = 0;
};

/// One document, whose parts are read one at a time.
class OoxmlDocument {
 public:
  /// More than any list of devices unpacks to: 1,000,000 rows of 20 cells are about half of it. Holds for all that is
  /// read of one document together, since many sheets may name one part.
  static constexpr std::uint64_t unpacked_bytes_max = std::uint64_t{1} << 31U;

  /// `bytes` must outlive the document.
  explicit OoxmlDocument(std::string_view bytes) : bytes_(bytes) {}

  /// Reads the part called `name`, e.g. "xl/workbook.xml", ignoring the case of ASCII letters and a slash in front.
  /// False where there is none. Errors: whatever the handler returns; invalid_input "ingest.bad_spreadsheet" where the
  /// zip is damaged, the XML is not well formed, nests more than 64 deep or declares a document type (nobody's
  /// spreadsheet does, and bombs do); "ingest.too_large" beyond `unpacked_bytes_max`.
  Result<bool> read(std::string_view name, XmlHandler& handler);

 private:
  std::string_view bytes_;
  std::uint64_t unpacked_ = 0;
};

}  // namespace shoal::ingest
