#include "store/database.hpp"

#include <sqlite3.h>
#include <unistd.h>

#include "base/assert.hpp"

namespace shoal::store {
namespace {

namespace fs = std::filesystem;

Error error_of(sqlite3* connection, int code) {
  const std::string said = connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
  switch (code & 0xFF) {
    case SQLITE_FULL:
      return {ErrorKind::unavailable, "store.full", "the disk is full: " + said};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorKind::unavailable, "store.in_use", "the register is being written by another program: " + said};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorKind::corrupt, "store.damaged", "the register is damaged, or no register: " + said};
    default:
      return {ErrorKind::unavailable, "store.unavailable", "the register cannot be read or written: " + said};
  }
}

// A file in a folder that cannot be written, with no log beside it, changes no more: SQLite may read it as it is,
// without the files that it otherwise needs beside it.
bool is_frozen(const fs::path& file) {
  std::error_code failed;
  const fs::path folder = file.parent_path().empty() ? fs::path(".") : file.parent_path();
  return ::access(folder.c_str(), W_OK) != 0 && !fs::exists(file.string() + "-wal", failed);
}

// As a URI, in which '%', '?' and '#' mean something.
std::string uri_of(const fs::path& file) {
  std::string uri = "file:";
  for (const char c : file.string()) {
    if (c == '%' || c == '?' || c == '#') {
      constexpr char digits[] = "0123456789ABCDEF";
      uri += '%';
      uri += digits[static_cast<unsigned char>(c) >> 4];
      uri += digits[static_cast<unsigned char>(c) & 15];
    } else {
      uri += c;
    }
  }
  return uri;
}

}  // namespace

void Statement::Close::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Statement& Statement::bind(int parameter, std::int64_t value) {
  SHOAL_ASSERT(sqlite3_bind_int64(statement_.get(), parameter, value) == SQLITE_OK);
  return *this;
}

Statement& Statement::bind_text(int parameter, std::string_view text) {
  SHOAL_ASSERT(sqlite3_bind_text64(statement_.get(), parameter, text.data() == nullptr ? "" : text.data(), text.size(),
                                   SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK);
  return *this;
}

Statement& Statement::bind_bytes(int parameter, std::string_view bytes) {
  SHOAL_ASSERT(sqlite3_bind_blob64(statement_.get(), parameter, bytes.data() == nullptr ? "" : bytes.data(),
                                   bytes.size(), SQLITE_STATIC) == SQLITE_OK);
  return *this;
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  Error error = error_of(connection_, code);
  sqlite3_reset(statement_.get());
  return error;
}

Result<void> Statement::run() {
  for (;;) {
    const auto row = step();
    if (!row) return row.error();
    if (!*row) break;
  }
  reset();
  return {};
}

void Statement::reset() { sqlite3_reset(statement_.get()); }

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::string_view Statement::bytes(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

void Database::Close::operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }

Result<Database> Database::open(const fs::path& file, Access access, const char* vfs) {
  std::error_code failed;
  const bool reads = access == Access::read;
  if (reads && !fs::exists(file, failed))
    return Error{ErrorKind::not_found, "store.no_file", "no such register: " + file.string()};
  std::string name = uri_of(file);
  if (reads && is_frozen(file)) name += "?immutable=1";
  const int flags = SQLITE_OPEN_READWRITE | (reads ? 0 : SQLITE_OPEN_CREATE) | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &opened, flags, vfs);
  Database database(opened);
  if (code != SQLITE_OK) return error_of(opened, code).within(file.string());
  sqlite3_extended_result_codes(opened, 1);
  sqlite3_busy_timeout(opened, 10'000);
  // The file may come from somebody else: its schema runs nothing.
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  // The log is moved into the file by the one connection that writes, and by no other (sqlite.org/releaselog/3_51_3:
  // two that do so at once could damage the file; Debian's 3.40 has the fault).
  if (reads) sqlite3_db_config(opened, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  // Up to 256 MiB of pages (64 for a writer): a second question about ten years finds most of what the first one read.
  if (auto set = database.run(
          reads ? "PRAGMA query_only=1; PRAGMA wal_autocheckpoint=0; PRAGMA mmap_size=0; PRAGMA cache_size=-262144"
                : "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=0; PRAGMA cache_size=-65536");
      !set)
    return std::move(set).error().within(file.string());
  return database;
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return error_of(connection_.get(), code);
  return Statement(connection_.get(), statement);
}

Result<void> Database::run(const std::string& sql) {
  const int code = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error_of(connection_.get(), code);
  return {};
}

Result<std::int64_t> Database::number(std::string_view sql) {
  Statement statement = SHOAL_TRY(prepare(sql));
  if (!SHOAL_TRY(statement.step())) return std::int64_t{0};
  return statement.number(0);
}

void Database::roll_back() {
  if (sqlite3_get_autocommit(connection_.get()) == 0)
    sqlite3_exec(connection_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace shoal::store
