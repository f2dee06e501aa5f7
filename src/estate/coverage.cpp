#include "estate/coverage.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "base/assert.hpp"
#include "base/cholesky.hpp"
#include "base/pinned_math.hpp"
#include "base/text.hpp"

namespace shoal::estate {
namespace {

constexpr double normal_975 = 1.959963984540054;  // The 97.5 % point of the normal distribution.
constexpr double normal_999 = 3.090232306167813;  // The 99.9 % point.
constexpr double tail = 0.025;
constexpr double pivot_rounding = 1e-12;  // A pivot that is smaller beside its diagonal is nothing but rounding.

// The normal distribution function, to 1e-7: Abramowitz, Stegun: Handbook of Mathematical Functions, 26.2.17.
double normal_below(double x) {
  if (x < 0) return 1 - normal_below(-x);
  const double t = 1 / (1 + 0.2316419 * x);
  const double series =
      t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - 0.3989422804014327 * pinned_exp(-x * x / 2) * series;
}

// The logarithm of n!, by Stirling's series where n is large and by its factors where not.
double log_factorial(double n) {
  double low = 0;
  while (n < 20) {
    n += 1;
    low += pinned_log(n);
  }
  const double square = n * n;
  return n * pinned_log(n) - n + 0.5 * pinned_log(6.283185307179586 * n) +
         (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / n - low;
}

// ---- Two sources.

std::uint64_t whole(double devices) { return static_cast<std::uint64_t>(std::max(0.0, std::floor(devices + 0.5))); }

// `only_first`, `only_second` and `both` as counts of devices.
Unseen chapman(double only_first, double only_second, double both) {
  Unseen made;
  const double estimate = (only_first + both + 1) * (only_second + both + 1) / (both + 1) - 1;
  made.unseen = whole(estimate - only_first - only_second - both);
  const double a = only_first + 0.5, b = only_second + 0.5, c = both + 0.5;
  const double middle = a * b / c;
  const double spread = pinned_exp(normal_975 * std::sqrt(1 / a + 1 / b + 1 / c + c / (a * b)));
  made.low = static_cast<std::uint64_t>(std::max(0.0, std::floor(middle / spread - 0.5)));
  made.high = static_cast<std::uint64_t>(std::max(0.0, std::ceil(middle * spread - 0.5)));
  made.low = std::min(made.low, made.unseen);
  made.high = std::max(made.high, made.unseen);
  return made;
}

// ---- Three and more: the table of 2^k cells, of which the first is not observed.

// Values by SourceSet.
using Cells = std::vector<double>;

// Every value becomes the sum over its subsets, itself included.
void sum_subsets(Cells& cells) {
  for (std::size_t bit = 1; bit < cells.size(); bit *= 2)
    for (std::size_t set = 0; set < cells.size(); set++)
      if ((set & bit) != 0) cells[set] += cells[set ^ bit];
}

// Every value becomes the sum over its supersets, itself included.
void sum_supersets(Cells& cells) {
  for (std::size_t bit = 1; bit < cells.size(); bit *= 2)
    for (std::size_t set = 0; set < cells.size(); set++)
      if ((set & bit) == 0) cells[set] += cells[set | bit];
}

// One term of a log-linear model, as sets of sources. The logarithm of a cell's expected count is the sum of the
// coefficients of all terms, each as often as sets of it are subsets of the cell.
using Term = std::vector<std::size_t>;
using Terms = std::vector<Term>;
using Coefficients = std::vector<double>;  // One for each term.

struct Fit {
  double deviance = 0;
  Coefficients coefficients;
  Cells expected;  // Also of the first cell, where that was not observed.
};

// Fits a model to a table by maximum likelihood: Poisson regression, by iteratively reweighted least squares.
class Fitter {
 public:
  // The first cell of `counts` counts only where it `is_whole`.
  Fitter(const Cells& counts, const Terms& terms, bool is_whole)
      : counts_(counts), terms_(terms), first_(is_whole ? 0 : 1) {}

  // Begins with `coefficients`, or with a guess where there are none. Nothing where the table does not decide them.
  std::optional<Fit> fitted(Coefficients coefficients = {}) {
    coefficients_ = std::move(coefficients);
    if (coefficients_.empty() && !guess()) return std::nullopt;
    double deviance = deviance_of(coefficients_);
    for (int round = 0; round < rounds_max; round++) {
      const std::optional<Coefficients> step = newton_step();
      // Where a count of zero drives its expectation to zero, the last steps cannot be told from rounding.
      if (!step) return round > 5 ? std::optional(finished(deviance)) : std::nullopt;
      const double before = deviance;
      deviance = take(*step, deviance);
      if (before - deviance <= 1e-9 * (1 + deviance)) return finished(deviance);
    }
    return std::nullopt;
  }

 private:
  static constexpr int rounds_max = 60;  // Six are usual; forty take an expectation from one to nothing.

  // Each cell by itself, weighed by its count.
  bool guess() {
    Cells values(counts_.size()), weights(counts_.size());
    for (std::size_t cell = first_; cell < counts_.size(); cell++) {
      weights[cell] = counts_[cell] + 0.5;
      values[cell] = weights[cell] * pinned_log(weights[cell]);
    }
    auto solved = solved_for(weights, values);
    if (!solved) return false;
    coefficients_ = *std::move(solved);
    return true;
  }

  // The x for which X' diag(weights) X x = X' values, where X says how often which term is in which cell: an entry is a
  // sum over the cells that are supersets of a set of both terms.
  std::optional<Coefficients> solved_for(Cells weights, Cells values) const {
    sum_supersets(weights);
    sum_supersets(values);
    const std::size_t n = terms_.size();
    std::vector<double> matrix(n * n);
    Coefficients right(n);
    for (std::size_t i = 0; i < n; i++) {
      for (const std::size_t a : terms_[i]) {
        right[i] += values[a];
        for (std::size_t j = 0; j < n; j++)
          for (const std::size_t b : terms_[j]) matrix[i * n + j] += weights[a | b];
      }
    }
    if (!solve_positive_definite(matrix, right, pivot_rounding)) return std::nullopt;
    return right;
  }

  std::optional<Coefficients> newton_step() const {
    Cells expected = expected_of(coefficients_), missing(counts_.size());
    expected[0] = first_ == 0 ? expected[0] : 0;
    for (std::size_t cell = first_; cell < counts_.size(); cell++) missing[cell] = counts_[cell] - expected[cell];
    return solved_for(std::move(expected), std::move(missing));
  }

  // Takes the step, or the largest half of a half of it that does not make the fit worse.
  double take(const Coefficients& step, double deviance) {
    double share = 1;
    for (int halving = 0; halving < 30; halving++, share /= 2) {
      Coefficients tried = coefficients_;
      for (std::size_t i = 0; i < tried.size(); i++) tried[i] += share * step[i];
      const double reached = deviance_of(tried);
      if (!(reached <= deviance)) continue;
      coefficients_ = std::move(tried);
      return reached;
    }
    return deviance;
  }

  Cells expected_of(const Coefficients& coefficients) const {
    Cells cells(counts_.size());
    for (std::size_t i = 0; i < terms_.size(); i++)
      for (const std::size_t set : terms_[i]) cells[set] += coefficients[i];
    sum_subsets(cells);
    for (double& cell : cells) cell = pinned_exp(cell);
    return cells;
  }

  double deviance_of(const Coefficients& coefficients) const {
    const Cells expected = expected_of(coefficients);
    double half = 0;
    for (std::size_t cell = first_; cell < counts_.size(); cell++) {
      half += expected[cell] - counts_[cell];
      if (counts_[cell] > 0) half += counts_[cell] * (pinned_log(counts_[cell]) - pinned_log(expected[cell]));
    }
    return 2 * half;
  }

  Fit finished(double deviance) const { return {deviance, coefficients_, expected_of(coefficients_)}; }

  const Cells& counts_;
  const Terms& terms_;
  std::size_t first_;
  Coefficients coefficients_;
};

// Which effects a model has beside those of each source: bits by position in the list of effects.
using Effects = std::uint32_t;

struct Model {
  Effects effects = 0;
  Terms terms;  // Empty where the table does not decide it.
  Coefficients coefficients;
  double deviance = 0, criterion = 0;
  int freedom = 0;
  double unobserved = 0;  // The expected count of the first cell.
  double weight = 0;
  double best = 0, greatest = 0;  // Of the profile likelihood: where it is greatest, and how great.
};

class LogLinear {
 public:
  explicit LogLinear(const std::vector<std::uint64_t>& devices) : counts_(devices.begin(), devices.end()) {
    sources_ = static_cast<std::size_t>(std::countr_zero(devices.size()));
    Cells together = counts_;
    sum_supersets(together);
    seen_ = together[0];
    Term pairs;
    for (std::size_t i = 0; i < sources_; i++)
      for (std::size_t j = i + 1; j < sources_; j++) {
        pairs.push_back((std::size_t{1} << i) | (std::size_t{1} << j));
        // The dependence of two that share no device is infinite.
        if (together[pairs.back()] > 0) effects_.push_back({pairs.back()});
      }
    effects_.push_back(std::move(pairs));
  }

  // Looks at models from independence on, one effect more or less at a time, until no neighbour is better.
  void search() {
    Effects at = 0;
    static_cast<void>(look(at));
    for (bool moved = true; moved;) {
      Effects next = at;
      for (std::size_t i = 0; i < effects_.size(); i++) {
        const Effects neighbour = at ^ (Effects{1} << i);
        if (look(neighbour).criterion < look(next).criterion) next = neighbour;
      }
      moved = next != at;
      at = next;
    }
    best_ = at;
  }

  bool is_decided() const { return !best().terms.empty(); }
  // Whether the best model leaves something to check it by.
  bool is_checked() const { return best().freedom > 0; }

  // Whether its deviance is one that chance brings about in one of a thousand tables, or less: by the approximation of
  // Wilson and Hilferty (The distribution of chi-square, PNAS 17, 1931).
  bool is_refuted() const {
    const double freedom = best().freedom, part = 2 / (9 * freedom);
    const double root = 1 - part + normal_999 * std::sqrt(part);
    return best().deviance > freedom * root * root * root;
  }

  // Nothing where numbers a hundred times what was seen are not unlikely enough.
  std::optional<Unseen> averaged() {
    weigh();
    const auto low = first_where(tail, 0);
    const auto middle = low ? first_where(0.5, *low) : std::nullopt;
    const auto beyond = middle ? first_where(1 - tail, *middle) : std::nullopt;
    if (!beyond) return std::nullopt;
    Unseen made;
    made.unseen = *middle;
    made.low = *low;
    made.high = std::max(*middle + 1, *beyond) - 1;
    return made;
  }

  std::size_t averaged_models() const { return averaged_.size(); }
  // The pairs of sources that depend on each other in the best model, as sets.
  Term dependent_pairs() const {
    Term sets;
    for (std::size_t i = 0; i + 1 < effects_.size(); i++)
      if ((best_ >> i & 1U) != 0) sets.push_back(effects_[i].front());
    return sets;
  }
  // Whether in the best model all pairs depend on each other alike, and positively.
  bool is_uneven() const { return (best_ >> (effects_.size() - 1)) != 0 && best().coefficients.back() > 0; }

 private:
  const Model& best() const { return models_.at(best_); }

  const Model& look(Effects effects) {
    const auto [at, is_new] = models_.try_emplace(effects);
    if (is_new) fit(effects, at->second);
    return at->second;
  }

  void fit(Effects effects, Model& model) const {
    Terms terms = {{0}};
    for (std::size_t i = 0; i < sources_; i++) terms.push_back({std::size_t{1} << i});
    for (std::size_t i = 0; i < effects_.size(); i++)
      if ((effects >> i & 1U) != 0) terms.push_back(effects_[i]);
    model.criterion = std::numeric_limits<double>::infinity();
    model.freedom = static_cast<int>(counts_.size()) - 1 - static_cast<int>(terms.size());
    if (model.freedom < 0) return;
    std::optional<Fit> fit = Fitter(counts_, terms, false).fitted();
    if (!fit || fit->expected[0] > unseen_max()) return;
    model.effects = effects;
    model.deviance = fit->deviance;
    model.unobserved = fit->expected[0];
    model.criterion = fit->deviance + 2 * static_cast<double>(terms.size());
    model.coefficients = std::move(fit->coefficients);
    model.terms = std::move(terms);
  }

  double unseen_max() const { return 100 * seen_; }

  // Models that are a hundred times less likely than the best change nothing.
  void weigh() {
    double sum = 0;
    for (const auto& [effects, model] : models_) {
      if (model.terms.empty() || model.freedom == 0) continue;
      const double weight = pinned_exp((best().criterion - model.criterion) / 2);
      if (weight < 0.01) continue;
      averaged_.push_back(model);
      averaged_.back().weight = weight;
      sum += weight;
    }
    for (Model& model : averaged_) {
      model.weight /= sum;
      climb(model);
    }
  }

  // The logarithm of the likelihood that `unseen` devices were not seen, up to a constant: that of the multinomial
  // distribution of the whole table at its most likely coefficients.
  double likelihood(const Model& model, double unseen) const {
    Cells whole_table = counts_;
    whole_table[0] = unseen;
    Fitter fitter(whole_table, model.terms, true);
    // What fits the observed cells is near, unless it expects nothing where there now is something.
    std::optional<Fit> fit = model.unobserved > 0.1 ? fitter.fitted(model.coefficients) : std::nullopt;
    if (!fit) fit = fitter.fitted();
    if (!fit) return -std::numeric_limits<double>::infinity();
    const double total = seen_ + unseen;
    double sum = log_factorial(total) - log_factorial(unseen);
    for (std::size_t cell = 0; cell < whole_table.size(); cell++)
      if (whole_table[cell] > 0) sum += whole_table[cell] * pinned_log(fit->expected[cell] / total);
    return sum;
  }

  // The whole number at which the likelihood is greatest, which has one peak, near what the observed cells expect: by
  // steps that double while they lead up and halve where they do not.
  void climb(Model& model) const {
    model.best = std::floor(model.unobserved);
    model.greatest = likelihood(model, model.best);
    for (double step = 1; step >= 1;) {
      const bool moved = try_at(model, model.best + step) || try_at(model, model.best - step);
      step = moved ? step * 2 : std::floor(step / 2);
    }
  }

  bool try_at(Model& model, double unseen) const {
    if (unseen < 0) return false;
    const double reached = likelihood(model, unseen);
    if (!(reached > model.greatest)) return false;
    model.best = unseen;
    model.greatest = reached;
    return true;
  }

  // How much weight lies below `unseen`, as by the normal distribution of the signed root of the deviance.
  double below(std::uint64_t unseen) const {
    double sum = 0;
    const auto devices = static_cast<double>(unseen);
    for (const Model& model : averaged_) {
      const double root = std::sqrt(std::max(0.0, 2 * (model.greatest - likelihood(model, devices))));
      sum += model.weight * normal_below(devices < model.best ? -root : root);
    }
    return sum;
  }

  // The least number, not less than `from`, below or at which `share` of the weight lies; nothing beyond unseen_max().
  std::optional<std::uint64_t> first_where(double share, std::uint64_t from) const {
    if (below(from) >= share) return from;
    std::uint64_t low = from, step = 1;
    while (below(low + step) < share) {
      low += step;
      step *= 2;
      if (static_cast<double>(low) > unseen_max()) return std::nullopt;
    }
    std::uint64_t high = low + step;
    while (high - low > 1) {
      const std::uint64_t middle = low + (high - low) / 2;
      (below(middle) < share ? low : high) = middle;
    }
    return high;
  }

  Cells counts_;
  std::size_t sources_ = 0;
  double seen_ = 0;
  Terms effects_;                    // Each pair by itself, and last all pairs alike.
  std::map<Effects, Model> models_;  // Those looked at.
  Effects best_ = 0;
  std::vector<Model> averaged_;
};

// ---- Sources.

// "a, b and c"
std::string listed(const std::vector<std::string>& names) {
  std::string made;
  for (std::size_t i = 0; i < names.size(); i++)
    made += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  return made;
}

// Replaces sources by groups of them: `group_of` has the group of each, or nothing where it is to be left out.
Overlap grouped_by(const Overlap& overlap, const std::vector<std::optional<std::size_t>>& group_of,
                   std::vector<std::string> names) {
  Overlap made{std::move(names), {}};
  made.devices.resize(std::size_t{1} << made.sources.size());
  for (std::size_t set = 1; set < overlap.devices.size(); set++) {
    std::size_t seen_by = 0;
    for (std::size_t i = 0; i < overlap.sources.size(); i++)
      if ((set >> i & 1U) != 0 && group_of[i]) seen_by |= std::size_t{1} << *group_of[i];
    if (seen_by != 0) made.devices[seen_by] += overlap.devices[set];
  }
  return made;
}

std::uint64_t devices_of(const Overlap& overlap, std::size_t sources) {
  std::uint64_t sum = 0;
  for (std::size_t set = 1; set < overlap.devices.size(); set++)
    if ((set & sources) == sources) sum += overlap.devices[set];
  return sum;
}

// Those that feed each other become one, and those that saw nothing none.
Overlap independent_sources(const Overlap& overlap, std::span<const Feed> feeds, std::vector<std::string>& remarks) {
  const std::size_t n = overlap.sources.size();
  std::vector<std::size_t> first(n);  // The first source of the group that each belongs to.
  for (std::size_t i = 0; i < n; i++) first[i] = i;
  for (const Feed& feed : feeds) {
    SHOAL_ASSERT(feed.from < n && feed.to < n);
    const std::size_t low = std::min(first[feed.from], first[feed.to]),
                      high = std::max(first[feed.from], first[feed.to]);
    std::replace(first.begin(), first.end(), high, low);
  }
  std::vector<std::optional<std::size_t>> group_of(n);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < n; i++) {
    if (first[i] != i) continue;
    std::vector<std::string> members;
    std::uint64_t seen = 0;
    for (std::size_t j = i; j < n; j++)
      if (first[j] == i) {
        members.push_back(overlap.sources[j]);
        seen += devices_of(overlap, std::size_t{1} << j);
      }
    if (seen == 0) {
      remarks.push_back(listed(members) + " saw no device");
      continue;
    }
    for (std::size_t j = i; j < n; j++)
      if (first[j] == i) group_of[j] = names.size();
    if (members.size() > 1) remarks.push_back(listed(members) + " count as one source, since one feeds another");
    names.push_back(listed(members));
  }
  return grouped_by(overlap, group_of, std::move(names));
}

std::vector<std::string> assumptions_of(const char* dependence) {
  return {
      "every device is one device: one that was taken for two raises the estimate, two that were taken for one lower "
      "it",
      "the estate was the same for all sources: devices that came or went in between raise the estimate", dependence,
      "a source is as likely to see one device as another: devices that all sources are blind to are not counted"};
}

void estimate_two(const Overlap& overlap, Coverage& made) {
  if (overlap.devices[3] == 0) {
    made.why_none = listed(overlap.sources) + " share no device, so that they may be about different estates";
    return;
  }
  made.unseen = chapman(static_cast<double>(overlap.devices[1]), static_cast<double>(overlap.devices[2]),
                        static_cast<double>(overlap.devices[3]));
  made.unseen->method = "Chapman's estimator from " + grouped(overlap.devices[3]) + " devices that both " +
                        listed(overlap.sources) + " saw";
  made.unseen->assumptions = assumptions_of(
      "the two sources are independent: to be in one makes it neither likelier nor less likely to be in the other");
}

std::string method_of(const Overlap& overlap, const LogLinear& models) {
  std::string made = "log-linear models of " + std::to_string(overlap.sources.size()) + " sources, averaged over " +
                     std::to_string(models.averaged_models()) + "; in the best, ";
  std::vector<std::string> dependent;
  for (const std::size_t pair : models.dependent_pairs()) {
    std::vector<std::string> two;
    for (std::size_t i = 0; i < overlap.sources.size(); i++)
      if ((pair >> i & 1U) != 0) two.push_back(overlap.sources[i]);
    dependent.push_back(two[0] + " with " + two[1]);
  }
  if (models.is_uneven()) made += "some devices are harder to see than others for all sources, and ";
  if (dependent.empty()) return made + "no two depend on each other";
  return made + listed(dependent) + (dependent.size() == 1 ? " depends" : " depend") + " on each other";
}

void estimate_more(const Overlap& overlap, Coverage& made) {
  const std::size_t sources = overlap.sources.size();
  for (std::size_t i = 0; i < sources; i++) {
    std::uint64_t shared = 0;
    for (std::size_t j = 0; j < sources; j++)
      if (j != i) shared += devices_of(overlap, (std::size_t{1} << i) | (std::size_t{1} << j));
    if (shared > 0) continue;
    made.why_none =
        overlap.sources[i] + " shares no device with any other source, so that it may be about another estate";
    return;
  }
  LogLinear models(overlap.devices);
  models.search();
  const std::string names = listed(overlap.sources);
  if (models.is_decided() && !models.is_checked()) {
    made.why_none = "only a model in which every pair of " + names +
                    " depends on each other fits, and nothing is left to check it by";
    return;
  }
  if (models.is_decided() && models.is_refuted()) {
    made.why_none = "no model in which sources depend on each other in pairs fits how " + names + " overlap";
    return;
  }
  if (models.is_decided()) made.unseen = models.averaged();
  if (!made.unseen) {
    made.why_none = "the overlap of " + names + " is too thin to bound what they do not see";
    return;
  }
  made.unseen->uneven = models.is_uneven();
  made.unseen->method = method_of(overlap, models);
  made.unseen->assumptions = assumptions_of("sources depend on each other at most in pairs");
}

}  // namespace

Overlap overlap_of(std::vector<std::string> sources, std::span<const SourceSet> seen_by) {
  SHOAL_ASSERT(sources.size() <= coverage_sources_max);
  Overlap made{std::move(sources), {}};
  made.devices.resize(std::size_t{1} << made.sources.size());
  for (const SourceSet set : seen_by) {
    SHOAL_ASSERT(set < made.devices.size());
    if (set != 0) made.devices[set]++;
  }
  return made;
}

Coverage estimate_coverage(const Overlap& overlap, std::span<const Feed> feeds) {
  SHOAL_ASSERT(overlap.sources.size() <= coverage_sources_max);
  SHOAL_ASSERT(overlap.devices.size() == std::size_t{1} << overlap.sources.size());
  SHOAL_ASSERT(overlap.devices[0] == 0);
  Coverage made;
  for (const std::uint64_t devices : overlap.devices) made.seen += devices;
  const Overlap independent = independent_sources(overlap, feeds, made.remarks);
  if (made.seen == 0) {
    made.why_none = "no source saw a device";
  } else if (independent.sources.size() < 2) {
    made.why_none = "it takes two independent sources, and there is only one: " + listed(independent.sources);
  } else if (independent.sources.size() == 2) {
    estimate_two(independent, made);
  } else {
    estimate_more(independent, made);
  }
  return made;
}

}  // namespace shoal::estate
