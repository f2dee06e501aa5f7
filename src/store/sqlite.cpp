#include "store/sqlite.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/assert.hpp"
#include "base/sha256.hpp"
#include "store/schema.hpp"
#include "store/segment.hpp"
#include "store/writer_lock.hpp"

namespace shoal::store {
namespace {

namespace fs = std::filesystem;

std::int64_t number_of(Day day) { return day.time_since_epoch().count(); }
Day day_of(std::int64_t days) { return Day(std::chrono::days(days)); }

// A trail's segments stand side by side in the file.
constexpr std::int64_t segments_of_trail = 65536;

Error damaged(const std::string& what) { return {ErrorKind::corrupt, "store.damaged", what + " cannot be read"}; }

// The 32 bytes of a digest that is spelled with 64 digits.
std::string bytes_of_digest(std::string_view digest) {
  SHOAL_ASSERT(digest.size() == 64);
  const auto value = [](char c) { return c >= 'a' ? c - 'a' + 10 : c - '0'; };
  std::string bytes;
  for (std::size_t i = 0; i < digest.size(); i += 2)
    bytes += static_cast<char>(value(digest[i]) * 16 + value(digest[i + 1]));
  return bytes;
}

// The beginning of a digest as a number, for the indexes.
std::int64_t key_of(std::string_view digest_bytes) {
  std::uint64_t key = 0;
  for (const char c : digest_bytes.substr(0, 8)) key = key << 8 | static_cast<unsigned char>(c);
  return static_cast<std::int64_t>(key);
}

std::string bytes_of_trails(const std::vector<TrailId>& trails) {
  ByteWriter bytes;
  for (const TrailId trail : trails) bytes.number(trail);
  return bytes.take();
}

Result<std::vector<TrailId>> trails_from(std::string_view text) {
  std::vector<TrailId> trails;
  ByteReader bytes(text);
  while (!bytes.done()) {
    trails.push_back(static_cast<TrailId>(bytes.number()));
    if (bytes.failed()) return damaged("a list of trails");
  }
  return trails;
}

std::string bytes_of_held(const std::vector<estate::Held>& all) {
  ByteWriter bytes;
  for (const estate::Held& held : all) {
    bytes.number(static_cast<std::uint64_t>(held.identifier.kind));
    bytes.text(held.identifier.value);
    bytes.signed_number(number_of(held.first));
    bytes.signed_number((held.last - held.first).count());
  }
  return bytes.take();
}

Result<std::vector<estate::Held>> held_from(std::string_view text) {
  std::vector<estate::Held> all;
  ByteReader bytes(text);
  while (!bytes.done()) {
    const std::uint64_t kind = bytes.number();
    std::string value(bytes.text());
    const std::int64_t first = bytes.signed_number(), days = bytes.signed_number();
    const bool sound = first > -4'000'000 && first < 4'000'000 && days >= 0 && days < 4'000'000;
    if (bytes.failed() || kind >= estate::identifier_kinds || !sound) return damaged("a trail");
    all.push_back({{static_cast<estate::IdentifierKind>(kind), std::move(value)}, day_of(first), day_of(first + days)});
  }
  return all;
}

// --- What is read again and again

// Parts by their numbers, and what was made of them, so that observations that share parts share memory.
class Contents {
 public:
  explicit Contents(Statement select) : select_(std::move(select)) {}

  Result<std::string_view> bytes(ContentId id) {
    const auto [at, fresh] = bytes_.try_emplace(id);
    if (fresh) {
      select_.bind(1, static_cast<std::int64_t>(id));
      if (!SHOAL_TRY(select_.step())) {
        select_.reset();
        bytes_.erase(at);
        return damaged("part " + std::to_string(id) + " of an observation");
      }
      at->second = select_.bytes(0);
      select_.reset();
    }
    return std::string_view(at->second);
  }

  Result<Shared<estate::Claims>> claims(const Parts& parts, Detail detail) {
    const auto id = [&](Part part) { return parts[static_cast<std::size_t>(part)]; };
    const bool updates = detail != Detail::headline, lines = detail == Detail::everything;
    const std::array<ContentId, 5> key = {id(Part::os), id(Part::protection), updates ? id(Part::updates) : 0,
                                          updates ? id(Part::programs) : 0, lines ? id(Part::details) : 0};
    if (const auto known = claims_.find(key); known != claims_.end()) return known->second;
    estate::Claims claims;
    const auto put = [&](ContentId part, auto read) -> Result<void> {
      if (part == 0) return {};
      const std::string_view own = SHOAL_TRY(bytes(part));
      return read(own);
    };
    const Lookup lookup = [this](ContentId part) { return bytes(part); };
    SHOAL_TRY(put(key[0], [&](std::string_view own) { return put_os(own, claims); }));
    SHOAL_TRY(put(key[1], [&](std::string_view own) { return put_protection(own, claims); }));
    SHOAL_TRY(put(key[2], [&](std::string_view own) { return put_updates(own, claims); }));
    SHOAL_TRY(put(key[3], [&](std::string_view own) { return put_programs(own, lookup, claims); }));
    SHOAL_TRY(put(key[4], [&](std::string_view own) { return put_details(own, claims); }));
    return claims_.emplace(key, std::move(claims)).first->second;
  }

