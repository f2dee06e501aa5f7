#include "ingest/pairing.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/text.hpp"

namespace shoal::ingest {
namespace {

using estate::Observation;

// Folder and file name without its extension and last word.
std::string stem_of(std::string_view place) {
  std::string stem(place);
  std::replace(stem.begin(), stem.end(), '\\', '/');
  const auto name = stem.rfind('/') == stem.npos ? 0 : stem.rfind('/') + 1;
  if (const auto dot = stem.rfind('.'); dot != stem.npos && dot > name) stem.resize(dot);
  const auto separator = stem.find_last_of(" ._-");
  stem.resize(separator == stem.npos || separator < name ? name : separator);
  return stem;
}

std::vector<std::uint32_t> sorted_numbers(const Observation& seen) {
  std::vector<std::uint32_t> numbers;
  for (const estate::InstalledUpdate& update : seen.claims->updates) numbers.push_back(update.kb);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

// An output that names no update agrees with every listing, so it proves nothing.
bool agrees(const Observation& output, const Observation& listing) {
  const auto fewer = sorted_numbers(output);
  const auto all = sorted_numbers(listing);
  return !fewer.empty() && std::includes(all.begin(), all.end(), fewer.begin(), fewer.end());
}

using Indices = std::vector<std::size_t>;
using Index = std::unordered_map<std::string, Indices>;

struct Join {
  std::size_t output;
  JoinedBy joined_by;
};

// The observations of one run, found by name and by place.
struct Run {
  std::span<const Observation> observations;
  std::vector<std::string> stems;
  Index outputs_by_name;
  Index outputs_by_name_and_stem;
  Index outputs_by_stem;
  Index listings_by_stem;
};

bool is_registry(const Observation& seen) { return seen.source == "registry export"; }
bool is_listing(const Observation& seen) {
  return !seen.claims->os && (seen.source == "wmic qfe" || is_registry(seen));
}
bool is_output(const Observation& seen) { return seen.source == "systeminfo"; }
// An export that tells the release completes the systeminfo output of its device; without one, it stands in for it.
bool may_be_output(const Observation& seen) { return seen.claims->os && is_registry(seen); }

std::string name_and_stem(const Observation& seen, const std::string& stem) {
  return lower_ascii(seen.device) + '\0' + stem;
}

void add_output(std::size_t i, Run& run) {
  const Observation& seen = run.observations[i];
  run.outputs_by_stem[run.stems[i]].push_back(i);
  if (seen.device.empty()) return;
  run.outputs_by_name[lower_ascii(seen.device)].push_back(i);
  run.outputs_by_name_and_stem[name_and_stem(seen, run.stems[i])].push_back(i);
}

Run index_of(std::span<const Observation> observations) {
  Run run{observations, {}, {}, {}, {}, {}};
  for (std::size_t i = 0; i < observations.size(); i++) {
    const Observation& seen = observations[i];
    run.stems.push_back(stem_of(*seen.file));
    if (is_listing(seen)) run.listings_by_stem[run.stems[i]].push_back(i);
    if (is_output(seen)) add_output(i, run);
  }
  return run;
}

const Indices& found_in(const Index& index, const std::string& key) {
  static const Indices none;
  const auto found = index.find(key);
  return found == index.end() ? none : found->second;
}

// The only one of `outputs` whose updates are all in the listing.
std::optional<std::size_t> only_agreeing(const Run& run, const Indices& outputs, const Observation& listing) {
  std::optional<std::size_t> only;
  if (outputs.size() > compared_max) return std::nullopt;
  for (const std::size_t output : outputs) {
    if (!agrees(run.observations[output], listing)) continue;
    if (only) return std::nullopt;
    only = output;
  }
  return only;
}

std::optional<Join> join_by_name(const Run& run, std::size_t listing, const Indices& named) {
  if (named.size() == 1) return Join{named[0], JoinedBy::name};
  const Indices& beside =
      found_in(run.outputs_by_name_and_stem, name_and_stem(run.observations[listing], run.stems[listing]));
  if (beside.size() == 1) return Join{beside[0], JoinedBy::name_and_place};
  const Indices& left = beside.empty() ? named : beside;
  if (const auto only = only_agreeing(run, left, run.observations[listing]))
    return Join{*only, JoinedBy::name_and_updates};
  return std::nullopt;
}

std::optional<Join> join_by_place(const Run& run, std::size_t listing) {
  if (found_in(run.listings_by_stem, run.stems[listing]).size() != 1) return std::nullopt;
  Indices beside;
  for (const std::size_t output : found_in(run.outputs_by_stem, run.stems[listing]))
    if (run.observations[output].device.empty() || run.observations[listing].device.empty()) beside.push_back(output);
  if (beside.size() == 1) return Join{beside[0], JoinedBy::place};
  if (const auto only = only_agreeing(run, beside, run.observations[listing]))
    return Join{*only, JoinedBy::place_and_updates};
  return std::nullopt;
}

std::optional<Join> join_of(const Run& run, std::size_t listing) {
  const Observation& seen = run.observations[listing];
  if (!seen.device.empty()) {
    const Indices& named = found_in(run.outputs_by_name, lower_ascii(seen.device));
    if (!named.empty()) return join_by_name(run, listing, named);
  }
  return join_by_place(run, listing);
}

// Exports that tell the release join the output of their device; those that find none are outputs themselves.
std::vector<std::optional<Join>> join_exports(Run& run) {
  std::vector<std::optional<Join>> joins(run.observations.size());
  for (std::size_t i = 0; i < run.observations.size(); i++) {
    const Observation& seen = run.observations[i];
    if (!may_be_output(seen) || seen.device.empty()) continue;
    const Indices& named = found_in(run.outputs_by_name, lower_ascii(seen.device));
    if (!named.empty()) joins[i] = join_by_name(run, i, named);
  }
  for (std::size_t i = 0; i < run.observations.size(); i++)
    if (may_be_output(run.observations[i]) && !joins[i]) add_output(i, run);
  return joins;
}

// Views of one site tell a device by its number; a number that one file has twice is two devices.
void join_resources(std::span<const Observation> observations, std::vector<std::optional<Join>>& joins,
                    std::vector<Indices>& joined) {
  std::unordered_map<std::string, Indices> known;  // by folder and number, those that began a group
  for (std::size_t i = 0; i < observations.size(); i++) {
    const Observation& seen = observations[i];
    if (seen.resource == 0) continue;
    const std::string& file = *seen.file;
    Indices& first = known[file.substr(0, file.find_last_of("/\\") + 1) + '\0' + std::to_string(seen.resource)];
    const auto is_of_file = [&](std::size_t other) { return *observations[other].file == file; };
    if (first.empty() || std::any_of(first.begin(), first.end(), is_of_file) ||
        std::any_of(joined[first[0]].begin(), joined[first[0]].end(), is_of_file)) {
      if (first.empty()) first.push_back(i);
      continue;
    }
    joins[i] = Join{first[0], JoinedBy::resource};
    joined[first[0]].push_back(i);
  }
}

}  // namespace

std::string_view spelled(JoinedBy joined_by) {
  switch (joined_by) {
    case JoinedBy::name:
      return "the same device name";
    case JoinedBy::name_and_place:
      return "the same device name and file name";
    case JoinedBy::name_and_updates:
      return "the same device name, and only here are all updates in both lists";
    case JoinedBy::place:
      return "the same folder and file name";
    case JoinedBy::place_and_updates:
      return "the same folder and file name, and only here are all updates in both lists";
    case JoinedBy::resource:
      return "the same ResourceID in the same folder";
    case JoinedBy::nothing:
      break;
  }
  return "nothing";
}

bool stand_together(std::string_view one, std::string_view other) { return stem_of(one) == stem_of(other); }

std::vector<Group> pair(std::span<const Observation> observations) {
  Run run = index_of(observations);
  std::vector<std::optional<Join>> joins = join_exports(run);
  std::vector<Indices> joined(observations.size());  // the listings and exports of each output
  for (std::size_t i = 0; i < observations.size(); i++) {
    if (is_listing(observations[i])) joins[i] = join_of(run, i);
    if (joins[i]) joined[joins[i]->output].push_back(i);
  }

  join_resources(observations, joins, joined);

  std::vector<Group> groups;
  for (std::size_t i = 0; i < observations.size(); i++) {
    if (joins[i]) continue;
    Group group{{{i, JoinedBy::nothing}}};
    for (const std::size_t listing : joined[i]) group.members.push_back({listing, joins[listing]->joined_by});
    groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace shoal::ingest
