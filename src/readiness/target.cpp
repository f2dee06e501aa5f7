#include "readiness/target.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace shoal::readiness {
namespace {

// "6.0" and "10.0" as 600 and 1000.
std::optional<std::uint32_t> version_in(std::string_view text) {
  const auto dot = text.find('.');
  const auto major = parse_number(text.substr(0, dot));
  const auto minor = dot == text.npos ? std::optional(0U) : parse_number(text.substr(dot + 1));
  if (!major || !minor || *major > 99 || *minor > 99) return std::nullopt;
  return *major * 100 + *minor;
}

}  // namespace

std::string_view Target::feature(std::string_view wanted) const {
  for (const auto& [part, state] : features)
    if (part == wanted) return state;
  return {};
}

std::optional<TargetSelector::Term> TargetSelector::parse_term(std::string_view word) {
  Term term;
  if (word == "client" || word == "server")
    return Term{Field::server, Relation::equal, word == "server" ? 1U : 0U, {}, {}};
  const auto words_of = [](std::string_view text) {
    std::vector<std::string> words;
    for (const std::string_view each : split(text, '|')) words.emplace_back(each);
    return words;
  };
  if (word.starts_with("arch:")) return Term{Field::arch, Relation::equal, 0, {}, words_of(word.substr(5))};
  if (word.starts_with("feature:")) {
    const auto equals = word.find('=');
    if (equals == word.npos) return std::nullopt;
    return Term{Field::feature, Relation::equal, 0, std::string(word.substr(8, equals - 8)),
                words_of(word.substr(equals + 1))};
  }
  const auto end = word.find_first_of("<>=");
  if (end == word.npos) return std::nullopt;
  const std::string_view field = word.substr(0, end);
  std::string_view rest = word.substr(end);
  const bool or_equal = rest.size() > 1 && rest[1] == '=';
  term.relation = rest[0] == '='   ? Relation::equal
                  : rest[0] == '<' ? (or_equal ? Relation::at_most : Relation::less)
                                   : (or_equal ? Relation::at_least : Relation::more);
  rest.remove_prefix(or_equal && rest[0] != '=' ? 2 : 1);
  if (field == "os") {
    term.field = Field::os;
  } else if (field == "build") {
    term.field = Field::build;
  } else if (field == "service-pack") {
    term.field = Field::service_pack;
  } else {
    return std::nullopt;
  }
  const auto number = term.field == Field::os ? version_in(rest) : parse_number(rest);
  if (!number) return std::nullopt;
  term.number = *number;
  return term;
}

bool is_downlevel(const Target& target) {
  constexpr std::uint32_t windows_10 = 1000;
  return target.os < windows_10;
}

Result<TargetSelector> TargetSelector::parse(std::string_view text) {
  TargetSelector selector;
  selector.text_ = std::string(text);
  bool any = false;
  for (const std::string_view word : split(text, ' ')) {
    if (word.empty()) continue;
    if (word == "any") {
      any = true;
      continue;
    }
    const auto term = parse_term(word);
    if (!term)
      return Error{
          ErrorKind::invalid_input, "readiness.bad_selector",
          "no word of a target such as os>=6.0, arch:x64 or feature:netfx3=off: " + printable(std::string(word))};
    selector.terms_.push_back(*term);
  }
  if (!any && selector.terms_.empty())
    return Error{ErrorKind::invalid_input, "readiness.bad_selector", "no target is meant; any means all"};
  return selector;
}

bool TargetSelector::holds(const Term& term, const Target& target) {
  const auto is_one = [&](std::string_view word) {
    return std::find(term.words.begin(), term.words.end(), word) != term.words.end();
  };
  if (term.field == Field::arch) return is_one(target.arch);
  if (term.field == Field::feature) return is_one(target.feature(term.name));
  const std::uint32_t value = term.field == Field::os             ? target.os
                              : term.field == Field::build        ? target.build
                              : term.field == Field::service_pack ? target.service_pack
                                                                  : static_cast<std::uint32_t>(target.server);
  switch (term.relation) {
    case Relation::equal:
      return value == term.number;
    case Relation::less:
      return value < term.number;
    case Relation::at_most:
      return value <= term.number;
    case Relation::more:
      return value > term.number;
    case Relation::at_least:
      break;
  }
  return value >= term.number;
}

bool TargetSelector::means(const Target& target) const {
  return std::all_of(terms_.begin(), terms_.end(), [&](const Term& term) { return holds(term, target); });
}

}  // namespace shoal::readiness
