#include "store/sqlite.hpp"

#include <algorithm>
#include <unordered_map>

#include "base/assert.hpp"
#include "store/latest.hpp"
#include "store/rows.hpp"
#include "store/schema.hpp"
#include "store/stored_parts.hpp"
#include "store/writer_lock.hpp"
#include "store/writing.hpp"

namespace shoal::store {
namespace {

namespace fs = std::filesystem;

// The kinds of source that readers name, as the literals that observations hold.
std::string_view kind_of_source(std::string_view trail_source, bool is_list) {
  if (is_list) return "device list";
  for (const std::string_view kind : {"systeminfo", "wmic qfe", "registry export"})
    if (trail_source == kind) return kind;
  return "another source";
}

class SqliteStore final : public Store {
 public:
  SqliteStore(std::optional<WriterLock> lock, Database database)
      : lock_(std::move(lock)), database_(std::move(database)) {}

  Result<bool> holds(std::string_view digest, std::string_view place, std::string_view program) override {
    if (!find_file_)
      find_file_ = SHOAL_TRY(
          database_.prepare("SELECT digest, place, name_tells, unread, program FROM file JOIN import ON import.id = "
                            "file.import WHERE key = ?"));
    const std::string bytes = bytes_of_digest(digest);
    find_file_->bind(1, key_of(bytes));
    bool held = false;
    while (!held && SHOAL_TRY(find_file_->step())) {
      const bool same_name = find_file_->number(2) == 0 || known_name(find_file_->bytes(1)) == known_name(place);
      const bool same_reader = find_file_->number(3) == 0 || find_file_->bytes(4) == program;
      held = find_file_->bytes(0) == bytes && same_name && same_reader;
    }
    find_file_->reset();
    return held;
  }

  Result<std::vector<bool>> keep(const Batch& batch) override {
    SHOAL_ASSERT(lock_);
    auto kept = keep_in_transaction(batch);
    if (kept) return kept;
    memory_.clear();  // It may name parts that are gone with the batch.
    database_.roll_back();
    return kept;
  }

  Result<std::vector<Kept>> latest(Day as_of, Day known_at, Detail detail) override {
    const Snapshot snapshot = SHOAL_TRY(Snapshot::begin(database_));
    const std::int64_t import = SHOAL_TRY(last_import(known_at));
    const auto sources = SHOAL_TRY(all_sources());
    const auto devices = SHOAL_TRY(devices_of(import));
    const auto found = SHOAL_TRY(latest_entries(database_, as_of, import));
    std::vector<Kept> held;
    held.reserve(found.size());
    for (const auto& [trail, entry] : found) held.push_back(SHOAL_TRY(kept_of(trail, entry, sources, devices, detail)));
    std::stable_sort(held.begin(), held.end(), [](const Kept& a, const Kept& b) { return a.device < b.device; });
    return held;
  }

  Result<std::vector<Kept>> history(std::span<const TrailId> trails, Day known_at) override {
    const Snapshot snapshot = SHOAL_TRY(Snapshot::begin(database_));
    const std::int64_t import = SHOAL_TRY(last_import(known_at));
    const auto sources = SHOAL_TRY(all_sources());
    const auto devices = SHOAL_TRY(devices_of(import));
    Statement select = SHOAL_TRY(database_.prepare("SELECT body FROM segment WHERE trail = ? ORDER BY id"));
    std::vector<Kept> held;
    for (const TrailId trail : trails) {
      select.bind(1, trail);
      while (SHOAL_TRY(select.step())) {
        SegmentReader reader(select.bytes(0));
        while (const Entry* entry = reader.next())
          if (entry->import <= static_cast<std::uint64_t>(import))
            held.push_back(SHOAL_TRY(kept_of(trail, *entry, sources, devices, Detail::everything)));
        if (reader.failed()) return damaged("the log of a trail");
      }
      select.reset();
    }
    return held;
  }

  Result<std::vector<estate::Trail>> trails() override {
    std::vector<estate::Trail> trails;
    Statement select =
        SHOAL_TRY(database_.prepare("SELECT id, source, first, last, held, beside, device FROM trail ORDER BY id"));
    while (SHOAL_TRY(select.step()))
      trails.push_back({static_cast<TrailId>(select.number(0)), std::string(select.bytes(1)), day_of(select.number(2)),
                        day_of(select.number(3)), SHOAL_TRY(held_from(select.bytes(4))),
                        SHOAL_TRY(trails_from(select.bytes(5))), static_cast<DeviceId>(select.number(6))});
    return trails;
  }

