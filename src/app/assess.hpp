// The main job: a folder of inventories in, an assessment out.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/read_estate.hpp"
#include "exposure/assessment.hpp"
#include "knowledge/pack.hpp"
#include "report/subject.hpp"
#include "store/store.hpp"

namespace shoal::app {

/// What is asked. The days have no default here: cli/ reads the clock, and nothing below it does.
struct AssessRequest {
  std::vector<std::filesystem::path> paths;
  Day as_of, known_at;
  std::vector<std::string> enrolled;
  std::vector<std::string> mapped = {};  ///< What columns of lists mean: "HEADER=MEANING", see ingest/list_columns.hpp.
  std::string date_order = {};           ///< "dmy", "mdy", or empty where the lists themselves must show it.
  std::vector<std::filesystem::path> earlier = {};  ///< What to compare with; may be empty.
  std::optional<Day> earlier_day = std::nullopt;    ///< The same of a register: it as of that day.
};

/// The day that an estate is compared with.
struct Earlier {
  Reading reading;
  exposure::Assessment assessment;  ///< devices[i] is reading.devices[i]; judged in one run with the later day.
};

/// The answer, with what it rests on.
struct Assessed {
  Reading reading;
  exposure::Assessment assessment;  ///< devices[i] is reading.devices[i].
  report::Where where;
  std::optional<Earlier> earlier;  ///< Where the request has an earlier day.
};

/// The pack at `path`, or the embedded one. Errors: those of knowledge::read_pack(); not_found "knowledge.no_file".
Result<knowledge::Pack> open_pack(const std::optional<std::filesystem::path>& path);

/// The same by a name as typed; the embedded one where it is empty.
Result<knowledge::Pack> open_named_pack(const std::string& name);

/// How lists are to be read, by what a person says of their columns and days. Errors: invalid_input "ingest.bad_map".
Result<ingest::ListSettings> list_settings(const knowledge::Pack& pack, const std::vector<std::string>& mapped,
                                           const std::string& date_order);
/// A column that was named and that no list has is a slip of the pen, and would change figures unnoticed. `found` has
/// the positions in `asked` of those that a list has. Errors: not_found "app.no_column".
Result<void> check_mapped(const std::vector<std::string>& asked, const std::set<std::size_t>& found);

/// Reads and judges. `pack` must outlive the answer.
/// Errors: those of read_estate(); not_found "app.no_enrolment" for an enrolment that the pack does not know;
/// invalid_input "ingest.bad_map"; not_found "app.no_column" where no list has a column that is in `mapped`; not_found
/// "app.nothing_earlier" where the earlier day has no device.
Result<Assessed> assess(const knowledge::Pack& pack, const AssessRequest& request, const Progress& progress);

/// The same from a register; the request's paths and columns are not asked for. With Detail::headline the release of
/// each device is told and nothing is judged. Errors: those of read_register(); "app.no_enrolment";
/// "app.nothing_earlier".
Result<Assessed> assess(const knowledge::Pack& pack, const AssessRequest& request, store::Store& store,
                        store::Detail detail);

/// The record that a device is judged by.
exposure::DeviceRecord record_of(const estate::Device& device);

/// Runs work on all cores, for exposure::Assessor.
void for_each_in_parallel(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace shoal::app
