#include "plan/blocks.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "plan/exact_closure.hpp"
#include "plan/reasons.hpp"
#include "plan/schedule.hpp"

namespace shoal::plan {
namespace {

/// Applications between two sets of blocks: what was taken before is done, and what comes later does not exist.
struct Stretch {
  std::vector<ApplicationIndex> applications;
  ClosureGraph graph{0};         // Of positions in `applications`.
  std::vector<Exposure> weight;  // By group.
};

/// Groups with the same needs made one, since blocks that are done leave many alike.
class StretchMaker {
 public:
  explicit StretchMaker(std::vector<ApplicationIndex> applications) { made_.applications = std::move(applications); }

  void add(std::span<const std::uint32_t> needs, Exposure weight) {
    if (needs.empty() || weight == 0) return;
    begins_.push_back(needs_.size());
    needs_.insert(needs_.end(), needs.begin(), needs.end());
    weights_.push_back(weight);
  }

  Stretch finish() && {
    begins_.push_back(needs_.size());
    std::vector<std::uint32_t> sorted(weights_.size());
    std::iota(sorted.begin(), sorted.end(), std::uint32_t{0});
    std::stable_sort(sorted.begin(), sorted.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::ranges::lexicographical_compare(needs(a), needs(b));
    });
    made_.graph = ClosureGraph(made_.applications.size());
    for (std::size_t i = 0; i < sorted.size(); i++) {
      if (i == 0 || !std::ranges::equal(needs(sorted[i]), needs(sorted[i - 1]))) {
        made_.graph.add_group(needs(sorted[i]));
        made_.weight.push_back(0);
      }
      made_.weight.back() += weights_[sorted[i]];
    }
    made_.graph.finish();
    return std::move(made_);
  }

 private:
  std::span<const std::uint32_t> needs(std::uint32_t group) const {
    return std::span(needs_).subspan(begins_[group], begins_[group + 1] - begins_[group]);
  }

  Stretch made_;
  std::vector<std::size_t> begins_;
  std::vector<std::uint32_t> needs_;
  std::vector<Exposure> weights_;
};

class Decomposition {
 public:
  Decomposition(const Problem& problem, std::span<const std::uint8_t> mode) : problem_(problem) {
    effort_.reserve(problem.applications.size());
    for (ApplicationIndex a = 0; a < problem.applications.size(); a++) {
      const auto& modes = problem.applications[a].modes;
      effort_.push_back(modes.empty() ? 0 : modes[mode[a]].effort);
    }
    made_.of.assign(problem.applications.size(), no_block);
  }

  Blocks make() && {
    // What frees most stands on top.
    std::vector<Stretch> open;
    open.push_back(whole());
    while (!open.empty()) {
      const Stretch stretch = std::move(open.back());
      open.pop_back();
      if (stretch.applications.empty()) continue;
      auto parts = split(stretch);
      if (!parts) {
        close(stretch);
        continue;
      }
      open.push_back(std::move(parts->second));
      open.push_back(std::move(parts->first));
    }
    count_devices();
    return std::move(made_);
  }

 private:
  Stretch whole() const {
    const std::vector<bool> awaited = to_be_mended(problem_);
    std::vector<ApplicationIndex> all;
    std::vector<std::uint32_t> position(awaited.size());
    for (ApplicationIndex a = 0; a < awaited.size(); a++) {
      position[a] = static_cast<std::uint32_t>(all.size());
      if (awaited[a]) all.push_back(a);
    }
    StretchMaker maker(std::move(all));
    std::vector<std::uint32_t> needs;
    for (ClassIndex c = 0; c < problem_.classes.size(); c++) {
      if (!can_move(problem_, c)) continue;
      needs.clear();
      for (const ApplicationIndex a : problem_.waits_for(c)) needs.push_back(position[a]);
      maker.add(needs, Exposure{problem_.classes[c].devices} * problem_.classes[c].weight);
    }
    return std::move(maker).finish();
  }

