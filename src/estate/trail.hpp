// What identity decides about: trails, and which device each is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "estate/identifiers.hpp"

namespace shoal::estate {

/// A trail's number: from 0 on, without gaps, in the order in which trails begin.
using TrailId = std::uint32_t;
/// A device's number: unique in an estate, never given twice.
using DeviceId = std::uint32_t;

/// An identifier in the form in which it is compared, and the first and last day on which its trail had it.
struct Held {
  Identifier identifier;
  Day first, last;
  bool operator==(const Held&) const = default;
};

/// What one source says of one machine over time. A register keeps it as it stands.
struct Trail {
  TrailId id = 0;
  std::string source;
  Day first, last;              ///< Of its sightings.
  std::vector<Held> held;       ///< Ascending by identifier, each once: what it has and had.
  std::vector<TrailId> beside;  ///< Trails whose files stood beside its own; ascending.
  DeviceId device = 0;          ///< To which machine it belongs.
  bool operator==(const Trail&) const = default;
};

/// What a person decided of two trails. A later one of the same two replaces it.
struct Decision {
  TrailId one = 0, other = 0;  ///< `one` is the smaller.
  bool same = false;           ///< Whether they are of one machine.
  bool operator==(const Decision&) const = default;
};

}  // namespace shoal::estate
