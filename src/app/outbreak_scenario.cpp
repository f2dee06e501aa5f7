#include "app/outbreak_scenario.hpp"

#include <algorithm>
#include <utility>

#include "app/applications.hpp"
#include "app/embedded.hpp"
#include "ingest/encoding.hpp"
#include "ingest/outbreak_scenario.hpp"
#include "ingest/outbreak_tables.hpp"

namespace shoal::app {
namespace {

namespace fs = std::filesystem;

using ReadOutbreakRows = Result<ingest::ReadTable> (*)(std::string_view, const std::string&, outbreak::Description&);

Result<ingest::ReadScenario> read_scenario(const fs::path& path) {
  const std::string bytes = SHOAL_TRY(load_table(path, "a scenario"));
  const ingest::DecodedText decoded = SHOAL_TRY(ingest::decode(bytes));
  return ingest::read_outbreak_scenario(decoded.text());
}

Result<ingest::ReadTable> read_table(const fs::path& path, ReadOutbreakRows read, outbreak::Description& into) {
  const std::string bytes = SHOAL_TRY(load_table(path, "a table of a scenario"));
  const ingest::DecodedText decoded = SHOAL_TRY(ingest::decode(bytes));
  return read(decoded.text(), path.string(), into);
}

class OutbreakLoader {
 public:
  OutbreakLoader(const OutbreakRequest& request, const OutbreakTables& tables) : request_(request), tables_(tables) {}

  Result<LoadedOutbreak> load() {
    if (request_.scenario) SHOAL_TRY(read_files(*request_.scenario));
    if (!request_.worm.empty()) description_.worm = request_.worm;
    if (request_.assessed != nullptr) take_register();
    auto prepared = outbreak::prepare(description_, tables_.facts);
    if (!prepared)
      return request_.scenario ? std::move(prepared).error().within(request_.scenario->string())
                               : std::move(prepared).error();
    made_.prepared = std::move(*prepared);
    const std::vector<std::string>& assumed = made_.prepared.assumptions;
    made_.assumptions.insert(made_.assumptions.end(), assumed.begin(), assumed.end());
    outbreak::ActionList list = outbreak::candidate_actions(made_.prepared, tables_.efforts, request_.pairs_max);
    made_.actions = std::move(list.actions);
    made_.assumptions.insert(made_.assumptions.end(), list.left_out.begin(), list.left_out.end());
    return std::move(made_);
  }

 private:
  Result<void> read_files(const fs::path& path) {
    auto read = read_scenario(path);
    if (!read) return std::move(read).error().within(path.string());
    description_ = std::move(read->description);
    const fs::path folder = path.parent_path();
    SHOAL_TRY(add(folder, read->zones, ingest::read_outbreak_zones));
    if (request_.assessed == nullptr) SHOAL_TRY(add(folder, read->devices, ingest::read_outbreak_devices));
    if (request_.assessed != nullptr && !read->devices.empty())
      made_.assumptions.push_back("the register's devices take the place of those of " + read->devices);
    SHOAL_TRY(add(folder, read->ways, ingest::read_outbreak_ways));
    SHOAL_TRY(add(folder, read->credentials, ingest::read_outbreak_credentials));
    return add(folder, read->links, ingest::read_outbreak_links);
  }

  Result<void> add(const fs::path& folder, const std::string& name, ReadOutbreakRows read) {
    if (name.empty()) return {};
    const fs::path path = folder / name;
    auto rows = read_table(path, read, description_);
    if (!rows) return std::move(rows).error().within(path.string());
    made_.set_aside.insert(made_.set_aside.end(), rows->set_aside.begin(), rows->set_aside.end());
    for (const std::string& header : rows->ignored) made_.ignored.push_back(path.string() + ": " + header);
    return {};
  }

  /// Where the worm is not known, prepare() says so.
  void take_register() {
    OutbreakEstateRequest request{{}, request_.silent_after, request_.unassessed_open};
    for (const outbreak::WormProfile& worm : tables_.facts.worms) {
      if (worm.name != description_.worm) continue;
      for (const std::string& name : outbreak::names_of(worm).exploits)
        for (const outbreak::Exploit& exploit : tables_.facts.exploits)
          if (exploit.name == name) request.exploits.push_back(exploit);
    }
    OutbreakEstate told = describe_estate(*request_.assessed, request, description_);
    made_.counts = std::move(told.counts);
    made_.assumptions.insert(made_.assumptions.end(), told.assumptions.begin(), told.assumptions.end());
  }

  const OutbreakRequest& request_;
  const OutbreakTables& tables_;
  outbreak::Description description_;
  LoadedOutbreak made_;
};

Result<outbreak::Efforts> efforts_of(const std::string& path) {
  const std::string bytes = SHOAL_TRY(load_table(path, "a table of efforts"));
  return outbreak::read_efforts(bytes);
}

}  // namespace

Result<OutbreakTables> outbreak_tables(const std::string& efforts) {
  const EmbeddedOutbreak shipped = embedded_outbreak();
  OutbreakTables tables;
  tables.facts.worms = SHOAL_TRY(outbreak::read_worms(shipped.worms));
  tables.facts.exploits = SHOAL_TRY(outbreak::read_exploits(shipped.exploits));
  tables.facts.effects = SHOAL_TRY(outbreak::read_effects(shipped.susceptibility));
  auto read = efforts.empty() ? outbreak::read_efforts(shipped.efforts) : efforts_of(efforts);
  if (!read) return efforts.empty() ? std::move(read).error() : std::move(read).error().within(efforts);
  tables.efforts = *read;
  return tables;
}

Result<LoadedOutbreak> load_outbreak(const OutbreakRequest& request, const OutbreakTables& tables) {
  return OutbreakLoader(request, tables).load();
}

}  // namespace shoal::app
