#include "report/basis.hpp"

#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace shoal::report {

nlohmann::ordered_json basis_json(const Basis& basis) {
  nlohmann::ordered_json json = {{"as_of", to_string(basis.as_of)},         {"known_at", to_string(basis.known_at)},
                                 {"silent_after_days", basis.silent_after}, {"filter", basis.filter},
                                 {"devices_known", basis.devices},          {"set_aside", basis.set_aside}};
  if (basis.filter.empty()) json.erase("filter");
  return json;
}

std::string basis_line(const Basis& basis, std::uint64_t meant) {
  std::string text = "as of " + to_string(basis.as_of) + ", as known by " + to_string(basis.known_at) + ": ";
  if (!basis.filter.empty()) text += grouped(meant) + " of ";
  text += grouped(basis.devices) + (basis.devices == 1 ? " device" : " devices");
  if (!basis.filter.empty()) text += ", those that are meant by " + basis.filter;
  return text + "\n";
}

std::string set_aside_line(const Basis& basis) {
  if (basis.set_aside == 0) return {};
  return "set aside: " + grouped(basis.set_aside) + (basis.set_aside == 1 ? " file or row" : " files and rows") +
         " that could not be used; not in these counts\n";
}

}  // namespace shoal::report
