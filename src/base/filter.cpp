#include "base/filter.hpp"

#include <algorithm>
#include <charconv>

#include "base/assert.hpp"
#include "base/text.hpp"

namespace shoal {
namespace {

using Form = FieldTest::Form;

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view ends_value = " \t\r\n\"(),";
constexpr std::string_view ends_name = " \t\r\n\"(),:";
// What word processors and web pages make of a blank and of quotes. Taken as letters they would silently ask for
// something that no record has.
constexpr std::string_view look_alikes[] = {"\xC2\xA0", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E"};

bool compares(std::int64_t value, Form form, std::int64_t with) {
  switch (form) {
    case Form::below:
      return value < with;
    case Form::at_most:
      return value <= with;
    case Form::above:
      return value > with;
    case Form::at_least:
      return value >= with;
    case Form::equal:
      return value == with;
    case Form::known:
      return true;
    case Form::unknown:
    case Form::contained:
      break;
  }
  return false;
}

bool fits(const FieldTest& test, std::string_view text) {
  if (test.form == Form::contained) return find_ignoring_case(text, test.text) != text.npos;
  return test.form == Form::known || (test.form == Form::equal && equal_ignoring_case(text, test.text));
}

std::optional<std::int64_t> whole_number(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (failed != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

/// "30d", "4w", "6m" or "1y" in days. A month is 30 days and a year 365, so that an age means the same on every day.
std::optional<std::int64_t> age_in_days(std::string_view text) {
  constexpr std::uint32_t age_days_max = 9999 * 365;  // As far as a Day is written.
  constexpr std::pair<char, std::uint32_t> units[] = {{'d', 1}, {'w', 7}, {'m', 30}, {'y', 365}};
  if (text.empty()) return std::nullopt;
  const auto count = parse_number(text.substr(0, text.size() - 1));
  const char letter = lower_ascii(text.substr(text.size() - 1)).front();
  for (const auto& [unit, days] : units)
    if (count && letter == unit && *count <= age_days_max / days) return std::int64_t{*count} * days;
  return std::nullopt;
}

std::size_t first_look_alike(std::string_view text) {
  std::size_t first = text.npos;
  for (const std::string_view found : look_alikes) first = std::min(first, text.find(found));
  return text.starts_with('\'') ? 0 : first;
}

std::string in_quotes(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string spelled_name(std::string_view name) {
  const bool plain = !name.empty() && name.find_first_of(ends_name) == name.npos && !name.starts_with('-') &&
                     first_look_alike(name) == name.npos;
  return plain ? std::string(name) : in_quotes(name);
}

std::string spelled_value(std::string_view value) {
  const bool means_more =
      value == "*" || equal_ignoring_case(value, "unknown") || std::string_view("<>=").find(value.front()) < 3;
  const bool plain =
      !means_more && value.find_first_of(ends_value) == value.npos && first_look_alike(value) == value.npos;
  return plain ? std::string(value) : in_quotes(value);
}

std::string_view symbol(Form form) {
  switch (form) {
    case Form::equal:
      return "=";
    case Form::below:
      return "<";
    case Form::at_most:
      return "<=";
    case Form::above:
      return ">";
    case Form::at_least:
      return ">=";
    case Form::known:
      return "*";
    case Form::unknown:
      return "unknown";
    case Form::contained:
      break;
  }
  return "";
}

std::string spelled_test(const FieldTest& test, FieldKind kind) {
  if (test.form == Form::known || test.form == Form::unknown) return std::string(symbol(test.form));
  // Where only the whole value can match anyway, `=` says nothing.
  const bool plain = test.form == Form::equal && kind != FieldKind::text && !test.is_age;
  const std::string sign(plain ? "" : symbol(test.form));
  if (test.is_age) return sign + std::to_string(test.number) + "d";
  if (kind == FieldKind::number) return sign + std::to_string(test.number);
  if (kind == FieldKind::day) return sign + to_string(Day(std::chrono::days(test.number)));
  return sign + spelled_value(test.text);
}

/// "os, seen, site": the names that there are, but no more of the further ones than a person reads.
std::string listed(const FilterFields& fields) {
  constexpr std::size_t shown_max = 20;
  std::string names;
  const auto add = [&](std::string_view name) { names += (names.empty() ? "" : ", ") + std::string(name); };
  for (const FilterField& field : fields.known) add(field.name);
  for (const std::string_view name : fields.further.first(std::min(shown_max, fields.further.size()))) add(name);
  if (fields.further.size() > shown_max) names += " and " + std::to_string(fields.further.size() - shown_max) + " more";
  return names;
}

Error unknown_field(std::string_view name, const FilterFields& fields) {
  constexpr std::size_t word_bytes_max = 64;  // No field is near to anything longer, and to look takes its square.
  std::vector<std::string_view> names;
  for (const FilterField& field : fields.known) names.push_back(field.name);
  names.insert(names.end(), fields.further.begin(), fields.further.end());
  const auto near = name.size() <= word_bytes_max ? nearest(name, names) : std::nullopt;
  return Error{ErrorKind::invalid_input, "base.unknown_field",
               "no field " + std::string(name) +
                   (near ? "; did you mean " + std::string(*near) + "?" : "; the fields are: " + listed(fields))};
}

}  // namespace

void FieldValues::add(std::string_view text) {
  SHOAL_ASSERT(kind_ == FieldKind::text || kind_ == FieldKind::word);
  if (text.empty() || matched_) return;
  any_ = true;
  matched_ = std::any_of(tests_.begin(), tests_.end(), [&](const FieldTest& test) { return fits(test, text); });
}

void FieldValues::add(std::int64_t number) {
  SHOAL_ASSERT(kind_ == FieldKind::number);
  any_ = true;
  for (const FieldTest& test : tests_) matched_ = matched_ || compares(number, test.form, test.number);
}

void FieldValues::add(Day day) {
  SHOAL_ASSERT(kind_ == FieldKind::day);
  any_ = true;
  const std::int64_t since = day.time_since_epoch().count();
  const std::int64_t age = (as_of_ - day).count();
  for (const FieldTest& test : tests_)
    matched_ = matched_ || compares(test.is_age ? age : since, test.form, test.number);
}

bool FieldValues::matched() const {
  if (any_) return matched_;
  return std::any_of(tests_.begin(), tests_.end(), [](const FieldTest& test) { return test.form == Form::unknown; });
}

/// Reads the text from left to right, a method to a rule of the grammar:
///
///     any       = all *( "OR" all )
///     all       = one *( one )
///     one       = ( "NOT" / "-" ) one / "(" any ")" / condition
///     condition = [ name ":" ] value *( "," value )
///     value     = "*" / "unknown" / [ "<" / "<=" / ">" / ">=" / "=" ] word
class Filter::Parser {
 public:
  Parser(std::string_view text, const FilterFields& fields) : text_(text), fields_(fields) {}

  Result<Filter> run() {
    if (text_.size() > bytes_max) return bad(bytes_max, "a filter has at most 4,096 bytes");
    for (std::size_t at = 0; at < text_.size(); at++)
      if (is_control(text_[at]) && blanks.find(text_[at]) == blanks.npos)
        return bad(at, "a filter holds no control characters");
    skip_blanks();
    SHOAL_TRY(any());
    if (at_ < text_.size()) return bad(at_, "nothing opened this parenthesis");
    filter_.spelled_ = spelled(0, Join::any);
    if (filter_.spelled_.size() > bytes_max)
      return bad(0, "spelled out, a filter has at most 4,096 bytes, and this one " + grouped(filter_.spelled_.size()));
    return std::move(filter_);
  }

 private:
  struct Word {
    std::string text;
    bool quoted = false;
  };
  struct Field {
    std::uint32_t index;
    FieldKind kind;
    std::string_view name;
  };

  Result<void> any() {
    const std::size_t node = open(Join::any);
    SHOAL_TRY(all());
    while (at_keyword("OR")) {
      at_ += 2;
      skip_blanks();
      SHOAL_TRY(all());
    }
    close(node);
    return {};
  }

  Result<void> all() {
    const std::size_t node = open(Join::all);
    do {
      SHOAL_TRY(one());
      skip_blanks();
    } while (at_ < text_.size() && text_[at_] != ')' && !at_keyword("OR"));
    close(node);
    return {};
  }

  Result<void> one() {
    if (depth_ > depth_max) return bad(at_, "parentheses and negations go at most 32 deep");
    depth_++;
    if (at_keyword("NOT")) {
      at_ += 3;
      skip_blanks();
      SHOAL_TRY(negated());
    } else if (take('-')) {
      if (at_ == text_.size() || blanks.find(text_[at_]) != blanks.npos)
        return expected("a condition right after the -");
      SHOAL_TRY(negated());
    } else if (at_ < text_.size() && text_[at_] == '(') {
      SHOAL_TRY(parenthesised());
    } else {
      SHOAL_TRY(condition());
    }
    depth_--;
    return {};
  }

  Result<void> negated() {
    const std::size_t node = open(Join::negation);
    SHOAL_TRY(one());
    close(node);
    return {};
  }

  Result<void> parenthesised() {
    const std::size_t began = at_++;
    skip_blanks();
    SHOAL_TRY(any());
    if (!take(')')) return bad(began, "this parenthesis never closes");
    return {};
  }

  Result<void> condition() {
    const std::size_t began = at_;
    const Word word = SHOAL_TRY(read_word(ends_name, "a condition"));
    if (take(':')) return values(SHOAL_TRY(resolved(word.text)));
    for (const std::string_view keyword : {"AND", "OR", "NOT"})
      if (!word.quoted && equal_ignoring_case(word.text, keyword)) return misplaced(keyword, began);
    at_ = began;  // A bare word is a value of the field name, and read as one.
    return values(SHOAL_TRY(resolved("name")));
  }

  // Taken as a name, it would turn a question into another one without a word.
  Error misplaced(std::string_view keyword, std::size_t began) const {
    if (keyword == "AND") return bad(began, "leave AND out: conditions side by side all hold; a name goes in quotes");
    if (text_.substr(began, keyword.size()) == keyword)
      return bad(began, "expected a condition, found " + std::string(keyword) + "; a name goes in quotes");
    return bad(began, "write " + std::string(keyword) + " in capitals, or in quotes where it is a name");
  }

  Result<void> values(const Field& field) {
    const std::size_t node = open(Join::condition);
    filter_.nodes_[node].kind = field.kind;
    filter_.nodes_[node].field = field.index;
    filter_.nodes_[node].first_test = static_cast<std::uint32_t>(filter_.tests_.size());
    do {
      if (filter_.tests_.size() == terms_max) return bad(at_, "a filter asks for at most 256 values");
      filter_.tests_.push_back(SHOAL_TRY(value(field)));
      filter_.nodes_[node].tests++;
    } while (take(','));
    if (at_ < text_.size() && text_[at_] != ')' && blanks.find(text_[at_]) == blanks.npos)
      return expected("a blank before the next condition, or quotes around all of the value");
    return {};
  }

  Result<FieldTest> value(const Field& field) {
    const auto sign = take_sign();
    const std::size_t began = at_;
    const Word word = SHOAL_TRY(read_word(ends_value, "a value of " + std::string(field.name)));
    if (!sign && !word.quoted && word.text == "*") return FieldTest{.form = Form::known};
    if (!sign && !word.quoted && equal_ignoring_case(word.text, "unknown")) return FieldTest{.form = Form::unknown};
    if (word.text.empty()) return bad(began, "expected a value of " + std::string(field.name) + ", found empty quotes");
    switch (field.kind) {
      case FieldKind::text:
      case FieldKind::word:
        return text_value(field, sign, word, began);
      case FieldKind::number:
        return number_value(field, sign, word, began);
      case FieldKind::day:
        return day_value(field, sign, word, began);
    }
    SHOAL_ASSERT(false);
  }

  Result<FieldTest> text_value(const Field& field, std::optional<Form> sign, const Word& word,
                               std::size_t began) const {
    if (sign && *sign != Form::equal)
      return bad(began - symbol(*sign).size(), std::string(field.name) +
                                                   " is text, which has no order: expected a value or =, found " +
                                                   std::string(symbol(*sign)));
    const bool whole = sign || field.kind == FieldKind::word;
    return FieldTest{.form = whole ? Form::equal : Form::contained, .text = word.text};
  }

  Result<FieldTest> number_value(const Field& field, std::optional<Form> sign, const Word& word,
                                 std::size_t began) const {
    const auto number = whole_number(word.text);
    if (!number)
      return bad(began, std::string(field.name) + " is a number: expected a whole number, found " + word.text);
    return FieldTest{.form = sign.value_or(Form::equal), .number = *number};
  }

  Result<FieldTest> day_value(const Field& field, std::optional<Form> sign, const Word& word, std::size_t began) const {
    if (const auto age = age_in_days(word.text)) {
      // Whoever writes seen:30d means "within" and would get "exactly".
      if (!sign) return bad(began, "an age needs <, <=, >, >= or = before it: " + std::string(field.name) + ":<30d");
      return FieldTest{.form = *sign, .is_age = true, .number = *age};
    }
    const auto day = parse_day(word.text);
    if (!day)
      return bad(began, std::string(field.name) +
                            " is a day: expected yyyy-mm-dd, or an age such as <30d, <4w, <6m or <1y, found " +
                            word.text);
    return FieldTest{.form = sign.value_or(Form::equal), .number = day->time_since_epoch().count()};
  }

  Result<Field> resolved(std::string_view name) const {
    for (std::size_t i = 0; i < fields_.known.size(); i++)
      if (equal_ignoring_case(fields_.known[i].name, name))
        return Field{static_cast<std::uint32_t>(i), fields_.known[i].kind, fields_.known[i].name};
    for (std::size_t i = 0; i < fields_.further.size(); i++)
      if (equal_ignoring_case(fields_.further[i], name))
        return Field{static_cast<std::uint32_t>(fields_.known.size() + i), FieldKind::text, fields_.further[i]};
    return unknown_field(name, fields_);
  }

  std::optional<Form> take_sign() {
    for (const Form form : {Form::at_most, Form::at_least, Form::below, Form::above, Form::equal}) {
      if (!text_.substr(at_).starts_with(symbol(form))) continue;
      at_ += symbol(form).size();
      return form;
    }
    return std::nullopt;
  }

  // A word up to one of `ends`, or a phrase in quotes; `what` says what is missing where there is neither.
  Result<Word> read_word(std::string_view ends, std::string_view what) {
    if (at_ < text_.size() && text_[at_] == '"') return read_quoted();
    const std::string_view run = run_until(ends);
    if (run.empty()) return expected(what);
    const std::size_t odd = first_look_alike(run);
    if (odd != run.npos)
      return bad(at_ + odd,
                 "this is no plain blank or quote: write \" and a plain blank, or put all of it in \"quotes\"");
    at_ += run.size();
    return Word{std::string(run)};
  }

  Result<Word> read_quoted() {
    const std::size_t began = at_++;
    Word word{"", true};
    for (; at_ < text_.size(); at_++) {
      if (take('"')) return word;
      if (text_[at_] == '\\') {
        const std::string_view next = text_.substr(at_ + 1, 1);
        if (next != "\"" && next != "\\") return bad(at_, "within quotes a \\ is written as \\\\");
        at_++;
      }
      word.text += text_[at_];
    }
    return bad(began, "this quote never closes");
  }

  std::string_view run_until(std::string_view ends) const {
    const std::string_view rest = text_.substr(at_);
    return rest.substr(0, rest.find_first_of(ends));
  }

  bool at_keyword(std::string_view keyword) const {
    if (run_until(ends_name) != keyword) return false;
    return text_.substr(at_ + keyword.size(), 1) != ":";  // OR:x asks for a field of that name.
  }

  void skip_blanks() { at_ = std::min(text_.find_first_not_of(blanks, at_), text_.size()); }

  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    at_++;
    return true;
  }

  Error expected(std::string_view what) const {
    std::string found = "the end";
    if (at_ < text_.size()) found = blanks.find(text_[at_]) == blanks.npos ? text_.substr(at_, 1) : "a blank";
    return bad(at_, "expected " + std::string(what) + ", found " + found);
  }

  Error bad(std::size_t at, const std::string& what) const {
    // The bytes that continue a character of UTF-8 take no column of their own.
    const auto column = 1 + std::count_if(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at),
                                          [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    return Error{ErrorKind::invalid_input, "base.bad_filter", "column " + std::to_string(column) + ": " + what};
  }

  std::size_t open(Join join) {
    filter_.nodes_.push_back(Node{.join = join});
    return filter_.nodes_.size() - 1;
  }

  // A list of one is that one.
  void close(std::size_t node) {
    auto& nodes = filter_.nodes_;
    nodes[node].nodes = static_cast<std::uint32_t>(nodes.size() - node);
    if (nodes[node].join != Join::negation && nodes[node].nodes == nodes[node + 1].nodes + 1)
      nodes.erase(nodes.begin() + static_cast<std::ptrdiff_t>(node));
  }

  std::string spelled(std::size_t index, Join within) const {
    const Node& node = filter_.nodes_[index];
    if (node.join == Join::condition) return spelled_condition(node);
    if (node.join == Join::negation) return "NOT " + spelled(index + 1, Join::negation);
    std::string text;
    for (std::size_t child = index + 1; child < index + node.nodes; child += filter_.nodes_[child].nodes)
      text += (text.empty() ? "" : node.join == Join::any ? " OR " : " ") + spelled(child, node.join);
    const bool binds_looser = within == Join::negation || (within == Join::all && node.join == Join::any);
    return binds_looser ? "(" + text + ")" : text;
  }

  std::string spelled_condition(const Node& node) const {
    const bool is_known = node.field < fields_.known.size();
    std::string text =
        spelled_name(is_known ? fields_.known[node.field].name : fields_.further[node.field - fields_.known.size()]);
    for (std::uint32_t i = 0; i < node.tests; i++)
      text += (i == 0 ? ":" : ",") + spelled_test(filter_.tests_[node.first_test + i], node.kind);
    return text;
  }

  std::string_view text_;
  const FilterFields& fields_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  Filter filter_;
};

Result<Filter> Filter::parse(std::string_view text, const FilterFields& fields) { return Parser(text, fields).run(); }

bool Filter::matches(const FieldSource& record, Day as_of) const { return nodes_.empty() || holds(0, record, as_of); }

bool Filter::holds(std::size_t index, const FieldSource& record, Day as_of) const {
  const Node& node = nodes_[index];
  if (node.join == Join::negation) return !holds(index + 1, record, as_of);
  if (node.join == Join::condition) {
    FieldValues values({tests_.data() + node.first_test, node.tests}, node.kind, as_of);
    record.values_of(node.field, values);
    return values.matched();
  }
  const bool settles = node.join == Join::any;
  for (std::size_t child = index + 1; child < index + node.nodes; child += nodes_[child].nodes)
    if (holds(child, record, as_of) == settles) return settles;
  return !settles;
}

}  // namespace shoal
