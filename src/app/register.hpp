// What a register holds of an estate, as it was on a day and was known by a day.
#pragma once

#include "app/read_estate.hpp"
#include "store/store.hpp"

namespace shoal::app {

/// The devices that were known by the end of `known_at`, each as its sources told of it up to `as_of`; in the order of
/// their numbers. A device of which nothing was told by then is not among them; one that nobody saw lately is.
/// Errors: those of Store.
Result<Reading> read_register(store::Store& store, Day as_of, Day known_at, store::Detail detail);

}  // namespace shoal::app
