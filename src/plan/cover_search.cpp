// Small covers by exchange. Whenever all rows are covered, one column is given up; then a column leaves and another
// comes for a row that is short, and rows that stay short gain weight, so that the search learns which are hard. After
// Gao, Weise and Li, "An efficient local search heuristic with row weighting for the unicost set covering problem"
// (European Journal of Operational Research 246, 2015).
#include <algorithm>
#include <limits>

#include "base/random.hpp"
#include "plan/cover_core.hpp"

namespace shoal::plan {
namespace {

/// Columns taken, and what one more or one less of each would change, by the rows' weights.
class Exchange {
 public:
  explicit Exchange(const CoverCore& core)
      : core_(core),
        taken_(core.columns(), 0),
        times_(core.rows(), 0),
        row_weight_(core.rows(), 1),
        gain_(core.columns(), 0),
        loss_(core.columns(), 0),
        changed_at_(core.columns(), 0),
        place_(core.rows(), none),
        member_(core.columns(), none) {
    for (std::uint32_t c = 0; c < core.columns(); c++)
      gain_[c] = loss_[c] = static_cast<std::int64_t>(core.rows_of(c).size());
    for (std::uint32_t r = 0; r < core.rows(); r++) mark_short(r);
  }

  bool is_cover() const { return short_.empty(); }
  std::int64_t number() const { return number_; }
  const std::vector<std::int32_t>& taken() const { return taken_; }

  /// Takes the column that helps most, over and over, then gives up whatever is not needed.
  void fill() {
    while (!is_cover()) {
      std::uint32_t best = none;
      for (std::uint32_t c = 0; c < core_.columns(); c++)
        if (taken_[c] < core_.most[c] && (best == none || gain_[c] > gain_[best])) best = c;
      add(best);
    }
    while (number_ > 0) {
      const std::uint32_t spare = least_needed(none);
      if (spare == none || loss_[spare] > 0) return;
      remove(spare);
    }
  }

  void give_up_one() {
    const std::uint32_t spare = least_needed(none);
    if (spare != none) remove(spare);
  }

  /// One column out, one in for a row that is short.
  void step(Random& random) {
    clock_++;
    const std::uint32_t out = least_needed(last_in_);
    if (out != none) remove(out);
    const std::uint32_t row = short_[random.below(short_.size())];
    std::uint32_t in = none;
    for (const std::uint32_t c : core_.columns_of(row))
      if (taken_[c] < core_.most[c] && c != out && (in == none || comes_before(c, in))) in = c;
    if (in == none) in = out;
    add(in);
    last_in_ = in;
    for (const std::uint32_t r : short_) make_heavier(r);
  }

 private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  bool comes_before(std::uint32_t a, std::uint32_t b) const {
    return gain_[a] != gain_[b] ? gain_[a] > gain_[b] : changed_at_[a] < changed_at_[b];
  }

  /// The taken column whose leaving costs least, the one longest there among equals, but not `spared`.
  std::uint32_t least_needed(std::uint32_t spared) const {
    std::uint32_t best = none;
    for (const std::uint32_t c : members_)
      if (c != spared && (best == none || loss_[c] < loss_[best] ||
                          (loss_[c] == loss_[best] &&
                           (changed_at_[c] != changed_at_[best] ? changed_at_[c] < changed_at_[best] : c < best))))
        best = c;
    return best;
  }

  void mark_short(std::uint32_t r) {
    place_[r] = static_cast<std::uint32_t>(short_.size());
    short_.push_back(r);
  }
  void mark_covered(std::uint32_t r) {
    place_[short_.back()] = place_[r];
    short_[place_[r]] = short_.back();
    short_.pop_back();
  }

