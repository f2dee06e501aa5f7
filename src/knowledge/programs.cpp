#include "knowledge/programs.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "knowledge/table.hpp"

namespace shoal::knowledge {
namespace {

using lifecycle::CycleFrom;
using lifecycle::EntryKind;
using lifecycle::NamePattern;
using lifecycle::ProgramCatalogue;
using lifecycle::ProgramCycle;

// More numbers in one row of support.csv are a slip of the pen.
constexpr std::uint32_t cycles_per_row_max = 200;

// What support.csv calls the one cycle of a product whose versions all ended on the same day.
constexpr std::string_view every_version = "any";

bool is_true(const Cycle& said, std::string_view field) {
  const auto found = said.find(field);
  return found != said.end() && found->second == "true";
}

ProgramCycle published_cycle(const Cycle& said, std::string_view product, Day dated) {
  ProgramCycle cycle;
  cycle.name = said.at("name");
  const auto label = said.find("label");
  cycle.title = label == said.end() ? cycle.name : label->second;
  cycle.until = day_of(said, "eolFrom");
  cycle.paid_until = day_of(said, "eoesFrom");
  if (!cycle.until) (is_true(said, "isEol") ? cycle.ended_by : cycle.supported_on) = dated;
  if (!cycle.until || (cycle.paid_until && *cycle.paid_until <= *cycle.until)) cycle.paid_until.reset();
  cycle.citation = "endoflife.date " + std::string(product) + ", read " + to_string(dated);
  return cycle;
}

Result<std::uint16_t> program_of(const Table::Row& row, const ProgramCatalogue& catalogue) {
  for (std::size_t i = 0; i < catalogue.programs.size(); i++)
    if (catalogue.programs[i].id == row["product"]) return static_cast<std::uint16_t>(i);
  return bad_row(row, "no product " + std::string(row["product"]));
}

std::optional<std::uint16_t> find_cycle(const ProgramCatalogue& catalogue, std::uint16_t program,
                                        std::string_view name) {
  for (std::size_t i = 0; i < catalogue.cycles.size(); i++)
    if (catalogue.cycles[i].program == program && catalogue.cycles[i].name == name)
      return static_cast<std::uint16_t>(i);
  return std::nullopt;
}

Result<void> take_published(const Table::Row& row, const Cycles& published, ProgramCatalogue& catalogue) {
  if (row["calendar"].empty()) return {};
  const std::string_view which = row["cycles"];
  if (!which.empty() && which != "lts" && which != "not-lts")
    return bad_row(row, "cycles is empty, lts or not-lts: " + std::string(which));
  const std::string prefix = std::string(row["calendar"]) + "/";
  auto said = published.by_name.lower_bound(prefix);
  if (said == published.by_name.end() || !said->first.starts_with(prefix))
    return bad_row(row, "endoflife.date has no product " + std::string(row["calendar"]));
  for (; said != published.by_name.end() && said->first.starts_with(prefix); ++said) {
    if (!which.empty() && is_true(said->second, "isLts") != (which == "lts")) continue;
    catalogue.cycles.push_back(published_cycle(said->second, row["calendar"], published.dated));
    catalogue.cycles.back().program = static_cast<std::uint16_t>(catalogue.programs.size() - 1);
  }
  return {};
}

Result<void> take_products(const std::filesystem::path& folder, const Cycles& published, ProgramCatalogue& catalogue) {
  const Table table =
      SHOAL_TRY(Table::read(folder / "products.csv", {"product", "title", "vendor", "calendar", "cycles"}));
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    if (program_of(row, catalogue)) return bad_row(row, "a second product " + std::string(row["product"]));
    catalogue.programs.push_back({std::string(row["product"]), std::string(row["title"]), std::string(row["vendor"])});
    SHOAL_TRY(take_published(row, published, catalogue));
  }
  return {};
}

Result<std::optional<Day>> day_in(const Table::Row& row, std::string_view column) {
  if (row[column].empty()) return std::optional<Day>();
  auto day = parse_day(row[column]);
  if (!day) return std::move(day).error().within(row.place());
  return std::optional(*day);
}

Result<ProgramCycle> dates_in(const Table::Row& row) {
  ProgramCycle cycle;
  cycle.title = row["title"];
  cycle.until = SHOAL_TRY(day_in(row, "until"));
  cycle.ended_by = SHOAL_TRY(day_in(row, "ended_by"));
  cycle.paid_until = SHOAL_TRY(day_in(row, "paid_until"));
  cycle.terms = row["terms"];
  cycle.citation = std::string(row["citation"]) + ", read " + std::string(row["read"]);
  if (row["verified"] == "unverified") cycle.citation += ", unverified";
  if (cycle.until && cycle.ended_by) return bad_row(row, "either until or ended_by is known");
  if (cycle.paid_until && (!cycle.until || *cycle.paid_until < *cycle.until))
    return bad_row(row, "updates are sold until before the end of those for everybody");
  return cycle;
}

// "2010", or each of the numbers of "4-77".
Result<std::vector<std::string>> cycles_in(const Table::Row& row) {
  const std::string_view cell = row["cycle"];
  const auto dash = cell.find('-');
  const auto first = parse_number(cell.substr(0, dash));
  const auto last = dash == cell.npos ? std::nullopt : parse_number(cell.substr(dash + 1));
  if (!first || !last) return std::vector{std::string(cell)};
  if (*last < *first || *last - *first >= cycles_per_row_max)
    return bad_row(row, "not a range of cycles: " + std::string(cell));
  std::vector<std::string> names;
  for (std::uint32_t number = *first; number <= *last; number++) names.push_back(std::to_string(number));
  return names;
}

// Ours stand where endoflife.date says something else, and the conflict is told.
void take_dates(ProgramCycle cycle, ProgramCatalogue& catalogue, std::vector<std::string>& conflicts) {
  const auto known = find_cycle(catalogue, cycle.program, cycle.name);
  if (!known) {
    if (cycle.title.empty() && cycle.name != every_version) cycle.title = cycle.name;
    catalogue.cycles.push_back(std::move(cycle));
    return;
  }
  ProgramCycle& theirs = catalogue.cycles[*known];
  if (cycle.title.empty()) cycle.title = theirs.title;
  if (cycle.until && theirs.until && cycle.until != theirs.until)
    conflicts.push_back(catalogue.programs[cycle.program].title + " " + cycle.title + ": support ends " +
                        to_string(*cycle.until) + " (" + cycle.citation + ") or " + to_string(*theirs.until) + " (" +
                        theirs.citation + "); the first is used");
  theirs = std::move(cycle);
}

Result<void> take_support(const std::filesystem::path& folder, ProgramCatalogue& catalogue,
                          std::vector<std::string>& conflicts) {
  const Table table =
      SHOAL_TRY(Table::read(folder / "support.csv", {"product", "cycle", "title", "until", "ended_by", "paid_until",
                                                     "terms", "verified", "citation", "read"}));
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    ProgramCycle cycle = SHOAL_TRY(dates_in(row));
    cycle.program = SHOAL_TRY(program_of(row, catalogue));
    for (const std::string& name : SHOAL_TRY(cycles_in(row))) {
      cycle.name = name;
      take_dates(cycle, catalogue, conflicts);
    }
  }
  return {};
}

