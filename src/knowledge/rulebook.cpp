#include "knowledge/rulebook.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "knowledge/table.hpp"
#include "knowledge/yaml.hpp"
#include "readiness/rule_set.hpp"

namespace shoal::knowledge {
namespace {

namespace fs = std::filesystem;
using readiness::Condition;
using readiness::FactKind;
using readiness::Pattern;
using readiness::Rule;
using readiness::RuleTest;
using readiness::Severity;

Error bad_rule(const YamlNode& node, const std::string& what) {
  return {ErrorKind::invalid_input, "knowledge.bad_rule", "line " + std::to_string(node.line) + ": " + printable(what)};
}

Result<const YamlNode*> field_of(const YamlNode& map, std::string_view key) {
  const YamlNode* found = map.find(key);
  if (found == nullptr) return bad_rule(map, "there is no field " + std::string(key));
  return found;
}

Result<std::string> text_of_field(const YamlNode& map, std::string_view key) {
  const YamlNode* found = SHOAL_TRY(field_of(map, key));
  if (found->kind != YamlNode::Kind::scalar || trimmed(found->text).empty())
    return bad_rule(*found, std::string(key) + " is no text");
  return std::string(trimmed(found->text));
}

std::string text_or_nothing(const YamlNode& map, std::string_view key) {
  const YamlNode* found = map.find(key);
  return found != nullptr ? std::string(trimmed(found->text)) : std::string();
}

Result<void> only_fields(const YamlNode& node, std::initializer_list<std::string_view> known) {
  if (node.kind != YamlNode::Kind::map) return bad_rule(node, "fields were expected");
  for (const auto& [name, value] : node.fields)
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      std::string message = "no field of this place: " + name;
      if (const auto meant = nearest(name, {known.begin(), known.size()}))
        message += "; did you mean " + std::string(*meant) + "?";
      return bad_rule(value, message);
    }
  return {};
}

// "16", "0x3F".
std::optional<std::uint64_t> whole_number(std::string_view text) {
  return text.starts_with("0x") ? parse_whole(text.substr(2), 16) : parse_whole(text);
}

bool has_number(FactKind kind) {
  return kind == FactKind::subsystem_version || kind == FactKind::linker || kind == FactKind::alignment ||
         kind == FactKind::overlay;
}

constexpr std::size_t shortest_searched = 2;  // Shorter ones stand in every file.

// ">=600", "<=501", "=4".
Result<void> read_number(const YamlNode& node, Pattern& pattern) {
  const std::string_view text = trimmed(node.text);
  const auto number = whole_number(trimmed(text.substr(std::min(text.find_first_not_of("<>="), text.size()))));
  if (!number) return bad_rule(node, "no number such as >=600: " + node.text);
  if (!text.starts_with('<')) pattern.number_min = *number;
  if (!text.starts_with('>')) pattern.number_max = *number;
  return {};
}

Result<void> read_row(const YamlNode& node, Pattern& pattern) {
  SHOAL_TRY(only_fields(node, {"table", "column", "mask", "in", "value"}));
  pattern.name = SHOAL_TRY(text_of_field(node, "table"));
  pattern.value = text_or_nothing(node, "value");
  pattern.column = text_or_nothing(node, "column");
  if (const YamlNode* mask = node.find("mask")) {
    const auto number = whole_number(trimmed(mask->text));
    if (!number) return bad_rule(*mask, "no number: " + mask->text);
    pattern.mask = *number;
  }
  if (pattern.column.empty()) return {};
  const YamlNode* in = SHOAL_TRY(field_of(node, "in"));
  for (const YamlNode& item : in->items) {
    const auto number = whole_number(trimmed(item.text));
    if (!number) return bad_rule(item, "no number: " + item.text);
    pattern.numbers.push_back(*number);
  }
  return pattern.numbers.empty() ? Result<void>(bad_rule(*in, "no numbers")) : Result<void>();
}

// "module: there" of a function that is not in its module, "module: missing" of what can be added or lacks all of it.
Result<void> read_unresolved(const YamlNode& node, Pattern& pattern) {
  SHOAL_TRY(only_fields(node, {"module"}));
  const std::string module = SHOAL_TRY(text_of_field(node, "module"));
  if (module != "there" && module != "missing") return bad_rule(node, "neither there nor missing: " + module);
  pattern.number_min = pattern.number_max = module == "there" ? 1 : 0;
  return {};
}

// How a kind of fact has a name and a value in one text: "module!function", "name=value".
char between(FactKind kind) {
  const bool functions = kind == FactKind::import || kind == FactKind::delay_import || kind == FactKind::unresolved ||
                         kind == FactKind::unresolved_delay;
  return functions ? '!' : '=';
}

Result<Pattern> read_pattern(const std::string& key, const YamlNode& node) {
  const auto kind = readiness::fact_kind(key);
  if (!kind) return bad_rule(node, "no kind of fact, and neither all, any, not, count nor calls: " + key);
  Pattern pattern;
  pattern.kind = *kind;
  if (node.kind == YamlNode::Kind::map) {
    if (*kind == FactKind::unresolved || *kind == FactKind::unresolved_delay) {
      SHOAL_TRY(read_unresolved(node, pattern));
      return pattern;
    }
    if (*kind != FactKind::msi_row) return bad_rule(node, key + " takes a text");
    SHOAL_TRY(read_row(node, pattern));
    return pattern;
  }
  if (node.kind != YamlNode::Kind::scalar) return bad_rule(node, key + " takes a text");
  if (has_number(*kind)) {
    SHOAL_TRY(read_number(node, pattern));
    return pattern;
  }
  // A text that is looked for stands there as it is.
  const auto at = *kind == FactKind::string ? std::string::npos : node.text.find(between(*kind));
  pattern.name = node.text.substr(0, at);
  if (at != std::string::npos) pattern.value = node.text.substr(at + 1);
  if (pattern.name == "*") pattern.name.clear();
  const bool searched = *kind == FactKind::string || *kind == FactKind::word;
  if (*kind == FactKind::yara) {
    const auto mark = pattern.name.find('#');
    if (mark == std::string::npos || mark == 0 || mark + 1 == pattern.name.size() ||
        pattern.name.find_first_of("*/\\") != std::string::npos)
      return bad_rule(node, "no file beside the rule and a YARA rule in it, such as own.yar#Old: " + node.text);
  }
  if (searched && pattern.name.size() < shortest_searched) return bad_rule(node, "too short to look for: " + node.text);
  return pattern;
}

Result<Condition> read_condition(const YamlNode& node);

Result<std::vector<Condition>> read_parts(const YamlNode& node) {
  if (node.kind != YamlNode::Kind::list || node.items.empty())
    return bad_rule(node, "a list of conditions was expected");
  std::vector<Condition> parts;
  parts.reserve(node.items.size());
  for (const YamlNode& item : node.items) parts.push_back(SHOAL_TRY(read_condition(item)));
  return parts;
}

// "netapi32.dll!NetServerEnum*": all ways in which a program comes to a function. It is imported at the start or when
// first called, or its name stands in a program that looks functions up, or in one of .NET that declares the library,
// unless the file is the library that has it.
Result<Condition> read_calls(const YamlNode& node) {
  const auto mark = node.text.find('!');
  if (node.kind != YamlNode::Kind::scalar || mark == std::string::npos || mark == 0)
    return bad_rule(node, "no library and function such as kernel32.dll!Sleep: " + node.text);
  const std::string module = node.text.substr(0, mark), function = node.text.substr(mark + 1);
  const std::string name = function.substr(0, function.find('*'));
  if (name.size() < shortest_searched || name.size() + 1 < function.size() || name.starts_with('#'))
    return bad_rule(node, "no name of a function, with a star behind it at most: " + node.text);
  const std::string stem = module.substr(0, module.rfind('.'));
  std::vector<Condition> lookups;
  lookups.push_back(fact_of(FactKind::import, {}, "GetProcAddress"));
  lookups.push_back(fact_of(FactKind::clr, "module", stem + "*"));
  std::vector<Condition> named;
  named.push_back(fact_of(FactKind::string, name));
  named.push_back(tree_of(Condition::Kind::any, std::move(lookups)));
  named.push_back(tree_of(Condition::Kind::none, {fact_of(FactKind::export_, function)}));
  std::vector<Condition> ways;
  ways.push_back(fact_of(FactKind::import, module, function));
  ways.push_back(fact_of(FactKind::delay_import, module, function));
  ways.push_back(tree_of(Condition::Kind::all, std::move(named)));
  return tree_of(Condition::Kind::any, std::move(ways));
}

// The depth is bounded by that of the YAML.
Result<Condition> read_condition(const YamlNode& node) {
  if (node.kind != YamlNode::Kind::map || node.fields.size() != 1)
    return bad_rule(node, "a condition is one key with what it must be");
  const auto& [key, value] = node.fields.front();
  Condition made;
  if (key == "all" || key == "any") {
    made.kind = key == "all" ? Condition::Kind::all : Condition::Kind::any;
    made.parts = SHOAL_TRY(read_parts(value));
  } else if (key == "not") {
    made.kind = Condition::Kind::none;
    made.parts.push_back(SHOAL_TRY(read_condition(value)));
  } else if (key == "count") {
    SHOAL_TRY(only_fields(value, {"at-least", "of"}));
    made.kind = Condition::Kind::count;
    const auto number = parse_number(SHOAL_TRY(text_of_field(value, "at-least")));
    if (!number || *number == 0) return bad_rule(value, "at-least is no number above 0");
    made.at_least = *number;
    const YamlNode* of = SHOAL_TRY(field_of(value, "of"));
    made.parts.push_back(SHOAL_TRY(read_condition(*of)));
    if (made.parts.front().kind != Condition::Kind::fact) return bad_rule(*of, "only facts are counted");
  } else if (key == "calls") {
    made = SHOAL_TRY(read_calls(value));
  } else {
    made.pattern = SHOAL_TRY(read_pattern(key, value));
  }
  return made;
}

Result<Severity> severity_of(const YamlNode& map, std::string_view key) {
  const std::string word = SHOAL_TRY(text_of_field(map, key));
  const auto severity = readiness::severity_in(word);
  if (!severity) return bad_rule(map, "neither blocks, degrades nor warns: " + word);
  return *severity;
}

Result<std::vector<readiness::Verdict>> read_verdicts(const YamlNode& node) {
  std::vector<readiness::Verdict> verdicts;
  verdicts.reserve(node.items.size());
  for (const YamlNode& item : node.items) {
    SHOAL_TRY(only_fields(item, {"on", "is", "says"}));
    auto on = readiness::TargetSelector::parse(SHOAL_TRY(text_of_field(item, "on")));
    if (!on) return std::move(on).error().within("line " + std::to_string(item.line));
    const Severity is = SHOAL_TRY(severity_of(item, "is"));
    verdicts.push_back({std::move(*on), is, text_or_nothing(item, "says")});
  }
  if (verdicts.empty()) return bad_rule(node, "a verdict has at least one line");
  return verdicts;
}

Result<std::vector<std::string>> texts_in(const YamlNode& node) {
  if (node.kind != YamlNode::Kind::list) return bad_rule(node, "a list was expected");
  std::vector<std::string> texts;
  texts.reserve(node.items.size());
  for (const YamlNode& item : node.items) {
    if (item.kind != YamlNode::Kind::scalar) return bad_rule(item, "a text was expected");
    texts.push_back(item.text);
  }
  return texts;
}

Result<RuleTest> read_test(const YamlNode& node) {
  SHOAL_TRY(only_fields(node, {"name", "kind", "target", "expect", "facts", "files"}));
  RuleTest test;
  test.name = SHOAL_TRY(text_of_field(node, "name"));
  test.target = SHOAL_TRY(text_of_field(node, "target"));
  const std::string kind = SHOAL_TRY(text_of_field(node, "kind"));
  if (kind != "positive" && kind != "negative" && kind != "near miss")
    return bad_rule(node, "neither positive, negative nor near miss: " + kind);
  test.kind = kind == "positive"   ? RuleTest::Kind::positive
              : kind == "negative" ? RuleTest::Kind::negative
                                   : RuleTest::Kind::near_miss;
  if (SHOAL_TRY(text_of_field(node, "expect")) != "nothing") test.expect = SHOAL_TRY(severity_of(node, "expect"));
  if (const YamlNode* facts = node.find("facts")) test.files.push_back(SHOAL_TRY(texts_in(*facts)));
  if (const YamlNode* files = node.find("files"))
    for (const YamlNode& file : files->items) test.files.push_back(SHOAL_TRY(texts_in(file)));
  if (test.files.empty()) return bad_rule(node, "a test has facts or files");
  return test;
}

Result<readiness::RuleCitation> read_citation(const YamlNode& node) {
  SHOAL_TRY(only_fields(node, {"title", "section", "where", "read", "verified"}));
  // One by one: what leaves the middle of a list in braces leaks what stands before it.
  readiness::RuleCitation citation;
  citation.title = SHOAL_TRY(text_of_field(node, "title"));
  citation.section = text_or_nothing(node, "section");
  citation.where = text_or_nothing(node, "where");
  citation.read = SHOAL_TRY(text_of_field(node, "read"));
  citation.verified = SHOAL_TRY(text_of_field(node, "verified"));
  for (const std::string_view word : {"primary", "secondary", "unverified"})
    if (citation.verified == word) return citation;
  return bad_rule(node, "neither primary, secondary nor unverified: " + citation.verified);
}

Result<std::vector<readiness::Target>> read_targets(const fs::path& folder) {
  const Table table =
      SHOAL_TRY(Table::read(folder / "targets.csv", {"id", "name", "os", "build", "service_pack", "arch", "server",
                                                     "features", "citation", "read"}));
  std::vector<readiness::Target> targets;
  std::set<std::string> ids;
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    const auto os = parse_number(row["os"]), build = parse_number(row["build"]),
               pack = parse_number(row["service_pack"]);
    if (!os || !build || !pack) return bad_row(row, "os, build and service_pack are numbers");
    readiness::Target made{std::string(row["id"]),   std::string(row["name"]), *os, *build, *pack,
                           std::string(row["arch"]), row["server"] == "1",     {}};
    if (!ids.insert(made.id).second) return bad_row(row, "this target stands there already");
    for (const std::string& each : list_of(row["features"])) {
      const auto equals = each.find('=');
      const std::string state = equals == each.npos ? "" : each.substr(equals + 1);
      if (state != "on" && state != "off" && state != "absent")
        return bad_row(row, "neither on, off nor absent: " + each);
      made.features.emplace_back(each.substr(0, equals), state);
    }
    targets.push_back(std::move(made));
  }
  return targets;
}

