#include "report/coverage.hpp"

#include "base/text.hpp"
#include "report/json_text.hpp"
#include "report/text_table.hpp"

namespace shoal::report {
namespace {

std::string seen_by(const estate::Overlap& overlap, std::size_t set) {
  std::string text;
  for (std::size_t i = 0; i < overlap.sources.size(); i++)
    if ((set >> i & 1U) != 0) text += (text.empty() ? "" : " + ") + overlap.sources[i];
  return text;
}

std::string overlap_table(const CoverageStory& story) {
  TextTable table({{"seen by exactly", TextTable::Align::left}, {"devices in use", TextTable::Align::right}});
  for (std::size_t set = 1; set < story.overlap.devices.size(); set++)
    if (story.overlap.devices[set] > 0) table.add({seen_by(story.overlap, set), grouped(story.overlap.devices[set])});
  if (story.told_only > 0)
    table.add({"none of these; told of by lists filled from elsewhere", grouped(story.told_only)});
  table.rule();
  table.add({"all", grouped(story.in_use)});
  return table.text();
}

std::string estimate_text(const CoverageStory& story) {
  const estate::Coverage& coverage = story.coverage;
  if (!coverage.unseen) return "how many no source saw cannot be said: " + coverage.why_none + "\n";
  const estate::Unseen& unseen = *coverage.unseen;
  std::string text = "devices that no source saw: about " + grouped(unseen.unseen) + ", 95 % between " +
                     grouped(unseen.low) + " and " + grouped(unseen.high) + "\n";
  text += "so the estate has about " + grouped(coverage.seen + unseen.unseen) + " devices in use, of which " +
          grouped(coverage.seen) + " are seen\n";
  if (unseen.uneven)
    text +=
        "the sources overlap as if some devices were hard to see for all of them: the true number is rather higher\n";
  text += "how: " + unseen.method + "\n";
  for (const std::string& assumption : unseen.assumptions) text += "assumed: " + assumption + "\n";
  return text;
}

// Two sources that hold nearly the same devices are hardly two witnesses, whatever they are called.
std::string twins(const estate::Overlap& overlap) {
  std::string text;
  for (std::size_t a = 0; a < overlap.sources.size(); a++)
    for (std::size_t b = a + 1; b < overlap.sources.size(); b++) {
      std::uint64_t both = 0, either = 0;
      for (std::size_t set = 1; set < overlap.devices.size(); set++) {
        const bool in_a = (set >> a & 1U) != 0, in_b = (set >> b & 1U) != 0;
        if (in_a || in_b) either += overlap.devices[set];
        if (in_a && in_b) both += overlap.devices[set];
      }
      if (both * 100 < either * 99 || either < 100) continue;
      text += "note: " + overlap.sources[a] + " and " + overlap.sources[b] + " hold nearly the same devices, " +
              grouped(both) + " of " + grouped(either) + ": is one filled from the other?\n";
    }
  return text;
}

Json json_of(const CoverageStory& story, const Basis& basis) {
  Json json = {{"as_of", to_string(basis.as_of)}, {"known_at", to_string(basis.known_at)}, {"in_use", story.in_use},
               {"told_only", story.told_only},    {"sources", story.overlap.sources},      {"overlap", Json::array()}};
  for (std::size_t set = 1; set < story.overlap.devices.size(); set++) {
    Json by = Json::array();
    for (std::size_t i = 0; i < story.overlap.sources.size(); i++)
      if ((set >> i & 1U) != 0) by.push_back(story.overlap.sources[i]);
    json["overlap"].push_back({{"seen_by", by}, {"devices", story.overlap.devices[set]}});
  }
  json["seen"] = story.coverage.seen;
  if (story.coverage.unseen) {
    const estate::Unseen& unseen = *story.coverage.unseen;
    json["unseen"] = {{"estimate", unseen.unseen}, {"low", unseen.low},       {"high", unseen.high},
                      {"uneven", unseen.uneven},   {"method", unseen.method}, {"assumptions", unseen.assumptions}};
  } else {
    json["unseen"] = nullptr;
    json["why_none"] = story.coverage.why_none;
  }
  json["remarks"] = story.coverage.remarks;
  json["left_out"] = story.left_out;
  return json;
}

}  // namespace

std::string spelled(const CoverageStory& story, const Basis& basis, std::string_view format) {
  if (format == "json") return indented(json_of(story, basis));
  std::string text = "as of " + to_string(basis.as_of) + ", as known by " + to_string(basis.known_at) + "\n\n" +
                     overlap_table(story) + "\n" + estimate_text(story);
  for (const std::string& remark : story.coverage.remarks) text += "note: " + remark + "\n";
  for (const std::string& system : story.left_out)
    text += "note: " + system + " is left out, eight sources are the most\n";
  text += twins(story.overlap);
  if (story.coverage.unseen)
    text += "note: that no list is filled from another is taken from you; say --feeds FROM=TO where one is\n";
  return text;
}

}  // namespace shoal::report
