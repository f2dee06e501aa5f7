// What a device counts for in a plan, by what is known of its exposure.
//
// A convention, and kept as such: all numbers are rows of data/plan/weights.csv or of a person's own table. This module
// adds and multiplies them, and knows none.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "estate/observation.hpp"
#include "exposure/assessment.hpp"
#include "lifecycle/catalogue.hpp"

namespace shoal::exposure {

/// Weights are in thousandths of an ordinary device's exposure in a week, and at most so much.
inline constexpr std::int64_t weight_max = 1'000'000;

/// The convention; all in thousandths.
struct WeightTable {
  std::array<std::int64_t, 5> support{};  ///< By lifecycle::Phase.
  std::int64_t open = 0;                  ///< For each finding.
  std::int64_t exploited = 0;             ///< For each of these that is known to be exploited, besides.
  std::int64_t most = 0;                  ///< All findings together at most.
  std::int64_t unassessed = 0;            ///< All findings together at least, where they cannot be told.
  struct Tagged {
    std::string key, value;   ///< Compared without regard to the case of ASCII.
    std::int64_t factor = 0;  ///< 1000 changes nothing.
  };
  std::vector<Tagged> tags;  ///< In the order of the table; each that fits multiplies.
  std::int64_t step = 1;     ///< Weights are its multiples, and one of it at least.
};

/// Reads a table as data/plan/weights.csv is one: what, value, thousandths; further columns are for people.
/// Errors (invalid_input): "base.bad_csv"; "exposure.bad_weights" naming the line, or the row that is missing.
Result<WeightTable> read_weight_table(std::string_view csv);

/// What a weight rests on.
struct Weighed {
  lifecycle::Phase phase = lifecycle::Phase::unknown;
  double open = 0;           ///< Findings that are missing or have no fix, and how many presumed ones are expected.
  double exploited = 0;      ///< Those of them that are known to be exploited.
  bool is_assessed = false;  ///< Whether what is open can be told.
  std::span<const estate::Tag> tags;
};

/// What is known of a judged device. `tags` must outlive the result.
Weighed weighed(const Assessment& assessment, const JudgedDevice& device, std::span<const estate::Tag> tags);

/// From `table.step` to `weight_max`.
std::int32_t weight_of(const WeightTable& table, const Weighed& device);

}  // namespace shoal::exposure
