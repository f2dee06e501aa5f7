// Tables of a TOML file with values of known types: for the one .cpp that reads such a file.
#pragma once

// Without exceptions a syntax error is a value.
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "ingest/toml_guard.hpp"

namespace shoal::ingest {

/// The code of errors in a programme, which most of these files are.
inline constexpr std::string_view bad_programme_code = "ingest.bad_programme";

/// A sentence on the line where it is.
inline Error bad_toml(const toml::source_region& where, const std::string& what,
                      std::string_view code = bad_programme_code) {
  return {ErrorKind::invalid_input, code, "line " + std::to_string(where.begin.line) + ": " + printable(what)};
}

/// `text` of at most `bytes_max` bytes as TOML.
inline Result<toml::table> parsed_toml(std::string_view text, std::size_t bytes_max, std::string_view code) {
  if (text.size() > bytes_max)
    return Error{ErrorKind::invalid_input, code,
                 "the file has " + grouped(text.size()) + " bytes, more than it can have"};
  if (const auto misplaced = misplaced_in(text))
    return Error{ErrorKind::invalid_input, code,
                 "line " + std::to_string(misplaced->line) + ": no TOML: " + std::string(misplaced->what)};
  toml::parse_result parsed = toml::parse(text);
  if (!parsed) return bad_toml(parsed.error().source(), "no TOML: " + std::string(parsed.error().description()), code);
  return std::move(parsed).table();
}

/// What a node is, in a person's words: for saying what was found in place of what is wanted.
inline std::string found_in(const toml::node& node) {
  if (const auto* text = node.as_string()) return "the text \"" + text->get() + "\"";
  if (const auto* number = node.as_integer()) return "the number " + std::to_string(number->get());
  if (node.is_number()) return "a number with decimals";
  if (const auto* word = node.as_boolean()) return word->get() ? "true" : "false";
  if (node.is_date()) return "a day";
  if (node.is_table()) return "a table";
  return node.is_array() ? "a list" : "a time";
}

/// One table of the file: values by key, each of a type, and a word for keys that mean nothing.
class Section {
 public:
  /// `name` is what its errors call it; `keys` are all that it may have; `code` is that of its errors, a literal.
  static Result<Section> open(const toml::table& table, std::string_view name, std::vector<std::string_view> keys,
                              std::string_view code = bad_programme_code) {
    for (const auto& [key, value] : table) {
      if (std::find(keys.begin(), keys.end(), key.str()) != keys.end()) continue;
      const auto near = nearest(key.str(), keys);
      return bad_toml(value.source(),
                      std::string(name) + " has no key " + std::string(key.str()) +
                          (near ? "; the nearest is " + std::string(*near) : ""),
                      code);
    }
    return Section(table, name, code);
  }

  bool has(std::string_view key) const { return table_->contains(key); }
  const toml::node* node(std::string_view key) const { return table_->get(key); }

  Result<std::string> text(std::string_view key) const {
    const toml::node* found = node(key);
    if (found == nullptr) return lacks(key);
    if (const auto* value = found->as_string(); value != nullptr && !trimmed(value->get()).empty())
      return std::string(trimmed(value->get()));
    return is_not(*found, key, "a text");
  }
  Result<std::string> text_or_none(std::string_view key) const { return has(key) ? text(key) : std::string(); }

  Result<Day> day(std::string_view key) const {
    const toml::node* found = node(key);
    return found == nullptr ? Result<Day>(lacks(key)) : day_of(*found, key);
  }
  Result<std::optional<Day>> day_or_none(std::string_view key) const {
    if (!has(key)) return std::optional<Day>();
    return std::optional<Day>(SHOAL_TRY(day(key)));
  }

  Result<std::int64_t> whole(std::string_view key, std::int64_t least, std::int64_t most) const {
    return scaled(key, 1, least, most);
  }
  Result<std::int64_t> whole_or(std::string_view key, std::int64_t least, std::int64_t most, std::int64_t none) const {
    return has(key) ? whole(key, least, most) : none;
  }

