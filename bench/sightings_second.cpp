#include "sightings_second.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/assert.hpp"
#include "base/random.hpp"

namespace shoal::bench {
namespace {

using namespace std::chrono;
using estate::IdentifierKind;

const std::array<Day, 4> looks = {Day{2026y / 1 / 15}, Day{2026y / 4 / 15}, Day{2026y / 7 / 15}, Day{2026y / 10 / 15}};
constexpr std::string_view letters = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789OI";

// One row of the truth, wide: what each source is told follows from it.
struct Box {
  sample::TrueMachine truth;
  std::string name, serial, tag;
  std::string uuid, later_uuid;      // The second after a board went.
  std::string mac, later_mac, wifi;  // Likewise; wifi may be empty.
  std::string later_serial;          // What firmware says after a board went.
  std::string installation, sid, guid;
  bool has_account = true;
  std::string typed_serial, typed_tag;
  std::array<bool, 5> known{};

  bool is(SecondFault fault) const { return ((truth.faults >> static_cast<unsigned>(fault)) & 1U) != 0; }
  void mark(SecondFault fault) { truth.faults |= 1U << static_cast<unsigned>(fault); }
};

class Second {
 public:
  explicit Second(const SecondRequest& request)
      : rates_(request.rates), random_(request.seed ^ 0x5EC0D5EC0D5EC0DU), boxes_(request.machines) {
    issue_identifiers();
    share_installations();
    make_virtual();
    clone_virtual();
    move_boards();
    pass_tags_on();
    write_list();
  }

  sample::KnownSightings told() && {
    for (const Day look : looks) {
      for (std::size_t source = 0; source < 5; source++)
        for (std::uint32_t i = 0; i < boxes_.size(); i++) tell(source, i, look);
    }
    for (const Box& box : boxes_) made_.machines.push_back(box.truth);
    return std::move(made_);
  }

 private:
  std::string digits(std::size_t count) {
    std::string made;
    for (std::size_t i = 0; i < count; i++) made += "0123456789ABCDEF"[random_.below(16)];
    return made;
  }
  std::string number(std::uint64_t value, std::size_t width) {
    std::string made = std::to_string(value);
    return made.size() < width ? std::string(width - made.size(), '0') + made : made;
  }
  // Even so that it names one adapter, and given out by a maker.
  std::string address() { return digits(1) + "048C"[random_.below(4)] + digits(10); }
  // The second digit says that nobody gave it out.
  std::string random_address() { return digits(1) + "26AE"[random_.below(4)] + digits(10); }

