// How many devices of each kind: counts whose buckets sum.
//
// Every device is in exactly one row and one column. What is not known of it is a row of its own, and so are devices of
// which sources say several things at once.
#pragma once

#include <array>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "estate/device.hpp"
#include "exposure/assessment.hpp"
#include "lifecycle/catalogue.hpp"

namespace shoal::exposure {

/// One bucket, by how its devices stand.
struct CountRow {
  std::string group;                                            ///< E.g. "Windows XP"; "unknown" for what is not known.
  std::array<std::uint64_t, estate::activity_count> devices{};  ///< By estate::Activity.

  std::uint64_t total() const { return std::accumulate(devices.begin(), devices.end(), std::uint64_t{0}); }
  bool operator==(const CountRow&) const = default;
};

/// A partition of the devices.
struct Count {
  std::string by;
  std::vector<CountRow> rows;  ///< The largest first, equal ones by name; what is not known last.
  CountRow all;                ///< Their sum.
};

/// Gives each device its group.
class Grouping {
 public:
  /// `by` is "os" (Windows XP, whatever its service pack), "release", "support", "activity", "list", "source", a
  /// protection such as "smb1", or the key of a tag. Errors: not_found "exposure.no_grouping" with the nearest name.
  static Result<Grouping> by(std::string_view by, std::span<const estate::Device> devices);

  /// The group of one device: "unknown" where nothing is told ("unassessed" of a protection), "several" where several
  /// things are. Of a tag the word of
  /// the latest source counts that has it.
  std::string group_of(const Assessment& assessment, const lifecycle::Catalogue& catalogue,
                       const estate::Device& device, const JudgedDevice& judged, int silent_after) const;

  const std::string& name() const { return name_; }

 private:
  enum class Kind : std::uint8_t { os, release, support, activity, list, source, protection, tag };
  Kind kind_ = Kind::os;
  std::string name_;
};

/// Whether a group that group_of() gives is that of devices of which nothing is told.
bool is_unknown(std::string_view group);

/// The names that Grouping::by() takes, but for keys of tags.
std::span<const std::string_view> groupings();

/// Counts `devices`, which are judged as assessment.devices, in that order.
Count count(const Grouping& by, const Assessment& assessment, std::span<const estate::Device> devices,
            const lifecycle::Catalogue& catalogue, int silent_after);

}  // namespace shoal::exposure
