#include "store/latest.hpp"

#include <algorithm>
#include <optional>

#include "store/rows.hpp"

namespace shoal::store {
namespace {

// A segment that may hold what is looked for.
struct Head {
  std::int64_t id = 0;
  Day last_day;
};

// One trail's search, from its last segment back.
struct Search {
  estate::TrailId trail = 0;
  std::vector<Head> heads;  // The last segment first.
  std::size_t next = 0;
  std::optional<Entry> found;

  // The segment to open now; nothing where no other can hold an entry that counts. Of one day the later segment came
  // last, so that an earlier one must have a later day.
  std::optional<std::int64_t> opens() {
    while (next < heads.size() && found && heads[next].last_day <= found->day) next++;
    if (next == heads.size()) return std::nullopt;
    return heads[next++].id;
  }
};

Result<std::vector<Search>> searches(Database& database, Day as_of, std::int64_t import) {
  // All columns are in the index, so that the segments themselves stay closed.
  Statement select = SHOAL_TRY(
      database.prepare("SELECT trail, id, last_day FROM segment INDEXED BY segment_of_trail WHERE first_day <= ? AND "
                       "first_import <= ? ORDER BY trail DESC, id DESC"));
  select.bind(1, number_of(as_of)).bind(2, import);
  std::vector<Search> all;
  while (SHOAL_TRY(select.step())) {
    const auto trail = static_cast<estate::TrailId>(select.number(0));
    if (all.empty() || all.back().trail != trail) all.push_back({trail, {}, 0, std::nullopt});
    all.back().heads.push_back({select.number(1), day_of(select.number(2))});
  }
  std::reverse(all.begin(), all.end());
  return all;
}

}  // namespace

Result<std::vector<std::pair<estate::TrailId, Entry>>> latest_entries(Database& database, Day as_of,
                                                                      std::int64_t import) {
  std::vector<Search> all = SHOAL_TRY(searches(database, as_of, import));
  Statement body = SHOAL_TRY(database.prepare("SELECT body FROM segment WHERE id = ?"));
  std::vector<std::pair<std::int64_t, Search*>> round;
  do {
    round.clear();
    for (Search& search : all)
      if (const auto id = search.opens()) round.emplace_back(*id, &search);
    std::sort(round.begin(), round.end());
    for (const auto& [id, search] : round) {
      body.bind(1, id);
      if (!SHOAL_TRY(body.step())) return damaged("segment " + std::to_string(id));
      const auto entry = SHOAL_TRY(latest_entry(body.bytes(0), as_of, static_cast<std::uint64_t>(import)));
      body.reset();
      if (entry && (!search->found || entry->day > search->found->day)) search->found = *entry;
    }
  } while (!round.empty());

  std::vector<std::pair<estate::TrailId, Entry>> found;
  found.reserve(all.size());
  for (const Search& search : all)
    if (search.found) found.emplace_back(search.trail, *search.found);
  return found;
}

}  // namespace shoal::store
