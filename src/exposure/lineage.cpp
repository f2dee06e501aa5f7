#include "exposure/lineage.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace shoal::exposure {
namespace {

constexpr std::array<double, 5> year_of_class = {1, 2, 4.5, 8, 12};
constexpr std::array<double, 4> class_ends = {1.5, 3, 6, 10};

Relatives bit(std::size_t relative) { return Relatives{1} << relative; }

std::size_t slot(estate::Architecture architecture) {
  switch (architecture) {
    case estate::Architecture::x86:
      return 0;
    case estate::Architecture::x64:
      return 1;
    case estate::Architecture::arm64:
      return 2;
    default:
      return 3;
  }
}

RelativeStand stand_of(Relatives group, Relatives visible, Relatives listed) {
  if ((group & visible) == 0) return RelativeStand::not_assessed;
  return (group & listed) != 0 ? RelativeStand::listed : RelativeStand::unlisted;
}

KindsStand kinds_of(const std::vector<Relatives>& ladder, Relatives own, Relatives other, Relatives listed) {
  for (const Relatives each : ladder) {
    if ((each & own) == 0 || (each & other) == 0) continue;
    if ((each & own & listed) != 0) return (each & other & listed) != 0 ? KindsStand::both : KindsStand::own;
    return (each & other & listed) != 0 ? KindsStand::other : KindsStand::neither;
  }
  return KindsStand::not_assessed;
}

double years(Day a, Day b) { return std::abs(static_cast<double>((a - b).count())) / 365.25; }

}  // namespace

std::uint8_t class_of_years(double years) {
  return static_cast<std::uint8_t>(std::upper_bound(class_ends.begin(), class_ends.end(), years) - class_ends.begin());
}

double years_of(std::uint8_t year_class) { return year_of_class[std::min<std::size_t>(year_class, 4)]; }

Lineage::Lineage(const Facts& facts, const update::KnownAt& known) : facts_(&facts), known_(known) {
  take_groups();
  take_rows();
}

std::optional<RelativeIndex> Lineage::find(std::string_view release) const {
  for (std::size_t i = 0; i < facts_->lineage.size(); i++) {
    const std::string& named = facts_->lineage[i].release;
    if (!release.starts_with(named)) continue;
    const std::string_view rest = release.substr(named.size());
    if (rest.empty() || rest.starts_with("-sp")) return static_cast<RelativeIndex>(i);
  }
  return std::nullopt;
}

void Lineage::take_groups() {
  const std::vector<Relative>& lineage = facts_->lineage;
  groups_.resize(lineage.size());
  years_between_.assign(lineage.size(), std::vector<double>(lineage.size()));
  for (std::size_t i = 0; i < lineage.size(); i++) {
    (lineage[i].server ? servers_ : clients_) |= bit(i);
    Group& group = groups_[i];
    const auto add = [&](std::vector<Relatives>& ladder, std::size_t j, std::size_t& at, bool fresh) {
      if (fresh || ladder.empty()) ladder.push_back(0);
      ladder.back() |= bit(j);
      at = lineage[j].generation;
    };
    std::size_t newer_at = 256, newer_other_at = 256, older_at = 256, older_other_at = 256;
    std::size_t newer_any_at = 256, older_any_at = 256;
    for (std::size_t j = 0; j < lineage.size(); j++) {
      years_between_[i][j] = years(lineage[i].available, lineage[j].available);
      const bool same = lineage[i].server == lineage[j].server;
      if (lineage[j].generation == lineage[i].generation) {
        if (!same) group.twins |= bit(j);
        if (same && j != i) group.peers |= bit(j);
      } else if (lineage[j].generation > lineage[i].generation) {
        group.all_newer |= bit(j);
        add(group.newer_any, j, newer_any_at, newer_any_at != lineage[j].generation);
        std::size_t& at = same ? newer_at : newer_other_at;
        add(same ? group.newer : group.newer_other, j, at, at != lineage[j].generation);
      }
    }
    for (std::size_t j = lineage.size(); j-- > 0;) {
      if (lineage[j].generation >= lineage[i].generation) continue;
      add(group.older_any, j, older_any_at, older_any_at != lineage[j].generation);
      const bool same = lineage[i].server == lineage[j].server;
      std::size_t& at = same ? older_at : older_other_at;
      add(same ? group.older : group.older_other, j, at, at != lineage[j].generation);
    }
  }
}

void Lineage::take_rows() {
  spans_.resize(facts_->lineage.size());
  listed_.assign(facts_->vulnerabilities.size(), {});
  core_.assign(facts_->vulnerabilities.size(), false);
  for (const Product& product : facts_->products) {
    const auto relative = find(product.release);
    if (!relative) continue;
    const std::size_t at = slot(product.architecture);
    made_for_[at] |= bit(*relative);
    Span& span = spans_[*relative];
    if (product.assessed_from) {
      span.from = span.from ? std::min(*span.from, *product.assessed_from) : *product.assessed_from;
      span.until = span.until ? std::max(*span.until, *product.assessed_until) : *product.assessed_until;
    }
    for (std::uint32_t i = product.rows_begin; i < product.rows_end; i++) {
      const Row& row = facts_->rows[i];
      if (row.component != 0 || row.last_seen == from_data) continue;
      const Vulnerability& vulnerability = facts_->vulnerabilities[row.vulnerability];
      const Day dated = std::max(vulnerability.published, facts_->updates.updates[row.update].released);
      if (!known_.knows(row.first_seen, dated)) continue;
      listed_[row.vulnerability][at] |= bit(*relative);
      core_[row.vulnerability] = vulnerability.subsystem < facts_->subsystems.size() &&
                                 facts_->subsystems[vulnerability.subsystem].role != Role::apart;
    }
  }
}

