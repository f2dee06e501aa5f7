#include "knowledge/calendar.hpp"

#include <simdjson.h>

#include <algorithm>
#include <map>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "knowledge/table.hpp"

namespace shoal::knowledge {
namespace {

using lifecycle::Catalogue;
using lifecycle::Release;
using lifecycle::SupportDates;

Error bad_calendar(const std::string& what) { return Error{ErrorKind::invalid_input, "knowledge.bad_calendar", what}; }

// "windows/10-22h2" to its dates.
using Cycles = std::map<std::string, SupportDates, std::less<>>;

std::optional<Day> day_of(simdjson::ondemand::value value) {
  std::string_view text;
  if (value.get_string().get(text) != simdjson::SUCCESS) return std::nullopt;
  const auto day = parse_day(text);
  return day ? std::optional(*day) : std::nullopt;
}

void take_cycle(simdjson::ondemand::object object, const std::string& product, const std::string& citation,
                Cycles& cycles) {
  std::string name;
  std::optional<Day> active_until, until;
  for (auto field : object) {
    const std::string_view key = field.unescaped_key();
    if (key == "name") name = std::string(std::string_view(field.value()));
    if (key == "eoasFrom") active_until = day_of(field.value());
    if (key == "eolFrom") until = day_of(field.value());
  }
  if (until) cycles[product + "/" + name] = {"", std::min(active_until.value_or(*until), *until), *until, citation};
}

// endoflife.date's cycles for Windows; other products are other issues' concern.
Result<Cycles> read_cycles(const std::filesystem::path& path, std::vector<exposure::Citation>& citations) {
  const std::string bytes = SHOAL_TRY(read_file(path));
  Cycles cycles;
  try {
    simdjson::ondemand::parser parser;
    const simdjson::padded_string padded(bytes);
    auto document = parser.iterate(padded);
    const std::string_view generated = document["generated_at"].get_string().value();
    const Day dated = SHOAL_TRY(parse_day(generated.substr(0, 10)));
    citations.push_back({"endoflife.date products", "endoflife.date (MIT)", dated, sha256_hex(bytes)});
    for (auto product : document["result"].get_array()) {
      std::string name;
      auto object = product.get_object();
      for (auto field : object) {
        const std::string_view key = field.unescaped_key();
        if (key == "name") name = std::string(std::string_view(field.value()));
        if (key != "releases" || !name.starts_with("windows")) continue;
        for (auto release : field.value().get_array())
          take_cycle(release.get_object(), name, "endoflife.date " + name + ", read " + to_string(dated), cycles);
      }
    }
  } catch (const simdjson::simdjson_error& error) {
    return bad_calendar(path.string() + ": not as expected: " + error.what());
  }
  return cycles;
}

std::vector<std::string> words_of(std::string_view cell) {
  std::vector<std::string> words;
  for (const std::string_view word : split(cell, ';'))
    if (!trimmed(word).empty()) words.emplace_back(trimmed(word));
  return words;
}

Result<void> take_cycles(const Table::Row& row, const Cycles& cycles, Release& release) {
  for (const std::string& entry : words_of(row["cycles"])) {
    const auto equals = entry.find('=');
    const auto found = equals == entry.npos ? cycles.end() : cycles.find(entry.substr(equals + 1));
    if (found == cycles.end()) return bad_calendar(row.place() + ": endoflife.date has no cycle " + entry);
    release.support.push_back(found->second);
    release.support.back().edition = entry.substr(0, equals);
  }
  return {};
}

Result<std::vector<Release>> read_releases(const std::filesystem::path& folder, const Cycles& cycles) {
  const Table table =
      SHOAL_TRY(Table::read(folder / "releases.csv", {"release", "name", "kind", "version", "build", "service_pack",
                                                      "words", "lacks", "cycles", "family"}));
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
    release.words = words_of(row["words"]);
    release.lacks = words_of(row["lacks"]);
    release.family = row["family"];
    SHOAL_TRY(take_cycles(row, cycles, release));
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

std::string cited(const Table::Row& row) {
  std::string text = std::string(row["citation"]) + ", read " + std::string(row["read"]);
  if (row["verified"] == "unverified") text += ", unverified";
  return text;
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
        std::string(row["name"]), std::string(row["id"]), {}, words_of(row["lacks"]), words_of(row["releases"])};
    for (const std::string& group : words_of(row["words"])) {
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

Result<Catalogue> read_calendar(const std::filesystem::path& data, const std::filesystem::path& products,
                                std::vector<exposure::Citation>& citations, std::vector<std::string>& conflicts) {
  const std::filesystem::path folder = data / "lifecycle";
  const Cycles cycles = SHOAL_TRY(read_cycles(products, citations));
  Catalogue catalogue;
  catalogue.releases = SHOAL_TRY(read_releases(folder, cycles));
  SHOAL_TRY(take_support(folder, catalogue.releases, conflicts));
  SHOAL_TRY(take_enrolments(folder, catalogue));
  SHOAL_TRY(take_names(folder, catalogue));
  const Table editions = SHOAL_TRY(Table::read(folder / "editions.csv", {"word", "edition"}));
  for (std::size_t i = 0; i < editions.size(); i++)
    catalogue.edition_words.push_back({std::string(editions[i]["word"]), std::string(editions[i]["edition"])});
  return catalogue;
}

}  // namespace shoal::knowledge
