#include "plan/needs.hpp"

#include <algorithm>
#include <set>

namespace shoal::plan {
namespace {

// Deeper than any chain of applications that need each other.
constexpr std::size_t needs_depth_max = 1000;

class Needs {
 public:
  Needs(const std::vector<NamedApplication>& table, const Directory& directory)
      : table_(table), directory_(directory), of_(table.size()), state_(table.size(), State::open) {}

  Result<void> follow(std::uint32_t at) {
    if (state_[at] == State::done) return {};
    way_.push_back(at);
    if (state_[at] == State::under_way) return round_error(at);
    if (way_.size() > needs_depth_max)
      return Error{ErrorKind::invalid_input, "plan.needs_itself",
                   "more than " + std::to_string(needs_depth_max) + " applications need each other in a chain, from " +
                       table_[way_.front()].name};
    state_[at] = State::under_way;
    std::set<std::uint32_t> all{at};
    for (const std::string& name : table_[at].needs) {
      auto needed = directory_.position(name);
      if (!needed) return std::move(needed).error().within(table_[at].name + " needs another");
      SHOAL_TRY(follow(*needed));
      all.insert(of_[*needed].begin(), of_[*needed].end());
    }
    of_[at].assign(all.begin(), all.end());
    state_[at] = State::done;
    way_.pop_back();
    return {};
  }
  std::vector<std::vector<std::uint32_t>> take() && { return std::move(of_); }

 private:
  enum class State : std::uint8_t { open, under_way, done };

  Error round_error(std::uint32_t at) const {
    std::string round = table_[at].name;
    const auto begin = std::find(way_.begin(), way_.end(), at);
    for (auto next = begin + 1; next != way_.end(); ++next) round += ", which needs " + table_[*next].name;
    return {ErrorKind::invalid_input, "plan.needs_itself", "an application needs itself: " + round};
  }

  const std::vector<NamedApplication>& table_;
  const Directory& directory_;
  std::vector<std::vector<std::uint32_t>> of_;
  std::vector<State> state_;
  std::vector<std::uint32_t> way_;
};

}  // namespace

Result<std::vector<std::vector<std::uint32_t>>> needs_of(const std::vector<NamedApplication>& table,
                                                         const Directory& names) {
  Needs needs(table, names);
  for (std::uint32_t i = 0; i < table.size(); i++) SHOAL_TRY(needs.follow(i));
  return std::move(needs).take();
}

}  // namespace shoal::plan
