#include "base/filter.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>

namespace shoal {
namespace {

constexpr FilterField known_fields[] = {
    {"name", FieldKind::text, "the device's name"}, {"os", FieldKind::text, "the release"},
    {"has", FieldKind::word, "an update"},          {"ram", FieldKind::number, "memory in MiB"},
    {"seen", FieldKind::day, "last observation"},
};
constexpr std::string_view tag_keys[] = {"site", "personal data", "-10C"};
constexpr FilterFields fields{known_fields, tag_keys};

Day day(std::string_view text) { return parse_day(text).value(); }

// Values as text under the name of their field: what a person would write down about a record.
using Values = std::map<std::string, std::vector<std::string>>;

class MadeRecord : public FieldSource {
 public:
  explicit MadeRecord(Values values) : values_(std::move(values)) {}

  void values_of(std::size_t field, FieldValues& out) const override {
    const bool is_known = field < std::size(known_fields);
    const auto found =
        values_.find(std::string(is_known ? known_fields[field].name : tag_keys[field - std::size(known_fields)]));
    if (found == values_.end()) return;
    for (const std::string& value : found->second) {
      if (out.decided()) return;
      if (is_known && known_fields[field].kind == FieldKind::number) {
        out.add(std::int64_t{std::stoll(value)});
      } else if (is_known && known_fields[field].kind == FieldKind::day) {
        out.add(day(value));
      } else {
        out.add(value);
      }
    }
  }

 private:
  Values values_;
};

std::string spelled(std::string_view text) {
  const auto filter = Filter::parse(text, fields);
  return filter ? filter->spelled() : std::string(filter.error().code) + ": " + filter.error().message;
}

bool matches(std::string_view text, const Values& values) {
  const auto filter = Filter::parse(text, fields);
  REQUIRE_MESSAGE(filter, spelled(text));
  return filter->matches(MadeRecord(values), day("2017-05-12"));
}

const Values a_desktop = {{"name", {"BCU-04-117"}}, {"os", {"Windows XP SP3"}}, {"has", {"KB4012598", "KB890830"}},
                          {"ram", {"2048"}},        {"seen", {"2017-05-02"}},   {"site", {"BCU-04"}}};

TEST_CASE("a filter has one plain spelling") {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"os:xp site:BCU-04 seen:<30d has:KB4012598", "os:xp site:BCU-04 seen:<30d has:KB4012598"},
      {"  OS:XP\t\nSite:x ", "os:XP site:x"},
      {"BCU-04", "name:BCU-04"},
      {"\"front desk\"", "name:\"front desk\""},
      {"pc1,pc2", "name:pc1,pc2"},
      {"-a", "NOT name:a"},
      {"--a", "NOT NOT name:a"},
      {"NOT(a)", "NOT name:a"},
      {"a b OR c d", "name:a name:b OR name:c name:d"},
      {"a (b OR c) d", "name:a (name:b OR name:c) name:d"},
      {"(a b) OR (c d)", "name:a name:b OR name:c name:d"},
      {"(a OR (b OR c)) OR d", "name:a OR name:b OR name:c OR name:d"},
      {"a(b)",
       "base.bad_filter: column 2: expected a blank before the next condition, or quotes around all of the "
       "value, found ("},
      {"(a)(b)-c", "name:a name:b NOT name:c"},
      {"NOT a b", "NOT name:a name:b"},
      {"-(a b)", "NOT (name:a name:b)"},
      {"NOT (a OR b)", "NOT (name:a OR name:b)"},
      {"((a))", "name:a"},
      {"seen:<4w,>=2y,=6m", "seen:<28d,>=730d,=180d"},
      {"seen:=2017-05-12 seen:<=2014-04-08", "seen:2017-05-12 seen:<=2014-04-08"},
      {"ram:=007,>-5", "ram:7,>-5"},
      {"has:=KB1", "has:KB1"},
      {"os:=xp", "os:=xp"},
      {"os:* os:Unknown os:\"unknown\" os:\"*\"", "os:* os:unknown os:\"unknown\" os:\"*\""},
      {"os:=unknown", "os:=\"unknown\""},
      {"os:\"<5\",\"xp\"", "os:\"<5\",xp"},
      {"os:a:b\\c", "os:a:b\\c"},
      {"os:\"a b\\\\c \\\"d\\\"\"", "os:\"a b\\\\c \\\"d\\\"\""},
      {"\"PERSONAL data\":yes", "\"personal data\":yes"},
      {"\"-10c\":*", "\"-10C\":*"},
      {"\"OR\"", "name:OR"},
      {"os:OR", "os:OR"},
  };
  for (const auto& [text, expected] : cases) {
    CHECK(spelled(text) == expected);
    if (expected.starts_with("base.")) continue;
    CHECK(spelled(expected) == expected);
  }
}

