// SQLite as this module uses it: a connection, statements, and errors in our words.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace shoal::store {

/// A prepared statement that is run again and again. Parameters and columns count from 1 and from 0, as in SQLite.
class Statement {
 public:
  Statement() = default;
  Statement(sqlite3* connection, sqlite3_stmt* statement) : connection_(connection), statement_(statement) {}

  Statement& bind(int parameter, std::int64_t value);
  /// `bytes` must live until the statement is run.
  Statement& bind_text(int parameter, std::string_view text);
  Statement& bind_bytes(int parameter, std::string_view bytes);

  /// Goes to the next row, if there is one. Errors: as Database.
  Result<bool> step();
  /// Runs to the end, and makes ready to run again.
  Result<void> run();
  /// Makes ready to run again, after step() was left before its end.
  void reset();

  bool is_null(int column) const;
  std::int64_t number(int column) const;
  /// A view that lives until the next step.
  std::string_view bytes(int column) const;

 private:
  struct Close {
    void operator()(sqlite3_stmt* statement) const;
  };
  sqlite3* connection_ = nullptr;
  std::unique_ptr<sqlite3_stmt, Close> statement_;
};

/// How a file is opened.
enum class Access : std::uint8_t {
  read,   ///< Asks and never writes, nor moves what a writer left in its log.
  write,  ///< Writes; creates the file where there is none.
};

/// One connection. Errors of every call: unavailable "store.unavailable", "store.full", "store.in_use"; corrupt
/// "store.damaged".
class Database {
 public:
  /// Opens the file; `vfs` names the file system that SQLite is to use, the usual one where it is null.
  /// Errors also: not_found "store.no_file" where a reader finds none.
  static Result<Database> open(const std::filesystem::path& file, Access access, const char* vfs);

  Result<Statement> prepare(std::string_view sql);
  /// Runs statements that give no rows.
  Result<void> run(const std::string& sql);
  /// The one number that a statement gives.
  Result<std::int64_t> number(std::string_view sql);
  /// Ends a transaction that failed; without effect where there is none.
  void roll_back();

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  explicit Database(sqlite3* connection) : connection_(connection) {}
  std::unique_ptr<sqlite3, Close> connection_;
};

}  // namespace shoal::store