  void add(std::uint32_t c) {
    if (taken_[c]++ == 0) {
      member_[c] = static_cast<std::uint32_t>(members_.size());
      members_.push_back(c);
    }
    number_++;
    changed_at_[c] = clock_;
    for (const std::uint32_t r : core_.rows_of(c)) {
      const std::int32_t times = ++times_[r];
      if (times == core_.need[r]) {
        mark_covered(r);
        for (const std::uint32_t other : core_.columns_of(r)) gain_[other] -= row_weight_[r];
      } else if (times == core_.need[r] + 1) {
        for (const std::uint32_t other : core_.columns_of(r)) loss_[other] -= row_weight_[r];
      }
    }
  }

  void remove(std::uint32_t c) {
    if (--taken_[c] == 0) {
      member_[members_.back()] = member_[c];
      members_[member_[c]] = members_.back();
      members_.pop_back();
    }
    number_--;
    changed_at_[c] = clock_;
    for (const std::uint32_t r : core_.rows_of(c)) {
      const std::int32_t times = --times_[r];
      if (times == core_.need[r] - 1) {
        mark_short(r);
        for (const std::uint32_t other : core_.columns_of(r)) gain_[other] += row_weight_[r];
      } else if (times == core_.need[r]) {
        for (const std::uint32_t other : core_.columns_of(r)) loss_[other] += row_weight_[r];
      }
    }
  }

  void make_heavier(std::uint32_t r) {
    row_weight_[r]++;
    for (const std::uint32_t c : core_.columns_of(r)) gain_[c]++, loss_[c]++;
  }

  const CoverCore& core_;
  std::vector<std::int32_t> taken_, times_;
  std::vector<std::int64_t> row_weight_, gain_, loss_, changed_at_;
  std::vector<std::uint32_t> short_, place_, members_, member_;
  std::int64_t number_ = 0, clock_ = 0;
  std::uint32_t last_in_ = none;
};

/// How often each row is covered by `taken`.
std::vector<std::int32_t> times_covered(const CoverCore& core, const std::vector<std::int32_t>& taken) {
  std::vector<std::int32_t> times(core.rows());
  for (std::size_t c = 0; c < core.columns(); c++)
    for (const std::uint32_t r : core.rows_of(c)) times[r] += taken[c];
  return times;
}

/// The lightest column that may stand in for one of column c, or c itself.
std::size_t lighter_column(const CoverCore& core, const std::vector<std::int32_t>& taken,
                           const std::vector<std::uint32_t>& needed, std::size_t c) {
  std::size_t best = c;
  for (const std::uint32_t other : core.columns_of(needed.front())) {
    if (taken[other] >= core.most[other] || core.weight[other] >= core.weight[best]) continue;
    const auto rows = core.rows_of(other);
    if (std::includes(rows.begin(), rows.end(), needed.begin(), needed.end())) best = other;
  }
  return best;
}

}  // namespace

std::vector<std::int32_t> core_cover(const CoverCore& core, std::int64_t bound, const CoverEffort& effort) {
  Exchange exchange(core);
  exchange.fill();
  auto best = exchange.taken();
  std::int64_t fewest = exchange.number();
  Random random(effort.seed);
  for (std::int64_t step = 0; step < effort.steps && fewest > bound; step++) {
    if (exchange.is_cover()) {
      best = exchange.taken();
      fewest = exchange.number();
      exchange.give_up_one();
    } else {
      exchange.step(random);
    }
  }
  return best;
}

void make_lighter(const CoverCore& core, std::vector<std::int32_t>& taken) {
  auto times = times_covered(core, taken);
  std::vector<std::uint32_t> needed;
  for (std::size_t c = 0; c < core.columns(); c++) {
    if (taken[c] == 0) continue;
    needed.clear();
    for (const std::uint32_t r : core.rows_of(c))
      if (times[r] <= core.need[r]) needed.push_back(r);
    if (needed.empty()) continue;
    const std::size_t instead = lighter_column(core, taken, needed, c);
    if (instead == c) continue;
    taken[c]--, taken[instead]++;
    for (const std::uint32_t r : core.rows_of(c)) times[r]--;
    for (const std::uint32_t r : core.rows_of(instead)) times[r]++;
  }
}

}  // namespace shoal::plan
