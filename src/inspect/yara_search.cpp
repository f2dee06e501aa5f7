#include "inspect/yara_search.hpp"

#include <yara.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "base/assert.hpp"

namespace shoal::inspect {
namespace {

using readiness::FactKind;

constexpr std::size_t strings_shown_max = 4;      // Of each rule that matches.
constexpr std::uint64_t bytes_of_yara_step = 64;  // A step of Work is as many bytes that are looked at.

struct DestroyCompiler {
  void operator()(YR_COMPILER* compiler) const { yr_compiler_destroy(compiler); }
};
struct DestroyRules {
  void operator()(YR_RULES* rules) const { yr_rules_destroy(rules); }
};

Error bad_yara(std::string message) { return {ErrorKind::invalid_input, "inspect.bad_yara", std::move(message)}; }

bool is_offered(std::string_view module) {
  constexpr std::string_view offered[] = {"pe", "elf", "dotnet", "hash", "math"};
  return std::find(std::begin(offered), std::end(offered), module) != std::end(offered);
}

// "own.yar#Old" in its two parts.
std::pair<std::string, std::string> parts_of(const std::string& name) {
  const auto mark = name.find('#');
  return {name.substr(0, mark), mark == name.npos ? "" : name.substr(mark + 1)};
}

// Calls `each` for the patterns that ask for YARA rules.
void for_each_asked(const readiness::Condition& condition, const std::function<void(const std::string&)>& each) {
  if (condition.kind == readiness::Condition::Kind::fact && condition.pattern.kind == FactKind::yara)
    each(condition.pattern.name);
  for (const readiness::Condition& part : condition.parts) for_each_asked(part, each);
}

std::string name_of_rule(const YR_RULE* rule) { return std::string(rule->ns->name) + "#" + rule->identifier; }

// What YARA says of the first thing that is wrong.
void note_trouble(int level, const char*, int line, const YR_RULE*, const char* message, void* context) {
  auto& trouble = *static_cast<std::string*>(context);
  if (level != YARA_ERROR_LEVEL_ERROR || !trouble.empty()) return;
  trouble = "line " + std::to_string(line) + ": " + message;
}

// What one search finds.
struct YaraHits {
  const std::set<std::string>* asked;
  readiness::FactSheet* sheet;
  std::string refused;  // A module that is not offered.
};

/// Where a string matches first; none where nobody may know.
std::optional<std::uint64_t> first_match(YR_SCAN_CONTEXT* context, const YR_STRING& string) {
  for (const YR_MATCH* match = context->matches[string.idx].head; match != nullptr;) {
    // libyara lays matches out at addresses at which they may not be read in place.
    YR_MATCH told;
    std::memcpy(&told, static_cast<const void*>(match), sizeof told);
    if (!told.is_private) return static_cast<std::uint64_t>(told.base + told.offset);
    match = told.next;
  }
  return std::nullopt;
}

void tell_rule(YR_SCAN_CONTEXT* context, const YR_RULE* rule, YaraHits& hits) {
  const std::string name = name_of_rule(rule);
  if (!hits.asked->contains(name)) return;
  std::size_t shown = 0;
  const YR_STRING* string = nullptr;
  yr_rule_strings_foreach(rule, string) {
    if (const auto place = first_match(context, *string); place && shown++ < strings_shown_max)
      hits.sheet->add(FactKind::yara, name, string->identifier, 0, *place);
  }
  if (shown == 0) hits.sheet->add(FactKind::yara, name);
}

int take_message(YR_SCAN_CONTEXT* context, int message, void* about, void* user) {
  auto& hits = *static_cast<YaraHits*>(user);
  if (message == CALLBACK_MSG_RULE_MATCHING) tell_rule(context, static_cast<const YR_RULE*>(about), hits);
  if (message == CALLBACK_MSG_IMPORT_MODULE) {
    const char* module = static_cast<const YR_MODULE_IMPORT*>(about)->module_name;
    if (!is_offered(module)) {
      hits.refused = module;
      return CALLBACK_ERROR;
    }
  }
  return CALLBACK_CONTINUE;
}

// Faults are the process's to take: it is replaced, and the file unread. YARA's own handlers would need calls that a
// process which is shut in has not.
constexpr int scan_flags = SCAN_FLAGS_FAST_MODE | SCAN_FLAGS_NO_TRYCATCH;

int scan(YR_RULES* rules, std::string_view bytes, YaraHits& hits) {
  return yr_rules_scan_mem(rules, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(), scan_flags,
                           take_message, &hits, yara_seconds_max);
}

// One file's text, compiled with the others'. A compiler takes nothing more once something was wrong.
Result<void> add_source(YR_COMPILER* compiler, const std::string& file, const std::string& text) {
  if (text.find('\0') != text.npos) return bad_yara(file + ": a NUL is in it");
  std::string trouble;
  yr_compiler_set_callback(compiler, note_trouble, &trouble);
  if (yr_compiler_add_string(compiler, text.c_str(), file.c_str()) > 0)
    return bad_yara(file + " " + (trouble.empty() ? "does not compile" : trouble));
  return {};
}

}  // namespace

struct YaraSearch::Machine {
  std::unique_ptr<YR_RULES, DestroyRules> rules;
  std::set<std::string> asked;  // "own.yar#Old"
};

YaraSearch::YaraSearch(std::unique_ptr<Machine> machine) : machine_(std::move(machine)) {}
YaraSearch::YaraSearch(YaraSearch&&) noexcept = default;
YaraSearch& YaraSearch::operator=(YaraSearch&&) noexcept = default;
YaraSearch::~YaraSearch() = default;

bool YaraSearch::is_empty() const { return machine_->rules == nullptr; }

Result<YaraSearch> YaraSearch::make(const std::vector<readiness::Rule>& rules) {
  auto machine = std::make_unique<Machine>();
  std::map<std::string, std::string> sources;
  std::map<std::string, std::string> asked_by;
  for (const readiness::Rule& rule : rules) {
    for (const readiness::YaraText& source : rule.yara)
      if (const auto [at, fresh] = sources.emplace(source.file, source.text); !fresh && at->second != source.text)
        return bad_yara("two files are called " + source.file);
    for_each_asked(rule.when, [&](const std::string& name) { asked_by.emplace(name, rule.id); });
  }
  if (asked_by.empty()) return YaraSearch(std::move(machine));
  static const int ready = yr_initialize();  // For as long as the process lives.
  if (ready != ERROR_SUCCESS) return Error{ErrorKind::unavailable, "inspect.bad_yara", "YARA cannot be started"};
  YR_COMPILER* made = nullptr;
  if (yr_compiler_create(&made) != ERROR_SUCCESS) return bad_yara("there is no memory to compile YARA rules");
  const std::unique_ptr<YR_COMPILER, DestroyCompiler> compiler(made);
  yr_compiler_set_include_callback(made, nullptr, nullptr, nullptr);
  for (const auto& [file, text] : sources) SHOAL_TRY(add_source(made, file, text));
  YR_RULES* compiled = nullptr;
  if (yr_compiler_get_rules(made, &compiled) != ERROR_SUCCESS) return bad_yara("YARA rules do not compile");
  machine->rules.reset(compiled);

  std::set<std::string> known;
  const YR_RULE* each = nullptr;
  yr_rules_foreach(compiled, each) if (!RULE_IS_PRIVATE(each)) known.insert(name_of_rule(each));
  for (const auto& [name, by] : asked_by) {
    const auto [file, rule] = parts_of(name);
    if (!known.contains(name)) return bad_yara(file + " has no rule " + rule + ", for which " + by + " asks");
    machine->asked.insert(name);
  }
  // Modules are told of when something is searched.
  readiness::FactSheet nothing;
  YaraHits hits{&machine->asked, &nothing, {}};
  scan(compiled, "-", hits);
  if (!hits.refused.empty())
    return bad_yara("the module " + hits.refused + " is not offered; pe, elf, dotnet, hash and math are");
  return YaraSearch(std::move(machine));
}

void YaraSearch::search(std::string_view bytes, Work& work, readiness::FactSheet& sheet) const {
  if (is_empty() || bytes.empty()) return;
  if (bytes.size() > yara_bytes_max) {
    sheet.add(FactKind::unread, "yara", "it is longer than YARA rules are asked of");
    return;
  }
  if (!work.spend(bytes.size() / bytes_of_yara_step)) return;
  YaraHits hits{&machine_->asked, &sheet, {}};
  const int ended = scan(machine_->rules.get(), bytes, hits);
  if (ended == ERROR_SUCCESS) return;
  sheet.add(FactKind::unread, "yara",
            ended == ERROR_SCAN_TIMEOUT ? "YARA rules take longer than is spent on one file"
                                        : "YARA rules end with error " + std::to_string(ended));
}

}  // namespace shoal::inspect
