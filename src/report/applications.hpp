// Which applications the devices of a register have, and who answers for each.
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "estate/applications.hpp"
#include "estate/device.hpp"
#include "report/basis.hpp"

namespace shoal::report {

/// What people keep of applications, and what it means here. A loan for the length of a call.
struct OwnersSubject {
  const estate::ApplicationOwners& kept;
  const estate::Ownership& owned;
  std::string place;  ///< The path of the table.
};

/// A line for each application, with sums. `format` is "table", "json" or "csv"; a table has the first 40, the others
/// all. `owners` is null where no table was given; else the rows that mean no application are told too, and how many
/// applications have no row.
void write_applications(const estate::Applications& applications, const OwnersSubject* owners, const Basis& basis,
                        std::string_view format, std::ostream& out);

/// The devices that have one application, `applications.found[at]`, each with the versions that it has; `devices` are
/// those that the applications were made of. `format` is as above; CSV has a line for each entry of a device's list.
void write_application(const estate::Applications& applications, std::size_t at, const OwnersSubject* owners,
                       std::span<const estate::Device> devices, const Basis& basis, std::string_view format,
                       std::ostream& out);

}  // namespace shoal::report
