#include "report/svg.hpp"

#include <doctest/doctest.h>

#include <sstream>

namespace shoal::report {
namespace {

std::vector<std::uint32_t> widths(std::vector<std::uint64_t> counts) { return shares(counts, 10'000, 60); }

TEST_CASE("widths sum to the whole, and what is there at all is seen") {
  CHECK(widths({1, 1, 1}) == std::vector<std::uint32_t>{3333, 3333, 3334});
  CHECK(widths({1, 27'999}) == std::vector<std::uint32_t>{60, 9940});
  CHECK(widths({0, 5, 0}) == std::vector<std::uint32_t>{0, 10'000, 0});
  CHECK(widths({0, 0}) == std::vector<std::uint32_t>{0, 0});
}

TEST_CASE("counts in the quintillions do not overflow") {
  CHECK(widths({1ULL << 61U, 1ULL << 61U, 1ULL << 62U}) == std::vector<std::uint32_t>{2500, 2500, 5000});
}

TEST_CASE("a bar tells its parts to whoever cannot see it, and names from outside are text") {
  const Part parts[] = {{"has", 3, Fill::good}, {"<b>", 1'000, Fill::unknown}};
  std::ostringstream out;
  Html html(out);
  stacked_bar(html, "x", "Devices & more", parts);
  CHECK(out.str() ==
        "<svg class=\"bar\" role=\"img\" aria-labelledby=\"x-title x-desc\"><title id=\"x-title\">Devices &amp; "
        "more</title><desc id=\"x-desc\">has: 3, &lt;b&gt;: 1,000</desc>"
        "<rect x=\"0%\" width=\"0.60%\" height=\"100%\" fill=\"url(#f-good)\" class=\"part\"/>"
        "<rect x=\"0.60%\" width=\"99.40%\" height=\"100%\" fill=\"url(#f-unknown)\" class=\"part\"/></svg>");
}

TEST_CASE("the rest of a whole is not drawn") {
  std::ostringstream out;
  Html html(out);
  bar(html, 1, 4, Fill::bad);
  CHECK(out.str() ==
        "<svg class=\"small\" aria-hidden=\"true\">"
        "<rect x=\"0%\" width=\"25%\" height=\"100%\" fill=\"url(#f-bad)\" class=\"part\"/></svg>");
}

}  // namespace
}  // namespace shoal::report
