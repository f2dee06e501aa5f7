#include "app/coverage.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "estate/source_system.hpp"

namespace shoal::app {
namespace {

// The systems that themselves saw a device lately.
std::set<std::string> systems_of(const estate::Device& device, const knowledge::Pack& pack) {
  std::set<std::string> systems;
  for (const estate::Observation& seen : device.seen) {
    const estate::SourceSystem system = estate::system_of(pack.systems, estate::source_name(seen));
    if (system.counts) systems.insert(system.system);
  }
  return systems;
}

// The systems with the most devices, by name; the others into `left_out`.
std::vector<std::string> largest(const std::map<std::string, std::uint64_t>& devices,
                                 std::vector<std::string>& left_out) {
  std::vector<std::pair<std::uint64_t, std::string>> order;
  order.reserve(devices.size());
  for (const auto& [system, count] : devices) order.emplace_back(count, system);
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> names;
  for (const auto& [count, system] : order)
    (names.size() < estate::coverage_sources_max ? names : left_out).push_back(system);
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::size_t> position_of(const std::string& name, const std::vector<std::string>& names) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  std::string message = "no source " + name + "; there are:";
  for (const std::string& each : names) message += " \"" + each + "\"";
  return Error{ErrorKind::not_found, "app.no_source", message};
}

Result<std::vector<estate::Feed>> feeds_of(const std::vector<std::string>& words,
                                           const std::vector<std::string>& names) {
  std::vector<estate::Feed> feeds;
  for (const std::string& word : words) {
    const auto parting = word.find('=');
    if (parting == word.npos)
      return Error{ErrorKind::invalid_input, "app.bad_feed", "not of the form FROM=TO: " + word};
    estate::Feed feed;
    feed.from = SHOAL_TRY(position_of(word.substr(0, parting), names));
    feed.to = SHOAL_TRY(position_of(word.substr(parting + 1), names));
    feeds.push_back(feed);
  }
  return feeds;
}

}  // namespace

Result<report::CoverageStory> coverage_of(const Assessed& made, const knowledge::Pack& pack,
                                          const std::vector<std::string>& feeds, int silent_after) {
  report::CoverageStory story;
  std::vector<std::set<std::string>> seen_by;
  std::map<std::string, std::uint64_t> devices;
  for (const estate::Device& device : made.reading.devices) {
    if (!estate::is_in_use(estate::activity_on(device, made.assessment.as_of, silent_after))) continue;
    story.in_use++;
    seen_by.push_back(systems_of(device, pack));
    if (seen_by.back().empty()) story.told_only++;
    for (const std::string& system : seen_by.back()) devices[system]++;
  }
  std::vector<std::string> names = largest(devices, story.left_out);
  std::vector<estate::SourceSet> sets;
  for (const std::set<std::string>& systems : seen_by) {
    unsigned set = 0;
    for (std::size_t i = 0; i < names.size(); i++) set |= systems.contains(names[i]) ? 1U << i : 0U;
    sets.push_back(static_cast<estate::SourceSet>(set));
  }
  const std::vector<estate::Feed> told = SHOAL_TRY(feeds_of(feeds, names));
  story.overlap = estate::overlap_of(std::move(names), sets);
  story.coverage = estate::estimate_coverage(story.overlap, told);
  return story;
}

}  // namespace shoal::app
