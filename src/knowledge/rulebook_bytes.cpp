#include "knowledge/rulebook_bytes.hpp"

#include "base/bytes.hpp"
#include "knowledge/hardware.hpp"
#include "knowledge/yaml.hpp"
#include "readiness/rule_set.hpp"

namespace shoal::knowledge {
namespace {

using readiness::Condition;
using readiness::Severity;

void write_texts(ByteWriter& out, std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts) out.text(text);
}
void write_list(ByteWriter& out, const std::vector<std::string>& texts) {
  out.number(texts.size());
  for (const std::string& text : texts) out.text(text);
}

void write_condition(ByteWriter& out, const Condition& condition) {
  out.number(static_cast<std::uint64_t>(condition.kind));
  if (condition.kind == Condition::Kind::fact) {
    const readiness::Pattern& pattern = condition.pattern;
    out.number(static_cast<std::uint64_t>(pattern.kind));
    write_texts(out, {pattern.name, pattern.value, pattern.column});
    for (const std::uint64_t number : {pattern.number_min, pattern.number_max, pattern.mask}) out.number(number);
    out.number(pattern.numbers.size());
    for (const std::uint64_t number : pattern.numbers) out.number(number);
    return;
  }
  out.number(condition.at_least);
  out.number(condition.parts.size());
  for (const Condition& part : condition.parts) write_condition(out, part);
}

void write_test(ByteWriter& out, const readiness::RuleTest& test) {
  write_texts(out, {test.name, test.target});
  out.number(static_cast<std::uint64_t>(test.kind));
  out.number(test.expect ? 1 + static_cast<std::uint64_t>(*test.expect) : 0);
  out.number(test.files.size());
  for (const auto& facts : test.files) write_list(out, facts);
}

void write_rule(ByteWriter& out, const readiness::Rule& rule) {
  write_texts(out, {rule.id, rule.title, rule.why, rule.confidence});
  out.number(rule.whole_application ? 1 : 0);
  write_condition(out, rule.when);
  out.number(rule.verdicts.size());
  for (const readiness::Verdict& verdict : rule.verdicts) {
    write_texts(out, {verdict.on.text(), verdict.says});
    out.number(static_cast<std::uint64_t>(verdict.is));
  }
  write_list(out, rule.remedies);
  const readiness::RuleCitation& citation = rule.citation;
  write_texts(out, {citation.title, citation.section, citation.where, citation.read, citation.verified});
  out.number(rule.tests.size());
  for (const readiness::RuleTest& test : rule.tests) write_test(out, test);
}

// Reads back; whatever is none of ours sets failed().
class RulebookReader {
 public:
  explicit RulebookReader(std::string_view bytes) : in_(bytes) {}

  std::optional<readiness::Rulebook> read() {
    readiness::Rulebook book;
    for (std::size_t left = in_.count(); left > 0 && !failed(); left--) book.rules.push_back(rule());
    for (std::size_t left = in_.count(); left > 0 && !failed(); left--) {
      readiness::Remedy remedy{text(), text(), text(), text(), flag(), selector()};
      book.remedies.push_back(std::move(remedy));
    }
    for (std::size_t left = in_.count(); left > 0 && !failed(); left--) book.targets.push_back(target());
    for (std::size_t left = in_.count(); left > 0 && !failed(); left--) {
      std::string module = text();
      auto on = selector();
      book.modules.push_back({std::move(module), std::move(on), up_to(readiness::Presence::unknown)});
    }
    if (!failed() && !in_.done()) {
      auto hardware = hardware_from(in_);
      if (!hardware) return std::nullopt;
      book.hardware = std::move(*hardware);
    }
    // Packs from before there was a table of functions end here.
    if (!failed() && !in_.done())
      for (std::size_t left = in_.count(); left > 0 && !failed(); left--) book.functions.push_back(function());
    if (failed() || !in_.done() || !readiness::check_rules(book.rules, book.remedies)) return std::nullopt;
    return book;
  }

 private:
  bool failed() const { return failed_ || in_.failed(); }
  std::string text() { return std::string(in_.text()); }
  bool flag() { return in_.number() != 0; }
  std::uint32_t small() {
    const std::uint64_t number = in_.number();
    failed_ = failed_ || number > 0xFFFFFFFF;
    return static_cast<std::uint32_t>(number);
  }
  template <typename Enum>
  Enum up_to(Enum last) {
    const std::uint64_t number = in_.number();
    failed_ = failed_ || number > static_cast<std::uint64_t>(last);
    return failed_ ? Enum{} : static_cast<Enum>(number);
  }
  std::vector<std::string> texts() {
    std::vector<std::string> all;
    for (std::size_t left = in_.count(); left > 0 && !failed(); left--) all.push_back(text());
    return all;
  }
  readiness::TargetSelector selector() {
    auto parsed = readiness::TargetSelector::parse(text());
    failed_ = failed_ || !parsed;
    return parsed ? std::move(*parsed) : readiness::TargetSelector();
  }

