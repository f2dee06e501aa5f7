#include "app/assess.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <unordered_map>

#include "app/embedded.hpp"
#include "app/register.hpp"
#include "base/text.hpp"
#include "exposure/select.hpp"
#include "knowledge/table.hpp"

namespace shoal::app {
namespace {

Result<void> check_enrolments(const knowledge::Pack& pack, const std::vector<std::string>& enrolled) {
  std::vector<std::string_view> known;
  for (const lifecycle::Enrolment& enrolment : pack.catalogue.enrolments) known.push_back(enrolment.id);
  for (const std::string& id : enrolled) {
    if (std::find(known.begin(), known.end(), id) != known.end()) continue;
    std::string message = "no enrolment " + id + " in the pack";
    if (const auto meant = nearest(id, known)) message += "; did you mean " + std::string(*meant) + "?";
    return Error{ErrorKind::not_found, "app.no_enrolment", message};
  }
  return {};
}

Result<Earlier> read_earlier(const AssessRequest& request, const ingest::ListSettings& lists,
                             const Progress& progress) {
  Earlier earlier;
  earlier.reading = SHOAL_TRY(read_estate(request.earlier, request.as_of, lists, progress));
  if (earlier.reading.devices.empty())
    return Error{ErrorKind::not_found, "app.nothing_earlier",
                 "nothing to compare with: no inventory below " + request.earlier.front().string()};
  return earlier;
}

// What many rows of a list say alike is judged and looked up once.
class Adder {
 public:
  explicit Adder(exposure::Assessor& assessor) : assessor_(assessor) {}

  void add(const std::vector<estate::Device>& devices) {
    for (const estate::Device& device : devices) {
      const auto [known, fresh] = first_of_.try_emplace(device.known.address(), added_++);
      if (fresh) {
        assessor_.add(record_of(device));
      } else {
        assessor_.add_like(known->second);
      }
    }
  }

 private:
  exposure::Assessor& assessor_;
  std::unordered_map<const estate::Known*, std::size_t> first_of_;
  std::size_t added_ = 0;
};

// The first `count` devices of a run, or those after them.
exposure::Assessment part_of(const exposure::Assessment& both, std::size_t count, bool first) {
  std::vector<bool> keep(both.devices.size(), !first);
  std::fill_n(keep.begin(), count, first);
  return exposure::select(both, keep);
}

exposure::UpdateList list_of(estate::ListState list) {
  switch (list) {
    case estate::ListState::complete:
      return exposure::UpdateList::complete;
    case estate::ListState::cut:
      return exposure::UpdateList::cut;
    case estate::ListState::absent:
      break;
  }
  return exposure::UpdateList::absent;
}

}  // namespace

Result<knowledge::Pack> open_pack(const std::optional<std::filesystem::path>& path) {
  if (!path) return knowledge::read_pack(embedded_pack());
  const std::string bytes = SHOAL_TRY(knowledge::read_file(*path));
  auto pack = knowledge::read_pack(bytes);
  if (!pack) return std::move(pack).error().within(path->string());
  return pack;
}

Result<knowledge::Pack> open_named_pack(const std::string& name) {
  return open_pack(name.empty() ? std::nullopt : std::optional<std::filesystem::path>(name));
}

Result<void> check_mapped(const std::vector<std::string>& asked, const std::set<std::size_t>& found) {
  for (std::size_t i = 0; i < asked.size(); i++)
    if (!found.contains(i))
      return Error{ErrorKind::not_found, "app.no_column", "--map: no list that was read has this column: " + asked[i]};
  return {};
}

Result<ingest::ListSettings> list_settings(const knowledge::Pack& pack, const std::vector<std::string>& mapped,
                                           const std::string& date_order) {
  std::vector<ingest::MappedColumn> columns;
  columns.reserve(mapped.size());
  for (const std::string& text : mapped) columns.push_back(SHOAL_TRY(ingest::parse_mapped_column(text, pack.columns)));
  ingest::DayOrder order = ingest::DayOrder::unknown;
  if (date_order == "dmy") order = ingest::DayOrder::day_first;
  if (date_order == "mdy") order = ingest::DayOrder::month_first;
  return ingest::ListSettings(pack.columns, std::move(columns), order);
}

exposure::DeviceRecord record_of(const estate::Device& device) {
  exposure::DeviceRecord record;
  const estate::Known& known = *device.known;
  record.os = known.os;
  record.updates.kbs = known.kbs;
  record.updates.list = list_of(known.list);
  record.updates.not_named = known.not_named;
  if (known.os) record.updates.revision = known.os->revision;
  // "IE8" of KB2909921-IE8 names the browser that the update went into.
  for (const std::string& variant : known.variants)
    if (variant.starts_with("IE") && parse_number(std::string_view(variant).substr(2)))
      record.updates.components.push_back({"internet-explorer", variant.substr(2)});
  std::sort(record.updates.components.begin(), record.updates.components.end());
  return record;
}

void for_each_in_parallel(std::size_t count, const std::function<void(std::size_t)>& work) {
  tbb::parallel_for(std::size_t{0}, count, [&](std::size_t i) { work(i); });
}

namespace {

// Judges what was read, both days in one run.
void judge(const knowledge::Pack& pack, const AssessRequest& request, bool only_recognise, Assessed& made) {
  exposure::Assessor assessor(pack.facts, pack.catalogue,
                              {request.as_of, request.known_at, request.enrolled, true, !only_recognise});
  Adder adder(assessor);
  adder.add(made.reading.devices);
  if (made.earlier) adder.add(made.earlier->reading.devices);
  made.assessment = assessor.finish(for_each_in_parallel);
  if (!made.earlier) return;
  const exposure::Assessment both = std::move(made.assessment);
  made.assessment = part_of(both, made.reading.devices.size(), true);
  made.earlier->assessment = part_of(both, made.reading.devices.size(), false);
}

}  // namespace

Result<Assessed> assess(const knowledge::Pack& pack, const AssessRequest& request, const Progress& progress) {
  SHOAL_TRY(check_enrolments(pack, request.enrolled));
  Assessed made;
  const ingest::ListSettings lists = SHOAL_TRY(list_settings(pack, request.mapped, request.date_order));
  made.reading = SHOAL_TRY(read_estate(request.paths, request.as_of, lists, progress));
  if (!request.earlier.empty()) made.earlier = SHOAL_TRY(read_earlier(request, lists, progress));
  std::set<std::size_t> mapped(made.reading.mapped.begin(), made.reading.mapped.end());
  if (made.earlier) mapped.insert(made.earlier->reading.mapped.begin(), made.earlier->reading.mapped.end());
  SHOAL_TRY(check_mapped(request.mapped, mapped));
  judge(pack, request, false, made);
  return made;
}

Result<Assessed> assess(const knowledge::Pack& pack, const AssessRequest& request, store::Store& store,
                        store::Detail detail) {
  SHOAL_TRY(check_enrolments(pack, request.enrolled));
  Assessed made;
  made.reading = SHOAL_TRY(read_register(store, request.as_of, request.known_at, detail));
  if (request.earlier_day) {
    Earlier earlier;
    earlier.reading = SHOAL_TRY(read_register(store, *request.earlier_day, request.known_at, detail));
    if (earlier.reading.devices.empty())
      return Error{ErrorKind::not_found, "app.nothing_earlier",
                   "nothing to compare with: the register has no device as of " + to_string(*request.earlier_day)};
    made.earlier = std::move(earlier);
  }
  judge(pack, request, detail == store::Detail::headline, made);
  return made;
}

}  // namespace shoal::app
