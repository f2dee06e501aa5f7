// By when a policy wants what is open to be closed, and by how much that day has passed.
//
// A policy is a row of data with days in force; nothing here knows one by name. On a patch state it is judged by
// groups, as verdicts are: what it says of a group is worked out once for each product and day. What a rule asks for
// and nobody holds (a CVSS score, whether the internet reaches the device) makes a finding unassessed, unless the day
// has passed, or has not come, however that turns out.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exposure/assessment.hpp"
#include "exposure/judge.hpp"
#include "exposure/product_view.hpp"
#include "lifecycle/catalogue.hpp"

namespace shoal::exposure {

/// How one open finding stands to a policy.
enum class Stance : std::uint8_t {
  ok,           ///< The policy speaks of it and sets no day, e.g. leaves it to the next upgrade.
  due,          ///< Its last day has not passed.
  over,         ///< Its last day has passed.
  unassessed,   ///< What we hold does not decide it; Deadline::lacks says what would.
  not_covered,  ///< No rule of the policy speaks of it.
};
constexpr std::size_t stance_count = 5;
/// "ok", "due", "over", "unassessed" or "not_covered".
std::string_view spelled(Stance stance);

/// What would decide what is unassessed. The first of them are those of Circumstance, in its order.
enum class Lack : std::uint8_t {
  score,        ///< The CVSS score.
  exposure,     ///< Whether the device can be reached from the internet.
  automatable,  ///< Whether the exploit can be automated.
  impact,       ///< Whether the exploit gives total control.
  isolation,    ///< Whether the device is in a sub-set without traffic to or from the internet.
  detection,    ///< The day on which it was first detected on the device.
  update_list,  ///< Whether the fix is on the device; the finding's doubt says what would tell.
  assessment,   ///< Whether the vulnerability concerns the product at all: the vendor did not say.
  fix,          ///< An update that can be had: the vendor took the fix back.
  support,      ///< Until when the release gets updates.
};
constexpr std::size_t lack_count = 10;
/// The lack's name, e.g. "score".
std::string_view spelled(Lack lack);
/// What is lacking, for people.
std::string_view what_lacks(Lack lack);

/// A set of lacks.
class Lacks {
 public:
  void add(Lack lack) { bits_ |= bit(lack); }
  void add(Lacks other) { bits_ |= other.bits_; }
  bool has(Lack lack) const { return (bits_ & bit(lack)) != 0; }
  bool none() const { return bits_ == 0; }

 private:
  static std::uint16_t bit(Lack lack) { return static_cast<std::uint16_t>(1U << static_cast<unsigned>(lack)); }
  std::uint16_t bits_ = 0;
};
/// Their names with blanks between them; empty for none.
std::string spelled(Lacks lacks);

/// What is known beside the patch state. No inventory and no list of updates tells it, so that mostly nothing is.
struct Circumstances {
  /// By Circumstance; absent is not known. Those that are a vulnerability's own are taken to hold for every one.
  std::array<std::optional<bool>, circumstance_count> known{};
  std::optional<Day> detected;  ///< The day on which its findings were detected on the device.

  std::optional<bool> of(Circumstance circumstance) const { return known[static_cast<std::size_t>(circumstance)]; }
};

/// What a policy says of one finding.
struct Deadline {
  Stance stance = Stance::not_covered;
  /// The last day that the rules which certainly apply allow. A finding may be unassessed and have one.
  std::optional<Day> due;
  /// The earliest last day of all rules that may apply; never after `due`.
  std::optional<Day> earliest;
  std::uint32_t days_over =
      0;                   ///< Whole days from `due` to the day asked for; 0 unless over. It may be more by `earliest`.
  bool estimated = false;  ///< The days rest on an estimate of when the fix was released.
  Lacks lacks;
  const PolicyRule* rule =
      nullptr;  ///< The rule that sets `due`, else the one that sets `earliest` or no day; or null.
};

/// How many open findings of one patch state stand how to one policy. They sum to all that is considered and not fixed.
struct PolicyCounts {
  std::array<std::uint32_t, stance_count> by_stance{};
  std::array<std::uint32_t, lack_count> by_lack{};  ///< Of unassessed; one finding may have several lacks.
  std::uint32_t estimated = 0;                      ///< Of over: those whose day rests on an estimate.
  std::uint32_t worst_days_over = 0;                ///< 0 where nothing is over.
  bool worst_estimated = false;                     ///< Only estimated days are over by so many.

