// The sections of the page: each is one function in a file of its own, and page.cpp lists them in their order.
#pragma once

#include <string>
#include <vector>

#include "report/figures.hpp"
#include "report/html.hpp"
#include "report/page.hpp"
#include "report/policies.hpp"
#include "report/presumed.hpp"
#include "report/programs.hpp"

namespace shoal::report::page {

/// The patch states in the order in which the page shows them: by release, those that lack most first. On the page a
/// state is called S1, S2 ... in this order, since twelve hexadecimal digits are not for people.
struct StateOrder {
  std::vector<std::size_t> states;   ///< Positions in Assessment::states.
  std::vector<std::size_t> numbers;  ///< For each state of the assessment its number, from 1.
  /// For each state in this order, whether it has a row of its own. The others of its release share one.
  std::vector<bool> has_row;
};

/// Beyond these a page would be too long to hand on: what is left out is counted, and said.
struct Limits {
  std::size_t states = 2000;      ///< With a row of their own, over all releases...
  std::size_t states_least = 20;  ///< ... but so many for each.
  std::size_t devices = 40'000;   ///< Up to so many, every device is named.
  std::size_t names = 50;         ///< Otherwise so many in a row.
  std::size_t set_aside = 50;     ///< Files and observations with the same reason.
  std::size_t reasons = 200;      ///< Reasons for which some were set aside.
  std::size_t same_name = 500;    ///< Names that several devices share.
  std::size_t ranges = 30;        ///< Ranges of patch states in a cell; beyond, they are counted by release.
  std::size_t first = 20;         ///< Rows of a table that the page has in full further below.
  std::size_t releases = 3;       ///< Releases in a cell of a short table.
};
constexpr Limits limits;

/// All that sections are written from; computed once.
struct Page {
  const Subject& subject;
  const Origin& origin;
  exposure::Totals totals;
  ReleaseFigures releases;
  std::vector<ExploitedFigure> exploited;
  std::vector<PresumedFigure> presumed;
  InstallFigures install;
  ProgramFigures programs;
  UndecidedFigures undecided;
  StateOrder order;
  std::vector<PolicyFigure> policies;

  /// How many of `all` names a row gives.
  std::size_t names_in_row(std::size_t all) const {
    return totals.devices <= limits.devices || all <= limits.names ? all : limits.names;
  }
};

// What one section writes stands below its heading, which page.cpp writes.
void write_headlines(const Page& page, Html& html);
void write_support(const Page& page, Html& html);
void write_changes(const Page& page, Html& html);  // only where there is something to compare with
void write_exposure(const Page& page, Html& html);
void write_presumed(const Page& page, Html& html);
void write_policies(const Page& page, Html& html);
void write_incidents(const Page& page, Html& html);
void write_install(const Page& page, Html& html);
void write_programs(const Page& page, Html& html);
void write_undecided(const Page& page, Html& html);
void write_devices(const Page& page, Html& html);
void write_all_exploited(const Page& page, Html& html);
void write_all_updates(const Page& page, Html& html);
void write_set_aside(const Page& page, Html& html);
void write_method(const Page& page, Html& html);
void write_facts(const Page& page, Html& html);
void write_reproduction(const Page& page, Html& html);

/// The style sheet, and the rule for the head of each printed page with '%' for what stands there.
Literal style_sheet();
Literal print_head();

}  // namespace shoal::report::page
