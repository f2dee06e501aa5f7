#include "knowledge/calendar.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "knowledge/table.hpp"

namespace shoal::knowledge {
namespace {

using lifecycle::Catalogue;
using lifecycle::Release;
using lifecycle::SupportDates;

// The fields of a cycle that we go by.
constexpr std::string_view active_until_field = "eoasFrom", until_field = "eolFrom";

std::string value_or_nothing(std::string_view value) { return value.empty() ? "nothing" : std::string(value); }

// endoflife.date's cycles with our corrections.
struct Corrected {
  Cycles cycles;
  std::map<std::string, std::string, std::less<>> citations;  // By cycle: where the dates are from that are ours.
};

// Puts right what endoflife.date has wrong, and tells both values.
Result<void> correct(const Table& corrections, Corrected& made, std::vector<std::string>& conflicts) {
  for (std::size_t i = 0; i < corrections.size(); i++) {
    const auto row = corrections[i];
    const std::string name(row["cycle"]), field(row["field"]), wrong(row["wrong"]), right(row["right"]);
    const auto cycle = made.cycles.by_name.find(name);
    if (cycle == made.cycles.by_name.end()) return bad_calendar(row.place() + ": endoflife.date has no cycle " + name);
    const bool used = field == active_until_field || field == until_field;
    if (auto day = parse_day(right); used && !day) return std::move(day).error().within(row.place());
    std::string& says = cycle->second[field];
    if (says != wrong)
      return bad_calendar(row.place() + ": endoflife.date says " + value_or_nothing(says) + " for " + field + " of " +
                          name + ", and not " + value_or_nothing(wrong));
    says = right;
    conflicts.push_back(name + ": " + field + " is " + right + " (" + cited(row) + ") or " + value_or_nothing(wrong) +
                        " (endoflife.date, read " + to_string(made.cycles.dated) + "); the first is used");
    if (used) made.citations[name] += "; " + field + ": " + cited(row);
  }
  return {};
}

Result<void> take_cycles(const Table::Row& row, const Corrected& corrected, Release& release) {
  const Cycles& cycles = corrected.cycles;
  for (const std::string& entry : list_of(row["cycles"])) {
    const auto equals = entry.find('=');
    const auto found = equals == entry.npos ? cycles.by_name.end() : cycles.by_name.find(entry.substr(equals + 1));
    if (found == cycles.by_name.end()) return bad_calendar(row.place() + ": endoflife.date has no cycle " + entry);
    const auto until = day_of(found->second, until_field);
    if (!until) return bad_calendar(row.place() + ": endoflife.date has no end of the cycle " + entry);
    const Day active_until = day_of(found->second, active_until_field).value_or(*until);
    std::string citation =
        "endoflife.date " + found->first.substr(0, found->first.find('/')) + ", read " + to_string(cycles.dated);
    if (const auto ours = corrected.citations.find(found->first); ours != corrected.citations.end())
      citation += ours->second;
    release.support.push_back({entry.substr(0, equals), std::min(active_until, *until), *until, citation});
  }
  return {};
}

Result<std::vector<Release>> read_releases(const std::filesystem::path& folder, const Corrected& corrected,
                                           const FamilyOfBuild& families) {
  const Table table = SHOAL_TRY(Table::read(folder / "releases.csv", {"release", "name", "kind", "version", "build",
                                                                      "service_pack", "words", "lacks", "cycles"}));
  std::vector<Release> releases;
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    Release& release = releases.emplace_back();
    release.id = row["release"];
    release.name = row["name"];
    if (row["kind"] != "client" && row["kind"] != "server")
      return bad_calendar(row.place() + ": kind is client or server: " + std::string(row["kind"]));
    release.kind = row["kind"] == "server" ? lifecycle::Kind::server : lifecycle::Kind::client;
    release.version = row["version"];
    const auto build = parse_number(row["build"]), service_pack = parse_number(row["service_pack"]);
    if (!build || !service_pack) return bad_calendar(row.place() + ": build and service_pack are numbers");
    release.build = *build;
    release.service_pack = *service_pack;
    release.words = list_of(row["words"]);
    release.lacks = list_of(row["lacks"]);
    const auto family = families.find(*build);
    if (family == families.end())
      return bad_calendar(row.place() + ": family_builds.csv has no build " + std::string(row["build"]));
    release.family = family->second;
    SHOAL_TRY(take_cycles(row, corrected, release));
  }
  return releases;
}

// The rows of releases.csv with this id: a release that reports two builds has two. None for a release that the
// tables date and that no inventory reports in a way of its own, such as Windows Server 2003 R2.
std::vector<Release*> find_releases(std::vector<Release>& releases, std::string_view id) {
  std::vector<Release*> found;
  for (Release& release : releases)
    if (release.id == id) found.push_back(&release);
  return found;
}

// Ours stand where endoflife.date says something else, and the conflict is told.
void take_dates(const SupportDates& dates, Release& release, std::vector<std::string>& conflicts) {
  const auto same = std::find_if(release.support.begin(), release.support.end(),
                                 [&](const SupportDates& each) { return each.edition == dates.edition; });
  if (same == release.support.end()) {
    release.support.push_back(dates);
    return;
  }
  if (same->extended_until != dates.extended_until)
    conflicts.push_back(release.name + " (" + dates.edition + "): support ends " + to_string(dates.extended_until) +
                        " (" + dates.citation + ") or " + to_string(same->extended_until) + " (" + same->citation +
                        "); the first is used");
  *same = dates;
}

Result<void> take_support(const std::filesystem::path& folder, std::vector<Release>& releases,
                          std::vector<std::string>& conflicts) {
  const Table table =
      SHOAL_TRY(Table::read(folder / "support.csv", {"release", "edition", "mainstream_until", "extended_until",
                                                     "verified", "citation", "read"}));
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    auto mainstream = parse_day(row["mainstream_until"]), extended = parse_day(row["extended_until"]);
    if (!mainstream) return std::move(mainstream).error().within(row.place());
    if (!extended) return std::move(extended).error().within(row.place());
    if (*extended < *mainstream) return bad_calendar(row.place() + ": extended support ends before mainstream");
    const SupportDates dates{std::string(row["edition"]), *mainstream, *extended, cited(row)};
    for (Release* release : find_releases(releases, row["release"])) take_dates(dates, *release, conflicts);
  }
  return {};
}

