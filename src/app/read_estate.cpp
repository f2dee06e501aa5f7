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

// A file of the size that no inventory has is not opened, but for its beginning: somebody's backup or film lies beside
// the inventories. Archives may be larger.
Result<std::string> read_bytes(const fs::path& path) {
  constexpr std::uintmax_t beginning_bytes = 512;
  std::error_code failed;
  const auto size = fs::file_size(path, failed);
  std::string bytes(failed ? 0 : std::min(size, beginning_bytes), '\0');
  if (failed || !read_into(path, bytes))
    return Error{ErrorKind::unavailable, "app.unreadable", "the file cannot be read"};
  const bool is_archive = ingest::is_archive(bytes);
  if (size > (is_archive ? ingest::archive_bytes_max : ingest::inventory_bytes_max))
    return Error{ErrorKind::invalid_input, "ingest.too_large",
                 "the file has " + grouped(size) + " bytes, more than an " + (is_archive ? "archive" : "inventory") +
                     " can have"};
  bytes.resize(size);
  if (!read_into(path, bytes)) return Error{ErrorKind::unavailable, "app.unreadable", "the file cannot be read"};
  return bytes;
}

struct FileResult {
  std::vector<estate::Observation> observations;
  std::vector<estate::SetAside> rejected;
  std::uint64_t bytes = 0;
};

void reject(const std::string& place, const Error& error, FileResult& into) {
  into.rejected.push_back({place, std::string(error.code), error.message});
}

void read_inventory(std::string_view bytes, const std::string& place, FileResult& into) {
  auto observations = ingest::read_inventory(bytes, place);
  if (!observations) {
    reject(place, observations.error(), into);
    return;
  }
  for (estate::Observation& seen : *observations) into.observations.push_back(std::move(seen));
}

FileResult read_one(const fs::path& path) {
  FileResult result;
  const std::string place = path.string();
  const auto bytes = read_bytes(path);
  if (!bytes) {
    reject(place, bytes.error(), result);
    return result;
  }
  result.bytes = bytes->size();
  if (ingest::is_archive(*bytes)) {
    ingest::read_archive(
        *bytes, place,
        {[&](const std::string& inner, std::string_view member) { read_inventory(member, inner, result); },
         [&](estate::SetAside aside) { result.rejected.push_back(std::move(aside)); }});
  } else {
    read_inventory(*bytes, place, result);
  }
  return result;
}

bool is_later(const estate::Observation& seen, Day as_of) {
  return (seen.seen_on && *seen.seen_on > as_of) || (seen.not_before && *seen.not_before > as_of);
}

std::vector<estate::Device> combine_all(std::vector<estate::Observation> observations) {
  std::vector<estate::Device> devices;
  estate::Combiner combiner;
  for (const ingest::Group& group : ingest::pair(observations)) {
    std::vector<estate::Observation> seen;
    std::vector<std::string> joined_by;
    for (const ingest::Member& member : group.members) {
      if (!seen.empty()) joined_by.emplace_back(ingest::spelled(member.joined_by));
      seen.push_back(std::move(observations[member.index]));
    }
    devices.push_back(combiner.combine(std::move(seen), std::move(joined_by)));
  }
  return devices;
}

}  // namespace

Result<Reading> read_estate(const std::vector<fs::path>& paths, std::optional<Day> as_of, const Progress& progress) {
  const std::vector<fs::path> files = SHOAL_TRY(find_files(paths));
  std::vector<FileResult> results(files.size());
  std::atomic<std::uint64_t> done{0};
  tbb::parallel_for(std::size_t{0}, files.size(), [&](std::size_t i) {
    results[i] = read_one(files[i]);
    progress(++done, files.size());
  });

  Reading reading;
  reading.files = files.size();
  std::vector<estate::Observation> observations;
  for (FileResult& result : results) {
    reading.bytes += result.bytes;
    for (estate::SetAside& aside : result.rejected) reading.rejected.push_back(std::move(aside));
    for (estate::Observation& seen : result.observations) {
      if (as_of && is_later(seen, *as_of)) {
        reading.rejected.push_back(
            {estate::place_of(seen), "app.later", "made after the day that is asked about, " + to_string(*as_of)});
      } else {
        observations.push_back(std::move(seen));
      }
    }
  }
  reading.devices = combine_all(std::move(observations));
  return reading;
}

}  // namespace shoal::app
