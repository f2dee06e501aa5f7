#include "estate/identity_rules.hpp"

#include <algorithm>
#include <utility>

namespace shoal::estate {
namespace {

constexpr std::array<std::string_view, aspects> aspect_names = {"hardware", "installation", "account", "label"};
constexpr std::array<std::string_view, 3> match_names = {"is", "begins", "only"};

template <typename T, std::size_t size>
std::optional<T> parse_name(const std::array<std::string_view, size>& names, std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<T>(found - names.begin());
}

std::string serial_compared(const std::string& serial) {
  std::string made;
  for (const char c : serial)
    if (c != ' ' && c != '-') made += c;
  if (const auto first = made.find_first_not_of('0'); first != made.npos) made.erase(0, first);
  return made.empty() ? serial : made;
}

// Of 00112233 4455 6677 8899AABBCCDDEEFF and 33221100 5544 7766 8899AABBCCDDEEFF the smaller one.
std::string uuid_compared(const std::string& uuid) {
  constexpr std::array<std::size_t, 8> from = {6, 4, 2, 0, 10, 8, 14, 12};
  if (uuid.size() != 32) return uuid;
  std::string turned = uuid;
  for (std::size_t i = 0; i < from.size(); i++) turned.replace(2 * i, 2, uuid, from[i], 2);
  return std::min(uuid, turned);
}

bool is_liar(const Liar& liar, std::string_view value) {
  switch (liar.match) {
    case LiarMatch::is:
      return value == liar.value;
    case LiarMatch::begins:
      return value.starts_with(liar.value);
    case LiarMatch::only:
      return value.find_first_not_of(liar.value) == value.npos;
  }
  return false;
}

auto exact_key(const Liar& liar) { return std::pair<IdentifierKind, std::string_view>(liar.kind, liar.value); }

}  // namespace

std::string_view spelled(Aspect aspect) { return aspect_names[static_cast<std::size_t>(aspect)]; }
std::optional<Aspect> parse_aspect(std::string_view text) { return parse_name<Aspect>(aspect_names, text); }
std::string_view spelled(LiarMatch match) { return match_names[static_cast<std::size_t>(match)]; }
std::optional<LiarMatch> parse_liar_match(std::string_view text) { return parse_name<LiarMatch>(match_names, text); }

Identifier compared(Identifier identifier) {
  constexpr std::size_t netbios_length_max = 15;
  switch (identifier.kind) {
    case IdentifierKind::serial:
      identifier.value = serial_compared(identifier.value);
      break;
    case IdentifierKind::uuid:
      identifier.value = uuid_compared(identifier.value);
      break;
    case IdentifierKind::name:
      if (identifier.value.size() > netbios_length_max) identifier.value.resize(netbios_length_max);
      break;
    case IdentifierKind::domain:
      // A domain that begins with a dot has no first label, and stays as it is.
      if (const auto dot = identifier.value.find('.'); dot != identifier.value.npos && dot > 0)
        identifier.value.resize(dot);
      break;
    case IdentifierKind::mac:
    case IdentifierKind::asset_tag:
    case IdentifierKind::installation:
    case IdentifierKind::sid:
    case IdentifierKind::guid:
      break;
  }
  return identifier;
}

bool differ_by_a_slip(std::string_view a, std::string_view b) {
  constexpr std::size_t left_min = 5;  // So many characters that are left of a longer value are no accident.
  if (a.size() > b.size()) std::swap(a, b);
  if (a.size() < b.size() && a.size() >= left_min && (b.starts_with(a) || b.ends_with(a))) return true;
  if (b.size() - a.size() > 1 || a == b) return false;
  const auto apart = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin());
  if (a.size() < b.size()) return a.substr(apart) == b.substr(apart + 1);
  if (a.substr(apart + 1) == b.substr(apart + 1)) return true;
  return apart + 1 < a.size() && a[apart] == b[apart + 1] && a[apart + 1] == b[apart] &&
         a.substr(apart + 2) == b.substr(apart + 2);
}

LiarIndex::LiarIndex(std::vector<Liar> liars) : liars_(std::move(liars)) {
  for (Liar& liar : liars_)
    if (liar.match != LiarMatch::only) liar.value = compared({liar.kind, std::move(liar.value)}).value;
  const auto order = [](const Liar& a, const Liar& b) {
    const bool a_exact = a.match == LiarMatch::is, b_exact = b.match == LiarMatch::is;
    return a_exact != b_exact ? a_exact : a < b;
  };
  std::sort(liars_.begin(), liars_.end(), order);
  exact_ = static_cast<std::size_t>(
      std::count_if(liars_.begin(), liars_.end(), [](const Liar& each) { return each.match == LiarMatch::is; }));
}

const Liar* LiarIndex::find(const Identifier& identifier) const {
  const std::string_view value = identifier.value;
  const std::pair<IdentifierKind, std::string_view> key(identifier.kind, value);
  const auto end = liars_.begin() + static_cast<std::ptrdiff_t>(exact_);
  const auto found =
      std::lower_bound(liars_.begin(), end, key, [](const Liar& liar, const auto& k) { return exact_key(liar) < k; });
  if (found != end && exact_key(*found) == key) return &*found;
  for (auto liar = end; liar != liars_.end(); ++liar)
    if (liar->kind == identifier.kind && is_liar(*liar, value)) return &*liar;
  return nullptr;
}

}  // namespace shoal::estate
