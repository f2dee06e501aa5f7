#include "store/rows.hpp"

#include "base/assert.hpp"
#include "base/bytes.hpp"

namespace shoal::store {

Error damaged(const std::string& what) { return {ErrorKind::corrupt, "store.damaged", what + " cannot be read"}; }

std::string bytes_of_digest(std::string_view digest) {
  SHOAL_ASSERT(digest.size() == 64);
  const auto value = [](char c) { return c >= 'a' ? c - 'a' + 10 : c - '0'; };
  std::string bytes;
  for (std::size_t i = 0; i < digest.size(); i += 2)
    bytes += static_cast<char>(value(digest[i]) * 16 + value(digest[i + 1]));
  return bytes;
}

std::int64_t key_of(std::string_view digest_bytes) {
  std::uint64_t key = 0;
  for (const char c : digest_bytes.substr(0, 8)) key = key << 8 | static_cast<unsigned char>(c);
  return static_cast<std::int64_t>(key);
}

std::string bytes_of_trails(const std::vector<estate::TrailId>& trails) {
  ByteWriter bytes;
  for (const estate::TrailId trail : trails) bytes.number(trail);
  return bytes.take();
}

Result<std::vector<estate::TrailId>> trails_from(std::string_view text) {
  std::vector<estate::TrailId> trails;
  ByteReader bytes(text);
  while (!bytes.done()) {
    trails.push_back(static_cast<estate::TrailId>(bytes.number()));
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

}  // namespace shoal::store
