// What sections are made of: tables, partitions, links.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/page/sections.hpp"
#include "report/svg.hpp"

namespace shoal::report::page {

/// "42.9 %". Nothing is rounded to all or to none: "<0.1 %", ">99.9 %". Empty where `whole` is 0.
std::string percent(std::uint64_t part, std::uint64_t whole);

/// Links. `id` is that of an element of the page.
void link(Html& html, const std::string& id, std::string_view text);
std::string state_id(std::size_t state);     // state: a number of StateOrder
std::string release_id(std::size_t place);   // place: position in ReleaseFigures::releases
std::string reason_id(std::int32_t reason);  // reason: position in Assessment::reasons
std::string rest_id(std::size_t place);      // the row that states without one of their own share
/// The names of these releases, each a link to its devices; `most` of them, and how many there are beside them.
void release_links(const Page& page, Html& html, const std::set<std::size_t>& places, std::size_t most = SIZE_MAX);
/// A row of a table that says to which releases the rows below it belong.
void releases_row(const Page& page, Html& html, const std::set<std::size_t>& places, const char* columns);
/// Brings together the rows with the same `releases`, in the order in which the first of each stands.
template <typename Row>
void gather_by_releases(std::vector<Row>& rows) {
  std::map<std::set<std::size_t>, std::size_t> first;
  for (const Row& row : rows) first.emplace(row.releases, first.size());
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const Row& a, const Row& b) { return first.at(a.releases) < first.at(b.releases); });
}
/// "S1 to S4, S9": these numbers, ascending, as links to their rows. Where that is too long, how many of which release.
void state_links(const Page& page, Html& html, std::span<const std::size_t> numbers);
/// The numbers of the states for which `holds`, ascending.
template <typename Holds>
std::vector<std::size_t> numbers_where(const Page& page, Holds holds) {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < page.order.states.size(); i++)
    if (holds(page.subject.assessment.states[page.order.states[i]])) numbers.push_back(i + 1);
  return numbers;
}

/// A table in a region that scrolls by itself where the paper is too narrow. Rows are written between its construction
/// and its end.
class Table {
 public:
  enum class Holds { text, number };
  struct Column {
    std::string_view head;
    Holds holds = Holds::text;
  };
  /// `id` is unique in the document.
  Table(Html& html, const std::string& id, std::string_view caption, std::span<const Column> columns);
  Table(Html& html, const std::string& id, std::string_view caption, std::initializer_list<Column> columns)
      : Table(html, id, caption, std::span(columns.begin(), columns.size())) {}

 private:
  static Html::Element body(Html& html, const std::string& id, std::string_view caption,
                            std::span<const Column> columns);
  Html::Element region_, table_, body_;
};
constexpr Table::Holds number = Table::Holds::number;

// Cells of a row.
void head_cell(Html& html, std::string_view text);
/// A head that is never broken: an identifier of ours or the vendor's.
void id_cell(Html& html, std::string_view text);
void cell(Html& html, std::string_view text);
void cell(Html& html, std::uint64_t count);
/// Text that is never broken: a day, a number of an update.
void whole_cell(Html& html, std::string_view text);
/// A share of the whole, in percent.
void share_cell(Html& html, std::uint64_t part, std::uint64_t whole);

/// What all devices of one kind are shown as: how their bucket looks, and what that means in plain words.
struct Shown {
  Fill fill;
  const char* means;
};

/// One bucket of a partition.
struct Bucket {
  std::string label;
  std::string means;  ///< In plain words.
  std::uint64_t count = 0;
  Fill fill = Fill::unknown;
  std::string leads_to;             ///< The id of its rows; empty where it has none.
  std::vector<std::size_t> states;  ///< Where given, the numbers of its states, linked in a column of their own.
};
/// A bar in parts, and below it the same as a table with the sum.
void partition(const Page& page, Html& html, const std::string& id, std::string_view caption, std::string_view counts,
               std::span<const Bucket> buckets);

/// The name of a device or a file. One that is not very long is never broken, so that it can be found and copied.
void write_name(Html& html, std::string_view name);
/// These names, as many as a row gives, and how many there are beside them.
void write_names(const Page& page, Html& html, std::span<const std::string_view> names);

/// A paragraph.
void say(Html& html, std::string_view text);

}  // namespace shoal::report::page
