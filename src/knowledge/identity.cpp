#include "knowledge/identity.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "base/pinned_math.hpp"
#include "base/text.hpp"
#include "knowledge/table.hpp"

namespace shoal::knowledge {
namespace {

using estate::IdentifierKind;
using estate::LiarMatch;
using estate::Weight;

Result<double> number_of(const Table::Row& row, std::string_view column) {
  const std::string_view text = row[column];
  double number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
    return bad_row(row, std::string(column) + " is no number: " + std::string(text));
  return number;
}

Result<double> probability_of(const Table::Row& row, std::string_view column) {
  const double number = SHOAL_TRY(number_of(row, column));
  if (number <= 0 || number >= 1)
    return bad_row(row, std::string(column) + " is no probability above 0 and below 1: " + std::string(row[column]));
  return number;
}

// Bits to the base 2 as the rules have them: in tenths, rounded.
Weight in_tenths(double bits) { return static_cast<Weight>(std::lround(bits * 10)); }
Weight odds(double same, double other) { return in_tenths(pinned_log(same / other) / pinned_log(2)); }

// Weights beyond this are a slip in the table: 2^100 is more than the machines there are.
constexpr double bits_max = 100;

Result<Weight> bits_of(const Table::Row& row, std::string_view column) {
  const double bits = SHOAL_TRY(number_of(row, column));
  if (bits < -bits_max || bits > bits_max)
    return bad_row(row, std::string(column) + " is more than 100 bits: " + std::string(row[column]));
  return in_tenths(bits);
}

Result<IdentifierKind> kind_of(const Table::Row& row) {
  const auto kind = estate::parse_identifier_kind(row["kind"]);
  if (!kind) return bad_row(row, "no kind of identifier: " + std::string(row["kind"]));
  return *kind;
}

Result<estate::KindRule> kind_rule(const Table::Row& row) {
  const auto aspect = estate::parse_aspect(row["aspect"]);
  if (!aspect) return bad_row(row, "no aspect: " + std::string(row["aspect"]));
  const double same = SHOAL_TRY(probability_of(row, "same")), later = SHOAL_TRY(probability_of(row, "same_later")),
               other = SHOAL_TRY(probability_of(row, "other"));
  if (other > later || later > same) return bad_row(row, "not other <= same_later <= same");
  const Weight shared = SHOAL_TRY(bits_of(row, "shared"));
  if (shared < 0) return bad_row(row, "shared is below 0: " + std::string(row["shared"]));
  return estate::KindRule{*aspect, odds(same, other), odds(1 - same, 1 - other), odds(1 - later, 1 - other), shared};
}

Result<void> read_kinds(const std::filesystem::path& data, estate::IdentityRules& rules) {
  const Table table =
      SHOAL_TRY(Table::read(data / "identity" / "kinds.csv", {"kind", "aspect", "same", "same_later", "other", "shared",
                                                              "verified", "citation", "read"}));
  std::set<IdentifierKind> known;
  for (std::size_t i = 0; i < table.size(); i++) {
    const IdentifierKind kind = SHOAL_TRY(kind_of(table[i]));
    if (!known.insert(kind).second) return bad_row(table[i], "this kind stands there already");
    rules.kinds[static_cast<std::size_t>(kind)] = SHOAL_TRY(kind_rule(table[i]));
  }
  for (std::size_t i = 0; i < estate::identifier_kinds; i++)
    if (!known.contains(static_cast<IdentifierKind>(i)))
      return Error{ErrorKind::invalid_input, "knowledge.bad_table",
                   (data / "identity" / "kinds.csv").string() + ": there is no row for " +
                       std::string(spelled(static_cast<IdentifierKind>(i)))};
  return {};
}

// A rule by its name, how many tenths of its unit the rules hold it in, and between what it must lie.
struct NamedRule {
  std::string_view name;
  Weight* weight;
  std::uint32_t* count;
  double least, most;
};

Result<void> read_rules(const std::filesystem::path& data, estate::IdentityRules& rules) {
  const NamedRule named[] = {
      {"beside", &rules.beside, nullptr, 0, bits_max},
      {"claim-margin", &rules.claim_margin, nullptr, 0, bits_max},
      {"followed", nullptr, &rules.followed_max, 1, 10'000},
      {"further", nullptr, &rules.further_percent, 0, 100},
      {"gap", &rules.gap, nullptr, -bits_max, 0},
      {"gap-days", nullptr, &rules.gap_days, 1, 10'000},
      {"rival", &rules.rival, nullptr, -bits_max, 0},
      {"slip", &rules.slip, nullptr, -bits_max, 0},
      {"threshold", &rules.threshold, nullptr, 0, bits_max},
  };
  const Table table = SHOAL_TRY(
      Table::read(data / "identity" / "rules.csv", {"rule", "value", "unit", "verified", "citation", "read"}));
  std::set<std::string_view> known;
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    const auto rule = std::find_if(std::begin(named), std::end(named),
                                   [&](const NamedRule& each) { return each.name == row["rule"]; });
    if (rule == std::end(named)) return bad_row(row, "no rule of identity: " + std::string(row["rule"]));
    if (!known.insert(rule->name).second) return bad_row(row, "this rule stands there already");
    const double value = SHOAL_TRY(number_of(row, "value"));
    if (value < rule->least || value > rule->most) return bad_row(row, "out of range: " + std::string(row["value"]));
    if (rule->weight != nullptr) *rule->weight = in_tenths(value);
    if (rule->count != nullptr) *rule->count = static_cast<std::uint32_t>(value);
  }
  for (const NamedRule& each : named)
    if (!known.contains(each.name))
      return Error{ErrorKind::invalid_input, "knowledge.bad_table",
                   (data / "identity" / "rules.csv").string() + ": there is no row for " + std::string(each.name)};
  return {};
}

// The beginning of an address or UUID has no length by which identifier() could tell it: only what parts its digits is
// taken out.
std::string part_of(IdentifierKind kind, std::string_view text) {
  std::string part;
  const bool digits = kind == IdentifierKind::mac || kind == IdentifierKind::uuid || kind == IdentifierKind::guid ||
                      kind == IdentifierKind::installation;
  for (const char c : text) {
    if (digits && (c == ':' || c == '-')) continue;
    part += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return part;
}

Result<void> read_liars(const std::filesystem::path& data, estate::IdentityRules& rules) {
  const Table table = SHOAL_TRY(
      Table::read(data / "identity" / "liars.csv", {"kind", "match", "value", "note", "verified", "citation", "read"}));
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    estate::Liar liar;
    liar.kind = SHOAL_TRY(kind_of(row));
    const auto match = estate::parse_liar_match(row["match"]);
    if (!match) return bad_row(row, "match is is, begins or only: " + std::string(row["match"]));
    liar.match = *match;
    liar.note = row["note"];
    if (liar.match == LiarMatch::is) {
      auto value = estate::identifier(liar.kind, row["value"]);
      if (!value) return bad_row(row, "cannot be of its kind: " + std::string(row["value"]));
      liar.value = std::move(value->value);
    } else {
      liar.value = part_of(liar.kind, row["value"]);
    }
    if (liar.value.empty()) return bad_row(row, "the value is empty");
    rules.liars.push_back(std::move(liar));
  }
  std::sort(rules.liars.begin(), rules.liars.end());
  return {};
}

}  // namespace

Result<estate::IdentityRules> read_identity(const std::filesystem::path& data) {
  estate::IdentityRules rules;
  SHOAL_TRY(read_kinds(data, rules));
  SHOAL_TRY(read_rules(data, rules));
  SHOAL_TRY(read_liars(data, rules));
  return rules;
}

}  // namespace shoal::knowledge
