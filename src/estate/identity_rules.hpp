// By which rules observations of one machine come together: what each kind of identifier weighs, and which values lie.
//
// The rules are rows of data/identity/ and come in with the pack; docs/concepts/identity.md has the reasons. Weights
// are logarithms of odds, in tenths of a bit: whole numbers, so that a sum is the same in every order and on every
// machine.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "estate/identifiers.hpp"

namespace shoal::estate {

/// Evidence in tenths of a bit: 10 doubles the odds that two trails are of one machine, -10 halves them.
using Weight = std::int32_t;

/// What an identifier tells of a machine. Kinds of one aspect change together, so that they do not count in full beside
/// each other.
enum class Aspect : std::uint8_t { hardware, installation, account, label };
constexpr std::size_t aspects = 4;

/// "hardware", "installation", "account", "label".
std::string_view spelled(Aspect aspect);
std::optional<Aspect> parse_aspect(std::string_view text);

/// What it weighs that two trails agree or differ in one kind.
struct KindRule {
  Aspect aspect = Aspect::label;
  Weight agree = 0;         ///< Both name the same value; not below 0.
  Weight differ = 0;        ///< They name different ones, for days that overlap; not above 0.
  Weight differ_later = 0;  ///< They name different ones, one after the other; not above 0.
  Weight shared = 0;        ///< What agreement loses each time the number of machines with that value doubles.
  auto operator<=>(const KindRule&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 errs on <=>.
};

/// How a value is held against a liar.
enum class LiarMatch : std::uint8_t {
  is,      ///< The whole value.
  begins,  ///< Its first characters.
  only,    ///< It is made of these characters alone, however long it is.
};

/// "is", "begins", "only".
std::string_view spelled(LiarMatch match);
std::optional<LiarMatch> parse_liar_match(std::string_view text);

/// A value that many machines have, or none: it tells nothing.
struct Liar {
  IdentifierKind kind = IdentifierKind::serial;
  LiarMatch match = LiarMatch::is;
  std::string value;                              ///< Spelled as identifier() leaves values; never empty.
  std::string note;                               ///< What it is, for explanations.
  auto operator<=>(const Liar&) const = default;  // NOLINT(modernize-use-nullptr)
};

/// All rules of identity.
struct IdentityRules {
  std::array<KindRule, identifier_kinds> kinds;  ///< By IdentifierKind.
  std::vector<Liar> liars;                       ///< Ascending.
  Weight threshold = 0;                          ///< From this sum on, trails are held to be of one machine.
  Weight rival = 0;                              ///< One source has rows for both in days that overlap; not above 0.
  Weight beside = 0;                             ///< Their files stood side by side; not below 0.
  Weight slip = 0;                               ///< Serials differ as a slip of the pen would; not above 0.
  Weight gap = 0;                     ///< The most that a name loses which one held long before the other; not above 0.
  Weight claim_margin = 0;            ///< Two claims on a name that differ by less are equally good; not below 0.
  std::uint32_t gap_days = 1;         ///< After how many days without the name half of that is lost; at least 1.
  std::uint32_t further_percent = 0;  ///< What agreement counts beside heavier agreement in the same aspect; 0 to 100.
  std::uint32_t followed_max = 1;     ///< A value on more trails than this leads to none of them; at least 1.
  bool operator==(const IdentityRules&) const = default;
};

/// The form in which two values of a kind are compared; comparing it again changes nothing. A serial loses blanks, '-'
/// and leading zeros, which lists of people drop; a UUID is the smaller of its two byte orders, since firmware and
/// tools disagree on the first three parts; a name is cut to the 15 characters that NetBIOS keeps; a domain to its
/// first label.
Identifier compared(Identifier identifier);

/// Whether the two differ by one character more, less or other, by two neighbours exchanged, or by a cut: the shorter
/// is the beginning or the end of the longer, and has at least five characters.
bool differ_by_a_slip(std::string_view a, std::string_view b);

/// Finds the liar that a value is.
class LiarIndex {
 public:
  /// Keeps `liars`, in the form in which values are compared.
  explicit LiarIndex(std::vector<Liar> liars);

  /// The liar that `identifier`, which compared() has made, is; of several the first; nothing where it may be true. The
  /// pointer is good as long as the index.
  const Liar* find(const Identifier& identifier) const;

 private:
  std::vector<Liar> liars_;  // Exact ones first, each part ascending.
  std::size_t exact_ = 0;    // How many are exact.
};

}  // namespace shoal::estate
