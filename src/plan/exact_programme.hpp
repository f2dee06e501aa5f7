// A problem as a mixed integer programme, for a solver that knows nothing of plans.
//
// Whole are only the y: application a is ready by the end of week t by its mode m. Teams have spent no more than they
// had by each week; a set of devices is released (r, a part of it) no more than each of its applications is ready; what
// is released waits in a pool of its weight and place (q) or moves (m), within the week's capacity. That the sets'
// parts are not whole does no harm: once the y are, nothing is gained by less than all.
#pragma once

#include <utility>
#include <vector>

#include "plan/problem.hpp"

namespace shoal::plan {

struct ProgrammeColumn {
  double low = 0, high = 0;
  double cost = 0;
  bool is_whole = false;
};

struct ProgrammeRow {
  double low = 0, high = 0;
  std::vector<std::pair<int, double>> terms;  ///< Column and factor; no column twice.
};

struct ExactProgramme {
  std::vector<ProgrammeColumn> columns;
  std::vector<ProgrammeRow> rows;
  /// By application, mode and week: the column of y; -1 where it is 0 whatever is done.
  std::vector<std::vector<std::vector<int>>> ready;
  /// The exposure is `unit` x (`constant` + the cost of the columns); with whole y the cost is whole, too.
  Exposure unit = 1;
  Exposure constant = 0;
};

ExactProgramme exact_programme(const Problem& problem);

}  // namespace shoal::plan
