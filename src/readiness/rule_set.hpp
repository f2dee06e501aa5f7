// All rules together, and which of them hold for a file or an application.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "readiness/rule.hpp"

namespace shoal::readiness {

/// A fact by which a rule holds: the position of the file in the application, and of the fact on its sheet.
struct Evidence {
  std::uint32_t file = 0, fact = 0;
  bool operator==(const Evidence&) const = default;
};
inline constexpr std::size_t evidence_max = 4;

/// How often each pattern of the rules was met, and where first. Made by RuleSet.
class Hits {
 public:
  Hits() = default;

  std::uint32_t count(std::uint32_t pattern) const { return counts_[pattern]; }
  /// The first of them, at most `evidence_max`.
  std::vector<Evidence> first(std::uint32_t pattern) const;
  /// Takes in what was met elsewhere, behind what was met here.
  void add(const Hits& other);

 private:
  friend class RuleSet;
  struct Met {
    std::uint32_t pattern = 0;
    Evidence evidence;
  };
  void meet(std::uint32_t pattern, Evidence evidence) {
    if (counts_[pattern]++ < evidence_max) met_.push_back({pattern, evidence});
  }
  std::vector<std::uint32_t> counts_;  // By pattern.
  std::vector<Met> met_;               // In the order in which they were met: few of all patterns are.
};

/// Whether rules and remedies are told apart, and every remedy that a rule names is there.
/// Errors: invalid_input "readiness.bad_rules".
Result<void> check_rules(const std::vector<Rule>& rules, const std::vector<Remedy>& remedies);

/// The rules, made ready to be asked of many files. A fact is looked up once, however many rules there are.
class RuleSet {
 public:
  /// Errors: those of check_rules().
  static Result<RuleSet> make(std::vector<Rule> rules, std::vector<Remedy> remedies);

  const std::vector<Rule>& rules() const { return rules_; }
  const std::vector<Remedy>& remedies() const { return remedies_; }
  /// One that a rule names.
  const Remedy& remedy(std::string_view id) const;

  /// The texts and the words that rules ask for, each once, ascending, in lower case.
  std::vector<std::string> wanted(FactKind kind) const;

  /// Nothing met.
  Hits none() const;
  /// What the facts of file number `file` meet, added to `hits`.
  void meet(const FactSheet& sheet, std::uint32_t file, Hits& hits) const;

  /// The positions of the rules that can hold by these hits, or by fewer: most rules ask for something that is not
  /// there.
  std::vector<std::size_t> candidates(const Hits& hits) const;
  /// Whether the rule at this position holds by these hits.
  bool holds(std::size_t rule, const Hits& hits) const;
  /// The facts by which it does: of every pattern that is met outside of a `not`, at most `evidence_max` altogether.
  std::vector<Evidence> evidence(std::size_t rule, const Hits& hits) const;

 private:
  // A condition with numbers for patterns.
  struct Node {
    Condition::Kind kind = Condition::Kind::fact;
    std::uint32_t pattern = 0, at_least = 1;
    std::vector<Node> parts;
  };
  // A pattern, with that by which most facts are told not to match: the letters in lower case with which they begin, 0
  // where any may stand there; which letters are in them; and how long the value is, where it has no star.
  struct Asked {
    std::uint32_t pattern = 0;
    char name_begins = 0, value_begins = 0;
    std::uint32_t name_letters = 0, value_letters = 0;  // As letters_in().
    std::size_t value_size = any_size;
  };
  static constexpr std::size_t any_size = std::string_view::npos;
  // The patterns that ask for one kind of fact.
  struct ByKind {
    std::unordered_map<std::string, std::vector<Asked>> by_name;  // In lower case, without stars.
    std::array<std::uint64_t, 32> sizes{};  // Of these names, by the last five bits of their first letter: a bit each.
    std::vector<Asked> others;
    bool is_asked() const { return !by_name.empty() || !others.empty(); }
  };
  void gather_named(const ByKind& same, std::string_view name, std::vector<Asked>& named) const;

  // Of a condition: patterns of which it needs one to be met; nothing where it may hold without any.
  using Keys = std::optional<std::vector<std::uint32_t>>;
  Keys keys_of(const Node& node) const;
  bool tells_more(const Keys& a, const Keys& b) const;

  Node node_of(const Condition& condition);
  static bool holds(const Node& node, const Hits& hits);
  static void gather(const Node& node, const Hits& hits, std::vector<Evidence>& evidence);

  std::vector<Rule> rules_;
  std::vector<Remedy> remedies_;
  std::vector<Node> conditions_;  // By rule.
  std::vector<Pattern> patterns_;
  std::vector<std::vector<std::uint32_t>> opened_;  // By pattern: the rules of which it is a key.
  std::vector<bool> keyless_;                       // By rule.
  std::array<ByKind, fact_kinds> by_kind_;
};

}  // namespace shoal::readiness
