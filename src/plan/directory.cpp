#include "plan/directory.hpp"

#include "base/text.hpp"

namespace shoal::plan {

Result<void> Directory::add(const std::string& name, std::uint32_t position) {
  if (!at_.emplace(name, position).second)
    return Error{ErrorKind::invalid_input, "plan.twice", what_ + " stands twice: " + name};
  return {};
}

std::optional<std::uint32_t> Directory::find(const std::string& name) const {
  const auto found = at_.find(name);
  return found == at_.end() ? std::nullopt : std::optional(found->second);
}

Result<std::uint32_t> Directory::position(const std::string& name) const {
  if (const auto found = find(name)) return *found;
  std::vector<std::string_view> known;
  for (const auto& [each, position] : at_) known.push_back(each);
  const auto near = nearest(name, known);
  return Error{ErrorKind::invalid_input, "plan.unknown_name",
               "there is no " + what_ + " named " + (name.empty() ? "(blank)" : name) +
                   (near ? "; the nearest is " + std::string(*near) : "")};
}

}  // namespace shoal::plan
