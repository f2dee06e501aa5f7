// Which devices are worth freeing at the prices of one week: a closure of greatest weight in the graph of groups of
// devices and the applications that they wait for.
//
// Choosing a group earns its profit and demands all its applications; each of those costs its price once. Seen from the
// other side, every group spreads its profit over its applications, and what an application is given beyond its price
// is overload. No closure weighs more than the overload of any spreading, and one spreading has just the weight of the
// best closure (this is maximum flow and minimum cut). So a spreading that is nearly even proves a bound that is nearly
// the best, and one that served other prices is a good start for these.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace shoal::plan {

/// Which group needs which applications. Groups need one application or more, each once.
class ClosureGraph {
 public:
  explicit ClosureGraph(std::size_t applications) : applications_(applications) {}

  /// Adds a group; its number is how many were added before.
  void add_group(std::span<const std::uint32_t> needs);
  /// To be called once, after the last group.
  void finish();

  std::size_t groups() const { return begins_.size() - 1; }
  std::size_t applications() const { return applications_; }
  std::size_t pairs() const { return needs_.size(); }
  std::size_t begin_of(std::size_t group) const { return begins_[group]; }
  std::size_t end_of(std::size_t group) const { return begins_[group + 1]; }
  std::uint32_t application_of(std::size_t pair) const { return needs_[pair]; }
  std::span<const std::uint32_t> needs(std::size_t group) const {
    return std::span(needs_).subspan(begins_[group], begins_[group + 1] - begins_[group]);
  }
  std::span<const std::uint32_t> needed_by(std::size_t application) const {
    return std::span(groups_).subspan(group_begins_[application],
                                      group_begins_[application + 1] - group_begins_[application]);
  }

 private:
  std::size_t applications_;
  std::vector<std::uint32_t> begins_{0};
  std::vector<std::uint32_t> needs_;
  std::vector<std::uint32_t> group_begins_;  ///< By application, into `groups_`.
  std::vector<std::uint32_t> groups_;
};

/// Solves one closure after the other on one graph; each begins with the spreading of the one before.
/// Invariant: the spreading gives each group's whole profit to its applications.
class ClosureSolver {
 public:
  /// The graph must outlive the solver.
  explicit ClosureSolver(const ClosureGraph& graph);

  /// Profits and prices are 0 or more and finite. Returns what no closure weighs more than; the best weighs no less
  /// than that less `tolerance` x the sum of all profits, but for rounding, unless `is_cancelled` ends it sooner, which
  /// is asked every few milliseconds; `chosen` then is what it was before.
  double solve(std::span<const double> profit, std::span<const double> price, double tolerance,
               const std::function<bool()>& is_cancelled = {});

  /// By application, 1 if the closure that was found last demands it. All groups whose applications are chosen belong.
  std::span<const std::uint8_t> chosen() const { return chosen_; }

  /// How often the last call measured distances anew; tells how hard it was.
  int waves() const { return waves_; }

 private:
  /// A closure of all applications that are as far as `distance` from room, or farther, weighs no less than the
  /// overload less `crossing`.
  struct Cut {
    std::uint16_t distance = 0;
    double crossing = 0;
  };

  /// Part of a group's profit, and who is given it.
  struct Gift {
    double amount = 0;
    std::uint32_t taker = 0;
  };
  /// Most groups give to one application or two.
  struct Gifts {
    Gift first;
    std::uint32_t count = 0;
  };
  /// A group that can take from an application what it gives to it, and give it to one that is nearer to room.
  struct Crosser {
    std::uint32_t taker;
    std::uint32_t group;
  };

  Gift& gift(std::uint32_t group, std::uint32_t number) {
    return number == 0 ? gifts_[group].first : more_[graph_.begin_of(group) - group + number - 1];
  }
  const Gift& gift(std::uint32_t group, std::uint32_t number) const {
    return number == 0 ? gifts_[group].first : more_[graph_.begin_of(group) - group + number - 1];
  }
  void spread(std::span<const double> profit, std::span<const double> price);
  bool rescale(std::uint32_t group, double profit);
  void place(std::uint32_t group, double profit, std::span<const double> price);
  void give(std::uint32_t group, std::uint32_t application, double amount);
  void measure_distances(std::span<const double> price);
  void list_far();
  void reach_groups(std::span<const std::uint32_t> nearest, std::uint16_t distance);
  void reach_givers(std::uint32_t group, std::uint16_t distance);
  Cut least_cut(std::span<const double> price) const;
  void list_givers();
  void wave(std::span<const double> price);
  void relieve(std::uint32_t application, std::span<const double> price);
  double shift(std::uint32_t group, double amount, std::span<const double> price);
  double overload(std::span<const double> profit, std::span<const double> price) const;

  const ClosureGraph& graph_;
  std::vector<Gifts> gifts_;  ///< By group.
  std::vector<Gift> more_;    ///< Those after the first: a group has room for one less than it has needs.

  std::vector<double> load_;             ///< By application: the sum of what it is given.
  std::vector<std::uint16_t> distance_;  ///< By application: steps to one with room; `unreached` where there is none.
  std::vector<std::uint16_t> group_distance_;  ///< The least of its needs'; `unreached` also where it gives to none but
                                               ///< those with room.
  std::vector<std::uint32_t> reached_;         ///< Applications in the order in which they were reached.
  std::vector<std::uint32_t> far_;             ///< Groups that were not reached yet, and maybe some that were.
  std::vector<double> crossing_;  ///< By distance: what groups there give to applications that are one step farther.
  std::vector<Crosser> crossers_;
  std::vector<std::uint32_t> giver_begins_;  ///< By application, into `givers_`.
  std::vector<std::uint32_t> givers_;        ///< Groups that can relieve it.
  std::vector<std::uint8_t> chosen_;
  double grain_ = 0;  ///< Room and overload below this are none.
  int waves_ = 0;
};

}  // namespace shoal::plan
