#include "app/import.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <set>
#include <unordered_set>

#include "app/assess.hpp"
#include "app/identity.hpp"
#include "app/inventory_file.hpp"
#include "base/sha256.hpp"
#include "estate/identity.hpp"
#include "ingest/pairing.hpp"

namespace shoal::app {
namespace {

namespace fs = std::filesystem;

// A step holds so many files, and no further one once it has so many bytes.
constexpr std::size_t step_files = 512;
constexpr std::uint64_t step_bytes = std::uint64_t{256} << 20U;

// A file on its way.
struct Incoming {
  fs::path path;
  Result<std::string> bytes = std::string();
  std::string digest;
  InventoryFile read;
};

// Whether the name of the file or its folder told anything.
bool name_tells(const InventoryFile& read) {
  return std::any_of(read.observations.begin(), read.observations.end(), [](const estate::Observation& seen) {
    return seen.device.empty() || seen.seen_by == estate::SeenBy::file_name;
  });
}

estate::Sighting sighting_of(const estate::Observation& seen, Day received) {
  estate::Sighting sighting{estate::source_of(seen), *seen.identifiers, seen.seen_on.value_or(received)};
  const auto add = [&](estate::IdentifierKind kind, std::string_view value) {
    if (auto one = estate::identifier(kind, value)) sighting.identifiers.push_back(*std::move(one));
  };
  add(estate::IdentifierKind::name, seen.device);
  for (const estate::Tag& tag : *seen.tags)
    if (tag.key == "domain") add(estate::IdentifierKind::domain, tag.value);
  estate::settle(sighting.identifiers);
  return sighting;
}

// Which of the columns that a person named a list has: asked before anything is kept, since the same bytes are not read
// again.
std::set<std::size_t> mapped_columns(std::size_t asked, const std::vector<fs::path>& files,
                                     const ingest::ListSettings& lists) {
  std::set<std::size_t> found;
  for (std::size_t i = 0; i < files.size() && found.size() < asked; i++) {
    const InventoryFile read = read_inventory_file(files[i], lists);
    found.insert(read.mapped.begin(), read.mapped.end());
  }
  return found;
}

class Importer {
 public:
  Importer(store::Store& store, const ImportRequest& request, ingest::ListSettings lists, estate::Resolver& resolver)
      : store_(store),
        request_(request),
        lists_(std::move(lists)),
        resolver_(resolver),
        first_new_trail_(static_cast<estate::TrailId>(resolver.trail_count())),
        devices_before_(resolver.device_count()) {}

  Result<void> run(const std::vector<fs::path>& files, const Progress& progress) {
    made_.files = files.size();
    for (std::size_t next = 0; next < files.size();) {
      std::vector<Incoming> step = load(files, next);
      next += step.size();
      SHOAL_TRY(take(step));
      progress(next, files.size());
    }
    return {};
  }

  // How many devices were met, and what became of them.
  report::Imported finish() {
    std::set<estate::DeviceId> seen, updated;
    for (const auto& [trail, changed] : touched_) {
      const estate::DeviceId device = resolver_.device_of(trail);
      seen.insert(device);
      if (changed) updated.insert(device);
    }
    for (const estate::DeviceId device : seen) {
      const auto trails = resolver_.trails_of(device);
      if (trails.front() >= first_new_trail_) {
        made_.devices_new++;
      } else if (updated.contains(device)) {
        made_.devices_updated++;
      } else {
        made_.devices_unchanged++;
      }
    }
    made_.devices_in_register = resolver_.device_count();
    const std::uint64_t expected = devices_before_ + made_.devices_new;
    made_.devices_joined = expected > made_.devices_in_register ? expected - made_.devices_in_register : 0;
    return std::move(made_);
  }

 private:
  // The next files with their bytes, as many as a step takes. Files that stand side by side speak of one machine, so
  // none of them is left for the next step as long as that does not go on and on.
  std::vector<Incoming> load(const std::vector<fs::path>& files, std::size_t first) const {
    std::size_t count = std::min(step_files, files.size() - first);
    while (first + count < files.size() && count < 2 * step_files &&
           ingest::stand_together(files[first + count - 1].string(), files[first + count].string()))
      count++;
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < count; i++) {
      std::error_code failed;
      bytes += fs::file_size(files[first + i], failed);
      if (!failed && bytes > step_bytes && i > 0) count = i;
    }
    std::vector<Incoming> step(count);
    tbb::parallel_for(std::size_t{0}, count, [&](std::size_t i) {
      step[i].path = files[first + i];
      step[i].bytes = load_inventory_file(step[i].path, lists_);
      if (step[i].bytes) step[i].digest = sha256_hex(*step[i].bytes);
    });
    return step;
  }

  Result<bool> is_held(const Incoming& file) {
    if (read_now_.contains(file.digest) ||
        read_now_.contains(file.digest + std::string(store::known_name(file.path.string()))))
      return true;
    return store_.holds(file.digest, file.path.string(), request_.program);
  }

