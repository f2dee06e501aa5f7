#include "store/store.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/random.hpp"
#include "base/scratch.hpp"
#include "base/sha256.hpp"
#include "store/memory.hpp"
#include "store/sqlite.hpp"

namespace {

using namespace shoal;
using namespace shoal::store;
namespace fs = std::filesystem;

struct Folder : Scratch {
  fs::path file() const { return path() / "estate.shoal"; }
};

Day day(int number) { return Day(std::chrono::days(17000 + number)); }

// --- Spelling, so that whole results are compared

std::string spelled_claims(const estate::Claims& claims) {
  std::string text;
  if (claims.os)
    text += claims.os->name + " " + claims.os->version + "." + std::to_string(claims.os->build) + " sp" +
            std::to_string(claims.os->service_pack) + " r" +
            (claims.os->revision ? std::to_string(*claims.os->revision) : "-") + " " +
            std::string(estate::spelled(claims.os->architecture)) + " line " + std::to_string(claims.os->line) + ";";
  for (const auto& update : claims.updates)
    text += " KB" + std::to_string(update.kb) + update.variant + "@" + std::to_string(update.line) + "=" +
            (update.installed_on ? to_string(*update.installed_on) : "");
  for (const auto& program : claims.programs)
    text += " [" + program.name + "|" + program.publisher + "|" + program.version + "@" + std::to_string(program.line) +
            "]";
  for (const auto& claim : claims.protection)
    text += " " + std::string(estate::spelled(claim.what)) + (claim.on ? "+" : "-") +
            (claim.current_on ? to_string(*claim.current_on) : "");
  if (claims.hardware) {
    const estate::HardwareClaim& machine = *claims.hardware;
    const auto answer = [](const std::optional<bool>& told) { return told ? (*told ? "+" : "-") : "?"; };
    text += " {" + machine.processor + "|" + machine.processor_name + "|" + machine.maker + "|" + machine.model + "|" +
            (machine.platform ? std::to_string(*machine.platform) : "-") + "|" + std::to_string(machine.memory_mb) +
            "|" + std::to_string(machine.disk_mb) + answer(machine.execute_disable) + answer(machine.uefi) +
            answer(machine.secure_boot) + std::string(estate::spelled(machine.tpm)) + "@" +
            std::to_string(machine.line) + "}";
  }
  return text + " " + std::to_string(claims.entries) + "/" + std::to_string(claims.entries_nameless) + "/" +
         std::to_string(claims.updates_declared.value_or(0)) + (claims.updates_listed ? "u" : "") +
         (claims.updates_partial ? "p" : "") + (claims.cut_short ? "c" : "") + (claims.programs_listed ? "g" : "");
}

std::string spelled_held(const std::vector<Kept>& all) {
  std::string text;
  for (const Kept& held : all) {
    const estate::Observation& seen = held.seen;
    text += std::to_string(held.device) + "/" + std::to_string(held.trail) + " " + to_string(held.day) + " told " +
            to_string(held.received) + " " + std::string(seen.source) + "(" + *seen.list + ") " +
            estate::place_of(seen) + " #" + std::to_string(seen.resource) + " " + seen.device + " " +
            (seen.seen_on ? to_string(*seen.seen_on) : "-") + " " +
            (seen.not_before ? to_string(*seen.not_before) : "-") + ": " + spelled_claims(*seen.claims);
    for (const estate::Tag& tag : *seen.tags) text += " " + tag.key + "=" + tag.value;
    for (const estate::Identifier& each : *seen.identifiers)
      text += " " + std::string(spelled(each.kind)) + "=" + each.value;
    text += "\n";
  }
  return text;
}

std::string spelled_rest(Store& store, Day known_at) {
  std::string text;
  const auto placements = store.placements(known_at).value();
  for (const Placement& each : placements)
    text += std::to_string(each.trail) + " is " + std::to_string(each.device) + "\n";
  const auto verdicts = store.verdicts(known_at).value();
  for (const Verdict& each : verdicts)
    text += std::to_string(each.decision.one) + (each.decision.same ? " and " : " not ") +
            std::to_string(each.decision.other) + " by " + each.by + ": " + each.why + "\n";
  const auto retirements = store.retirements(known_at).value();
  for (const Retirement& each : retirements) {
    text += (each.retired ? "retired " : "restored ") + to_string(each.day) + " by " + each.by + ": " + each.why;
    for (const TrailId trail : each.trails) text += " " + std::to_string(trail);
    text += "\n";
  }
  const auto set_aside = store.set_aside(known_at).value();
  for (const estate::SetAside& aside : set_aside)
    text += aside.place + " " + aside.code + " " + aside.reason + " " + std::to_string(aside.count) + "\n";
  const auto trails = store.trails().value();
  for (const estate::Trail& trail : trails) {
    text += std::to_string(trail.id) + " " + trail.source + " " + to_string(trail.first) + ".." +
            to_string(trail.last) + " " + std::to_string(trail.device);
    for (const estate::Held& each : trail.held)
      text += " " + std::string(spelled(each.identifier.kind)) + "=" + each.identifier.value + " " +
              to_string(each.first) + ".." + to_string(each.last);
    for (const TrailId other : trail.beside) text += " beside " + std::to_string(other);
    text += "\n";
  }
  return text;
}

// What is kept of applications, as of and as known by.
std::string spelled_readiness(Store& store, Day as_of, Day known_at) {
  std::string text;
  const auto kept = store.readiness(as_of, known_at).value();
  for (const KeptReadiness& each : kept) {
    text += each.application + " on " + each.target + " " + to_string(each.on) + " " + each.digest + " " + each.state;
    for (const KeptFinding& finding : each.findings) {
      text += " [" + finding.rule + " " + finding.severity + " " + finding.says + ":";
      for (const std::string& remedy : finding.remedies) text += " " + remedy;
      text += "]";
    }
    for (const KeptName& told : each.names)
      text += " <" + told.from + " " + told.name + " by " + told.publisher + ": " + told.place + ">";
    text += "\n";
  }
  const auto tests = store.tests(as_of, known_at).value();
  for (const KeptTest& each : tests)
    text += each.application + " on " + each.target + " " + to_string(each.on) + " " + each.digest + " " + each.result +
            " by " + each.by + ", " + each.ran + ", " + each.remedy + "\n";
  return text;
}

// --- Drawing estates

class Estate {
 public:
  explicit Estate(std::uint64_t seed) : random_(seed) {}