  void issue_identifiers() {
    const std::uint64_t rid_base = 5000;
    for (std::uint32_t i = 0; i < boxes_.size(); i++) {
      Box& box = boxes_[i];
      if (random_.chance(rates_.other_organisation)) box.mark(SecondFault::other_organisation);
      const bool other = box.is(SecondFault::other_organisation);
      // Both organisations count their machines from one.
      box.name = (random_.chance(0.5) ? "PC-" : "NB-") + number(other ? ++count_other_ : ++count_, 6);
      if (random_.chance(rates_.long_name)) {
        box.mark(SecondFault::long_name);
        box.name += random_.chance(0.5) ? "-RECEPTION-DESK" : "-MEETING-ROOM";
      }
      for (std::size_t at = 0; at < 10; at++) box.serial += letters[random_.below(letters.size())];
      box.later_serial = box.serial;
      box.tag = "INV" + number(300'000 + i, 7);
      box.uuid = box.later_uuid = digits(32);
      box.mac = box.later_mac = address();
      if (random_.chance(0.5)) box.wifi = address();
      box.installation = digits(32);
      box.sid = (other ? "S-1-5-21-1715567821-152049171-839522115-" : "S-1-5-21-2052111302-1715567821-725345543-") +
                std::to_string(rid_base + i);
      box.guid = digits(32);
      constexpr double coverage[] = {0.95, 0.90, 0.60, 0.75, 0.80};
      for (std::size_t source = 0; source < 5; source++) box.known[source] = random_.chance(coverage[source]);
      if (random_.chance(rates_.wandering_adapter)) box.mark(SecondFault::wandering_adapter);
      if (!box.wifi.empty() && random_.chance(2 * rates_.random_address)) box.mark(SecondFault::random_address);
    }
    for (std::size_t i = 0; i < boxes_.size() / 50 + 1; i++) adapters_.push_back(address());
  }

  // Hundreds that were rolled out together; some of them from a disk image that nobody sealed.
  void share_installations() {
    for (std::size_t first = 0; first + 60 <= boxes_.size(); first += 60 + random_.below(20)) {
      if (!random_.chance(rates_.unsealed_image * 70 / 40)) continue;
      const std::size_t size = 20 + random_.below(41);
      for (std::size_t i = first; i < first + size; i++) {
        boxes_[i].mark(SecondFault::unsealed_image);
        boxes_[i].installation = boxes_[first].installation;
      }
    }
  }

  void make_virtual() {
    std::string host;
    std::size_t guests = 0;
    for (Box& box : boxes_) {
      if (box.is(SecondFault::unsealed_image) || !random_.chance(rates_.virtual_machine)) continue;
      box.mark(SecondFault::virtual_machine);
      box.wifi.clear();
      box.truth.faults &= ~(1U << static_cast<unsigned>(SecondFault::random_address));
      if (!random_.chance(rates_.host_serial)) continue;
      box.mark(SecondFault::host_serial);
      if (guests++ % 9 == 0) host = box.serial;
      box.serial = box.later_serial = host;
    }
  }

  std::vector<std::uint32_t> virtual_ones() const {
    std::vector<std::uint32_t> found;
    for (std::uint32_t i = 0; i < boxes_.size(); i++)
      if (boxes_[i].is(SecondFault::virtual_machine)) found.push_back(i);
    return found;
  }

  // Copies keep what Windows had made for itself; the hypervisor gives each a board and an adapter of its own.
  void clone_virtual() {
    const std::vector<std::uint32_t> all = virtual_ones();
    const auto wanted = static_cast<std::size_t>(rates_.virtual_clone * static_cast<double>(boxes_.size()));
    std::size_t at = 0, made = 0;
    while (made < wanted) {
      const std::size_t size = 2 + random_.below(5);
      if (at + size > all.size()) break;
      const Box& origin = boxes_[all[at]];
      const bool account = random_.chance(0.5);
      for (std::size_t i = at; i < at + size; i++) {
        Box& box = boxes_[all[i]];
        box.mark(SecondFault::virtual_clone);
        box.installation = origin.installation;
        // Nobody joined the copy to the domain: it speaks by the account of what it was copied from.
        if (account && i != at) {
          box.sid = origin.sid;
          box.has_account = false;
        }
      }
      made += size;
      at += size + 3;
    }
  }

  bool is_eventless(std::size_t i) const {
    return !boxes_[i].truth.swapped_on && !boxes_[i].truth.namesake && !boxes_[i].is(SecondFault::virtual_machine);
  }
  // Two machines of metal to which nothing has happened yet.
  std::optional<std::pair<std::uint32_t, std::uint32_t>> pair() {
    if (boxes_.size() < 2) return std::nullopt;
    for (int attempt = 0; attempt < 50; attempt++) {
      const auto a = static_cast<std::uint32_t>(random_.below(boxes_.size()));
      const auto b = static_cast<std::uint32_t>(random_.below(boxes_.size()));
      if (a != b && is_eventless(a) && is_eventless(b)) return std::pair{a, b};
    }
    return std::nullopt;
  }
  Day some_day() { return looks.front() + days(1 + static_cast<int>(random_.below(250))); }
  std::size_t share(double rate) const { return static_cast<std::size_t>(rate * static_cast<double>(boxes_.size())); }

  void move_boards() {
    for (std::size_t i = 0; i < share(rates_.board_given); i++) {
      const auto two = pair();
      if (!two) return;
      Box &from = boxes_[two->first], &to = boxes_[two->second];
      from.mark(SecondFault::board_given);
      to.mark(SecondFault::board_taken);
      from.truth.swapped_on = to.truth.swapped_on = some_day();
      to.later_uuid = from.uuid;
      to.later_mac = from.mac;
      if (random_.chance(0.3)) to.later_serial = from.serial;
      from.later_uuid = digits(32);
      from.later_mac = address();
    }
  }

  void pass_tags_on() {
    for (std::size_t i = 0; i < share(rates_.tag_passed_on); i++) {
      const auto two = pair();
      if (!two) return;
      Box &from = boxes_[two->first], &to = boxes_[two->second];
      from.mark(SecondFault::tag_passed_on);
      to.mark(SecondFault::tag_taken_over);
      from.truth.namesake = two->second;
      to.truth.namesake = two->first;
      to.truth.since = some_day();
      from.truth.until = *to.truth.since - days(random_.below(14));
      to.tag = from.tag;
    }
  }

  // What a person read off a sticker and typed.
  void write_list() {
    for (Box& box : boxes_) {
      box.typed_serial = box.serial;
      box.typed_tag = box.tag;
      if (random_.chance(rates_.mistyped_serial)) {
        box.mark(SecondFault::mistyped_serial);
        mistype(box.typed_serial);
      } else if (random_.chance(rates_.cut_serial)) {
        box.mark(SecondFault::cut_serial);
        box.typed_serial = box.typed_serial.substr(box.typed_serial.size() - 7);
      }
    }
    for (std::size_t i = 0; i + 1 < boxes_.size(); i += 2) {
      if (!random_.chance(rates_.swapped_tag) || boxes_[i].truth.namesake || boxes_[i + 1].truth.namesake) continue;
      boxes_[i].mark(SecondFault::swapped_tag);
      boxes_[i + 1].mark(SecondFault::swapped_tag);
      std::swap(boxes_[i].typed_tag, boxes_[i + 1].typed_tag);
    }
  }

  void mistype(std::string& serial) {
    constexpr std::string_view alike = "O0I1", taken_for = "0O1I";
    const std::size_t found = serial.find_first_of(alike);
    if (found != serial.npos && random_.chance(0.5)) {
      serial[found] = taken_for[alike.find(serial[found])];
      return;
    }
    char& letter = serial[random_.below(serial.size())];
    const char before = letter;
    while (letter == before) letter = letters[random_.below(letters.size())];
  }

  // ---- What is told.

  static void put(estate::Identifiers& to, IdentifierKind kind, std::string_view text) {
    auto made = estate::identifier(kind, text);
    SHOAL_ASSERT(made);
    to.push_back(*std::move(made));
  }

  // The first three groups are numbers, and one of the two writes their bytes from the low end.
  static std::string other_way_round(const std::string& uuid) {
    constexpr std::size_t order[] = {6, 4, 2, 0, 10, 8, 14, 12};
    std::string made;
    for (const std::size_t at : order) made += uuid.substr(at, 2);
    return made + uuid.substr(16);
  }

  void put_addresses(estate::Identifiers& to, const Box& box, bool later) {
    put(to, IdentifierKind::mac, later ? box.later_mac : box.mac);
    if (!box.wifi.empty())
      put(to, IdentifierKind::mac, box.is(SecondFault::random_address) ? random_address() : box.wifi);
    if (box.is(SecondFault::wandering_adapter) && random_.chance(0.6))
      put(to, IdentifierKind::mac, adapters_[random_.below(adapters_.size())]);
  }

  void put_firmware(estate::Identifiers& to, const Box& box, bool later, bool turned) {
    const std::string& uuid = later ? box.later_uuid : box.uuid;
    put(to, IdentifierKind::serial, later ? box.later_serial : box.serial);
    put(to, IdentifierKind::uuid, turned ? other_way_round(uuid) : uuid);
    put_addresses(to, box, later);
  }

  void tell(std::size_t source, std::uint32_t machine, Day look) {
    const Box& box = boxes_[machine];
    const bool is_list = source == 4, is_directory = source == 0;
    // What is collected from a machine was collected in the last five days, and one time in eight not at all.
    const Day day = is_list || is_directory ? look : look - days(random_.below(5));
    if (!is_list && !is_directory && random_.chance(0.125)) return;
    if (!box.known[source] || (is_directory && !box.has_account)) return;
    if ((box.truth.since && day < *box.truth.since) || (box.truth.until && day > *box.truth.until)) return;
    const bool later = box.truth.swapped_on && day >= *box.truth.swapped_on;
    const bool other = box.is(SecondFault::other_organisation);
    const std::string_view domain = other ? "westmarch.example" : "greyfell.example";
    constexpr std::string_view sources[] = {"ad", "configmgr", "agent", "systeminfo", "list inventar.csv"};

    estate::Identifiers to;
    const bool is_cut = source == 1 || source == 3;
    put(to, IdentifierKind::name, is_cut ? std::string_view(box.name).substr(0, 15) : std::string_view(box.name));
    if (source == 1) put(to, IdentifierKind::domain, other ? "WESTMARCH" : "GREYFELL");
    if (source == 0 || source == 2 || source == 3) put(to, IdentifierKind::domain, domain);
    if (source == 0 || source == 1) put(to, IdentifierKind::sid, box.sid);
    if (source == 0) put(to, IdentifierKind::guid, box.guid);
    if (source == 1 || source == 2) put_firmware(to, box, later, source == 2);
    if (source == 2) put(to, IdentifierKind::installation, box.installation);
    if (is_list) {
      put(to, IdentifierKind::serial, box.typed_serial);
      put(to, IdentifierKind::asset_tag, box.typed_tag);
    }
    estate::settle(to);
    made_.sightings.push_back({std::string(sources[source]), std::move(to), day});
    made_.machine_of.push_back(machine);
  }

  SecondRates rates_;
  Random random_;
  std::vector<Box> boxes_;
  std::vector<std::string> adapters_;
  std::uint64_t count_ = 0, count_other_ = 0;
  sample::KnownSightings made_;
};

}  // namespace

std::string_view spelled(SecondFault fault) {
  constexpr std::string_view names[] = {"mistyped_serial",    "cut_serial",      "swapped_tag",   "long_name",
                                        "unsealed_image",     "virtual_machine", "virtual_clone", "host_serial",
                                        "wandering_adapter",  "random_address",  "board_given",   "board_taken",
                                        "other_organisation", "tag_passed_on",   "tag_taken_over"};
  return names[static_cast<std::size_t>(fault)];
}

sample::KnownSightings second_sightings(const SecondRequest& request) { return Second(request).told(); }

}  // namespace shoal::bench
