// How days, digests and what is known of trails stand in the columns of the register's tables.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"
#include "estate/trail.hpp"

namespace shoal::store {

inline std::int64_t number_of(Day day) { return day.time_since_epoch().count(); }
inline Day day_of(std::int64_t days) { return Day(std::chrono::days(days)); }

/// From one segment of a trail to its next: the first has the trail's own number. Segments that are written together,
/// the last ones of all trails, so stand together in the file.
inline constexpr std::int64_t segment_stride = std::int64_t{1} << 32U;

/// corrupt "store.damaged": that `what` cannot be read.
Error damaged(const std::string& what);

/// The 32 bytes of a digest that is spelled with 64 lower-case digits.
std::string bytes_of_digest(std::string_view digest);
/// The beginning of a digest's bytes as a number, for the indexes.
std::int64_t key_of(std::string_view digest_bytes);

/// A list of trails, and back. Errors: damaged().
std::string bytes_of_trails(const std::vector<estate::TrailId>& trails);
Result<std::vector<estate::TrailId>> trails_from(std::string_view text);

/// What a trail is known by, and back. Errors: damaged().
std::string bytes_of_held(const std::vector<estate::Held>& all);
Result<std::vector<estate::Held>> held_from(std::string_view text);

}  // namespace shoal::store
