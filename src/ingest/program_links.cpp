#include "ingest/program_links.hpp"

#include <array>

#include "ingest/headed_table.hpp"

namespace shoal::ingest {
namespace {

enum LinkColumn : std::size_t { linked_application, linked_program };
constexpr std::array<HeadedTable::Column, 2> link_columns{{{"application"}, {"program"}}};

}  // namespace

Result<estate::KeptProgramLinks> read_program_links(std::string_view text, const std::string& place) {
  HeadedTable table = SHOAL_TRY(HeadedTable::open(text, place, {"ingest.bad_links", link_columns}));
  estate::KeptProgramLinks made;
  while (table.next()) {
    estate::KeptProgramLink link{std::string(table.cell(linked_application)), std::string(table.cell(linked_program)),
                                 table.line()};
    if (link.application.empty() || link.program.empty())
      table.refuse(link.application.empty() ? "no application is named" : "no program is named");
    else
      made.rows.push_back(std::move(link));
  }
  made.set_aside = table.set_aside();
  return made;
}

}  // namespace shoal::ingest
