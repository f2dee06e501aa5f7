#include "exposure/product_view.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/text.hpp"

namespace shoal::exposure {
namespace {

std::vector<Row> rows_known(const Facts& facts, const Product& product, const update::KnownAt& known) {
  std::vector<Row> kept;
  for (std::uint32_t i = product.rows_begin; i < product.rows_end; i++) {
    const Row& row = facts.rows[i];
    const Day dated =
        std::max(facts.vulnerabilities[row.vulnerability].published, facts.updates.updates[row.update].released);
    const bool published = row.last_seen == from_data ? facts.data_days[row.first_seen] <= known.day()
                                                      : known.knows(row.first_seen, dated);
    if (published) kept.push_back(row);
  }
  return kept;
}

std::vector<update::UpdateIndex> updates_of(std::span<const Row> rows) {
  std::vector<update::UpdateIndex> updates;
  for (const Row& row : rows) updates.push_back(row.update);
  std::sort(updates.begin(), updates.end());
  updates.erase(std::unique(updates.begin(), updates.end()), updates.end());
  return updates;
}

// "windows-xp" ships what is in the box of "windows-xp-sp3" too; "windows-xp-x64" is another release.
bool ships_with(const InBox& entry, std::string_view release) {
  if (!release.starts_with(entry.release)) return false;
  const std::string_view rest = release.substr(entry.release.size());
  return rest.empty() || rest.starts_with("-sp");
}

bool names_version(const Component& component, std::string_view version) {
  return component.versions.empty() ||
         std::find(component.versions.begin(), component.versions.end(), version) != component.versions.end();
}

// Versions compare by their numbers: 4.10 is newer than 4.9.
std::vector<std::uint32_t> numbers_of(std::string_view version) {
  std::vector<std::uint32_t> numbers;
  for (const std::string_view part : split(version, '.')) numbers.push_back(parse_number(part).value_or(0));
  return numbers;
}

bool better(const Access& a, const Access& b) {
  return std::tuple(!a.entitled, a.obtainable) < std::tuple(!b.entitled, b.obtainable);
}

}  // namespace

std::string_view spelled(Obtainable obtainable) {
  switch (obtainable) {
    case Obtainable::everybody:
      return "public";
    case Obtainable::enrolment:
      return "enrolment";
    case Obtainable::withdrawn:
      break;
  }
  return "withdrawn";
}

ShownVersions::ShownVersions(std::vector<std::string> shown) : versions(std::move(shown)) {
  for (const std::string& version : versions) {
    std::vector<std::uint32_t> numbers = numbers_of(version);
    if (oldest.empty() || numbers < oldest) oldest = std::move(numbers);
  }
}

ProductView::ProductView(const Facts& facts, const lifecycle::Catalogue& catalogue, std::uint16_t product,
                         std::string edition, std::span<const std::string> enrolled, const update::KnownAt& known,
                         std::shared_ptr<const Presumer> presumer)
    : facts_(&facts),
      product_(&facts.products[product]),
      known_(known),
      edition_(std::move(edition)),
      family_(facts.updates, product_->family, known, updates_of(rows_known(facts, *product_, known))),
      applicable_(family_.size()),
      presumer_(std::move(presumer)) {
  const std::vector<Row> rows = rows_known(facts, *product_, known);
  containers_of_.assign(family_.size(), Bits(family_.size()));
  for (std::size_t newer = 0; newer < family_.size(); newer++)
    family_.contained_in(newer).each([&](std::size_t older) { containers_of_[older].set(newer); });
  take_components(rows);
  take_access(catalogue, enrolled);
  take_groups(rows);
  take_outside();
}

std::optional<std::size_t> ProductView::proves(std::size_t local) const {
  if (proves_[local] < 0) return std::nullopt;
  return static_cast<std::size_t>(proves_[local]);
}

std::optional<std::size_t> ProductView::group_of(VulnerabilityIndex vulnerability) const {
  const auto found =
      std::lower_bound(group_of_.begin(), group_of_.end(), vulnerability,
                       [](const auto& entry, VulnerabilityIndex wanted) { return entry.first < wanted; });
  if (found == group_of_.end() || found->first != vulnerability) return std::nullopt;
  return found->second;
}

void ProductView::take_components(std::span<const Row> rows) {
  components_.push_back(0);
  for (const Row& row : rows) components_.push_back(row.component);
  std::sort(components_.begin(), components_.end());
  components_.erase(std::unique(components_.begin(), components_.end()), components_.end());

  for (const ComponentIndex index : components_) {
    const Component& component = facts_->components[index];
    const InBox* shipped = nullptr;
    for (const InBox& entry : facts_->in_box)
      if (entry.component == component.name && ships_with(entry, product_->release) &&
          names_version(component, entry.version))
        shipped = &entry;
    in_box_.push_back(shipped);
    listed_versions_.emplace_back(component.versions);
    in_box_versions_.emplace_back(shipped == nullptr ? std::vector<std::string>{} : std::vector{shipped->version});
  }

  constexpr std::int32_t not_met = -1, several = -2;
  proves_.assign(family_.size(), not_met);
  components_of_.assign(family_.size(), {});
  for (const Row& row : rows) {
    const std::size_t local = *family_.local(row.update);
    const auto position = static_cast<std::int32_t>(
        std::lower_bound(components_.begin(), components_.end(), row.component) - components_.begin());
    std::vector<std::uint16_t>& listed_for = components_of_[local];
    const auto at = std::lower_bound(listed_for.begin(), listed_for.end(), position);
    if (at == listed_for.end() || *at != position) listed_for.insert(at, static_cast<std::uint16_t>(position));
    applicable_.set(local);
    if (proves_[local] == not_met) proves_[local] = position;
    if (proves_[local] != position) proves_[local] = several;
  }
}

// An update of a product's public years is public still, decades later: the vendor keeps it in its catalogue.
void ProductView::take_access(const lifecycle::Catalogue& catalogue, std::span<const std::string> enrolled) {
  const lifecycle::Release* release = nullptr;
  for (const lifecycle::Release& each : catalogue.releases)
    if (each.id == product_->release) release = &each;
  if (release != nullptr) build_ = release->build;
  const lifecycle::SupportDates* dates = release == nullptr ? nullptr : lifecycle::dates_for(*release, edition_);

  access_.resize(family_.size());
  for (std::size_t local = 0; local < family_.size(); local++) {
    Access& access = access_[local];
    if (dates == nullptr || released(local) <= dates->extended_until) continue;
    access = {Obtainable::enrolment, false, {}};
    for (const lifecycle::Enrolment* way : enrolments_on(catalogue, *release, edition_, released(local))) {
      const bool held = std::find(enrolled.begin(), enrolled.end(), way->id) != enrolled.end();
      if (access.enrolment.empty() || (held && !access.entitled)) access.enrolment = way->id;
      access.entitled = access.entitled || held;
    }
    for (const lifecycle::SupportDates& other : release->support)
      if (access.enrolment.empty() && released(local) <= other.extended_until) access.enrolment = other.edition;
  }
  for (const Availability& entry : facts_->availability) {
    const auto local = family_.local(entry.update);
    if (!local) continue;
    if (entry.withdrawn && entry.since && *entry.since > known_.day()) continue;
    access_[*local] = entry.withdrawn ? Access{Obtainable::withdrawn, false, {}} : Access{};
  }
}

Access ProductView::access_to(std::span<const std::uint32_t> options) const {
  std::optional<Access> best;
  for (const std::uint32_t option : options) {
    if (!best || better(access_[option], *best)) best = access_[option];
    containers_of_[option].each([&](std::size_t container) {
      if (applicable_.test(container) && better(access_[container], *best)) best = access_[container];
    });
  }
  return *best;
}

// Of updates that contain each other, in a circle, the first stands for all.
std::vector<std::uint32_t> ProductView::least_of(const std::vector<std::uint32_t>& updates) const {
  std::vector<std::uint32_t> least;
  for (std::size_t i = 0; i < updates.size(); i++) {
    bool contains_another = false;
    for (std::size_t j = 0; j < updates.size() && !contains_another; j++) {
      const bool contains = family_.contained_in(updates[i]).test(updates[j]);
      const bool contained = family_.contained_in(updates[j]).test(updates[i]);
      contains_another = i != j && contains && (!contained || j < i);
    }
    if (!contains_another) least.push_back(updates[i]);
  }
  return least;
}

// `rows` are those of one vulnerability and one component.
Requirement ProductView::requirement_of(std::span<const Row> rows) const {
  Requirement made;
  made.component = static_cast<std::uint16_t>(
      std::lower_bound(components_.begin(), components_.end(), rows.front().component) - components_.begin());
  made.newest = Day{};
  made.oldest = Day::max();
  std::vector<std::uint32_t> older;
  for (const Row& row : rows) {
    const auto local = static_cast<std::uint32_t>(*family_.local(row.update));
    made.newest = std::max(made.newest, released(local));
    if (released(local) < made.oldest) {
      made.oldest = released(local);
      made.oldest_known = facts_->updates.updates[row.update].release_known;
    }
    const std::optional<Day>& since = family_facts().alternatives_from;
    (since && released(local) >= *since ? made.any_of : older).push_back(local);
  }
  for (const std::uint32_t update : older) {
    const auto meets = [&](const std::vector<std::uint32_t>& clause) {
      return std::any_of(clause.begin(), clause.end(), [&](std::uint32_t other) {
        return family_.contained_in(update).test(other) || family_.contained_in(other).test(update);
      });
    };
    const auto clause = std::find_if(made.clauses.begin(), made.clauses.end(), meets);
    if (clause == made.clauses.end()) {
      made.clauses.push_back({update});
    } else {
      clause->push_back(update);
    }
  }
  made.any_of_least = least_of(made.any_of);
  for (const auto& clause : made.clauses) made.clauses_least.push_back(least_of(clause));
  if (!made.any_of.empty()) {
    made.access = access_to(made.any_of);
  } else {
    for (const auto& clause : made.clauses) {
      const Access access = access_to(clause);
      if (!better(access, made.access)) made.access = access;
    }
  }
  return made;
}

// The vendor's own words outweigh its lists, which pair some of these products with a bulletin's number.
std::map<VulnerabilityIndex, std::int32_t> ProductView::statements_known() const {
  std::map<VulnerabilityIndex, std::int32_t> found;
  for (std::size_t i = 0; i < facts_->statements.size(); i++) {
    const Statement& statement = facts_->statements[i];
    if (&facts_->products[statement.product] != product_) continue;
    if (facts_->vulnerabilities[statement.vulnerability].published <= known_.day())
      found.emplace(statement.vulnerability, static_cast<std::int32_t>(i));
  }
  return found;
}

void ProductView::take_groups(std::span<const Row> rows) {
  std::map<std::tuple<ComponentIndex, std::vector<update::UpdateIndex>>, std::uint16_t> seen_requirements;
  std::map<std::pair<std::vector<std::uint16_t>, std::int32_t>, std::uint32_t> seen_groups;

  const auto add_to_group = [&](VulnerabilityIndex vulnerability, const std::vector<std::uint16_t>& requirements,
                                std::int32_t statement) {
    const auto [entry, fresh] =
        seen_groups.try_emplace({requirements, statement}, static_cast<std::uint32_t>(groups_.size()));
    if (fresh) groups_.push_back({requirements, {}, 0, statement});
    Group& group = groups_[entry->second];
    group.vulnerabilities.push_back(vulnerability);
    const std::optional<Day>& exploited = facts_->vulnerabilities[vulnerability].exploited_since;
    if (exploited && *exploited <= known_.day()) group.exploited++;
    group_of_.emplace_back(vulnerability, entry->second);
  };

  const std::map<VulnerabilityIndex, std::int32_t> statements = statements_known();
  for (std::size_t begin = 0; begin < rows.size();) {
    const VulnerabilityIndex vulnerability = rows[begin].vulnerability;
    std::vector<std::uint16_t> requirements;
    std::size_t end = begin;
    while (end < rows.size() && rows[end].vulnerability == vulnerability) {
      const std::size_t first = end;
      std::vector<update::UpdateIndex> updates;
      while (end < rows.size() && rows[end].vulnerability == vulnerability &&
             rows[end].component == rows[first].component)
        updates.push_back(rows[end++].update);
      const auto [entry, fresh] = seen_requirements.try_emplace({rows[first].component, updates},
                                                                static_cast<std::uint16_t>(requirements_.size()));
      if (fresh) requirements_.push_back(requirement_of(rows.subspan(first, end - first)));
      requirements.push_back(entry->second);
    }
    if (!statements.contains(vulnerability)) add_to_group(vulnerability, requirements, -1);
    begin = end;
  }
  for (const auto& [vulnerability, statement] : statements) add_to_group(vulnerability, {}, statement);
  std::sort(group_of_.begin(), group_of_.end());
}

void ProductView::take_outside() {
  outside_.assessed_from = product_->assessed_from;
  if (product_->assessed_until) outside_.assessed_until = std::min(*product_->assessed_until, known_.day());
  const auto relative = presumer_ == nullptr ? std::nullopt : presumer_->lineage().find(product_->release);
  for (std::size_t i = 0; i < facts_->vulnerabilities.size(); i++) {
    const Vulnerability& vulnerability = facts_->vulnerabilities[i];
    if (vulnerability.published > known_.day() || group_of(static_cast<VulnerabilityIndex>(i))) continue;
    const bool exploited = vulnerability.exploited_since && *vulnerability.exploited_since <= known_.day();
    if (!outside_.assessed_until || vulnerability.published > *outside_.assessed_until) {
      const auto presumption =
          relative ? presumer_->presume(*relative, product_->architecture, static_cast<VulnerabilityIndex>(i))
                   : std::nullopt;
      if (presumption) {
        take_presumption(*presumption, exploited);
        continue;
      }
      outside_.after++;
      outside_.exploited_after += exploited ? 1 : 0;
    } else if (vulnerability.published < *outside_.assessed_from) {
      outside_.before++;
      outside_.exploited_before += exploited ? 1 : 0;
    }
  }
}

void ProductView::take_presumption(const Presumption& presumption, bool exploited) {
  const double shared_error = presumer_->model().shared_error;
  presumptions_.push_back(presumption);
  outside_.presumed++;
  outside_.expected.add(presumption.probability, shared_error);
  if (!exploited) return;
  outside_.exploited_presumed++;
  outside_.expected_exploited.add(presumption.probability, shared_error);
}

const Presumption* ProductView::presumption_of(VulnerabilityIndex vulnerability) const {
  const auto found = std::lower_bound(presumptions_.begin(), presumptions_.end(), vulnerability,
                                      [](const Presumption& each, auto wanted) { return each.vulnerability < wanted; });
  return found == presumptions_.end() || found->vulnerability != vulnerability ? nullptr : &*found;
}

}  // namespace shoal::exposure
