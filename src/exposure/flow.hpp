// What became of an estate between two days, so that the parts sum to the change.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "estate/device.hpp"

namespace shoal::exposure {

/// How one device stood on one of the days.
struct Stood {
  std::string group;  ///< As Grouping::group_of().
  estate::Activity activity = estate::Activity::active;
  std::optional<estate::OsClaim> os;
};

/// What happened to a device's place in the counts of devices in use: those that are active or undated.
enum class Turn : std::uint8_t {
  stayed,        ///< In use on both days, in the same group.
  appeared,      ///< In use on the second, and not known on the first.
  returned,      ///< In use on the second, and silent or retired on the first.
  migrated,      ///< In use on both, with another operating system.
  reclassified,  ///< In use on both, in another group though nothing says that the system changed: more is told now.
  gone_silent,   ///< In use on the first, silent on the second.
  retired,       ///< In use on the first, retired on the second.
  absent,        ///< In use on neither.
};
constexpr std::size_t turn_count = 8;
/// "stayed", "appeared", "returned", "migrated", "reclassified", "gone silent", "retired", "absent".
std::string_view spelled(Turn turn);

/// The turn of one device, as it stood on each day; nothing where it was not known.
Turn turn_of(const std::optional<Stood>& first, const std::optional<Stood>& second);

/// One group's way from the first day to the second.
struct FlowRow {
  std::string group;
  std::uint64_t first = 0, second = 0;  ///< Devices in use on each day.
  /// By Turn: who came into the group, and who left it. second = first + the sum of `in` - the sum of `out`.
  std::array<std::uint64_t, turn_count> in{}, out{};
};

/// All groups of either day, the largest on the second day first, those of which nothing is told last.
class Flow {
 public:
  /// Takes in one device.
  void add(const std::optional<Stood>& first, const std::optional<Stood>& second);

  std::vector<FlowRow> rows() const;
  /// Devices by what happened to them; they sum to the devices that were added.
  const std::array<std::uint64_t, turn_count>& turns() const { return turns_; }

 private:
  FlowRow& row(const std::string& group);
  std::vector<FlowRow> rows_;  // Few, so that they are searched.
  std::array<std::uint64_t, turn_count> turns_{};
};

}  // namespace shoal::exposure