Result<std::vector<readiness::Remedy>> read_remedies(const fs::path& folder) {
  const Table table =
      SHOAL_TRY(Table::read(folder / "remedies.csv", {"id", "title", "kind", "discharges", "on", "what"}));
  std::vector<readiness::Remedy> remedies;
  remedies.reserve(table.size());
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    if (row["discharges"] != "yes" && row["discharges"] != "no") return bad_row(row, "discharges is yes or no");
    auto on = readiness::TargetSelector::parse(row["on"]);
    if (!on) return bad_row(row, on.error().message);
    remedies.push_back({std::string(row["id"]), std::string(row["title"]), std::string(row["kind"]),
                        std::string(row["what"]), row["discharges"] == "yes", *std::move(on)});
  }
  return remedies;
}

// A module is present on the versions from the first to the last that has it, and elsewhere it is not.
Result<std::vector<readiness::ModuleRow>> read_modules(const fs::path& folder) {
  using readiness::Presence;
  const Table table = SHOAL_TRY(
      Table::read(folder / "modules.csv", {"module", "from", "until", "on", "kind", "verified", "citation", "read"}));
  std::vector<readiness::ModuleRow> modules;
  modules.reserve(2 * table.size());
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    const std::string module = lower_ascii(row["module"]);
    const bool nowhere = row["on"] == "absent";
    if (!nowhere) {
      // What only 32-bit programs find is there: no rule tells apart yet which program asks.
      std::string on(row["on"] == "32-bit" ? "any" : row["on"]);
      if (!row["from"].empty()) on += " os>=" + std::string(row["from"]);
      if (!row["until"].empty()) on += " os<=" + std::string(row["until"]);
      auto selector = readiness::TargetSelector::parse(on);
      if (!selector) return bad_row(row, selector.error().message);
      modules.push_back({module, std::move(*selector), Presence::present});
    }
    // What nobody could verify is no reason to say that a program does not start.
    const Presence elsewhere = row["verified"] == "unverified"    ? Presence::unknown
                               : row["kind"] == "redistributable" ? Presence::installable
                                                                  : Presence::absent;
    modules.push_back({module, SHOAL_TRY(readiness::TargetSelector::parse("any")), elsewhere});
  }
  return modules;
}