  Effort effort_of(const Stretch& stretch) const {
    Effort sum = 0;
    for (const ApplicationIndex a : stretch.applications) sum += effort_[a];
    return sum;
  }

  static Exposure weight_of(const Stretch& stretch) {
    return std::accumulate(stretch.weight.begin(), stretch.weight.end(), Exposure{0});
  }

  // At the price of an effort at which all of the stretch is worth just nothing: a set within it that is worth more
  // frees more for each effort than the rest does. Nothing if there is none, and the stretch is one block. (As what is
  // found is the largest such set, no block is ever cut.)
  std::optional<std::pair<Stretch, Stretch>> split(const Stretch& stretch) const {
    const Effort effort = effort_of(stretch);
    const Exposure weight = weight_of(stretch);
    if (effort == 0 || weight == 0) return std::nullopt;
    const std::int64_t common = std::gcd(effort, weight);
    std::vector<Wide> profit, price;
    profit.reserve(stretch.weight.size());
    price.reserve(stretch.applications.size());
    for (const Exposure each : stretch.weight) profit.push_back(product(each, effort / common));
    for (const ApplicationIndex a : stretch.applications) price.push_back(product(effort_[a], weight / common));
    const std::vector<std::uint8_t> chosen = greatest_closure(stretch.graph, profit, price);
    if (std::find(chosen.begin(), chosen.end(), 0) == chosen.end()) return std::nullopt;
    return parted(stretch, chosen);
  }

  static std::pair<Stretch, Stretch> parted(const Stretch& stretch, const std::vector<std::uint8_t>& chosen) {
    std::vector<ApplicationIndex> applications[2];
    std::vector<std::uint32_t> position;
    position.reserve(chosen.size());
    for (std::size_t i = 0; i < chosen.size(); i++) {
      auto& part = applications[chosen[i] != 0 ? 0 : 1];
      position.push_back(static_cast<std::uint32_t>(part.size()));
      part.push_back(stretch.applications[i]);
    }
    StretchMaker first(std::move(applications[0])), rest(std::move(applications[1]));
    std::vector<std::uint32_t> taken, left;
    for (std::size_t g = 0; g < stretch.graph.groups(); g++) {
      taken.clear(), left.clear();
      for (const std::uint32_t a : stretch.graph.needs(g)) (chosen[a] != 0 ? taken : left).push_back(position[a]);
      left.empty() ? first.add(taken, stretch.weight[g]) : rest.add(left, stretch.weight[g]);
    }
    return {std::move(first).finish(), std::move(rest).finish()};
  }

  void close(const Stretch& stretch) {
    for (const ApplicationIndex a : stretch.applications) made_.of[a] = static_cast<std::uint32_t>(made_.blocks.size());
    Block& block = made_.blocks.emplace_back();
    block.applications = static_cast<std::uint32_t>(stretch.applications.size());
    block.effort = effort_of(stretch);
  }

  void count_devices() {
    made_.frees.assign(problem_.classes.size(), no_block);
    for (ClassIndex c = 0; c < problem_.classes.size(); c++) {
      const auto waits = problem_.waits_for(c);
      if (waits.empty() || !can_move(problem_, c)) continue;
      std::uint32_t last = 0;
      for (const ApplicationIndex a : waits) last = std::max(last, made_.of[a]);
      made_.frees[c] = last;
      made_.blocks[last].devices += problem_.classes[c].devices;
      made_.blocks[last].weight += Exposure{problem_.classes[c].devices} * problem_.classes[c].weight;
    }
  }

  const Problem& problem_;
  std::vector<Effort> effort_;  // By application.
  Blocks made_;
};

}  // namespace

Blocks blocks_of(const Problem& problem, std::span<const std::uint8_t> mode) {
  return Decomposition(problem, mode).make();
}

}  // namespace shoal::plan
