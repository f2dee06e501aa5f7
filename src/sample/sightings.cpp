#include "sample/sightings.hpp"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <string>

#include "base/assert.hpp"
#include "base/random.hpp"
#include "sample/identity.hpp"

namespace shoal::sample {
namespace {

using estate::IdentifierKind;
using std::chrono::days;

// Which generators of the seed decide what; each kind of value has one generator for each of its numbers.
enum class Stream : std::uint64_t {
  machine,
  batch,
  coverage,
  away,
  board,
  adapter,
  serial,
  family,
  installation,
  object,
  dock,
  dock_use,
};

constexpr std::uint32_t batch_machines = 50;
constexpr std::uint32_t clones_min = 2, clones_max = 40;
constexpr std::uint32_t pool_machines = 100, pool_docks = 30;

constexpr std::string_view domain = "northmere.example", short_domain = "NORTHMERE";

// What becomes of a machine's account when it is imaged anew.
enum class Rejoin : std::uint8_t { keeps, replaces, leaves_behind };

// A machine as drawn: the truth that is given away, and what the sightings follow from.
struct Drawn {
  TrueMachine truth;
  std::optional<std::uint32_t> family;  // Of clones.
  Rejoin rejoin = Rejoin::keeps;
  bool takes_account = false;         // Where it took over a name: with its account.
  bool serial_lost = false;           // Where its board was swapped.
  bool portable = false;              // Has a second adapter, which is no part of the board.
  std::size_t unset_serial = 0;       // Which of them it says, where it says one.
  bool unset_serial_written = false;  // People copied that into the spreadsheet; otherwise its cell is blank.
  std::chrono::days list_lag{0};
};

std::string hexadecimal(Random random) {
  char text[33];
  std::snprintf(text, sizeof text, "%016" PRIX64 "%016" PRIX64, random.next(), random.next());
  return text;
}

class Maker {
 public:
  explicit Maker(const SightingRequest& request) : request_(request) {
    SHOAL_ASSERT(!request.days.empty());
    drawn_.reserve(request.machines);
    for (std::uint32_t i = 0; i < request.machines; i++) drawn_.push_back(draw(i));
  }

  KnownSightings made() && {
    for (const Day asked : request_.days) {
      for (std::uint32_t i = 0; i < drawn_.size(); i++) see_account(i, asked);
      for (std::uint32_t i = 0; i < drawn_.size(); i++) see_client(i, asked);
      for (std::uint32_t i = 0; i < drawn_.size(); i++) see_output(i, asked);
      for (std::uint32_t i = 0; i < drawn_.size(); i++) see_registry(i, asked);
      for (std::uint32_t i = 0; i < drawn_.size(); i++) see_row(i, asked);
    }
    made_.machines.reserve(drawn_.size());
    for (const Drawn& each : drawn_) made_.machines.push_back(each.truth);
    return std::move(made_);
  }

 private:
  enum class Source : std::uint8_t { ad, configmgr, systeminfo, registry, spreadsheet };

  Random generator(Stream stream, std::uint64_t number) const {
    return Random::numbered(request_.seed + (static_cast<std::uint64_t>(stream) << 32U), number);
  }

  // ---- What happened to a machine.

  Drawn draw(std::uint32_t number) const {
    const SightingRates& rates = request_.rates;
    Random random = generator(Stream::machine, number);
    Drawn made;
    const auto mark = [&](SightingFault fault) { made.truth.faults |= 1U << static_cast<unsigned>(fault); };
    made.family = family_of(number);
    if (made.family) mark(SightingFault::cloned_uuid);
    if (random.chance(rates.oem_serial)) mark(SightingFault::oem_serial);
    if (random.chance(rates.dock_mac)) mark(SightingFault::dock_mac);
    made.takes_account = random.chance(0.25);
    made.portable = random.chance(0.6);
    made.unset_serial = random.below(unset_serials().size());
    made.unset_serial_written = random.chance(0.5);
    made.list_lag = days(static_cast<int>(random.below(181)));
    if (pass_name(number, made)) return made;
    if (random.chance(rates.stale_account)) {
      mark(SightingFault::stale_account);
      made.truth.until = request_.days.front() - days(30 + static_cast<int>(random.below(700)));
      return made;
    }
    if (random.chance(rates.board_swapped)) {
      mark(SightingFault::board_swapped);
      made.truth.swapped_on = day_of_change(random);
      made.serial_lost = random.chance(0.3);
    }
    if (random.chance(rates.renamed)) {
      mark(SightingFault::renamed);
      made.truth.renamed_on = day_of_change(random);
    }
    if (random.chance(rates.reimaged)) {
      mark(SightingFault::reimaged);
      made.truth.reimaged_on = day_of_change(random);
      constexpr std::uint64_t weights[] = {2, 2, 1};
      made.rejoin = static_cast<Rejoin>(random.pick(weights));
    }
    return made;
  }