  Result<Shared<estate::Tags>> tags(ContentId id) {
    return once(id, tags_, [](std::string_view bytes) { return read_tags(bytes); });
  }
  Result<Shared<estate::Identifiers>> identifiers(ContentId id) {
    return once(id, identifiers_, [](std::string_view bytes) { return read_identifiers(bytes); });
  }
  Result<Shared<std::string>> text(ContentId id) {
    return once(id, texts_, [](std::string_view bytes) { return Result<std::string>(std::string(bytes)); });
  }

 private:
  template <typename T, typename Read>
  Result<Shared<T>> once(ContentId id, std::unordered_map<ContentId, Shared<T>>& known, Read read) {
    if (id == 0) return Shared<T>();
    if (const auto found = known.find(id); found != known.end()) return found->second;
    const std::string_view own = SHOAL_TRY(bytes(id));
    return known.emplace(id, SHOAL_TRY(read(own))).first->second;
  }

  Statement select_;
  std::unordered_map<ContentId, std::string> bytes_;
  std::map<std::array<ContentId, 5>, Shared<estate::Claims>> claims_;
  std::unordered_map<ContentId, Shared<estate::Tags>> tags_;
  std::unordered_map<ContentId, Shared<estate::Identifiers>> identifiers_;
  std::unordered_map<ContentId, Shared<std::string>> texts_;
};

// The kinds of source that readers name, as the literals that observations hold.
std::string_view kind_of_source(std::string_view trail_source, bool is_list) {
  if (is_list) return "device list";
  for (const std::string_view kind : {"systeminfo", "wmic qfe", "registry export"})
    if (trail_source == kind) return kind;
  return "another source";
}

// --- Writing

struct Inserts {
  Statement import_row, file, content, find_content, trail, segment, last_segment, placement, verdict, retirement,
      set_aside;
};

// The parts of claims that were kept lately; the handles keep the addresses alive.
using ClaimsMemory = std::unordered_map<const estate::Claims*, std::pair<Shared<estate::Claims>, Parts>>;
constexpr std::size_t claims_remembered_max = 65'536;

// What one batch writes. Lives as long as the transaction: what it remembers is only true if that is committed.
class Writing {
 public:
  Writing(Inserts& inserts, ClaimsMemory& memory, std::int64_t import, std::int64_t next_content,
          std::int64_t next_file, std::int64_t next_placement)
      : inserts_(inserts),
        memory_(memory),
        import_(import),
        next_content_(next_content),
        next_file_(next_file),
        next_placement_(next_placement) {}

  Result<void> write(const Batch& batch) {
    first_file_ = next_file_;
    for (const File& file : batch.files) SHOAL_TRY(write_file(file));
    SHOAL_TRY(write_observations(batch));
    for (const estate::Trail& trail : batch.trails) SHOAL_TRY(write_trail(trail));
    for (const Placement& placement : batch.placements) SHOAL_TRY(write_placement(placement));
    for (const Verdict& verdict : batch.verdicts) SHOAL_TRY(write_verdict(verdict));
    for (const Retirement& retirement : batch.retirements) SHOAL_TRY(write_retirement(retirement));
    for (const NewSetAside& each : batch.set_aside) SHOAL_TRY(write_set_aside(each));
    return {};
  }

  /// For each observation, as Store::keep().
  const std::vector<bool>& changed() const { return changed_; }
  std::int64_t next_placement() const { return next_placement_; }

 private:
  Result<void> write_file(const File& file) {
    const std::string digest = bytes_of_digest(file.digest);
    return inserts_.file.bind(1, next_file_++)
        .bind(2, import_)
        .bind(3, key_of(digest))
        .bind_bytes(4, digest)
        .bind_text(5, file.place)
        .bind(6, static_cast<std::int64_t>(file.bytes))
        .bind(7, file.name_tells ? 1 : 0)
        .bind(8, file.unread ? 1 : 0)
        .run();
  }

