// By when the policies in force want one open finding closed: what a row of a list says of all of them at once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "exposure/policy.hpp"
#include "report/findings.hpp"

namespace shoal::report {

/// The earliest last day that a policy in force sets for a finding.
struct FirstDeadline {
  Day due;                           ///< The last day, inclusive.
  std::uint32_t days_over = 0;       ///< Whole days from `due` to the day asked for; 0 where it has not passed.
  bool estimated = false;            ///< The day rests on an estimate of when the fix was released.
  const exposure::Policy* policy{};  ///< Whose day it is; never null. Of equal days, that of the pack's first scheme.
};

/// The first deadline of each finding. Worked out once for each product, vulnerability and way to be open, so that
/// neither time nor memory grows with devices.
class Deadlines {
 public:
  /// Everything that `subject` lends must outlive this.
  explicit Deadlines(const Subject& subject);

  /// Nothing where no policy in force sets a day for certain: what is unassessed under a policy has none of it.
  /// `finding` must be of `state`.
  std::optional<FirstDeadline> of(const exposure::JudgedState& state, const Finding& finding);

 private:
  struct OfProduct {
    std::vector<std::unique_ptr<const exposure::PolicyView>> views;  // One for each policy in force.
    std::unordered_map<std::uint64_t, std::optional<FirstDeadline>> known;
  };
  OfProduct& product_of(const exposure::JudgedState& state);

  std::vector<const exposure::Policy*> in_force_;
  Day as_of_;
  std::unordered_map<const exposure::ProductView*, OfProduct> products_;
};

}  // namespace shoal::report
