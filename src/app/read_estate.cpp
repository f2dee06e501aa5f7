#include "app/read_estate.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <atomic>
#include <fstream>

#include "base/text.hpp"
#include "ingest/archive.hpp"
#include "ingest/pairing.hpp"
#include "ingest/reader.hpp"

namespace shoal::app {
namespace {

namespace fs = std::filesystem;

Result<std::vector<fs::path>> find_files(const std::vector<fs::path>& paths) {
  std::vector<fs::path> files;
  for (const fs::path& path : paths) {
    std::error_code failed;
    const auto status = fs::status(path, failed);
    if (failed || !fs::exists(status))
      return Error{ErrorKind::not_found, "app.no_path", "no such file or folder: " + path.string()};
    if (!fs::is_directory(status)) {
      files.push_back(path);
      continue;
    }
    const auto options = fs::directory_options::skip_permission_denied;
    for (auto entry = fs::recursive_directory_iterator(path, options, failed);
         !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed))
      if (entry->is_regular_file(failed)) files.push_back(entry->path());
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

// Reads as much of the file as `bytes` has room for.
bool read_into(const fs::path& path, std::string& bytes) {
  std::ifstream in(path, std::ios::binary);
  if (in) in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return static_cast<bool>(in);
}

// Of a file of the size that no inventory has, only the beginning is read: somebody's backup or film lies beside the
// inventories. Lists and archives may be larger.
Result<std::string> read_bytes(const fs::path& path, const ingest::ListSettings& lists) {
  std::error_code failed;
  const auto size = fs::file_size(path, failed);
  const Error unreadable{ErrorKind::unavailable, "app.unreadable", "the file cannot be read"};
  if (failed) return unreadable;
  std::string bytes(std::min<std::uintmax_t>(size, ingest::beginning_bytes), '\0');
  if (size > ingest::inventory_bytes_max) {
    if (!read_into(path, bytes)) return unreadable;
    const bool is_archive = ingest::is_archive(bytes);
    if (size > (is_archive ? ingest::archive_bytes_max : ingest::bytes_max_for(bytes, lists)))
      return Error{ErrorKind::invalid_input, "ingest.too_large",
                   "the file has " + grouped(size) + " bytes, more than an " + (is_archive ? "archive" : "inventory") +
                       " can have"};
  }
  bytes.resize(size);
  if (!read_into(path, bytes)) return unreadable;
  return bytes;
}

struct FileResult {
  ingest::Inventory inventory;
  std::vector<estate::SetAside> rejected;
  std::uint64_t bytes = 0;
};

void reject(const std::string& place, const Error& error, FileResult& into) {
  into.rejected.push_back({place, std::string(error.code), error.message});
}

template <typename T>
void append(std::vector<T>&& more, std::vector<T>& to) {
  if (to.empty()) {
    to = std::move(more);
  } else {
    std::move(more.begin(), more.end(), std::back_inserter(to));
  }
}

void read_inventory(std::string_view bytes, const std::string& place, const ingest::ListSettings& lists,
                    FileResult& into) {
  auto inventory = ingest::read_inventory(bytes, place, lists);
  if (!inventory) {
    reject(place, inventory.error(), into);
    return;
  }
  append(std::move(inventory->observations), into.inventory.observations);
  append(std::move(inventory->rows), into.inventory.rows);
  append(std::move(inventory->mapped), into.inventory.mapped);
}

FileResult read_one(const fs::path& path, const ingest::ListSettings& lists) {
  FileResult result;
  const std::string place = path.string();
  const auto bytes = read_bytes(path, lists);
  if (!bytes) {
    reject(place, bytes.error(), result);
    return result;
  }
  result.bytes = bytes->size();
  if (ingest::is_archive(*bytes)) {
    ingest::read_archive(
        *bytes, place,
        {[&](const std::string& inner, std::string_view member) { read_inventory(member, inner, lists, result); },
         [&](estate::SetAside aside) { result.rejected.push_back(std::move(aside)); }});
  } else {
    read_inventory(*bytes, place, lists, result);
  }
  return result;
}

bool is_later(const estate::Observation& seen, Day as_of) {
  return (seen.seen_on && *seen.seen_on > as_of) || (seen.not_before && *seen.not_before > as_of);
}

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
  const std::vector<fs::path> files = SHOAL_TRY(find_files(paths));
  std::vector<FileResult> results(files.size());
  std::atomic<std::uint64_t> done{0};
  tbb::parallel_for(std::size_t{0}, files.size(), [&](std::size_t i) {
    results[i] = read_one(files[i], lists);
    progress(++done, files.size());
  });

  Reading reading;
  reading.files = files.size();
  std::size_t total = 0;
  for (const FileResult& result : results) total += result.inventory.observations.size();
  std::vector<estate::Observation> observations;
  observations.reserve(total);
  for (FileResult& result : results) {
    reading.bytes += result.bytes;
    append(std::move(result.rejected), reading.rejected);
    ingest::Inventory& inventory = result.inventory;
    append(std::move(inventory.rows), reading.rejected);
    append(std::move(inventory.mapped), reading.mapped);
    for (estate::Observation& seen : inventory.observations) {
      if (as_of && is_later(seen, *as_of)) {
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