  Result<std::vector<Placement>> placements(Day known_at) override {
    const Snapshot snapshot = SHOAL_TRY(Snapshot::begin(database_));
    const std::int64_t import = SHOAL_TRY(last_import(known_at));
    const std::vector<DeviceId> devices = SHOAL_TRY(devices_of(import));
    std::vector<Placement> placements;
    for (std::size_t trail = 0; trail < devices.size(); trail++)
      if (devices[trail] != nowhere) placements.push_back({static_cast<TrailId>(trail), devices[trail]});
    return placements;
  }

  Result<DeviceId> next_device() override {
    Statement select = SHOAL_TRY(database_.prepare("SELECT max(device) FROM placement"));
    if (!SHOAL_TRY(select.step()) || select.is_null(0)) return DeviceId{0};
    return static_cast<DeviceId>(select.number(0) + 1);
  }

  Result<std::vector<Verdict>> verdicts(Day known_at) override {
    const Snapshot snapshot = SHOAL_TRY(Snapshot::begin(database_));
    std::vector<Verdict> verdicts;
    Statement select = SHOAL_TRY(
        database_.prepare("SELECT one, other, same, by_whom, why FROM verdict WHERE import <= ? ORDER BY id"));
    select.bind(1, SHOAL_TRY(last_import(known_at)));
    while (SHOAL_TRY(select.step()))
      verdicts.push_back(
          {{static_cast<TrailId>(select.number(0)), static_cast<TrailId>(select.number(1)), select.number(2) != 0},
           std::string(select.bytes(3)),
           std::string(select.bytes(4))});
    return verdicts;
  }

  Result<std::vector<Retirement>> retirements(Day known_at) override {
    const Snapshot snapshot = SHOAL_TRY(Snapshot::begin(database_));
    std::vector<Retirement> retirements;
    Statement select = SHOAL_TRY(
        database_.prepare("SELECT trails, retired, day, by_whom, why FROM retirement WHERE import <= ? ORDER BY id"));
    select.bind(1, SHOAL_TRY(last_import(known_at)));
    while (SHOAL_TRY(select.step()))
      retirements.push_back({SHOAL_TRY(trails_from(select.bytes(0))), select.number(1) != 0, day_of(select.number(2)),
                             std::string(select.bytes(3)), std::string(select.bytes(4))});
    return retirements;
  }

  Result<std::vector<estate::SetAside>> set_aside(Day known_at) override {
    const Snapshot snapshot = SHOAL_TRY(Snapshot::begin(database_));
    std::vector<estate::SetAside> set_aside;
    Statement select =
        SHOAL_TRY(database_.prepare("SELECT s.place, s.code, s.reason, s.count FROM set_aside s JOIN file f ON f.id = "
                                    "s.file WHERE s.import <= ?1 AND "
                                    "NOT (f.unread AND EXISTS (SELECT 1 FROM file g WHERE g.key = f.key AND g.digest = "
                                    "f.digest AND NOT g.unread AND "
                                    "g.import <= ?1)) ORDER BY s.id"));
    select.bind(1, SHOAL_TRY(last_import(known_at)));
    while (SHOAL_TRY(select.step()))
      set_aside.push_back({std::string(select.bytes(0)), std::string(select.bytes(1)), std::string(select.bytes(2)),
                           static_cast<std::uint64_t>(select.number(3))});
    return set_aside;
  }

  Result<std::vector<KeptReadiness>> readiness(Day as_of, Day known_at) override {
    const Snapshot snapshot = SHOAL_TRY(Snapshot::begin(database_));
    std::vector<KeptReadiness> kept;
    Statement select = SHOAL_TRY(database_.prepare(
        "SELECT r.application, r.target, r.day, r.digest, r.state, c.body FROM readiness r JOIN content c ON c.id = "
        "r.told WHERE r.id = (SELECT s.id FROM readiness s WHERE s.application = r.application AND s.target = r.target "
        "AND s.day <= ?1 AND s.import <= ?2 ORDER BY s.day DESC, s.id DESC LIMIT 1) ORDER BY r.application, r.target"));
    select.bind(1, number_of(as_of)).bind(2, SHOAL_TRY(last_import(known_at)));
    while (SHOAL_TRY(select.step())) {
      KeptReadiness each{std::string(select.bytes(0)),
                         std::string(select.bytes(1)),
                         day_of(select.number(2)),
                         std::string(select.bytes(3)),
                         std::string(select.bytes(4)),
                         {},
                         {}};
      SHOAL_TRY(put_told(select.bytes(5), each));
      kept.push_back(std::move(each));
    }
    return kept;
  }

