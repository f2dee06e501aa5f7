// What sections are made of: tables, partitions, links.
#pragma once

#include <initializer_list>
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
/// The names of these releases, each a link to its devices.
void release_links(const Page& page, Html& html, const std::set<std::size_t>& places);
/// "S1 to S4, S9": these numbers, ascending, as links to their rows.
void state_links(Html& html, std::span<const std::size_t> numbers);
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
/// A share of the whole, in percent.
void share_cell(Html& html, std::uint64_t part, std::uint64_t whole);

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
void partition(Html& html, const std::string& id, std::string_view caption, std::string_view counts,
               std::span<const Bucket> buckets);

/// A paragraph.
void say(Html& html, std::string_view text);

}  // namespace shoal::report::page
