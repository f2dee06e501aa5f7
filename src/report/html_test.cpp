#include "report/html.hpp"

#include <doctest/doctest.h>

#include <sstream>

namespace shoal::report {
namespace {

TEST_CASE("a name with markup in it is text") {
  CHECK(escaped("<script>alert('x') & \"y\"</script>") ==
        "&lt;script&gt;alert(&#39;x&#39;) &amp; &quot;y&quot;&lt;/script&gt;");
  std::ostringstream out;
  Html html(out);
  html.element("p", "<b>", {{"title", "\" onclick=\"alert(1)"}});
  CHECK(out.str() == "<p title=\"&quot; onclick=&quot;alert(1)\">&lt;b&gt;</p>");
}

TEST_CASE("what no reader should see is replaced, and the rest is kept") {
  const std::string replaced = "\xEF\xBF\xBD";
  struct Case {
    std::string_view given;
    std::string shown;
  };
  const Case cases[] = {
      {"B\xC3\xBCro \xF0\x9F\x90\x9F", "B\xC3\xBCro \xF0\x9F\x90\x9F"},
      {"a\tb\nc", "a\tb\nc"},
      {"a\rb", "a" + replaced + "b"},
      {std::string_view("a\0b", 3), "a" + replaced + "b"},
      {"\xC0\xAF", replaced + replaced},                                // not the shortest form
      {"\xED\xA0\x80", replaced + replaced + replaced},                 // a surrogate
      {"\xF4\x90\x80\x80", replaced + replaced + replaced + replaced},  // beyond U+10FFFF
      {"a\xC3", "a" + replaced},                                        // cut
      {"PC\xE2\x80\xAEtxt.exe", "PC" + replaced + "txt.exe"},           // turns what follows around
      {"\xEF\xBF\xBE", replaced},                                       // no character
  };
  for (const Case& each : cases) {
    CAPTURE(each.given);
    CHECK(escaped(each.given) == each.shown);
  }
}

TEST_CASE("what is told to the style sheet cannot end its string") {
  std::ostringstream out;
  Html(out).style("p{margin:0}", "@page{content:%}", "1 device\"</style>\\a ");
  CHECK(out.str() == "<style>p{margin:0}@page{content:\"1 device???style??a \"}</style>\n");
}

TEST_CASE("every element that is opened is closed, in its order") {
  std::ostringstream out;
  {
    Html html(out);
    html.begin();
    const auto outer = html.in("ul");
    const auto inner = html.in("li", {{"id", "a"}});
    html.empty("wbr");
  }
  CHECK(out.str() == "<!DOCTYPE html>\n<ul><li id=\"a\"><wbr/></li></ul>");
}

}  // namespace
}  // namespace shoal::report
