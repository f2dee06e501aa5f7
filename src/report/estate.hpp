// The register's own answers: counts, lists, one device, and what became of an estate between two days.
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exposure/count.hpp"
#include "exposure/flow.hpp"
#include "report/subject.hpp"

namespace shoal::report {

/// What an answer of the register rests on, in one line of every format.
struct Basis {
  Day as_of, known_at;
  int silent_after = estate::silent_after_days;
  std::string filter = {};      ///< Empty where all devices are meant.
  std::uint64_t devices = 0;    ///< Known by then, before the filter: its denominator.
  std::uint64_t set_aside = 0;  ///< What was read and could not be used.
  std::uint64_t doubted = 0;    ///< Devices of which two sources of one day tell different operating systems.
};

/// `format` is "table", "json" or "csv".
void write_count(const exposure::Count& count, const Basis& basis, std::string_view format, std::ostream& out);

/// One line for each device. `format` is "table", "json", "ndjson" or "csv".
void write_devices(const Subject& subject, const Basis& basis, std::string_view format, std::ostream& out);

/// What is known of one device and from where: each observation with its day, and whether it counts.
std::string device_story(const Subject& subject, const estate::Device& device, const exposure::JudgedDevice& judged,
                         const Basis& basis);

/// The flow from `first` to `basis.as_of`. `format` is "table", "json" or "csv".
void write_flow(const exposure::Flow& flow, std::string_view by, Day first, const Basis& basis, std::string_view format,
                std::ostream& out);

}  // namespace shoal::report