TEST_CASE("a mistake is named with its column and with what was expected there") {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"oss:xp", "base.unknown_field: no field oss; did you mean os?"},
      {"sit:x OR siet:y", "base.unknown_field: no field sit; did you mean site?"},
      {"manufacturer:x",
       "base.unknown_field: no field manufacturer; the fields are: name, os, has, ram, seen, site, personal data, "
       "-10C"},
      {"", "base.bad_filter: column 1: expected a condition, found the end"},
      {" ()", "base.bad_filter: column 3: expected a condition, found )"},
      {"a OR", "base.bad_filter: column 5: expected a condition, found the end"},
      {"OR a", "base.bad_filter: column 1: expected a condition, found OR; a name goes in quotes"},
      {"NOT", "base.bad_filter: column 4: expected a condition, found the end"},
      {"a - b", "base.bad_filter: column 4: expected a condition right after the -, found a blank"},
      {"a AND b", "base.bad_filter: column 3: leave AND out: conditions side by side all hold; a name goes in quotes"},
      {"a or b", "base.bad_filter: column 3: write OR in capitals, or in quotes where it is a name"},
      {"a (b", "base.bad_filter: column 3: this parenthesis never closes"},
      {"a) b", "base.bad_filter: column 2: nothing opened this parenthesis"},
      {"os:\"xp", "base.bad_filter: column 4: this quote never closes"},
      {"os:\"C:\\x\"", "base.bad_filter: column 7: within quotes a \\ is written as \\\\"},
      {"os:", "base.bad_filter: column 4: expected a value of os, found the end"},
      {"os: xp", "base.bad_filter: column 4: expected a value of os, found a blank"},
      {"os:xp,", "base.bad_filter: column 7: expected a value of os, found the end"},
      {"os:\"\"", "base.bad_filter: column 4: expected a value of os, found empty quotes"},
      {"os:(a OR b)", "base.bad_filter: column 4: expected a value of os, found ("},
      {"os:a\"b\"",
       "base.bad_filter: column 5: expected a blank before the next condition, or quotes around all of "
       "the value, found \""},
      {"os:<7", "base.bad_filter: column 4: os is text, which has no order: expected a value or =, found <"},
      {"seen:<30x",
       "base.bad_filter: column 7: seen is a day: expected yyyy-mm-dd, or an age such as <30d, <4w, <6m "
       "or <1y, found 30x"},
      {"seen:<xp",
       "base.bad_filter: column 7: seen is a day: expected yyyy-mm-dd, or an age such as <30d, <4w, <6m "
       "or <1y, found xp"},
      {"seen:<10000y",
       "base.bad_filter: column 7: seen is a day: expected yyyy-mm-dd, or an age such as <30d, <4w, "
       "<6m or <1y, found 10000y"},
      {"seen:30d", "base.bad_filter: column 6: an age needs <, <=, >, >= or = before it: seen:<30d"},
      {"ram:>2GB", "base.bad_filter: column 6: ram is a number: expected a whole number, found 2GB"},
      {"ram:9223372036854775808",
       "base.bad_filter: column 5: ram is a number: expected a whole number, found "
       "9223372036854775808"},
      {"os:Büro os:<", "base.bad_filter: column 13: expected a value of os, found the end"},
      {"os:“Büro 2”",
       "base.bad_filter: column 4: this is no plain blank or quote: write \" and a plain blank, or put "
       "all of it in \"quotes\""},
      {"os:'a b'",
       "base.bad_filter: column 4: this is no plain blank or quote: write \" and a plain blank, or put all "
       "of it in \"quotes\""},
      {"a\x1b[2J", "base.bad_filter: column 2: a filter holds no control characters"},
  };
  for (const auto& [text, expected] : cases) CHECK(spelled(text) == expected);
}

