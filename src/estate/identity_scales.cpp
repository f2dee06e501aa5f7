#include "estate/identity_scales.hpp"

#include <algorithm>

namespace shoal::estate {
namespace {

constexpr std::array<std::string_view, 10> reason_names = {"agrees", "further", "differs",  "differs-later", "slip",
                                                           "rival",  "beside",  "excluded", "common",        "person"};

// Agreement on more values of one kind than this adds nothing that a person would want to read.
constexpr std::size_t agreeing_max = 4;

bool overlap(Day a_first, Day a_last, Day b_first, Day b_last) { return a_first <= b_last && b_first <= a_last; }

void put(Weighing& to, const Line& line) {
  if (to.count < to.lines.size()) to.lines[to.count++] = line;
}

// The parts of `values` by kind.
class ByKind {
 public:
  explicit ByKind(std::span<const HeldValue> values) : values_(values) {
    std::size_t at = 0;
    for (std::size_t kind = 0; kind < identifier_kinds; kind++) {
      begins_[kind] = at;
      while (at < values.size() && static_cast<std::size_t>(ValueTable::kind(values[at].value)) == kind) at++;
    }
    begins_[identifier_kinds] = at;
  }
  std::span<const HeldValue> operator[](IdentifierKind kind) const {
    const auto at = static_cast<std::size_t>(kind);
    return values_.subspan(begins_[at], begins_[at + 1] - begins_[at]);
  }

 private:
  std::span<const HeldValue> values_;
  std::array<std::size_t, identifier_kinds + 1> begins_{};
};

// Calls `found` with each pair of the same value.
template <typename Found>
void each_common(std::span<const HeldValue> a, std::span<const HeldValue> b, Found found) {
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() && j != b.end()) {
    if (i->value < j->value) {
      ++i;
    } else if (j->value < i->value) {
      ++j;
    } else {
      found(*i++, *j++);
    }
  }
}

// The two values that stand for a disagreement: a pair whose days overlap if there is one, else the latest of each.
std::pair<const HeldValue*, const HeldValue*> most_apart(std::span<const HeldValue> a, std::span<const HeldValue> b) {
  for (const HeldValue& one : a)
    for (const HeldValue& other : b)
      if (overlap(one.first, one.last, other.first, other.last)) return {&one, &other};
  const auto earlier = [](const HeldValue& x, const HeldValue& y) { return x.last < y.last; };
  return {&*std::max_element(a.begin(), a.end(), earlier), &*std::max_element(b.begin(), b.end(), earlier)};
}

Line disagreement(const KindRule& rule, IdentifierKind kind, std::span<const HeldValue> a,
                  std::span<const HeldValue> b) {
  const auto [one, other] = most_apart(a, b);
  const bool together = overlap(one->first, one->last, other->first, other->last);
  return {together ? Reason::differs : Reason::differs_later, kind, one->value, other->value,
          together ? rule.differ : rule.differ_later};
}

bool is_rival(const Profile& a, const Profile& b) {
  for (const Spell& one : a.spells)
    for (const Spell& other : b.spells)
      if (one.source == other.source && overlap(one.first, one.last, other.first, other.last)) return true;
  return false;
}

bool any_in(std::span<const TrailId> some, std::span<const TrailId> ascending) {
  return std::any_of(some.begin(), some.end(),
                     [&](TrailId each) { return std::binary_search(ascending.begin(), ascending.end(), each); });
}

}  // namespace

std::string_view spelled(Reason reason) { return reason_names[static_cast<std::size_t>(reason)]; }

std::int64_t gap_between(const HeldValue& a, const HeldValue& b) {
  return std::max<std::int64_t>({0, (a.first - b.last).count(), (b.first - a.last).count()});
}

void Profile::add(const Profile& other) {
  const std::size_t old = values.size();
  values.insert(values.end(), other.values.begin(), other.values.end());
  const auto by_value = [](const HeldValue& x, const HeldValue& y) { return x.value < y.value; };
  std::inplace_merge(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(old), values.end(), by_value);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < values.size(); i++) {
    if (kept > 0 && values[kept - 1].value == values[i].value) {
      values[kept - 1].first = std::min(values[kept - 1].first, values[i].first);
      values[kept - 1].last = std::max(values[kept - 1].last, values[i].last);
    } else {
      values[kept++] = values[i];
    }
  }
  values.resize(kept);
  spells.insert(spells.end(), other.spells.begin(), other.spells.end());
  const std::size_t had = trails.size();
  trails.insert(trails.end(), other.trails.begin(), other.trails.end());
  std::inplace_merge(trails.begin(), trails.begin() + static_cast<std::ptrdiff_t>(had), trails.end());
  beside.insert(beside.end(), other.beside.begin(), other.beside.end());
}

