#include "estate/identity_values.hpp"

#include <algorithm>
#include <cmath>

#include "base/assert.hpp"
#include "base/pinned_math.hpp"

namespace shoal::estate {
namespace {

// FNV-1a with a last mixing step. Only where a value is found depends on it, never an answer.
std::uint32_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  hash ^= hash >> 32;
  return static_cast<std::uint32_t>((hash * 0x9E3779B97F4A7C15U) >> 32);
}

// `weight` for each doubling of a number of machines: 0 for one.
Weight lost(Weight weight, std::uint32_t machines) {
  if (machines <= 1) return 0;
  static const double of_two = pinned_log(2);
  return static_cast<Weight>(std::lround(weight * pinned_log(machines) / of_two));
}

}  // namespace

ValueTable::ValueTable(const IdentityRules& rules) : rules_(rules), liars_(rules.liars) {
  for (Kind& kind : kinds_) kind.slots.resize(16);
}

std::size_t ValueTable::slot_of(const Kind& kind, std::string_view text, std::uint32_t hash) {
  const std::size_t mask = kind.slots.size() - 1;
  std::size_t at = hash & mask;
  for (; kind.slots[at].number != 0; at = (at + 1) & mask)
    if (kind.slots[at].hash == hash && kind.values[kind.slots[at].number - 1].text == text) break;
  return at;
}

void ValueTable::widen(Kind& kind) {
  std::vector<Slot> old(kind.slots.size() * 2);
  old.swap(kind.slots);
  const std::size_t mask = kind.slots.size() - 1;
  for (const Slot& slot : old) {
    if (slot.number == 0) continue;
    std::size_t at = slot.hash & mask;
    while (kind.slots[at].number != 0) at = (at + 1) & mask;
    kind.slots[at] = slot;
  }
}

ValueKey ValueTable::key_of(const Identifier& value) {
  const auto number = static_cast<std::uint32_t>(value.kind);
  Kind& kind = kinds_[number];
  const std::uint32_t hash = hash_of(value.value);
  std::size_t slot = slot_of(kind, value.value, hash);
  if (kind.slots[slot].number == 0) {
    SHOAL_ASSERT(kind.values.size() < (1U << index_bits) - 1);
    if (kind.values.size() * 2 >= kind.slots.size()) {
      widen(kind);
      slot = slot_of(kind, value.value, hash);
    }
    Value& made = kind.values.emplace_back();
    made.text = value.value;
    made.liar = liars_.find(value);
    weigh(made, value.kind);
    kind.slots[slot] = {hash, static_cast<std::uint32_t>(kind.values.size())};
  }
  return (number << index_bits) | (kind.slots[slot].number - 1);
}

void ValueTable::weigh(Value& value, IdentifierKind kind) const {
  const KindRule& rule = rules_.kinds[static_cast<std::size_t>(kind)];
  const bool silent = value.liar != nullptr || is_common(value);
  value.weight = silent ? 0 : std::max(0, rule.agree - lost(rule.shared, value.machines));
  value.tells = !silent && value.weight * 4 >= rule.agree;
}

std::uint32_t ValueTable::count_of(const Value& value, std::uint32_t source) {
  return static_cast<std::uint32_t>(std::count_if(value.holders.begin(), value.holders.end(),
                                                  [&](const Holder& each) { return each.source == source; }));
}

void ValueTable::hold(ValueKey key, Holder holder) {
  Value& value = at(key);
  if (value.liar != nullptr || kind(key) == IdentifierKind::domain) return;
  value.holders.push_back(holder);
  if (value.holders.size() > std::size_t{rules_.followed_max} + 1) return;  // It was common before.
  const std::uint32_t machines = std::max(value.machines, count_of(value, holder.source));
  if (machines == value.machines && !is_common(value)) return;
  value.machines = machines;
  weigh(value, kind(key));
}

void ValueTable::release(ValueKey key, TrailId trail) {
  Value& value = at(key);
  const auto found =
      std::find_if(value.holders.begin(), value.holders.end(), [&](const Holder& each) { return each.trail == trail; });
  if (found == value.holders.end()) return;
  value.holders.erase(found);
  if (is_common(value)) return;
  value.machines = 0;
  for (const Holder& each : value.holders) value.machines = std::max(value.machines, count_of(value, each.source));
  weigh(value, kind(key));
}

}  // namespace shoal::estate
