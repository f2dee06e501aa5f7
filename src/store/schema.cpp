#include "store/schema.hpp"

#include <iterator>

namespace shoal::store {
namespace {

// "SHOL": by this a database is a register (PRAGMA application_id).
constexpr std::int64_t application = 0x53484F4C;

// Each brings the tables from the version that is its position to the next. A step that was published never changes.
constexpr const char* steps[] = {
    // Days are numbers of days since 1970-01-01. `key` is the beginning of a SHA-256 as a number: an index of eight
    // bytes where one of 32 would be a third of the file; equality is decided by the bytes.
    R"(
CREATE TABLE import (
  id INTEGER PRIMARY KEY,
  received INTEGER NOT NULL,      -- the day; never less than that of an earlier import
  program TEXT NOT NULL,          -- which version of shoal wrote it
  files INTEGER NOT NULL,
  observations INTEGER NOT NULL
);
CREATE TABLE file (
  id INTEGER PRIMARY KEY,
  import INTEGER NOT NULL,
  key INTEGER NOT NULL,
  digest BLOB NOT NULL,           -- SHA-256 of the bytes
  place TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  name_tells INTEGER NOT NULL,    -- whether its name told a device or a day
  unread INTEGER NOT NULL         -- whether nothing of it could be used
);
CREATE INDEX file_by_key ON file (key);
CREATE TABLE content (            -- parts of observations, each once: see content.hpp
  id INTEGER PRIMARY KEY,
  key INTEGER NOT NULL,
  body BLOB NOT NULL
);
CREATE INDEX content_by_key ON content (key);
CREATE TABLE trail (              -- as it stands now
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  held BLOB NOT NULL,             -- identifiers, each with the days on which the trail had it
  beside BLOB NOT NULL,
  device INTEGER NOT NULL
);
CREATE TABLE segment (            -- the log of each trail: see segment.hpp
  id INTEGER PRIMARY KEY,         -- trail * 65536 + number
  first_day INTEGER NOT NULL,
  last_day INTEGER NOT NULL,
  first_import INTEGER NOT NULL,
  last_import INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  body BLOB NOT NULL
);
CREATE TABLE placement (
  trail INTEGER NOT NULL,
  id INTEGER NOT NULL,            -- ascending in the order in which they were kept
  import INTEGER NOT NULL,
  device INTEGER NOT NULL,
  PRIMARY KEY (trail, id)
) WITHOUT ROWID;
CREATE TABLE verdict (            -- what persons decided of two trails
  id INTEGER PRIMARY KEY,
  import INTEGER NOT NULL,
  one INTEGER NOT NULL,
  other INTEGER NOT NULL,
  same INTEGER NOT NULL,
  by_whom TEXT NOT NULL,
  why TEXT NOT NULL
);
CREATE TABLE retirement (         -- and of devices that are out of use, or in use again
  id INTEGER PRIMARY KEY,
  import INTEGER NOT NULL,
  trails BLOB NOT NULL,
  retired INTEGER NOT NULL,
  day INTEGER NOT NULL,
  by_whom TEXT NOT NULL,
  why TEXT NOT NULL
);
CREATE TABLE set_aside (
  id INTEGER PRIMARY KEY,
  import INTEGER NOT NULL,
  file INTEGER NOT NULL,
  place TEXT NOT NULL,
  code TEXT NOT NULL,
  reason TEXT NOT NULL,
  count INTEGER NOT NULL
);
)",
    // The last segments of all trails, which an import writes and most questions read, stood all over the file.
    R"(
CREATE TABLE log (                -- of each trail: see segment.hpp
  id INTEGER PRIMARY KEY,         -- number * 2^32 + trail
  trail INTEGER NOT NULL,
  first_day INTEGER NOT NULL,
  last_day INTEGER NOT NULL,
  first_import INTEGER NOT NULL,
  last_import INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  body BLOB NOT NULL
);
INSERT INTO log SELECT (id % 65536) * 4294967296 + id / 65536, id / 65536, first_day, last_day, first_import, last_import,
  entries, body FROM segment ORDER BY 1;
DROP TABLE segment;
ALTER TABLE log RENAME TO segment;
CREATE INDEX segment_of_trail ON segment (trail, id, first_day, last_day, first_import);
)",
    // Whether applications run on targets: what the rules said, and what people found.
    R"(
CREATE TABLE readiness (
  id INTEGER PRIMARY KEY,
  import INTEGER NOT NULL,
  application TEXT NOT NULL,
  target TEXT NOT NULL,
  day INTEGER NOT NULL,           -- on which it was judged
  digest TEXT NOT NULL,           -- of its files that are run; empty where one could not be read
  state TEXT NOT NULL,
  told INTEGER NOT NULL           -- content: findings and names, see readiness.hpp
);
CREATE INDEX readiness_of_application ON readiness (application, target, day, id, import);
CREATE TABLE test (
  id INTEGER PRIMARY KEY,
  import INTEGER NOT NULL,
  application TEXT NOT NULL,
  target TEXT NOT NULL,
  day INTEGER NOT NULL,           -- on which it was tested
  digest TEXT NOT NULL,
  result TEXT NOT NULL,
  by_whom TEXT NOT NULL,
  ran TEXT NOT NULL,
  remedy TEXT NOT NULL
);
)"};

struct Version {
  std::int64_t application = 0, version = 0;
  bool empty = false;
};

Result<Version> version_of(Database& database) {
  Version found;
  found.application = SHOAL_TRY(database.number("PRAGMA application_id"));
  found.version = SHOAL_TRY(database.number("PRAGMA user_version"));
  found.empty = SHOAL_TRY(database.number("SELECT count(*) FROM sqlite_schema")) == 0;
  if (found.empty && found.application == 0 && found.version == 0) return found;
  if (found.application != application || found.version < 1)
    return Error{ErrorKind::corrupt, "store.damaged", "a database, and no register of shoal"};
  if (found.version > schema_version())
    return Error{ErrorKind::invalid_input, "store.newer",
                 "a newer shoal wrote this register: its tables have version " + std::to_string(found.version) +
                     ", this program knows " + std::to_string(schema_version())};
  return found;
}

}  // namespace

int schema_version() { return static_cast<int>(std::size(steps)); }

Result<void> bring_up_to_date(Database& database) {
  const Version found = SHOAL_TRY(version_of(database));
  for (std::int64_t version = found.version; version < schema_version(); version++) {
    auto made = database.run("BEGIN IMMEDIATE;" + std::string(steps[version]) +
                             "PRAGMA application_id=" + std::to_string(application) +
                             ";PRAGMA user_version=" + std::to_string(version + 1) + ";COMMIT");
    if (!made) {
      database.roll_back();
      return made;
    }
  }
  return {};
}

Result<void> check_schema(Database& database) {
  const Version found = SHOAL_TRY(version_of(database));
  if (found.empty) return Error{ErrorKind::corrupt, "store.damaged", "an empty database, and no register of shoal"};
  if (found.version < schema_version())
    return Error{ErrorKind::conflict, "store.older",
                 "an older shoal wrote this register: its tables have version " + std::to_string(found.version) +
                     ", and a reader does not change them; the next import does"};
  return {};
}

}  // namespace shoal::store