void Scales::weigh_kind(IdentifierKind kind, Values a, Values b, Weighing& to) const {
  if (a.empty() || b.empty()) return;
  const KindRule& rule = rules_.kinds[static_cast<std::size_t>(kind)];
  std::vector<Line> agreeing;
  each_common(a, b, [&](const HeldValue& one, const HeldValue&) {
    agreeing.push_back({Reason::agrees, kind, one.value, one.value, values_.weight(one.value)});
  });
  if (agreeing.size() > agreeing_max) {
    std::sort(agreeing.begin(), agreeing.end(), [](const Line& x, const Line& y) { return x.weight > y.weight; });
    agreeing.resize(agreeing_max);
  }
  for (const Line& line : agreeing) put(to, line);
  if (!agreeing.empty()) return;
  put(to, disagreement(rule, kind, a, b));
  if (kind != IdentifierKind::serial) return;
  Line& line = to.lines[to.count - 1];
  for (const HeldValue& one : a)
    for (const HeldValue& other : b)
      if (line.reason != Reason::slip && differ_by_a_slip(values_.text(one.value), values_.text(other.value)))
        line = {Reason::slip, kind, one.value, other.value, rules_.slip};
}

// A name that one had long before the other may have been given to another machine meanwhile: of the names that both
// had, the one with the shortest gap counts.
void Scales::weigh_name(Values a, Values b, Weighing& to) const {
  if (a.empty() || b.empty()) return;
  Line best{Reason::agrees, IdentifierKind::name, 0, 0, 0};
  each_common(a, b, [&](const HeldValue& one, const HeldValue& other) {
    const std::int64_t gap = gap_between(one, other);
    const auto loss = static_cast<Weight>(rules_.gap * gap / (gap + rules_.gap_days));
    const Weight weight = values_.weight(one.value) + loss;
    if (weight > best.weight) best = {Reason::agrees, IdentifierKind::name, one.value, one.value, weight};
  });
  if (best.weight == 0) {
    put(to, disagreement(rules_.kinds[static_cast<std::size_t>(IdentifierKind::name)], IdentifierKind::name, a, b));
    return;
  }
  put(to, best);
}

// Agreement in one aspect is no new evidence each time: who has the serial of a machine has its UUID too.
void Scales::discount(Weighing& to) const {
  std::array<Line*, aspects> heaviest{};
  const auto aspect_of = [&](const Line& line) {
    return static_cast<std::size_t>(rules_.kinds[static_cast<std::size_t>(line.kind)].aspect);
  };
  const std::span<Line> lines(to.lines.data(), to.count);
  for (Line& line : lines) {
    Line*& best = heaviest[aspect_of(line)];
    if (line.reason == Reason::agrees && (best == nullptr || line.weight > best->weight)) best = &line;
  }
  for (Line& line : lines) {
    if (line.reason != Reason::agrees) continue;
    if (&line != heaviest[aspect_of(line)]) {
      line.reason = Reason::further;
      line.weight = line.weight * static_cast<Weight>(rules_.further_percent) / 100;
    }
    if (line.kind == IdentifierKind::name) to.by_name = line.weight;
    if (aspect_of(line) == static_cast<std::size_t>(Aspect::hardware)) to.same_hardware = true;
  }
}

Weighing Scales::weigh(const Profile& a, const Profile& b) const {
  Weighing to;
  const ByKind one(a.values), other(b.values);
  for (std::size_t i = 0; i < identifier_kinds; i++) {
    const auto kind = static_cast<IdentifierKind>(i);
    if (kind == IdentifierKind::name) {
      weigh_name(one[kind], other[kind], to);
    } else if (kind != IdentifierKind::domain) {
      weigh_kind(kind, one[kind], other[kind], to);
    }
  }
  // A domain says which of several machines of one name is meant, and nothing where the names differ.
  const bool same_name = to.count > 0 && to.lines[to.count - 1].kind == IdentifierKind::name &&
                         to.lines[to.count - 1].reason == Reason::agrees;
  if (same_name) weigh_kind(IdentifierKind::domain, one[IdentifierKind::domain], other[IdentifierKind::domain], to);
  discount(to);
  if (is_rival(a, b)) put(to, {Reason::rival, IdentifierKind::name, 0, 0, rules_.rival});
  if (any_in(a.beside, b.trails) || any_in(b.beside, a.trails))
    put(to, {Reason::beside, IdentifierKind::name, 0, 0, rules_.beside});
  for (const Line& line : to.all()) to.sum += line.weight;
  return to;
}

}  // namespace shoal::estate
