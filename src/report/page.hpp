// The assessment as one HTML file that can be handed on: to a manager, an auditor, a printer.
#pragma once

#include <ostream>
#include <string>

#include "report/subject.hpp"

namespace shoal::report {

/// How the page came to be, so that it can be made again.
struct Origin {
  std::string program;  ///< E.g. "shoal 0.1.0".
  std::string command;  ///< A command line that makes the same page, with its days spelled out.
};

/// One document: no script, nothing that is loaded from elsewhere. Its size follows patch states and the names of
/// devices. Written piece by piece: memory does not grow with it. Same subject and origin, same bytes.
void write_page(const Subject& subject, const Origin& origin, std::ostream& out);

}  // namespace shoal::report