  Result<ContentId> intern(std::string_view body) {
    const auto known = known_.find(std::string(body));
    if (known != known_.end()) return known->second;
    const std::int64_t key = key_of(bytes_of_digest(sha256_hex(body)));
    inserts_.find_content.bind(1, key);
    std::optional<std::int64_t> found;
    while (!found && SHOAL_TRY(inserts_.find_content.step()))
      if (inserts_.find_content.bytes(1) == body) found = inserts_.find_content.number(0);
    inserts_.find_content.reset();
    if (!found) {
      found = next_content_++;
      SHOAL_TRY(inserts_.content.bind(1, *found).bind(2, key).bind_bytes(3, body).run());
    }
    return known_.emplace(std::string(body), static_cast<ContentId>(*found)).first->second;
  }

  // Observations of one trail are added together, in the order in which they came.
  Result<void> write_observations(const Batch& batch) {
    std::map<TrailId, std::vector<std::size_t>> by_trail;
    for (std::size_t i = 0; i < batch.observations.size(); i++) by_trail[batch.observations[i].trail].push_back(i);
    changed_.assign(batch.observations.size(), true);
    for (const auto& [trail, observations] : by_trail) SHOAL_TRY(write_log(batch, trail, observations));
    return {};
  }

  Result<void> write_log(const Batch& batch, TrailId trail, const std::vector<std::size_t>& observations) {
    std::int64_t id = std::int64_t{trail} * segments_of_trail;
    SegmentWriter writer;
    inserts_.last_segment.bind(1, id).bind(2, id + segments_of_trail);
    if (SHOAL_TRY(inserts_.last_segment.step())) {
      const Statement& row = inserts_.last_segment;
      id = row.number(0);
      writer = SHOAL_TRY(
          SegmentWriter::resume({day_of(row.number(1)), day_of(row.number(2)),
                                 static_cast<std::uint64_t>(row.number(3)), static_cast<std::uint64_t>(row.number(4)),
                                 static_cast<std::uint32_t>(row.number(5)), std::string(row.bytes(6))}));
    }
    inserts_.last_segment.reset();
    for (const std::size_t i : observations) {
      const Entry entry = SHOAL_TRY(entry_of(batch, batch.observations[i]));
      if (const auto before = writer.last()) changed_[i] = says_else(*before, entry);
      if (!writer.has_room()) {
        SHOAL_TRY(write_segment(id++, writer.segment()));
        writer = SegmentWriter::after(writer);
      }
      writer.add(entry);
    }
    return write_segment(id, writer.segment());
  }

  // The lines and the days of installation aside, and where it was read.
  static bool says_else(const Entry& before, const Entry& now) {
    for (const Part part :
         {Part::os, Part::updates, Part::programs, Part::protection, Part::tags, Part::identifiers, Part::name})
      if (before.parts[static_cast<std::size_t>(part)] != now.parts[static_cast<std::size_t>(part)]) return true;
    return false;
  }

  // What many rows of a list claim is one record, and taken apart once.
  Result<Parts> claims_of(const Shared<estate::Claims>& claims, const Intern& intern_part) {
    const auto known = memory_.find(claims.address());
    if (known != memory_.end()) return known->second.second;
    if (memory_.size() >= claims_remembered_max) memory_.clear();
    Parts parts{};
    SHOAL_TRY(take_claims_apart(*claims, intern_part, parts));
    memory_.emplace(claims.address(), std::pair(claims, parts));
    return parts;
  }

  Result<Entry> entry_of(const Batch& batch, const NewObservation& each) {
    Entry entry;
    entry.day = each.seen.seen_on.value_or(batch.received);
    entry.import = static_cast<std::uint64_t>(import_);
    entry.file = static_cast<std::uint64_t>(first_file_ + each.file);
    entry.row = each.seen.row;
    entry.resource = each.seen.resource;
    entry.seen_by = each.seen.seen_by;
    entry.not_before = each.seen.not_before;
    const Intern intern_part = [this](std::string_view bytes) { return intern(bytes); };
    entry.parts = SHOAL_TRY(claims_of(each.seen.claims, intern_part));
    SHOAL_TRY(take_rest_apart(each.seen, batch.files[each.file].place, intern_part, entry.parts));
    return entry;
  }

  Result<void> write_segment(std::int64_t id, const Segment& segment) {
    return inserts_.segment.bind(1, id)
        .bind(2, number_of(segment.first_day))
        .bind(3, number_of(segment.last_day))
        .bind(4, static_cast<std::int64_t>(segment.first_import))
        .bind(5, static_cast<std::int64_t>(segment.last_import))
        .bind(6, segment.entries)
        .bind_bytes(7, segment.bytes)
        .run();
  }