  Result<std::vector<KeptTest>> tests(Day as_of, Day known_at) override {
    const Snapshot snapshot = SHOAL_TRY(Snapshot::begin(database_));
    std::vector<KeptTest> tests;
    Statement select = SHOAL_TRY(database_.prepare(
        "SELECT application, target, day, digest, result, by_whom, ran, remedy FROM test WHERE day <= "
        "? AND import <= ? ORDER BY id"));
    select.bind(1, number_of(as_of)).bind(2, SHOAL_TRY(last_import(known_at)));
    while (SHOAL_TRY(select.step()))
      tests.push_back({std::string(select.bytes(0)), std::string(select.bytes(1)), day_of(select.number(2)),
                       std::string(select.bytes(3)), std::string(select.bytes(4)), std::string(select.bytes(5)),
                       std::string(select.bytes(6)), std::string(select.bytes(7))});
    return tests;
  }

  Result<Extent> extent(Day known_at) override {
    const Snapshot snapshot = SHOAL_TRY(Snapshot::begin(database_));
    Statement select = SHOAL_TRY(
        database_.prepare("SELECT sum(files), sum(observations), max(received) FROM import WHERE received <= ?"));
    select.bind(1, number_of(known_at));
    Extent extent;
    if (SHOAL_TRY(select.step()) && !select.is_null(2)) {
      extent.files = static_cast<std::uint64_t>(select.number(0));
      extent.observations = static_cast<std::uint64_t>(select.number(1));
      extent.last_received = day_of(select.number(2));
    }
    const std::int64_t pages = SHOAL_TRY(database_.number("PRAGMA page_count"));
    extent.bytes = static_cast<std::uint64_t>(pages * SHOAL_TRY(database_.number("PRAGMA page_size")));
    return extent;
  }

 private:
  // All statements of one question see the register as it was when the question began.
  class Snapshot {
   public:
    static Result<Snapshot> begin(Database& database) {
      SHOAL_TRY(database.run("BEGIN"));
      return Snapshot(database);
    }
    Snapshot(Snapshot&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;
    ~Snapshot() {
      if (database_ != nullptr) database_->roll_back();
    }

   private:
    explicit Snapshot(Database& database) : database_(&database) {}
    Database* database_;
  };

  Result<std::vector<bool>> keep_in_transaction(const Batch& batch) {
    if (!inserts_) inserts_ = SHOAL_TRY(Inserts::prepare(database_));
    SHOAL_TRY(database_.run("BEGIN IMMEDIATE"));
    const std::int64_t last = SHOAL_TRY(database_.number("SELECT max(id) FROM import"));
    const std::int64_t last_received = SHOAL_TRY(database_.number("SELECT max(received) FROM import"));
    if (last > 0 && number_of(batch.received) < last_received)
      return Error{ErrorKind::conflict, "store.earlier",
                   "the register was last added to on " + to_string(day_of(last_received)) + "; what is added as of " +
                       to_string(batch.received) + " would change past answers"};
    const bool goes_on = import_ && number_of(batch.received) == last_received;
    const std::int64_t import = goes_on ? *import_ : last + 1;
    SHOAL_TRY(inserts_->import_row.bind(1, import)
                  .bind(2, number_of(batch.received))
                  .bind_text(3, batch.program)
                  .bind(4, static_cast<std::int64_t>(batch.files.size()))
                  .bind(5, static_cast<std::int64_t>(batch.observations.size()))
                  .run());
    const auto next = [&](std::string_view sql) -> Result<std::int64_t> {
      return SHOAL_TRY(database_.number(sql)) + 1;
    };
    Writing writing(*inserts_, memory_, import,
                    {SHOAL_TRY(next("SELECT max(id) FROM content")), SHOAL_TRY(next("SELECT max(id) FROM file")),
                     next_placement_ ? *next_placement_ : SHOAL_TRY(next("SELECT max(id) FROM placement"))});
    SHOAL_TRY(writing.write(batch));
    SHOAL_TRY(database_.run("COMMIT"));
    import_ = import;
    next_placement_ = writing.next().placement;
    return writing.changed();
  }

  // The last import of that day or before; 0 where there is none. Days never fall from one import to the next.
  Result<std::int64_t> last_import(Day known_at) {
    return database_.number("SELECT max(id) FROM import WHERE received <= " + std::to_string(number_of(known_at)));
  }

  // By trail.
  Result<std::vector<std::string>> all_sources() {
    std::vector<std::string> sources;
    Statement select = SHOAL_TRY(database_.prepare("SELECT id, source FROM trail ORDER BY id"));
    while (SHOAL_TRY(select.step())) {
      if (select.number(0) != static_cast<std::int64_t>(sources.size())) return damaged("the list of trails");
      sources.emplace_back(select.bytes(1));
    }
    return sources;
  }

