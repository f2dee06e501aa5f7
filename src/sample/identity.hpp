// What a device is called by firmware, network, directory and people, and what it was called before.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sample/estate.hpp"

namespace shoal::sample {

/// What firmware says where a maker never set a serial number.
std::span<const std::string_view> unset_serials();

/// As the lists of today have it. Faults of the device are in it.
struct Identity {
  std::string serial;             ///< As firmware has it: a word of unset_serials() where it was never set, or lost.
  std::string sticker_serial;     ///< As people read it off the machine; empty where there is no sticker.
  std::string uuid;               ///< SMBIOS, as "4C4C4544-0042-3510-8052-B4C04F564231".
  std::vector<std::string> macs;  ///< As "00:1A:2B:3C:4D:5E"; at least one.
  std::string installation;       ///< MachineGuid, in lower case.
  std::string sid;                ///< Of its account.
  std::array<unsigned char, 16> guid{};  ///< Of the object in the directory, as the directory stores it.
  std::string asset_tag;
};

/// A function of the estate's seed and the device.
Identity identity_of(const Estate& estate, const Device& device);

/// A row of a list that speaks of a device by what is no longer true, or of one that is gone by a name that lives on.
struct Former {
  std::string name;
  std::string sid;                       ///< Of the account that was left behind.
  std::array<unsigned char, 16> guid{};  ///< Likewise.
  std::string serial, asset_tag;         ///< Of the machine that had the name before.
  Day last_seen;                         ///< One month to a year before the device itself was.
};

/// The account that an imaged device left behind in the directory, where it has Fault::reimaged.
std::optional<Former> account_left_behind(const Estate& estate, const Device& device);
/// The machine that had its name before and still stands in the spreadsheet, where it has Fault::reused_name. It is
/// none of the estate's devices.
std::optional<Former> predecessor(const Estate& estate, const Device& device);
/// What the spreadsheet calls the device: a name that it had before, where it has Fault::renamed.
std::string name_in_spreadsheet(const Estate& estate, const Device& device);

}  // namespace shoal::sample