  /// A number times `scale`, which must be whole then and from `least` to `most` before it.
  Result<std::int64_t> scaled(std::string_view key, int scale, std::int64_t least, std::int64_t most) const {
    const toml::node* found = node(key);
    if (found == nullptr) return lacks(key);
    const auto number = found->value<double>();
    if (!found->is_number() || !number || !std::isfinite(*number)) return is_not(*found, key, "a number");
    if (*number < static_cast<double>(least) || *number > static_cast<double>(most))
      return bad_toml(found->source(),
                      named(key) + " is not from " + std::to_string(least) + " to " + std::to_string(most), code_);
    const double value = *number * scale;
    if (std::abs(value - std::round(value)) > 1e-6 * std::max(1.0, std::abs(value)))
      return bad_toml(found->source(), named(key) + (scale == 1 ? " is not a whole number" : " has too many decimals"),
                      code_);
    return static_cast<std::int64_t>(std::llround(value));
  }

  /// A number from `least` to `most`; `bounds` says those to people.
  Result<double> number(std::string_view key, double least, double most, std::string_view bounds) const {
    const toml::node* found = node(key);
    if (found == nullptr) return lacks(key);
    const auto value = found->value<double>();
    if (!found->is_number() || !value) return is_not(*found, key, "a number");
    if (*value >= least && *value <= most) return *value;
    return bad_toml(found->source(), named(key) + " is not " + std::string(bounds), code_);
  }

  Result<bool> flag_or(std::string_view key, bool none) const {
    const toml::node* found = node(key);
    if (found == nullptr) return none;
    if (const auto* value = found->as_boolean()) return value->get();
    return is_not(*found, key, "true or false");
  }

  Result<std::vector<std::string>> texts(std::string_view key) const {
    std::vector<std::string> made;
    const toml::node* found = node(key);
    if (found == nullptr) return made;
    if (!found->is_array()) return is_not(*found, key, "a list of texts");
    for (const toml::node& each : *found->as_array()) {
      if (!each.is_string() || trimmed(each.as_string()->get()).empty()) return is_not(each, key, "a list of texts");
      made.emplace_back(trimmed(each.as_string()->get()));
    }
    return made;
  }

  Result<std::vector<Day>> days(std::string_view key) const {
    std::vector<Day> made;
    const toml::node* found = node(key);
    if (found == nullptr) return made;
    if (!found->is_array()) return is_not(*found, key, "a list of days");
    for (const toml::node& each : *found->as_array()) made.push_back(SHOAL_TRY(day_of(each, key)));
    return made;
  }

  /// The tables of `[[key]]`, or of the one `[key]`.
  Result<std::vector<const toml::table*>> tables(std::string_view key) const {
    std::vector<const toml::table*> made;
    const toml::node* found = node(key);
    if (found == nullptr) return made;
    if (!found->is_array()) return is_not(*found, key, "a list of tables, [[" + std::string(key) + "]]");
    for (const toml::node& each : *found->as_array()) {
      if (!each.is_table()) return is_not(each, key, "a list of tables, [[" + std::string(key) + "]]");
      made.push_back(each.as_table());
    }
    return made;
  }
  Result<const toml::table*> table_or_none(std::string_view key) const {
    const toml::node* found = node(key);
    if (found != nullptr && !found->is_table()) return is_not(*found, key, "a table");
    return found == nullptr ? nullptr : found->as_table();
  }

 private:
  Section(const toml::table& table, std::string_view name, std::string_view code)
      : table_(&table), name_(name), code_(code) {}

  std::string named(std::string_view key) const { return std::string(key) + " of " + std::string(name_); }
  Error lacks(std::string_view key) const {
    return bad_toml(table_->source(), std::string(name_) + " has no " + std::string(key), code_);
  }
  Error is_not(const toml::node& node, std::string_view key, std::string_view what) const {
    return bad_toml(node.source(), named(key) + " is not " + std::string(what) + ", but " + found_in(node), code_);
  }
  Result<Day> day_of(const toml::node& node, std::string_view key) const {
    if (const auto* date = node.as_date()) {
      const std::chrono::year_month_day day{std::chrono::year(date->get().year), std::chrono::month(date->get().month),
                                            std::chrono::day(date->get().day)};
      if (day.ok()) return Day(day);
    }
    if (const auto* text = node.as_string())
      if (const auto day = parse_day(text->get())) return *day;
    return is_not(node, key, "a day as yyyy-mm-dd");
  }

  const toml::table* table_;
  std::string_view name_, code_;
};

}  // namespace shoal::ingest
