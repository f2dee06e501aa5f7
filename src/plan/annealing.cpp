#include "plan/annealing.hpp"

#include <algorithm>
#include <limits>

#include "base/pinned_math.hpp"
#include "plan/proposals.hpp"

namespace shoal::plan {
namespace {

constexpr Exposure nothing_is_taken = std::numeric_limits<Exposure>::min();

/// One walk through orders.
class Annealing {
 public:
  Annealing(const Problem& problem, const WaitingSets& sets, const Order& start, std::uint64_t seed, std::size_t number)
      : order_(problem, start),
        evaluator_(sets, ready_weeks(problem, start)),
        proposals_(problem, sets),
        random_(Random::numbered(seed, number)),
        now_(evaluator_.exposure()),
        best_{start, now_, 0} {}

  /// Tries one change, and takes it if it is worse by no more than `worse_max`.
  /// Gives back by how much it is worse.
  Exposure step(Exposure worse_max) {
    best_.moves++;
    worse_ = 0;
    const auto proposal = proposals_.draw(order_, evaluator_, random_);
    if (!proposal) return 0;
    changes_.clear();
    if (const Turn* turn = std::get_if<Turn>(&*proposal)) {
      order_.turn(*turn, evaluator_, changes_);
      if (!is_taken(worse_max)) order_.turn(turn->back());
    } else {
      const Switch back = order_.change_mode(std::get<Switch>(*proposal), evaluator_, changes_);
      if (!is_taken(worse_max)) order_.change_mode(back);
    }
    return worse_;
  }
  /// How much worse a step may be at this temperature: so that one that is worse by d is taken at odds of exp(-d / t).
  Exposure draw_worse(double temperature) {
    const double chance = (static_cast<double>(random_.next() >> 11) + 1) * 0x1p-53;
    return static_cast<Exposure>(-temperature * pinned_log(chance));
  }
  /// What a change that makes the order worse costs in the middle; 0 where none does. Changes nothing.
  double usual_loss() {
    std::vector<Exposure> losses;
    for (int i = 0; i < 1000 && losses.size() < 100; i++) {
      if (const Exposure loss = step(nothing_is_taken); loss > 0) losses.push_back(loss);
    }
    if (losses.empty()) return 0;
    std::nth_element(losses.begin(), losses.begin() + std::ssize(losses) / 2, losses.end());
    return static_cast<double>(losses[losses.size() / 2]);
  }
  std::int64_t steps() const { return evaluator_.steps(); }
  const Found& best() const { return best_; }
  /// What the order is now, if it is the best so far, is remembered as such.
  void remember() {
    if (now_ < best_.exposure) {
      best_.exposure = now_;
      best_.order = order_.order();
    }
  }

 private:
  bool is_taken(Exposure worse_max) {
    // An order that changes no week is taken: it is where the next change begins.
    if (changes_.empty()) return true;
    const Exposure exposure = evaluator_.change(changes_);
    worse_ = exposure - now_;
    if (worse_ > worse_max) {
      evaluator_.undo();
      return false;
    }
    evaluator_.keep();
    now_ = exposure;
    return true;
  }

  WorkingOrder order_;
  Evaluator evaluator_;
  Proposals proposals_;
  Random random_;
  Exposure now_;
  Exposure worse_ = 0;
  Found best_;
  std::vector<ReadyChange> changes_;
};

/// How much of a search is done, by whichever of its limits is nearest.
class Limits {
 public:
  explicit Limits(const SearchOptions& options) : options_(options), spent_before_(spent()) {}

  /// From 0 to 1, where it ends.
  double done(std::int64_t moves, std::int64_t steps) const {
    const double by_count = std::max(static_cast<double>(moves) / static_cast<double>(options_.moves_max),
                                     static_cast<double>(steps) / static_cast<double>(options_.steps_max));
    const double rest = 1 - spent_before_;
    return std::max(by_count, rest > 0 ? (spent() - spent_before_) / rest : 1);
  }

 private:
  double spent() const { return options_.spent ? options_.spent() : 0; }

  const SearchOptions& options_;
  double spent_before_;  ///< When it began: what was before it did not cool anything.
};

}  // namespace

Found anneal(const Problem& problem, const WaitingSets& sets, const Order& start, const SearchOptions& options,
             std::size_t number) {
  constexpr std::int64_t turn = 512;  // Moves between two looks at the limits and at the temperature.
  const Limits limits(options);
  Annealing annealing(problem, sets, start, options.seed, number);
  // It begins where a change that loses as much as usual is hardly taken, since its start is a good one already, and
  // ends thirty times as cold: between half and twice of both it hardly matters.
  const double hot = 0.3 * annealing.usual_loss();
  const double cooling = pinned_log(1.0 / 30);
  Exposure told = annealing.best().exposure;
  double done = 0;
  while (done < 1 && !(options.should_stop && options.should_stop())) {
    const double temperature = hot * pinned_exp(done * cooling);
    for (std::int64_t i = 0; i < turn; i++) {
      annealing.step(annealing.draw_worse(temperature));
      annealing.remember();
    }
    done = limits.done(annealing.best().moves, annealing.steps());
    if (options.progress && annealing.best().exposure < told)
      options.progress(number, told = annealing.best().exposure);
  }
  return annealing.best();
}

}  // namespace shoal::plan