TEST_CASE("a filter has limits") {
  const auto repeated = [](std::string_view part, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; i++) text += part;
    return text;
  };
  CHECK(Filter::parse("os:" + repeated("x", 4093), fields));
  CHECK(spelled("os:" + repeated("x", 4094)) == "base.bad_filter: column 4097: a filter has at most 4,096 bytes");
  CHECK(spelled(repeated("x", 4096)) ==
        "base.bad_filter: column 1: spelled out, a filter has at most 4,096 bytes, and this one 4,101");
  CHECK(Filter::parse(repeated("(", 32) + "a" + repeated(")", 32), fields));
  CHECK(spelled(repeated("(", 33) + "a" + repeated(")", 33)) ==
        "base.bad_filter: column 34: parentheses and negations go at most 32 deep");
  CHECK(Filter::parse(repeated("-", 32) + "a", fields));
  CHECK(spelled(repeated("-", 33) + "a") == "base.bad_filter: column 34: parentheses and negations go at most 32 deep");
  CHECK(Filter::parse("a" + repeated(" a,a,a", 85), fields));
  CHECK(spelled("a" + repeated(" a,a,a", 85) + " b") ==
        "base.bad_filter: column 513: a filter asks for at most 256 values");
}

TEST_CASE("a list of further names is not printed to its end") {
  std::vector<std::string> names;
  for (int i = 10; i < 35; i++) names.push_back("floor" + std::to_string(i));
  const std::vector<std::string_view> further(names.begin(), names.end());
  const auto filter = Filter::parse("x:y", {std::span(known_fields).first(1), further});
  REQUIRE(!filter);
  CHECK(filter.error().message ==
        "no field x; the fields are: name, floor10, floor11, floor12, floor13, floor14, floor15, floor16, floor17, "
        "floor18, floor19, floor20, floor21, floor22, floor23, floor24, floor25, floor26, floor27, floor28, floor29 "
        "and 5 more");
}

TEST_CASE("a condition compares by the kind of its field") {
  const std::pair<const char*, bool> cases[] = {
      {"os:xp", true},
      {"os:\"windows xp\"", true},
      {"os:=xp", false},
      {"os:=\"WINDOWS XP SP3\"", true},
      {"os:vista,xp", true},
      {"os:vista,7", false},
      {"117", true},
      {"has:kb890830", true},
      {"has:KB89083", false},
      {"has:KB4012598 has:KB890830", true},
      {"ram:2048", true},
      {"ram:<2048", false},
      {"ram:<=2048", true},
      {"ram:>2048", false},
      {"ram:>=2048", true},
      {"ram:1024,>2000", true},
      {"seen:2017-05-02", true},
      {"seen:<2017-05-02", false},
      {"seen:<=2017-05-02", true},
      {"seen:<10d", false},
      {"seen:<=10d", true},
      {"seen:=10d", true},
      {"seen:>10d", false},
      {"seen:>=10d", true},
      {"seen:<2w", true},
      {"seen:>1w", true},
      {"site:bcu", true},
      {"site:*", true},
      {"site:unknown", false},
      {"\"personal data\":*", false},
      {"\"personal data\":unknown", true},
      {"\"personal data\":yes,unknown", true},
      {"\"personal data\":yes", false},
      {"NOT \"personal data\":yes", true},
  };
  for (const auto& c : cases) CHECK_MESSAGE(matches(c.first, a_desktop) == c.second, c.first);
}

TEST_CASE("NOT binds closest, then standing side by side, then OR") {
  const std::pair<const char*, bool> cases[] = {
      {"os:xp OR os:7 site:none", true}, {"(os:xp OR os:7) site:none", false}, {"site:none os:7 OR os:xp", true},
      {"NOT os:7 os:vista", false},      {"NOT (os:7 os:vista)", true},        {"-os:7 OR os:vista", true},
      {"NOT os:xp OR site:bcu", true},   {"NOT (os:xp OR site:bcu)", false},   {"--os:xp", true},
  };
  for (const auto& c : cases) CHECK_MESSAGE(matches(c.first, a_desktop) == c.second, c.first);
}

TEST_CASE("unknown fits no comparison, and its negation matches") {
  for (const char* text : {"os:xp", "os:=xp", "has:KB1", "ram:<5", "ram:>=5", "seen:<30d", "seen:>=30d", "site:x"}) {
    CHECK_MESSAGE(!matches(text, {}), text);
    CHECK_MESSAGE(matches("NOT " + std::string(text), {}), text);
  }
  CHECK(matches("os:unknown", {{"os", {""}}}));
  CHECK(!matches("os:\"unknown\"", {}));
  CHECK(matches("os:\"unknown\"", {{"os", {"Unknown release"}}}));
}

