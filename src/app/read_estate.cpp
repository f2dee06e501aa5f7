#include "app/read_estate.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <atomic>
#include <iterator>

#include "app/inventory_file.hpp"
#include "ingest/pairing.hpp"

namespace shoal::app {
namespace {

namespace fs = std::filesystem;

// A row of a list that no other file completes. Lists have millions of them, so none goes the way of pairing.
bool stands_alone(const estate::Observation& seen) { return seen.row != 0 && seen.resource == 0; }

estate::Device combine_group(const ingest::Group& group, std::vector<estate::Observation>& observations,
                             estate::Combiner& combiner) {
  std::vector<estate::Observation> seen;
  std::vector<std::string> joined_by;
  for (const ingest::Member& member : group.members) {
    if (!seen.empty()) joined_by.emplace_back(ingest::spelled(member.joined_by));
    seen.push_back(std::move(observations[member.index]));
  }
  return combiner.combine(std::move(seen), std::move(joined_by));
}

// Devices in the order of their first observations.
std::vector<estate::Device> combine_all(std::vector<estate::Observation> observations) {
  std::vector<estate::Observation> paired;
  std::vector<std::size_t> places;  // where each of them stood
  for (std::size_t i = 0; i < observations.size(); i++) {
    if (stands_alone(observations[i])) continue;
    places.push_back(i);
    paired.push_back(std::move(observations[i]));
  }
  const auto groups = ingest::pair(paired);

  std::vector<estate::Device> devices;
  devices.reserve(observations.size() - paired.size() + groups.size());
  estate::Combiner combiner;
  auto group = groups.begin();
  for (std::size_t i = 0, p = 0; i < observations.size(); i++) {
    if (p == places.size() || places[p] != i) {
      std::vector<estate::Observation> seen;
      seen.push_back(std::move(observations[i]));
      devices.push_back(combiner.combine(std::move(seen), {}));
    } else if (p++; group != groups.end() && places[group->members[0].index] == i) {
      devices.push_back(combine_group(*group++, paired, combiner));
    }
  }
  return devices;
}

}  // namespace

Result<Reading> read_estate(const std::vector<fs::path>& paths, std::optional<Day> as_of,
                            const ingest::ListSettings& lists, const Progress& progress) {
  const std::vector<fs::path> files = SHOAL_TRY(find_inventory_files(paths));
  std::vector<InventoryFile> results(files.size());
  std::atomic<std::uint64_t> done{0};
  tbb::parallel_for(std::size_t{0}, files.size(), [&](std::size_t i) {
    results[i] = read_inventory_file(files[i], lists);
    progress(++done, files.size());
  });

  Reading reading;
  reading.files = files.size();
  std::size_t total = 0;
  for (const InventoryFile& result : results) total += result.observations.size();
  std::vector<estate::Observation> observations;
  observations.reserve(total);
  for (InventoryFile& result : results) {
    reading.bytes += result.bytes;
    std::move(result.rejected.begin(), result.rejected.end(), std::back_inserter(reading.rejected));
    reading.mapped.insert(reading.mapped.end(), result.mapped.begin(), result.mapped.end());
    for (estate::Observation& seen : result.observations) {
      if (as_of && estate::made_after(seen, *as_of)) {
        reading.rejected.push_back(
            {estate::place_of(seen), "app.later", "made after the day that is asked about, " + to_string(*as_of)});
      } else {
        observations.push_back(std::move(seen));
      }
    }
    result = {};
  }
  std::sort(reading.mapped.begin(), reading.mapped.end());
  reading.devices = combine_all(std::move(observations));
  return reading;
}

}  // namespace shoal::app