  Batch next_batch(Day received) {
    Batch batch;
    batch.received = received;
    batch.program = "test";
    const auto files = 1 + random_.below(4);
    for (std::uint32_t file = 0; file < files; file++) {
      batch.files.push_back({sha256_hex(std::to_string(random_.next())), "in/file" + std::to_string(file_++) + ".txt",
                             random_.below(100'000), random_.chance(0.2), random_.chance(0.1)});
      for (auto left = random_.below(5); left > 0; left--) add_observation(file, received, batch);
    }
    if (random_.chance(0.2)) batch.files[0].digest = unread_;
    if (batch.files[0].unread) unread_ = batch.files[0].digest;
    if (random_.chance(0.3)) batch.set_aside.push_back({0, {batch.files[0].place, "ingest.empty", "it is empty", 1}});
    if (random_.chance(0.2)) batch.verdicts.push_back({{0, 1, random_.chance(0.5)}, "a person", "a reason"});
    if (random_.chance(0.2))
      batch.retirements.push_back({{0, 7}, random_.chance(0.5), received, "a person", "a reason"});
    if (random_.chance(0.2) && trails_.size() > 1)
      batch.placements.push_back(
          {static_cast<TrailId>(random_.below(trails_.size())), static_cast<DeviceId>(random_.below(trails_.size()))});
    if (random_.chance(0.5)) add_readiness(received, batch);
    return batch;
  }

 private:
  std::string one_of(std::initializer_list<const char*> words) { return words.begin()[random_.below(words.size())]; }

  void add_readiness(Day received, Batch& batch) {
    const auto earlier = [&] { return received - std::chrono::days(random_.below(40)); };
    for (const char* target : {"windows-7", "windows-11"}) {
      KeptReadiness kept{one_of({"share/till", "share/\xC3\xA9tat", "d:\\x"}),
                         target,
                         earlier(),
                         one_of({"", "aa", "bb"}),
                         one_of({"ready", "blocked"}),
                         {},
                         {}};
      for (auto left = random_.below(3); left > 0; left--)
        kept.findings.push_back({"BIT-0" + std::to_string(left), "blocks", one_of({"", "it does not start"}), {}});
      if (!kept.findings.empty() && random_.chance(0.5)) kept.findings[0].remedies = {"otvdm", "", "replace"};
      if (random_.chance(0.5)) kept.names.push_back({"product", one_of({"till", ""}), "A Supplier", "till.exe"});
      batch.readiness.push_back(std::move(kept));
    }
    if (random_.chance(0.5))
      batch.tests.push_back({"share/till", one_of({"windows-7", "windows-11"}), earlier(), one_of({"", "aa", "bb"}),
                             one_of({"works", "fails"}), "R. Patel", one_of({"", "a sale"}), one_of({"", "otvdm"})});
  }

  void add_observation(std::uint32_t file, Day received, Batch& batch) {
    constexpr std::string_view sources[] = {"systeminfo", "wmic qfe", "registry export"};
    const bool listed = random_.chance(0.4);
    const auto trail = static_cast<TrailId>(std::min<std::size_t>(11, random_.below(trails_.size() + 1)));
    estate::Observation seen;
    seen.file = Shared<std::string>(batch.files[file].place + (random_.chance(0.1) ? "!inner" : ""));
    seen.row = static_cast<std::uint32_t>(listed ? 1 + random_.below(1000) : 0);
    seen.resource = static_cast<std::uint32_t>(random_.chance(0.1) ? 1 + random_.below(99) : 0);
    seen.device = random_.chance(0.9) ? "PC" + std::to_string(trail) : "";
    if (random_.chance(0.8)) {
      seen.seen_on = received - std::chrono::days(random_.below(60));
      seen.seen_by = random_.chance(0.5) ? estate::SeenBy::content : estate::SeenBy::file_name;
    }
    if (random_.chance(0.2)) seen.not_before = received - std::chrono::days(200);
    seen.claims = drawn_claims();
    if (random_.chance(0.5)) seen.tags = estate::Tags{{"site", "S" + std::to_string(random_.below(3))}};
    if (random_.chance(0.5))
      seen.identifiers = estate::Identifiers{{estate::IdentifierKind::serial, "X" + std::to_string(trail)}};
    if (trail == trails_.size()) {
      trails_.emplace_back(listed ? "list a" : sources[random_.below(3)]);
      batch.placements.push_back({trail, trail});
    }
    seen.source = trails_[trail] == "list a" ? "device list" : trails_[trail];
    if (trails_[trail] == "list a") seen.list = Shared<std::string>("a");
    estate::Trail known{trail, std::string(trails_[trail]), received, received, {}, {}, trail};
    for (const estate::Identifier& each : *seen.identifiers) known.held.push_back({each, day(3), received});
    if (random_.chance(0.2)) known.beside = {0, 300};
    batch.trails.push_back(std::move(known));
    batch.observations.push_back({file, trail, std::move(seen)});
  }

  estate::Claims drawn_claims() {
    estate::Claims claims;
    if (random_.chance(0.7))
      claims.os = estate::OsClaim{"Windows XP",
                                  "5.1",
                                  2600,
                                  random_.chance(0.3) ? std::optional(6452U) : std::nullopt,
                                  static_cast<std::uint32_t>(random_.below(4)),
                                  estate::Architecture::x86,
                                  random_.below(40),
                                  random_.chance(0.5)};
    claims.updates_listed = random_.chance(0.6);
    for (auto left = claims.updates_listed ? random_.below(6) : 0; left > 0; left--)
      claims.updates.push_back(
          {static_cast<std::uint32_t>(1 + random_.below(5'000'000)), random_.chance(0.1) ? "IE8" : "",
           random_.chance(0.5) ? std::optional(day(static_cast<int>(random_.below(500)) - 20'000)) : std::nullopt,
           random_.below(500)});
    claims.entries = static_cast<std::uint32_t>(random_.below(300));
    claims.entries_nameless = static_cast<std::uint32_t>(random_.below(3));
    if (random_.chance(0.3)) claims.updates_declared = static_cast<std::uint32_t>(random_.below(300));
    claims.updates_partial = random_.chance(0.1);
    claims.cut_short = random_.chance(0.1);
    claims.programs_listed = random_.chance(0.5);
    for (auto left = claims.programs_listed ? random_.below(5) : 0; left > 0; left--)
      claims.programs.push_back(
          {"Program " + std::to_string(random_.below(5)), "Publisher", std::to_string(random_.below(3)), left});
    if (random_.chance(0.4)) claims.protection.push_back({estate::Protection::smb1, random_.chance(0.5), 7});
    if (random_.chance(0.4))
      claims.protection.push_back(
          {estate::Protection::antivirus, true, 8,
           random_.chance(0.5) ? std::optional(day(static_cast<int>(random_.below(99)))) : std::nullopt});
    if (random_.chance(0.5)) claims.hardware = next_machine();
    return claims;
  }

  estate::HardwareClaim next_machine() {
    const auto answer = [&] { return random_.chance(0.3) ? std::optional(random_.chance(0.5)) : std::nullopt; };
    estate::HardwareClaim machine;
    machine.processor = random_.chance(0.7) ? "Intel64 Family 6 Model 42 Stepping 7 GenuineIntel" : "";
    machine.processor_name = random_.chance(0.5) ? "Core i5" : "";
    if (random_.chance(0.3)) machine.platform = static_cast<std::uint32_t>(random_.below(1U << 31U));
    machine.maker = random_.chance(0.5) ? "Northlight" : "";
    machine.model = random_.chance(0.5) ? "NL " + std::to_string(random_.below(3)) : "";
    machine.memory_mb = random_.below(3) << 30U;
    machine.disk_mb = random_.below(3) * 500;
    machine.execute_disable = answer();
    machine.uefi = answer();
    machine.secure_boot = answer();
    machine.tpm = static_cast<estate::Tpm>(random_.below(5));
    machine.line = random_.below(500);
    return machine;
  }

  Random random_;
  std::uint64_t file_ = 0;
  std::string unread_ = sha256_hex("unread");
  std::vector<std::string_view> trails_;
};

TEST_CASE("the register on disk answers every question as the one in memory does, also when it is opened again") {
  for (std::uint64_t seed = 1; seed <= 15; seed++) {
    CAPTURE(seed);
    const Folder folder;
    auto disk = open_register(folder.file(), Access::write).value();
    const auto memory = make_memory_store();
    Estate estate(seed);
    Random random(seed + 1000);
    std::vector<std::string> digests;
    for (int step = 0, when = 100; step < 25; step++) {
      when += static_cast<int>(random.below(3));
      const Batch batch = estate.next_batch(day(when));
      CHECK(disk->keep(batch).value() == memory->keep(batch).value());
      if (random.chance(0.2)) {
        disk.reset();
        disk = open_register(folder.file(), Access::write).value();
      }
      for (const File& file : batch.files) {
        for (const std::string_view place : {std::string_view(file.place), std::string_view("/other/in/file1.txt")})
          for (const std::string_view program : {"test", "another"})
            CHECK(disk->holds(file.digest, place, program).value() ==
                  memory->holds(file.digest, place, program).value());
      }
    }
    const auto reader = open_register(folder.file(), Access::read).value();
    for (int question = 0; question < 20; question++) {
      const Day as_of = day(static_cast<int>(random.below(140))),
                known_at = day(90 + static_cast<int>(random.below(70)));
      const auto detail = static_cast<Detail>(random.below(3));
      CHECK(spelled_held(reader->latest(as_of, known_at, detail).value()) ==
            spelled_held(memory->latest(as_of, known_at, detail).value()));
      const std::vector<TrailId> trails = {0, static_cast<TrailId>(1 + random.below(10))};
      CHECK(spelled_held(reader->history(trails, known_at).value()) ==
            spelled_held(memory->history(trails, known_at).value()));
      CHECK(spelled_rest(*reader, known_at) == spelled_rest(*memory, known_at));
      CHECK(spelled_readiness(*reader, as_of, known_at) == spelled_readiness(*memory, as_of, known_at));
    }
    CHECK(reader->next_device().value() == memory->next_device().value());
    for (const Day known_at : {day(90), day(110), day(200)}) {
      const Extent one = reader->extent(known_at).value(), other = memory->extent(known_at).value();
      CHECK(one.files == other.files);
      CHECK(one.observations == other.observations);
      CHECK(one.last_received == other.last_received);
    }
  }
}

TEST_CASE("what would change past answers is refused, and nothing of it is kept") {
  const Folder folder;
  const auto store = open_register(folder.file(), Access::write).value();
  Estate estate(7);
  REQUIRE(store->keep(estate.next_batch(day(10))));
  Batch earlier = estate.next_batch(day(9));
  earlier.files[0].digest = sha256_hex("of an earlier day");
  const auto kept = store->keep(earlier);
  REQUIRE_FALSE(kept);
  CHECK(kept.error().code == "store.earlier");
  CHECK(kept.error().message ==
        "the register was last added to on 2016-07-28; what is added as of 2016-07-27 would change past answers");
  CHECK_FALSE(store->holds(earlier.files[0].digest, earlier.files[0].place, "test").value());
}

TEST_CASE("a file is known by its bytes, by its name too where that told something, and tried again by a new reader") {
  const auto store = make_memory_store();
  Batch batch;
  batch.program = "shoal 1";
  batch.files = {{sha256_hex("a"), "in/PC1/qfe.txt", 1, true},
                 {sha256_hex("b"), "in/b.txt", 1},
                 {sha256_hex("c"), "in/c.txt", 1, false, true}};
  REQUIRE(store->keep(batch));
  const auto holds = [&](std::string_view bytes, std::string_view place, std::string_view program) {
    return store->holds(sha256_hex(bytes), place, program).value();
  };
  CHECK(holds("a", "/mnt/again/PC1/qfe.txt", "shoal 1"));
  CHECK_FALSE(holds("a", "in/PC2/qfe.txt", "shoal 1"));
  CHECK(holds("b", "elsewhere.txt", "shoal 2"));
  CHECK(holds("c", "in/c.txt", "shoal 1"));
  CHECK_FALSE(holds("c", "in/c.txt", "shoal 2"));
  CHECK_FALSE(holds("d", "in/b.txt", "shoal 1"));
}

TEST_CASE("a second writer is kept out until the first has ended, and readers are not") {
  const Folder folder;
  auto first = open_register(folder.file(), Access::write).value();
  const auto second = open_register(folder.file(), Access::write);
  REQUIRE_FALSE(second);
  CHECK(second.error().code == "store.in_use");
  CHECK(second.error().kind == ErrorKind::unavailable);
  CHECK(open_register(folder.file(), Access::read));
  first.reset();
  CHECK(open_register(folder.file(), Access::write));
}

TEST_CASE("what is no register of this program's is refused with its reason") {
  const Folder folder;
  const auto code_of = [&](Access access) {
    const auto opened = open_register(folder.file(), access);
    return opened ? std::string("opened") : std::string(opened.error().code);
  };
  CHECK(code_of(Access::read) == "store.no_file");
  std::ofstream(folder.file()) << "Host Name: PC1, and this is no database at all, however long the text may be";
  CHECK(code_of(Access::read) == "store.damaged");
  CHECK(code_of(Access::write) == "store.damaged");
  fs::remove(folder.file());
  {
    auto database = Database::open(folder.file(), Access::write, nullptr).value();
    REQUIRE(database.run("CREATE TABLE somebody_elses (x)"));
  }
  CHECK(code_of(Access::write) == "store.damaged");
  fs::remove(folder.file());
  open_register(folder.file(), Access::write).value().reset();
  {
    auto database = Database::open(folder.file(), Access::write, nullptr).value();
    REQUIRE(database.run("PRAGMA user_version=99"));
  }
  CHECK(code_of(Access::read) == "store.newer");
  CHECK(code_of(Access::write) == "store.newer");
}

// The tables of version 2: nothing of applications was kept.
constexpr const char* back_to_version_2 = R"(
DROP TABLE readiness;
DROP TABLE test;
PRAGMA user_version=2;
)";

// The tables of version 1, which the first registers were written with: a trail's segments side by side.
constexpr const char* from_2_back_to_version_1 = R"(
CREATE TABLE old (id INTEGER PRIMARY KEY, first_day INTEGER NOT NULL, last_day INTEGER NOT NULL,
  first_import INTEGER NOT NULL, last_import INTEGER NOT NULL, entries INTEGER NOT NULL, body BLOB NOT NULL);
INSERT INTO old SELECT trail * 65536 + id / 4294967296, first_day, last_day, first_import, last_import, entries, body
  FROM segment;
DROP TABLE segment;
ALTER TABLE old RENAME TO segment;
PRAGMA user_version=1;
)";

TEST_CASE("a register of an older program answers as before once a writer has opened it, and a reader says why not") {
  for (const int version : {1, 2}) {
    CAPTURE(version);
    const Folder folder;
    const auto memory = make_memory_store();
    Estate estate(7);
    {
      const auto disk = open_register(folder.file(), Access::write).value();
      for (int when = 100; when < 300; when++) {
        Batch batch = estate.next_batch(day(when));
        batch.readiness.clear();
        batch.tests.clear();
        REQUIRE(disk->keep(batch));
        REQUIRE(memory->keep(batch));
      }
    }
    {
      auto database = Database::open(folder.file(), Access::write, nullptr).value();
      REQUIRE(database.number("SELECT max(id) FROM segment").value() > std::int64_t{1} << 32);  // Trails have several.
      REQUIRE(database.run(back_to_version_2));
      if (version == 1) REQUIRE(database.run(from_2_back_to_version_1));
    }
    CHECK(open_register(folder.file(), Access::read).error().code == "store.older");
    const auto disk = open_register(folder.file(), Access::write).value();
    CHECK(disk->readiness(day(300), day(300)).value().empty());
    for (int when = 300; when < 320; when++) {
      const Batch batch = estate.next_batch(day(when));
      REQUIRE(disk->keep(batch));
      REQUIRE(memory->keep(batch));
    }
    CHECK_FALSE(disk->readiness(day(320), day(320)).value().empty());
    for (const int as_of : {3, 120, 299, 300, 310, 320}) {
      CHECK(spelled_held(disk->latest(day(as_of), day(310), Detail::everything).value()) ==
            spelled_held(memory->latest(day(as_of), day(310), Detail::everything).value()));
      CHECK(spelled_readiness(*disk, day(as_of), day(310)) == spelled_readiness(*memory, day(as_of), day(310)));
    }
  }
}

TEST_CASE("what the rules said on an earlier day stays the answer of that day, and of what was known by then") {
  const Folder folder;
  const auto store = open_register(folder.file(), Access::write).value();
  const auto keep = [&](int received, int judged, const char* state) {
    Batch batch;
    batch.received = day(received);
    batch.readiness.push_back({"share/till", "windows-11", day(judged), "aa", state, {}, {}});
    REQUIRE(store->keep(batch));
  };
  keep(10, 10, "blocked");
  keep(20, 20, "ready");
  keep(20, 5, "unassessed");  // Of an earlier day, told later.
  const auto state = [&](int as_of, int known_at) {
    const auto kept = store->readiness(day(as_of), day(known_at)).value();
    return kept.empty() ? std::string("none") : kept.front().state;
  };
  CHECK(state(20, 20) == "ready");
  CHECK(state(19, 20) == "blocked");
  CHECK(state(9, 20) == "unassessed");
  CHECK(state(9, 19) == "none");
  CHECK(state(20, 19) == "blocked");
}

TEST_CASE("the same inventory again adds only what is new of it") {
  const Folder folder;
  const auto store = open_register(folder.file(), Access::write).value();
  estate::Claims claims;
  claims.updates_listed = true;
  for (std::uint32_t i = 0; i < 200; i++) claims.updates.push_back({4'000'000 + i * 17, "", day(int(i)), 10 + i});
  const Shared<estate::Claims> shared(std::move(claims));
  const auto keep_week = [&](int week) {
    Batch batch;
    batch.received = day(week * 7);
    for (std::uint32_t device = 0; device < 50; device++) {
      const std::string place = "w" + std::to_string(week) + "/" + std::to_string(device);
      batch.files.push_back({sha256_hex(place), place, 1000});
      estate::Observation seen;
      seen.source = "systeminfo";
      seen.file = Shared<std::string>(place);
      seen.device = "PC" + std::to_string(device);
      seen.seen_on = batch.received;
      seen.seen_by = estate::SeenBy::content;
      seen.claims = shared;
      batch.observations.push_back({device, device, std::move(seen)});
      if (week > 0) continue;
      batch.trails.push_back({device, "systeminfo", batch.received, batch.received, {}, {}, device});
      batch.placements.push_back({device, device});
    }
    REQUIRE(store->keep(batch));
  };
  for (int week = 0; week < 2; week++) keep_week(week);
  const auto before = store->extent(day(999)).value().bytes;
  for (int week = 2; week < 52; week++) keep_week(week);
  // A file's digest and path are most of it: some hundred bytes for each observation.
  constexpr std::uint64_t observations = 50UL * 50UL;
  CHECK((store->extent(day(999)).value().bytes - before) / observations < 160);
}

}  // namespace
