#include "ingest/lines.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace shoal::ingest {

Result<std::vector<Line>> lines_of(std::string_view text) {
  std::vector<Line> lines;
  lines.reserve(std::min(text.size() / 32 + 1, lines_max));
  std::uint32_t number = 1;
  while (!text.empty()) {
    const auto end = text.find_first_of("\r\n");
    const std::string_view line = text.substr(0, end);
    if (!trimmed(line).empty()) {
      if (lines.size() == lines_max)
        return Error{ErrorKind::invalid_input, "ingest.too_many_lines", "more than " + grouped(lines_max) + " lines"};
      lines.push_back({line, number, end != text.npos});
    }
    if (end == text.npos) break;
    if (text[end] == '\n') number++;
    text.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace shoal::ingest