  std::uint32_t of(Stance stance) const { return by_stance[static_cast<std::size_t>(stance)]; }
  std::uint32_t of(Lack lack) const { return by_lack[static_cast<std::size_t>(lack)]; }
  std::uint32_t open() const;
  void add(const PolicyCounts& other);
  void take_worst(std::uint32_t days_over, bool by_estimate);
};

/// One scheme on one day.
struct SchemeOnDay {
  std::string scheme;
  const Policy* policy = nullptr;  ///< The version in force; null where none that we hold was.
  std::string says;                ///< Where there is none: which days we hold, as a sentence. Else empty.
};

/// Of each scheme, the version in force on `as_of`, as was known on `known_at`: a version that had not been published
/// by then does not count, nor does the end that it put to the one before. In the order of the pack.
std::vector<SchemeOnDay> schemes_on(const Facts& facts, Day as_of, Day known_at);

/// What one policy says on one day of all that can be open on one product: computed once, for all its patch states.
class PolicyView {
 public:
  /// Both references must outlive the view. `as_of` is the day on which deadlines are held against the calendar.
  PolicyView(const Policy& policy, const ProductView& view, Day as_of, Circumstances circumstances = {});

  const Policy& policy() const { return *policy_; }

  /// What is open by `judgement`, which must be of the view's product.
  PolicyCounts count(const Judgement& judgement) const;

  /// What the policy says of one vulnerability on a state of the view's product. Nothing where it is not open there:
  /// fixed, not listed by a vendor who assessed the product, or of a component that is not shown to be there.
  std::optional<Deadline> deadline(const JudgedState& state, VulnerabilityIndex vulnerability) const;

 private:
  Deadline deadline_of(VulnerabilityIndex vulnerability, const Outcome& outcome) const;
  void take_severities();
  void take_groups();
  void take_outside();

  // What a group counts for, by the requirement that decides and by whether its fix is known to be lacking.
  struct Part {
    std::uint16_t requirement;
    PolicyCounts missing, unassessed;
  };

  const Policy* policy_;
  const ProductView* view_;
  Day as_of_;
  Circumstances circumstances_;
  std::vector<Severity> severity_of_;     // For each requirement, the worst that installing its fix would close.
  std::vector<std::vector<Part>> parts_;  // For each group.
  std::vector<PolicyCounts> no_fix_;      // For each group that a statement speaks of; else empty counts.
  PolicyCounts outside_;
};

/// How a release stands to a policy that wants unsupported software gone.
struct SupportStance {
  Stance stance = Stance::not_covered;
  std::optional<Day> due;       ///< The last day of support: from the day after, the software must be gone.
  std::uint32_t days_over = 0;  ///< Whole days from `due`; 0 where that is not known.
  /// Isolation, where that would discharge a breach and is not known; support, where its end is not known.
  Lacks lacks;
  const PolicyRule* rule = nullptr;
};

/// How a device whose support stands at `standing` on `as_of` stands to `policy`. Unsupported is over, and stays so
/// until somebody shows what discharges it: silence is no proof of isolation.
SupportStance support_under(const Policy& policy, const lifecycle::Standing& standing, Day as_of,
                            Circumstances circumstances = {});

/// "unsupported for 3,143 days: a breach unless isolated; isolation is not known": a sentence's worth, for people.
std::string spelled(const SupportStance& stance);

/// One policy over a whole assessment.
struct PolicyResult {
  SchemeOnDay scheme;
  std::vector<PolicyCounts> states;     ///< As Assessment::states. Empty where no version was in force.
  std::vector<SupportStance> releases;  ///< As Assessment::releases; likewise.
  std::vector<std::shared_ptr<const PolicyView>> views;  ///< For each state, to ask for single findings.
};

/// Every scheme of the pack on every state and release of an assessment, which must outlive the result, by its two
/// days.
std::vector<PolicyResult> hold_to_policies(const Facts& facts, const Assessment& assessment);

}  // namespace shoal::exposure
