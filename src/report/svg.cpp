#include "report/svg.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/assert.hpp"
#include "base/text.hpp"

namespace shoal::report {
namespace {

constexpr std::uint32_t full = 10'000;  // 100 % in hundredths of a percent.
constexpr std::uint32_t least_shown = 60;

// A square of the pattern: its ground, and lines or dots over it. The style sheet gives classes their colours.
struct Drawing {
  const char* id;
  const char* url;
  const char* size;
  const char* ground;
  const char* mark;
  const char* path;  // Empty where the ground is all.
};

const Drawing& drawing_of(Fill fill) {
  static constexpr Drawing drawings[fill_count] = {
      {"f-good", "url(#f-good)", "8", "good", "", ""},
      {"f-fair", "url(#f-fair)", "8", "fair", "on-colour", "M4 0V8"},
      {"f-paid", "url(#f-paid)", "8", "paid", "on-colour", "M2 2H4M3 1V3M6 6H8M7 5V7"},
      {"f-bad", "url(#f-bad)", "10", "bad", "on-colour", "M-2 -2L12 12M-2 8L2 12M8 -2L12 2"},
      {"f-worst", "url(#f-worst)", "6", "worst", "on-colour", "M3 0V6M0 3H6"},
      {"f-presumed", "url(#f-presumed)", "8", "on-paper", "mark", "M1 1H3M2 0V2M5 5H7M6 4V6M1 6L2 7M6 1L7 2"},
      {"f-unknown", "url(#f-unknown)", "6", "on-paper", "mark", "M-1 1L1 -1M-1 7L7 -1M5 7L7 5"},
      {"f-outside", "url(#f-outside)", "12", "on-paper", "mark", "M-1 1L1 -1M-1 13L13 -1M11 13L13 11"}};
  return drawings[static_cast<std::size_t>(fill)];
}

std::string percent(std::uint32_t hundredths) {
  const std::string rest = std::to_string(hundredths % 100);
  return std::to_string(hundredths / 100) + (hundredths % 100 == 0 ? "" : (rest.size() == 1 ? ".0" : ".") + rest) + "%";
}

void draw_part(Html& html, std::uint32_t from, std::uint32_t width, Fill fill) {
  html.empty("rect", {{"x", percent(from)},
                      {"width", percent(width)},
                      {"height", "100%"},
                      {"fill", drawing_of(fill).url},
                      {"class", "part"}});
}

void draw_parts(Html& html, std::span<const Part> parts) {
  std::vector<std::uint64_t> counts;
  for (const Part& part : parts) counts.push_back(part.count);
  const std::vector<std::uint32_t> widths = shares(counts, full, least_shown);
  std::uint32_t from = 0;
  for (std::size_t i = 0; i < parts.size(); i++) {
    if (widths[i] > 0 && parts[i].fill != Fill::none) draw_part(html, from, widths[i], parts[i].fill);
    from += widths[i];
  }
}

}  // namespace

void define_fills(Html& html) {
  const auto svg = html.in("svg", {{"class", "fills"}, {"width", "0"}, {"height", "0"}, {"aria-hidden", "true"}});
  const auto defs = html.in("defs");
  for (std::size_t i = 0; i < fill_count; i++) {
    const Drawing& drawing = drawing_of(static_cast<Fill>(i));
    const auto pattern = html.in(
        "pattern",
        {{"id", drawing.id}, {"patternUnits", "userSpaceOnUse"}, {"width", drawing.size}, {"height", drawing.size}});
    // In whole units: a percentage would be one of the drawing around it, which has no size.
    html.empty("rect", {{"width", drawing.size}, {"height", drawing.size}, {"class", drawing.ground}});
    if (*drawing.path != 0) html.empty("path", {{"d", drawing.path}, {"class", drawing.mark}});
  }
}

std::vector<std::uint32_t> shares(std::span<const std::uint64_t> counts, std::uint32_t whole, std::uint32_t least) {
  SHOAL_ASSERT(least * counts.size() <= whole);
  std::vector<std::uint32_t> widths(counts.size());
  // Scaled so far that the products below cannot overflow; nobody sees the difference in a bar.
  unsigned scale = 0;
  while (std::accumulate(counts.begin(), counts.end(), std::uint64_t{0},
                         [&](auto sum, auto count) { return sum + (count >> scale); }) >>
         40U > 0)
    scale++;
  const std::uint64_t total = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0},
                                              [&](auto sum, auto count) { return sum + (count >> scale); });
  if (total == 0) return widths;
  std::uint64_t before = 0;
  for (std::size_t i = 0; i < counts.size(); i++) {
    // The difference of two rounded ends: these sum to the whole, which rounded widths would not.
    const std::uint64_t from = before * whole / total;
    before += counts[i] >> scale;
    widths[i] = static_cast<std::uint32_t>(before * whole / total - from);
  }
  for (std::size_t i = 0; i < counts.size(); i++)
    while (counts[i] > 0 && widths[i] < least) {
      const auto largest = std::max_element(widths.begin(), widths.end());
      (*largest)--;
      widths[i]++;
    }
  return widths;
}

