#include "exposure/explain.hpp"

#include <algorithm>

namespace shoal::exposure {
namespace {

class Explainer {
 public:
  explicit Explainer(const JudgedState& state) : view_(*state.view), presence_(view_) { presence_.take(state.state); }

  Explanation of(VulnerabilityIndex vulnerability) const {
    const Facts& facts = view_.facts();
    Explanation made;
    made.vulnerability = spelled(facts.vulnerabilities[vulnerability]);
    made.published = facts.vulnerabilities[vulnerability].published;
    made.exploited_since = facts.vulnerabilities[vulnerability].exploited_since;
    const auto group = view_.group_of(vulnerability);
    made.listed = group.has_value();
    if (!group) return made;
    const Group& found = view_.groups()[*group];
    if (found.statement >= 0) made.statement = &facts.statements[static_cast<std::size_t>(found.statement)];
    for (const std::uint16_t requirement : found.requirements)
      made.requirements.push_back(requirement_of(view_.requirements()[requirement], vulnerability));
    return made;
  }

 private:
  ExplainedRequirement requirement_of(const Requirement& requirement, VulnerabilityIndex vulnerability) const {
    const ComponentIndex component = view_.components()[requirement.component];
    ExplainedRequirement made;
    made.component = spelled(view_.facts().components[component]);
    made.component_present = presence_.has_component(requirement.component);
    made.alternatives = !requirement.any_of.empty();
    made.outcome = judge(presence_, requirement);
    const auto explain_all = [&](const std::vector<std::uint32_t>& updates) {
      std::vector<ExplainedUpdate> explained;
      explained.reserve(updates.size());
      for (const std::uint32_t update : updates) explained.push_back(update_of(update, vulnerability, component));
      return explained;
    };
    if (made.alternatives) made.clauses.push_back(explain_all(requirement.any_of));
    for (const auto& clause : requirement.clauses) made.clauses.push_back(explain_all(clause));
    return made;
  }

  ExplainedUpdate update_of(std::size_t local, VulnerabilityIndex vulnerability, ComponentIndex component) const {
    const Facts& facts = view_.facts();
    const update::Update& update = facts.updates.updates[view_.family().member(local)];
    ExplainedUpdate made;
    made.kb = update.kb;
    made.released = update.released;
    made.release_known = update.release_known;
    made.present = presence_.present().test(local);
    made.access = view_.access(local);
    if (made.present) take_chain(local, made);
    const Product& product = view_.product();
    for (std::uint32_t i = product.rows_begin; i < product.rows_end; i++) {
      const Row& row = facts.rows[i];
      if (row.vulnerability != vulnerability || row.component != component ||
          row.update != view_.family().member(local))
        continue;
      if (row.last_seen == from_data) {
        made.first_stated = made.last_stated = "data/updates/extra.csv";
      } else {
        made.first_stated = to_string(facts.snapshots[row.first_seen]);
        made.last_stated = to_string(facts.snapshots[row.last_seen]);
      }
    }
    return made;
  }

  // The installed update with the shortest way down: the easiest to follow.
  void take_chain(std::size_t local, ExplainedUpdate& made) const {
    bool found = false;
    presence_.installed().each([&](std::size_t installed) {
      if (!view_.family().contained_in(installed).test(local)) return;
      auto chain = view_.family().chain(installed, local);
      if (found && chain.size() >= made.chain.size()) return;
      found = true;
      made.through = view_.kb(installed);
      made.chain = std::move(chain);
    });
  }

  const ProductView& view_;
  Presence presence_;
};

}  // namespace

Explanation explain(const JudgedState& state, VulnerabilityIndex vulnerability) {
  Explanation made = Explainer(state).of(vulnerability);
  made.outcome = outcome_of(state, vulnerability);
  made.presumption = state.view->presumption_of(vulnerability);
  return made;
}

}  // namespace shoal::exposure
