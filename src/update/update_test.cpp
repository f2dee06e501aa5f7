#include <doctest/doctest.h>

#include "update/family.hpp"

namespace shoal::update {
namespace {

using namespace std::chrono;

const std::vector<Day> snapshots{2019y / 3 / 7, 2020y / 1 / 10};
const KnownAt today{snapshots, 2026y / 1 / 1};

// The months are those of Windows 7's first rollups; the numbers are Microsoft's.
UpdateFacts facts() {
  UpdateFacts made;
  made.updates = {{3185330, 2016y / 10 / 11, true}, {3192391, 2016y / 10 / 11, true}, {3197867, 2016y / 11 / 8, true},
                  {3197868, 2016y / 11 / 8, true},  {3207752, 2016y / 12 / 13, true}, {4012215, 2017y / 3 / 14, true}};
  made.families = {{"6.1", Day(2016y / 10 / 11), false}};
  made.line_members = {{0, 0, 0, LineKind::rollup},
                       {0, 0, 1, LineKind::security_only},
                       {0, 0, 2, LineKind::security_only},
                       {0, 0, 3, LineKind::rollup},
                       {0, 0, 5, LineKind::rollup}};
  return made;
}

std::string spelled(const UpdateFacts& facts, const FamilyView& view, const Bits& bits) {
  std::string text;
  bits.each([&](std::size_t local) { text += std::to_string(facts.updates[view.member(local)].kb) + " "; });
  return text;
}

std::string contained(const UpdateFacts& facts, UpdateIndex update, const KnownAt& known = today) {
  const FamilyView view(facts, 0, known, {});
  const auto local = view.local(update);
  return local ? spelled(facts, view, view.contained_in(*local)) : "unknown";
}

TEST_CASE("a newer rollup contains the older ones of its line, and what was released apart up to its day") {
  CHECK(contained(facts(), 5) == "3185330 3192391 3197867 3197868 4012215 ");
  CHECK(contained(facts(), 3) == "3185330 3192391 3197867 3197868 ");
}

TEST_CASE("a security-only update contains nothing but itself") { CHECK(contained(facts(), 2) == "3197867 "); }

TEST_CASE("declared supersedence carries on through a line") {
  UpdateFacts known = facts();
  known.updates.insert(known.updates.begin(), Update{2922229, 2014y / 4 / 8, true});
  for (LineMember& member : known.line_members) member.update++;
  known.containments = {{0, 3, 0, Basis::declared, 0}};  // 3197867 supersedes 2922229.
  CHECK(contained(known, 6) == "2922229 3185330 3192391 3197867 3197868 4012215 ");
}

TEST_CASE("a chain tells each step and what it rests on") {
  const UpdateFacts known = facts();
  const FamilyView view(known, 0, today, {});
  std::string text;
  for (const Step& step : view.chain(*view.local(5), *view.local(1)))
    text += std::to_string(known.updates[step.newer].kb) + " > " + std::to_string(known.updates[step.older].kb) + " (" +
            std::string(update::spelled(step.basis)) + ") ";
  CHECK(text == "4012215 > 3197868 (line) 3197868 > 3185330 (line) 3185330 > 3192391 (line) ");
  CHECK(view.chain(*view.local(1), *view.local(5)).empty());
}

TEST_CASE("updates that supersede each other in a circle contain each other, and nothing hangs") {
  UpdateFacts known = facts();
  known.line_members.clear();
  known.containments = {{0, 0, 1, Basis::declared, 0}, {0, 1, 2, Basis::declared, 0}, {0, 2, 0, Basis::declared, 0}};
  CHECK(contained(known, 1) == "3185330 3192391 3197867 ");
}

TEST_CASE("what was published later than the day of knowledge is not known on it") {
  UpdateFacts known = facts();
  known.containments = {{0, 4, 3, Basis::declared, 1}};  // First stood in the second snapshot.
  CHECK(contained(known, 4, KnownAt(snapshots, 2019y / 3 / 7)) == "unknown");
  CHECK(contained(known, 4, KnownAt(snapshots, 2020y / 1 / 10)) == "3185330 3192391 3197867 3197868 3207752 ");
  CHECK(contained(known, 5, KnownAt(snapshots, 2016y / 12 / 31)) == "unknown");
}

TEST_CASE("a day of knowledge is exact on a snapshot and after the last, and approximate elsewhere") {
  CHECK(KnownAt(snapshots, 2019y / 3 / 7).exact());
  CHECK(KnownAt(snapshots, 2026y / 1 / 1).exact());
  CHECK_FALSE(KnownAt(snapshots, 2019y / 6 / 1).exact());
  CHECK_FALSE(KnownAt(snapshots, 2017y / 6 / 27).exact());
  CHECK(KnownAt(snapshots, 2017y / 6 / 27).knows(0, 2017y / 3 / 14));
  CHECK_FALSE(KnownAt(snapshots, 2017y / 6 / 27).knows(0, 2017y / 7 / 1));
  CHECK(KnownAt(snapshots, 2019y / 6 / 1).knows(1, 2019y / 5 / 14));
  CHECK_FALSE(KnownAt(snapshots, 2019y / 6 / 1).knows(1, 2019y / 2 / 12));
}

}  // namespace
}  // namespace shoal::update
