#include "readiness/rule_set.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "base/random.hpp"

namespace {

using namespace shoal;
using namespace shoal::readiness;

// Names and values that share letters, sizes and beginnings, in both cases; "@" and "`" differ in what is no case.
std::string letters_of(Random& random) {
  std::string text;
  for (auto left = random.below(5); left > 0; left--) text += "aAbB.@`"[random.below(7)];
  return text;
}

FactKind kind_of(Random& random) {
  constexpr FactKind kinds[] = {FactKind::format, FactKind::import, FactKind::export_, FactKind::string};
  return kinds[random.below(4)];
}

Condition pattern_of(Random& random) {
  const auto starred = [&] {
    std::string text = letters_of(random);
    for (char& c : text)
      if (random.below(4) == 0) c = '*';
    return text;
  };
  return fact_of(kind_of(random), starred(), random.below(2) == 0 ? "" : starred());
}

Condition condition_of(Random& random, int deep) {
  const auto kind = deep == 0 ? Condition::Kind::fact : static_cast<Condition::Kind>(random.below(5));
  if (kind == Condition::Kind::fact) return pattern_of(random);
  std::vector<Condition> parts;
  if (kind == Condition::Kind::count) {
    parts.push_back(pattern_of(random));
  } else {
    const auto count = kind == Condition::Kind::none ? 1 : 1 + random.below(3);
    for (std::uint64_t i = 0; i < count; i++) parts.push_back(condition_of(random, deep - 1));
  }
  Condition made = tree_of(kind, std::move(parts));
  made.at_least = static_cast<std::uint32_t>(1 + random.below(3));
  return made;
}

// By each fact and each pattern.
bool is_so(const Condition& condition, const FactSheet& sheet) {
  const auto count = [&](const Pattern& pattern) {
    std::uint32_t met = 0;
    for (std::size_t i = 0; i < sheet.size(); i++) met += pattern.matches(sheet[i]) ? 1 : 0;
    return met;
  };
  const auto part_is_so = [&](const Condition& part) { return is_so(part, sheet); };
  switch (condition.kind) {
    case Condition::Kind::fact:
      return count(condition.pattern) > 0;
    case Condition::Kind::count:
      return count(condition.parts.front().pattern) >= condition.at_least;
    case Condition::Kind::all:
      return std::all_of(condition.parts.begin(), condition.parts.end(), part_is_so);
    case Condition::Kind::any:
      return std::any_of(condition.parts.begin(), condition.parts.end(), part_is_so);
    case Condition::Kind::none:
      break;
  }
  return !part_is_so(condition.parts.front());
}

TEST_CASE("a rule holds where its condition does by each fact, and is then among the candidates") {
  Random random(2026);
  std::size_t held = 0;
  for (int round = 0; round < 60; round++) {
    std::vector<Rule> rules(20);
    for (std::size_t i = 0; i < rules.size(); i++) {
      rules[i].id = std::to_string(i);
      rules[i].when = condition_of(random, 3);
    }
    const RuleSet set = RuleSet::make(rules, {}).value();
    for (int file = 0; file < 20; file++) {
      FactSheet sheet;
      for (auto left = random.below(8); left > 0; left--)
        sheet.add(kind_of(random), letters_of(random), letters_of(random));
      Hits hits = set.none();
      set.meet(sheet, 0, hits);
      const std::vector<std::size_t> candidates = set.candidates(hits);
      CHECK(std::is_sorted(candidates.begin(), candidates.end()));
      for (std::size_t i = 0; i < rules.size(); i++) {
        CHECK(set.holds(i, hits) == is_so(rules[i].when, sheet));
        if (!set.holds(i, hits)) continue;
        held++;
        CHECK(std::binary_search(candidates.begin(), candidates.end(), i));
      }
    }
  }
  CHECK(held > 1000);
}

TEST_CASE("a rule is no candidate where nothing is that it needs") {
  using Kind = Condition::Kind;
  std::vector<Rule> rules(3);
  for (std::size_t i = 0; i < rules.size(); i++) rules[i].id = std::to_string(i);
  rules[0].when =
      tree_of(Kind::all, {fact_of(FactKind::format, "pe"),
                          tree_of(Kind::any, {fact_of(FactKind::string, "x"), fact_of(FactKind::packer, "y")})});
  rules[1].when = tree_of(Kind::none, {fact_of(FactKind::string, "x")});
  rules[2].when = fact_of(FactKind::format, "pe");
  const RuleSet set = RuleSet::make(rules, {}).value();
  FactSheet sheet;
  sheet.add(FactKind::format, "pe");
  Hits hits = set.none();
  set.meet(sheet, 0, hits);
  CHECK(set.candidates(hits) == std::vector<std::size_t>{1, 2});
}

}  // namespace
