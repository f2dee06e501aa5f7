#include "store/stored_parts.hpp"

#include "store/rows.hpp"

namespace shoal::store {

Result<StoredParts> StoredParts::open(Database& database) {
  return StoredParts(SHOAL_TRY(database.prepare("SELECT body FROM content WHERE id = ?")));
}

Result<std::string_view> StoredParts::bytes(ContentId id) {
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

Result<Shared<estate::Claims>> StoredParts::claims(const Parts& parts, Detail detail) {
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
  SHOAL_TRY(put(key[1], [&](std::string_view own) { return put_protection(own, lookup, claims); }));
  SHOAL_TRY(put(key[2], [&](std::string_view own) { return put_updates(own, claims); }));
  SHOAL_TRY(put(key[3], [&](std::string_view own) { return put_programs(own, lookup, claims); }));
  SHOAL_TRY(put(key[4], [&](std::string_view own) { return put_details(own, claims); }));
  return claims_.emplace(key, std::move(claims)).first->second;
}

template <typename T, typename Read>
Result<Shared<T>> StoredParts::once(ContentId id, std::unordered_map<ContentId, Shared<T>>& known, Read read) {
  if (id == 0) return Shared<T>();
  if (const auto found = known.find(id); found != known.end()) return found->second;
  const std::string_view own = SHOAL_TRY(bytes(id));
  return known.emplace(id, SHOAL_TRY(read(own))).first->second;
}

Result<Shared<estate::Tags>> StoredParts::tags(ContentId id) {
  return once(id, tags_, [](std::string_view bytes) { return read_tags(bytes); });
}

Result<Shared<estate::Identifiers>> StoredParts::identifiers(ContentId id) {
  return once(id, identifiers_, [](std::string_view bytes) { return read_identifiers(bytes); });
}

Result<Shared<std::string>> StoredParts::text(ContentId id) {
  return once(id, texts_, [](std::string_view bytes) { return Result<std::string>(std::string(bytes)); });
}

}  // namespace shoal::store
