#include "readiness/rule.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"

namespace shoal::readiness {
namespace {

constexpr std::array<std::string_view, 3> severities = {"blocks", "degrades", "warns"};

// The number that a column of a row holds; nothing where it has no such column, or no number in it.
std::optional<std::uint64_t> number_in_row(std::string_view row, std::string_view column) {
  for (const std::string_view cell : split(row, '\x1f')) {
    if (cell.size() <= column.size() || cell[column.size()] != '=' ||
        !equal_ignoring_case(cell.substr(0, column.size()), column))
      continue;
    if (const auto number = parse_whole(cell.substr(column.size() + 1))) return number;
  }
  return std::nullopt;
}

}  // namespace

Condition fact_of(FactKind kind, std::string name, std::string value) {
  Condition made;
  made.pattern.kind = kind;
  made.pattern.name = std::move(name);
  made.pattern.value = std::move(value);
  return made;
}

Condition tree_of(Condition::Kind kind, std::vector<Condition> parts) {
  Condition made;
  made.kind = kind;
  made.parts = std::move(parts);
  return made;
}

std::string_view spelled(Severity severity) { return severities[static_cast<std::size_t>(severity)]; }

std::optional<Severity> severity_in(std::string_view word) {
  const auto found = std::find(severities.begin(), severities.end(), word);
  if (found == severities.end()) return std::nullopt;
  return static_cast<Severity>(found - severities.begin());
}

// Goes back to the last star where a letter does not fit, and on to where the letter behind that is: linear in the text
// for each star.
bool is_like(std::string_view text, std::string_view pattern) {
  const auto next_like = [&](std::size_t from, std::size_t in_pattern) {
    if (pattern[in_pattern] == '*') return from;
    const char letter = lower_ascii(pattern[in_pattern]);
    while (from < text.size() && lower_ascii(text[from]) != letter) from++;
    return from;
  };
  std::size_t at = 0, in_pattern = 0, star = pattern.npos, resume = 0;
  while (at < text.size()) {
    if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
      star = in_pattern++;
      if (in_pattern == pattern.size()) return true;
      at = resume = next_like(at, in_pattern);
    } else if (in_pattern < pattern.size() && lower_ascii(pattern[in_pattern]) == lower_ascii(text[at])) {
      in_pattern++;
      at++;
    } else if (star != pattern.npos) {
      in_pattern = star + 1;
      at = resume = next_like(resume + 1, in_pattern);
    } else {
      return false;
    }
  }
  while (in_pattern < pattern.size() && pattern[in_pattern] == '*') in_pattern++;
  return in_pattern == pattern.size();
}

// A text that is looked for stands in the rule as it is, with stars of its own.
bool Pattern::means_name(std::string_view fact_name) const {
  if (name.empty()) return true;
  return kind == FactKind::string ? equal_ignoring_case(fact_name, name) : is_like(fact_name, name);
}

bool Pattern::means_rest(const Fact& fact) const {
  if (fact.number < number_min || fact.number > number_max) return false;
  if (!value.empty() && !is_like(fact.value, value)) return false;
  if (column.empty()) return true;
  const auto number = number_in_row(fact.value, column);
  return number && std::find(numbers.begin(), numbers.end(), *number & mask) != numbers.end();
}

const Verdict* Rule::verdict_on(const Target& target) const {
  const auto found =
      std::find_if(verdicts.begin(), verdicts.end(), [&](const Verdict& verdict) { return verdict.on.means(target); });
  return found == verdicts.end() ? nullptr : &*found;
}

}  // namespace shoal::readiness
