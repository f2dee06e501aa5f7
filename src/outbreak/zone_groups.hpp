// Which zones nothing tells apart on one port.
#pragma once

#include <span>

#include "outbreak/layout.hpp"

namespace shoal::outbreak {

/// Zones of one group reach each other, reach the same others and are reached by the same; where `by_site`, they are
/// of one site too. What is `closable`, each for itself, on the port `index` is alike for them as well. Groups are
/// numbered by their first zone.
ZoneGroups zone_groups(const Scenario& scenario, const Reach& reach, bool by_site, ReachIndex index = 0,
                       const Closures& closable = {});

/// Groups of one zone each.
ZoneGroups zones_apart(std::size_t zones);

}  // namespace shoal::outbreak
