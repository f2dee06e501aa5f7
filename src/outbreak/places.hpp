// The zones, sites and devices of a description, found by name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "outbreak/description.hpp"
#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

/// An error in a description: "outbreak.bad_scenario", on a line of `table` where there is one.
Error bad_description(std::string_view table, std::uint32_t line, const std::string& what);

/// Positions by name.
class NameIndex {
 public:
  /// False where the name is there already.
  bool add(const std::string& name) { return at_.emplace(name, static_cast<std::uint32_t>(at_.size())).second; }
  std::optional<std::uint32_t> find(const std::string& name) const {
    const auto found = at_.find(name);
    return found == at_.end() ? std::nullopt : std::optional<std::uint32_t>(found->second);
  }
  std::size_t size() const { return at_.size(); }

 private:
  std::unordered_map<std::string, std::uint32_t> at_;
};

/// What names mean. The description must outlive it.
class Places {
 public:
  /// Takes the zones and devices of `description` into `scenario`, whose kinds it has already.
  /// Errors: as prepare().
  static Result<Places> take(const Description& description, Scenario& scenario, std::vector<std::string>& assumptions);

  /// What "*", "site:NAME" or a zone's name means; nothing where it is none.
  std::optional<std::vector<ZoneIndex>> zones(const std::string& text) const;
  /// What the devices of a credential's row mean; nothing where it is none. Ascending.
  std::optional<std::vector<DeviceIndex>> devices(const std::string& text) const;
  std::optional<DeviceIndex> device(const std::string& name) const { return devices_.find(name); }

 private:
  explicit Places(const Description& description) : description_(&description) {}
  Result<void> take_zones(Scenario& scenario, std::vector<std::string>& assumptions);
  Result<void> take_devices(Scenario& scenario, std::vector<std::string>& assumptions);

  const Description* description_;
  NameIndex zones_, sites_, devices_;
  std::vector<SiteIndex> site_of_;                    // By zone.
  std::vector<std::vector<DeviceIndex>> devices_in_;  // By zone.
};

}  // namespace shoal::outbreak
