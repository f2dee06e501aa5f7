// The register's own answers: counts, lists, one device, and what became of an estate between two days.
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exposure/count.hpp"
#include "exposure/flow.hpp"
#include "report/basis.hpp"
#include "report/subject.hpp"

namespace shoal::report {

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
