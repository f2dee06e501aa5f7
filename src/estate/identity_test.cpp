#include "estate/identity.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/random.hpp"
#include "base/text.hpp"
#include "estate/made_rules.hpp"

namespace shoal::estate {
namespace {

// "name=PC1; serial=4711; mac=02:00:00:00:00:01"
Identifiers named(std::string_view text) {
  Identifiers made;
  for (const std::string_view part : split(text, ';')) {
    const auto equals = part.find('=');
    if (equals == part.npos) continue;
    const auto kind = parse_identifier_kind(trimmed(part.substr(0, equals)));
    REQUIRE(kind);
    add_identifiers(*kind, trimmed(part.substr(equals + 1)), made);
  }
  settle(made);
  return made;
}

Sighting saw(const std::string& source, const char* day, std::string_view text) {
  return {source, named(text), *parse_day(day)};
}

// A UUID, an installation or a GUID that differs from others of another number.
std::string id(int number) {
  const std::string digits = std::to_string(100000 + number);
  return "7A1B" + std::string(28 - digits.size(), 'C') + digits;
}

// Places sightings one by one and remembers which trail each went to.
struct Told {
  explicit Told(const std::vector<Sighting>& sightings, IdentityRules rules = made_rules())
      : resolver(std::move(rules)) {
    for (const Sighting& each : sightings) see(each);
  }
  void see(const Sighting& sighting) { trails.push_back(resolver.place({&sighting, 1}).trails[0]); }

  // Which sightings, counted from 1, are of one device: "1 2 | 3".
  std::string devices() const {
    std::map<DeviceId, std::string> groups;
    std::vector<DeviceId> order;
    for (std::size_t i = 0; i < trails.size(); i++) {
      const DeviceId device = resolver.device_of(trails[i]);
      if (!groups.contains(device)) order.push_back(device);
      groups[device] += (groups[device].empty() ? "" : " ") + std::to_string(i + 1);
    }
    std::string text;
    for (const DeviceId device : order) text += (text.empty() ? "" : " | ") + groups[device];
    return text;
  }
  DeviceId device(std::size_t sighting) const { return resolver.device_of(trails[sighting - 1]); }

