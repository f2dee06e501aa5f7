#include "app/programme.hpp"

#include <set>

#include "app/applications.hpp"
#include "ingest/encoding.hpp"
#include "ingest/plan_before.hpp"
#include "ingest/programme.hpp"
#include "ingest/programme_actuals.hpp"
#include "ingest/programme_tables.hpp"

namespace shoal::app {
namespace {

namespace fs = std::filesystem;

using ReadRows = Result<ingest::ReadTable> (*)(std::string_view, const std::string&, plan::Programme&);

Result<ingest::ReadTable> read_rows(const fs::path& path, ReadRows read, plan::Programme& programme) {
  const std::string bytes = SHOAL_TRY(load_table(path, "a table of a programme"));
  const ingest::DecodedText decoded = SHOAL_TRY(ingest::decode(bytes));
  return read(decoded.text(), path.string(), programme);
}

void keep_unused(LoadedProgramme& loaded, const fs::path& path, const ingest::ReadTable& rows) {
  loaded.set_aside.insert(loaded.set_aside.end(), rows.set_aside.begin(), rows.set_aside.end());
  for (const std::string& header : rows.ignored) loaded.ignored.push_back(path.string() + ": " + header);
}

Result<void> add_table(LoadedProgramme& loaded, const fs::path& path, ReadRows read) {
  auto rows = read_rows(path, read, loaded.programme);
  if (!rows) return std::move(rows).error().within(path.string());
  keep_unused(loaded, path, *rows);
  return {};
}

Result<ingest::ReadDetails> read_details(const fs::path& path, plan::Programme& programme) {
  const std::string bytes = SHOAL_TRY(load_table(path, "a table of a programme"));
  const ingest::DecodedText decoded = SHOAL_TRY(ingest::decode(bytes));
  return ingest::read_programme_details(decoded.text(), path.string(), programme);
}

Result<ingest::ReadProgramme> read_file(const fs::path& path) {
  const std::string bytes = SHOAL_TRY(load_table(path, "a programme"));
  const ingest::DecodedText decoded = SHOAL_TRY(ingest::decode(bytes));
  return ingest::read_programme(decoded.text());
}

Result<void> add_plan_before(const fs::path& path, plan::Programme& programme) {
  const std::string bytes = SHOAL_TRY(load_table(path, "a plan"));
  return ingest::read_plan_before(bytes, programme);
}

void name_sites(plan::Programme& programme) {
  std::set<std::string> names;
  for (const plan::NamedDevice& device : programme.devices) names.insert(device.site);
  for (const std::string& name : names) programme.sites.push_back({name, {}, {}});
}

Result<void> add_all_devices(LoadedProgramme& loaded, const fs::path& path, const std::string& table,
                             const AddDevices& add_devices) {
  if (add_devices) SHOAL_TRY(add_devices(loaded));
  if (table.empty()) return {};
  if (add_devices) return add_details(loaded, path.parent_path() / table);
  return add_table(loaded, path.parent_path() / table, ingest::read_programme_devices);
}

}  // namespace

bool is_table_of_devices(std::string_view bytes) {
  const auto decoded = ingest::decode(bytes);
  return decoded && ingest::is_table_of_devices(decoded->text());
}

Result<void> add_details(LoadedProgramme& loaded, const fs::path& path) {
  auto rows = read_details(path, loaded.programme);
  if (!rows) return std::move(rows).error().within(path.string());
  keep_unused(loaded, path, *rows);
  std::set<std::string_view> aside;
  if (loaded.estate)
    for (const report::PlanEstate::Aside& each : loaded.estate->aside) aside.insert(each.device);
  for (const auto& row : rows->unmatched) {
    if (aside.contains(row.device))
      loaded.estate->rows_of_aside++;
    else
      loaded.set_aside.push_back({path.string(), "ingest.broken_row",
                                  "line " + std::to_string(row.line) + ": the register has no device " + row.device});
  }
  return {};
}

Result<LoadedProgramme> load_programme(const fs::path& path, const AddDevices& add_devices) {
  auto read = read_file(path);
  if (!read) return std::move(read).error().within(path.string());
  LoadedProgramme loaded{std::move(read->programme), {}, {}};
  loaded.unjudged_are_ready = read->unjudged_are_ready;
  if (!read->applications.empty())
    SHOAL_TRY(add_table(loaded, path.parent_path() / read->applications, ingest::read_programme_applications));
  SHOAL_TRY(add_all_devices(loaded, path, read->devices, add_devices));
  if (!read->plan_before.empty()) {
    const fs::path plan_path = path.parent_path() / read->plan_before;
    if (auto taken = add_plan_before(plan_path, loaded.programme); !taken)
      return std::move(taken).error().within(plan_path.string());
  }
  if (!read->actuals.empty())
    SHOAL_TRY(add_table(loaded, path.parent_path() / read->actuals, ingest::read_programme_actuals));
  if (loaded.programme.sites.empty()) name_sites(loaded.programme);
  return loaded;
}

}  // namespace shoal::app