TEST_CASE("an age stands for a day before the as-of day, with the comparison turned around") {
  const std::pair<std::string, std::string> cases[] = {{"seen:<30d", "seen:>2017-04-12"},
                                                       {"seen:<=30d", "seen:>=2017-04-12"},
                                                       {"seen:>4w", "seen:<2017-04-14"},
                                                       {"seen:=1d", "seen:2017-05-11"}};
  for (const auto& c : cases) {
    for (Day seen = day("2017-04-01"); seen <= day("2017-05-20"); seen += std::chrono::days(1)) {
      CAPTURE(to_string(seen) + " " + c.first);
      CHECK(matches(c.first, {{"seen", {to_string(seen)}}}) == matches(c.second, {{"seen", {to_string(seen)}}}));
    }
  }
}

TEST_CASE("a day after the as-of day is younger than every age") {
  CHECK(matches("seen:<0d", {{"seen", {"2017-05-13"}}}));
  CHECK(!matches("seen:>=0d", {{"seen", {"2017-05-13"}}}));
}

TEST_CASE("a filter without conditions matches every record") {
  CHECK(Filter().matches(MadeRecord({}), day("2017-05-12")));
  CHECK(Filter().spelled().empty());
}

// A second implementation, made to be obviously right: a question is built as a tree, answered from the tree, and
// only then written down for the parser in one of the ways in which a person might write it.
struct Question {
  enum class Form { all, any, negation, condition } form = Form::condition;
  std::vector<Question> parts = {};
  std::string field = {};
  std::vector<std::string> wanted = {};  // "xp", "<30d", "*", "unknown"
};

