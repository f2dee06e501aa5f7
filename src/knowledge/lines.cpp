#include "knowledge/lines.hpp"

#include <algorithm>
#include <tuple>

namespace shoal::knowledge {
namespace {

using exposure::ComponentIndex;
using exposure::Facts;
using update::LineKind;
using update::LineMember;
using update::UpdateIndex;

constexpr std::size_t system_fixes_min = 7;
constexpr std::size_t chain_min = 4;

// What the rows of one family tell of one update.
struct Profile {
  std::set<exposure::VulnerabilityIndex> system_fixes;
  std::map<ComponentIndex, std::set<exposure::VulnerabilityIndex>> component_fixes;
};
using Profiles = std::map<UpdateIndex, Profile>;

std::vector<Profiles> profiles_of(const Facts& facts) {
  std::vector<Profiles> by_family(facts.updates.families.size());
  for (const exposure::Product& product : facts.products) {
    for (std::uint32_t i = product.rows_begin; i < product.rows_end; i++) {
      const exposure::Row& row = facts.rows[i];
      Profile& profile = by_family[product.family][row.update];
      if (row.component == 0) {
        profile.system_fixes.insert(row.vulnerability);
      } else {
        profile.component_fixes[row.component].insert(row.vulnerability);
      }
    }
  }
  return by_family;
}

struct Links {
  std::map<UpdateIndex, std::set<UpdateIndex>> older, newer;
};

Links links_of(const Facts& facts, std::uint8_t family) {
  Links links;
  for (const update::Containment& row : facts.updates.containments) {
    if (row.family != family) continue;
    links.older[row.newer].insert(row.older);
    links.newer[row.older].insert(row.newer);
  }
  return links;
}

class FamilyLines {
 public:
  FamilyLines(const Facts& facts, const KnownKinds& kinds, const FamilyOfBuild& families, std::uint8_t family,
              const Profiles& profiles)
      : facts_(facts),
        kinds_(kinds),
        family_of_build_(families),
        family_(family),
        profiles_(profiles),
        links_(links_of(facts, family)) {}

  void find(std::vector<LineMember>& members) {
    if (facts_.updates.families[family_].cumulative_only) {
      find_cumulative(members);
    } else if (facts_.updates.families[family_].alternatives_from) {
      find_rollups(members);
    }
    find_component_lines(members);
  }

 private:
  const update::Update& update(UpdateIndex index) const { return facts_.updates.updates[index]; }

  std::string stated(UpdateIndex index) const {
    const auto found = kinds_.stated.find(update(index).kb);
    return found == kinds_.stated.end() ? std::string() : found->second;
  }
  bool may_infer(UpdateIndex index) const {
    return stated(index).empty() && !kinds_.servicing_stack.contains(update(index).kb);
  }

  void find_cumulative(std::vector<LineMember>& members) const {
    std::set<UpdateIndex> line;
    std::vector<UpdateIndex> fresh;
    const auto add = [&](UpdateIndex index) {
      if (may_infer(index) && line.insert(index).second) fresh.push_back(index);
    };
    for (const update::BuildRevision& entry : facts_.updates.builds)
      if (of_this_family(entry.build)) add(entry.update);
    for (const auto& [index, profile] : profiles_)
      if (fixes_in_cumulative(profile) >= system_fixes_min) add(index);
    while (!fresh.empty()) {
      const UpdateIndex index = fresh.back();
      fresh.pop_back();
      for (const auto* side : {&links_.older, &links_.newer}) {
        const auto linked = side->find(index);
        if (linked == side->end()) continue;
        for (const UpdateIndex other : linked->second)
          if (const auto met = profiles_.find(other); met != profiles_.end() && fixes_in_cumulative(met->second) > 0)
            add(other);
      }
    }
    for (const UpdateIndex index : line) members.push_back({family_, 0, index, LineKind::rollup});
  }

  // The browsers' fixes come in the cumulative update too; frameworks and Flash Player have updates of their own.
  std::size_t fixes_in_cumulative(const Profile& profile) const {
    std::size_t fixes = profile.system_fixes.size();
    for (const auto& [component, own] : profile.component_fixes) {
      const std::string& name = facts_.components[component].name;
      if (name == "internet-explorer" || name == "edge-legacy") fixes += own.size();
    }
    return fixes;
  }

  bool of_this_family(std::uint32_t build) const {
    const auto found = family_of_build_.find(build);
    return found != family_of_build_.end() && found->second == facts_.updates.families[family_].name;
  }

  // How many updates of this era stand in the longest chain of supersedence through `index`, itself included.
  std::size_t chain_through(UpdateIndex index, Day since) const {
    return 1 + depth(index, links_.older, since, 0) + depth(index, links_.newer, since, 0);
  }
  std::size_t depth(UpdateIndex index, const std::map<UpdateIndex, std::set<UpdateIndex>>& side, Day since,
                    std::size_t below) const {
    const auto linked = side.find(index);
    if (linked == side.end() || below >= chain_min) return 0;
    std::size_t deepest = 0;
    for (const UpdateIndex other : linked->second)
      if (update(other).released >= since) deepest = std::max(deepest, 1 + depth(other, side, since, below + 1));
    return deepest;
  }
  bool supersedes_any(UpdateIndex index, const std::set<UpdateIndex>& among) const {
    const auto linked = links_.older.find(index);
    return linked != links_.older.end() && std::any_of(linked->second.begin(), linked->second.end(),
                                                       [&](UpdateIndex other) { return among.contains(other); });
  }
  bool superseded_by_any(UpdateIndex index, const std::set<UpdateIndex>& among) const {
    const auto linked = links_.newer.find(index);
    return linked != links_.newer.end() && std::any_of(linked->second.begin(), linked->second.end(),
                                                       [&](UpdateIndex other) { return among.contains(other); });
  }

