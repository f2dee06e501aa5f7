#include "inspect/manifest.hpp"

#include <expat.h>

#include <algorithm>
#include <memory>
#include <string>
#include <type_traits>

#include "base/assert.hpp"
#include "base/text.hpp"

namespace shoal::inspect {
namespace {

using readiness::FactKind;

constexpr int xml_depth_max = 64;
constexpr std::size_t xml_text_bytes_max = 1024;
constexpr std::uint64_t xml_element_steps = 8;  // as long as expat takes for one

std::string_view xml_local_name(const char* name) {
  const std::string_view text = name;
  const auto colon = text.rfind(':');
  return colon == text.npos ? text : text.substr(colon + 1);
}

// One document on its way from expat. Whoever derives from it is told of elements by their local names.
class XmlReading {
 public:
  explicit XmlReading(Work& work) : work_(work), parser_(XML_ParserCreate(nullptr)) {
    SHOAL_ASSERT(parser_ != nullptr);
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), on_begin, on_end);
    XML_SetCharacterDataHandler(parser_.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
    XML_SetUnknownEncodingHandler(parser_.get(), on_encoding, nullptr);
  }
  virtual ~XmlReading() = default;
  XmlReading(const XmlReading&) = delete;
  XmlReading& operator=(const XmlReading&) = delete;

  // Why it could not be read to its end; empty where it could.
  std::string read(std::string_view xml) {
    if (xml.size() > manifest_bytes_max) return "longer than " + grouped(manifest_bytes_max) + " bytes";
    if (!work_.spend(xml.size() / 2)) return {};  // expat takes 30 times as long as a look
    if (XML_Parse(parser_.get(), xml.data(), static_cast<int>(xml.size()), XML_TRUE) != XML_STATUS_ERROR) return {};
    if (!why_.empty()) return why_;
    return "line " + std::to_string(XML_GetCurrentLineNumber(parser_.get())) + ": " +
           XML_ErrorString(XML_GetErrorCode(parser_.get()));
  }

 protected:
  virtual void begin(std::string_view element, const char** attributes) = 0;
  virtual void end(std::string_view element, std::string_view text) = 0;

  int depth() const { return depth_; }
  std::uint64_t byte_index() const {
    const auto index = XML_GetCurrentByteIndex(parser_.get());
    return index < 0 ? 0 : static_cast<std::uint64_t>(index);
  }
  static std::string_view attribute(const char** attributes, std::string_view name) {
    for (; *attributes != nullptr; attributes += 2)
      if (xml_local_name(attributes[0]) == name) return attributes[1];
    return {};
  }

 private:
  struct XmlParserFree {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  void stop(std::string why) {
    if (why_.empty()) why_ = std::move(why);
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  static void on_begin(void* self, const char* element, const char** attributes) {
    auto& reading = *static_cast<XmlReading*>(self);
    if (!reading.why_.empty()) return;
    if (++reading.depth_ > xml_depth_max) return reading.stop("elements nest more than 64 deep");
    if (!reading.work_.spend(xml_element_steps)) return reading.stop("more elements than may be read of one file");
    reading.text_.clear();
    reading.begin(xml_local_name(element), attributes);
  }
  static void on_end(void* self, const char* element) {
    auto& reading = *static_cast<XmlReading*>(self);
    if (!reading.why_.empty()) return;
    reading.end(xml_local_name(element), trimmed(reading.text_));
    reading.text_.clear();
    reading.depth_--;
  }
  static void on_text(void* self, const char* text, int length) {
    auto& reading = *static_cast<XmlReading*>(self);
    if (reading.text_.size() < xml_text_bytes_max) reading.text_.append(text, static_cast<std::size_t>(length));
  }
  static void on_doctype(void* self, const char*, const char*, const char*, int) {
    static_cast<XmlReading*>(self)->stop("it declares a document type, which is not read");
  }