void stacked_bar(Html& html, std::string_view id, std::string_view title, std::span<const Part> parts) {
  const std::string title_id = std::string(id) + "-title", desc_id = std::string(id) + "-desc";
  const auto svg = html.in("svg", {{"class", "bar"}, {"role", "img"}, {"aria-labelledby", title_id + " " + desc_id}});
  html.element("title", title, {{"id", title_id}});
  std::string told;
  for (const Part& part : parts) told += (told.empty() ? "" : ", ") + part.label + ": " + grouped(part.count);
  html.element("desc", told, {{"id", desc_id}});
  draw_parts(html, parts);
}

void small_stacked_bar(Html& html, std::span<const Part> parts) {
  const auto svg = html.in("svg", {{"class", "small"}, {"aria-hidden", "true"}});
  draw_parts(html, parts);
}

void bar(Html& html, std::uint64_t part, std::uint64_t whole, Fill fill) {
  const Part parts[] = {{"", part, fill}, {"", whole > part ? whole - part : 0, Fill::none}};
  small_stacked_bar(html, parts);
}

void interval_bar(Html& html, const Interval& interval, std::uint64_t whole) {
  const auto place = [&](std::uint64_t number) {
    return static_cast<std::uint32_t>(whole == 0 ? 0 : std::min(number, whole) * full / whole);
  };
  const auto svg = html.in("svg", {{"class", "small"}, {"aria-hidden", "true"}});
  draw_part(html, 0, place(interval.expected), Fill::presumed);
  const std::uint32_t from = place(interval.low), to = place(interval.high);
  const auto line = [&](std::uint32_t x, const char* y, std::uint32_t width, const char* height) {
    html.empty("rect", {{"x", percent(x)},
                        {"y", y},
                        {"width", width == 0 ? "2" : percent(width)},
                        {"height", height},
                        {"class", "interval"}});
  };
  line(from, "45%", std::max(to - from, 1U), "10%");
  line(from, "15%", 0, "70%");
  line(to, "15%", 0, "70%");
}

void reliability_plot(Html& html, std::string_view id, std::string_view title,
                      std::span<const ReliabilityPoint> points) {
  constexpr double side = 300;
  const auto place = [](double share) { return std::to_string(std::lround(std::clamp(share, 0.0, 1.0) * side)); };
  const auto fraction = [](double share) {
    const std::string rest = std::to_string(std::lround(share * 1000) % 1000);
    return std::to_string(std::lround(share * 1000) / 1000) + "." + std::string(3 - rest.size(), '0') + rest;
  };
  const std::string title_id = std::string(id) + "-title", desc_id = std::string(id) + "-desc";
  const auto svg = html.in("svg", {{"class", "plot"},
                                   {"role", "img"},
                                   {"viewBox", "-40 -10 360 350"},
                                   {"aria-labelledby", title_id + " " + desc_id}});
  html.element("title", title, {{"id", title_id}});
  std::string told;
  for (const ReliabilityPoint& point : points)
    told += (told.empty() ? "" : "; ") + grouped(point.cases) + " cases: foretold " + fraction(point.foretold) +
            ", true " + fraction(point.true_share);
  html.element("desc", told, {{"id", desc_id}});
  html.empty("rect", {{"width", "300"}, {"height", "300"}, {"class", "frame"}});
  html.empty("path", {{"d", "M0 300L300 0"}, {"class", "diagonal"}});
  for (const char* end : {"0", "1"}) {
    const double at = *end == '1' ? 1 : 0;
    html.element("text", end, {{"x", place(at)}, {"y", "316"}, {"text-anchor", "middle"}});
    html.element("text", end, {{"x", "-8"}, {"y", place(1 - at)}, {"text-anchor", "end"}, {"dy", "4"}});
  }
  html.element("text", "foretold", {{"x", "150"}, {"y", "332"}, {"text-anchor", "middle"}});
  html.element("text", "true", {{"x", "-150"}, {"y", "-14"}, {"text-anchor", "middle"}, {"transform", "rotate(-90)"}});
  for (const ReliabilityPoint& point : points)
    html.empty("circle",
               {{"cx", place(point.foretold)},
                {"cy", place(1 - point.true_share)},
                {"r", std::to_string(std::lround(std::min(18.0, 3 + std::sqrt(static_cast<double>(point.cases)) / 8)))},
                {"class", "dot"}});
}

void swatch(Html& html, Fill fill) {
  const auto svg = html.in("svg", {{"class", "swatch"}, {"aria-hidden", "true"}});
  draw_part(html, 0, full, fill);
}

}  // namespace shoal::report
