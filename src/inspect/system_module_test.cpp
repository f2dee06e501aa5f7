#include "inspect/system_module.hpp"

#include <doctest/doctest.h>

#include "inspect/made_image.hpp"

namespace {

using namespace shoal;
using namespace shoal::inspect;

TEST_CASE("a module of a system has its functions by name, by ordinal, and where they are forwarded to") {
  MadePe pe;
  pe.kind = PeKind::pe32_plus;
  pe.machine = 0x8664;
  pe.export_module = "OWN.dll";
  pe.export_base = 5;
  pe.exports = {{"Alpha", ""}, {"", ""}, {"Beta", "ntdll.RtlBeta"}};
  const auto module = read_system_module(made_pe(pe), "own.dll");
  REQUIRE(module);
  CHECK(*module ==
        readiness::ImageModule{"own.dll", "x64", true, {{"Alpha", 5, ""}, {"Beta", 7, "ntdll.RtlBeta"}, {"", 6, ""}}});
}

TEST_CASE("a module without exports is one, and what is no program is none") {
  const auto module = read_system_module(made_pe({}), "a.exe");
  REQUIRE(module);
  CHECK(*module == readiness::ImageModule{"a.exe", "x86", true, {}});
  CHECK_FALSE(read_system_module(made_ne({}), "a.drv"));
  CHECK_FALSE(read_system_module("", "empty.dll"));
  CHECK_FALSE(read_system_module("not a program at all", "a.dll"));
}

TEST_CASE("of a module whose exports lie outside of it no function is said to be all") {
  MadePe pe;
  pe.export_module = "a.dll";
  pe.exports = {{"Alpha", ""}};
  std::string bytes = made_pe(pe);
  const auto directory_at = bytes.find("PE") + 24 + 96;
  bytes[directory_at + 3] = '\x7F';
  const auto module = read_system_module(bytes, "a.dll");
  REQUIRE(module);
  CHECK(*module == readiness::ImageModule{"a.dll", "x86", false, {}});
}

}  // namespace
