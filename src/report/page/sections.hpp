// The sections of the page: each is one function in a file of its own, and page.cpp lists them in their order.
#pragma once

#include <string>
#include <vector>

#include "report/figures.hpp"
#include "report/html.hpp"
#include "report/page.hpp"

namespace shoal::report::page {

/// The patch states in the order in which the page shows them: by release, those that lack most first. On the page a
/// state is called S1, S2 ... in this order, since twelve hexadecimal digits are not for people.
struct StateOrder {
  std::vector<std::size_t> states;   ///< Positions in Assessment::states.
  std::vector<std::size_t> numbers;  ///< For each state of the assessment its number, from 1.
};

/// All that sections are written from; computed once.
struct Page {
  const Subject& subject;
  const Origin& origin;
  exposure::Totals totals;
  ReleaseFigures releases;
  std::vector<ExploitedFigure> exploited;
  InstallFigures install;
  UndecidedFigures undecided;
  StateOrder order;
};

// What one section writes stands below its heading, which page.cpp writes.
void write_headlines(const Page& page, Html& html);
void write_support(const Page& page, Html& html);
void write_exposure(const Page& page, Html& html);
void write_incidents(const Page& page, Html& html);
void write_install(const Page& page, Html& html);
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
