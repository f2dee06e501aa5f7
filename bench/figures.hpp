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

/// Plans of made programmes: small ones against proofs by Cbc; forecasts, pilots and planning again; how near to the
/// best possible in how long, for 20 seeds and other shapes; and 100,000 and a million devices.
void bench_plan_tiny(std::vector<Figure>& figures);
void bench_plan_forecast(std::vector<Figure>& figures);
void bench_plan_seeds(std::vector<Figure>& figures);
void bench_plan_large(std::vector<Figure>& figures);

/// Outbreaks: of an estate like that of a police force, of Code Red, of a million devices near to each other, and of an
/// infection among a million people who are linked.
void bench_outbreak_met(std::vector<Figure>& figures);
void bench_outbreak_codered(std::vector<Figure>& figures);
void bench_outbreak_dense(std::vector<Figure>& figures);
void bench_outbreak_sir(std::vector<Figure>& figures);
/// A thousand actions ranked, with two seeds.
void bench_outbreak_ranking(std::vector<Figure>& figures);

}  // namespace shoal::bench
