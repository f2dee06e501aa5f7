// What a filter can ask of a judged device.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/filter.hpp"
#include "estate/device.hpp"
#include "exposure/assessment.hpp"

namespace shoal::exposure {

/// The fields that every device has; docs/reference/filter.md lists them. Keys of tags are further fields.
std::span<const FilterField> device_fields();

/// The keys of all tags of these devices, ascending: the `further` fields of a filter. Keys that are called like a
/// field of device_fields() are left out, and are asked for with tag:.
std::vector<std::string> tag_keys(std::span<const estate::Device> devices);

/// Shows judged devices to filters, one at a time. What follows from a patch state is worked out once for each state.
class DeviceSource : public FieldSource {
 public:
  /// `tag_keys` are the further fields, in the order in which the filter was given them. All must outlive the source;
  /// `devices` are judged as `assessment.devices`, in that order.
  DeviceSource(const Assessment& assessment, std::span<const estate::Device> devices,
               std::span<const std::string> tag_keys)
      : assessment_(assessment), devices_(devices), tag_keys_(tag_keys) {}

  /// Stands at the device at this position from now on.
  void show(std::size_t device) { at_ = device; }

  void values_of(std::size_t field, FieldValues& values) const override;

 private:
  struct OfState {
    std::vector<std::string> updates;  // "KB4012598", of those that are there and those that they contain.
    std::vector<std::string> open;     // "CVE-2017-0144", of those missing or without a fix.
  };
  const OfState& of_state(std::int32_t state) const;
  void values_of_judgement(std::size_t field, FieldValues& values) const;

  const Assessment& assessment_;
  std::span<const estate::Device> devices_;
  std::span<const std::string> tag_keys_;
  std::size_t at_ = 0;
  mutable std::unordered_map<std::int32_t, OfState> of_state_;
};

}  // namespace shoal::exposure