  Result<void> write_trail(const estate::Trail& trail) {
    const std::string held = bytes_of_held(trail.held), beside = bytes_of_trails(trail.beside);
    return inserts_.trail.bind(1, trail.id)
        .bind_text(2, trail.source)
        .bind(3, number_of(trail.first))
        .bind(4, number_of(trail.last))
        .bind_bytes(5, held)
        .bind_bytes(6, beside)
        .bind(7, trail.device)
        .run();
  }

  Result<void> write_placement(const Placement& placement) {
    return inserts_.placement.bind(1, placement.trail)
        .bind(2, next_placement_++)
        .bind(3, import_)
        .bind(4, placement.device)
        .run();
  }

  Result<void> write_verdict(const Verdict& verdict) {
    return inserts_.verdict.bind(1, import_)
        .bind(2, verdict.decision.one)
        .bind(3, verdict.decision.other)
        .bind(4, verdict.decision.same ? 1 : 0)
        .bind_text(5, verdict.by)
        .bind_text(6, verdict.why)
        .run();
  }

  Result<void> write_retirement(const Retirement& retirement) {
    const std::string trails = bytes_of_trails(retirement.trails);
    return inserts_.retirement.bind(1, import_)
        .bind_bytes(2, trails)
        .bind(3, retirement.retired ? 1 : 0)
        .bind(4, number_of(retirement.day))
        .bind_text(5, retirement.by)
        .bind_text(6, retirement.why)
        .run();
  }

  Result<void> write_set_aside(const NewSetAside& each) {
    return inserts_.set_aside.bind(1, import_)
        .bind(2, first_file_ + each.file)
        .bind_text(3, each.aside.place)
        .bind_text(4, each.aside.code)
        .bind_text(5, each.aside.reason)
        .bind(6, static_cast<std::int64_t>(each.aside.count))
        .run();
  }

  Inserts& inserts_;
  ClaimsMemory& memory_;  // Of the store: forgotten where a batch fails.
  std::int64_t import_, next_content_, next_file_, next_placement_, first_file_ = 0;
  std::unordered_map<std::string, ContentId> known_;
  std::vector<bool> changed_;
};

// --- The store

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
    Statement select = SHOAL_TRY(
        database_.prepare("SELECT id, first_day, last_day, first_import, body FROM segment ORDER BY id DESC"));
    std::vector<std::pair<TrailId, Entry>> found;
    while (SHOAL_TRY(select.step())) {
      const auto trail = static_cast<TrailId>(select.number(0) / segments_of_trail);
      if (select.number(1) > number_of(as_of) || select.number(3) > import) continue;
      const bool known = !found.empty() && found.back().first == trail;
      if (known && day_of(select.number(2)) < found.back().second.day) continue;
      const auto entry = SHOAL_TRY(latest_entry(select.bytes(4), as_of, static_cast<std::uint64_t>(import)));
      if (!entry) continue;
      if (!known) {
        found.emplace_back(trail, *entry);
      } else if (entry->day > found.back().second.day) {  // Of one day the later segment came last.
        found.back().second = *entry;
      }
    }
    std::vector<Kept> held;
    held.reserve(found.size());
    for (auto at = found.rbegin(); at != found.rend(); ++at)
      held.push_back(SHOAL_TRY(kept_of(at->first, at->second, sources, devices, detail)));
    std::stable_sort(held.begin(), held.end(), [](const Kept& a, const Kept& b) { return a.device < b.device; });
    return held;
  }

