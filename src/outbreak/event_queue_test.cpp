#include "outbreak/event_queue.hpp"

#include <doctest/doctest.h>

#include <set>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "base/sanitized.hpp"
#include "outbreak/agenda.hpp"
#include "outbreak/event.hpp"

namespace shoal::outbreak {
namespace {

struct SoonestOfSet {
  bool operator()(const Event& a, const Event& b) const { return a.is_before(b); }
};

/// Times of which many are equal, many close together, and some after the end.
Seconds made_time(Seconds now, Seconds until, Random& random) {
  const double part = static_cast<double>(random.below(1000)) / 1000;
  if (random.chance(0.3)) return now;
  if (random.chance(0.5)) return now + part * part * until / 1000;
  return now + part * until / 2;
}

}  // namespace

TEST_CASE("events come soonest first, whenever they were put in, and none after the end") {
  const std::uint64_t seed = 4;
  CAPTURE(seed);
  Random random(seed);
  EventQueue<Event> queue;
  for (int round = 0; round < thinned(40, 4); round++) {
    CAPTURE(round);
    const Seconds until = round % 2 == 0 ? 100 : 1e7;
    queue.clear(until);
    std::set<Event, SoonestOfSet> waiting;
    Seconds now = 0;
    for (std::uint32_t i = 0; i < 4000; i++) {
      Event event;
      event.at = made_time(now, until, random);
      event.device = static_cast<DeviceIndex>(random.below(50));
      event.target = i;
      queue.put(event);
      if (event.at <= until) waiting.insert(event);
      if (i < 2000 || waiting.empty()) continue;
      REQUIRE(queue.next_at() == waiting.begin()->at);
      const Event next = queue.take();
      REQUIRE(next.target == waiting.begin()->target);
      now = next.at;
      waiting.erase(waiting.begin());
    }
    if (round % 4 == 3) continue;  // What is left over is forgotten.
    for (; !waiting.empty(); waiting.erase(waiting.begin())) {
      REQUIRE(queue.next_at() == waiting.begin()->at);
      REQUIRE(queue.take().target == waiting.begin()->target);
    }
    CHECK(queue.next_at() == forever);
  }
}

TEST_CASE(
    "what is put last in an agenda and what is put anywhere come in one order, and at one time the former first") {
  Agenda agenda;
  for (int round = 0; round < 2; round++) {
    agenda.clear(100);
    for (const Seconds at : {5, 9, 9, 40}) agenda.put_last({.at = at, .what = Event::What::begins});
    for (const Seconds at : {40, 3, 9, 101, 60}) agenda.put({.at = at, .what = Event::What::ends});
    std::vector<std::pair<Seconds, Event::What>> came;
    while (agenda.next_at() < forever && came.size() < 20) {
      const Seconds at = agenda.next_at();
      came.emplace_back(at, agenda.take().what);
    }
    constexpr auto row = Event::What::begins, queue = Event::What::ends;
    CHECK(came == std::vector<std::pair<Seconds, Event::What>>{
                      {3, queue}, {5, row}, {9, row}, {9, row}, {9, queue}, {40, row}, {40, queue}, {60, queue}});
  }
}

TEST_CASE("of events that come into sight, void ones are left out") {
  EventQueue<Event> queue;
  queue.clear(10);
  for (std::uint32_t i = 0; i < 100; i++) {
    Event event;
    event.at = 1 + 0.08 * i;
    event.target = i;
    queue.put(event);
  }
  const auto is_void = [](const Event& event) { return event.target % 3 != 0; };
  for (std::uint32_t i = 0; i < 100; i += 3) {
    REQUIRE(queue.next_at(is_void) < forever);
    CHECK(queue.take().target == i);
  }
  CHECK(queue.next_at(is_void) == forever);
}

}  // namespace shoal::outbreak
