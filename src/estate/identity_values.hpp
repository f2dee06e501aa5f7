// Every value that any trail holds, once, and which trails hold it: the way from a value to candidates.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "estate/identity_rules.hpp"
#include "estate/trail.hpp"

namespace shoal::estate {

/// A value's number: its kind in the upper bits, so that numbers in order are kinds in order. Of one run only.
using ValueKey = std::uint32_t;

/// A trail that holds a value, and whose it is.
struct Holder {
  TrailId trail;
  std::uint32_t source;  ///< A number of the caller's.
};

/// The values of an estate in the form in which they are compared, with their holders and what agreement on them
/// weighs.
class ValueTable {
 public:
  explicit ValueTable(const IdentityRules& rules);

  /// The number of `value`, which compared() has made, or a new one. At most 2^28 values of one kind.
  ValueKey key_of(const Identifier& value);

  /// Notes that a trail holds the value, and that of its source. A trail must not be noted twice.
  void hold(ValueKey key, Holder holder);
  /// Takes that back.
  void release(ValueKey key, TrailId trail);

  /// The trails that hold the value, in the order in which they came to; empty where it is a liar, or a domain, which
  /// leads to no machine. Valid until the next call that changes the table.
  std::span<const Holder> holders(ValueKey key) const { return at(key).holders; }

  /// Of how many machines the value is, at least: the most trails that one source has with it, since a source knows a
  /// machine once. Not counted on once more than followed_max hold it; 0 for a liar and a domain.
  std::uint32_t machines(ValueKey key) const { return at(key).machines; }

  /// What agreement on the value adds: less the more machines have it, nothing for a liar, nor where more than
  /// followed_max trails hold it; never below 0.
  Weight weight(ValueKey key) const { return at(key).weight; }

  /// Whether the value tells a machine at all: one that weighs less than a quarter of its kind's weight is passed over,
  /// in disagreement too.
  bool tells(ValueKey key) const { return at(key).tells; }

  const Liar* liar(ValueKey key) const { return at(key).liar; }
  const std::string& text(ValueKey key) const { return at(key).text; }
  static IdentifierKind kind(ValueKey key) { return static_cast<IdentifierKind>(key >> index_bits); }

 private:
  static constexpr unsigned index_bits = 28;

  struct Value {
    std::string text;
    std::vector<Holder> holders;
    const Liar* liar = nullptr;
    std::uint32_t machines = 0;
    Weight weight = 0;
    bool tells = false;
  };
  // The values of one kind, found by open addressing.
  struct Slot {
    std::uint32_t hash = 0;    // Of the text; to look at few texts.
    std::uint32_t number = 0;  // The index of the value plus one, or 0 where the slot is free.
  };
  struct Kind {
    std::vector<Value> values;
    std::vector<Slot> slots;
  };

  const Value& at(ValueKey key) const { return kinds_[key >> index_bits].values[key & ((1U << index_bits) - 1)]; }
  Value& at(ValueKey key) { return kinds_[key >> index_bits].values[key & ((1U << index_bits) - 1)]; }
  static std::size_t slot_of(const Kind& kind, std::string_view text, std::uint32_t hash);
  static void widen(Kind& kind);
  bool is_common(const Value& value) const { return value.holders.size() > rules_.followed_max; }
  static std::uint32_t count_of(const Value& value, std::uint32_t source);
  void weigh(Value& value, IdentifierKind kind) const;

  const IdentityRules& rules_;  // Of the owner, who outlives the table.
  LiarIndex liars_;
  std::array<Kind, identifier_kinds> kinds_;
};

}  // namespace shoal::estate