Result<void> take_enrolments(const std::filesystem::path& folder, Catalogue& catalogue) {
  const Table table =
      SHOAL_TRY(Table::read(folder / "enrolments.csv", {"enrolment", "release", "edition", "from", "until", "title",
                                                        "verified", "citation", "read"}));
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    if (find_releases(catalogue.releases, row["release"]).empty()) continue;
    auto from = parse_day(row["from"]);
    if (!from) return std::move(from).error().within(row.place());
    std::optional<Day> until;
    if (!row["until"].empty()) {
      auto day = parse_day(row["until"]);
      if (!day) return std::move(day).error().within(row.place());
      until = *day;
    }
    catalogue.enrolments.push_back({std::string(row["enrolment"]), std::string(row["title"]),
                                    std::string(row["release"]), std::string(row["edition"]), *from, until,
                                    cited(row)});
  }
  return {};
}

Result<void> take_names(const std::filesystem::path& folder, Catalogue& catalogue) {
  const Table table = SHOAL_TRY(Table::read(folder / "names.csv", {"name", "id", "words", "lacks", "releases"}));
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    lifecycle::ReleaseName name{
        std::string(row["name"]), std::string(row["id"]), {}, list_of(row["lacks"]), list_of(row["releases"])};
    for (const std::string& group : list_of(row["words"])) {
      auto& words = name.words.emplace_back();
      for (const std::string_view word : split(group, '/')) words.emplace_back(trimmed(word));
    }
    if (name.words.empty()) return bad_calendar(row.place() + ": no words");
    for (const std::string& id : name.releases)
      if (find_releases(catalogue.releases, id).empty()) return bad_calendar(row.place() + ": no release " + id);
    catalogue.names.push_back(std::move(name));
  }
  return {};
}

}  // namespace

Result<Calendar> read_calendar(const std::filesystem::path& data, const Cycles& published,
                               const FamilyOfBuild& families) {
  const std::filesystem::path folder = data / "lifecycle";
  Corrected corrected{published, {}};
  Calendar made;
  const Table corrections = SHOAL_TRY(
      Table::read(folder / "corrections.csv", {"cycle", "field", "wrong", "right", "verified", "citation", "read"}));
  SHOAL_TRY(correct(corrections, corrected, made.conflicts));
  made.corrections = corrections.size();

  Catalogue& catalogue = made.catalogue;
  catalogue.releases = SHOAL_TRY(read_releases(folder, corrected, families));
  SHOAL_TRY(take_support(folder, catalogue.releases, made.conflicts));
  SHOAL_TRY(take_enrolments(folder, catalogue));
  SHOAL_TRY(take_names(folder, catalogue));
  const Table editions = SHOAL_TRY(Table::read(folder / "editions.csv", {"word", "edition"}));
  for (std::size_t i = 0; i < editions.size(); i++)
    catalogue.edition_words.push_back({std::string(editions[i]["word"]), std::string(editions[i]["edition"])});
  return made;
}

}  // namespace shoal::knowledge
