#include "report/page/parts.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace shoal::report::page {

std::string percent(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return {};
  const std::uint64_t tenths = (part * 1000 + whole / 2) / whole;
  if (part > 0 && tenths == 0) return "<0.1 %";
  if (part < whole && tenths == 1000) return ">99.9 %";
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

void link(Html& html, const std::string& id, std::string_view text) { html.element("a", text, {{"href", "#" + id}}); }
std::string state_id(std::size_t state) { return "s" + std::to_string(state); }
std::string release_id(std::size_t place) { return "r" + std::to_string(place); }
std::string reason_id(std::int32_t reason) { return "n" + std::to_string(reason + 1); }

void release_links(const Page& page, Html& html, const std::set<std::size_t>& places) {
  bool first = true;
  for (const std::size_t place : places) {
    if (!first) html.text(", ");
    first = false;
    link(html, release_id(place), page.releases.releases[place].label);
  }
}

void state_links(Html& html, std::span<const std::size_t> numbers) {
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) last++;
    if (i > 0) html.text(", ");
    link(html, state_id(numbers[i]), "S" + std::to_string(numbers[i]));
    if (last > i) {
      html.text(last > i + 1 ? " to " : ", ");
      link(html, state_id(numbers[last]), "S" + std::to_string(numbers[last]));
    }
    i = last + 1;
  }
}

Table::Table(Html& html, const std::string& id, std::string_view caption, std::span<const Column> columns)
    : region_(html.in("div", {{"class", "scroll"}, {"role", "region"}, {"tabindex", "0"}, {"aria-labelledby", id}})),
      table_(html.in("table")),
      body_(body(html, id, caption, columns)) {}

Html::Element Table::body(Html& html, const std::string& id, std::string_view caption,
                          std::span<const Column> columns) {
  html.element("caption", caption, {{"id", id}});
  {
    const auto head = html.in("thead");
    const auto row = html.in("tr");
    for (const Column& column : columns)
      html.element("th", column.head, {{"scope", "col"}, {"class", column.holds == Holds::number ? "n" : "t"}});
  }
  html.line();
  return html.in("tbody");
}

void head_cell(Html& html, std::string_view text) { html.element("th", text, {{"scope", "row"}}); }
void id_cell(Html& html, std::string_view text) { html.element("th", text, {{"scope", "row"}, {"class", "id"}}); }
void cell(Html& html, std::string_view text) { html.element("td", text); }
void cell(Html& html, std::uint64_t count) { html.element("td", grouped(count), {{"class", "n"}}); }
void share_cell(Html& html, std::uint64_t part, std::uint64_t whole) {
  html.element("td", percent(part, whole), {{"class", "n"}});
}

namespace {

void bucket_row(Html& html, const Bucket& bucket, std::uint64_t sum, bool with_states) {
  const auto row = html.in("tr");
  {
    const auto head = html.in("th", {{"scope", "row"}});
    swatch(html, bucket.fill);
    html.text(bucket.label);
  }
  {
    const auto count = html.in("td", {{"class", "n"}});
    if (bucket.leads_to.empty() || bucket.count == 0) {
      html.text(grouped(bucket.count));
    } else {
      link(html, bucket.leads_to, grouped(bucket.count));
    }
  }
  share_cell(html, bucket.count, sum);
  cell(html, bucket.means);
  if (!with_states) return;
  const auto where = html.in("td");
  state_links(html, bucket.states);
}

}  // namespace

void partition(Html& html, const std::string& id, std::string_view caption, std::string_view counts,
               std::span<const Bucket> buckets) {
  std::uint64_t sum = 0;
  bool with_states = false;
  std::vector<Part> parts;
  for (const Bucket& bucket : buckets) {
    sum += bucket.count;
    with_states = with_states || !bucket.states.empty();
    parts.push_back({bucket.label, bucket.count, bucket.fill});
  }
  stacked_bar(html, id + "-bar", caption, parts);
  std::vector<Table::Column> columns{{"bucket"}, {counts, number}, {"share", number}, {"means"}};
  if (with_states) columns.push_back({"patch states"});
  const Table table(html, id, caption, columns);
  for (const Bucket& bucket : buckets) bucket_row(html, bucket, sum, with_states);
  const auto row = html.in("tr", {{"class", "sum"}});
  head_cell(html, "sum");
  cell(html, sum);
  share_cell(html, sum, sum);
  cell(html, "");
  if (with_states) cell(html, "");
}

void say(Html& html, std::string_view text) { html.element("p", text).line(); }

}  // namespace shoal::report::page
