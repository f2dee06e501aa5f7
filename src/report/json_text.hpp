// JSON as text, for the files that write it: they alone include this, since it brings the library's header with it.
//
// Names come from outside: bytes that are no UTF-8 are shown as such instead of stopping the report.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace shoal::report {

using Json = nlohmann::ordered_json;

/// On one line, without its end.
inline std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

/// On lines of their own, the last with its end.
inline std::string indented(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace shoal::report
