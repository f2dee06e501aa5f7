#include "report/page/parts.hpp"

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
std::string rest_id(std::size_t place) { return release_id(place) + "-rest"; }
std::string reason_id(std::int32_t reason) { return "n" + std::to_string(reason + 1); }

void release_links(const Page& page, Html& html, const std::set<std::size_t>& places, std::size_t most) {
  std::size_t shown = 0;
  for (const std::size_t place : places) {
    if (shown == most) return void(html.text(" and " + grouped(places.size() - shown) + " more"));
    html.text(shown++ == 0 ? "" : ", ");
    link(html, release_id(place), page.releases.releases[place].label);
  }
}

void releases_row(const Page& page, Html& html, const std::set<std::size_t>& places, const char* columns) {
  const auto row = html.in("tr", {{"class", "of"}});
  const auto all = html.in("td", {{"colspan", columns}});
  release_links(page, html, places);
}

namespace {

void state_link(const Page& page, Html& html, std::size_t state) {
  const std::size_t place = page.releases.of_state[page.order.states[state - 1]];
  link(html, page.order.has_row[state - 1] ? state_id(state) : rest_id(place), "S" + std::to_string(state));
}

void states_by_release(const Page& page, Html& html, std::span<const std::size_t> numbers) {
  std::map<std::size_t, std::uint64_t> by_release;
  for (const std::size_t state : numbers) by_release[page.releases.of_state[page.order.states[state - 1]]]++;
  bool first = true;
  for (const auto& [place, states] : by_release) {
    html.text(first ? "" : ", ").text(counted(states, "state", "states") + " of ");
    first = false;
    link(html, release_id(place), page.releases.releases[place].label);
  }
}

}  // namespace

void state_links(const Page& page, Html& html, std::span<const std::size_t> numbers) {
  std::vector<std::pair<std::size_t, std::size_t>> ranges;
  for (const std::size_t state : numbers) {
    if (!ranges.empty() && ranges.back().second + 1 == state) {
      ranges.back().second = state;
    } else {
      ranges.emplace_back(state, state);
    }
  }
  if (ranges.size() > limits.ranges) return states_by_release(page, html, numbers);
  for (std::size_t i = 0; i < ranges.size(); i++) {
    const auto [from, to] = ranges[i];
    html.text(i == 0 ? "" : ", ");
    state_link(page, html, from);
    if (to == from) continue;
    html.text(to > from + 1 ? " to " : ", ");
    state_link(page, html, to);
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
void whole_cell(Html& html, std::string_view text) { html.element("td", text, {{"class", "id"}}); }
void cell(Html& html, std::uint64_t count) { html.element("td", grouped(count), {{"class", "n"}}); }
void share_cell(Html& html, std::uint64_t part, std::uint64_t whole) {
  html.element("td", percent(part, whole), {{"class", "n"}});
}

namespace {

void bucket_row(const Page& page, Html& html, const Bucket& bucket, std::uint64_t sum, bool with_states) {
  const auto row = html.in("tr");
  {
    const auto head = html.in("th", {{"scope", "row"}, {"class", "id"}});
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
  state_links(page, html, bucket.states);
}

}  // namespace

void partition(const Page& page, Html& html, const std::string& id, std::string_view caption, std::string_view counts,
               std::span<const Bucket> buckets) {
  std::uint64_t sum = 0;
  bool with_states = false;
  std::vector<Part> parts;
  for (const Bucket& bucket : buckets) {
    sum += bucket.count;
    with_states = with_states || !bucket.states.empty();
    parts.push_back({bucket.label, bucket.count, bucket.fill});
  }
  const auto whole = html.in("div", {{"class", "whole"}});
  stacked_bar(html, id + "-bar", caption, parts);
  std::vector<Table::Column> columns{{"bucket"}, {counts, number}, {"share", number}, {"means"}};
  if (with_states) columns.push_back({"patch states"});
  const Table table(html, id, caption, columns);
  for (const Bucket& bucket : buckets) bucket_row(page, html, bucket, sum, with_states);
  const auto row = html.in("tr", {{"class", "sum"}});
  head_cell(html, "sum");
  cell(html, sum);
  share_cell(html, sum, sum);
  cell(html, "");
  if (with_states) cell(html, "");
}

void write_name(Html& html, std::string_view name) {
  constexpr std::size_t long_name = 40;
  if (name.size() <= long_name) return void(html.text(name));
  html.element("span", name, {{"class", "long"}});
}

void write_names(const Page& page, Html& html, std::span<const std::string_view> names) {
  const std::size_t shown = page.names_in_row(names.size());
  for (std::size_t i = 0; i < shown; i++) {
    // Lines of names are broken here only.
    if (i > 0) html.text(", ").empty("wbr");
    write_name(html, names[i]);
  }
  if (shown < names.size()) html.text(" and " + grouped(names.size() - shown) + " more");
}

void say(Html& html, std::string_view text) { html.element("p", text).line(); }

}  // namespace shoal::report::page
