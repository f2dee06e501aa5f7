#include "plan/evaluator.hpp"

#include <algorithm>

namespace shoal::plan {

Evaluator::Evaluator(const WaitingSets& sets, std::span<const Week> ready)
    : sets_(sets),
      stride_(sets.level_weight.size() * sets.lanes),
      rise_(sets.level_weight),
      ready_(ready.size()),
      latest_(sets.set_count()),
      released_((sets.weeks + std::size_t{1}) * stride_),
      queues_(sets.weeks * stride_),
      tried_(queues_.size()),
      cost_(sets.weeks + std::size_t{1}),
      tried_cost_(cost_.size()),
      rest_(sets.lanes),
      taken_(sets.lanes),
      exposure_(sets.stranded) {
  for (std::size_t level = rise_.size(); level-- > 1;) rise_[level] -= rise_[level - 1];
  for (std::size_t a = 0; a < ready_.size(); a++)
    ready_[a] = static_cast<std::uint16_t>(std::min<Week>(ready[a], sets.weeks));
  for (const WaitingPart& part : sets.free) released_[part.release * stride_ + part.cell] += part.units;
  for (std::uint32_t set = 0; set < latest_.size(); set++) {
    for (const ApplicationIndex a : sets.applications_of(set)) latest_[set] = std::max(latest_[set], ready_[a]);
    for (const WaitingPart& part : sets.parts_of(set)) released_[row_of(part, latest_[set])] += part.units;
  }
  if (!sets.parts.empty()) lag_min_ = sets.weeks;
  for (const WaitingPart& part : sets.parts) {
    lag_min_ = std::min<std::size_t>(lag_min_, part.lag);
    lag_max_ = std::max<std::size_t>(lag_max_, part.lag);
  }
  rows_ = {0, sets.weeks + std::size_t{1}};
  count_queues();
  keep();
}

/// Where in `released_` a part begins to be counted when the last of its applications is ready in that week.
std::size_t Evaluator::row_of(const WaitingPart& part, std::uint16_t latest) const {
  const auto week =
      std::min<std::uint32_t>(std::max<std::uint32_t>(part.release, std::uint32_t{latest} + part.lag), sets_.weeks);
  return week * stride_ + part.cell;
}

void Evaluator::move_set(std::uint32_t set, std::uint16_t to) {
  const std::uint16_t from = latest_[set];
  latest_[set] = to;
  moved_.push_back({set, from});
  const auto parts = sets_.parts_of(set);
  steps_ += 4 + 2 * std::ssize(parts);
  for (const WaitingPart& part : parts) {
    released_[row_of(part, from)] -= part.units;
    released_[row_of(part, to)] += part.units;
  }
}

void Evaluator::raise(const ReadyChange& change) {
  const auto sets = sets_.sets_of(change.application);
  steps_ += std::ssize(sets);
  for (const std::uint32_t set : sets)
    if (latest_[set] < change.week) move_set(set, change.week);
}

void Evaluator::lower(ApplicationIndex application, std::uint16_t from) {
  const auto sets = sets_.sets_of(application);
  steps_ += std::ssize(sets);
  for (const std::uint32_t set : sets) {
    if (latest_[set] != from) continue;
    std::uint16_t latest = 0;
    const auto applications = sets_.applications_of(set);
    steps_ += std::ssize(applications);
    for (const ApplicationIndex a : applications) latest = std::max(latest, ready_[a]);
    if (latest != from) move_set(set, latest);
  }
}

/// Which rows these changes can touch. What waits for a changed application is ready between the earliest and the
/// latest week that one of them leaves or goes to, before and after.
void Evaluator::find_rows(std::span<const ReadyChange> changes) {
  std::size_t first = sets_.weeks, last = 0;
  for (const ReadyChange& change : changes) {
    const std::uint16_t before = ready_[change.application];
    first = std::min<std::size_t>({first, change.week, before});
    last = std::max<std::size_t>({last, change.week, before});
  }
  const std::size_t never_row = sets_.weeks;
  rows_ = {std::min(first + lag_min_, never_row), std::min(last + lag_max_, never_row) + 1};
  if (changes.empty()) rows_ = {never_row, never_row};
  saved_.assign(released_.begin() + static_cast<std::ptrdiff_t>(rows_.begin * stride_),
                released_.begin() + static_cast<std::ptrdiff_t>(rows_.end * stride_));
}

Exposure Evaluator::change(std::span<const ReadyChange> changes) {
  moved_.clear();
  before_.clear();
  find_rows(changes);
  for (const ReadyChange& change : changes) {
    before_.push_back({change.application, ready_[change.application]});
    ready_[change.application] = change.week;
  }
  // Raised first: whatever is later than all that it was before is right at once, and the lowered look at the rest.
  for (std::size_t i = 0; i < changes.size(); i++)
    if (changes[i].week > before_[i].week) raise(changes[i]);
  for (std::size_t i = 0; i < changes.size(); i++)
    if (changes[i].week < before_[i].week) lower(changes[i].application, before_[i].week);
  count_queues();
  return exposure_;
}

Exposure Evaluator::release_cost(std::size_t week) const {
  const std::int32_t* fresh = released_.data() + week * stride_;
  Exposure sum = 0;
  for (const std::int64_t weight : sets_.level_weight) {
    std::int32_t units = 0;
    for (std::size_t lane = 0; lane < sets_.lanes; lane++) units += *fresh++;
    sum += weight * units;
  }
  return sum * static_cast<Exposure>(std::min<std::size_t>(week + 1, sets_.weeks));
}

void Evaluator::count_queues() {
  std::size_t week = std::min<std::size_t>(rows_.begin, sets_.weeks);
  tried_weeks_.begin = week;
  for (; week < sets_.weeks; week++) {
    const bool is_last = week + std::size_t{1} == sets_.weeks;
    const Exposure queued = sets_.lanes == 1 ? queue_by_weight(week) : queue_by_site(week);
    tried_cost_[week] = release_cost(week) + (is_last ? 0 : queued);
    exposure_ += tried_cost_[week] - cost_[week];
    if (week + 1 < rows_.end) continue;
    const auto row = static_cast<std::ptrdiff_t>(week * stride_), next = row + static_cast<std::ptrdiff_t>(stride_);
    if (!std::equal(tried_.begin() + row, tried_.begin() + next, queues_.begin() + row)) continue;
    week++;
    break;
  }
  tried_weeks_.end = week;
  if (rows_.end > sets_.weeks) {
    tried_cost_[sets_.weeks] = release_cost(sets_.weeks);
    exposure_ += tried_cost_[sets_.weeks] - cost_[sets_.weeks];
  }
  steps_ += static_cast<std::int64_t>((week - tried_weeks_.begin) * stride_);
}

Exposure Evaluator::queue_by_weight(std::size_t week) {
  const std::int32_t capacity = sets_.capacity[week];
  const std::int32_t* const fresh = released_.data() + week * stride_;
  const std::int32_t* const last =
      week == 0 ? nullptr : (week > tried_weeks_.begin ? &tried_ : &queues_)->data() + (week - 1) * stride_;
  std::int32_t* const now = tried_.data() + week * stride_;
  std::int32_t heavier = -capacity;
  Exposure cost = 0;
  for (std::size_t level = stride_; level-- > 0;) {
    heavier += fresh[level];
    now[level] = std::max(0, (last == nullptr ? 0 : last[level]) + heavier);
    cost += rise_[level] * now[level];
  }
  return cost;
}

/// Cuts down what lanes take, `wanted` together, to `left`: each by the same part, and what rounding leaves to the
/// first.
void Evaluator::share_out(std::int32_t left, std::int32_t wanted) {
  const double part = static_cast<double>(left) / wanted;
  const auto cut = [&](std::int32_t lane) { return static_cast<std::int32_t>(part * lane); };
  std::int32_t rest = left;
  for (const std::int32_t lane : taken_) rest -= cut(lane);
  for (std::int32_t& lane : taken_) {
    const std::int32_t more = lane > 0 && rest > 0 ? 1 : 0;
    lane = cut(lane) + more;
    rest -= more;
  }
}

Exposure Evaluator::queue_by_site(std::size_t week) {
  const std::size_t lanes = sets_.lanes;
  const std::int32_t* const fresh = &released_[week * stride_];
  const std::int32_t* const last =
      week == 0 ? nullptr : (week > tried_weeks_.begin ? &tried_ : &queues_)->data() + (week - 1) * stride_;
  std::int32_t* const now = &tried_[week * stride_];
  std::int32_t left = sets_.capacity[week];
  std::copy_n(&sets_.lane_capacity[week * lanes], lanes, rest_.begin());
  std::int32_t* const rest = rest_.data();
  std::int32_t* const taken = taken_.data();
  Exposure cost = 0;
  for (std::size_t level = sets_.level_weight.size(); level-- > 0;) {
    std::int32_t* const row = now + level * lanes;
    std::int32_t waiting = 0, fit = 0;
    if (last == nullptr)
      std::copy_n(fresh + level * lanes, lanes, row);
    else
      for (std::size_t lane = 0; lane < lanes; lane++)
        row[lane] = last[level * lanes + lane] + fresh[level * lanes + lane];
    for (std::size_t lane = 0; lane < lanes; lane++) {
      taken[lane] = std::min(row[lane], rest[lane]);
      waiting += row[lane];
      fit += taken[lane];
    }
    if (fit > left) {
      share_out(left, fit);
      fit = left;
    }
    for (std::size_t lane = 0; lane < lanes; lane++) {
      row[lane] -= taken[lane];
      rest[lane] -= taken[lane];
    }
    left -= fit;
    cost += sets_.level_weight[level] * (waiting - fit);
  }
  return cost;
}

void Evaluator::keep() {
  const auto begin = static_cast<std::ptrdiff_t>(tried_weeks_.begin),
             end = static_cast<std::ptrdiff_t>(tried_weeks_.end);
  const auto stride = static_cast<std::ptrdiff_t>(stride_);
  std::copy(tried_.begin() + begin * stride, tried_.begin() + end * stride, queues_.begin() + begin * stride);
  std::copy(tried_cost_.begin() + begin, tried_cost_.begin() + end, cost_.begin() + begin);
  if (rows_.end > sets_.weeks) cost_.back() = tried_cost_.back();
  kept_exposure_ = exposure_;
}

void Evaluator::undo() {
  for (std::size_t i = moved_.size(); i-- > 0;) latest_[moved_[i].set] = moved_[i].from;
  std::copy(saved_.begin(), saved_.end(), released_.begin() + static_cast<std::ptrdiff_t>(rows_.begin * stride_));
  for (const ReadyChange& before : before_) ready_[before.application] = before.week;
  exposure_ = kept_exposure_;
}

}  // namespace shoal::plan
