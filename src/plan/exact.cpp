#include "plan/exact.hpp"

#include <algorithm>
#include <cmath>
#include <coin/CbcModel.hpp>
#include <coin/CoinPackedMatrix.hpp>
#include <coin/OsiClpSolverInterface.hpp>
#include <iterator>
#include <string>

#include "plan/exact_programme.hpp"
#include "plan/propose.hpp"
#include "plan/schedule.hpp"

namespace shoal::plan {
namespace {

void load(OsiClpSolverInterface& solver, const ExactProgramme& programme) {
  const auto& rows = programme.rows;
  std::vector<double> low, high, cost, row_low, row_high, values;
  for (const ProgrammeColumn& column : programme.columns) {
    low.push_back(column.low);
    high.push_back(column.high);
    cost.push_back(column.cost);
  }
  std::vector<int> row_of, column_of;
  for (std::size_t row = 0; row < rows.size(); row++) {
    row_low.push_back(rows[row].low);
    row_high.push_back(rows[row].high);
    for (const auto& [column, value] : rows[row].terms) {
      row_of.push_back(static_cast<int>(row));
      column_of.push_back(column);
      values.push_back(value);
    }
  }
  CoinPackedMatrix matrix(false, row_of.data(), column_of.data(), values.data(),
                          static_cast<CoinBigIndex>(values.size()));
  matrix.setDimensions(static_cast<int>(rows.size()), static_cast<int>(programme.columns.size()));
  solver.loadProblem(matrix, low.data(), high.data(), cost.data(), row_low.data(), row_high.data());
  for (std::size_t i = 0; i < programme.columns.size(); i++)
    if (programme.columns[i].is_whole) solver.setInteger(static_cast<int>(i));
}

/// The order in which the solver has applications ready, by whatever mode it has most of.
Order order_of(const Problem& problem, const ExactProgramme& programme, const double* values) {
  std::vector<double> key(problem.applications.size());
  std::vector<std::uint8_t> mode(problem.applications.size());
  for (std::size_t a = 0; a < key.size(); a++) {
    double most = -1;
    for (std::size_t m = 0; m < problem.applications[a].modes.size(); m++) {
      double last = 0;
      for (const int column : programme.ready[a][m])
        if (column >= 0) key[a] -= last = values[column];
      if (last > most + 0.5) {
        most = last;
        mode[a] = static_cast<std::uint8_t>(m);
      }
    }
  }
  return order_by(problem, key, mode);
}

/// What the solver has shown, in exposure. Where it ends without a solution, none is better than the one known before;
/// where it stops at a limit, its bound is a whole number but for what it rounds.
Exposure bound_of(const CbcModel& model, double known, const ExactProgramme& programme) {
  double least = known;
  if (model.bestSolution() != nullptr) least = model.getObjValue();
  if (model.status() != 0) least = std::min(least, std::ceil(model.getBestPossibleObjValue() - 1e-3));
  const auto whole = static_cast<Exposure>(std::llround(std::max(least, -static_cast<double>(programme.constant))));
  return programme.unit * (programme.constant + whole);
}

}  // namespace

bool is_small(const Problem& problem) {
  std::size_t ways = 0;
  for (const Application& application : problem.applications) ways += application.modes.size();
  return ways <= 24 && problem.classes.size() <= 1000 && problem.weeks <= 80;
}

Exact prove(const Problem& problem, const Plan& plan, const ExactOptions& options) {
  const ExactProgramme programme = exact_programme(problem);
  OsiClpSolverInterface solver;
  solver.messageHandler()->setLogLevel(0);
  load(solver, programme);
  CbcModel model(solver);
  model.setLogLevel(0);
  CbcMain0(model);
  const double known = static_cast<double>(plan.exposure) / static_cast<double>(programme.unit) -
                       static_cast<double>(programme.constant);
  const std::string cutoff = std::to_string(known - 0.5), nodes = std::to_string(options.nodes_max),
                    seconds = std::to_string(options.seconds_max > 0 ? options.seconds_max : 1e9);
  // Costs are whole, so that a better plan is better by one.
  const char* arguments[] = {"shoal",         "-log",   "0",         "-cutoff",     cutoff.c_str(),
                             "-increment",    "0.999",  "-maxNodes", nodes.c_str(), "-seconds",
                             seconds.c_str(), "-solve", "-quit"};
  CbcMain1(static_cast<int>(std::size(arguments)), arguments, model);

  Exact exact{plan, 0, false};
  if (model.bestSolution() != nullptr) {
    Plan found = plan_of(problem, order_of(problem, programme, model.bestSolution()));
    if (found.exposure < exact.plan.exposure) exact.plan = std::move(found);
  }
  exact.bound = bound_of(model, known, programme);
  exact.is_proven = exact.bound == exact.plan.exposure;
  return exact;
}

}  // namespace shoal::plan