bool Lineage::assessed(RelativeIndex relative, Day day) const {
  const Span& span = spans_[relative];
  return span.from && *span.from <= day && day <= *span.until;
}

Relatives Lineage::assessed_on(Day day) const {
  Relatives found = 0;
  for (std::size_t i = 0; i < size(); i++)
    if (assessed(static_cast<RelativeIndex>(i), day)) found |= bit(i);
  return found;
}

Relatives Lineage::listed(VulnerabilityIndex vulnerability, estate::Architecture architecture) const {
  const std::array<Relatives, 4>& by = listed_[vulnerability];
  const std::size_t at = slot(architecture);
  const Relatives anywhere = by[0] | by[1] | by[2] | by[3];
  return by[at] | (anywhere & ~made_for_[at]);
}

bool Lineage::made_for(RelativeIndex relative, estate::Architecture architecture) const {
  return (made_for_[slot(architecture)] & bit(relative)) != 0;
}

Relatives Lineage::following(RelativeIndex relative, std::uint8_t generations) const {
  const std::uint8_t own = facts_->lineage[relative].generation;
  Relatives found = 0;
  for (std::size_t i = 0; i < size(); i++)
    if (facts_->lineage[i].generation > own && facts_->lineage[i].generation <= own + generations) found |= bit(i);
  return found;
}

Relatives Lineage::preceding(RelativeIndex relative) const {
  Relatives found = 0;
  for (std::size_t i = 0; i < size(); i++)
    if (facts_->lineage[i].generation < facts_->lineage[relative].generation) found |= bit(i);
  return found;
}

void Lineage::look_at_generations(const Group& group, Relatives visible, Relatives here, Situation& made) const {
  const Relatives clients = clients_ & visible, servers = servers_ & visible;
  const Relatives speaking = ((here & clients) != 0 ? clients : 0) | ((here & servers) != 0 ? servers : 0);
  const auto next = [&](const std::vector<Relatives>& ladder, std::size_t& at) {
    while (at < ladder.size() && (ladder[at] & speaking) == 0) at++;
    return at < ladder.size() ? stand_of(ladder[at++], speaking, here) : RelativeStand::not_assessed;
  };
  std::size_t newer = 0, older = 0;
  made.newer_generation = next(group.newer_any, newer);
  made.newer_generation_next = next(group.newer_any, newer);
  made.older_generation = next(group.older_any, older);
  const Relatives own = made.server ? servers : clients, other = made.server ? clients : servers;
  made.newer_kinds = kinds_of(group.newer_any, own, other, here);
  made.older_kinds = kinds_of(group.older_any, own, other, here);
}

std::optional<Situation> Lineage::situation(RelativeIndex relative, VulnerabilityIndex vulnerability,
                                            estate::Architecture architecture, Relatives visible) const {
  const Relatives here = listed(vulnerability, architecture) & visible;
  if (here == 0) return std::nullopt;
  const Group& group = groups_[relative];
  Situation made;
  made.server = facts_->lineage[relative].server;
  made.twin = stand_of(group.twins, visible, here);
  made.peer = stand_of(group.peers | bit(relative), visible, here);
  const auto first = [&](const std::vector<Relatives>& ladder, std::size_t from, std::uint8_t* years_class) {
    for (std::size_t i = from; i < ladder.size(); i++) {
      if ((ladder[i] & visible) == 0) continue;
      const auto one = static_cast<std::size_t>(std::countr_zero(ladder[i] & visible));
      if (years_class != nullptr) *years_class = class_of_years(years_between_[relative][one]);
      return i;
    }
    return ladder.size();
  };
  const auto stand_at = [&](const std::vector<Relatives>& ladder, std::size_t at) {
    return at < ladder.size() ? stand_of(ladder[at], visible, here) : RelativeStand::not_assessed;
  };
  const std::size_t newer = first(group.newer, 0, &made.newer_years);
  made.newer = stand_at(group.newer, newer);
  made.newer_next = stand_at(group.newer, first(group.newer, newer + 1, nullptr));
  made.older = stand_at(group.older, first(group.older, 0, &made.older_years));
  made.newer_other = stand_at(group.newer_other, first(group.newer_other, 0, &made.newer_other_years));
  made.older_other = stand_at(group.older_other, first(group.older_other, 0, nullptr));
  made.clients_unlisted = (clients_ & visible) != 0 && (clients_ & here) == 0;
  made.servers_unlisted = (servers_ & visible) != 0 && (servers_ & here) == 0;
  look_at_generations(group, visible, here, made);

  const int of = std::popcount(group.all_newer & visible);
  if (of > 0) made.newer_share = static_cast<std::uint8_t>((4 * std::popcount(group.all_newer & here) + of / 2) / of);
  double nearest = 1e9;
  for (Relatives left = here; left != 0; left &= left - 1) {
    const auto one = static_cast<std::size_t>(std::countr_zero(left));
    const bool other = facts_->lineage[one].server != made.server;
    const double away = years_between_[relative][one] + (other ? 0.01 : 0);
    if (away < nearest) {
      nearest = away;
      made.nearest = static_cast<RelativeIndex>(one);
    }
  }
  made.listed_years = class_of_years(nearest);
  return made;
}

}  // namespace shoal::exposure