  // By trail; `nowhere` where none was known.
  static constexpr DeviceId nowhere = ~DeviceId{0};
  Result<std::vector<DeviceId>> devices_of(std::int64_t import) {
    std::vector<DeviceId> devices;
    Statement select =
        SHOAL_TRY(database_.prepare("SELECT trail, device FROM placement WHERE import <= ? ORDER BY trail, id"));
    select.bind(1, import);
    while (SHOAL_TRY(select.step())) {
      const auto trail = static_cast<std::size_t>(select.number(0));
      if (trail >= devices.size()) devices.resize(trail + 1, nowhere);
      devices[trail] = static_cast<DeviceId>(select.number(1));
    }
    return devices;
  }

  Result<std::string> place_of(std::uint64_t file) {
    if (!find_place_) find_place_ = SHOAL_TRY(database_.prepare("SELECT place FROM file WHERE id = ?"));
    find_place_->bind(1, static_cast<std::int64_t>(file));
    if (!SHOAL_TRY(find_place_->step())) return damaged("file " + std::to_string(file));
    std::string place(find_place_->bytes(0));
    find_place_->reset();
    return place;
  }

  Result<Day> received_of(std::uint64_t import) {
    if (const auto known = received_.find(import); known != received_.end()) return known->second;
    const auto day =
        day_of(SHOAL_TRY(database_.number("SELECT received FROM import WHERE id = " + std::to_string(import))));
    return received_.emplace(import, day).first->second;
  }

  Result<Shared<std::string>> file_of(const Entry& entry, ContentId place) {
    if (place != 0) return parts_->text(place);
    if (entry.row == 0) return Shared<std::string>(SHOAL_TRY(place_of(entry.file)));
    if (const auto known = lists_.find(entry.file); known != lists_.end()) return known->second;
    return lists_.emplace(entry.file, SHOAL_TRY(place_of(entry.file))).first->second;
  }

  Result<Kept> kept_of(TrailId trail, const Entry& entry, const std::vector<std::string>& sources,
                       const std::vector<DeviceId>& devices, Detail detail) {
    if (!parts_) parts_.emplace(SHOAL_TRY(StoredParts::open(database_)));
    if (trail >= sources.size() || trail >= devices.size() || devices[trail] == nowhere)
      return damaged("trail " + std::to_string(trail));
    const auto id = [&](Part part) { return entry.parts[static_cast<std::size_t>(part)]; };
    Kept held{trail, devices[trail], SHOAL_TRY(received_of(entry.import)), entry.day, {}};
    estate::Observation& seen = held.seen;
    seen.source = kind_of_source(sources[trail], id(Part::list) != 0);
    seen.list = SHOAL_TRY(parts_->text(id(Part::list)));
    // A count of 18,000 devices need not look up as many paths; a device without a name is called by its file, and a
    // list has one for many.
    if (detail != Detail::headline || id(Part::name) == 0 || entry.row != 0)
      seen.file = SHOAL_TRY(file_of(entry, id(Part::place)));
    seen.row = entry.row;
    seen.resource = entry.resource;
    seen.device = *SHOAL_TRY(parts_->text(id(Part::name)));
    seen.seen_by = entry.seen_by;
    if (entry.seen_by != estate::SeenBy::nothing) seen.seen_on = entry.day;
    seen.not_before = entry.not_before;
    seen.claims = SHOAL_TRY(parts_->claims(entry.parts, detail));
    seen.tags = SHOAL_TRY(parts_->tags(id(Part::tags)));
    seen.identifiers = SHOAL_TRY(parts_->identifiers(id(Part::identifiers)));
    return held;
  }

  std::optional<WriterLock> lock_;  // Before the database, so that it is given back after that is closed.
  Database database_;
  std::optional<Statement> find_file_, find_place_;
  std::optional<Inserts> inserts_;
  ClaimsMemory memory_;
  std::optional<std::int64_t> import_;  // That of the last batch of this writer.
  std::optional<std::int64_t> next_placement_;
  std::optional<StoredParts> parts_;
  std::unordered_map<std::uint64_t, Day> received_;
  std::unordered_map<std::uint64_t, Shared<std::string>> lists_;  // The paths of files with rows.
};

}  // namespace

Result<std::unique_ptr<Store>> open_register(const fs::path& file, Access access, const char* vfs) {
  std::optional<WriterLock> lock;
  if (access == Access::write) lock = SHOAL_TRY(WriterLock::take(file));
  Database database = SHOAL_TRY(Database::open(file, access, vfs));
  if (auto sound = access == Access::write ? bring_up_to_date(database) : check_schema(database); !sound)
    return std::move(sound).error().within(file.string());
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(std::move(lock), std::move(database)));
}

}  // namespace shoal::store