  void find_rollups(std::vector<LineMember>& members) const {
    const Day since = *facts_.updates.families[family_].alternatives_from;
    std::set<UpdateIndex> era, rollups;
    for (const auto& [index, profile] : profiles_)
      if (update(index).released >= since && !is_browsers(index)) era.insert(index);
    for (const UpdateIndex index : era) {
      const bool many = profiles_.at(index).system_fixes.size() >= system_fixes_min;
      if (stated(index) == "monthly-rollup" || stated(index) == "preview") rollups.insert(index);
      if (may_infer(index) && many && chain_through(index, since) >= chain_min && supersedes_any(index, era))
        rollups.insert(index);
    }
    // A month with few fixes still has its rollup: it stands between two of the line.
    for (const UpdateIndex index : era)
      if (may_infer(index) && supersedes_any(index, rollups) && superseded_by_any(index, rollups))
        rollups.insert(index);
    for (const UpdateIndex index : rollups) members.push_back({family_, 0, index, LineKind::rollup});
    for (const UpdateIndex index : era) {
      const bool apart = may_infer(index) && profiles_.at(index).system_fixes.size() >= 2;
      if (!rollups.contains(index) && (apart || stated(index) == "security-only"))
        members.push_back({family_, 0, index, LineKind::security_only});
    }
  }

  // Whether an update is the browser's: its fixes are Internet Explorer's for the most part.
  bool is_browsers(UpdateIndex index) const {
    if (stated(index) == "ie-cumulative") return true;
    if (!may_infer(index)) return false;
    if (kinds_.browser_cumulative.contains(update(index).kb)) return true;
    const Profile& profile = profiles_.at(index);
    std::size_t browser = 0;
    for (const auto& [component, fixes] : profile.component_fixes)
      if (facts_.components[component].name == "internet-explorer") browser = std::max(browser, fixes.size());
    const auto linked = links_.older.find(index);
    const bool replaces_browsers =
        linked != links_.older.end() && browser == 0 && profile.system_fixes.size() < system_fixes_min &&
        std::any_of(linked->second.begin(), linked->second.end(), [&](UpdateIndex other) {
          return other != index && profiles_.contains(other) && update(other).released <= update(index).released &&
                 !profiles_.at(other).component_fixes.empty() && is_browsers_by_count(other);
        });
    return browser > profile.system_fixes.size() || replaces_browsers;
  }
  bool is_browsers_by_count(UpdateIndex index) const {
    const Profile& profile = profiles_.at(index);
    std::size_t browser = 0;
    for (const auto& [component, fixes] : profile.component_fixes)
      if (facts_.components[component].name == "internet-explorer") browser = std::max(browser, fixes.size());
    return browser > profile.system_fixes.size();
  }

  void find_component_lines(std::vector<LineMember>& members) const {
    const bool cumulative_only = facts_.updates.families[family_].cumulative_only;
    const std::optional<Day>& since = facts_.updates.families[family_].alternatives_from;
    for (const auto& [index, profile] : profiles_) {
      const std::string kind = stated(index);
      for (const auto& [component, fixes] : profile.component_fixes) {
        const std::string& name = facts_.components[component].name;
        const bool browsers = name == "internet-explorer" && !cumulative_only && is_browsers(index);
        const bool flash = name == "flash-player";
        const bool framework = name.starts_with("dotnet-framework");
        // On Windows 10 a framework's update that is not the system's own is cumulative: lines.csv, windows-10-dotnet.
        const bool cumulative = cumulative_only && framework && fixes_in_cumulative(profile) == 0;
        if (browsers || flash || cumulative || (framework && kind == "dotnet-rollup"))
          members.push_back({family_, component, index, LineKind::rollup});
        if (framework && kind == "dotnet-security-only")
          members.push_back({family_, component, index, LineKind::security_only});
      }
      // The system's rollup carries the browser's cumulative update of its day.
      if (!cumulative_only && since && update(index).released >= *since && is_browsers(index))
        members.push_back({family_, 0, index, LineKind::security_only});
    }
  }

  const Facts& facts_;
  const KnownKinds& kinds_;
  const FamilyOfBuild& family_of_build_;
  std::uint8_t family_;
  const Profiles& profiles_;
  Links links_;
};

}  // namespace

std::vector<LineMember> find_lines(const Facts& facts, const KnownKinds& kinds, const FamilyOfBuild& families) {
  const std::vector<Profiles> profiles = profiles_of(facts);
  std::vector<LineMember> members;
  for (std::size_t family = 0; family < profiles.size(); family++)
    FamilyLines(facts, kinds, families, static_cast<std::uint8_t>(family), profiles[family]).find(members);

  const auto key = [](const LineMember& member) {
    return std::tuple(member.family, member.component, member.update, member.kind);
  };
  std::sort(members.begin(), members.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  const auto same = [&](const auto& a, const auto& b) { return key(a) == key(b); };
  members.erase(std::unique(members.begin(), members.end(), same), members.end());
  return members;
}

}  // namespace shoal::knowledge
