// What changed on an estate between two days: migrated, patched, worsened, appeared, gone silent.
//
// Both days are judged with the same knowledge and for the same day of support, so that a difference is one of the
// devices: a month in which the vendor published a hundred vulnerabilities is no month in which everybody got worse.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "estate/match.hpp"
#include "exposure/assessment.hpp"

namespace shoal::exposure {

/// What became of one device. Every device of either day has exactly one.
enum class Change : std::uint8_t {
  migrated,     ///< It runs another release, or the same for another processor.
  patched,      ///< At least one vulnerability was open (missing or no_fix) and is not, and none became so.
  worsened,     ///< At least one vulnerability was not open and is: an update is gone, or a component came.
  more_told,    ///< Neither, and something that was unassessed is decided now.
  less_told,    ///< Neither, and something that was decided is unassessed now: the source tells less.
  unchanged,    ///< All is held as before.
  not_judged,   ///< On one of the days its release, or its patch state, could not be told.
  appeared,     ///< Only the later day has it.
  gone_silent,  ///< Only the earlier day has it. It may still be there.
  unclear,      ///< Its name stands several times on one of the days.
};
constexpr std::size_t change_count = 10;
/// "migrated", "patched", ... "gone_silent", "unclear": as in JSON and on the screen.
std::string_view spelled(Change change);

/// How the verdicts on two patch states of one product differ, in vulnerabilities.
struct Difference {
  std::uint32_t closed = 0;     ///< Were missing or no_fix, and are fixed or no longer concern the device.
  std::uint32_t opened = 0;     ///< The other way.
  std::uint32_t decided = 0;    ///< Were unassessed, and are decided now.
  std::uint32_t undecided = 0;  ///< The other way.
};
/// Both must be states of one product, judged in one run.
Difference difference(const JudgedState& before, const JudgedState& after);

/// One device of either day.
struct ChangedDevice {
  std::int32_t before = -1, after = -1;  ///< Its positions on the two days; -1 where it is not there.
  Change change = Change::unchanged;
  Difference difference;  ///< Where it could be told.
};

/// All of it. Of the earlier day, the devices are those with `before`, of the later those with `after`: neither is
/// counted twice.
struct Comparison {
  std::uint64_t before = 0, after = 0;  ///< Devices on each day.
  /// Devices by what became of them; those that are unclear are counted on each day apart.
  std::array<std::uint64_t, change_count> counts{};
  std::uint64_t unclear_before = 0, unclear_after = 0;
  std::uint64_t closed = 0, opened = 0;  ///< Over all devices.
  /// Devices that migrated, by the names of the release before and after.
  std::map<std::pair<std::string_view, std::string_view>, std::uint64_t> migrations;
  std::vector<ChangedDevice> devices;  ///< The later day's in their order, then those that only the earlier has.
};

/// Compares two parts of one run of an Assessor; see select(). `match` is of their devices; those that it leaves out
/// are not in the comparison.
Comparison compare(const Assessment& before, const Assessment& after, const estate::Match& match);

}  // namespace shoal::exposure
