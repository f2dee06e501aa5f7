// Which applications an estate uses: programs as sources list them, brought together by name.
//
// Every count is a partition. For each application the devices that have it, those of which somebody lists the programs
// and it is not among them, and those of which nobody lists programs are all devices; the entries of all lists are
// those of applications, those that are none, and those without a name.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "estate/application_name.hpp"
#include "estate/device.hpp"

namespace shoal::estate {

/// A text, and on how many devices it was told.
struct Counted {
  std::string text;  ///< Empty where sources do not tell.
  std::uint64_t devices = 0;
  bool operator==(const Counted&) const = default;
};

/// A program that the organisation uses. The lists of texts are in the order of most devices, then of text; a device
/// that has several versions counts under each, so that versions sum to `installations`.
struct Application {
  std::string key;                     ///< What names that mean it have in common: application_key().
  std::string name;                    ///< The NameParts::name that most devices have, of several the first by text.
  std::vector<Counted> spellings;      ///< The names as sources list them.
  std::vector<Counted> versions;       ///< As version_of() tells them.
  std::vector<Counted> publishers;     ///< As sources list them.
  std::uint64_t installations = 0;     ///< Versions on devices.
  std::vector<std::uint32_t> devices;  ///< Positions of the devices that have it, ascending.
  std::uint64_t users = 0;             ///< Distinct values of these devices' tag "user", the case of ASCII aside.
  std::uint64_t devices_without_user = 0;  ///< Those of `devices` of which no source tells a user.
};

/// The applications of some devices.
struct Applications {
  std::vector<Application> found;          ///< In the order of most devices, then of `key`.
  std::uint64_t devices = 0;               ///< All.
  std::uint64_t devices_listed = 0;        ///< Those of which a source lists programs, be it none.
  std::uint64_t devices_with_unnamed = 0;  ///< Those with an entry that has no name.
  // Entries of the devices' lists; the last three sum to the first.
  std::uint64_t entries = 0, entries_of_applications = 0, entries_apart = 0, entries_unnamed = 0;

  /// Devices whose programs are listed, and that lack it.
  std::uint64_t lacking(const Application& application) const { return devices_listed - application.devices.size(); }
  /// Devices of which nobody lists programs: it may be there.
  std::uint64_t devices_not_listed() const { return devices - devices_listed; }
};

/// Whether an entry is no application, whatever it is called: an update, a driver. Asked once for a name of a
/// publisher.
using IsApart = std::function<bool(const InstalledProgram&)>;

/// The applications of `devices`, of which there must be fewer than 2^32. Time is linear in the programs of devices of
/// which different things are said; each name is taken apart once.
Applications applications_of(std::span<const Device> devices, const IsApart& is_apart);

/// The position in `found` of the application that `name` means, spelled in any way that sources may spell it.
std::optional<std::size_t> find_application(const Applications& applications, std::string_view name);

/// What people keep of an application.
struct OwnedApplication {
  std::string application;  ///< Never blank.
  std::string owner;        ///< As written; empty where it is not told, as with the others.
  std::string criticality;
  std::optional<bool> personal_data;  ///< Whether it holds data of persons; absent where it is not told.
  std::size_t line = 0;               ///< Where it stands in the file.
  bool operator==(const OwnedApplication&) const = default;
};

/// A table of what people keep of their applications.
struct ApplicationOwners {
  std::vector<OwnedApplication> rows;  ///< In their order; no two mean one application.
  std::vector<SetAside> set_aside;     ///< Rows that cannot be used.
  std::vector<std::string> ignored;    ///< Headers of columns that mean nothing here, in their order.
};

/// Which rows of what people keep mean which applications.
struct Ownership {
  std::vector<std::optional<std::size_t>> row_of;  ///< For each of Applications::found, the position of its row.
  std::vector<std::size_t> unmatched;              ///< Rows that mean none of them, in their order.
  std::uint64_t matched = 0;                       ///< How many of Applications::found have a row.
};

/// Matches rows to applications by application_key(). Of several rows that mean one application the first counts, and
/// the others are among the unmatched; the reader of such files sets them aside before.
Ownership match_owners(const Applications& applications, std::span<const OwnedApplication> rows);

}  // namespace shoal::estate
