// Whatever the names that stand in it, a page has the same elements with the same attributes, ids and links: a name is
// text and nothing else. A second reader says so, expat. And what is escaped is read back as what a person may see.
#include "report/html.hpp"

#include <expat.h>

#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>

#include "base/assert.hpp"
#include "report/page.hpp"

namespace {

// What expat finds: tags and attributes as one text, and what stands between tags as another.
struct Read {
  std::string markup, text;
};

void XMLCALL on_start(void* read, const char* tag, const char** attributes) {
  auto& markup = static_cast<Read*>(read)->markup;
  markup.append("<").append(tag);
  for (; *attributes != nullptr; attributes += 2)
    markup.append(" ").append(attributes[0]).append("=").append(attributes[1]);
}
void XMLCALL on_end(void* read, const char* tag) { static_cast<Read*>(read)->markup.append(">").append(tag); }
void XMLCALL on_text(void* read, const char* bytes, int size) {
  static_cast<Read*>(read)->text.append(bytes, static_cast<std::size_t>(size));
}

Read read_back(const std::string& document) {
  Read read;
  XML_Parser parser = XML_ParserCreate("UTF-8");
  SHOAL_ASSERT(parser != nullptr);
  XML_SetUserData(parser, &read);
  XML_SetElementHandler(parser, on_start, on_end);
  XML_SetCharacterDataHandler(parser, on_text);
  SHOAL_ASSERT(XML_Parse(parser, document.data(), static_cast<int>(document.size()), 1) == XML_STATUS_OK);
  XML_ParserFree(parser);
  return read;
}

// A page in which this name stands wherever one from outside can.
Read page_with(const std::string& name) {
  const shoal::exposure::Facts facts;
  const shoal::lifecycle::ProgramCatalogue programs;
  shoal::exposure::Assessment assessment;
  assessment.enrolled = {name};
  assessment.reasons = {name};
  assessment.devices = {{-1, -1, 0}, {-1, -1, 0}};
  shoal::estate::Device device;
  device.name = name;
  device.known.edit().programs_listed = true;
  device.known.edit().programs = {{name, name, name, 1}};
  const shoal::estate::Device devices[] = {device, device};
  const shoal::estate::SetAside set_aside[] = {{name, "ingest.empty", name}};
  const shoal::report::Subject subject{facts, programs, assessment, devices, set_aside, 1, {}, {}, {name + "x", 2}};
  std::ostringstream out;
  write_page(subject, {"shoal", name}, out);
  return read_back(out.str());
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string name(reinterpret_cast<const char*>(data), size);
  const std::string made = shoal::report::escaped(name);
  const Read alone = read_back("<p title=\"" + made + "\">" + made + "</p>");
  SHOAL_ASSERT(shoal::report::escaped(alone.text) == made);
  SHOAL_ASSERT(alone.markup.ends_with(">p"));
  // A harmless name of the same length: very long ones may be broken, others not.
  SHOAL_ASSERT(page_with(name).markup == page_with(std::string(size, 'x')).markup);
  return 0;
}
