#include "inspect/resource_type.hpp"

#include <array>
#include <string_view>

namespace shoal::inspect {

std::string resource_type(std::uint32_t number) {
  static constexpr std::array<std::string_view, 25> known = {
      "",        "cursor",      "bitmap", "icon",         "menu",         "dialog",    "string",     "fontdir",
      "font",    "accelerator", "rcdata", "messagetable", "group-cursor", "",          "group-icon", "",
      "version", "dlginclude",  "",       "plugplay",     "vxd",          "anicursor", "aniicon",    "html",
      "manifest"};
  if (number < known.size() && !known[number].empty()) return std::string(known[number]);
  return "#" + std::to_string(number);
}

}  // namespace shoal::inspect
