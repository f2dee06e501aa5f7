#include "exposure/flow.hpp"

#include <algorithm>

#include "estate/belief.hpp"
#include "exposure/count.hpp"

namespace shoal::exposure {
namespace {

bool in_use(const std::optional<Stood>& stood) { return stood && estate::is_in_use(stood->activity); }

std::size_t at(Turn turn) { return static_cast<std::size_t>(turn); }

}  // namespace

std::string_view spelled(Turn turn) {
  switch (turn) {
    case Turn::stayed:
      return "stayed";
    case Turn::appeared:
      return "appeared";
    case Turn::returned:
      return "returned";
    case Turn::migrated:
      return "migrated";
    case Turn::reclassified:
      return "reclassified";
    case Turn::gone_silent:
      return "gone silent";
    case Turn::retired:
      return "retired";
    case Turn::absent:
      break;
  }
  return "absent";
}

Turn turn_of(const std::optional<Stood>& first, const std::optional<Stood>& second) {
  if (!in_use(first)) return !in_use(second) ? Turn::absent : first ? Turn::returned : Turn::appeared;
  if (!in_use(second))
    return second && second->activity == estate::Activity::retired ? Turn::retired : Turn::gone_silent;
  if (first->group == second->group) return Turn::stayed;
  const bool changed = first->os && second->os && !estate::agree(*first->os, *second->os);
  return changed ? Turn::migrated : Turn::reclassified;
}

FlowRow& Flow::row(const std::string& group) {
  const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const FlowRow& each) { return each.group == group; });
  if (found != rows_.end()) return *found;
  rows_.push_back({group, 0, 0, {}, {}});
  return rows_.back();
}

void Flow::add(const std::optional<Stood>& first, const std::optional<Stood>& second) {
  const Turn turn = turn_of(first, second);
  turns_[at(turn)]++;
  if (in_use(first)) {
    FlowRow& from = row(first->group);
    from.first++;
    if (turn != Turn::stayed) from.out[at(turn)]++;
  }
  if (in_use(second)) {
    FlowRow& to = row(second->group);
    to.second++;
    if (turn != Turn::stayed) to.in[at(turn)]++;
  }
}

std::vector<FlowRow> Flow::rows() const {
  std::vector<FlowRow> sorted = rows_;
  std::sort(sorted.begin(), sorted.end(), [](const FlowRow& a, const FlowRow& b) {
    const bool a_unknown = is_unknown(a.group), b_unknown = is_unknown(b.group);
    if (a_unknown != b_unknown) return b_unknown;
    return a.second != b.second ? a.second > b.second : a.group < b.group;
  });
  return sorted;
}

}  // namespace shoal::exposure