  // The family of clones that `number` belongs to: the first machines of some batches.
  std::optional<std::uint32_t> family_of(std::uint32_t number) const {
    constexpr double mean = (clones_min + clones_max) / 2.0;
    const std::uint32_t batch = number / batch_machines;
    Random random = generator(Stream::family, batch);
    if (!random.chance(request_.rates.cloned_uuid * batch_machines / mean)) return std::nullopt;
    const auto size = clones_min + random.below(clones_max - clones_min + 1);
    const std::uint64_t there = std::min(size, std::uint64_t{request_.machines - batch * batch_machines});
    if (there < clones_min || number % batch_machines >= there) return std::nullopt;
    return batch;
  }

  // A machine of the first half may pass its name on to one of the second, which is there from some weeks later on.
  bool pass_name(std::uint32_t number, Drawn& made) const {
    const std::uint32_t half = request_.machines / 2;
    if (number >= 2 * half || request_.days.size() < 2) return false;
    const bool first = number < half;
    Random random = generator(Stream::batch, first ? number : number - half);
    if (!random.chance(2 * request_.rates.reused_name)) return false;
    const Day given_up = day_of_change(random);
    const Day taken = given_up + days(1 + static_cast<int>(random.below(30)));
    const SightingFault fault = first ? SightingFault::name_passed_on : SightingFault::name_taken_over;
    made.truth.faults |= 1U << static_cast<unsigned>(fault);
    (first ? made.truth.until : made.truth.since) = first ? given_up : taken;
    made.truth.namesake = first ? number + half : number - half;
    return true;
  }

  // After the first look and not after the last; the first look itself where there is no other.
  Day day_of_change(Random& random) const {
    const auto span = static_cast<std::uint64_t>((request_.days.back() - request_.days.front()).count());
    return span == 0 ? request_.days.front() : request_.days.front() + days(1 + static_cast<int>(random.below(span)));
  }

  static bool is_past(const std::optional<Day>& change, Day day) { return change && *change <= day; }

  bool is_there(std::uint32_t number, Day day) const {
    const TrueMachine& truth = drawn_[number].truth;
    return (!truth.since || *truth.since <= day) && (!truth.until || day <= *truth.until);
  }

  // ---- What it is called and what is built into it, on a day.

  std::string name_on(std::uint32_t number, Day day) const {
    const Drawn& machine = drawn_[number];
    if (machine.truth.has(SightingFault::name_taken_over)) return spelled_name(*machine.truth.namesake);
    const bool renamed = is_past(machine.truth.renamed_on, day);
    const bool joined_anew = machine.rejoin == Rejoin::leaves_behind && is_past(machine.truth.reimaged_on, day);
    if (renamed && (!joined_anew || *machine.truth.renamed_on > *machine.truth.reimaged_on))
      return spelled_name(std::uint64_t{request_.machines} + number);
    return joined_anew ? spelled_name(2 * std::uint64_t{request_.machines} + number) : spelled_name(number);
  }

  // No two numbers have the same name.
  std::string spelled_name(std::uint64_t number) const {
    char text[24];
    std::snprintf(text, sizeof text, "BCU%02u-W%06" PRIu64, static_cast<unsigned>(number / 7 % 43 + 1), number);
    return text;
  }

  // Accounts have numbers: two for each machine, the first of which may be its predecessor's.
  std::uint64_t account_on(std::uint32_t number, Day day) const {
    const Drawn& machine = drawn_[number];
    if (machine.truth.has(SightingFault::name_taken_over) && machine.takes_account)
      return 2 * std::uint64_t{*machine.truth.namesake};
    const bool second = machine.rejoin != Rejoin::keeps && is_past(machine.truth.reimaged_on, day);
    return 2 * std::uint64_t{number} + (second ? 1 : 0);
  }

