// A part of what was assessed: the devices that a filter means.
#pragma once

#include <string>
#include <vector>

#include "app/assess.hpp"
#include "base/filter.hpp"

namespace shoal::app {

/// A filter that was understood, for devices with the columns that it was understood for.
class Meaning {
 public:
  /// docs/reference/filter.md has the language; the tags of `devices` are fields. Errors: those of Filter::parse().
  static Result<Meaning> of(const std::string& filter, const std::vector<estate::Device>& devices);

  /// For each device, whether it is meant. devices[i] is judged as assessment.devices[i].
  std::vector<bool> meant(const exposure::Assessment& assessment, const std::vector<estate::Device>& devices) const;

  const Filter& filter() const { return filter_; }

 private:
  Meaning(Filter filter, std::vector<std::string> keys) : filter_(std::move(filter)), keys_(std::move(keys)) {}

  Filter filter_;
  std::vector<std::string> keys_;
};

/// Keeps the devices that `filter` means, as if no others had been read; what was set aside stays.
/// Errors: those of Filter::parse().
Result<void> keep_where(Assessed& made, const std::string& filter);

}  // namespace shoal::app
