#include "ingest/program_links.hpp"

#include <optional>

#include "base/csv.hpp"
#include "base/text.hpp"

namespace shoal::ingest {
namespace {

constexpr std::size_t links_set_aside_max = 1000;

Error bad_links(const std::string& what) { return Error{ErrorKind::invalid_input, "ingest.bad_links", what}; }

struct LinkColumns {
  std::size_t application = 0, program = 0, cells = 0;
};

Result<LinkColumns> link_columns(const CsvRow& row) {
  std::optional<std::size_t> application, program;
  for (std::size_t i = 0; i < row.fields.size(); i++) {
    const std::string header = lower_ascii(trimmed(row.fields[i]));
    if (header != "application" && header != "program") continue;
    std::optional<std::size_t>& at = header == "program" ? program : application;
    if (at) return bad_links("line 1: two columns are headed " + header);
    at = i;
  }
  if (!application || !program)
    return bad_links(std::string("line 1: no column is headed ") + (application ? "program" : "application") +
                     "; the first line has application,program");
  return LinkColumns{*application, *program, row.fields.size()};
}

}  // namespace

Result<estate::KeptProgramLinks> read_program_links(std::string_view text, const std::string& place) {
  const std::string_view first = text.substr(0, text.find('\n'));
  CsvReader csv(text, first.find(',') == first.npos && first.find(';') != first.npos ? ';' : ',');
  CsvRow row;
  if (!SHOAL_TRY(csv.next(row))) row.fields.clear();
  const LinkColumns columns = SHOAL_TRY(link_columns(row));
  estate::KeptProgramLinks made;
  for (;;) {
    std::string wrong;
    const auto next = csv.next(row);
    if (next && !*next) return made;
    if (!next) {
      wrong = next.error().message;
    } else if (row.fields.size() == 1 && trimmed(row.fields[0]).empty()) {
      continue;
    } else if (row.fields.size() != columns.cells) {
      wrong = std::to_string(row.fields.size()) + " cells under " + std::to_string(columns.cells) + " headers";
    } else {
      estate::KeptProgramLink link{std::string(trimmed(row.fields[columns.application])),
                                   std::string(trimmed(row.fields[columns.program])), row.line};
      if (!link.application.empty() && !link.program.empty()) {
        made.rows.push_back(std::move(link));
        continue;
      }
      wrong = link.application.empty() ? "no application is named" : "no program is named";
    }
    if (next) wrong = "line " + std::to_string(row.line) + ": " + wrong;
    made.set_aside.push_back({place, "ingest.broken_row", wrong});
    if (made.set_aside.size() > links_set_aside_max)
      return bad_links("more than " + grouped(links_set_aside_max) +
                       " rows cannot be used; the first: " + made.set_aside.front().reason);
  }
}

}  // namespace shoal::ingest
