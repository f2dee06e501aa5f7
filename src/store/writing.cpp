#include "store/writing.hpp"

#include <map>

#include "base/sha256.hpp"
#include "store/rows.hpp"

namespace shoal::store {
namespace {

constexpr std::size_t claims_remembered_max = 65'536;

// The lines and the days of installation aside, and where it was read.
bool says_else(const Entry& before, const Entry& now) {
  for (const Part part :
       {Part::os, Part::updates, Part::programs, Part::protection, Part::tags, Part::identifiers, Part::name})
    if (before.parts[static_cast<std::size_t>(part)] != now.parts[static_cast<std::size_t>(part)]) return true;
  return false;
}

}  // namespace

Result<Inserts> Inserts::prepare(Database& database) {
  Inserts made;
  const auto put = [&](Statement& statement, std::string_view sql) -> Result<void> {
    statement = SHOAL_TRY(database.prepare(sql));
    return {};
  };
  SHOAL_TRY(put(made.import_row,
                "INSERT INTO import VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE SET files "
                "= files + ?4, observations = observations + ?5"));
  SHOAL_TRY(put(made.file, "INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
  SHOAL_TRY(put(made.content, "INSERT INTO content VALUES (?, ?, ?)"));
  SHOAL_TRY(put(made.find_content, "SELECT id, body FROM content WHERE key = ?"));
  SHOAL_TRY(put(made.trail, "INSERT OR REPLACE INTO trail VALUES (?, ?, ?, ?, ?, ?, ?)"));
  SHOAL_TRY(put(made.segment, "INSERT OR REPLACE INTO segment VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
  SHOAL_TRY(put(made.last_segment,
                "SELECT id, first_day, last_day, first_import, last_import, entries, body FROM segment WHERE "
                "trail = ? ORDER BY id DESC LIMIT 1"));
  SHOAL_TRY(put(made.placement, "INSERT INTO placement VALUES (?, ?, ?, ?)"));
  SHOAL_TRY(put(made.verdict, "INSERT INTO verdict VALUES (NULL, ?, ?, ?, ?, ?, ?)"));
  SHOAL_TRY(put(made.retirement, "INSERT INTO retirement VALUES (NULL, ?, ?, ?, ?, ?, ?)"));
  SHOAL_TRY(put(made.set_aside, "INSERT INTO set_aside VALUES (NULL, ?, ?, ?, ?, ?, ?)"));
  SHOAL_TRY(put(made.readiness, "INSERT INTO readiness VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)"));
  SHOAL_TRY(put(made.test, "INSERT INTO test VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  return made;
}

Result<void> Writing::write(const Batch& batch) {
  for (const File& file : batch.files) SHOAL_TRY(write_file(file));
  SHOAL_TRY(write_observations(batch));
  for (const estate::Trail& trail : batch.trails) SHOAL_TRY(write_trail(trail));
  for (const Placement& placement : batch.placements) SHOAL_TRY(write_placement(placement));
  for (const Verdict& verdict : batch.verdicts) SHOAL_TRY(write_verdict(verdict));
  for (const Retirement& retirement : batch.retirements) SHOAL_TRY(write_retirement(retirement));
  for (const NewSetAside& each : batch.set_aside) SHOAL_TRY(write_set_aside(each));
  for (const KeptReadiness& kept : batch.readiness) SHOAL_TRY(write_readiness(kept));
  for (const KeptTest& test : batch.tests) SHOAL_TRY(write_test(test));
  return {};
}

Result<void> Writing::write_file(const File& file) {
  const std::string digest = bytes_of_digest(file.digest);
  return inserts_.file.bind(1, next_.file++)
      .bind(2, import_)
      .bind(3, key_of(digest))
      .bind_bytes(4, digest)
      .bind_text(5, file.place)
      .bind(6, static_cast<std::int64_t>(file.bytes))
      .bind(7, file.name_tells ? 1 : 0)
      .bind(8, file.unread ? 1 : 0)
      .run();
}

Result<ContentId> Writing::intern(std::string_view body) {
  const auto known = known_.find(std::string(body));
  if (known != known_.end()) return known->second;
  const std::int64_t key = key_of(bytes_of_digest(sha256_hex(body)));
  inserts_.find_content.bind(1, key);
  std::optional<std::int64_t> found;
  while (!found && SHOAL_TRY(inserts_.find_content.step()))
    if (inserts_.find_content.bytes(1) == body) found = inserts_.find_content.number(0);
  inserts_.find_content.reset();
  if (!found) {
    found = next_.content++;
    SHOAL_TRY(inserts_.content.bind(1, *found).bind(2, key).bind_bytes(3, body).run());
  }
  return known_.emplace(std::string(body), static_cast<ContentId>(*found)).first->second;
}

// Observations of one trail are added together, in the order in which they came.
Result<void> Writing::write_observations(const Batch& batch) {
  std::map<TrailId, std::vector<std::size_t>> by_trail;
  for (std::size_t i = 0; i < batch.observations.size(); i++) by_trail[batch.observations[i].trail].push_back(i);
  changed_.assign(batch.observations.size(), true);
  for (const auto& [trail, observations] : by_trail) SHOAL_TRY(write_log(batch, trail, observations));
  return {};
}

Result<void> Writing::write_log(const Batch& batch, TrailId trail, const std::vector<std::size_t>& observations) {
  std::int64_t id = trail;
  SegmentWriter writer;
  inserts_.last_segment.bind(1, trail);
  if (SHOAL_TRY(inserts_.last_segment.step())) {
    const Statement& row = inserts_.last_segment;
    id = row.number(0);
    writer = SHOAL_TRY(
        SegmentWriter::resume({day_of(row.number(1)), day_of(row.number(2)), static_cast<std::uint64_t>(row.number(3)),
                               static_cast<std::uint64_t>(row.number(4)), static_cast<std::uint32_t>(row.number(5)),
                               std::string(row.bytes(6))}));
  }
  inserts_.last_segment.reset();
  for (const std::size_t i : observations) {
    const Entry entry = SHOAL_TRY(entry_of(batch, batch.observations[i]));
    if (const auto before = writer.last()) changed_[i] = says_else(*before, entry);
    if (!writer.has_room()) {
      SHOAL_TRY(write_segment(id, trail, writer.segment()));
      id += segment_stride;
      writer = SegmentWriter::after(writer);
    }
    writer.add(entry);
  }
  return write_segment(id, trail, writer.segment());
}

// What many rows of a list claim is one record, and taken apart once.
Result<Parts> Writing::claims_of(const Shared<estate::Claims>& claims, const Intern& intern_part) {
  const auto known = memory_.find(claims.address());
  if (known != memory_.end()) return known->second.second;
  if (memory_.size() >= claims_remembered_max) memory_.clear();
  Parts parts{};
  SHOAL_TRY(take_claims_apart(*claims, intern_part, parts));
  memory_.emplace(claims.address(), std::pair(claims, parts));
  return parts;
}

Result<Entry> Writing::entry_of(const Batch& batch, const NewObservation& each) {
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

Result<void> Writing::write_segment(std::int64_t id, TrailId trail, const Segment& segment) {
  return inserts_.segment.bind(1, id)
      .bind(2, trail)
      .bind(3, number_of(segment.first_day))
      .bind(4, number_of(segment.last_day))
      .bind(5, static_cast<std::int64_t>(segment.first_import))
      .bind(6, static_cast<std::int64_t>(segment.last_import))
      .bind(7, segment.entries)
      .bind_bytes(8, segment.bytes)
      .run();
}

Result<void> Writing::write_trail(const estate::Trail& trail) {
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

Result<void> Writing::write_placement(const Placement& placement) {
  return inserts_.placement.bind(1, placement.trail)
      .bind(2, next_.placement++)
      .bind(3, import_)
      .bind(4, placement.device)
      .run();
}

Result<void> Writing::write_verdict(const Verdict& verdict) {
  return inserts_.verdict.bind(1, import_)
      .bind(2, verdict.decision.one)
      .bind(3, verdict.decision.other)
      .bind(4, verdict.decision.same ? 1 : 0)
      .bind_text(5, verdict.by)
      .bind_text(6, verdict.why)
      .run();
}

Result<void> Writing::write_retirement(const Retirement& retirement) {
  const std::string trails = bytes_of_trails(retirement.trails);
  return inserts_.retirement.bind(1, import_)
      .bind_bytes(2, trails)
      .bind(3, retirement.retired ? 1 : 0)
      .bind(4, number_of(retirement.day))
      .bind_text(5, retirement.by)
      .bind_text(6, retirement.why)
      .run();
}

Result<void> Writing::write_set_aside(const NewSetAside& each) {
  return inserts_.set_aside.bind(1, import_)
      .bind(2, first_file_ + each.file)
      .bind_text(3, each.aside.place)
      .bind_text(4, each.aside.code)
      .bind_text(5, each.aside.reason)
      .bind(6, static_cast<std::int64_t>(each.aside.count))
      .run();
}

Result<void> Writing::write_readiness(const KeptReadiness& kept) {
  const ContentId told = SHOAL_TRY(intern(bytes_of_told(kept)));
  return inserts_.readiness.bind(1, import_)
      .bind_text(2, kept.application)
      .bind_text(3, kept.target)
      .bind(4, number_of(kept.on))
      .bind_text(5, kept.digest)
      .bind_text(6, kept.state)
      .bind(7, static_cast<std::int64_t>(told))
      .run();
}

Result<void> Writing::write_test(const KeptTest& test) {
  return inserts_.test.bind(1, import_)
      .bind_text(2, test.application)
      .bind_text(3, test.target)
      .bind(4, number_of(test.on))
      .bind_text(5, test.digest)
      .bind_text(6, test.result)
      .bind_text(7, test.by)
      .bind_text(8, test.ran)
      .bind_text(9, test.remedy)
      .run();
}

}  // namespace shoal::store
