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

Result<void> add_table(LoadedProgramme& loaded, const fs::path& path, ReadRows read) {
  auto rows = read_rows(path, read, loaded.programme);
  if (!rows) return std::move(rows).error().within(path.string());
  loaded.set_aside.insert(loaded.set_aside.end(), rows->set_aside.begin(), rows->set_aside.end());
  for (const std::string& header : rows->ignored) loaded.ignored.push_back(path.string() + ": " + header);
  return {};
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

}  // namespace

Result<LoadedProgramme> load_programme(const fs::path& path) {
  auto read = read_file(path);
  if (!read) return std::move(read).error().within(path.string());
  LoadedProgramme loaded{std::move(read->programme), {}, {}};
  if (!read->applications.empty())
    SHOAL_TRY(add_table(loaded, path.parent_path() / read->applications, ingest::read_programme_applications));
  if (!read->devices.empty())
    SHOAL_TRY(add_table(loaded, path.parent_path() / read->devices, ingest::read_programme_devices));
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
