#include "readiness/hardware.hpp"

#include <doctest/doctest.h>

namespace {

using namespace shoal;
using namespace shoal::readiness;

constexpr std::uint32_t bit(Need need) { return 1U << static_cast<unsigned>(need); }

Requirement need(std::string_view on, Need what, std::uint32_t at_least, NeedKind kind) {
  return {TargetSelector::parse(on).value(), what, at_least, kind, "", "made", "vendor"};
}

// A small table of the same shape as data/hardware has.
HardwareBook facts() {
  HardwareBook book;
  book.requirements = {need("arch:x64", Need::long_mode, 0, NeedKind::runs),
                       need("arch:arm64", Need::arm64, 0, NeedKind::runs),
                       need("arch:x86|x64 os>=6.2", Need::nx, 0, NeedKind::runs),
                       need("arch:x64 build>=26100", Need::popcnt, 0, NeedKind::runs),
                       need("os=10.0", Need::memory, 4096, NeedKind::minimum),
                       need("build>=22000", Need::tpm, 20, NeedKind::minimum),
                       need("build>=22000", Need::listed, 0, NeedKind::support)};
  ProcessorKind core2;
  core2.name = "Core 2";
  core2.vendor = "GenuineIntel";
  core2.family = 6;
  core2.model_min = core2.model_max = 15;
  core2.stepping_max = 15;
  core2.names = {"core 2 *"};
  core2.has = bit(Need::long_mode) | bit(Need::nx);
  core2.lacks = bit(Need::popcnt);
  core2.listed = false;
  ProcessorKind kaby = core2;
  kaby.name = "Kaby Lake";
  kaby.model_min = kaby.model_max = 142;
  kaby.stepping_min = kaby.stepping_max = 9;
  kaby.names = {"core i#-7###*"};
  kaby.has |= bit(Need::popcnt);
  kaby.lacks = 0;
  kaby.listed.reset();
  kaby.listed_platform = 16;
  ProcessorKind coffee = kaby;
  coffee.name = "Coffee Lake";
  coffee.stepping_min = coffee.stepping_max = 10;
  coffee.names = {"core i#-8###*"};
  coffee.listed = true;
  coffee.listed_platform.reset();
  book.processors = {core2, kaby, coffee};
  book.virtual_models = {"vmware, inc.|*"};
  return book;
}

Target bare_target(std::uint32_t os, std::uint32_t build, std::string arch) {
  Target made;
  made.os = os;
  made.build = build;
  made.arch = std::move(arch);
  return made;
}
const Target windows_10 = bare_target(1000, 19045, "x64"), windows_11 = bare_target(1000, 26100, "x64");

Machine machine(std::string processor, std::uint64_t memory_mb) {
  Machine made;
  made.processor = std::move(processor);
  made.memory_mb = memory_mb;
  return made;
}

std::string judged(const Machine& machine, const Target& target) {
  static const HardwareBook book = facts();
  const FitnessVerdict verdict = judge_hardware(book, machine, target);
  constexpr std::string_view met[] = {"+", "-", "?"};
  std::string text(spelled(verdict.state));
  for (const NeedVerdict& each : verdict.needs)
    text += " " + std::string(met[static_cast<std::size_t>(each.met)]) + std::string(spelled(each.requirement->need));
  return text;
}

const std::string coffee_lake = "Intel64 Family 6 Model 142 Stepping 10 GenuineIntel";

TEST_CASE("a machine is fit where all that its target needs is told and there") {
  Machine whole = machine(coffee_lake, 8192);
  whole.tpm = 20;
  CHECK(judged(whole, windows_10) == "fit +64-bit +nx +memory");
  CHECK(judged(whole, windows_11) == "fit +64-bit +nx +popcnt +memory +tpm +listed");
}

TEST_CASE("what is not told is never fit") {
  CHECK(judged(machine(coffee_lake, 8192), windows_11) == "unassessed +64-bit +nx +popcnt +memory ?tpm +listed");
  CHECK(judged(machine("", 8192), windows_10) == "unassessed ?64-bit ?nx +memory");
  CHECK(judged(machine("Intel64 Family 6 Model 999 Stepping 1 GenuineIntel", 8192), windows_10) ==
        "unassessed +64-bit ?nx +memory");
  CHECK(judged(machine(coffee_lake, 8192), bare_target(501, 2600, "x86")) ==
        "unassessed");  // of which nothing is known
}

TEST_CASE("what is lacking makes it unfit, whatever else is not told") {
  CHECK(judged(machine("EM64T Family 6 Model 15 Stepping 6 GenuineIntel", 8192), windows_11) ==
        "unfit +64-bit +nx -popcnt +memory ?tpm -listed");
  Machine old = machine(coffee_lake, 8192);
  old.tpm = 12;
  CHECK(judged(old, windows_11) == "unfit +64-bit +nx +popcnt +memory -tpm +listed");
  old.tpm = 0;
  old.no_tpm = true;
  CHECK(judged(old, windows_11) == "unfit +64-bit +nx +popcnt +memory -tpm +listed");
}

TEST_CASE("a maker's list of processors makes a machine unsupported, not unfit") {
  Machine kaby = machine("Intel64 Family 6 Model 142 Stepping 9 GenuineIntel", 8192);
  kaby.tpm = 20;
  CHECK(judged(kaby, windows_11) == "unassessed +64-bit +nx +popcnt +memory +tpm ?listed");
  kaby.platform = 128;
  CHECK(judged(kaby, windows_11) == "unsupported +64-bit +nx +popcnt +memory +tpm -listed");
  kaby.platform = 16;
  CHECK(judged(kaby, windows_11) == "fit +64-bit +nx +popcnt +memory +tpm +listed");
}

TEST_CASE("memory that the machine keeps to itself is no lack, and a quarter less leaves it open") {
  const auto with = [](std::uint64_t mb) { return judged(machine(coffee_lake, mb), windows_10); };
  CHECK(with(4095) == "fit +64-bit +nx +memory");
  CHECK(with(3840) == "fit +64-bit +nx +memory");
  CHECK(with(3839) == "unassessed +64-bit +nx ?memory");
  CHECK(with(3072) == "unassessed +64-bit +nx ?memory");
  CHECK(with(3071) == "unfit +64-bit +nx -memory");
  CHECK(with(0) == "unassessed +64-bit +nx ?memory");
}

TEST_CASE("the Windows that runs proves what it does not start without") {
  Machine unknown = machine("", 8192);
  unknown.os = 1000;
  unknown.build = 19045;
  unknown.arch = "x86";
  CHECK(judged(unknown, windows_10) == "unassessed ?64-bit +nx +memory");
  unknown.arch = "x64";
  CHECK(judged(unknown, windows_10) == "fit +64-bit +nx +memory");
  unknown.os = 601;
  CHECK(judged(unknown, windows_10) == "unassessed +64-bit ?nx +memory");
}

TEST_CASE("a release that runs stands on a disk of the size that it needs itself") {
  HardwareBook book;
  book.requirements = {need("os=6.1 client", Need::disk, 20480, NeedKind::minimum),
                       need("os=10.0 build<22000", Need::disk, 20480, NeedKind::minimum),
                       need("build>=22000", Need::disk, 65536, NeedKind::minimum)};
  Machine untold;
  untold.os = 601;
  untold.build = 7601;
  CHECK(judge_hardware(book, untold, windows_10).state == Fitness::fit);
  CHECK(judge_hardware(book, untold, windows_11).state == Fitness::unassessed);
  untold.server = true;
  CHECK(judge_hardware(book, untold, windows_10).state == Fitness::unassessed);
  untold.disk_mb = 19'000;
  CHECK(judge_hardware(book, untold, windows_10).state == Fitness::unfit);
}

TEST_CASE("of a virtual machine a table of processors tells what is lacking, and not what is there") {
  Machine guest = machine("x86 Family 6 Model 142 Stepping 10 GenuineIntel", 8192);
  guest.maker = "VMware, Inc.";
  guest.model = "VMware Virtual Platform";
  CHECK(judged(guest, windows_10) == "unassessed ?64-bit ?nx +memory");
  guest.processor = "x86 Family 6 Model 15 Stepping 6 GenuineIntel";
  CHECK(judged(guest, windows_11) == "unfit ?64-bit ?nx -popcnt +memory ?tpm -listed");
}

TEST_CASE("an ARM is no x64, and the other way round") {
  Machine arm = machine("ARMv8 (64-bit) Family 8 Model 804 Revision 70E Qualcomm", 8192);
  arm.os = 1000;
  arm.build = 22631;
  arm.arch = "arm64";
  CHECK(judged(arm, windows_10) == "unfit -64-bit -nx +memory");
  CHECK(judged(arm, bare_target(1000, 19045, "arm64")) == "fit +arm64 +memory");
  Machine pc = machine(coffee_lake, 8192);
  pc.arch = "x64";
  CHECK(judged(pc, bare_target(1000, 19045, "arm64")) == "unfit -arm64 +memory");
}

TEST_CASE("processors are known by their numbers, or by their names where no numbers are told") {
  Machine named = machine("", 8192);
  for (const std::string_view name :
       {"Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz", "Core i5-8250U", "intel core I7-8700"}) {
    CAPTURE(name);
    named.processor_name = name;
    CHECK(judged(named, windows_10) == "fit +64-bit +nx +memory");
  }
  named.processor_name = "Intel(R) Core(TM)2 Duo CPU     E8400  @ 3.00GHz";
  CHECK(judged(named, windows_11) == "unfit +64-bit +nx -popcnt +memory ?tpm -listed");
  named.processor_name = "Intel(R) Core(TM) i5-10210U CPU @ 1.60GHz";
  CHECK(judged(named, windows_10) == "unassessed ?64-bit ?nx +memory");
}

TEST_CASE("a processor's identification is taken apart, and what is none is not") {
  const auto id = parse_processor("x86 Family 15 Model 75 Stepping 2, AuthenticAMD");
  REQUIRE(id);
  CHECK(id->vendor == "AuthenticAMD");
  CHECK((id->family == 15 && id->model == 75 && id->stepping == 2 && !id->long_mode));
  CHECK(parse_processor("x64 Family 6 Model 78 Stepping 3 GenuineIntel")->long_mode);
  for (const std::string_view none :
       {"", "Family 6", "Intel64 Family 6 Model Stepping 3 GenuineIntel", "Intel Core i5"})
    CHECK_FALSE(parse_processor(none));
}

}  // namespace