  Result<std::vector<Kept>> history(std::span<const TrailId> trails, Day known_at) override {
    const Snapshot snapshot = SHOAL_TRY(Snapshot::begin(database_));
    const std::int64_t import = SHOAL_TRY(last_import(known_at));
    const auto sources = SHOAL_TRY(all_sources());
    const auto devices = SHOAL_TRY(devices_of(import));
    Statement select = SHOAL_TRY(database_.prepare("SELECT body FROM segment WHERE id >= ? AND id < ? ORDER BY id"));
    std::vector<Kept> held;
    for (const TrailId trail : trails) {
      select.bind(1, trail * segments_of_trail).bind(2, (trail + std::int64_t{1}) * segments_of_trail);
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

  Result<void> prepare_inserts() {
    if (inserts_) return {};
    Inserts made;
    const auto prepare = [&](Statement& statement, std::string_view sql) -> Result<void> {
      statement = SHOAL_TRY(database_.prepare(sql));
      return {};
    };
    SHOAL_TRY(prepare(made.import_row,
                      "INSERT INTO import VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE SET files "
                      "= files + ?4, observations = observations + ?5"));
    SHOAL_TRY(prepare(made.file, "INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
    SHOAL_TRY(prepare(made.content, "INSERT INTO content VALUES (?, ?, ?)"));
    SHOAL_TRY(prepare(made.find_content, "SELECT id, body FROM content WHERE key = ?"));
    SHOAL_TRY(prepare(made.trail, "INSERT OR REPLACE INTO trail VALUES (?, ?, ?, ?, ?, ?, ?)"));
    SHOAL_TRY(prepare(made.segment, "INSERT OR REPLACE INTO segment VALUES (?, ?, ?, ?, ?, ?, ?)"));
    SHOAL_TRY(prepare(made.last_segment, "SELECT * FROM segment WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 1"));
    SHOAL_TRY(prepare(made.placement, "INSERT INTO placement VALUES (?, ?, ?, ?)"));
    SHOAL_TRY(prepare(made.verdict, "INSERT INTO verdict VALUES (NULL, ?, ?, ?, ?, ?, ?)"));
    SHOAL_TRY(prepare(made.retirement, "INSERT INTO retirement VALUES (NULL, ?, ?, ?, ?, ?, ?)"));
    SHOAL_TRY(prepare(made.set_aside, "INSERT INTO set_aside VALUES (NULL, ?, ?, ?, ?, ?, ?)"));
    inserts_.emplace(std::move(made));
    return {};
  }

  Result<std::vector<bool>> keep_in_transaction(const Batch& batch) {
    SHOAL_TRY(prepare_inserts());
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
    Writing writing(*inserts_, memory_, import, SHOAL_TRY(next("SELECT max(id) FROM content")),
                    SHOAL_TRY(next("SELECT max(id) FROM file")),
                    next_placement_ ? *next_placement_ : SHOAL_TRY(next("SELECT max(id) FROM placement")));
    SHOAL_TRY(writing.write(batch));
    SHOAL_TRY(database_.run("COMMIT"));
    import_ = import;
    next_placement_ = writing.next_placement();
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
    if (place != 0) return contents_->text(place);
    if (entry.row == 0) return Shared<std::string>(SHOAL_TRY(place_of(entry.file)));
    if (const auto known = lists_.find(entry.file); known != lists_.end()) return known->second;
    return lists_.emplace(entry.file, SHOAL_TRY(place_of(entry.file))).first->second;
  }

  Result<Kept> kept_of(TrailId trail, const Entry& entry, const std::vector<std::string>& sources,
                       const std::vector<DeviceId>& devices, Detail detail) {
    if (!contents_) contents_.emplace(SHOAL_TRY(database_.prepare("SELECT body FROM content WHERE id = ?")));
    if (trail >= sources.size() || trail >= devices.size() || devices[trail] == nowhere)
      return damaged("trail " + std::to_string(trail));
    const auto id = [&](Part part) { return entry.parts[static_cast<std::size_t>(part)]; };
    Kept held{trail, devices[trail], SHOAL_TRY(received_of(entry.import)), entry.day, {}};
    estate::Observation& seen = held.seen;
    seen.source = kind_of_source(sources[trail], id(Part::list) != 0);
    seen.list = SHOAL_TRY(contents_->text(id(Part::list)));
    // A count of 18,000 devices need not look up as many paths; a device without a name is called by its file, and a
    // list has one for many.
    if (detail != Detail::headline || id(Part::name) == 0 || entry.row != 0)
      seen.file = SHOAL_TRY(file_of(entry, id(Part::place)));
    seen.row = entry.row;
    seen.resource = entry.resource;
    seen.device = *SHOAL_TRY(contents_->text(id(Part::name)));
    seen.seen_by = entry.seen_by;
    if (entry.seen_by != estate::SeenBy::nothing) seen.seen_on = entry.day;
    seen.not_before = entry.not_before;
    seen.claims = SHOAL_TRY(contents_->claims(entry.parts, detail));
    seen.tags = SHOAL_TRY(contents_->tags(id(Part::tags)));
    seen.identifiers = SHOAL_TRY(contents_->identifiers(id(Part::identifiers)));
    return held;
  }

  std::optional<WriterLock> lock_;  // Before the database, so that it is given back after that is closed.
  Database database_;
  std::optional<Statement> find_file_, find_place_;
  std::optional<Inserts> inserts_;
  ClaimsMemory memory_;
  std::optional<std::int64_t> import_;  // That of the last batch of this writer.
  std::optional<std::int64_t> next_placement_;
  std::optional<Contents> contents_;
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
