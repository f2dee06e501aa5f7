// Why observations are held to be of one machine, as text.
#pragma once

#include <string>
#include <vector>

#include "estate/identity.hpp"

namespace shoal::report {

/// All that is said of one device's identity.
struct IdentityStory {
  estate::DeviceId device = 0;
  std::vector<estate::Trail> trails;   ///< Ascending.
  std::vector<estate::Link> links;     ///< As estate::Resolver::explain().
  std::vector<std::string> decisions;  ///< What persons decided, a sentence each.
};

/// Each trail with what it is known by, then each link with what agrees and what does not, and the sum.
std::string spelled(const IdentityStory& story);

}  // namespace shoal::report
