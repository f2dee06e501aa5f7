#include "report/explanation.hpp"

#include <cmath>

#include "base/text.hpp"
#include "report/policies.hpp"
#include "report/presumed.hpp"

namespace shoal::report {
namespace {

using exposure::ExplainedUpdate;

// The largest are enough to see why.
constexpr std::size_t contributions_max = 8;

// What is told of the operating system, and nothing of what is not.
std::string claimed(const estate::OsClaim& os) {
  std::string text = os.name;
  const auto add = [&](const std::string& more) { text += (text.empty() ? "" : " ") + more; };
  std::string numbers = os.version;
  if (os.build != 0) numbers += (numbers.empty() ? "build " : ".") + std::to_string(os.build);
  if (!numbers.empty()) add(numbers);
  if (os.service_pack_told) add("Service Pack " + std::to_string(os.service_pack));
  return text + (text.empty() ? "" : ", ") + std::string(estate::spelled(os.architecture));
}

std::string place_of_update(const estate::Device& device, std::uint32_t kb) {
  for (const estate::Observation& seen : device.seen)
    for (const estate::InstalledUpdate& update : seen.claims->updates)
      if (update.kb == kb) return *seen.file + " line " + std::to_string(update.line == 0 ? seen.row : update.line);
  return {};
}

class Text {
 public:
  Text(const Subject& subject, const estate::Device& device) : subject_(subject), device_(device) {}

  std::string of(const exposure::JudgedDevice& judged, exposure::VulnerabilityIndex vulnerability) {
    sources();
    const exposure::JudgedRelease* release = release_of(subject_, judged);
    const exposure::JudgedState* state = state_of(subject_, judged);
    if (release != nullptr)
      line("release: " + release->release->name + ", edition " + release->edition +
           (release->edition_told ? "" : " (the name tells none; the one that ends first is taken)"));
    if (state == nullptr) {
      line("verdict: none; " + subject_.assessment.reasons[static_cast<std::size_t>(judged.reason)]);
      policies(release, state, vulnerability);
      return out_;
    }
    line("product in the vendor's lists: " + state->view->product().name);
    const exposure::Explanation explained = exposure::explain(*state, vulnerability);
    listing(explained, *state);
    presumption(explained, *state);
    for (const auto& requirement : explained.requirements) component(requirement);
    verdict(explained);
    policies(release, state, vulnerability);
    return out_;
  }

 private:
  void line(const std::string& text) { out_ += text + "\n"; }

  void sources() {
    line("device: " + device_.name);
    for (std::size_t i = 0; i < device_.seen.size(); i++) {
      const estate::Observation& seen = device_.seen[i];
      std::string text = "source: " + std::string(seen.source) + " in " + place_of(seen);
      if (seen.seen_on)
        text += ", of " + to_string(*seen.seen_on) + (seen.seen_by == estate::SeenBy::file_name ? " by its name" : "");
      if (i > 0) text += ", joined by " + device_.joined_by[i - 1];
      line(text);
      if (!device_.believed.empty() && device_.believed[i] != estate::Belief::counts)
        line("  does not count, " + std::string(estate::spelled(device_.believed[i])) +
             ": another source tells another operating system");
      const estate::Claims& claims = *seen.claims;
      if (const auto& os = claims.os)
        line("  line " + std::to_string(os->line == 0 ? seen.row : os->line) + ": " + claimed(*os));
      std::string updates = "  " + grouped(claims.updates.size()) + " updates named";
      if (claims.updates_declared) updates += ", " + grouped(*claims.updates_declared) + " declared";
      if (const auto hidden = estate::updates_not_named(claims); hidden > 0)
        updates += ", " + grouped(hidden) + " not named";
      line(claims.updates_listed ? updates : "  says nothing of updates");
    }
  }

  void listing(const exposure::Explanation& explained, const exposure::JudgedState& state) {
    std::string text = explained.vulnerability + ": published by " + to_string(explained.published);
    if (explained.exploited_since) text += ", known to be exploited since " + to_string(*explained.exploited_since);
    line(text);
    const exposure::Outside& outside = state.view->outside();
    if (!explained.listed)
      line("  the lists do not have it for this product, which the vendor assessed " +
           (outside.assessed_from
                ? "from " + to_string(*outside.assessed_from) + " until " + to_string(*outside.assessed_until)
                : std::string("never, as far as we hold its lists")));
    if (explained.statement != nullptr)
      line("  the vendor states: " + explained.statement->says + " (" + explained.statement->citation + ")");
  }

  void presumption(const exposure::Explanation& explained, const exposure::JudgedState& state) {
    if (explained.presumption == nullptr) return;
    const exposure::Presumption& presumed = *explained.presumption;
    const exposure::PresumptionModel& model = state.view->presumer()->model();
    const exposure::Facts& facts = state.view->facts();
    const exposure::Relative& nearest = facts.lineage[presumed.nearest];
    const exposure::Subsystem& part = facts.subsystems[facts.vulnerabilities[presumed.vulnerability].subsystem];
    line("  it is listed for relatives of this product, the nearest of them " + nearest.release);
    line("  part of the system: " + part.id + (part.role == exposure::Role::server ? ", a role of servers" : ""));
    line("presumed with a probability of " + percent_text(presumed.probability) + "; what moved it, in log odds:");
    contributions(model, presumed.key);
  }