  std::string serial_on(std::uint32_t number, Day day) const {
    const Drawn& machine = drawn_[number];
    const bool unset =
        machine.truth.has(SightingFault::oem_serial) || (machine.serial_lost && is_past(machine.truth.swapped_on, day));
    return unset ? std::string(unset_serials()[machine.unset_serial]) : spelled_serial(number);
  }

  // A batch has one beginning, its machines numbers behind it that follow each other: no two are the same.
  std::string spelled_serial(std::uint32_t number) const {
    Random random = generator(Stream::serial, number / batch_machines);
    const auto letter = [&] { return static_cast<char>('A' + random.below(26)); };
    char text[32];
    std::snprintf(text, sizeof text, "%c%c%c%u%02u%05u", letter(), letter(), letter(),
                  static_cast<unsigned>(random.below(10)), static_cast<unsigned>(1 + random.below(52)), number);
    return text;
  }

  std::string uuid_on(std::uint32_t number, Day day) const {
    const Drawn& machine = drawn_[number];
    const bool swapped = is_past(machine.truth.swapped_on, day);
    if (machine.family && !swapped) return hexadecimal(generator(Stream::family, ~std::uint64_t{*machine.family}));
    return hexadecimal(generator(Stream::board, 2 * std::uint64_t{number} + (swapped ? 1 : 0)));
  }

  // Its adapters have three numbers: on the first board, on the second, and the one apart from both. A batch shares its
  // beginning; the end alone tells five million machines apart.
  std::string own_mac(std::uint32_t number, unsigned which) const {
    const std::uint64_t maker = generator(Stream::adapter, number / batch_machines).next();
    return spelled_mac(maker, std::uint64_t{number} * 3 + which);
  }
  static std::string spelled_mac(std::uint64_t maker, std::uint64_t end) {
    char text[24];
    std::snprintf(text, sizeof text, "%06" PRIX64 "%06" PRIX64, maker & 0xFCFFFFU, end & 0xFFFFFFU);
    return text;
  }

  void add_macs(std::uint32_t number, Day day, estate::Identifiers& to) const {
    const Drawn& machine = drawn_[number];
    bool own = true;
    if (machine.truth.has(SightingFault::dock_mac)) {
      Random random = generator(Stream::dock_use, std::uint64_t{number} << 20U | day_number(day));
      const std::uint64_t pool = number / pool_machines;
      const std::uint64_t maker = generator(Stream::dock, 0).next();
      add(IdentifierKind::mac, spelled_mac(maker, pool * pool_docks + random.below(pool_docks)), to);
      own = random.chance(0.7);
    }
    if (own) add(IdentifierKind::mac, own_mac(number, is_past(machine.truth.swapped_on, day) ? 1 : 0), to);
    if (own && machine.portable) add(IdentifierKind::mac, own_mac(number, 2), to);
  }

  static std::uint64_t day_number(Day day) { return static_cast<std::uint64_t>(day.time_since_epoch().count()); }

  // ---- What a source says.

  static void add(IdentifierKind kind, std::string_view text, estate::Identifiers& to) {
    auto made = estate::identifier(kind, text);
    SHOAL_ASSERT(made);
    to.push_back(*std::move(made));
  }

