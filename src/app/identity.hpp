// Which observations are of one machine: explained from a register, and decided by persons.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "estate/identity.hpp"
#include "knowledge/pack.hpp"
#include "report/identity.hpp"
#include "store/store.hpp"

namespace shoal::app {

/// Who decides, when and why.
struct Decider {
  std::string by, why;
  Day day;       ///< From which day on it holds, where that matters.
  Day received;  ///< The day on which it is decided.
  std::string program;
};

/// A resolver that goes on from what the register held by the end of `known_at`: the trails that had begun, the devices
/// that they were placed under, and what persons had decided. What came later of an earlier day is not told apart: the
/// register has trails only as they stand. Errors: those of Store.
Result<std::unique_ptr<estate::Resolver>> open_resolver(store::Store& store, const knowledge::Pack& pack,
                                                        Day known_at = Day::max());

/// Why the trails of a device are together, by what open_resolver() knows of `known_at`.
/// Errors: those of Store; not_found "estate.no_device".
Result<report::IdentityStory> identity_story(store::Store& store, const knowledge::Pack& pack, estate::DeviceId device,
                                             Day known_at);

/// A person says that two devices are one machine; the answer is its number.
/// Errors: those of Store and of estate::Resolver::merge().
Result<estate::DeviceId> merge_devices(store::Store& store, const knowledge::Pack& pack, estate::DeviceId one,
                                       estate::DeviceId other, const Decider& decider);

/// A person says that these trails are a machine of their own; the answer is its number.
/// Errors: those of Store and of estate::Resolver::split().
Result<estate::DeviceId> split_device(store::Store& store, const knowledge::Pack& pack,
                                      std::span<const estate::TrailId> trails, const Decider& decider);

/// A person says that a device is out of use from the decider's day on, or in use again.
/// Errors: those of Store; not_found "estate.no_device".
Result<void> retire_device(store::Store& store, estate::DeviceId device, bool retired, const Decider& decider);

}  // namespace shoal::app
