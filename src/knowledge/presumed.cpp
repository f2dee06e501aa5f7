#include "knowledge/presumed.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "knowledge/table.hpp"

namespace shoal::knowledge {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

bool names(std::string_view text, std::string_view word) {
  const bool whole = word.ends_with('$');
  if (whole) word.remove_suffix(1);
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    if (at > 0 && is_letter_or_digit(text[at - 1])) continue;
    const std::size_t end = at + word.size();
    if (!whole || end == text.size() || !is_letter_or_digit(text[end])) return true;
  }
  return false;
}

Result<exposure::Role> role_of(const Table::Row& row) {
  using exposure::Role;
  for (const Role role : {Role::common, Role::server, Role::optional, Role::apart})
    if (spelled(role) == row["role"]) return role;
  return bad_row(row, "role is common, server, optional or apart: " + std::string(row["role"]));
}

Result<void> read_lineage(const std::filesystem::path& folder, exposure::Facts& facts) {
  const Table table = SHOAL_TRY(Table::read(
      folder / "lineage.csv", {"generation", "release", "kind", "available", "verified", "citation", "read"}));
  if (table.size() > exposure::relatives_max) return bad_row(table[exposure::relatives_max], "one release too many");
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    exposure::Relative relative;
    relative.release = row["release"];
    relative.name = row["generation"];
    const auto named = [&](const exposure::Relative& each) { return each.name == relative.name; };
    const bool fresh = facts.lineage.empty() || facts.lineage.back().name != relative.name;
    if (fresh && std::any_of(facts.lineage.begin(), facts.lineage.end(), named))
      return bad_row(row, "the generation " + relative.name + " stands apart from its other rows");
    if (!facts.lineage.empty())
      relative.generation = static_cast<std::uint8_t>(facts.lineage.back().generation + (fresh ? 1 : 0));
    if (row["kind"] != "client" && row["kind"] != "server")
      return bad_row(row, "kind is client or server: " + std::string(row["kind"]));
    relative.server = row["kind"] == "server";
    auto available = parse_day(row["available"]);
    if (!available) return std::move(available).error().within(row.place());
    relative.available = *available;
    relative.citation = std::string(row["citation"]) + ", read " + std::string(row["read"]);
    if (row["verified"] == "unverified") relative.citation += ", unverified";
    facts.lineage.push_back(std::move(relative));
  }
  return {};
}

}  // namespace

Result<std::vector<SubsystemWords>> read_presumed(const std::filesystem::path& data, exposure::Facts& facts) {
  const std::filesystem::path folder = data / "presumed";
  SHOAL_TRY(read_lineage(folder, facts));
  const Table table =
      SHOAL_TRY(Table::read(folder / "subsystems.csv", {"subsystem", "role", "introduced", "words", "verified"}));
  constexpr std::size_t subsystems_max = 250;
  if (table.size() > subsystems_max) return bad_row(table[subsystems_max], "one subsystem too many");
  std::vector<SubsystemWords> words;
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    const auto of = std::find_if(facts.lineage.begin(), facts.lineage.end(),
                                 [&](const exposure::Relative& each) { return each.name == row["introduced"]; });
    if (of == facts.lineage.end()) return bad_row(row, "no generation " + std::string(row["introduced"]));
    words.push_back({static_cast<std::uint8_t>(facts.subsystems.size()), list_of(row["words"])});
    facts.subsystems.push_back({std::string(row["subsystem"]), SHOAL_TRY(role_of(row)), of->generation});
  }
  facts.subsystems.push_back({"other", exposure::Role::common, 0});
  return words;
}

std::uint8_t subsystem_of(const std::vector<SubsystemWords>& table, const std::set<std::string>& texts) {
  std::vector<std::string> folded;
  folded.reserve(texts.size());
  for (const std::string& text : texts) folded.push_back(lower_ascii(text));
  for (const SubsystemWords& each : table)
    for (const std::string& word : each.words)
      for (const std::string& text : folded)
        if (names(text, word)) return each.subsystem;
  return static_cast<std::uint8_t>(table.size());
}

}  // namespace shoal::knowledge
