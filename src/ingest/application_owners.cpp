#include "ingest/application_owners.hpp"

#include <array>
#include <unordered_map>

#include "base/text.hpp"
#include "ingest/headed_table.hpp"

namespace shoal::ingest {
namespace {

using estate::ApplicationOwners;
using estate::OwnedApplication;

enum OwnersColumn : std::size_t { application, owner, criticality, personal_data };
constexpr std::array<HeadedTable::Column, 4> owners_columns{
    {{"application"}, {"owner"}, {"criticality"}, {"personal_data"}}};

class OwnersReader {
 public:
  explicit OwnersReader(HeadedTable& table) : table_(table) {}

  ApplicationOwners read() && {
    while (table_.next()) keep_row();
    made_.set_aside = table_.set_aside();
    made_.ignored = table_.ignored();
    return std::move(made_);
  }

 private:
  std::string cell(OwnersColumn column) const { return std::string(table_.cell(column)); }

  void keep_row() {
    OwnedApplication row{cell(application), cell(owner), cell(criticality), std::nullopt, table_.line()};
    const std::string key = estate::application_key(row.application);
    if (key.empty()) return table_.refuse("no application is named");
    const std::string personal = cell(personal_data);
    if (!personal.empty()) {
      row.personal_data = equal_ignoring_case(personal, "yes");
      if (!*row.personal_data && !equal_ignoring_case(personal, "no"))
        return table_.refuse("personal_data is neither yes nor no: " + personal);
    }
    if (const auto [earlier, fresh] = lines_.try_emplace(key, row.line); !fresh)
      return table_.refuse(row.application + " stands on line " + std::to_string(earlier->second) + " already");
    made_.rows.push_back(std::move(row));
  }

  HeadedTable& table_;
  std::unordered_map<std::string, std::size_t> lines_;
  ApplicationOwners made_;
};

}  // namespace

Result<estate::ApplicationOwners> read_application_owners(std::string_view text, const std::string& place) {
  HeadedTable table = SHOAL_TRY(HeadedTable::open(text, place, {"ingest.bad_owners", owners_columns}));
  return OwnersReader(table).read();
}

}  // namespace shoal::ingest
