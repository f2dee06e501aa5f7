// Programs of others: which product an entry of a list of installed programs means, and until when it is supported.
//
// Lists of programs (Uninstall, ConfigMgr, osquery) give a name, a publisher and a version, each as its vendor felt
// like writing it. A product is told only where the name says so without doubt: a wrong match is worse than none, and
// what matches nothing is the caller's to print, never to drop.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"

namespace shoal::lifecycle {

/// A product of somebody, e.g. Microsoft Office. Source: data/programs/products.csv.
struct Program {
  std::string id;      ///< E.g. "office".
  std::string title;   ///< For people, e.g. "Microsoft Office".
  std::string vendor;  ///< E.g. "Microsoft".
};

/// One version of a product that is supported for a time of its own, e.g. Office 2010.
///
/// Where a vendor ends service packs apart, the dates are those of the last one: an older one ended earlier, and no
/// list tells which is installed.
struct ProgramCycle {
  std::uint16_t program = 0;        ///< Index into programs.
  std::string name;                 ///< As its calendar names it, e.g. "2010".
  std::string title;                ///< For people, e.g. "2010 SP2"; empty where it is every version of the product.
  std::optional<Day> until;         ///< The last day of updates for everybody, inclusive.
  std::optional<Day> paid_until;    ///< The last day of updates for who pays for them, inclusive; at least `until`.
  std::optional<Day> supported_on;  ///< Without `until`: updates still came on this day, and no end was published.
  std::optional<Day> ended_by;      ///< Without `until`: it had ended by this day; the day itself is not known.
  std::string terms;                ///< For whom the dates hold, where that is not everybody; else empty.
  std::string citation;             ///< Empty where no dates are known.
};

/// What a reported name must be like. All texts are spelled as folded() leaves them.
struct NamePattern {
  std::string begins;              ///< The name begins with these words; empty for any name.
  std::vector<std::string> words;  ///< All stand in the name. A word that ends in # stands for one with digits there.
  std::vector<std::string> lacks;  ///< None stands in the name.
  std::vector<std::string> publishers;  ///< One stands in the publisher, where one is reported at all.
};

/// Where the cycle of a product is read from.
enum class CycleFrom : std::uint8_t {
  name,     ///< The name says it: a name that does not is none of this pattern.
  version,  ///< The first numbers of the version say it. Without a version the cycle is not known.
  fixed,    ///< Every name of this pattern means the same cycle.
};

/// "name", "version" or "fixed".
std::string_view spelled(CycleFrom from);

/// A text in a name or at the beginning of a version, and the cycle that it means.
struct CycleKey {
  std::string text;         ///< As in NamePattern::words.
  std::uint16_t cycle = 0;  ///< Index into cycles.
};

/// A pattern of names that mean one product. Source: data/programs/names.csv.
struct ProgramName {
  NamePattern pattern;
  std::uint16_t program = 0;  ///< Index into programs.
  CycleFrom cycle_from = CycleFrom::fixed;
  std::vector<CycleKey> keys;  ///< Ascending by text; exactly one where the cycle is fixed.
};

/// What an entry of a list of programs is.
enum class EntryKind : std::uint8_t {
  program,        ///< A product that we know.
  update,         ///< An update of something.
  language_pack,  ///< Words of something else in one language.
  driver,         ///< A driver, or what came with one.
  part,           ///< A part of a product that has an entry of its own, or of the operating system.
  unmatched,      ///< None of these: print it.
};

/// "program", "update", "language-pack", "driver", "part" or "unmatched".
std::string_view spelled(EntryKind kind);

/// A pattern of names that are no programs of their own. Source: data/programs/entries.csv.
struct EntryName {
  NamePattern pattern;
  EntryKind kind = EntryKind::part;  ///< Never program nor unmatched.
};

/// All that is known of programs. Immutable once knowledge/ has built it. Names and entries ascend by what they begin
/// with; the pack's reader checks that and every index.
struct ProgramCatalogue {
  std::vector<Program> programs;
  std::vector<ProgramCycle> cycles;
  std::vector<ProgramName> names;
  std::vector<EntryName> entries;
};

/// `text` as patterns spell it: words in lower case (letters outside ASCII as they are) with one blank between and one
/// around them. Everything else but dots within a word and plus signs parts words; (TM), (R), (C) and their signs are
/// left out. "Java(TM) 6 Update 31" is " java 6 update 31 ".
std::string folded(std::string_view text);

/// What an entry means. `program` is set for programs alone; `cycle` too, and only where it is told.
struct ProgramEntry {
  EntryKind kind = EntryKind::unmatched;
  const Program* program = nullptr;     ///< A loan from the catalogue.
  const ProgramCycle* cycle = nullptr;  ///< A loan from the catalogue; null where the version is not known.
  CycleFrom told_by = CycleFrom::fixed;
};

/// What the entry `name` of a list means, with its `publisher` and `version` as reported; either may be empty.
///
/// An entry that is an update or a part is that, whatever product it names. A name that fits two products is unmatched.
/// Estates have few distinct entries: callers remember the answers.
ProgramEntry recognise_program(const ProgramCatalogue& catalogue, std::string_view name, std::string_view publisher,
                               std::string_view version);

/// Whether updates still come.
enum class ProgramSupport : std::uint8_t {
  supported,
  ended,    ///< Not for everybody any more; who pays may still get them, see `paid_until`.
  unknown,  ///< No date is known that decides it.
};

/// "supported", "ended" or "unknown".
std::string_view spelled(ProgramSupport support);

/// Where a program stands on one day.
struct ProgramStanding {
  ProgramSupport support = ProgramSupport::unknown;
  std::optional<Day> until;       ///< The last day of updates for everybody, where it is known.
  std::optional<Day> paid_until;  ///< Where updates are sold beyond that, and `day` is no later.
};

/// Where `entry` stands on `day`. Days before its release count as supported, as with releases of Windows. An entry
/// that is no program, or whose version is not known, stands at unknown.
ProgramStanding program_standing(const ProgramEntry& entry, Day day);

}  // namespace shoal::lifecycle
