#include "knowledge/distil.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace shoal::knowledge {
namespace {

std::optional<Day> posted_day(std::string_view text) {
  if (text.size() != 8) return std::nullopt;
  std::string iso(text.substr(0, 4));
  iso.append("-").append(text.substr(4, 2)).append("-").append(text.substr(6, 2));
  const auto day = parse_day(iso);
  return day ? std::optional(*day) : std::nullopt;
}

Day first_day_of(std::uint16_t year) { return std::chrono::year(year) / std::chrono::January / 1; }

exposure::Severity severity_of(std::string_view text) {
  using exposure::Severity;
  for (const Severity severity : {Severity::critical, Severity::important, Severity::moderate, Severity::low})
    if (equal_ignoring_case(trimmed(text), spelled(severity))) return severity;
  return Severity::unrated;
}

// The worst comes first; tampering counts as spoofing.
exposure::Impact impact_of(std::string_view text) {
  using exposure::Impact;
  const std::string folded = lower_ascii(trimmed(text));
  for (std::size_t i = 1; i < exposure::impact_count; i++)
    if (folded == spelled(static_cast<Impact>(i))) return static_cast<Impact>(i);
  return folded == "tampering" ? Impact::spoofing : Impact::unknown;
}

exposure::Impact worse(exposure::Impact a, exposure::Impact b) {
  if (a == exposure::Impact::unknown || b == exposure::Impact::unknown) return std::max(a, b);
  return std::min(a, b);
}

std::uint64_t row_hash(const DefinitionRow& row) {
  std::string whole;
  for (const std::string_view part :
       {row.posted, row.cve, row.kb, row.title, row.product, row.component, row.severity, row.supersedes})
    whole.append(part).push_back('\x1F');
  return std::hash<std::string>{}(whole);
}

constexpr std::string_view servicing_stack_advisory = "ADV990001";

}  // namespace

std::string fold(std::string_view name) {
  std::string folded;
  for (const char c : lower_ascii(trimmed(name)))
    if (c != ' ' || folded.empty() || folded.back() != ' ') folded += c;
  return folded;
}

void Distiller::begin_snapshot(std::uint8_t snapshot) {
  snapshot_ = snapshot;
  seen_.clear();
}

std::optional<Distiller::Place> Distiller::place_of(const DefinitionRow& row) {
  std::string key(row.product);
  key.append("\x1F").append(row.component);
  const auto [entry, fresh] = places_.try_emplace(key, -1);
  if (fresh) {
    const std::string product = fold(row.product);
    auto found = names_.products.find(product);
    std::optional<exposure::ComponentIndex> component;
    if (found != names_.products.end()) {
      const auto named = names_.components.find(fold(row.component));
      component = named == names_.components.end() ? exposure::ComponentIndex{0} : named->second;
    } else if (const auto on = product.rfind(" on "); on != product.npos) {
      found = names_.products.find(product.substr(on + 4));
      const auto named = names_.components.find(product.substr(0, on));
      if (named != names_.components.end()) component = named->second;
    }
    if (found != names_.products.end() && component) {
      entry->second = (std::int64_t{found->second} << 32) | *component;
      spellings_[product].insert(std::string(row.product));
    }
  }
  if (entry->second < 0) return std::nullopt;
  return Place{static_cast<std::uint16_t>(entry->second >> 32),
               static_cast<exposure::ComponentIndex>(entry->second & 0xFFFF)};
}

void Distiller::take_supersedes(const DefinitionRow& row, std::uint8_t family, std::uint32_t kb,
                                std::uint16_t product) {
  if (trimmed(row.supersedes).empty()) return;
  supersedes_texts_[{kb, product}].insert(std::string(row.supersedes));
  std::string digits;
  const auto end_number = [&] {
    const auto older = digits.size() >= 6 ? parse_number(digits) : std::nullopt;
    if (older && *older == kb) made_.pitfalls.supersedes_itself++;
    if (older && *older != kb) made_.supersedes.try_emplace({family, kb, *older}, snapshot_);
    if (!digits.empty() && !older) made_.pitfalls.supersedes_text++;
    digits.clear();
  };
  for (const char c : row.supersedes) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else {
      end_number();
    }
  }
  end_number();
}

void Distiller::take(const DefinitionRow& row) {
  Pitfalls& met = made_.pitfalls;
  met.rows++;
  if (!seen_.insert(row_hash(row)).second) {
    met.repeated++;
    return;
  }
  const auto cve = exposure::parse_cve(row.cve);
  const auto posted = posted_day(row.posted);
  const std::uint64_t cve_key = cve ? (std::uint64_t{cve->year} << 32) | cve->number : 0;
  if (cve && posted) {
    const bool slip = *posted < first_day_of(cve->year);
    met.before_its_year += slip ? 1 : 0;
    CveEntry& entry = made_.cves[cve_key];
    if (!slip && (entry.published == Day{} || *posted < entry.published)) entry.published = *posted;
  }

  const auto place = place_of(row);
  if (!place) {
    met.other_products++;
    return;
  }
  if (row.kb.empty()) {
    met.without_kb++;
    return;
  }
  const auto kb = parse_number(row.kb);
  if (!kb || *kb == 0) {
    met.kb_not_a_number++;
    return;
  }
  if (row.cve == servicing_stack_advisory && posted) {
    Day& day = made_.servicing_stack.try_emplace({products_[place->product].family, *kb}, *posted).first->second;
    day = std::min(day, *posted);
  }
  if (row.title.starts_with("Cumulative Security Update for Internet Explorer")) made_.browser_cumulative.insert(*kb);
  take_supersedes(row, products_[place->product].family, *kb, place->product);
  if (!cve) {
    met.without_cve++;
    return;
  }
  if (!posted) {
    met.bad_date++;
    return;
  }
  met.kept++;
  CveEntry& entry = made_.cves[cve_key];
  entry.severity = std::max(entry.severity, severity_of(row.severity));
  entry.impact = worse(entry.impact, impact_of(row.impact));
  if (place->component == 0 && !row.added_by_hand) {
    entry.core_texts.emplace(row.title);
    entry.core_texts.emplace(row.component);
  }

  const auto [statement, fresh] = statements_.try_emplace(
      {place->product, cve_key, place->component, *kb},
      Statement{place->product, cve_key, place->component, *kb, snapshot_, snapshot_, row.added_by_hand});
  statement->second.last_seen = snapshot_;
  statement->second.added_by_hand = statement->second.added_by_hand && row.added_by_hand;
}

Distillate Distiller::finish() {
  Pitfalls& met = made_.pitfalls;
  for (auto& [key, entry] : made_.cves)
    if (entry.published == Day{}) entry.published = first_day_of(static_cast<std::uint16_t>(key >> 32));
  for (const auto& [folded, spellings] : spellings_) met.spellings += spellings.size() - 1;
  for (const auto& [key, texts] : supersedes_texts_) met.conflicting += texts.size() > 1 ? 1 : 0;
  made_.statements.reserve(statements_.size());
  for (const auto& [key, statement] : statements_) {
    made_.statements.push_back(statement);
    met.no_longer_listed += statement.last_seen < snapshot_ ? 1 : 0;
  }
  statements_.clear();
  return std::move(made_);
}

}  // namespace shoal::knowledge