  readiness::Pattern pattern() {
    readiness::Pattern made;
    made.kind = up_to(readiness::FactKind::unresolved_service);
    made.name = text();
    made.value = text();
    made.column = text();
    for (std::uint64_t* number : {&made.number_min, &made.number_max, &made.mask}) *number = in_.number();
    for (std::size_t left = in_.count(); left > 0 && !failed(); left--) made.numbers.push_back(in_.number());
    return made;
  }

  Condition condition(std::size_t depth) {
    Condition made;
    made.kind = up_to(Condition::Kind::count);
    if (made.kind == Condition::Kind::fact) {
      made.pattern = pattern();
      return made;
    }
    made.at_least = small();
    failed_ = failed_ || depth == 0;
    for (std::size_t left = in_.count(); left > 0 && !failed(); left--) made.parts.push_back(condition(depth - 1));
    const bool one = made.kind == Condition::Kind::none || made.kind == Condition::Kind::count;
    failed_ = failed_ || made.parts.empty() || (one && made.parts.size() != 1) ||
              (made.kind == Condition::Kind::count && made.parts[0].kind != Condition::Kind::fact);
    return made;
  }

  readiness::RuleTest test() {
    readiness::RuleTest made;
    made.name = text();
    made.target = text();
    made.kind = up_to(readiness::RuleTest::Kind::near_miss);
    const std::uint64_t expect = in_.number();
    failed_ = failed_ || expect > 1 + static_cast<std::uint64_t>(Severity::warns);
    if (expect > 0 && !failed_) made.expect = static_cast<Severity>(expect - 1);
    for (std::size_t left = in_.count(); left > 0 && !failed(); left--) made.files.push_back(texts());
    return made;
  }

  readiness::Rule rule() {
    readiness::Rule made;
    for (std::string* each : {&made.id, &made.title, &made.why, &made.confidence}) *each = text();
    made.whole_application = flag();
    made.when = condition(yaml_depth_max);
    for (std::size_t left = in_.count(); left > 0 && !failed(); left--) {
      readiness::Verdict verdict;
      verdict.on = selector();
      verdict.says = text();
      verdict.is = up_to(Severity::warns);
      made.verdicts.push_back(std::move(verdict));
    }
    made.remedies = texts();
    readiness::RuleCitation& citation = made.citation;
    for (std::string* each : {&citation.title, &citation.section, &citation.where, &citation.read, &citation.verified})
      *each = text();
    for (std::size_t left = in_.count(); left > 0 && !failed(); left--) made.tests.push_back(test());
    return made;
  }

  readiness::Target target() {
    readiness::Target made;
    made.id = text();
    made.name = text();
    for (std::uint32_t* number : {&made.os, &made.build, &made.service_pack}) *number = small();
    made.arch = text();
    made.server = flag();
    for (std::size_t left = in_.count(); left > 0 && !failed(); left--) {
      std::string name = text();
      made.features.emplace_back(std::move(name), text());
    }
    return made;
  }

  readiness::FunctionRow function() {
    readiness::FunctionRow made;
    made.module = text();
    made.function = text();
    made.on = selector();
    made.presence = up_to(readiness::Presence::unknown);
    return made;
  }

  ByteReader in_;
  bool failed_ = false;
};

}  // namespace

std::string rulebook_bytes(const readiness::Rulebook& book) {
  ByteWriter out;
  out.number(book.rules.size());
  for (const readiness::Rule& rule : book.rules) write_rule(out, rule);
  out.number(book.remedies.size());
  for (const readiness::Remedy& remedy : book.remedies) {
    write_texts(out, {remedy.id, remedy.title, remedy.kind, remedy.what});
    out.number(remedy.discharges ? 1 : 0);
    out.text(remedy.on.text());
  }
  out.number(book.targets.size());
  for (const readiness::Target& target : book.targets) {
    write_texts(out, {target.id, target.name});
    for (const std::uint32_t number : {target.os, target.build, target.service_pack}) out.number(number);
    out.text(target.arch);
    out.number(target.server ? 1 : 0);
    out.number(target.features.size());
    for (const auto& [feature, state] : target.features) write_texts(out, {feature, state});
  }
  out.number(book.modules.size());
  for (const readiness::ModuleRow& row : book.modules) {
    write_texts(out, {row.module, row.on.text()});
    out.number(static_cast<std::uint64_t>(row.presence));
  }
  write_hardware(book.hardware, out);
  out.number(book.functions.size());
  for (const readiness::FunctionRow& row : book.functions) {
    write_texts(out, {row.module, row.function, row.on.text()});
    out.number(static_cast<std::uint64_t>(row.presence));
  }
  return out.take();
}

std::optional<readiness::Rulebook> rulebook_from(std::string_view bytes) { return RulebookReader(bytes).read(); }

}  // namespace shoal::knowledge