// A function is there from its first version on; where an update brings it to earlier ones, from `added` on it can be.
Result<std::vector<readiness::FunctionRow>> read_functions(const fs::path& folder) {
  using readiness::Presence;
  const fs::path file = folder / "functions.csv";
  std::vector<readiness::FunctionRow> functions;
  std::error_code failed;
  if (!fs::exists(file, failed)) return functions;  // A folder of rules need not have it.
  const Table table =
      SHOAL_TRY(Table::read(file, {"module", "function", "from", "added", "verified", "citation", "read"}));
  functions.reserve(3 * table.size());
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    const std::string module = lower_ascii(row["module"]);
    const std::string function(row["function"]);
    if (module.empty() || function.empty() || row["from"].empty())
      return bad_row(row, "module, function and from are told");
    const auto add = [&](std::string_view on, Presence presence) -> Result<void> {
      auto selector = readiness::TargetSelector::parse(on);
      if (!selector) return bad_row(row, selector.error().message);
      functions.push_back({module, function, std::move(*selector), presence});
      return {};
    };
    SHOAL_TRY(add("os>=" + std::string(row["from"]), Presence::present));
    const bool is_verified = row["verified"] != "unverified";
    if (is_verified && !row["added"].empty()) SHOAL_TRY(add("os>=" + std::string(row["added"]), Presence::installable));
    // What nobody could verify is no reason to say that a program does not start.
    SHOAL_TRY(add("any", is_verified ? Presence::absent : Presence::unknown));
  }
  return functions;
}

