// What a plan takes from a register: which devices are planned, which are not and why, and what is not known of them.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "plan/programme.hpp"

namespace shoal::report {

/// Why a device of the register is not planned: the first that holds.
enum class NotPlanned : std::uint8_t {
  retired,        ///< A person said that it is out of use.
  silent,         ///< Nobody saw it lately.
  unrecognised,   ///< No release is recognised by what is told of its operating system.
  other_kind,     ///< A server where the target is for clients, or the other way round.
  already_there,  ///< It runs the target or something newer.
};
inline constexpr std::size_t not_planned_count = 5;
/// "retired", "silent", "unrecognised", "other-kind", "already-there".
std::string_view spelled(NotPlanned why);
/// What that means, for people.
const char* means_for_plan(NotPlanned why);

/// Applications that stand for what a device waits for and what is none. A row of this name in the table of
/// applications says who mends it, as of any other; without one nobody does.
namespace stands_for {
inline constexpr const char* no_list = "(programs not listed)";
inline constexpr const char* unfit = "(hardware not fit)";
inline constexpr const char* unsupported = "(hardware not supported)";
inline constexpr const char* untold = "(hardware not told)";  ///< Without a row it keeps no device.
}  // namespace stands_for
inline constexpr const char* no_site = "(no site told)";
inline constexpr const char* several_sites = "(several sites told)";

/// Where the devices of a programme come from. Counts are of planned devices unless they say otherwise.
struct PlanEstate {
  Day as_of, known_at;
  std::uint64_t devices = 0;  ///< Of the register: those planned and those in `aside`.
  struct Aside {
    std::string device;
    NotPlanned why = NotPlanned::retired;
  };
  std::vector<Aside> aside;         ///< In the order of the register.
  std::uint64_t rows_of_aside = 0;  ///< Rows of tables that speak of these.

  std::uint64_t release_not_exact = 0;  ///< It may be that they run the target already.
  std::uint64_t without_site = 0, without_list = 0;
  std::uint64_t unfit = 0, unsupported = 0, hardware_untold = 0;

  /// Applications on planned devices, by what the register says of them; each in one.
  std::uint64_t blocked = 0, need_remedy = 0, unassessed = 0, never_judged = 0, ready = 0;
  bool unjudged_are_ready = false;  ///< Whether a person said that `unassessed` and `never_judged` keep no device.
  std::vector<std::string> on_no_device;  ///< Of the table of applications, those that no planned device has.

  std::string weights;  ///< Where the weights come from: half a sentence.

  std::uint64_t planned() const { return devices - aside.size(); }
  /// How many are not planned, by NotPlanned.
  std::array<std::uint64_t, not_planned_count> counted_aside() const;
  /// Whether something that the plan rests on is not known.
  bool is_degraded() const;
};

/// A row of the partition of the register's devices: what is planned, what is not, and the sum.
struct EstateFigure {
  std::string what;
  std::uint64_t devices = 0;
  std::string means;
};
std::vector<EstateFigure> estate_figures(const PlanEstate& estate);

/// Devices of one weight.
struct WeightFigure {
  std::int32_t weight = 0;  ///< Thousandths of an ordinary device's.
  std::uint64_t devices = 0;
};
/// The heaviest first.
std::vector<WeightFigure> weight_figures(std::span<const plan::NamedDevice> devices);

/// What is not known of the planned devices, what keeps them, and how their weights came about; a sentence each. Names
/// stand in them as they came.
std::vector<std::string> estate_texts(const PlanEstate& estate, std::span<const plan::NamedDevice> planned);

}  // namespace shoal::report
