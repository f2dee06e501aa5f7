// The assessment as CSV rows; declared in json.hpp beside the exports that say the same.
#include "report/findings.hpp"
#include "report/json.hpp"

namespace shoal::report {
namespace {

// A cell that begins like a formula is one to a spreadsheet, whoever wrote it. The names in it come from outside.
std::string cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) text.insert(0, "'");
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

void write_row(std::ostream& out, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); i++) out << (i == 0 ? "" : ",") << cell(cells[i]);
  out << "\r\n";
}

std::string joined(const std::vector<std::uint32_t>& kbs) {
  std::string text;
  for (const std::uint32_t kb : kbs) text += (text.empty() ? "KB" : ";KB") + std::to_string(kb);
  return text;
}

}  // namespace

void write_csv(const Subject& subject, std::ostream& out) {
  write_row(out, {"device", "place", "release", "support", "support_until", "state", "cve", "verdict", "because",
                  "updates", "obtainable", "known_exploited", "unassessable"});
  for (const exposure::JudgedDevice& device : subject.assessment.devices) {
    const exposure::JudgedRelease* release = release_of(subject, device);
    const exposure::JudgedState* state = state_of(subject, device);
    const estate::Device& known = device_of(subject, device);
    std::vector<std::string> head{known.name, place_of(known.seen.front()),     "", "unknown",
                                  "",         state == nullptr ? "" : state->id};
    if (release != nullptr) {
      head[2] = release->release->id;
      head[3] = lifecycle::spelled(release->standing.phase);
      if (release->standing.until) head[4] = to_string(*release->standing.until);
    }
    bool any = false;
    const auto write_with = [&](std::initializer_list<std::string> rest) {
      std::vector<std::string> row = head;
      row.insert(row.end(), rest);
      write_row(out, row);
      any = true;
    };
    if (state != nullptr)
      each_finding(*state, [&](const Finding& finding) {
        const bool doubted = finding.outcome.doubt != exposure::Doubt::none;
        write_with({finding.cve, std::string(exposure::spelled(finding.outcome.verdict)),
                    doubted ? std::string(exposure::spelled(finding.outcome.doubt)) : std::string(),
                    joined(finding.updates), finding.obtainable, finding.known_exploited ? "yes" : "no", ""});
      });
    const std::string reason =
        device.reason < 0 ? std::string() : subject.assessment.reasons[static_cast<std::size_t>(device.reason)];
    if (!any) write_with({"", "", "", "", "", "", reason});
  }
}

}  // namespace shoal::report
