#include "readiness/rulebook.hpp"

#include <algorithm>

#include "readiness/judge.hpp"

namespace shoal::readiness {
namespace {

std::string expectation(const std::optional<Severity>& severity) {
  return severity ? std::string(spelled(*severity)) : "nothing";
}

Result<Application> application_of(const RuleTest& test) {
  Application made{test.name, {}};
  made.files.reserve(test.files.size());
  for (std::size_t i = 0; i < test.files.size(); i++) {
    ApplicationFile file{"file" + std::to_string(i), {}};
    for (const std::string& line : test.files[i])
      if (auto added = add_line(line, file.sheet); !added) return std::move(added).error();
    if (const auto name = file.sheet.first(FactKind::file_name)) file.path = std::string(name->name);
    made.files.push_back(std::move(file));
  }
  return made;
}

}  // namespace

const Target* Rulebook::target(std::string_view id) const {
  const auto found = std::find_if(targets.begin(), targets.end(), [&](const Target& each) { return each.id == id; });
  return found == targets.end() ? nullptr : &*found;
}

Result<std::vector<TestFailure>> run_rule_tests(const Rulebook& rulebook) {
  const RuleSet set = SHOAL_TRY(RuleSet::make(rulebook.rules, rulebook.remedies));
  std::vector<TestFailure> failures;
  for (std::size_t i = 0; i < rulebook.rules.size(); i++) {
    const Rule& rule = rulebook.rules[i];
    for (const RuleTest& test : rule.tests) {
      const Target* target = rulebook.target(test.target);
      if (target == nullptr)
        return Error{ErrorKind::invalid_input, "readiness.bad_rules",
                     rule.id + ": test " + test.name + ": no target " + test.target};
      auto application = application_of(test);
      if (!application) return std::move(application).error().within(rule.id + ": test " + test.name);
      relate(*application);
      const ApplicationVerdict verdict =
          Assessment(set, *application).on(*target, Baseline::shipped(rulebook.modules, rulebook.functions, *target));
      const auto said = std::find_if(verdict.findings.begin(), verdict.findings.end(),
                                     [&](const Finding& finding) { return finding.rule == i; });
      const std::optional<Severity> is = said == verdict.findings.end() ? std::nullopt : std::optional(said->is);
      if (is != test.expect) failures.push_back({rule.id, test.name, expectation(is), expectation(test.expect)});
    }
  }
  return failures;
}

}  // namespace shoal::readiness
