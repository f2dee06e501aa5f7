// From 2.3 million rows of prose-laden snapshots to what they state, once: which update fixes what on which product.
//
// The lists have pitfalls, and each is handled here and counted: the same row many times over, rows without a KB or
// with something else in its place, spellings of one product, updates that supersede themselves, and dates that tell
// of the last revision instead of the publication.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "base/day.hpp"
#include "exposure/facts.hpp"
#include "knowledge/definitions.hpp"

namespace shoal::knowledge {

/// The names by which the lists speak of products and components, folded (see fold()) to positions in the facts.
struct Names {
  std::unordered_map<std::string, std::uint16_t> products;
  std::unordered_map<std::string, exposure::ComponentIndex> components;
};

/// A name without blanks around it, with runs of blanks as one, in lower case: spellings that mean the same are equal.
std::string fold(std::string_view name);

/// What was met in the lists, in the order in which a build log prints it.
struct Pitfalls {
  std::uint64_t rows = 0;
  std::uint64_t repeated = 0;        ///< The same to the letter within one snapshot.
  std::uint64_t other_products = 0;  ///< Not Windows, or no part of it.
  std::uint64_t without_kb = 0;      ///< They prove nothing and are set aside.
  std::uint64_t kb_not_a_number = 0;
  std::uint64_t without_cve = 0;  ///< Advisories and service packs: not vulnerabilities.
  std::uint64_t bad_date = 0;
  std::uint64_t kept = 0;             ///< All other rows: they and those above are all rows.
  std::uint64_t before_its_year = 0;  ///< Of all rows that differ, those dated before the year of their CVE.
  std::uint64_t spellings = 0;        ///< Distinct spellings of products beyond the first of each.
  std::uint64_t supersedes_itself = 0;
  std::uint64_t supersedes_text = 0;   ///< Something else than a number among what is superseded.
  std::uint64_t conflicting = 0;       ///< (KB, product) with different statements of what is superseded.
  std::uint64_t dangling = 0;          ///< Superseded updates that no row lists.
  std::uint64_t inverted = 0;          ///< Statements that an update contains a later one; set aside.
  std::uint64_t no_longer_listed = 0;  ///< Distinct statements that a later snapshot dropped; kept, with their days.
};

/// One statement of the lists, with the snapshots in which it first and last stood.
struct Statement {
  std::uint16_t product = 0;
  std::uint64_t cve = 0;  ///< Year times 2^32 plus number, so that order is the CVEs' own.
  exposure::ComponentIndex component = 0;
  std::uint32_t kb = 0;
  std::uint8_t first_seen = 0, last_seen = 0;
  bool added_by_hand = false;  ///< In every snapshot that has it.
};

/// What the lists say of a CVE over all snapshots and products.
struct CveEntry {
  /// The earliest day that any row gives. A day before the year of the CVE is a slip of the pen; where there is no
  /// other, the first of that year.
  Day published;
  exposure::Severity severity = exposure::Severity::unrated;
  exposure::Impact impact = exposure::Impact::unknown;  ///< The worst that any row gives.
  /// Of the rows on the operating system itself: every title and affected component.
  std::set<std::string> core_texts;
};

/// What all snapshots state together.
struct Distillate {
  std::vector<Statement> statements;  ///< Ascending by product, CVE, component, KB; each once.
  std::map<std::uint64_t, CveEntry> cves;
  /// (family, newer KB, older KB) to the snapshot in which it first stood.
  std::map<std::tuple<std::uint8_t, std::uint32_t, std::uint32_t>, std::uint8_t> supersedes;
  /// (family, KB) of the updates that the lists name in the advisory on servicing stacks, and the earliest day given.
  std::map<std::pair<std::uint8_t, std::uint32_t>, Day> servicing_stack;
  std::set<std::uint32_t> browser_cumulative;  ///< Titled as a cumulative update for Internet Explorer.
  Pitfalls pitfalls;
};

/// Takes in snapshots one row at a time, in the order of their days.
class Distiller {
 public:
  Distiller(const Names& names, const std::vector<exposure::Product>& products) : names_(names), products_(products) {}

  void begin_snapshot(std::uint8_t snapshot);
  void take(const DefinitionRow& row);
  /// What was stated, once all snapshots are in. The distiller is empty afterwards.
  Distillate finish();

 private:
  struct Place {
    std::uint16_t product;
    exposure::ComponentIndex component;
  };
  std::optional<Place> place_of(const DefinitionRow& row);
  void take_supersedes(const DefinitionRow& row, std::uint8_t family, std::uint32_t kb, std::uint16_t product);

  const Names& names_;
  const std::vector<exposure::Product>& products_;
  std::uint8_t snapshot_ = 0;
  std::set<std::uint64_t> seen_;                          // Hashes of whole rows of this snapshot.
  std::unordered_map<std::string, std::int64_t> places_;  // Raw product and component to a packed Place, or -1.
  std::map<std::string, std::set<std::string>> spellings_;
  std::map<std::pair<std::uint32_t, std::uint16_t>, std::set<std::string>> supersedes_texts_;
  std::map<std::tuple<std::uint16_t, std::uint64_t, exposure::ComponentIndex, std::uint32_t>, Statement> statements_;
  Distillate made_;
};

}  // namespace shoal::knowledge
