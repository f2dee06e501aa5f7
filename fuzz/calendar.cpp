// What either reader of JSON makes of a text, it makes again of that written down as JSON of our own; and of the list
// of exploited vulnerabilities every entry is kept, a repetition, or counted as set aside.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/assert.hpp"
#include "exposure/facts.hpp"
#include "knowledge/published.hpp"

namespace {

using namespace shoal::knowledge;

std::string in_quotes(std::string_view value) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "\"";
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20) {
      text.append("\\u00") += digits[byte >> 4];
      text += digits[byte & 0xF];
    } else {
      if (c == '"' || c == '\\') text += '\\';
      text += c;
    }
  }
  return text + '"';
}

std::string respelled(const Cycles& cycles) {
  std::string text = "{\"generated_at\": \"" + shoal::to_string(cycles.dated) + "\", \"result\": [";
  bool first = true;
  for (const auto& [name, cycle] : cycles.by_name) {
    text += first ? "" : ", ";
    text += "{\"name\": " + in_quotes(name.substr(0, name.size() - cycle.at("name").size() - 1)) + ", \"releases\": [";
    text += "{\"of no text\": null";
    for (const auto& [field, value] : cycle) text += ", " + in_quotes(field) + ": " + in_quotes(value);
    text += "}]}";
    first = false;
  }
  return text + "]}";
}

std::string respelled(const ExploitedList& list) {
  std::string text = "{\"dateReleased\": \"" + shoal::to_string(list.dated) + "\", \"vulnerabilities\": [";
  bool first = true;
  for (const auto& [cve, exploited] : list.by_cve) {
    shoal::exposure::Vulnerability named;
    named.year = static_cast<std::uint16_t>(cve >> 32);
    named.number = static_cast<std::uint32_t>(cve & 0xFFFFFFFF);
    text += first ? "" : ", ";
    text += "{\"cveID\": \"" + shoal::exposure::spelled(named) + "\", \"dateAdded\": \"" +
            shoal::to_string(exploited.since) + "\", \"dueDate\": \"" +
            (exploited.due ? shoal::to_string(*exploited.due) : std::string()) +
            "\", \"knownRansomwareCampaignUse\": " + (exploited.ransomware ? "\"Known\"}" : "\"Unknown\"}");
    first = false;
  }
  return text + "]}";
}

void check(const Cycles& cycles) {
  const auto again = parse_cycles(respelled(cycles), "again.json");
  SHOAL_ASSERT(again && again->dated == cycles.dated && again->by_name == cycles.by_name);
}

void check(const ExploitedList& list) {
  SHOAL_ASSERT(list.by_cve.size() + list.repeated + list.set_aside == list.entries);
  const std::string text = respelled(list);
  const auto again = parse_exploited(text, "again.json");
  SHOAL_ASSERT(again && again->entries == list.by_cve.size() && again->repeated == 0 && again->set_aside == 0);
  SHOAL_ASSERT(respelled(*again) == text);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto cycles = parse_cycles(text, "products.json")) check(*cycles);
  if (const auto list = parse_exploited(text, "known.json")) check(*list);
  return 0;
}