// A word of a pattern as folded() spells it, without the blanks around; # at its end, and a dot before that, stay.
std::string pattern_word(std::string_view text) {
  const bool numbered = text.ends_with('#');
  if (numbered) text.remove_suffix(1);
  std::string word(trimmed(lifecycle::folded(text)));
  if (numbered) word += text.ends_with('.') ? ".#" : "#";
  return word;
}

std::vector<std::string> pattern_words(std::string_view cell) {
  std::vector<std::string> words;
  for (const std::string& word : list_of(cell)) words.push_back(pattern_word(word));
  return words;
}

NamePattern pattern_in(const Table::Row& row) {
  return {pattern_word(row["begins"]), pattern_words(row["words"]), pattern_words(row["lacks"]),
          pattern_words(row["publisher"])};
}

Result<CycleFrom> cycle_from(const Table::Row& row) {
  for (const CycleFrom each : {CycleFrom::name, CycleFrom::version, CycleFrom::fixed})
    if (lifecycle::spelled(each) == row["cycle_from"]) return each;
  return bad_row(row, "cycle_from is name, version or fixed: " + std::string(row["cycle_from"]));
}

// Adds what "*.0" means: that text for each cycle of the program, with the cycle's name in place of the star.
void add_keys(std::string_view entry, const ProgramCatalogue& catalogue, lifecycle::ProgramName& name) {
  const auto star = entry.find('*');
  for (std::size_t i = 0; i < catalogue.cycles.size(); i++) {
    if (catalogue.cycles[i].program != name.program) continue;
    const std::string text =
        std::string(entry.substr(0, star)) + catalogue.cycles[i].name + std::string(entry.substr(star + 1));
    name.keys.push_back({pattern_word(text), static_cast<std::uint16_t>(i)});
  }
}

