// Positions by name, for what people name in one place and mean in another.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shoal::plan {

/// Names of one kind of thing, each once, compared byte for byte.
class Directory {
 public:
  /// `what` is the word for one of them, such as "team".
  explicit Directory(std::string what) : what_(std::move(what)) {}

  /// Errors: invalid_input "plan.twice" for a name that is there already.
  Result<void> add(const std::string& name, std::uint32_t position);
  std::optional<std::uint32_t> find(const std::string& name) const;
  /// Errors: invalid_input "plan.unknown_name", with the name that was most likely meant.
  Result<std::uint32_t> position(const std::string& name) const;

 private:
  std::string what_;
  std::map<std::string, std::uint32_t> at_;
};

/// The names of `named`, in their order. Errors: those of Directory::add.
template <typename Named>
Result<Directory> directory_of(const std::vector<Named>& named, const std::string& what) {
  Directory made(what);
  for (std::uint32_t i = 0; i < named.size(); i++) SHOAL_TRY(made.add(named[i].name, i));
  return made;
}

}  // namespace shoal::plan
