#include "inspect/version_resource.hpp"

#include <doctest/doctest.h>

#include "base/unicode.hpp"
#include "inspect/made_image.hpp"

namespace shoal::inspect {
namespace {

std::string version_facts(const std::string& resource, Letters letters) {
  Work work(file_steps_max);
  readiness::FactSheet sheet;
  read_version_resource(Span(resource), letters, 0x100, work, sheet);
  return to_lines(sheet);
}

}  // namespace

TEST_CASE("texts and numbers of a version are read, of 16-bit programs, too") {
  for (const Letters letters : {Letters::wide, Letters::narrow}) {
    const MadeVersion version{.letters = letters,
                              .file = {4, 0, 950, 6},
                              .product = {4, 0, 0, 0},
                              .strings = {{"CompanyName", "Made"}, {"Comments", ""}, {"FileVersion", "4.00.950"}}};
    std::string told = version_facts(made_version(version), letters);
    for (auto at = told.find(" @"); at != told.npos; at = told.find(" @")) told.erase(at, told.find('\n', at) - at);
    CHECK(told ==
          "version fixed-file-version 4.0.950.6\n"
          "version fixed-product-version 4.0.0.0\n"
          "version CompanyName Made\n"
          "version Comments\n"
          "version FileVersion 4.00.950\n");
  }
}

TEST_CASE("a version that is cut short keeps the texts before the cut") {
  const MadeVersion version{.strings = {{"CompanyName", "Made"}, {"FileVersion", "4.00.950"}}};
  const std::string whole = made_version(version);
  const std::string told = version_facts(whole.substr(0, whole.size() - 30), Letters::wide);
  CHECK(told.find("version CompanyName Made") != told.npos);
  CHECK(version_facts("no version", Letters::wide) ==
        "unread version \"the resource is no version resource\" @0x100\n");
}

TEST_CASE("UTF-16 becomes UTF-8, half of a pair a mark") {
  CHECK(shoal::utf8_of_utf16(std::string_view("M\0\xFC\0\x3D\xD8\x00\xDE\x3D\xD8", 10)) ==
        "M\xC3\xBC\xF0\x9F\x98\x80\xEF\xBF\xBD");
  CHECK(shoal::utf8_of_latin1("M\xFC") == "M\xC3\xBC");
}

}  // namespace shoal::inspect
