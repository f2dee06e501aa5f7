#include "readiness/msi_condition.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/text.hpp"

namespace shoal::readiness {
namespace {

using Names = std::set<std::string, std::less<>>;
using Node = MsiCondition::Node;
using Operand = MsiCondition::Operand;
using Operation = MsiCondition::Operation;
using Relation = MsiCondition::Relation;

// --- What Windows Installer sets

// Whoever installs, the machine's hardware and folders, and the moment: "Property Reference" of the Windows Installer
// documentation, for each of which a target says nothing.
constexpr std::string_view of_the_machine[] = {"AdminToolsFolder",
                                               "AdminUser",
                                               "AppDataFolder",
                                               "AVAILABLEFREEREG",
                                               "BorderSide",
                                               "BorderTop",
                                               "CaptionHeight",
                                               "ColorBits",
                                               "CommonAppDataFolder",
                                               "CommonFiles64Folder",
                                               "CommonFilesFolder",
                                               "COMPANYNAME",
                                               "ComputerName",
                                               "CostingComplete",
                                               "Date",
                                               "DesktopFolder",
                                               "FavoritesFolder",
                                               "FontsFolder",
                                               "LocalAppDataFolder",
                                               "LogonUser",
                                               "MsiNetAssemblySupport",
                                               "MsiNTSuiteBackOffice",
                                               "MsiNTSuiteDataCenter",
                                               "MsiNTSuiteEnterprise",
                                               "MsiNTSuitePersonal",
                                               "MsiNTSuiteSmallBusiness",
                                               "MsiNTSuiteSmallBusinessRestricted",
                                               "MsiNTSuiteWebServer",
                                               "MsiRunningElevated",
                                               "MsiSystemRebootPending",
                                               "MsiTabletPC",
                                               "MsiTrueAdminUser",
                                               "MsiWin32AssemblySupport",
                                               "MyPicturesFolder",
                                               "NOCOMPANYNAME",
                                               "NOUSERNAME",
                                               "OriginalDatabase",
                                               "OutOfDiskSpace",
                                               "OutOfNoRbDiskSpace",
                                               "PersonalFolder",
                                               "PhysicalMemory",
                                               "Preselected",
                                               "PrimaryVolumePath",
                                               "PrimaryVolumeSpaceAvailable",
                                               "Privileged",
                                               "ProgramFiles64Folder",
                                               "ProgramFilesFolder",
                                               "ProgramMenuFolder",
                                               "ReplacedInUseFiles",
                                               "RemoteAdminTS",
                                               "ScreenX",
                                               "ScreenY",
                                               "SendToFolder",
                                               "ServicePackLevelMinor",
                                               "SourceDir",
                                               "StartMenuFolder",
                                               "StartupFolder",
                                               "System16Folder",
                                               "System64Folder",
                                               "SystemFolder",
                                               "SystemLanguageID",
                                               "TARGETDIR",
                                               "TempFolder",
                                               "TemplateFolder",
                                               "TerminalServer",
                                               "TextHeight",
                                               "Time",
                                               "TTCSupport",
                                               "UILevel",
                                               "UserLanguageID",
                                               "USERNAME",
                                               "UserSID",
                                               "VirtualMemory",
                                               "WindowsFolder",
                                               "WindowsVolume"};

// "The VersionNT value for Windows 10, Windows Server 2016 and later" (KB 3202260): 603, and WindowsBuild 9600, as of
// Windows 8.1; Windows 11 says the same.
// learn.microsoft.com/troubleshoot/windows-client/application-management/versionnt-value-for-windows-10-server
constexpr std::uint32_t version_max = 603, build_of_version_max = 9600;

// "VersionNT64 property": defined on 64-bit Windows, but on ARM64 before build 21277 not for a package of x86.
std::vector<std::string> version_64(const Target& target, const std::string& version, std::string_view package) {
  if (target.arch == "x86") return {""};
  if (target.arch != "arm64" || target.build >= 21'277) return {version};
  const std::string_view platform = package.substr(0, package.find(';'));
  if (equal_ignoring_case(platform, "Intel")) return {""};
  if (equal_ignoring_case(platform, "Arm64")) return {version};
  return {"", version};
}

// The level is the processor's family, SYSTEM_INFO.wProcessorLevel: 6 of all that Intel sells since 1995, more of
// AMD's.
std::vector<std::string> processor_levels() { return {"6", "15", "23", "25"}; }

void set_of_processor(MsiProperties& properties, const Target& target) {
  const bool x64 = target.arch == "x64";
  for (const char* name : {"Msix64", "MsiAMD64"})
    properties.set(name, x64 ? processor_levels() : std::vector<std::string>{""});
  properties.set("Intel64", {""});  // Itanium, which is no target.
  properties.set("Alpha", {""});
  if (target.arch == "arm64") {
    properties.set_unknown("Intel");  // Not documented there.
    properties.set_unknown("Msix64");
    properties.set_unknown("MsiAMD64");
  } else {
    properties.set("Intel", processor_levels());
  }
}

// "Custom Action Types" and "Custom Action In-Script Execution Options" of the documentation.
void set_from_custom_action(MsiProperties& properties, std::string_view row) {
  const auto type = parse_number(column_of(row, "Type"));
  if (!type) return;
  const std::uint32_t kind = *type & 0x3FU;
  constexpr std::uint32_t in_script = 0x400;  // Deferred: runs where no property can be set any more.
  if (kind == 51 || kind == 35) properties.set_unknown(column_of(row, "Source"));
  constexpr std::uint32_t code[] = {1, 17, 5, 6, 21, 22, 37, 38, 53, 54};
  if ((*type & in_script) == 0 && std::find(std::begin(code), std::end(code), kind) != std::end(code))
    properties.set_others_unknown();
}

// --- Values

// All of a text as a whole number of 32 bits.
std::optional<std::int32_t> integer_in(std::string_view text) {
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

template <typename T>
bool ordered(const T& a, Relation relation, const T& b) {
  switch (relation) {
    case Relation::equal:
      return a == b;
    case Relation::unequal:
      return a != b;
    case Relation::less:
      return a < b;
    case Relation::more:
      return a > b;
    case Relation::at_most:
      return a <= b;
    default:
      return a >= b;
  }
}

bool holds_of_integers(std::int32_t a, Relation relation, std::int32_t b) {
  const auto bits = static_cast<std::uint32_t>(a);
  switch (relation) {
    case Relation::contains:
      return (bits & static_cast<std::uint32_t>(b)) != 0;
    case Relation::begins:
      return b >= 0 && bits >> 16U == static_cast<std::uint32_t>(b);
    case Relation::ends:
      return b >= 0 && (bits & 0xFFFFU) == static_cast<std::uint32_t>(b);
    default:
      return ordered(a, relation, b);
  }
}

// An empty text has nothing in it, not even another empty one: the documentation is silent, and so a property that is
// not defined never "contains" what is not defined either.
bool holds_of_texts(std::string_view a, Relation relation, std::string_view b) {
  switch (relation) {
    case Relation::contains:
      return !a.empty() && a.find(b) != a.npos;
    case Relation::begins:
      return !a.empty() && a.starts_with(b);
    case Relation::ends:
      return !a.empty() && a.ends_with(b);
    default:
      return ordered(a, relation, b);
  }
}

// An integer is compared with what a property holds as integers where that is one; with anything else, and with a text
// in quotes, it is unequal and nothing more.
bool holds_between(const Node& node, std::string_view left, std::string_view right) {
  const bool left_integer = node.left.kind == Operand::Kind::integer;
  const bool right_integer = node.right.kind == Operand::Kind::integer;
  if (left_integer || right_integer) {
    const auto number_of = [](const Operand& operand, std::string_view text) -> std::optional<std::int32_t> {
      if (operand.kind == Operand::Kind::integer) return operand.number;
      return operand.kind == Operand::Kind::symbol ? integer_in(text) : std::nullopt;
    };
    const auto a = number_of(node.left, left), b = number_of(node.right, right);
    return a && b ? holds_of_integers(*a, node.relation, *b) : node.relation == Relation::unequal;
  }
  if (node.ignoring_case) return holds_of_texts(lower_ascii(left), node.relation, lower_ascii(right));
  return holds_of_texts(left, node.relation, right);
}

// --- Three-valued logic

struct Answer {
  Truth truth = Truth::unknown;
  Names names;
};

Truth truth_of(bool value) { return value ? Truth::yes : Truth::no; }

Truth inverted(Truth truth) {
  if (truth == Truth::unknown) return truth;
  return truth == Truth::yes ? Truth::no : Truth::yes;
}

Truth both(Truth a, Truth b) {
  if (a == Truth::no || b == Truth::no) return Truth::no;
  return a == Truth::yes && b == Truth::yes ? Truth::yes : Truth::unknown;
}

Truth either(Truth a, Truth b) { return inverted(both(inverted(a), inverted(b))); }

Truth combined(Operation operation, Truth a, Truth b) {
  switch (operation) {
    case Operation::conjunction:
      return both(a, b);
    case Operation::disjunction:
      return either(a, b);
    case Operation::implication:
      return either(inverted(a), b);
    default:
      break;
  }
  if (a == Truth::unknown || b == Truth::unknown) return Truth::unknown;
  return truth_of((a == b) == (operation == Operation::equivalence));
}

const std::vector<std::string>* possible_of(const Operand& operand, const MsiProperties& properties,
                                            std::vector<std::string>& own, Names& names) {
  if (operand.kind != Operand::Kind::symbol) {
    own.assign(1, operand.text);
    return &own;
  }
  const auto* values = properties.possible(operand.text);
  if (values == nullptr || values->size() > 1) names.insert(operand.text);
  return values;
}

// A value alone: an integer is true unless 0, a text or property unless it is empty, also where it says "0".
Answer judged_value(const Node& node, const MsiProperties& properties) {
  if (node.left.kind == Operand::Kind::integer) return {truth_of(node.left.number != 0), {}};
  Answer answer;
  std::vector<std::string> own;
  const auto* values = possible_of(node.left, properties, own, answer.names);
  if (values == nullptr) return answer;
  const auto is_empty = [](const std::string& value) { return value.empty(); };
  if (std::all_of(values->begin(), values->end(), is_empty)) return {Truth::no, {}};
  if (std::none_of(values->begin(), values->end(), is_empty)) return {Truth::yes, {}};
  return answer;
}

Answer judged_comparison(const Node& node, const MsiProperties& properties) {
  Answer answer;
  std::vector<std::string> own_left, own_right;
  const auto* left = possible_of(node.left, properties, own_left, answer.names);
  const auto* right = possible_of(node.right, properties, own_right, answer.names);
  if (left == nullptr || right == nullptr) return answer;
  bool may = false, may_not = false;
  for (const std::string& a : *left)
    for (const std::string& b : *right) (holds_between(node, a, b) ? may : may_not) = true;
  if (may && may_not) return answer;
  return {truth_of(may), {}};
}

// --- Text to tree

class Parser {
 public:
  Parser(std::string_view text, std::vector<Node>& nodes) : text_(text), nodes_(&nodes) {}

  bool parse_all() {
    skip_blanks();
    if (at_ == text_.size()) return true;
    return parse_level(Operation::implication, 0) && at_ == text_.size();
  }

 private:
  static constexpr std::string_view blanks = " \t\r\n";

  void skip_blanks() { at_ = std::min(text_.find_first_not_of(blanks, at_), text_.size()); }
  char next() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  static bool is_name(char c, bool first) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    return letter || (!first && ((c >= '0' && c <= '9') || c == '.'));
  }

  std::string_view name_ahead() const {
    std::size_t end = at_;
    while (end < text_.size() && is_name(text_[end], end == at_)) end++;
    return text_.substr(at_, end - at_);
  }
  bool take_word(std::string_view word) {
    if (!equal_ignoring_case(name_ahead(), word)) return false;
    at_ += word.size();
    skip_blanks();
    return true;
  }
  static bool is_operator(std::string_view name) {
    constexpr std::string_view words[] = {"not", "and", "or", "xor", "eqv", "imp"};
    return std::any_of(std::begin(words), std::end(words),
                       [&](std::string_view word) { return equal_ignoring_case(name, word); });
  }
  static std::string_view word_of(Operation operation) {
    constexpr std::string_view words[] = {"", "", "not", "and", "or", "xor", "eqv", "imp"};
    return words[static_cast<std::size_t>(operation)];
  }

  // Imp binds weakest, then Eqv, Xor, Or, And: the enumerators stand in the order in which they bind.
  bool parse_level(Operation operation, std::size_t depth) {
    const auto parse_part = [&] {
      return operation == Operation::inverse
                 ? parse_factor(depth)
                 : parse_level(static_cast<Operation>(static_cast<int>(operation) - 1), depth);
    };
    if (!parse_part()) return false;
    if (operation == Operation::inverse) return true;
    std::vector<std::size_t> parts = {nodes_->size() - 1};
    while (take_word(word_of(operation))) {
      if (!parse_part()) return false;
      parts.push_back(nodes_->size() - 1);
    }
    if (parts.size() > 1) add(operation, std::move(parts));
    return true;
  }

  bool parse_factor(std::size_t depth) {
    if (depth >= condition_depth_max) return false;
    if (take_word("not")) {
      if (!parse_factor(depth + 1)) return false;
      add(Operation::inverse, {nodes_->size() - 1});
      return true;
    }
    if (next() != '(') return parse_term();
    at_++;
    skip_blanks();
    if (!parse_level(Operation::implication, depth + 1) || next() != ')') return false;
    at_++;
    skip_blanks();
    return true;
  }

  bool parse_term() {
    Node node;
    if (!parse_operand(node.left)) return false;
    if (parse_relation(node)) {
      node.operation = Operation::compare;
      if (!parse_operand(node.right)) return false;
    }
    nodes_->push_back(std::move(node));
    return !failed_;
  }

  // A tilde stands before the operator that then ignores case.
  bool parse_relation(Node& node) {
    const std::size_t before = at_;
    if (next() == '~') {
      node.ignoring_case = true;
      at_++;
      skip_blanks();
    }
    constexpr std::pair<std::string_view, Relation> relations[] = {
        {"<>", Relation::unequal},  {"<=", Relation::at_most}, {">=", Relation::at_least},
        {"><", Relation::contains}, {"<<", Relation::begins},  {">>", Relation::ends},
        {"=", Relation::equal},     {"<", Relation::less},     {">", Relation::more}};
    for (const auto& [spelling, relation] : relations) {
      if (!text_.substr(at_).starts_with(spelling)) continue;
      at_ += spelling.size();
      skip_blanks();
      node.relation = relation;
      return true;
    }
    failed_ = failed_ || at_ != before;
    return false;
  }

  bool parse_operand(Operand& operand) {
    const char c = next();
    const bool parsed = c == '"'                             ? parse_literal(operand)
                        : c == '-' || (c >= '0' && c <= '9') ? parse_integer(operand)
                                                             : parse_symbol(operand);
    skip_blanks();
    return parsed;
  }

  bool parse_literal(Operand& operand) {
    const auto end = text_.find('"', at_ + 1);
    if (end == text_.npos) return false;
    operand.kind = Operand::Kind::literal;
    operand.text = std::string(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return true;
  }

  bool parse_integer(Operand& operand) {
    std::size_t end = at_ + (next() == '-' ? 1U : 0U);
    while (end < text_.size() && text_[end] >= '0' && text_[end] <= '9') end++;
    const auto number = integer_in(text_.substr(at_, end - at_));
    if (!number) return false;
    operand.number = *number;
    at_ = end;
    return true;
  }

  bool parse_symbol(Operand& operand) {
    const std::size_t begin = at_;
    if (next() != '\0' && std::string_view("%$?&!").find(next()) != std::string_view::npos) at_++;
    const std::string_view name = name_ahead();
    if (name.empty() || (at_ == begin && is_operator(name))) return false;
    at_ += name.size();
    operand.kind = Operand::Kind::symbol;
    operand.text = std::string(text_.substr(begin, at_ - begin));
    return true;
  }

  void add(Operation operation, std::vector<std::size_t> parts) {
    Node node;
    node.operation = operation;
    node.parts = std::move(parts);
    nodes_->push_back(std::move(node));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Node>* nodes_;
  bool failed_ = false;
};

std::string key_of(std::string_view name) { return name.starts_with('%') ? lower_ascii(name) : std::string(name); }

}  // namespace

std::string_view spelled(Truth truth) {
  if (truth == Truth::unknown) return "unknown";
  return truth == Truth::yes ? "true" : "false";
}

void MsiProperties::set(std::string_view name, std::vector<std::string> possible) {
  known_.insert_or_assign(key_of(name), std::move(possible));
}

void MsiProperties::set_unknown(std::string_view name) { known_.insert_or_assign(key_of(name), std::nullopt); }

bool MsiProperties::has(std::string_view name) const { return known_.contains(key_of(name)); }

const std::vector<std::string>* MsiProperties::possible(std::string_view name) const {
  static const std::vector<std::string> undefined = {""};
  const auto found = known_.find(key_of(name));
  if (found != known_.end()) return found->second ? &*found->second : nullptr;
  const bool is_state = !name.empty() && std::string_view("%$?&!").find(name[0]) != std::string_view::npos;
  return is_state || others_unknown_ ? nullptr : &undefined;
}

MsiProperties msi_properties(const Target& target, std::string_view summary_template) {
  MsiProperties properties;
  for (const std::string_view name : of_the_machine) properties.set_unknown(name);
  const bool capped = target.os > version_max;
  const std::string version = std::to_string(capped ? version_max : target.os);
  properties.set("VersionNT", {version});
  properties.set("VersionNT64", version_64(target, version, summary_template));
  properties.set("WindowsBuild", {std::to_string(capped ? build_of_version_max : target.build)});
  // "Not applicable" without a service pack, says "Operating System Property Values": undefined or 0.
  if (target.service_pack == 0) {
    properties.set("ServicePackLevel", {"", "0"});
  } else {
    properties.set("ServicePackLevel", {std::to_string(target.service_pack)});
  }
  // 1 of a workstation, 2 of a domain controller, 3 of another server.
  properties.set("MsiNTProductType",
                 target.server ? std::vector<std::string>{"2", "3"} : std::vector<std::string>{"1"});
  set_of_processor(properties, target);
  // "Released Versions of Windows Installer": 5.0 comes with Windows 7, and has been the last.
  if (target.os >= 601) {
    properties.set("VersionMsi", {"5.00"});
  } else {
    properties.set_unknown("VersionMsi");
  }
  for (const char* name : {"OLEAdvtSupport", "ShellAdvtSupport"}) properties.set(name, {"1"});
  // Nothing is there yet that could be removed, repaired, patched or replaced.
  for (const char* name : {"Version9X", "Installed", "REMOVE", "REINSTALL", "PATCH", "RESUME", "UPGRADINGPRODUCTCODE",
                           "AFTERREBOOT", "MsiPatchRemovalList"})
    properties.set(name, {""});
  properties.set("ProductState", {"-1"});  // INSTALLSTATE_UNKNOWN
  return properties;
}

MsiProperties msi_properties(const Target& target, const FactSheet& package) {
  const auto summary = package.first(FactKind::msi_property, "template");
  MsiProperties properties = msi_properties(target, summary ? summary->value : std::string_view());
  for (std::size_t i = 0; i < package.size(); i++) {
    const Fact fact = package[i];
    const bool of_summary = fact.name == "template" || fact.name == "schema" || fact.name == "codepage";
    if (fact.kind == FactKind::msi_property && !of_summary && !properties.has(fact.name))
      properties.set(fact.name, {std::string(fact.value)});
  }
  for (std::size_t i = 0; i < package.size(); i++) {
    const Fact fact = package[i];
    if (fact.kind != FactKind::msi_row) continue;
    if (fact.name == "AppSearch") properties.set_unknown(column_of(fact.value, "Property"));
    if (fact.name == "CustomAction") set_from_custom_action(properties, fact.value);
  }
  return properties;
}

Result<MsiCondition> MsiCondition::parse(std::string_view text) {
  MsiCondition condition;
  if (text.size() > condition_bytes_max || !Parser(text, condition.nodes_).parse_all())
    return Error{ErrorKind::invalid_input, "readiness.bad_condition",
                 "no condition such as VersionNT >= 501 AND NOT Installed: " + std::string(text.substr(0, 200))};
  return condition;
}

MsiCondition::Judgement MsiCondition::judge(const MsiProperties& properties) const {
  if (nodes_.empty()) return {Truth::yes, {}};
  std::vector<Answer> answers;
  answers.reserve(nodes_.size());
  for (const Node& node : nodes_) {
    if (node.operation == Operation::value || node.operation == Operation::compare) {
      answers.push_back(node.operation == Operation::value ? judged_value(node, properties)
                                                           : judged_comparison(node, properties));
      continue;
    }
    Answer answer = std::move(answers[node.parts[0]]);
    if (node.operation == Operation::inverse) answer.truth = inverted(answer.truth);
    for (std::size_t i = 1; i < node.parts.size(); i++) {
      Answer& part = answers[node.parts[i]];
      answer.truth = combined(node.operation, answer.truth, part.truth);
      answer.names.merge(part.names);
      if (answer.truth != Truth::unknown) answer.names.clear();
    }
    answers.push_back(std::move(answer));
  }
  const Answer& whole = answers.back();
  return {whole.truth, {whole.names.begin(), whole.names.end()}};
}

std::vector<std::string> MsiCondition::symbols() const {
  Names names;
  for (const Node& node : nodes_)
    for (const Operand* operand : {&node.left, &node.right})
      if (operand->kind == Operand::Kind::symbol) names.insert(operand->text);
  return {names.begin(), names.end()};
}

}  // namespace shoal::readiness
