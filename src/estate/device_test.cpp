#include "estate/device.hpp"

#include <doctest/doctest.h>

namespace shoal::estate {
namespace {

Observation listing(const char* device, const std::vector<std::uint32_t>& kbs, std::uint32_t declared) {
  Observation seen;
  seen.device = device;
  seen.file = std::string("a.txt");
  Claims& claims = seen.claims.edit();
  claims.updates_listed = true;
  for (const std::uint32_t kb : kbs) claims.updates.push_back({kb, kb == 2909921 ? "IE8" : "", std::nullopt, 1});
  claims.entries = static_cast<std::uint32_t>(kbs.size());
  claims.updates_declared = declared;
  return seen;
}

std::string spelled(const Device& device) {
  constexpr const char* states[] = {"complete", "cut", "absent"};
  std::string text = device.name + " " + states[static_cast<int>(device.known->list)];
  if (device.known->not_named > 0) text += " " + std::to_string(device.known->not_named) + " not named";
  for (const std::uint32_t kb : device.known->kbs) text += " KB" + std::to_string(kb);
  for (const std::string& variant : device.known->variants) text += " " + variant;
  return text;
}

TEST_CASE("a complete list of another source completes one that is cut") {
  CHECK(spelled(Combiner().combine({listing("PC1", {2909921}, 3), listing("", {4012598, 2909921, 958644}, 3)},
                                   {"name"})) == "PC1 complete KB958644 KB2909921 KB4012598 IE8");
  CHECK(spelled(Combiner().combine({listing("PC1", {2909921}, 3)}, {})) == "PC1 cut 2 not named KB2909921 IE8");
}

TEST_CASE("a source that does not speak of updates leaves the list absent, and one cut in the middle leaves it cut") {
  Observation silent = listing("PC1", {}, 0);
  silent.claims.edit().updates_listed = false;
  CHECK(spelled(Combiner().combine({silent}, {})) == "PC1 absent");
  Observation torn = listing("PC1", {4012598}, 1);
  torn.claims.edit().cut_short = true;
  CHECK(spelled(Combiner().combine({torn}, {})) == "PC1 cut 1 not named KB4012598");
}

Observation telling(const char* version, std::uint32_t build, std::optional<std::uint32_t> revision,
                    Architecture architecture) {
  Observation seen;
  seen.claims.edit().os = OsClaim{"Windows", version, build, revision, 0, architecture, 1};
  return seen;
}

std::string combined(const std::vector<Observation>& observations) {
  std::vector<std::string> joined_by(observations.size() - 1, "name");
  const OsClaim os = *Combiner().combine(observations, std::move(joined_by)).known->os;
  return os.version + "." + std::to_string(os.build) + (os.revision ? "." + std::to_string(*os.revision) : "") + " " +
         std::string(spelled(os.architecture));
}

TEST_CASE("what the first claim of the system leaves open, another of the same version and build tells") {
  const Observation first = telling("10.0", 19045, std::nullopt, Architecture::x64);
  CHECK(combined({first, telling("10.0", 19045, 4529, Architecture::unknown)}) == "10.0.19045.4529 x64");
  CHECK(combined({telling("10.0", 19045, 4529, Architecture::unknown), first}) == "10.0.19045.4529 x64");
  CHECK(combined({first, telling("10.0", 19045, 4529, Architecture::x64),
                  telling("10.0", 19045, 3803, Architecture::x64)}) == "10.0.19045.4529 x64");
  CHECK(combined({first, telling("10.0", 19044, 4529, Architecture::x64)}) == "10.0.19045 x64");
  CHECK(combined({first, telling("6.3", 19045, 4529, Architecture::x64)}) == "10.0.19045 x64");
}

TEST_CASE("a source that cannot know of all updates leaves the list cut, until a complete one joins it") {
  Observation partial = listing("PC1", {4012598}, 1);
  partial.claims.edit().updates_partial = true;
  CHECK(spelled(Combiner().combine({partial}, {})) == "PC1 cut 1 not named KB4012598");
  CHECK(spelled(Combiner().combine({partial, listing("", {958644}, 1)}, {"name"})) ==
        "PC1 complete KB958644 KB4012598");
}

TEST_CASE("of several claims of the operating system, one with a build outweighs a name, and a name nothing") {
  const auto claiming = [](const char* name, std::uint32_t build, Architecture architecture) {
    Observation seen = listing("PC1", {}, 0);
    OsClaim os;
    os.name = name;
    os.build = build;
    os.architecture = architecture;
    seen.claims.edit().os = os;
    return seen;
  };
  const Device device = Combiner().combine({claiming("", 0, Architecture::x64), claiming("NT Workstation 6.1", 0, {}),
                                            claiming("Windows 7", 7601, {}), claiming("Windows 8", 9200, {})},
                                           {"number", "number", "number"});
  CHECK(device.known->os->name + " " + std::string(spelled(device.known->os->architecture)) == "Windows 7 x64");
}

TEST_CASE("a device without a name goes by the place of its first observation") {
  CHECK(spelled(Combiner().combine({listing("", {}, 0)}, {})) == "a.txt complete");
}

TEST_CASE(
    "a device is active up to the last of the days, then silent; undated where nobody dates it, retired by word") {
  Combiner combiner;
  Observation seen;
  seen.device = "PC1";
  seen.file = Shared<std::string>("pc1.txt");
  Device undated = combiner.combine({seen}, {});
  seen.seen_on = parse_day("2017-05-12").value();
  Device dated = combiner.combine({seen}, {});
  const auto on = [&](const Device& device, std::string_view day) {
    return spelled(activity_on(device, parse_day(day).value(), 30));
  };
  CHECK(on(undated, "2017-05-12") == "undated");
  CHECK(on(dated, "2017-06-11") == "active");
  CHECK(on(dated, "2017-06-12") == "silent");
  dated.retired = undated.retired = true;
  CHECK(on(dated, "2017-06-12") == "retired");
  CHECK(on(undated, "2017-06-12") == "retired");
}

}  // namespace
}  // namespace shoal::estate
