// The register: how fast it takes in inventories, how large it grows over ten years, and how fast it answers then.
#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>

#include "app/assess.hpp"
#include "app/identity.hpp"
#include "base/random.hpp"
#include "base/sha256.hpp"
#include "exposure/count.hpp"
#include "figures.hpp"
#include "store/sqlite.hpp"

namespace shoal::bench {
namespace {

using namespace std::chrono;
namespace fs = std::filesystem;

double now() { return duration<double>(steady_clock::now().time_since_epoch()).count(); }

const Day first_week{2016y / 11 / 21};

// What an inventory tells, by the number of its state: 200 updates and 150 programs, of which a change replaces a few.
estate::Claims claims_of(std::uint64_t device, std::uint64_t change) {
  Random random = Random::numbered(2026, device * 1000 + change);
  estate::Claims claims;
  claims.os = estate::OsClaim{"Microsoft Windows 7 Professional", "6.1", 7601, std::nullopt, 1,
                              estate::Architecture::x64,          3,     true};
  claims.updates_listed = claims.programs_listed = true;
  const std::uint64_t image = device % 40;
  for (std::uint32_t i = 0; i < 200; i++) {
    const auto kb =
        static_cast<std::uint32_t>(2'500'000 + i * 7919 + image * 13 + (i == 199 ? random.below(500'000) : 0));
    claims.updates.push_back({kb, "", first_week - std::chrono::days(random.below(2000)), 40 + i});
  }
  claims.entries = 200;
  for (std::uint32_t i = 0; i < 150; i++)
    claims.programs.push_back({"Program " + std::to_string((image * 17 + i * 3) % 600),
                               "Publisher " + std::to_string(i % 30),
                               "1." + std::to_string(i < 3 ? random.below(50) : i), 300 + i});
  return claims;
}

estate::Observation observation_of(std::uint64_t device, const std::string& place, Day day,
                                   const Shared<estate::Claims>& claims) {
  estate::Observation seen;
  seen.source = "systeminfo";
  seen.file = Shared<std::string>(place);
  seen.device = "PC" + std::to_string(device);
  seen.seen_on = day;
  seen.seen_by = estate::SeenBy::content;
  seen.claims = claims;
  return seen;
}

// Keeps observations as an import does: placed, then kept, some hundred at a time.
class Taker {
 public:
  Taker(store::Store& store, const knowledge::Pack& pack)
      : store_(store), resolver_(app::open_resolver(store, pack).value()) {}

  void take(Day received, const std::string& place, const std::string& digest, estate::Observation seen) {
    batch_.received = received;
    batch_.program = "bench";
    estate::Sighting sighting{std::string(seen.source), {}, *seen.seen_on};
    sighting.identifiers.push_back(*estate::identifier(estate::IdentifierKind::name, seen.device));
    sightings_.push_back(std::move(sighting));
    batch_.observations.push_back({static_cast<std::uint32_t>(batch_.files.size()), 0, std::move(seen)});
    batch_.files.push_back({digest, place, 40'000});
    if (batch_.files.size() == 2048) keep();
  }

  void keep() {
    if (batch_.files.empty()) return;
    const estate::Placement placed = resolver_->place(sightings_);
    for (std::size_t i = 0; i < placed.trails.size(); i++) {
      batch_.observations[i].trail = placed.trails[i];
      batch_.trails.push_back(resolver_->trail(placed.trails[i]));
    }
    for (const estate::TrailId trail : placed.begun) batch_.placements.push_back({trail, resolver_->device_of(trail)});
    SHOAL_ASSERT(store_.keep(batch_));
    batch_ = {};
    sightings_.clear();
  }

 private:
  store::Store& store_;
  std::unique_ptr<estate::Resolver> resolver_;
  store::Batch batch_;
  std::vector<estate::Sighting> sightings_;
};

fs::path fresh(const char* name) {
  const fs::path file = fs::path("build") / name;
  for (const char* end : {"", "-wal", "-shm", "-writer"}) fs::remove(file.string() + end);
  return file;
}

double megabytes(const fs::path& file) { return static_cast<double>(fs::file_size(file)) / 1e6; }

// So that the next read comes from the disk.
void forget(const fs::path& file) {
  const int handle = open(file.c_str(), O_RDONLY);
  fsync(handle);
  posix_fadvise(handle, 0, 0, POSIX_FADV_DONTNEED);
  close(handle);
}

std::uint64_t count_on(store::Store& store, const knowledge::Pack& pack, Day as_of, Day known_at) {
  const auto made = app::assess(pack, {{}, as_of, known_at, {}}, store, store::Detail::headline);
  SHOAL_ASSERT(made);
  const auto by = exposure::Grouping::by("os", made->reading.devices);
  return exposure::count(*by, made->assessment, made->reading.devices, pack.catalogue, 30).all.total();
}

}  // namespace

void bench_import(std::vector<Figure>& figures) {
  constexpr std::uint64_t devices = 28'000;
  const auto pack = *app::open_pack(std::nullopt);
  const fs::path file = fresh("bench-import.shoal");
  std::vector<Shared<estate::Claims>> claims;
  for (std::uint64_t i = 0; i < devices; i++) claims.emplace_back(claims_of(i % 2000, 0));
  const auto place_of = [](std::uint64_t i) { return "in/PC" + std::to_string(i) + ".txt"; };

  double began = now();
  {
    const auto store = store::open_register(file, store::Access::write).value();
    Taker taker(*store, pack);
    for (std::uint64_t i = 0; i < devices; i++)
      taker.take(first_week, place_of(i), sha256_hex(place_of(i)),
                 observation_of(i, place_of(i), first_week, claims[i]));
    taker.keep();
  }
  figures.push_back(
      {"28,000 inventories of 150 programs and 200 updates, kept durably", now() - began, "s", 60, false});
  const double size = megabytes(file);
  figures.push_back({"  the register then", size, "MB", 0, false});

  began = now();
  {
    const auto store = store::open_register(file, store::Access::write).value();
    for (std::uint64_t i = 0; i < devices; i++)
      SHOAL_ASSERT(*store->holds(sha256_hex(place_of(i)), place_of(i), "bench"));
  }
  figures.push_back({"  the same again: all are held", now() - began, "s", 15, false});
  figures.push_back({"  by which it grows", (megabytes(file) / size - 1) * 100, "%", 2, false});

  began = now();
  {
    const auto store = store::open_register(file, store::Access::write).value();
    Taker taker(*store, pack);
    for (std::uint64_t i = 0; i < devices; i++)
      taker.take(first_week + days(1), place_of(i), sha256_hex("next day" + place_of(i)),
                 observation_of(i, place_of(i), first_week + days(1), claims[i]));
    taker.keep();
  }
  figures.push_back({"  the next day's, in which nothing changed", now() - began, "s", 0, false});
  figures.push_back({"  by which it grows", (megabytes(file) - size) * 1e6 / devices, "B/device", 0, false});
  fresh("bench-import.shoal");
}

void bench_decade(std::vector<Figure>& figures) {
  constexpr std::uint64_t devices = 18'000, weeks = 520;
  const auto pack = *app::open_pack(std::nullopt);
  const fs::path file = fresh("bench-decade.shoal");
  std::vector<Shared<estate::Claims>> claims;
  std::vector<std::uint64_t> changes(devices);
  for (std::uint64_t i = 0; i < devices; i++) claims.emplace_back(claims_of(i, 0));

  Random random(2026);
  double began = now();
  {
    const auto store = store::open_register(file, store::Access::write).value();
    Taker taker(*store, pack);
    for (std::uint64_t week = 0; week < weeks; week++) {
      const Day day = first_week + days(7 * week);
      for (std::uint64_t i = 0; i < devices; i++) {
        if (random.chance(0.03)) claims[i] = claims_of(i, ++changes[i]);
        const std::string place = "weekly/" + to_string(day) + "/PC" + std::to_string(i) + ".txt";
        taker.take(day, place, sha256_hex(place), observation_of(i, place, day, claims[i]));
      }
      taker.keep();
      if (week % 52 == 51) std::fprintf(stderr, "%llu years\n", static_cast<unsigned long long>(week / 52 + 1));
    }
  }
  figures.push_back({"ten years of weekly inventories of 18,000 devices, 3 % change a week: made and kept",
                     now() - began, "s", 0, false});
  figures.push_back({"  the register then", megabytes(file) / 1000, "GB", 5, false});

  double cold = 0, warm = 0;
  for (const std::uint64_t week : {std::uint64_t{3}, std::uint64_t{260}, std::uint64_t{400}, weeks - 1})
    for (const std::uint64_t known : {std::uint64_t{260}, weeks - 1}) {
      const Day as_of = first_week + days(7 * week + 3), known_at = first_week + days(7 * known + 3);
      forget(file);
      began = now();
      const auto store = store::open_register(file, store::Access::read).value();
      SHOAL_ASSERT(count_on(*store, pack, as_of, known_at) == devices);
      cold = std::max(cold, now() - began);
      began = now();
      SHOAL_ASSERT(count_on(*store, pack, as_of, known_at) == devices);
      warm = std::max(warm, now() - began);
    }
  figures.push_back({"  a count as of and as known by a day, from the disk, slowest of 8", cold, "s", 2, false});
  figures.push_back({"  the same again", warm, "s", 0.2, false});
  fresh("bench-decade.shoal");

  // The baseline: a row for each observation and an index, for a tenth of the devices, counted tenfold.
  const fs::path plain = fresh("bench-plain.db");
  {
    auto database = store::Database::open(plain, store::Access::write, nullptr).value();
    SHOAL_ASSERT(database.run("CREATE TABLE seen (device, day, received, os); BEGIN"));
    auto insert = database.prepare("INSERT INTO seen VALUES (?, ?, ?, ?)").value();
    for (std::int64_t week = 0; week < static_cast<std::int64_t>(weeks); week++)
      for (std::int64_t i = 0; i < static_cast<std::int64_t>(devices) / 10; i++)
        SHOAL_ASSERT(insert.bind(1, i).bind(2, week).bind(3, week).bind(4, i % 3).run());
    SHOAL_ASSERT(database.run("COMMIT; CREATE INDEX seen_by ON seen (device, day, received, os)"));
    began = now();
    SHOAL_ASSERT(
        *database.number("SELECT count(*) FROM (SELECT os, max(day) FROM seen WHERE day <= 400 AND received <= "
                         "519 GROUP BY device) WHERE os = 1") > 0);
    figures.push_back(
        {"  baseline: a row for each observation, indexed, counted by SQL", (now() - began) * 10, "s", 0, false});
  }
  fresh("bench-plain.db");
}

}  // namespace shoal::bench