  Resolver resolver;
  std::vector<TrailId> trails;
};

// The devices in the order given and in the reverse; "(reversed) " before the latter where they differ.
std::string devices_both_ways(std::vector<Sighting> sightings) {
  const std::string forward = Told(sightings).devices();
  Told backward({});
  backward.trails.resize(sightings.size());
  for (std::size_t i = sightings.size(); i-- > 0;)
    backward.trails[i] = backward.resolver.place({&sightings[i], 1}).trails[0];
  return backward.devices() == forward ? forward : forward + " (reversed) " + backward.devices();
}

TEST_CASE("sources that know other identifiers of one machine come together") {
  CHECK(devices_both_ways({
            saw("ad", "2026-02-01", "name=PC1; domain=corp.example; sid=S-1-5-21-1-2-3-1100; guid=" + id(1)),
            saw("configmgr", "2026-02-02",
                "name=PC1; domain=CORP; sid=S-1-5-21-1-2-3-1100; serial=CZC1234; uuid=" + id(2)),
            saw("list assets.csv", "2026-02-03", "serial=CZC1234; asset-tag=NP7"),
            saw("systeminfo", "2026-02-04", "name=PC1"),
        }) == "1 2 3 4");
}

TEST_CASE("a name alone joins where one machine has it and nothing contradicts") {
  CHECK(devices_both_ways({
            saw("ad", "2026-02-01", "name=PC1; sid=S-1-5-21-1-2-3-1100"),
            saw("systeminfo", "2026-03-01", "name=PC1"),
            saw("systeminfo", "2026-03-01", "name=PC2"),
        }) == "1 2 | 3");
}

TEST_CASE("a name that two machines have at the time joins neither") {
  CHECK(devices_both_ways({
            saw("configmgr", "2026-02-01", "name=PC1; serial=CZC1234; uuid=" + id(1)),
            saw("configmgr", "2026-02-01", "name=PC1; serial=5CG9876; uuid=" + id(2)),
            saw("systeminfo", "2026-02-01", "name=PC1"),
        }) == "1 | 2 | 3");
}

TEST_CASE("a domain tells which of two machines of one name is meant") {
  CHECK(devices_both_ways({
            saw("configmgr", "2026-02-01", "name=PC1; domain=NORTH; serial=CZC1234"),
            saw("configmgr", "2026-02-01", "name=PC1; domain=SOUTH; serial=5CG9876"),
            saw("systeminfo", "2026-02-01", "name=PC1; domain=south.example"),
        }) == "1 | 2 3");
}

TEST_CASE("a renamed machine stays one") {
  CHECK(devices_both_ways({
            saw("configmgr", "2026-02-01", "name=PC1; serial=CZC1234; uuid=" + id(1)),
            saw("systeminfo", "2026-02-01", "name=PC1"),
            saw("configmgr", "2026-05-01", "name=NEW1; serial=CZC1234; uuid=" + id(1)),
            saw("systeminfo", "2026-05-01", "name=NEW1"),
        }) == "1 2 3 4");
}

TEST_CASE("a reimaged machine stays one, with its old account and its new name") {
  CHECK(devices_both_ways({
            saw("configmgr", "2026-02-01", "name=PC1; serial=CZC1234; sid=S-1-5-21-1-2-3-1100"),
            saw("ad", "2026-02-01", "name=PC1; sid=S-1-5-21-1-2-3-1100; guid=" + id(1)),
            saw("registry", "2026-02-01", "name=PC1; installation=" + id(2)),
            saw("configmgr", "2026-05-01", "name=PC9; serial=CZC1234; sid=S-1-5-21-1-2-3-2200"),
            saw("ad", "2026-05-01", "name=PC9; sid=S-1-5-21-1-2-3-2200; guid=" + id(3)),
            saw("registry", "2026-05-01", "name=PC9; installation=" + id(4)),
        }) == "1 2 3 4 5 6");
}

TEST_CASE("a machine with a new board stays one by its installation and its account") {
  CHECK(devices_both_ways({
            saw("agent", "2026-02-01",
                "name=PC1; sid=S-1-5-21-1-2-3-1100; serial=CZC1234; mac=AC:DE:48:00:00:01; uuid=" + id(1) +
                    "; installation=" + id(3)),
            saw("agent", "2026-05-01",
                "name=PC1; sid=S-1-5-21-1-2-3-1100; serial=To be filled by O.E.M.; mac=AC:DE:48:00:00:02; "
                "uuid=" +
                    id(2) + "; installation=" + id(3)),
        }) == "1 2");
}

const std::vector<Sighting>& name_taken_over() {
  static const std::vector<Sighting> sightings = {
      saw("configmgr", "2026-02-01", "name=PC1; serial=CZC1234; uuid=" + id(1)),
      saw("list assets.csv", "2026-02-01", "name=PC1; serial=CZC1234; asset-tag=NP7"),
      saw("configmgr", "2026-08-01", "name=PC1; serial=5CG9876; uuid=" + id(2)),
      saw("list assets.csv", "2026-08-01", "name=PC1; serial=5CG9876; asset-tag=NP7"),
  };
  return sightings;
}

TEST_CASE("a machine that takes over a name and a row is another one") {
  CHECK(devices_both_ways(name_taken_over()) == "1 2 | 3 4");
}

TEST_CASE("a name goes to the machine that had it on that day") {
  std::vector<Sighting> sightings = name_taken_over();
  sightings.push_back(saw("systeminfo", "2026-02-01", "name=PC1"));
  sightings.push_back(saw("systeminfo", "2026-08-01", "name=PC1"));
  CHECK(Told(sightings).devices() == "1 2 5 | 3 4 6");
}

TEST_CASE("machines with one cloned UUID stay apart") {
  CHECK(devices_both_ways({
            saw("configmgr", "2026-02-01", "name=PC1; serial=CZC1234; mac=AC:DE:48:00:00:01; uuid=" + id(1)),
            saw("configmgr", "2026-02-01", "name=PC2; serial=CZC1235; mac=AC:DE:48:00:00:02; uuid=" + id(1)),
            saw("agent", "2026-02-01", "name=PC1; uuid=" + id(1)),
            saw("agent", "2026-02-01", "name=PC2; uuid=" + id(1)),
        }) == "1 3 | 2 4");
}

TEST_CASE("a dock that thirty machines share joins none of them") {
  std::vector<Sighting> sightings;
  sightings.reserve(31);
  for (int i = 0; i < 30; i++)
    sightings.push_back(
        saw("agent", "2026-02-01", "name=NB" + std::to_string(i) + "; mac=0C:37:96:00:00:07; installation=" + id(i)));
  // A scan that saw the dock's address and no name.
  sightings.push_back(saw("scan", "2026-02-01", "mac=0C:37:96:00:00:07"));
  const Told told(sightings);
  CHECK(told.resolver.device_count() == 31);
}

TEST_CASE("values that are known to lie join nothing and contradict nothing") {
  CHECK(devices_both_ways({
            saw("configmgr", "2026-02-01",
                "name=PC1; serial=To Be Filled By O.E.M.; uuid=03000200-0400-0500-0006-000700080009"),
            saw("configmgr", "2026-02-01",
                "name=PC2; serial=To Be Filled By O.E.M.; uuid=03000200-0400-0500-0006-000700080009"),
            saw("list assets.csv", "2026-02-01", "name=PC2; serial=CZC1234"),
        }) == "1 | 2 3");
}

TEST_CASE("a serial with a slip of the pen does not part a machine, another serial does") {
  CHECK(devices_both_ways({
            saw("configmgr", "2026-02-01", "name=PC1; serial=CZC1234ABC"),
            saw("list assets.csv", "2026-02-01", "name=PC1; serial=CZC1243ABC; asset-tag=NP7"),
            saw("list other.csv", "2026-02-01", "name=PC1; serial=5CG9876XYZ"),
        }) == "1 2 | 3");
}

TEST_CASE("two rows of one source on one day are of two machines, and a stale account is none") {
  CHECK(devices_both_ways({
            saw("ad", "2026-02-01", "name=PC1; sid=S-1-5-21-1-2-3-1100"),
            saw("ad", "2026-02-01", "name=PC1; sid=S-1-5-21-1-2-3-2200"),
        }) == "1 | 2");
  CHECK(devices_both_ways({
            saw("ad", "2026-02-01", "name=PC1; sid=S-1-5-21-1-2-3-1100"),
            saw("ad", "2026-02-20", "name=PC1; sid=S-1-5-21-1-2-3-2200"),
        }) == "1 2");
}

TEST_CASE("files that stood side by side are of one machine though their names differ") {
  Sighting second = saw("registry", "2026-02-01", "name=PC1-OLD");
  second.beside = 0;
  const std::vector<Sighting> sightings = {saw("systeminfo", "2026-02-01", "name=PC1"), second};
  Resolver resolver(made_rules());
  const Placement placement = resolver.place(sightings);
  CHECK(resolver.device_of(placement.trails[0]) == resolver.device_of(placement.trails[1]));
}

TEST_CASE("an older export after a newer one goes to the same trails") {
  const Told told({
      saw("ad", "2026-05-01", "name=NEW1; sid=S-1-5-21-1-2-3-1100; guid=" + id(1)),
      saw("ad", "2026-02-01", "name=PC1; sid=S-1-5-21-1-2-3-1100; guid=" + id(1)),
  });
  CHECK(told.trails[0] == told.trails[1]);
  const Trail trail = told.resolver.trail(told.trails[0]);
  CHECK(to_string(trail.first) + " " + to_string(trail.last) == "2026-02-01 2026-05-01");
}

TEST_CASE("late evidence merges devices, and tells which trails moved") {
  Told told({
      saw("ad", "2026-02-01", "name=PC1; sid=S-1-5-21-1-2-3-1100"),
      saw("list assets.csv", "2026-02-01", "serial=CZC1234; asset-tag=NP7"),
  });
  CHECK(told.devices() == "1 | 2");
  const Sighting late = saw("configmgr", "2026-02-02", "name=PC1; sid=S-1-5-21-1-2-3-1100; serial=CZC1234");
  const Placement placement = told.resolver.place({&late, 1});
  CHECK(placement.begun == std::vector<TrailId>{2});
  CHECK(placement.moves == std::vector<Move>{{1, 1, 0}});
  CHECK(told.resolver.device_count() == 1);
}

TEST_CASE("a machine that says nothing of itself is one of its own, and the same one the next time") {
  Told told({saw("scan", "2026-02-01", "serial=000"), saw("scan", "2026-02-01", "")});
  CHECK(told.devices() == "1 | 2");
  IdentityRules rules = made_rules();
  rules.followed_max = 2;  // A name on three trails tells nothing any more.
  Told many({}, rules);
  for (const char* day : {"2026-02-01", "2026-02-08", "2026-02-15"})
    for (const char* domain : {"A", "B", "C", "D"})
      many.see(saw("systeminfo", day, std::string("name=PC1; domain=") + domain));
  CHECK(many.resolver.trail_count() == 4);
}

// ---- Explanations.

std::string in_bits(Weight weight) {
  const Weight size = std::abs(weight);
  return (weight < 0 ? "-" : "+") + std::to_string(size / 10) + "." + std::to_string(size % 10);
}

std::string spelled(const Link& link) {
  std::string text;
  for (const auto& each : link.why) {
    text += std::string(spelled(each.reason));
    if (!each.one.empty()) text += " " + std::string(spelled(each.kind)) + " " + each.one;
    if (each.other != each.one) text += " / " + each.other;
    if (each.machines > 1) text += " of " + std::to_string(each.machines);
    if (!each.note.empty()) text += " (" + each.note + ")";
    text += " " + in_bits(each.weight) + "\n";
  }
  return text + "= " + in_bits(link.sum) + " of " + in_bits(link.threshold);
}

TEST_CASE("an explanation names what agrees and what differs, and sums to what was decided") {
  const Told told({
      saw("configmgr", "2026-02-01",
          "name=PC1; domain=CORP; serial=To be filled by O.E.M.; mac=AC:DE:48:00:00:01; uuid=" + id(1)),
      saw("agent", "2026-02-01",
          "name=PC1; domain=corp.example; serial=To Be Filled By O.E.M.; mac=AC:DE:48:00:00:02; uuid=" + id(1)),
  });
  const auto links = told.resolver.explain(told.device(1));
  REQUIRE(links.size() == 1);
  CHECK(spelled(links[0]) ==
        "agrees uuid 7A1BCCCCCCCCCCCCCCCCCCCCCC100001 +15.6\n"
        "differs mac ACDE48000001 / ACDE48000002 -3.6\n"
        "agrees name PC1 +12.5\n"
        "further domain CORP +0.5\n"
        "excluded serial TOBEFILLEDBYO.E.M. (placeholder in the firmware) +0.0\n"
        "= +25.0 of +10.0");
}

TEST_CASE("each trail of a device but the first has a link, and each sum is that of its lines") {
  const Told told({
      saw("ad", "2026-02-01", "name=PC1; sid=S-1-5-21-1-2-3-1100"),
      saw("configmgr", "2026-02-01", "name=PC1; sid=S-1-5-21-1-2-3-1100; serial=CZC1234"),
      saw("list assets.csv", "2026-02-01", "name=PC1; serial=CZC1234; asset-tag=NP7"),
      saw("systeminfo", "2026-03-01", "name=PC1"),
  });
  const auto links = told.resolver.explain(told.device(1));
  CHECK(links.size() == 3);
  for (const Link& link : links) {
    Weight sum = 0;
    for (const auto& each : link.why) sum += each.weight;
    CHECK(sum == link.sum);
    CHECK(link.sum >= link.threshold);
  }
  CHECK(told.resolver.explain(4711).empty());
}

// ---- Persons.

TEST_CASE("what a person merged stays together whatever comes") {
  Told told({
      saw("configmgr", "2026-02-01", "name=PC1; serial=CZC1234"),
      saw("configmgr", "2026-02-01", "name=PC2; serial=5CG9876"),
  });
  const auto made = told.resolver.merge(told.device(1), told.device(2));
  REQUIRE(made);
  CHECK(made->decisions == std::vector<Decision>{{0, 1, true}});
  CHECK(made->moves == std::vector<Move>{{1, 1, 0}});
  told.see(saw("configmgr", "2026-03-01", "name=PC1; serial=CZC1234"));
  told.see(saw("configmgr", "2026-03-01", "name=PC2; serial=5CG9876"));
  CHECK(told.devices() == "1 2 3 4");
  CHECK(spelled(told.resolver.explain(told.device(1))[0]) == "person +0.0\n= +0.0 of +10.0");
}

TEST_CASE("what a person split stays apart whatever comes") {
  Told told({
      saw("configmgr", "2026-02-01", "name=PC1; serial=CZC1234"),
      saw("list assets.csv", "2026-02-01", "name=PC1; serial=CZC1234"),
  });
  CHECK(told.devices() == "1 2");
  const TrailId row[] = {told.trails[1]};
  const auto made = told.resolver.split(row);
  REQUIRE(made);
  CHECK(made->decisions == std::vector<Decision>{{0, 1, false}});
  told.see(saw("list assets.csv", "2026-03-01", "name=PC1; serial=CZC1234; asset-tag=NP7"));
  told.see(saw("configmgr", "2026-03-01", "name=PC1; serial=CZC1234"));
  CHECK(told.devices() == "1 4 | 2 3");
}

TEST_CASE("a later decision overrules an earlier one, either way") {
  Told told({
      saw("configmgr", "2026-02-01", "name=PC1; serial=CZC1234"),
      saw("list assets.csv", "2026-02-01", "name=PC1; serial=CZC1234"),
      saw("systeminfo", "2026-02-01", "name=OTHER"),
  });
  const TrailId row[] = {told.trails[1]};
  REQUIRE(told.resolver.split(row));
  REQUIRE(told.resolver.merge(told.device(1), told.device(2)));
  CHECK(told.devices() == "1 2 | 3");
  REQUIRE(told.resolver.merge(told.device(1), told.device(3)));
  CHECK(told.devices() == "1 2 3");
  REQUIRE(told.resolver.split(row));
  CHECK(told.devices() == "1 3 | 2");
}

TEST_CASE("a decision that cannot be carried out says why") {
  Told told({
      saw("configmgr", "2026-02-01", "name=PC1; serial=CZC1234"),
      saw("systeminfo", "2026-02-01", "name=OTHER"),
  });
  const auto code = [](const auto& result) { return std::string(result.error().code); };
  CHECK(code(told.resolver.merge(0, 9)) == "estate.no_device");
  CHECK(code(told.resolver.merge(0, 0)) == "estate.same_device");
  CHECK(code(told.resolver.split({})) == "estate.bad_split");
  CHECK(code(told.resolver.split(std::array<TrailId, 1>{9})) == "estate.no_trail");
  CHECK(code(told.resolver.split(std::array<TrailId, 2>{0, 1})) == "estate.bad_split");
  CHECK(code(told.resolver.split(std::array<TrailId, 1>{0})) == "estate.bad_split");
}

// ---- A small estate, with all that goes wrong.

struct KnownEstate {
  std::vector<Sighting> sightings;
  std::vector<int> machine_of;
};

// Every tenth machine each: cloned UUID, unset serial, renamed, reimaged, on a dock, or its name used again.
KnownEstate made_estate(int machines) {
  KnownEstate made;
  const auto give = [&](int machine, const Sighting& sighting) {
    made.sightings.push_back(sighting);
    made.machine_of.push_back(machine);
  };
  for (const int look : {0, 1}) {
    for (int i = 0; i < machines; i++) {
      const int fault = i % 10;
      const bool later = look == 1, gone = fault == 5 && later, successor = fault == 6;
      if (gone || (successor && !later)) continue;
      const int named_as = successor ? i - 1 : i;
      const std::string name = "name=PC" + std::to_string(fault == 2 && later ? 1000 + i : named_as);
      const std::string serial = "; serial=" + (fault == 1 ? "0000" : "SER" + std::to_string(7919 * (i + 100)));
      const std::string uuid = "; uuid=" + id(fault == 0 ? 0 : 10 + i);
      const std::string mac = "; mac=AC:DE:48:00:00:" + std::to_string(fault == 4 ? 99 : 10 + i % 80);
      const bool anew = fault == 3 && later;
      const std::string sid = "; sid=S-1-5-21-1-2-3-" + std::to_string(1100 + i + (anew ? 5000 : 0));
      const char* day = later ? "2026-08-01" : "2026-02-01";
      give(i, saw("ad", day, name + sid + "; guid=" + id(20000 + i + (anew ? 5000 : 0))));
      give(i, saw("configmgr", day, name + serial + uuid + mac + sid));
      give(i, saw("list assets.csv", day, name + serial + "; asset-tag=NP" + std::to_string(50000 + i)));
      give(i, saw("registry", day, name + "; installation=" + id(40000 + i + (anew ? 5000 : 0))));
    }
  }
  return made;
}

// Of all pairs of sightings: how well those of one device are those of one machine.
double f1_of(const Told& told, const KnownEstate& known, const std::vector<std::size_t>& order) {
  double both = 0, joined = 0, same = 0;
  for (std::size_t i = 0; i < order.size(); i++)
    for (std::size_t j = 0; j < i; j++) {
      const bool one_device = told.device(i + 1) == told.device(j + 1);
      const bool one_machine = known.machine_of[order[i]] == known.machine_of[order[j]];
      joined += one_device ? 1 : 0;
      same += one_machine ? 1 : 0;
      both += one_device && one_machine ? 1 : 0;
    }
  return 2 * both / (joined + same);
}

TEST_CASE("in whatever order sightings come, machines are told apart as well") {
  const KnownEstate known = made_estate(80);
  Random random(2026);
  for (int round = 0; round < 5; round++) {
    std::vector<std::size_t> order(known.sightings.size());
    for (std::size_t i = 0; i < order.size(); i++) order[i] = i;
    for (std::size_t i = order.size(); round > 0 && i > 1; i--) std::swap(order[i - 1], order[random.below(i)]);
    std::vector<Sighting> sightings;
    sightings.reserve(order.size());
    for (const std::size_t at : order) sightings.push_back(known.sightings[at]);
    CAPTURE(round);
    CHECK(f1_of(Told(sightings), known, order) > 0.98);
  }
}

TEST_CASE("a resolver that adopts what another had goes on as that would") {
  const KnownEstate known = made_estate(60);
  const std::size_t half = known.sightings.size() / 2 + 7;
  Told whole({});
  for (std::size_t i = 0; i < half; i++) whole.see(known.sightings[i]);
  std::vector<Decision> decisions;
  for (const auto& made : {whole.resolver.merge(whole.device(1), whole.device(9)),
                           whole.resolver.split(std::array<TrailId, 1>{whole.trails[20]})}) {
    REQUIRE(made);
    decisions.insert(decisions.end(), made->decisions.begin(), made->decisions.end());
  }

  Told second({});
  for (TrailId trail = 0; trail < whole.resolver.trail_count(); trail++)
    second.resolver.adopt(whole.resolver.trail(trail));
  second.resolver.adopt_numbers(whole.resolver.next_device());
  for (const Decision& each : decisions) second.resolver.adopt(each);
  CHECK(second.resolver.device_count() == whole.resolver.device_count());

  for (std::size_t i = half; i < known.sightings.size(); i++) {
    const Sighting& sighting = known.sightings[i];
    const Placement one = whole.resolver.place({&sighting, 1}), other = second.resolver.place({&sighting, 1});
    REQUIRE(one.trails == other.trails);
    REQUIRE(one.moves == other.moves);
  }
  for (TrailId trail = 0; trail < whole.resolver.trail_count(); trail++)
    REQUIRE(second.resolver.trail(trail) == whole.resolver.trail(trail));
}

}  // namespace
}  // namespace shoal::estate
