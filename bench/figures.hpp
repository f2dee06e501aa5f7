// What a bench measures.
#pragma once

#include <string>
#include <vector>

namespace shoal::bench {

struct Figure {
  std::string name;
  double value;
  std::string unit;
  double goal;  // 0 where there is none: printed for comparison.
  bool more_is_better;
};

/// Holds the interval of what no source saw against the truth of made estates.
void bench_coverage(std::vector<Figure>& figures);

/// Holds the model of what is presumed against what the vendor assessed, and draws its calibration into build/.
void bench_presumed(std::vector<Figure>& figures);

/// Holds who is told apart against the truth of two generated estates.
void bench_identity(std::vector<Figure>& figures);

/// Inventories into a register, and again.
void bench_import(std::vector<Figure>& figures);

/// Programs read and judged, and their imports resolved.
void bench_readiness(std::vector<Figure>& figures);

/// Ten years of an estate in a register: its size, and how fast it answers.
void bench_decade(std::vector<Figure>& figures);

/// Plans of made programmes: how near to the best possible, how fast, and whether forecasts are as sure as they say.
void bench_plan(std::vector<Figure>& figures);

}  // namespace shoal::bench