  void add_account(std::uint32_t number, Day day, estate::Identifiers& to) const {
    char sid[64];
    Random organisation = generator(Stream::object, ~std::uint64_t{0});
    const auto part = [&] { return static_cast<unsigned>(organisation.below(4'000'000'000)); };
    const unsigned first = part(), second = part(), third = part();
    std::snprintf(sid, sizeof sid, "S-1-5-21-%u-%u-%u-%" PRIu64, first, second, third, 1100 + account_on(number, day));
    add(IdentifierKind::sid, sid, to);
  }

  void give(std::string_view source, std::uint32_t number, Day day, estate::Identifiers identifiers) {
    estate::settle(identifiers);
    made_.sightings.push_back({std::string(source), std::move(identifiers), day});
    made_.machine_of.push_back(number);
  }

  bool knows(Source source, double coverage, std::uint32_t number) const {
    return generator(Stream::coverage, std::uint64_t{number} * 8 + static_cast<unsigned>(source)).chance(coverage);
  }

  // The day, up to a week before it was asked for, on which what runs on the machine last spoke; nothing where it is
  // not known to the source, was not there, or away.
  std::optional<Day> heard(Source source, double coverage, std::uint32_t number, Day asked) const {
    Random random =
        generator(Stream::away, (std::uint64_t{number} * 8 + static_cast<unsigned>(source)) << 20U | day_number(asked));
    const Day day = asked - days(static_cast<int>(random.below(7)));
    if (random.chance(request_.away) || !is_there(number, day) || !knows(source, coverage, number)) return std::nullopt;
    return day;
  }

  // A directory lists an account until somebody deletes it.
  void see_account(std::uint32_t number, Day asked) {
    const Drawn& machine = drawn_[number];
    if (!knows(Source::ad, request_.coverage.ad, number)) return;
    const auto give_account = [&](Day day) {
      estate::Identifiers made;
      add(IdentifierKind::name, name_on(number, day), made);
      add(IdentifierKind::domain, domain, made);
      add_account(number, day, made);
      add(IdentifierKind::guid, hexadecimal(generator(Stream::object, account_on(number, day))), made);
      give("ad", number, day, std::move(made));
    };
    if (machine.rejoin == Rejoin::leaves_behind && is_past(machine.truth.reimaged_on, asked))
      give_account(*machine.truth.reimaged_on - days(1));
    if (is_there(number, asked)) {
      give_account(asked);
    } else if (machine.truth.until && *machine.truth.until < asked) {
      const bool replaced = machine.truth.namesake && is_past(drawn_[*machine.truth.namesake].truth.since, asked);
      if (!replaced) give_account(*machine.truth.until);
    }
  }

  void see_client(std::uint32_t number, Day asked) {
    const auto day = heard(Source::configmgr, request_.coverage.configmgr, number, asked);
    if (!day) return;
    estate::Identifiers made;
    add(IdentifierKind::name, name_on(number, *day), made);
    add(IdentifierKind::domain, short_domain, made);
    add_account(number, *day, made);
    add(IdentifierKind::serial, serial_on(number, *day), made);
    add(IdentifierKind::uuid, uuid_on(number, *day), made);
    add_macs(number, *day, made);
    give("configmgr", number, *day, std::move(made));
  }

  void see_output(std::uint32_t number, Day asked) {
    const auto day = heard(Source::systeminfo, request_.coverage.systeminfo, number, asked);
    if (!day) return;
    estate::Identifiers made;
    add(IdentifierKind::name, name_on(number, *day), made);
    add(IdentifierKind::domain, domain, made);
    give("systeminfo", number, *day, std::move(made));
  }

  void see_registry(std::uint32_t number, Day asked) {
    const auto day = heard(Source::registry, request_.coverage.registry, number, asked);
    if (!day) return;
    const bool second = is_past(drawn_[number].truth.reimaged_on, *day);
    estate::Identifiers made;
    add(IdentifierKind::name, name_on(number, *day), made);
    add(IdentifierKind::installation,
        hexadecimal(generator(Stream::installation, 2 * std::uint64_t{number} + (second ? 1 : 0))), made);
    give("registry", number, *day, std::move(made));
  }

  // A list by hand says what was true some time before, and forgets nobody who was gone before the first look.
  void see_row(std::uint32_t number, Day asked) {
    const Drawn& machine = drawn_[number];
    const Day known = asked - machine.list_lag;
    const bool listed = machine.truth.has(SightingFault::stale_account) || is_there(number, known);
    if (!listed || !knows(Source::spreadsheet, request_.coverage.spreadsheet, number)) return;
    estate::Identifiers made;
    add(IdentifierKind::name, name_on(number, known), made);
    if (!machine.truth.has(SightingFault::oem_serial)) {
      add(IdentifierKind::serial, spelled_serial(number), made);
    } else if (machine.unset_serial_written) {
      add(IdentifierKind::serial, serial_on(number, known), made);
    }
    char tag[24];
    std::snprintf(tag, sizeof tag, "NP%07u", 1'000'000 + number);
    add(IdentifierKind::asset_tag, tag, made);
    give("list assets.csv", number, asked, std::move(made));
  }

  const SightingRequest& request_;
  std::vector<Drawn> drawn_;
  KnownSightings made_;
};

}  // namespace

std::string_view spelled(SightingFault fault) {
  constexpr std::string_view names[] = {"cloned_uuid",    "oem_serial",      "renamed",
                                        "reimaged",       "dock_mac",        "board_swapped",
                                        "name_passed_on", "name_taken_over", "stale_account"};
  return names[static_cast<std::size_t>(fault)];
}

KnownSightings known_sightings(const SightingRequest& request) { return Maker(request).made(); }

}  // namespace shoal::sample
