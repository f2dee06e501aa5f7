#include "plan/made_programme.hpp"

#include <algorithm>
#include <array>

#include <map>

#include "base/pinned_math.hpp"
#include "base/random.hpp"

namespace shoal::plan {
namespace {

constexpr std::array<std::int32_t, 8> levels{250, 500, 750, 1000, 1250, 1500, 2500, 4000};
constexpr std::array<std::uint64_t, 8> level_shares{20, 18, 16, 14, 12, 10, 6, 4};

/// Draws ranks as Zipf's law has them: rank r about as often as 1 / (r + 1).
class Zipf {
 public:
  explicit Zipf(std::size_t ranks) {
    double sum = 0;
    for (std::size_t r = 0; r < ranks; r++) sums_.push_back(sum += 1 / (static_cast<double>(r) + 3));
  }
  ApplicationIndex draw(Random& random) const {
    const double at = static_cast<double>(random.next() >> 11) * 0x1p-53 * sums_.back();
    const auto found = std::upper_bound(sums_.begin(), sums_.end(), at);
    return static_cast<ApplicationIndex>(std::min<std::ptrdiff_t>(found - sums_.begin(), std::ssize(sums_) - 1));
  }

 private:
  std::vector<double> sums_;
};

/// About normal: twelve uniform numbers less six.
double about_normal(Random& random) {
  double sum = -6;
  for (int i = 0; i < 12; i++) sum += static_cast<double>(random.next() >> 11) * 0x1p-53;
  return sum;
}

void make_applications(Problem& problem, const ProgrammeShape& shape, Random& random) {
  std::vector<Effort> sum(shape.teams);
  for (std::size_t a = 0; a < shape.blocking; a++) {
    // A median of ten person-days, and the usual long tail.
    auto effort = static_cast<Effort>(1000 * pinned_exp(0.85 * about_normal(random)));
    if (shape.one_blocks_most && a == 0) effort = 20'000;
    const auto team = static_cast<TeamIndex>(random.below(shape.teams));
    sum[team] += effort;
    problem.applications.push_back({"A" + std::to_string(a), {{team, std::max<Effort>(effort, 50), 1}}});
  }
  for (std::size_t t = 0; t < shape.teams; t++) {
    const auto weekly = static_cast<Effort>(static_cast<double>(sum[t]) / shape.mending_weeks) + 1;
    problem.teams.push_back(
        {"T" + std::to_string(t), std::vector<Effort>(static_cast<std::size_t>(problem.weeks), weekly)});
  }
}

void make_sites(Problem& problem, const ProgrammeShape& shape, Random& random, std::vector<std::uint64_t>& shares) {
  std::uint64_t sum = 0;
  for (std::size_t s = 0; s < shape.sites; s++) {
    shares.push_back(20 + random.below(200));
    sum += shares.back();
  }
  const double weekly = static_cast<double>(shape.devices) / shape.moving_weeks;
  problem.capacity.assign(static_cast<std::size_t>(problem.weeks), static_cast<std::int32_t>(weekly) + 1);
  for (std::size_t s = 0; s < shape.sites; s++) {
    Site site{"S" + std::to_string(s), {}};
    if (shape.site_slack > 0) {
      const double share = weekly * static_cast<double>(shares[s]) / static_cast<double>(sum) * shape.site_slack;
      site.capacity.assign(static_cast<std::size_t>(problem.weeks), static_cast<std::int32_t>(share) + 1);
    }
    problem.sites.push_back(std::move(site));
  }
}

std::vector<std::vector<ApplicationIndex>> make_roles(const ProgrammeShape& shape, const Zipf& zipf, Random& random) {
  std::vector<std::vector<ApplicationIndex>> roles(shape.roles);
  for (auto& role : roles)
    for (std::size_t i = 2 + random.below(5); i > 0; i--) role.push_back(zipf.draw(random));
  return roles;
}

}  // namespace

Problem made_programme(const ProgrammeShape& shape, std::uint64_t seed) {
  Random random(seed);
  Problem problem;
  problem.weeks = static_cast<Week>(std::max(shape.mending_weeks, shape.moving_weeks) * 1.1 + 25);
  make_applications(problem, shape, random);
  std::vector<std::uint64_t> shares;
  make_sites(problem, shape, random, shares);

  const Zipf zipf(shape.blocking);
  const auto roles = make_roles(shape, zipf, random);
  std::vector<Week> hardware(shape.hardware);
  for (Week& release : hardware) release = random.below(5) == 0 ? static_cast<Week>(8 + random.below(33)) : 0;

  // What is alike is one class; a map, so that their order does not depend on a hash.
  using Key = std::pair<std::vector<ApplicationIndex>, std::array<std::int32_t, 3>>;
  std::map<Key, std::int32_t> classes;
  for (std::size_t d = 0; d < shape.devices; d++) {
    std::vector<ApplicationIndex> needs;
    for (ApplicationIndex a = 0; a < shape.universal; a++)
      if (random.below(100) < 97) needs.push_back(a);
    if (shape.one_blocks_most && random.below(10) < 9) needs.push_back(0);
    for (const ApplicationIndex a : roles[random.below(shape.roles)])
      if (random.below(10) < 9) needs.push_back(a);
    // Half of all devices have no personal application; the others have a geometric number of them.
    if (random.below(2) == 0)
      while (random.below(2 * shape.personal_mean + 1) != 0 && needs.size() < 30)
        needs.push_back(static_cast<ApplicationIndex>(zipf.draw(random)));
    std::sort(needs.begin(), needs.end());
    needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
    const auto site = static_cast<std::int32_t>(random.pick(shares));
    const auto weight = shape.equal_weights ? 1000 : levels[random.pick(level_shares)];
    const Week release = hardware[random.below(shape.hardware)];
    classes[Key(std::move(needs), std::array<std::int32_t, 3>{site, weight, release})]++;
  }
  for (const auto& [key, devices] : classes)
    problem.add({devices, key.second[1], 1, static_cast<SiteIndex>(key.second[0]), key.second[2], 1}, key.first);
  return problem;
}

ProgrammeShape tiny_programme() {
  ProgrammeShape shape;
  shape.devices = 300;
  shape.blocking = 16;
  shape.universal = 1;
  shape.roles = 6;
  shape.sites = 3;
  shape.hardware = 4;
  shape.teams = 2;
  shape.mending_weeks = 10;
  shape.moving_weeks = 8;
  shape.personal_mean = 1;
  return shape;
}

ProgrammeShape large_programme() {
  ProgrammeShape shape;
  shape.devices = 100'000;
  shape.blocking = 2'500;
  shape.roles = 200;
  shape.sites = 60;
  shape.teams = 6;
  return shape;
}

ProgrammeShape huge_programme() {
  ProgrammeShape shape = large_programme();
  shape.devices = 1'000'000;
  shape.roles = 400;
  shape.sites = 200;
  return shape;
}

}  // namespace shoal::plan
