// What every page begins with: its head, and the entries that say at once what it rests on.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/html.hpp"

namespace shoal::report::page {

/// The head of the document. `printed` stands at the head of each printed page. `more` is style that only this page
/// has.
void write_head(Html& html, std::string_view title, std::string_view printed, Literal more = "");

/// One entry of the list of class "honesty": a name, what is told, and below it what that means.
void honesty_entry(Html& html, std::string_view name, std::string_view told, std::string_view more = {});

/// That the whole answer is weaker than it should be, and why: a sentence that goes on from "Degraded:".
void write_degraded(Html& html, std::string_view note);

/// A section of a page.
struct PageSection {
  const char* id;
  const char* title;
  std::function<void()> write;
  bool new_sheet = true;  ///< When it is printed.
};

/// A section that a page writes by a member of its own, and has where another says so.
template <typename Page>
struct SectionOf {
  const char* id;
  const char* title;
  void (Page::*write)();
  bool (Page::*is_present)() const = nullptr;  ///< Always, where there is none.
  bool new_sheet = true;                       ///< When it is printed.
};

/// Those of `all` that the page has. It outlives them.
template <typename Page>
std::vector<PageSection> present_sections(Page& page, std::span<const SectionOf<Page>> all) {
  std::vector<PageSection> sections;
  for (const SectionOf<Page>& each : all)
    if (each.is_present == nullptr || (page.*each.is_present)())
      sections.push_back({each.id, each.title, [&page, write = each.write] { (page.*write)(); }, each.new_sheet});
  return sections;
}

/// Links to the sections.
void write_contents(Html& html, std::span<const PageSection> sections);
/// The sections, numbered, each under its title.
void write_sections(Html& html, std::span<const PageSection> sections);

/// A whole document: head, a way past what stands first, what `header` writes, links to the sections, and these. The
/// first has the id "headlines". `printed` and `style` as write_head() has them.
void write_document(Html& html, std::string_view title, std::string_view printed, Literal style,
                    const std::function<void()>& header, std::span<const PageSection> sections);

}  // namespace shoal::report::page
