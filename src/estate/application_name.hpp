// What an application is called, by the name under which a source lists a program.
//
// Vendors put versions, bit widths and languages behind the names of their programs, each in another way. Here these
// are taken off again, by a rule that looks at nothing but the name and that a person can follow:
// docs/concepts/applications.md has it with what it cannot tell. No list of programs is needed, so that the supplier's
// client of one police force is told as well as what everybody has.
#pragma once

#include <string>
#include <string_view>

#include "estate/observation.hpp"

namespace shoal::estate {

/// A name as a source lists it, taken apart.
struct NameParts {
  /// What the application is called: as written, but for what was taken off, marks of ownership and repeated blanks.
  /// Empty only where the source gives no name. A name that has nothing else in it ("7.0") stays as it is.
  std::string name;
  std::string version;  ///< The version that stood behind the name, e.g. "4.1.3"; mostly empty.
  bool operator==(const NameParts&) const = default;
};

/// Takes `observed`, UTF-8 of any length, apart. Taking `name` apart again gives `name`. Time is linear in the length.
NameParts parts_of_name(std::string_view observed);

/// By this two names are held to mean one application: NameParts::name with ASCII letters in lower case. Letters
/// outside ASCII are compared as they are.
std::string application_key(std::string_view observed);

/// The version that a source tells of a program: its own field, else what stands behind the name; empty for neither.
std::string version_of(const InstalledProgram& program);

}  // namespace shoal::estate
