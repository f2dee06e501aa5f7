// What two devices must share for one verdict to serve both: the idea that makes judging fast.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shoal::exposure {

/// What is known of the updates on a device.
enum class UpdateList : std::uint8_t {
  complete,  ///< Every installed update is named.
  cut,       ///< More updates are installed than are named.
  absent,    ///< Nothing tells which updates are installed.
};

/// A component and version that a source names outright: a program entry, or the "IE8" of KB2909921-IE8.
struct NamedComponent {
  std::string component;
  std::string version;
  auto operator<=>(const NamedComponent&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 errs on <=>.
};

/// A product with the updates on it, and what bears on judging them. Thousands of devices share one.
struct PatchState {
  std::uint16_t product = 0;              ///< Position in Facts::products.
  std::string edition;                    ///< As in lifecycle::SupportDates.
  std::vector<std::uint32_t> kbs;         ///< Ascending, without repetitions.
  std::optional<std::uint32_t> revision;  ///< The update build revision, where a source tells it.
  UpdateList list = UpdateList::complete;
  std::uint32_t not_named = 0;             ///< Updates that are known to be there and not named, where the list is cut.
  std::vector<NamedComponent> components;  ///< Ascending, without repetitions.
  auto operator<=>(const PatchState&) const = default;  // NOLINT(modernize-use-nullptr): as above.
};

/// The state as one line of text; equal states give equal lines, and different states different ones.
std::string spelled(const PatchState& state);

}  // namespace shoal::exposure
