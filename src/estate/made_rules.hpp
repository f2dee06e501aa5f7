// The rules of identity for tests: the weights that data/identity/ gave on 2026-11-26, and a few liars.
#pragma once

#include "estate/identity_rules.hpp"

namespace shoal {

/// Rules with a threshold of 10 bits.
estate::IdentityRules made_rules();

}  // namespace shoal