// The files of YARA rules that a condition names, each once.
void add_yara_files(const Condition& condition, std::set<std::string>& files) {
  if (condition.kind == Condition::Kind::fact && condition.pattern.kind == FactKind::yara)
    files.insert(condition.pattern.name.substr(0, condition.pattern.name.find('#')));
  for (const Condition& part : condition.parts) add_yara_files(part, files);
}

Result<void> read_yara_files(const fs::path& folder, Rule& rule) {
  constexpr std::uintmax_t yara_text_bytes_max = std::uintmax_t{1} << 20U;
  std::set<std::string> files;
  add_yara_files(rule.when, files);
  for (const std::string& name : files) {
    std::error_code failed;
    const auto status = fs::symlink_status(folder / name, failed);
    if (!fs::is_regular_file(status))
      return Error{ErrorKind::invalid_input, "knowledge.bad_rule", "no file " + name + " stands beside it"};
    if (fs::file_size(folder / name, failed) > yara_text_bytes_max || failed)
      return Error{ErrorKind::invalid_input, "knowledge.bad_rule", name + " is longer than 1 MiB"};
    rule.yara.push_back({name, SHOAL_TRY(read_file(folder / name))});
  }
  return {};
}

}  // namespace

Result<Rule> read_rule(std::string_view text) {
  const YamlNode root = SHOAL_TRY(read_yaml(text));
  SHOAL_TRY(only_fields(root, {"id", "title", "why", "confidence", "whole-application", "when", "verdict", "remedies",
                               "citation", "tests"}));
  Rule rule;
  rule.id = SHOAL_TRY(text_of_field(root, "id"));
  rule.title = SHOAL_TRY(text_of_field(root, "title"));
  rule.why = SHOAL_TRY(text_of_field(root, "why"));
  rule.confidence = SHOAL_TRY(text_of_field(root, "confidence"));
  if (rule.confidence != "high" && rule.confidence != "medium" && rule.confidence != "low")
    return bad_rule(root, "confidence is high, medium or low: " + rule.confidence);
  rule.whole_application = text_or_nothing(root, "whole-application") == "yes";
  const YamlNode* when = SHOAL_TRY(field_of(root, "when"));
  rule.when = SHOAL_TRY(read_condition(*when));
  const YamlNode* verdict = SHOAL_TRY(field_of(root, "verdict"));
  rule.verdicts = SHOAL_TRY(read_verdicts(*verdict));
  if (const YamlNode* remedies = root.find("remedies")) rule.remedies = SHOAL_TRY(texts_in(*remedies));
  const YamlNode* citation = SHOAL_TRY(field_of(root, "citation"));
  rule.citation = SHOAL_TRY(read_citation(*citation));
  const YamlNode* tests = SHOAL_TRY(field_of(root, "tests"));
  rule.tests.reserve(tests->items.size());
  for (const YamlNode& item : tests->items) rule.tests.push_back(SHOAL_TRY(read_test(item)));
  return rule;
}

Result<readiness::Rulebook> read_rulebook(const fs::path& folder) {
  readiness::Rulebook book;
  book.targets = SHOAL_TRY(read_targets(folder));
  book.remedies = SHOAL_TRY(read_remedies(folder));
  book.modules = SHOAL_TRY(read_modules(folder));
  book.functions = SHOAL_TRY(read_functions(folder));
  std::error_code failed;
  std::vector<fs::path> files;
  for (fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
    if (at->path().extension() == ".yaml") files.push_back(at->path());
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const std::string text = SHOAL_TRY(read_file(file));
    auto rule = read_rule(text);
    if (!rule) return std::move(rule).error().within(file.string());
    if (auto read = read_yara_files(file.parent_path(), *rule); !read)
      return std::move(read).error().within(file.string());
    book.rules.push_back(std::move(*rule));
  }
  std::sort(book.rules.begin(), book.rules.end(), [](const Rule& a, const Rule& b) { return a.id < b.id; });
  SHOAL_TRY(readiness::check_rules(book.rules, book.remedies));
  return book;
}

}  // namespace shoal::knowledge
