// The filter language: which records does a person mean? One grammar for --where, URLs and the API.
//
//     os:xp site:BCU-04 seen:<30d -tag:personal-data (app:"HOLMES 2" OR has:KB4012598)
//
// Here are the grammar and its evaluation, and no field: each module registers its own as a list of FilterFields and
// shows its records through a FieldSource. docs/reference/filter.md has every rule with an example.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"

namespace shoal {

/// What a field's values are, and so which comparisons it knows.
enum class FieldKind : std::uint8_t {
  text,    ///< Matches where it contains what was asked for: os:xp finds "Windows XP SP3". `=` asks for all of it.
  word,    ///< Matches as a whole only: has:KB89083 must not find KB890830.
  number,  ///< Whole numbers of 64 bits; all comparisons.
  day,     ///< Days and ages; all comparisons.
};

struct FilterField {
  std::string_view name;  ///< As people write it; the case of ASCII letters does not count.
  FieldKind kind;
  std::string_view says;  ///< One line for help.
};

/// All fields of one sort of record. Only Filter::parse reads it; a Filter keeps none of these views.
///
/// A field's index, by which a FieldSource is asked, is its place in `known`; the names in `further` follow on from
/// there. Of names that differ in nothing but case the first is meant, so whoever collects `further` folds them.
struct FilterFields {
  std::span<const FilterField> known;
  std::span<const std::string_view> further = {};  ///< Names met in the estate, such as keys of tags; all of them text.
};

/// One of the values that a condition accepts. Callers have no use for it: it is how a Filter remembers.
struct FieldTest {
  enum class Form : std::uint8_t { known, unknown, contained, equal, below, at_most, above, at_least };
  Form form = Form::contained;
  bool is_age = false;      ///< `number` is an age and not a day.
  std::string text = {};    ///< For text and words, as it was typed.
  std::int64_t number = 0;  ///< A number, a day since 1970-01-01, or days before the as-of day.
};

/// Takes the values of one field of one record. Nothing is kept, so the texts need to live no longer than the call.
class FieldValues {
 public:
  /// Each must be of the field's kind; anything else stops the process. An empty text is no value.
  void add(std::string_view text);
  void add(std::int64_t number);
  void add(Day day);

  /// Whether further values cannot change the answer: a source with many of them may stop here.
  bool decided() const { return matched_; }

 private:
  friend class Filter;
  FieldValues(std::span<const FieldTest> tests, FieldKind kind, Day as_of)
      : tests_(tests), kind_(kind), as_of_(as_of) {}
  bool matched() const;

  std::span<const FieldTest> tests_;
  FieldKind kind_;
  Day as_of_;
  bool any_ = false;
  bool matched_ = false;
};

/// A record, seen field by field.
class FieldSource {
 public:
  virtual ~FieldSource() = default;

  /// Adds each value that is known of the field with this index (FilterFields); none at all means unknown.
  virtual void values_of(std::size_t field, FieldValues& values) const = 0;
};

/// A question about a record. Without conditions, as it is by default, it matches every record.
///
/// Where a field has several values, one that fits is enough. A field without a value fits no comparison. NOT turns
/// the answer around and nothing else, so a record whose field is unknown matches the negation of every comparison:
/// a filter and its negation always partition the records, and nothing falls between them. Whoever wants the known
/// ones alone adds `field:*`; `field:unknown` finds the others.
class Filter {
 public:
  static constexpr std::size_t bytes_max = 4096;  ///< As typed, and as spelled.
  static constexpr std::size_t depth_max = 32;    ///< Parentheses and negations within one another.
  static constexpr std::size_t terms_max = 256;   ///< Values asked for; those in a list count one by one.

  Filter() = default;

  /// Reads a filter. Blank text is an error and no filter for everything: it most often is a variable that was not
  /// set. Bytes outside ASCII are compared as they are.
  /// Errors (all invalid_input): "base.unknown_field" with the nearest name or all of them, "base.bad_filter" with the
  /// column (in characters, from 1) and what was expected there.
  static Result<Filter> parse(std::string_view text, const FilterFields& fields);

  /// Whether the record is meant. Ages count back from `as_of`; a day after it is younger than every age.
  bool matches(const FieldSource& record, Day as_of) const;

  /// The filter in its one plain form: field names as they are registered, `NOT`, ages in days, quotes and parentheses
  /// only where needed. Parsed again it spells the same and matches the same.
  const std::string& spelled() const { return spelled_; }

 private:
  class Parser;
  enum class Join : std::uint8_t { all, any, negation, condition };
  // Nodes stand in prefix order: a node is followed by its children.
  struct Node {
    Join join = Join::all;
    FieldKind kind = FieldKind::text;  // of a condition, as are the next three
    std::uint32_t field = 0;
    std::uint32_t first_test = 0;
    std::uint32_t tests = 0;
    std::uint32_t nodes = 1;  // itself and all below it
  };

  bool holds(std::size_t node, const FieldSource& record, Day as_of) const;

  std::vector<Node> nodes_;
  std::vector<FieldTest> tests_;
  std::string spelled_;
};

}  // namespace shoal