// "2008 R2=10.50-sp3;2008=10.0-sp4", "2010;2013" where text and cycle are the same, or nothing for "*".
Result<void> take_keys(const Table::Row& row, const ProgramCatalogue& catalogue, lifecycle::ProgramName& name) {
  const std::string_view cell = row["cycles"].empty() ? "*" : row["cycles"];
  for (const std::string& item : list_of(cell)) {
    const std::string_view entry = item;
    if (entry.find('*') != entry.npos) {
      add_keys(entry, catalogue, name);
      continue;
    }
    const auto equals = entry.find('=');
    const std::string_view cycle = equals == entry.npos ? entry : entry.substr(equals + 1);
    const auto index = find_cycle(catalogue, name.program, cycle);
    if (!index) return bad_row(row, "no cycle " + std::string(cycle) + " of " + std::string(row["product"]));
    name.keys.push_back({pattern_word(entry.substr(0, equals)), *index});
  }
  if (name.cycle_from == CycleFrom::fixed && name.keys.size() != 1) return bad_row(row, "a fixed cycle is exactly one");
  std::sort(name.keys.begin(), name.keys.end(), [](const auto& a, const auto& b) { return a.text < b.text; });
  return {};
}

Result<void> take_names(const std::filesystem::path& folder, ProgramCatalogue& catalogue) {
  const Table table = SHOAL_TRY(
      Table::read(folder / "names.csv", {"product", "begins", "words", "lacks", "publisher", "cycle_from", "cycles"}));
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    lifecycle::ProgramName name;
    name.pattern = pattern_in(row);
    if (name.pattern.begins.empty() || name.pattern.publishers.empty())
      return bad_row(row, "a product's name begins with words, and has a publisher");
    name.program = SHOAL_TRY(program_of(row, catalogue));
    name.cycle_from = SHOAL_TRY(cycle_from(row));
    SHOAL_TRY(take_keys(row, catalogue, name));
    catalogue.names.push_back(std::move(name));
  }
  std::stable_sort(catalogue.names.begin(), catalogue.names.end(),
                   [](const auto& a, const auto& b) { return a.pattern.begins < b.pattern.begins; });
  return {};
}

Result<EntryKind> entry_kind(const Table::Row& row) {
  for (const EntryKind each : {EntryKind::update, EntryKind::language_pack, EntryKind::driver, EntryKind::part})
    if (lifecycle::spelled(each) == row["kind"]) return each;
  return bad_row(row, "kind is update, language-pack, driver or part: " + std::string(row["kind"]));
}

Result<void> take_entries(const std::filesystem::path& folder, ProgramCatalogue& catalogue) {
  const Table table = SHOAL_TRY(Table::read(folder / "entries.csv", {"kind", "begins", "words", "lacks", "publisher"}));
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    lifecycle::EntryName entry{pattern_in(row), SHOAL_TRY(entry_kind(row))};
    if (entry.pattern.begins.empty() && entry.pattern.words.empty()) return bad_row(row, "the pattern fits any name");
    catalogue.entries.push_back(std::move(entry));
  }
  std::stable_sort(catalogue.entries.begin(), catalogue.entries.end(),
                   [](const auto& a, const auto& b) { return a.pattern.begins < b.pattern.begins; });
  return {};
}

}  // namespace

Result<ProgramCatalogue> read_programs(const std::filesystem::path& data, const Cycles& published,
                                       std::vector<std::string>& conflicts) {
  const std::filesystem::path folder = data / "programs";
  ProgramCatalogue catalogue;
  SHOAL_TRY(take_products(folder, published, catalogue));
  SHOAL_TRY(take_support(folder, catalogue, conflicts));
  SHOAL_TRY(take_names(folder, catalogue));
  SHOAL_TRY(take_entries(folder, catalogue));
  return catalogue;
}

}  // namespace shoal::knowledge