  Result<void> take(std::vector<Incoming>& step) {
    std::vector<Incoming*> fresh;
    for (Incoming& file : step) {
      if (!file.bytes) {
        made_.files_set_aside++;
        made_.set_aside.push_back(
            {file.path.string(), std::string(file.bytes.error().code), file.bytes.error().message});
      } else if (SHOAL_TRY(is_held(file))) {
        made_.files_held++;
      } else {
        fresh.push_back(&file);
      }
    }
    tbb::parallel_for(std::size_t{0}, fresh.size(), [&](std::size_t i) {
      fresh[i]->read = read_inventory_bytes(*fresh[i]->bytes, fresh[i]->path.string(), lists_);
    });
    store::Batch batch;
    batch.received = request_.received;
    batch.program = request_.program;
    for (Incoming* file : fresh) add_file(*file, batch);
    if (batch.files.empty()) return {};
    return place_and_keep(batch);
  }

  void add_file(Incoming& file, store::Batch& batch) {
    const bool tells = name_tells(file.read);
    const std::string key = file.digest + (tells ? std::string(store::known_name(file.path.string())) : "");
    if (!read_now_.insert(key).second) {
      made_.files_held++;
      return;
    }
    const auto position = static_cast<std::uint32_t>(batch.files.size());
    const auto reject = [&](estate::SetAside aside) {
      batch.set_aside.push_back({position, aside});
      made_.set_aside.push_back(std::move(aside));
    };
    for (estate::SetAside& aside : file.read.rejected) reject(std::move(aside));
    bool used = false;
    for (estate::Observation& seen : file.read.observations) {
      if (estate::made_after(seen, request_.received)) {
        reject({estate::place_of(seen), "app.later",
                "made after the day on which we are told of it, " + to_string(request_.received)});
        continue;
      }
      used = true;
      if (!seen.seen_on) made_.undated++;
      batch.observations.push_back({position, 0, std::move(seen)});
    }
    batch.files.push_back({file.digest, file.path.string(), file.bytes->size(), tells, !used});
    (used ? made_.files_read : made_.files_set_aside)++;
    if (used) made_.bytes += file.bytes->size();
  }

  Result<void> place_and_keep(store::Batch& batch) {
    std::vector<estate::Sighting> sightings;
    sightings.reserve(batch.observations.size());
    for (const store::NewObservation& each : batch.observations)
      sightings.push_back(sighting_of(each.seen, request_.received));
    set_beside(batch, sightings);
    const estate::Placement placed = resolver_.place(sightings);

    std::set<estate::TrailId> trails(placed.trails.begin(), placed.trails.end());
    for (std::size_t i = 0; i < placed.trails.size(); i++) batch.observations[i].trail = placed.trails[i];
    for (const estate::Move& move : placed.moves) trails.insert(move.trail);
    for (const estate::TrailId trail : trails) batch.trails.push_back(resolver_.trail(trail));
    // A trail that moved within the step is placed where it ended.
    std::set<estate::TrailId> moved(placed.begun.begin(), placed.begun.end());
    for (const estate::Move& move : placed.moves) moved.insert(move.trail);
    for (const estate::TrailId trail : moved) batch.placements.push_back({trail, resolver_.device_of(trail)});

    const std::vector<bool> changed = SHOAL_TRY(store_.keep(batch));
    made_.observations += batch.observations.size();
    for (std::size_t i = 0; i < changed.size(); i++) {
      bool& known = touched_[batch.observations[i].trail];
      known = known || changed[i];
    }
    return {};
  }

  // Outputs that complete each other are of one machine, whatever they call it.
  static void set_beside(const store::Batch& batch, std::vector<estate::Sighting>& sightings) {
    std::vector<estate::Observation> observations;
    std::vector<std::uint32_t> places;
    for (std::uint32_t i = 0; i < batch.observations.size(); i++) {
      const estate::Observation& seen = batch.observations[i].seen;
      if (seen.row != 0 && seen.resource == 0) continue;  // A row of a list that no other file completes.
      observations.push_back(seen);
      places.push_back(i);
    }
    const std::vector<ingest::Group> groups = ingest::pair(observations);
    for (const ingest::Group& group : groups)
      for (std::size_t i = 1; i < group.members.size(); i++) {
        // The first of a group is the earlier of two positions for most, and `beside` points back.
        const std::uint32_t one = places[group.members[0].index], other = places[group.members[i].index];
        sightings[std::max(one, other)].beside = std::min(one, other);
      }
  }

  store::Store& store_;
  const ImportRequest& request_;
  ingest::ListSettings lists_;
  estate::Resolver& resolver_;
  report::Imported made_;
  std::unordered_set<std::string> read_now_;
  std::map<estate::TrailId, bool> touched_;  // Whether anything new was told of each.
  estate::TrailId first_new_trail_;
  std::uint64_t devices_before_;
};

}  // namespace

Result<report::Imported> import_inventories(store::Store& store, const knowledge::Pack& pack,
                                            const ImportRequest& request, const Progress& progress) {
  ingest::ListSettings lists = SHOAL_TRY(list_settings(pack, request.mapped, request.date_order));
  lists.want_identifiers();
  const std::vector<fs::path> files = SHOAL_TRY(find_inventory_files(request.paths));
  SHOAL_TRY(check_mapped(request.mapped, mapped_columns(request.mapped.size(), files, lists)));
  const auto resolver = SHOAL_TRY(open_resolver(store, pack));
  Importer importer(store, request, std::move(lists), *resolver);
  SHOAL_TRY(importer.run(files, progress));
  return importer.finish();
}

}  // namespace shoal::app
