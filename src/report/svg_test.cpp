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

TEST_CASE("an estimate is a bar up to the expected number, and a line with ends from its low to its high end") {
  std::ostringstream out;
  Html html(out);
  interval_bar(html, {100, 200, 300}, 400);
  CHECK(out.str() ==
        "<svg class=\"small\" aria-hidden=\"true\">"
        "<rect x=\"0%\" width=\"50%\" height=\"100%\" fill=\"url(#f-presumed)\" class=\"part\"/>"
        "<rect x=\"25%\" y=\"45%\" width=\"50%\" height=\"10%\" class=\"interval\"/>"
        "<rect x=\"25%\" y=\"15%\" width=\"2\" height=\"70%\" class=\"interval\"/>"
        "<rect x=\"75%\" y=\"15%\" width=\"2\" height=\"70%\" class=\"interval\"/></svg>");
}

TEST_CASE("a plot of what was foretold has its points where they belong, and tells them to whoever cannot see it") {
  const ReliabilityPoint points[] = {{0.25, 0.5, 1'600}, {0.999, 1, 4}};
  std::ostringstream out;
  Html html(out);
  reliability_plot(html, "x", "Foretold", points);
  const std::string text = out.str();
  CHECK(text.find("<title id=\"x-title\">Foretold</title><desc id=\"x-desc\">1,600 cases: foretold 0.250, true 0.500; "
                  "4 cases: foretold 0.999, true 1.000</desc>") != std::string::npos);
  CHECK(text.find("<path d=\"M0 300L300 0\" class=\"diagonal\"/>") != std::string::npos);
  CHECK(
      text.ends_with("<circle cx=\"75\" cy=\"150\" r=\"8\" class=\"dot\"/>"
                     "<circle cx=\"300\" cy=\"0\" r=\"3\" class=\"dot\"/></svg>"));
}

}  // namespace
}  // namespace shoal::report
