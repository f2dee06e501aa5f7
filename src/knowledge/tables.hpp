// Our own tables on updates, components, incidents and statements, as data/ holds them, to facts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "estate/columns.hpp"
#include "estate/source_system.hpp"
#include "exposure/facts.hpp"
#include "knowledge/distil.hpp"
#include "lifecycle/catalogue.hpp"

namespace shoal::knowledge {

/// Reads data/lifecycle/products.csv and product_aliases.csv and data/components/names.csv into `facts` (products,
/// components, families) and gives the names by which the lists speak of them.
/// Errors: those of Table; invalid_input "knowledge.bad_row" where a row names what does not exist.
Result<Names> read_names(const std::filesystem::path& data, const lifecycle::Catalogue& catalogue,
                         exposure::Facts& facts);

/// An update that the lists lack for a product: one row of data/updates/extra.csv.
struct ExtraRow {
  std::uint32_t kb = 0;
  Day released;
  std::uint64_t cve = 0;  ///< As in Statement.
  std::vector<std::uint16_t> products;
  exposure::ComponentIndex component = 0;
  std::vector<std::uint32_t> supersedes;
  bool everybody = false;  ///< Public, although the product's support had ended.
  std::string citation;
};
/// Errors: as above.
Result<std::vector<ExtraRow>> read_extra(const std::filesystem::path& data, const Names& names);

/// KB to kind, from data/updates/kinds.csv. Errors: as above.
Result<std::map<std::uint32_t, std::string>> read_kinds(const std::filesystem::path& data);

/// From which day the updates of a family are alternatives, from data/updates/families.csv; sets
/// facts.updates.families. Errors: as above.
Result<void> read_families(const std::filesystem::path& data, exposure::Facts& facts);

/// Build to the name of the family whose updates it takes, from data/updates/family_builds.csv.
using FamilyOfBuild = std::map<std::uint32_t, std::string>;
/// Errors: as above; also where a row names no family of `facts`, or a build stands twice.
Result<FamilyOfBuild> read_family_builds(const std::filesystem::path& data, const exposure::Facts& facts);

/// Components in the box and the updates that bring one. Errors: as above.
Result<void> read_components(const std::filesystem::path& data, exposure::Facts& facts);

/// A row that speaks of a CVE, before the CVEs have their positions.
struct NamedIncident {
  exposure::Incident incident;
  std::vector<std::uint64_t> cves;
};
Result<std::vector<NamedIncident>> read_incidents(const std::filesystem::path& data);

struct NamedStatement {
  exposure::Statement statement;
  std::uint64_t cve = 0;
};
/// Statements of no fix, one for each product. Products that the lists do not have are left out and counted.
Result<std::vector<NamedStatement>> read_statements(const std::filesystem::path& data, const Names& names);

/// What columns of device lists are called, from data/lists/columns.csv. Errors: as above, also where one header of one
/// export has two meanings.
Result<estate::ColumnNames> read_columns(const std::filesystem::path& data);
Result<std::vector<estate::SourceSystem>> read_systems(const std::filesystem::path& data);

/// An update that the vendor took back.
struct Withdrawal {
  std::uint32_t kb = 0;
  std::optional<Day> since;
  std::string citation;
};
Result<std::vector<Withdrawal>> read_withdrawals(const std::filesystem::path& data);

/// The policies of data/policies/, with their rules; sets facts.policies. A scheme's word for a severity that
/// severities.csv does not explain is a bad row. Errors: as above.
Result<void> read_policies(const std::filesystem::path& data, exposure::Facts& facts);

}  // namespace shoal::knowledge