std::string lowered(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

bool ordered(std::string_view sign, long left, long right) {
  if (sign == "<") return left < right;
  if (sign == "<=") return left <= right;
  if (sign == ">") return left > right;
  if (sign == ">=") return left >= right;
  return left == right;
}

bool fits(const std::string& field, const std::string& wanted, const std::string& value, Day as_of) {
  if (wanted == "*") return true;
  if (wanted == "unknown") return false;
  const std::size_t sign_bytes = std::min(wanted.find_first_not_of("<>="), wanted.size());
  const std::string sign = wanted.substr(0, sign_bytes);
  const std::string rest = wanted.substr(sign_bytes);
  if (field == "ram") return ordered(sign, std::stol(value), std::stol(rest));
  if (field == "seen") {
    if (rest.size() == 10) return ordered(sign, value.compare(rest), 0);
    const std::map<char, long> units = {{'d', 1}, {'w', 7}, {'m', 30}, {'y', 365}};
    return ordered(sign, (as_of - day(value)).count(), std::stol(rest) * units.at(rest.back()));
  }
  if (field == "has" || sign == "=") return lowered(value) == lowered(rest);
  return lowered(value).find(lowered(rest)) != std::string::npos;
}

bool answer(const Question& question, const Values& record, Day as_of) {
  const auto holds = [&](const Question& part) { return answer(part, record, as_of); };
  switch (question.form) {
    case Question::Form::all:
      return std::all_of(question.parts.begin(), question.parts.end(), holds);
    case Question::Form::any:
      return std::any_of(question.parts.begin(), question.parts.end(), holds);
    case Question::Form::negation:
      return !holds(question.parts[0]);
    case Question::Form::condition:
      break;
  }
  const auto found = record.find(question.field);
  const std::vector<std::string> values = found == record.end() ? std::vector<std::string>{} : found->second;
  for (const std::string& wanted : question.wanted) {
    if (values.empty() && wanted == "unknown") return true;
    for (const std::string& value : values)
      if (fits(question.field, wanted, value, as_of)) return true;
  }
  return false;
}

class Chance {
 public:
  explicit Chance(std::uint64_t from) : random_(from) {}
  std::size_t below(std::size_t end) { return random_() % end; }
  bool one_in(std::size_t times) { return below(times) == 0; }
  template <std::size_t N>
  std::string one_of(const char* const (&choices)[N]) {
    return choices[below(N)];
  }

 private:
  std::mt19937_64 random_;
};

Question any_question(Chance& chance, int depth) {
  if (depth > 0 && !chance.one_in(3)) {
    Question question{static_cast<Question::Form>(chance.below(3))};
    const std::size_t parts = question.form == Question::Form::negation ? 1 : 1 + chance.below(3);
    for (std::size_t i = 0; i < parts; i++) question.parts.push_back(any_question(chance, depth - 1));
    return question;
  }
  Question question;
  question.field = chance.one_of({"name", "os", "has", "ram", "seen", "site"});
  for (std::size_t i = 0; i < 1 + chance.below(3); i++) {
    if (chance.one_in(6)) {
      question.wanted.push_back(chance.one_of({"*", "unknown"}));
    } else if (question.field == "ram") {
      question.wanted.push_back(chance.one_of({"", "=", "<", "<=", ">", ">="}) + chance.one_of({"1", "2", "3", "-1"}));
    } else if (question.field == "seen") {
      question.wanted.push_back(chance.one_of({"=", "<", "<=", ">", ">="}) +
                                chance.one_of({"2d", "1w", "1m", "1y", "2017-05-05", "2017-04-12"}));
    } else {
      question.wanted.push_back(chance.one_of({"", "", "="}) + chance.one_of({"a", "ab", "B", "b a", "or"}));
    }
  }
  return question;
}

std::string written(const Question& question, Chance& chance) {
  if (question.form == Question::Form::condition) {
    std::string text = chance.one_in(2) ? question.field + ":" : lowered(question.field) + ":";
    for (std::string wanted : question.wanted) {
      const std::size_t sign_bytes = std::min(wanted.find_first_not_of("<>="), wanted.size());
      if (wanted != "*" && wanted != "unknown" && (wanted.find(' ') != wanted.npos || chance.one_in(4)))
        wanted = wanted.substr(0, sign_bytes) + '"' + wanted.substr(sign_bytes) + '"';
      text += (text.back() == ':' ? "" : ",") + wanted;
    }
    return text;
  }
  std::string text;
  for (const Question& part : question.parts) {
    const bool is_atom = part.form == Question::Form::condition || part.form == Question::Form::negation;
    const bool is_tight = part.form == Question::Form::all && question.form == Question::Form::any;
    const std::string inner = written(part, chance);
    if (!text.empty()) text += question.form == Question::Form::any ? " OR " : " ";
    text += (is_atom || is_tight) && !chance.one_in(4) ? inner : "(" + inner + ")";
  }
  return question.form == Question::Form::negation ? (chance.one_in(2) ? "NOT " : "-") + text : text;
}

Values any_record(Chance& chance) {
  Values record;
  for (const char* field : {"name", "os", "has", "site"})
    for (std::size_t i = chance.below(3); i > 0; i--)
      record[field].push_back(chance.one_of({"a", "A b", "ab a", "B", "xor"}));
  for (std::size_t i = chance.below(3); i > 0; i--) record["ram"].push_back(chance.one_of({"1", "2", "3"}));
  for (std::size_t i = chance.below(3); i > 0; i--)
    record["seen"].push_back(chance.one_of({"2017-05-12", "2017-05-10", "2017-05-05", "2017-04-12", "2016-05-12"}));
  return record;
}

TEST_CASE("a filter answers as a second implementation does, and its negation answers the opposite") {
  const std::uint64_t seed = 20170512;
  INFO("seed ", seed);
  Chance chance(seed);
  const Day as_of = day("2017-05-12");
  for (int i = 0; i < 3000; i++) {
    const Question question = any_question(chance, 4);
    const std::string text = written(question, chance);
    INFO(text);
    const auto filter = Filter::parse(text, fields);
    REQUIRE_MESSAGE(filter, spelled(text));
    const auto again = Filter::parse(filter->spelled(), fields);
    const auto negated = Filter::parse("-(" + text + ")", fields);
    REQUIRE((again && again->spelled() == filter->spelled() && negated));
    for (int j = 0; j < 20; j++) {
      const Values values = any_record(chance);
      const MadeRecord record(values);
      const bool expected = answer(question, values, as_of);
      REQUIRE(filter->matches(record, as_of) == expected);
      REQUIRE(again->matches(record, as_of) == expected);
      REQUIRE(negated->matches(record, as_of) == !expected);
    }
  }
}

}  // namespace
}  // namespace shoal