  // The largest one by one, then all others together, so that they sum.
  void contributions(const exposure::PresumptionModel& model, exposure::SituationKey key) {
    const exposure::Precedent* precedent = exposure::precedent_of(model, key);
    std::vector<exposure::Contribution> all = exposure::contributions(model, key);
    const double by_precedent = precedent == nullptr ? 0 : all.back().log_odds;
    if (precedent != nullptr) all.pop_back();
    double others = 0;
    for (std::size_t i = 0; i < all.size(); i++) {
      if (i < contributions_max) line("  " + signed_text(all[i].log_odds) + "  " + std::string(all[i].name));
      if (i >= contributions_max) others += all[i].log_odds;
    }
    if (all.size() > contributions_max)
      line("  " + signed_text(others) + "  " + grouped(all.size() - contributions_max) + " others together");
    if (precedent != nullptr)
      line("  " + signed_text(by_precedent) + "  earlier cases in the same situation: of what weighs as much as " +
           whole_text(precedent->cases) + ", " + whole_text(precedent->affected) + " were affected");
  }

  // Tenths of a percent; hundredths of log odds, with their sign.
  static std::string percent_text(double probability) {
    const auto tenths = std::llround(probability * 1000);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
  }
  static std::string signed_text(double log_odds) {
    const auto hundredths = std::llround(std::abs(log_odds) * 100);
    const std::string cents = std::to_string(hundredths % 100);
    return (log_odds < 0 ? "-" : "+") + std::to_string(hundredths / 100) + (cents.size() < 2 ? ".0" : ".") + cents;
  }

  void component(const exposure::ExplainedRequirement& requirement) {
    line("component " + requirement.component + ": " +
         (requirement.component_present ? "on the device" : "nothing shows that it is on the device"));
    for (std::size_t i = 0; i < requirement.clauses.size(); i++) {
      if (i == 0 && requirement.alternatives) line("  any one of these fixes it:");
      if (i == 0 && !requirement.alternatives)
        line(requirement.clauses.size() == 1 ? "  fixed by:"
                                             : "  packages that complement each other; of each group one is needed:");
      for (const ExplainedUpdate& update : requirement.clauses[i]) one_update(update);
      if (i + 1 < requirement.clauses.size()) line("   and");
    }
  }

  void one_update(const ExplainedUpdate& update) {
    std::string text = "    KB" + std::to_string(update.kb) + " of " + (update.release_known ? "" : "about ") +
                       to_string(update.released) + " (" + update.first_stated +
                       (update.last_stated == update.first_stated ? "" : " to " + update.last_stated) + "): ";
    if (!update.present) {
      const exposure::Access& access = update.access;
      const bool unnamed = access.obtainable == exposure::Obtainable::enrolment && access.enrolment.empty();
      line(text + "not on the device; " + spelled_access(access) +
           (unnamed ? ", and none that brings it is known" : ""));
      return;
    }
    const std::string where = place_of_update(device_, update.through);
    if (update.chain.empty()) {
      line(text + "installed, " + (where.empty() ? "shown by the build revision" : where));
      return;
    }
    line(text + "contained in KB" + std::to_string(update.through) + ", which is installed, " +
         (where.empty() ? "shown by the build revision" : where));
    for (const update::Step& step : update.chain)
      line("      KB" + std::to_string(subject_.facts.updates.updates[step.newer].kb) + " contains KB" +
           std::to_string(subject_.facts.updates.updates[step.older].kb) + " (" + basis(step.basis) + ")");
  }

  static std::string basis(update::Basis basis) {
    switch (basis) {
      case update::Basis::declared:
        return "the vendor's lists say that it supersedes it";
      case update::Basis::fact:
        return "a row of data/updates/extra.csv";
      case update::Basis::line:
        break;
    }
    return "the same cumulative line, data/updates/lines.csv";
  }

  void verdict(const exposure::Explanation& explained) {
    if (!explained.outcome) {
      line("verdict: none; the vendor assessed this product on that day and does not list it");
      return;
    }
    if (!explained.outcome->considered) {
      line("verdict: none; it concerns components that nothing shows to be on the device");
      return;
    }
    std::string text = "verdict: " + std::string(exposure::spelled(explained.outcome->verdict));
    if (explained.presumption != nullptr) text += ", with " + percent_text(explained.presumption->probability);
    const exposure::Doubt doubt = explained.outcome->doubt;
    if (doubt != exposure::Doubt::none)
      text +=
          ", " + std::string(exposure::spelled(doubt)) + "; decided by " + std::string(exposure::what_decides(doubt));
    line(text);
  }

  // Without a release there is nothing that a policy could speak of.
  void policies(const exposure::JudgedRelease* release, const exposure::JudgedState* state,
                exposure::VulnerabilityIndex vulnerability) {
    if (release == nullptr) return;
    for (const std::string& text : policy_lines(subject_, *release, state, vulnerability)) line(text);
  }

  const Subject& subject_;
  const estate::Device& device_;
  std::string out_;
};

}  // namespace

std::string explanation(const Subject& subject, const estate::Device& device, const exposure::JudgedDevice& judged,
                        exposure::VulnerabilityIndex vulnerability) {
  return Text(subject, device).of(judged, vulnerability);
}

}  // namespace shoal::report
