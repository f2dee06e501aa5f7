// What every page begins with: its head, and the entries that say at once what it rests on.
#pragma once

#include <string>
#include <string_view>

#include "report/html.hpp"

namespace shoal::report::page {

/// The head of the document. `printed` stands at the head of each printed page. `more` is style that only this page
/// has.
void write_head(Html& html, std::string_view title, std::string_view printed, Literal more = "");

/// One entry of the list of class "honesty": a name, what is told, and below it what that means.
void honesty_entry(Html& html, std::string_view name, std::string_view told, std::string_view more = {});

}  // namespace shoal::report::page
