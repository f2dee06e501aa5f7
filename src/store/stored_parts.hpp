// The parts of observations that a register holds, by their numbers, and what was made of them.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/content.hpp"
#include "store/database.hpp"

namespace shoal::store {

/// Reads parts, each once: observations that share parts share memory. Errors of every call: those of Database;
/// corrupt "store.damaged" where a part is not there or cannot be read. The number 0 means an empty part.
class StoredParts {
 public:
  static Result<StoredParts> open(Database& database);

  Result<Shared<estate::Claims>> claims(const Parts& parts, Detail detail);
  Result<Shared<estate::Tags>> tags(ContentId id);
  Result<Shared<estate::Identifiers>> identifiers(ContentId id);
  Result<Shared<std::string>> text(ContentId id);

 private:
  explicit StoredParts(Statement select) : select_(std::move(select)) {}
  Result<std::string_view> bytes(ContentId id);
  template <typename T, typename Read>
  Result<Shared<T>> once(ContentId id, std::unordered_map<ContentId, Shared<T>>& known, Read read);

  Statement select_;
  std::unordered_map<ContentId, std::string> bytes_;
  std::map<std::array<ContentId, 5>, Shared<estate::Claims>> claims_;
  std::unordered_map<ContentId, Shared<estate::Tags>> tags_;
  std::unordered_map<ContentId, Shared<estate::Identifiers>> identifiers_;
  std::unordered_map<ContentId, Shared<std::string>> texts_;
};

}  // namespace shoal::store
