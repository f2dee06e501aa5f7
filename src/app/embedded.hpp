// What ships inside the binary, so that one file is all that a person must carry.
#pragma once

#include <string_view>

namespace shoal::app {

/// The bytes of data/pack/shoal.pack as they were when this binary was built.
std::string_view embedded_pack();

/// The text of data/plan/priors.csv: what forecasts believe before an estate's own history speaks.
std::string_view embedded_priors();

/// The texts of the tables of data/outbreak: what worms do, to what, and what acting against it costs.
struct EmbeddedOutbreak {
  std::string_view worms, exploits, susceptibility, efforts;
};
EmbeddedOutbreak embedded_outbreak();

/// The text of data/plan/weights.csv: what a device of a register counts for in a plan.
std::string_view embedded_weights();

}  // namespace shoal::app
