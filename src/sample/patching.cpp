#include "sample/patching.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "update/family.hpp"

namespace shoal::sample {
namespace {

constexpr Day far_future{std::chrono::year(2200) / 1 / 1};
// The vendor's lists give a few updates a day before any of our releases: when those came out is not known.
constexpr Day first_credible{std::chrono::year(2001) / 1 / 1};

bool ships_with(const exposure::Facts& facts, const exposure::Component& component, std::string_view release) {
  return std::any_of(facts.in_box.begin(), facts.in_box.end(), [&](const exposure::InBox& entry) {
    if (entry.component != component.name || !release.starts_with(entry.release)) return false;
    const std::string_view rest = release.substr(entry.release.size());
    if (!rest.empty() && !rest.starts_with("-sp")) return false;
    return component.versions.empty() ||
           std::find(component.versions.begin(), component.versions.end(), entry.version) != component.versions.end();
  });
}

// The updates that the vendor lists for what is surely on the device: the system and the components in its box.
std::vector<update::UpdateIndex> listed(const exposure::Facts& facts, const exposure::Product& product) {
  std::map<exposure::ComponentIndex, bool> present{{0, true}};
  std::set<update::UpdateIndex> found;
  for (std::uint32_t i = product.rows_begin; i < product.rows_end; i++) {
    const exposure::Row& row = facts.rows[i];
    const auto [entry, is_new] = present.try_emplace(row.component, false);
    if (is_new) entry->second = ships_with(facts, facts.components[row.component], product.release);
    if (entry->second) found.insert(row.update);
  }
  return {found.begin(), found.end()};
}

// Whether everybody could have it: released while support was public, or given to all although it was not.
bool is_public(const exposure::Facts& facts, update::UpdateIndex update, Day support_until) {
  bool given = facts.updates.updates[update].released <= support_until;
  for (const exposure::Availability& row : facts.availability)
    if (row.update == update) given = !row.withdrawn;
  return given;
}

std::int32_t line_of(const exposure::Facts& facts, std::uint8_t family, update::UpdateIndex update) {
  for (const update::LineMember& member : facts.updates.line_members)
    if (member.family == family && member.update == update && member.kind == update::LineKind::rollup)
      return member.component;
  return -1;
}

}  // namespace

History::History(const exposure::Facts& facts, const lifecycle::Release& release, std::string_view edition,
                 estate::Architecture architecture) {
  const lifecycle::SupportDates* dates = lifecycle::dates_for(release, edition);
  const Day until = dates != nullptr ? dates->extended_until : far_future;
  first_ = last_ = until;
  const auto at = exposure::find_product(facts, release.id, architecture);
  if (!at) return;
  const exposure::Product& product = facts.products[*at];
  cumulative_ = facts.updates.families[product.family].cumulative_only;

  const std::vector<update::UpdateIndex> updates = listed(facts, product);
  const update::FamilyView view(facts.updates, product.family, update::KnownAt(facts.snapshots, facts.snapshots.back()),
                                updates);
  std::vector<Day> replaced(view.size(), far_future);
  for (const update::UpdateIndex newer : updates) {
    if (!is_public(facts, newer, until)) continue;
    const update::Update& update = facts.updates.updates[newer];
    const std::size_t local = *view.local(newer);
    view.contained_in(local).each([&](std::size_t older) {
      const update::Update& other = facts.updates.updates[view.member(older)];
      // A cycle in the lists makes two updates replace each other: the newer one stays.
      const bool stays = std::tie(other.released, other.kb) >= std::tie(update.released, update.kb);
      if (older == local || (stays && view.contained_in(older).test(local))) return;
      replaced[older] = std::min(replaced[older], update.released);
    });
  }
  for (const update::UpdateIndex index : updates) {
    const update::Update& update = facts.updates.updates[index];
    const Day replaced_on = replaced[*view.local(index)];
    // What was contained on its own day, a month's security-only update, is for those who do not take the rollup.
    if (!is_public(facts, index, until) || replaced_on <= update.released || update.released < first_credible) continue;
    offers_.push_back({update.kb, update.released, replaced_on, line_of(facts, product.family, index)});
  }
  std::sort(offers_.begin(), offers_.end(),
            [](const Offer& a, const Offer& b) { return std::tie(a.released, a.kb) < std::tie(b.released, b.kb); });
  for (const update::BuildRevision& build : facts.updates.builds)
    if (build.build == release.build && is_public(facts, build.update, until))
      revisions_.push_back({facts.updates.updates[build.update].released, build.revision});
  std::stable_sort(revisions_.begin(), revisions_.end(),
                   [](const Revision& a, const Revision& b) { return a.released < b.released; });
  if (!offers_.empty()) {
    // A few updates carry a day long before their release; a twentieth of all is beyond them.
    first_ = offers_[offers_.size() / 20].released;
    last_ = offers_.back().released;
  }
}

std::vector<Installed> History::installed(Day built, Day patched) const {
  std::vector<Installed> found;
  std::map<std::int32_t, Installed> newest;  // Of each cumulative line, which the installed lists show alone.
  for (const Offer& offer : offers_) {
    if (offer.released > patched) break;
    const Installed update{offer.kb, offer.released, offer.released <= built};
    if (cumulative_) {
      if (offer.line >= 0) newest[offer.line] = update;
    } else if (!update.in_image || offer.replaced > built) {
      found.push_back(update);
    }
  }
  for (const auto& [line, update] : newest) found.push_back(update);
  return found;
}

std::optional<std::uint32_t> History::revision(Day patched) const {
  std::optional<std::uint32_t> shown;
  for (const Revision& entry : revisions_)
    if (entry.released <= patched) shown = std::max(entry.revision, shown.value_or(0));
  return shown;
}

}  // namespace shoal::sample
