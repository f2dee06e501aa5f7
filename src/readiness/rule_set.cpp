#include "readiness/rule_set.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "base/assert.hpp"
#include "base/text.hpp"

namespace shoal::readiness {
namespace {

Error bad_rules(std::string message) { return {ErrorKind::invalid_input, "readiness.bad_rules", std::move(message)}; }

// What a text must begin with to be as the pattern says, in lower case; 0 where that may be anything.
char first_letter(std::string_view pattern) {
  return pattern.empty() || pattern.front() == '*' ? '\0' : lower_ascii(pattern.front());
}

bool may_begin(std::string_view text, char letter) {
  return letter == '\0' || (!text.empty() && lower_ascii(text.front()) == letter);
}

// The last five bits of a letter, which are the same in either case.
constexpr unsigned case_bits(char c) { return static_cast<unsigned char>(c) & 31U; }

// A bit for each letter in the text, whatever its case: one that is like a pattern has all of the pattern's.
std::uint32_t letters_in(std::string_view text) {
  std::uint32_t letters = 0;
  for (const char c : text) letters |= 1U << case_bits(c);
  return letters;
}

std::uint32_t letters_asked(std::string_view pattern) {
  std::uint32_t letters = 0;
  for (const char c : pattern)
    if (c != '*') letters |= 1U << case_bits(c);
  return letters;
}

// The bit for texts of this size; the longest share one.
std::uint64_t size_bit(std::string_view text) { return std::uint64_t{1} << std::min<std::size_t>(text.size(), 63); }

}  // namespace

std::vector<Evidence> Hits::first(std::uint32_t pattern) const {
  std::vector<Evidence> all;
  for (const Met& each : met_)
    if (each.pattern == pattern) all.push_back(each.evidence);
  return all;
}

void Hits::add(const Hits& other) {
  for (const Met& each : other.met_) meet(each.pattern, each.evidence);
  for (std::size_t i = 0; i < counts_.size(); i++)
    counts_[i] += other.counts_[i] - std::min<std::uint32_t>(other.counts_[i], evidence_max);
}

Result<void> check_rules(const std::vector<Rule>& rules, const std::vector<Remedy>& remedies) {
  std::set<std::string_view> ids, known;
  for (const Remedy& remedy : remedies)
    if (!known.insert(remedy.id).second) return bad_rules("two remedies are called " + remedy.id);
  for (const Rule& rule : rules) {
    if (!ids.insert(rule.id).second) return bad_rules("two rules are called " + rule.id);
    for (const std::string& remedy : rule.remedies)
      if (!known.contains(remedy)) return bad_rules("rule " + rule.id + " names no remedy: " + remedy);
  }
  return {};
}

Result<RuleSet> RuleSet::make(std::vector<Rule> rules, std::vector<Remedy> remedies) {
  SHOAL_TRY(check_rules(rules, remedies));
  RuleSet set;
  set.conditions_.reserve(rules.size());
  for (const Rule& rule : rules) set.conditions_.push_back(set.node_of(rule.when));
  set.opened_.resize(set.patterns_.size());
  set.keyless_.resize(rules.size());
  for (std::uint32_t i = 0; i < rules.size(); i++) {
    const Keys keys = set.keys_of(set.conditions_[i]);
    set.keyless_[i] = !keys;
    if (!keys) continue;
    for (const std::uint32_t pattern : *keys) set.opened_[pattern].push_back(i);
  }
  set.rules_ = std::move(rules);
  set.remedies_ = std::move(remedies);
  return set;
}

RuleSet::Node RuleSet::node_of(const Condition& condition) {
  Node node{condition.kind, 0, condition.at_least, {}};
  if (condition.kind == Condition::Kind::fact || condition.kind == Condition::Kind::count) {
    const Pattern& pattern =
        condition.kind == Condition::Kind::fact ? condition.pattern : condition.parts.front().pattern;
    node.pattern = static_cast<std::uint32_t>(patterns_.size());
    patterns_.push_back(pattern);
    ByKind& same = by_kind_[static_cast<std::size_t>(pattern.kind)];
    const bool exact =
        !pattern.name.empty() && (pattern.kind == FactKind::string || pattern.name.find('*') == pattern.name.npos);
    const bool is_whole = !pattern.value.empty() && pattern.value.find('*') == pattern.value.npos;
    const Asked asked{node.pattern,
                      first_letter(exact ? "" : pattern.name),
                      first_letter(pattern.value),
                      letters_asked(exact ? "" : pattern.name),
                      letters_asked(pattern.value),
                      is_whole ? pattern.value.size() : any_size};
    (exact ? same.by_name[lower_ascii(pattern.name)] : same.others).push_back(asked);
    if (exact) same.sizes[case_bits(pattern.name.front())] |= size_bit(pattern.name);
    return node;
  }
  node.parts.reserve(condition.parts.size());
  for (const Condition& part : condition.parts) node.parts.push_back(node_of(part));
  return node;
}

const Remedy& RuleSet::remedy(std::string_view id) const {
  const auto found =
      std::find_if(remedies_.begin(), remedies_.end(), [&](const Remedy& remedy) { return remedy.id == id; });
  SHOAL_ASSERT(found != remedies_.end());
  return *found;
}

std::vector<std::string> RuleSet::wanted(FactKind kind) const {
  std::set<std::string> texts;
  for (const Pattern& pattern : patterns_)
    if (pattern.kind == kind && !pattern.name.empty()) texts.insert(lower_ascii(pattern.name));
  return {texts.begin(), texts.end()};
}

Hits RuleSet::none() const {
  Hits hits;
  hits.counts_.resize(patterns_.size());
  return hits;
}

// The patterns that mean facts of this kind and name.
void RuleSet::gather_named(const ByKind& same, std::string_view name, std::vector<Asked>& named) const {
  named.clear();
  if (!name.empty() && (same.sizes[case_bits(name.front())] & size_bit(name)) != 0)
    if (const auto found = same.by_name.find(lower_ascii(name)); found != same.by_name.end()) named = found->second;
  if (same.others.empty()) return;
  const std::uint32_t lacks = ~letters_in(name);
  for (const Asked& asked : same.others)
    if ((asked.name_letters & lacks) == 0 && may_begin(name, asked.name_begins) &&
        patterns_[asked.pattern].means_name(name))
      named.push_back(asked);
}

void RuleSet::meet(const FactSheet& sheet, std::uint32_t file, Hits& hits) const {
  // Facts of one kind and name follow each other, as what is imported from one module does: the patterns that mean such
  // a name are found once.
  std::vector<Asked> named;
  std::optional<FactKind> kind;
  std::string_view name;
  for (std::uint32_t i = 0; i < sheet.size(); i++) {
    const ByKind& same = by_kind_[static_cast<std::size_t>(sheet.kind(i))];
    if (!same.is_asked()) continue;
    const Fact fact = sheet[i];
    if (kind != fact.kind || name != fact.name) {
      kind = fact.kind;
      name = fact.name;
      gather_named(same, name, named);
    }
    if (named.empty()) continue;
    const std::uint32_t lacks = ~letters_in(fact.value);
    for (const Asked& asked : named) {
      if ((asked.value_letters & lacks) != 0) continue;
      if (asked.value_size != any_size && asked.value_size != fact.value.size()) continue;
      if (may_begin(fact.value, asked.value_begins) && patterns_[asked.pattern].means_rest(fact))
        hits.meet(asked.pattern, {file, i});
    }
  }
}

// What is met in fewer files, as far as the kinds of facts tell: all programs have headers, and most of them imports.
bool RuleSet::tells_more(const Keys& a, const Keys& b) const {
  if (!a || !b) return a.has_value();
  const auto commonness = [&](const std::vector<std::uint32_t>& keys) {
    std::size_t most = 0;
    for (const std::uint32_t key : keys) {
      const FactKind kind = patterns_[key].kind;
      const std::size_t own = kind <= FactKind::alignment && kind != FactKind::file_name ? 2
                              : kind <= FactKind::version                                ? 1
                                                                                         : 0;
      most = std::max(most, own);
    }
    return std::pair(most, keys.size());
  };
  return commonness(*a) < commonness(*b);
}

RuleSet::Keys RuleSet::keys_of(const Node& node) const {
  Keys keys;
  switch (node.kind) {
    case Condition::Kind::fact:
      return std::vector{node.pattern};
    case Condition::Kind::count:
      if (node.at_least > 0) keys = std::vector{node.pattern};
      return keys;
    case Condition::Kind::all:
      for (const Node& part : node.parts)
        if (Keys own = keys_of(part); tells_more(own, keys)) keys = std::move(own);
      return keys;
    case Condition::Kind::any:
      keys.emplace();
      for (const Node& part : node.parts) {
        Keys own = keys_of(part);
        if (!own) return own;
        keys->insert(keys->end(), own->begin(), own->end());
      }
      return keys;
    case Condition::Kind::none:
      break;
  }
  return keys;
}

std::vector<std::size_t> RuleSet::candidates(const Hits& hits) const {
  std::vector<bool> may = keyless_;
  for (const Hits::Met& met : hits.met_)
    for (const std::uint32_t rule : opened_[met.pattern]) may[rule] = true;
  std::vector<std::size_t> found;
  found.reserve(may.size());
  for (std::size_t i = 0; i < may.size(); i++)
    if (may[i]) found.push_back(i);
  return found;
}

bool RuleSet::holds(const Node& node, const Hits& hits) {
  const auto part_holds = [&](const Node& part) { return holds(part, hits); };
  switch (node.kind) {
    case Condition::Kind::fact:
      return hits.count(node.pattern) > 0;
    case Condition::Kind::count:
      return hits.count(node.pattern) >= node.at_least;
    case Condition::Kind::all:
      return std::all_of(node.parts.begin(), node.parts.end(), part_holds);
    case Condition::Kind::any:
      return std::any_of(node.parts.begin(), node.parts.end(), part_holds);
    case Condition::Kind::none:
      break;
  }
  return !holds(node.parts.front(), hits);
}

bool RuleSet::holds(std::size_t rule, const Hits& hits) const { return holds(conditions_[rule], hits); }

void RuleSet::gather(const Node& node, const Hits& hits, std::vector<Evidence>& evidence) {
  if (node.kind == Condition::Kind::none) return;
  if (node.kind == Condition::Kind::fact || node.kind == Condition::Kind::count)
    for (const Evidence& each : hits.first(node.pattern))
      if (std::find(evidence.begin(), evidence.end(), each) == evidence.end()) evidence.push_back(each);
  for (const Node& part : node.parts)
    if (holds(part, hits)) gather(part, hits, evidence);
}

// What is asked for last tells most: rules begin with the format.
std::vector<Evidence> RuleSet::evidence(std::size_t rule, const Hits& hits) const {
  std::vector<Evidence> all;
  gather(conditions_[rule], hits, all);
  if (all.size() > evidence_max) all.erase(all.begin(), all.end() - evidence_max);
  return all;
}

}  // namespace shoal::readiness