  // Visual Studio wrote configurations in "Windows-1252", which expat does not know. Any other encoding of Windows is
  // read so too: what is asked for is ASCII, which these have where ASCII has it, but for second bytes of letters, and
  // those are never marks of XML.
  static int on_encoding(void*, const char*, XML_Encoding* encoding) {
    for (int byte = 0; byte < 256; byte++) encoding->map[byte] = byte;
    encoding->data = nullptr;
    encoding->convert = nullptr;
    encoding->release = nullptr;
    return XML_STATUS_OK;
  }

  Work& work_;
  std::unique_ptr<std::remove_pointer_t<XML_Parser>, XmlParserFree> parser_;
  std::string text_;  // of the element that is open, since its last child
  std::string why_;
  int depth_ = 0;
};

class ManifestReading final : public XmlReading {
 public:
  ManifestReading(std::uint64_t base, std::uint64_t size, Work& work, readiness::FactSheet& sheet)
      : XmlReading(work), base_(base), size_(size), sheet_(sheet) {}

 private:
  void begin(std::string_view element, const char** attributes) override {
    if (element == "requestedExecutionLevel") {
      add("execution-level", attribute(attributes, "level"));
      add("ui-access", attribute(attributes, "uiAccess"));
    } else if (element == "supportedOS") {
      add("supported-os", lower_ascii(attribute(attributes, "Id")));
    } else if (element == "comClass") {
      add("com-class", lower_ascii(attribute(attributes, "clsid")));
    } else if (element == "dependentAssembly") {
      dependent_depth_ = depth();
    } else if (element == "assemblyIdentity") {
      if (dependent_depth_ != 0) add("dependency", attribute(attributes, "name"));
      if (dependent_depth_ == 0 && depth() == 2) add("identity", attribute(attributes, "name"));
    }
  }

  void end(std::string_view element, std::string_view text) override {
    if (element == "dpiAware" || element == "dpiAwareness") add("dpi-aware", text);
    if (depth() == dependent_depth_) dependent_depth_ = 0;
  }

  // Of UTF-16, too, expat counts bytes of what it was given.
  void add(std::string_view name, std::string_view value) {
    if (!value.empty()) sheet_.add(FactKind::manifest, name, value, 0, base_ + std::min(byte_index(), size_));
  }

  std::uint64_t base_, size_;
  readiness::FactSheet& sheet_;
  int dependent_depth_ = 0;  // of the dependentAssembly that is open, 0 where none is
};

class ConfigurationReading final : public XmlReading {
 public:
  ConfigurationReading(std::uint64_t size, Work& work, readiness::FactSheet& sheet)
      : XmlReading(work), size_(size), sheet_(sheet) {}

 private:
  void begin(std::string_view element, const char** attributes) override {
    if (element == "startup" && depth() == 2) is_startup_ = true;
    if (!is_startup_ || (element != "supportedRuntime" && element != "requiredRuntime")) return;
    const std::string_view version = attribute(attributes, "version");
    if (!version.empty()) sheet_.add(FactKind::clr, "runtime", version, 0, std::min(byte_index(), size_));
  }
  void end(std::string_view, std::string_view) override { is_startup_ = is_startup_ && depth() != 2; }

  std::uint64_t size_;
  readiness::FactSheet& sheet_;
  bool is_startup_ = false;
};

}  // namespace

void read_manifest(std::string_view xml, std::uint64_t base, Work& work, readiness::FactSheet& sheet) {
  // In UTF-16 the last letter of the XML, '>', ends in a NUL itself.
  const bool is_wide = xml.size() >= 2 && (xml[0] == '\xFF' || xml[1] == '\0');
  std::string_view told = xml.substr(0, xml.find_last_not_of('\0') + 1);
  if (is_wide && told.size() % 2 != 0) told = xml.substr(0, told.size() + 1);
  const std::string why = ManifestReading(base, told.size(), work, sheet).read(told);
  if (!why.empty()) sheet.add(FactKind::manifest, "unreadable", why, 0, base);
}

void read_configuration(std::string_view xml, Work& work, readiness::FactSheet& sheet) {
  const std::string why = ConfigurationReading(xml.size(), work, sheet).read(xml);
  if (!why.empty()) sheet.add(FactKind::unread, "configuration", why);
}

}  // namespace shoal::inspect
