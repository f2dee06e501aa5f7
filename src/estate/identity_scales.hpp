// What two groups of trails weigh against each other: is this one machine?
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/day.hpp"
#include "estate/identity_values.hpp"

namespace shoal::estate {

/// A value, and the first and the last day on which it was seen.
struct HeldValue {
  ValueKey value;
  Day first, last;
};

/// The days between the last one of the earlier and the first one of the later; 0 where they overlap.
std::int64_t gap_between(const HeldValue& a, const HeldValue& b);

/// Between which days a source saw something.
struct Spell {
  std::uint32_t source;
  Day first, last;
};

/// What some trails say together. Only values that tell a machine are in it.
struct Profile {
  std::vector<HeldValue> values;  ///< Ascending by value, each once.
  std::vector<Spell> spells;      ///< One for each trail.
  std::vector<TrailId> trails;    ///< Ascending.
  std::vector<TrailId> beside;    ///< Trails whose files stood beside theirs; in no order.

  /// Takes in what another says.
  void add(const Profile& other);
};

/// Why something adds or takes away.
enum class Reason : std::uint8_t {
  agrees,         ///< Both have the value.
  further,        ///< The same, beside heavier agreement in the same aspect.
  differs,        ///< They have different values, for days that overlap.
  differs_later,  ///< They have different values, one after the other.
  slip,           ///< Their values differ as a slip of the pen would.
  rival,          ///< One source has rows for both in days that overlap.
  beside,         ///< Their files stood side by side.
  excluded,       ///< A value that is known to tell nothing: weighs nothing.
  common,         ///< A value that too many machines have: weighs nothing.
  person,         ///< A person decided it: no weight is needed.
};

/// "agrees", "further", "differs", "differs-later", "slip", "rival", "beside", "excluded", "common", "person".
std::string_view spelled(Reason reason);

/// One reason, with what it weighs.
struct Line {
  Reason reason = Reason::agrees;
  IdentifierKind kind = IdentifierKind::name;
  ValueKey one = 0, other = 0;  ///< The values, where it is about values; the same where they agree.
  Weight weight = 0;
};

/// The reasons for and against, and their sum.
struct Weighing {
  std::array<Line, 40> lines;
  std::size_t count = 0;
  Weight sum = 0;
  Weight by_name = 0;          ///< What agreement on a name brings to the sum.
  bool same_hardware = false;  ///< Whether they agree in an identifier of hardware.
  std::span<const Line> all() const { return {lines.data(), count}; }
};

/// Weighs profiles by the rules. Holds no state of its own.
class Scales {
 public:
  /// Both must outlive the scales.
  Scales(const IdentityRules& rules, const ValueTable& values) : rules_(rules), values_(values) {}

  /// All reasons for and against that the two are of one machine. The same in either order, but for which value is
  /// `one` and which is `other`.
  Weighing weigh(const Profile& a, const Profile& b) const;

 private:
  using Values = std::span<const HeldValue>;
  void weigh_kind(IdentifierKind kind, Values a, Values b, Weighing& to) const;
  void weigh_name(Values a, Values b, Weighing& to) const;
  void discount(Weighing& to) const;

  const IdentityRules& rules_;
  const ValueTable& values_;
};

}  // namespace shoal::estate
