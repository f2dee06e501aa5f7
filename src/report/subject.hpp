// What every report speaks of: one assessment, what it rests on, and what was asked beside it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "estate/device.hpp"
#include "exposure/assessment.hpp"
#include "lifecycle/programs.hpp"
#include "report/compared.hpp"

namespace shoal::report {

/// Which devices a report speaks of, where it is not all that were read.
struct Where {
  std::string filter;         ///< As Filter::spelled(); empty where all devices are meant.
  std::uint64_t devices = 0;  ///< How many were read: the denominator of how many are meant.
};

/// A loan of all that is reported. Nothing here is computed by a report that the assessment could hold.
struct Subject {
  const exposure::Facts& facts;
  const lifecycle::ProgramCatalogue& programs;
  const exposure::Assessment& assessment;
  std::span<const estate::Device> devices;  ///< devices[i] is judged as assessment.devices[i].
  std::span<const estate::SetAside> set_aside;
  std::uint64_t files = 0;
  std::vector<const exposure::Incident*> incidents;  ///< Asked for by name.
  std::vector<std::uint32_t> updates;                ///< Asked for by `--has`.
  Where where = {};
  const Compared* compared = nullptr;  ///< Where an earlier day was asked about, and has devices.
};

/// How the devices stand that a register tells of, by estate::Activity; nothing where they come from a folder, which
/// speaks of one moment.
std::optional<std::array<std::uint64_t, estate::activity_count>> activities_of(const Subject& subject);

/// "2,831 active, 150 silent (not seen for 30 days), 0 undated, 19 retired".
std::string spelled(const std::array<std::uint64_t, estate::activity_count>& activities);

/// How the devices of an estate stand to one question: a partition, devices that cannot be judged included.
struct Tally {
  std::array<std::uint64_t, exposure::answer_count> devices{};
  std::uint64_t unassessable = 0;
};
Tally tally_incident(const Subject& subject, const exposure::Incident& incident);
Tally tally_update(const Subject& subject, std::uint32_t kb);

/// How one device stands to an incident or an update; "unassessable" where it cannot be judged.
std::string answer_for(const Subject& subject, const exposure::JudgedDevice& device,
                       const exposure::Incident& incident);
std::string answer_for(const Subject& subject, const exposure::JudgedDevice& device, std::uint32_t kb);

/// The device that was judged so.
const estate::Device& device_of(const Subject& subject, const exposure::JudgedDevice& judged);
/// The state that a device shares, or null.
const exposure::JudgedState* state_of(const Subject& subject, const exposure::JudgedDevice& device);
/// The release that a device runs, or null.
const exposure::JudgedRelease* release_of(const Subject& subject, const exposure::JudgedDevice& device);

/// "public", "enrolment:ID" or "withdrawn"; "enrolment" alone where the pack knows none that brings the update.
std::string spelled_access(const exposure::Access& access);

}  // namespace shoal::report
