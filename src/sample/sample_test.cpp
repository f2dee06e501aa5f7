#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "../exposure/made_facts.hpp"
#include "base/csv.hpp"
#include "sample/identity.hpp"
#include "sample/lists.hpp"
#include "sample/outputs.hpp"
#include "sample/registry.hpp"
#include "sample/write.hpp"

namespace shoal::sample {
namespace {

using namespace std::chrono;
using exposure::MadeFacts;
using update::LineKind;

// Windows 7 in four updates: two packages, the second of which replaces the first, and two rollups.
MadeFacts windows_7() {
  MadeFacts made;
  made.updates = {{100, 2012y / 1 / 10},
                  {200, 2014y / 1 / 14},
                  {300, 2016y / 10 / 11, LineKind::rollup},
                  {301, 2016y / 10 / 11, LineKind::security_only},
                  {400, 2020y / 2 / 11, LineKind::rollup}};
  made.fixes = {{100, {"CVE-2012-0001"}},
                {200, {"CVE-2014-0001"}},
                {300, {"CVE-2016-0001"}},
                {301, {"CVE-2016-0001"}},
                {400, {"CVE-2020-0001"}}};
  made.supersedes = {{200, 100}, {300, 301}};
  return made;
}

std::string installed(const MadeFacts& made, Day built, Day patched) {
  const exposure::Facts facts = made.facts();
  const lifecycle::Catalogue catalogue = made.catalogue();
  const History history(facts, catalogue.releases.front(), "enterprise", facts.products.front().architecture);
  std::string text;
  for (const Installed& update : history.installed(built, patched))
    text += (text.empty() ? "" : " ") + std::to_string(update.kb) + (update.in_image ? "i" : "");
  return text;
}

EstateRequest request(std::uint64_t devices, std::string_view mix, Faults faults = Faults::none) {
  return {devices, 1, Day{2026y / 11 / 20}, *parse_mix(mix), faults};
}

struct Made {
  exposure::Facts facts = windows_7().facts();
  lifecycle::Catalogue catalogue = windows_7().catalogue();
  Estate estate;
  explicit Made(const EstateRequest& asked) : estate(*Estate::make(facts, catalogue, asked)) {}
};

std::string problem(std::string_view mix) {
  const auto parsed = parse_mix(mix);
  REQUIRE(!parsed);
  return std::string(parsed.error().code) + ": " + parsed.error().message;
}

TEST_CASE("an image lacks what had been replaced when it was built, and a device keeps what was replaced later") {
  CHECK(installed(windows_7(), 2012y / 6 / 1, 2015y / 1 / 1) == "100i 200");
  CHECK(installed(windows_7(), 2014y / 6 / 1, 2015y / 1 / 1) == "200i");
  CHECK(installed(windows_7(), 2012y / 6 / 1, 2012y / 6 / 1) == "100i");
}

TEST_CASE("who takes the rollup never gets the security-only update of its day, nor what only enrolment brings") {
  CHECK(installed(windows_7(), 2014y / 6 / 1, 2026y / 1 / 1) == "200i 300");
  MadeFacts given = windows_7();
  given.open_to_everybody = {400};
  given.withdrawn = {300};
  CHECK(installed(given, 2014y / 6 / 1, 2026y / 1 / 1) == "200i 301 400");
}

TEST_CASE("where updates are cumulative the newest of the line stands alone") {
  MadeFacts made = windows_7();
  made.family.cumulative_only = true;
  made.open_to_everybody = {400};
  CHECK(installed(made, 2014y / 6 / 1, 2017y / 1 / 1) == "300");
  CHECK(installed(made, 2014y / 6 / 1, 2026y / 1 / 1) == "400");
}

TEST_CASE("a mix is shared out to the last device, the largest remainders first") {
  const Made exact(request(14, "7=10,unknown=4"));
  CHECK(std::vector(exact.estate.counts().begin(), exact.estate.counts().end()) == std::vector<std::uint64_t>{10, 4});
  const Made odd(request(10, "7=1,unknown=2"));
  CHECK(std::vector(odd.estate.counts().begin(), odd.estate.counts().end()) == std::vector<std::uint64_t>{3, 7});
  std::size_t unknown = 0;
  for (std::uint64_t i = 0; i < 10; i++) unknown += odd.estate.device(i).model == nullptr ? 1 : 0;
  CHECK(unknown == 7);
}

TEST_CASE("a mix that names no model or nothing at all says so") {
  CHECK(problem("10-ltcs=1") == "sample.bad_mix: no model of a device is called 10-ltcs; did you mean 10-ltsc?");
  CHECK(problem("xp") == "sample.bad_mix: not of the form xp=100: xp");
  CHECK(problem("xp=0") == "sample.bad_mix: a mix of nothing: xp=0");
  CHECK(parse_formats("asd").error().message == "no format is called asd; did you mean ad?");
}

TEST_CASE("an estate of nobody, of too many or before any release is refused") {
  const exposure::Facts facts = windows_7().facts();
  const lifecycle::Catalogue catalogue = windows_7().catalogue();
  const auto refusal = [&](const EstateRequest& asked) {
    const auto estate = Estate::make(facts, catalogue, asked);
    REQUIRE(!estate);
    return std::string(estate.error().code);
  };
  CHECK(refusal(request(0, "7=1")) == "sample.no_devices");
  CHECK(refusal(request(devices_max + 1, "7=1")) == "sample.too_many");
  CHECK(refusal(request(1, "xp=1")) == "sample.no_release");
  CHECK(refusal({1, 1, Day{2026y / 11 / 20}, {{"unknown", 0}}, Faults::none}) == "sample.bad_mix");
}

TEST_CASE("a faultless estate has one device of every name") {
  const Made made(request(500, "7=1"));
  for (std::uint64_t i = 0; i < 500; i++) {
    const Device device = made.estate.device(i);
    CHECK(device.faults == 0);
    CHECK(device.name == device.label);
    CHECK(device.label.ends_with(std::to_string(i + 1)));
    CHECK(device.name.size() <= 15);  // What NetBIOS allows.
  }
}

TEST_CASE("a fault's rate is read in per cent, and a mistake gets the nearest fault") {
  const auto rate = [](std::string_view text) {
    const auto made = parse_fault_rate(text);
    return made ? std::string(spelled(made->fault)) + " " + std::to_string(made->rate)
                : std::string(made.error().code) + ": " + made.error().message;
  };
  CHECK(rate("cloned-uuid=2%") == "cloned_uuid 0.020000");
  CHECK(rate("cloned_uuid=0.5%") == "cloned_uuid 0.005000");
  CHECK(rate("clond_uuid=2%") == "sample.bad_fault: no fault is called clond_uuid; did you mean cloned_uuid?");
  CHECK(rate("stale=2") == "sample.bad_fault: not of the form cloned_uuid=2%, from 0% to 100%: stale=2");
  CHECK(rate("stale=101%") == "sample.bad_fault: not of the form cloned_uuid=2%, from 0% to 100%: stale=101%");
  CHECK(rate("stale") == "sample.bad_fault: not of the form cloned_uuid=2%, from 0% to 100%: stale");
}

TEST_CASE("without faults no two devices share an identifier") {
  const Made made(request(500, "7=1"));
  std::set<std::string> seen;
  std::size_t count = 0;
  for (std::uint64_t i = 0; i < 500; i++) {
    Identity identity = identity_of(made.estate, made.estate.device(i));
    CHECK(identity.serial == identity.sticker_serial);
    identity.macs.insert(identity.macs.end(),
                         {identity.serial, identity.uuid, identity.installation, identity.sid, identity.asset_tag});
    count += identity.macs.size();
    seen.insert(identity.macs.begin(), identity.macs.end());
  }
  CHECK(seen.size() == count);
}

// The estate with one fault on every device.
EstateRequest all_with(Fault fault) {
  EstateRequest asked = request(100, "7=1");
  asked.rates = {{fault, 1}};
  return asked;
}

TEST_CASE("a fault of identity is what it says, and is at no other device") {
  const auto distinct = [](Fault fault, auto value) {
    const Made made(all_with(fault));
    std::set<std::string> seen;
    for (std::uint64_t i = 0; i < 100; i++) {
      const Device device = made.estate.device(i);
      CHECK(device.has(fault));
      seen.insert(value(identity_of(made.estate, device)));
    }
    return seen.size();
  };
  CHECK(distinct(Fault::cloned_uuid, [](const Identity& each) { return each.uuid; }) <= 4);  // One for each image.
  CHECK(distinct(Fault::oem_serial, [](const Identity& each) { return each.serial; }) == unset_serials().size());
  CHECK(distinct(Fault::oem_serial, [](const Identity& each) { return each.sticker_serial; }) == 1);
  CHECK(distinct(Fault::dock_mac, [](const Identity& each) { return each.macs.back(); }) <= 60);  // 30 at two sites.
  const std::size_t kept = distinct(Fault::board_swapped, [](const Identity& each) { return each.serial; });
  CHECK(kept > 50);
  CHECK(kept < 90);
  CHECK(distinct(Fault::board_swapped, [](const Identity& each) { return each.sticker_serial; }) == 100);
}

std::string rows_of(const List& list, const EstateRequest& asked, std::uint64_t number) {
  const Made made(asked);
  std::string out;
  list.rows(made.estate, made.estate.device(number), out);
  return out;
}

TEST_CASE("an account that was left behind and a predecessor are rows of their own, an old name is the only one") {
  const auto lines = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
  for (const List* list : {&directory_list, &csvde_list}) {
    CHECK(lines(rows_of(*list, request(100, "7=1"), 7)) == 1);
    CHECK(lines(rows_of(*list, all_with(Fault::reimaged), 7)) == 2);
    CHECK(rows_of(*list, all_with(Fault::reimaged), 7).find("-W108") != std::string::npos);
  }
  const std::string reused = rows_of(spreadsheet_list, all_with(Fault::reused_name), 7);
  CHECK(lines(reused) == 2);
  CHECK(reused.substr(0, 13) == reused.substr(reused.find('\n') + 1, 13));
  const std::string renamed = rows_of(spreadsheet_list, all_with(Fault::renamed), 7);
  CHECK(lines(renamed) == 1);
  CHECK(renamed.substr(5, 5) == "-W108");
}

TEST_CASE("texts are stored as the code pages of consoles have them") {
  CHECK(encoded("hôte größe\u00a0é", Encoding::cp850) ==
        "h\x93te gr\x94\xE1"
        "e\xFF\x82");
  CHECK(encoded("Имя узла ё", Encoding::cp866) == "\x88\xAC\xEF \xE3\xA7\xAB\xA0 \xF1");
  CHECK(encoded("Имя", Encoding::cp1251) == "\xC8\xEC\xFF");
  CHECK(encoded("größe", Encoding::cp1252) ==
        "gr\xF6\xDF"
        "e");
  CHECK(encoded("ö\n", Encoding::utf16le) == std::string("\xFF\xFE\xF6\x00\n\x00", 6));
  CHECK(encoded("Имя", Encoding::cp1252) == "???");
  CHECK(letters_of("größe") == 5);
}

TEST_CASE("a day becomes the FILETIME of its noon") {
  CHECK(filetime(Day{1970y / 1 / 1}) == 116444736000000000U + 432'000'000'000U);  // The first is published widely.
}

TEST_CASE("Windows cuts its list of updates after 4,095 letters, heading and commas included") {
  MadeFacts long_list;
  for (std::uint32_t i = 0; i < 273; i++) {
    const std::uint32_t kb = i == 0 ? 982'018 : 2'000'000 + i;
    long_list.updates.push_back({kb, Day{2011y / 3 / 1} + days(i)});
    long_list.fixes.push_back({kb, {"CVE-2011-" + std::to_string(1000 + i)}});
  }
  const exposure::Facts facts = long_list.facts();
  const lifecycle::Catalogue catalogue = long_list.catalogue();
  auto estate = *Estate::make(facts, catalogue, request(40, "7=1"));
  for (std::uint64_t i = 0; i < 40; i++) {
    const Device device = estate.device(i);
    if (estate.states()[device.state].updates.size() != 273 || device.image->language != Language::en) continue;
    // A public output of Windows 7 with 273 updates, one of them of six digits, shows 245, and then this.
    const std::string text = systeminfo_text(estate, device);
    CHECK(text.find("273 Hotfix(s) Installed.\r\n") != std::string::npos);
    CHECK(text.find("[245]: KB2000244\r\n") != std::string::npos);
    CHECK(text.find("[246]\r\nNetwork Card(s):") != std::string::npos);
    return;
  }
  FAIL("no device has all updates");
}

TEST_CASE("calls for one path follow each other, and the same seed gives the same ones") {
  const auto run = [] {
    const Made made(request(60, "7=5,unknown=1", Faults::many));
    std::vector<std::string> paths;
    std::string bytes;
    const auto written = write_files(
        made.estate, *parse_formats("all"),
        [&](std::string_view path, std::string_view piece) -> Result<void> {
          if (paths.empty() || paths.back() != path) paths.emplace_back(path);
          bytes += piece;
          return {};
        },
        [](auto, auto) {});
    REQUIRE(written);
    CHECK(written->files == paths.size());
    CHECK(written->bytes == bytes.size());
    std::vector<std::string> once = paths;
    std::sort(once.begin(), once.end());
    CHECK(std::unique(once.begin(), once.end()) == once.end());
    return bytes;
  };
  CHECK(run() == run());
}

TEST_CASE("a sink that fails ends the writing with its error") {
  const Made made(request(5, "7=1"));
  const auto written = write_files(
      made.estate, *parse_formats("ad"),
      [](auto, auto) -> Result<void> {
        return Error{ErrorKind::unavailable, "cli.cannot_write", "disk full"};
      },
      [](auto, auto) {});
  REQUIRE(!written);
  CHECK(written.error().message == "disk full");
}

}  // namespace
}  // namespace shoal::sample
