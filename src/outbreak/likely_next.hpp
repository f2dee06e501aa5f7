// Which lanes are likely to be hit next, in which order: guesses, so that nobody waits for the answer.
//
// Looking for the next lane takes long from end to end, though little of it is work. With a guess the processor goes on
// to the next hit while it still checks the last. A wrong guess costs time only: whoever uses one checks it, and where
// it fails looks at all lanes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "outbreak/lanes.hpp"

namespace shoal::outbreak {

class LikelyNext {
 public:
  explicit LikelyNext(std::size_t lanes) : sum_(lanes), before_(lanes), candidates_(lanes + most) {}

  bool is_empty() const { return first_ == last_; }
  std::uint32_t lane() const { return queue_[first_].lane; }

  /// Guesses anew: lanes that at today's rates would be hit soon after `at`.
  void survey(const LaneParts& parts, Seconds at) {
    adapt();
    horizon_ = at + ahead_;
    const std::size_t lanes = sum_.size();
    std::copy_n(parts.sum, lanes, sum_.begin());
    std::copy_n(parts.before, lanes, before_.begin());
    std::uint32_t found = 0;  // Counted without a branch, since nobody could predict it.
    for (std::uint32_t lane = 0; lane < lanes; lane++) {
      candidates_[found] = lane;
      found += parts.threshold[lane] + before_[lane] < horizon_ * sum_[lane] ? 1U : 0U;
    }
    found_ = found;
    first_ = 0;
    last_ = std::min(found, most);
    sort_candidates(parts);
  }

  /// The lane was hit, and its next device withstands so much.
  void take(std::uint32_t lane, double threshold) {
    if (first_ != last_ && queue_[first_].lane == lane)
      first_++;
    else
      remove(lane);
    const double over = threshold + before_[lane];
    if (over < horizon_ * sum_[lane]) put({over / sum_[lane], lane});
  }

 private:
  static constexpr std::uint32_t most = 32;

  struct Guess {
    Seconds at = forever;
    std::uint32_t lane = 0;
  };

  /// Looks so far ahead that there are some guesses, and not so many that their order is wrong before they come.
  void adapt() {
    constexpr std::uint32_t wanted = 12;
    if (found_ < wanted * 3 / 4) ahead_ *= found_ < 2 ? 4 : 1.25;
    if (found_ > wanted * 5 / 4) ahead_ *= found_ > 2 * wanted ? 0.5 : 0.8;
  }

  /// Each goes to the place that its rank gives it, for which no branch is needed.
  void sort_candidates(const LaneParts& parts) {
    Seconds at[most];
    std::uint32_t rank[most] = {};
    for (std::uint32_t i = 0; i < last_; i++) {
      const std::uint32_t lane = candidates_[i];
      at[i] = (parts.threshold[lane] + before_[lane]) / sum_[lane];
      for (std::uint32_t j = 0; j < i; j++) {
        const std::uint32_t is_later = at[j] <= at[i] ? 1 : 0;
        rank[i] += is_later;
        rank[j] += 1 - is_later;
      }
    }
    for (std::uint32_t i = 0; i < last_; i++) queue_[rank[i]] = {at[i], candidates_[i]};
  }

  void remove(std::uint32_t lane) {
    for (std::uint32_t i = first_; i < last_; i++)
      if (queue_[i].lane == lane) {
        std::copy(queue_ + i + 1, queue_ + last_, queue_ + i);
        last_--;
        return;
      }
  }

  void put(const Guess& guess) {
    if (last_ == 2 * most) return;
    std::uint32_t place = last_++;
    for (; place > first_ && queue_[place - 1].at > guess.at; place--) queue_[place] = queue_[place - 1];
    queue_[place] = guess;
  }

  std::vector<double> sum_, before_;       // As they were when guesses were made.
  std::vector<std::uint32_t> candidates_;  // Room for them.
  Guess queue_[2 * most];
  std::uint32_t first_ = 0, last_ = 0, found_ = 12;
  Seconds ahead_ = 1, horizon_ = 0;
};

}  // namespace shoal::outbreak
