// The fuzzers' first inputs are made here, so that they hold every part of which a reader knows. SHOAL_WRITE_CORPUS=1
// writes them anew.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "inspect/made_image.hpp"
#include "inspect/made_signature.hpp"

namespace shoal::inspect {
namespace {

struct Seed {
  std::string fuzzer, name, bytes;
};

constexpr std::string_view whole_manifest =
    "<assembly xmlns='urn:schemas-microsoft-com:asm.v1'><assemblyIdentity name='Made'/><dependency><dependentAssembly>"
    "<assemblyIdentity name='Microsoft.VC90.CRT'/></dependentAssembly></dependency><file name='a.ocx'><comClass "
    "clsid='{D45FD31B-5C6E-11D1-9EC1-00C04FD7081D}'/></file><trustInfo><requestedExecutionLevel level='asInvoker' "
    "uiAccess='false'/></trustInfo><supportedOS Id='{35138b9a-5d96-4fbd-8e2d-a2440225f93a}'/><dpiAware>true</dpiAware>"
    "</assembly>";

MadePe whole_pe(PeKind kind) {
  MadePe pe;
  pe.kind = kind;
  pe.machine = kind == PeKind::pe32 ? 0x14C : 0x8664;
  pe.imports = {{"KERNEL32.dll", {"GetVersion", "#12"}}, {"MSVBVM60.DLL", {"#100"}}};
  pe.delay_imports = {{"nddeapi.dll", {"NDdeShareAddA", "#500"}}};
  pe.delay_tables = kind == PeKind::pe32 ? DelayTables::pointers : DelayTables::addresses;
  pe.export_module = "made.dll";
  pe.exports = {{"WlxNegotiate", ""}, {"Copy", "NTDLL.RtlMoveMemory"}, {"", ""}};
  pe.resources = {{"#16", "#1", made_version({.strings = {{"ProductName", "Made"}}})},
                  {"#24", "#1", std::string(whole_manifest)},
                  {"REGISTRY", "SETTINGS", "HKCR"}};
  pe.debug_path = "C:\\made\\made.pdb";
  pe.clr = MadeClr{"v1.1.4322", 3, {"mscorlib"}, {"kernel32"}};
  pe.sections = {{"UPX0", "packed"}};
  pe.overlay = std::string("\0\0\0\0\xEF\xBE\xAD\xDE", 8) + "NullsoftInst";
  return pe;
}

std::vector<Seed> seeds() {
  MadePe basic;
  basic.imports = {{"MSVBVM60.DLL", {"#100"}}};
  basic.visual_basic = MadeVisualBasic{false, {"MSCOMCTL.OCX", "a.ocx"}, {{"kernel32", {"Beep"}}}};
  MadePe with_signature;
  with_signature.signature = made_signature();
  MadeNe ne;
  ne.imports = {{"KERNEL", {"#91", "GETVERSION"}}, {"USER", {}}};
  ne.exports = {"MAINWNDPROC"};
  ne.more_exports = {"ABOUT"};
  ne.resources = {{"#16", "#1", made_version({.letters = Letters::narrow, .strings = {{"ProductName", "Made"}}})},
                  {"TYPELIB", "MINE", "x"}};
  MadeLe vxd;
  vxd.exports = {"VKD_DDB"};
  MadeLe os2;
  os2.format = "LX";
  os2.target = 1;
  os2.imports = {"DOSCALLS"};
  std::string wide_manifest = "\xFF\xFE";
  for (const char c : whole_manifest) wide_manifest += {c, '\0'};
  return {
      {"pe", "whole32", made_pe(whole_pe(PeKind::pe32))},
      {"pe", "whole64", made_pe(whole_pe(PeKind::pe32_plus))},
      {"pe", "visual_basic", made_pe(basic)},
      {"pe", "signed", made_pe(with_signature)},
      {"ne", "windows", made_ne(ne)},
      {"ne", "vxd", made_le(vxd)},
      {"ne", "os2", made_le(os2)},
      {"ne", "dos", made_mz("\x90", "more")},
      {"manifest", "manifest", std::string(whole_manifest)},
      {"manifest", "wide", wide_manifest},
      {"manifest", "configuration",
       "<configuration><startup><supportedRuntime version='v2.0.50727'/></startup></configuration>"},
      {"manifest", "version", made_version({.strings = {{"ProductName", "Made"}, {"FileVersion", "1.0"}}})},
      {"manifest", "narrow_version", made_version({.letters = Letters::narrow, .strings = {{"ProductName", "Made"}}})}};
}

}  // namespace

TEST_CASE("the fuzzers of programs begin with files of today's making that hold every part") {
  const auto corpus = std::filesystem::path(SHOAL_SOURCE_DIR) / "fuzz" / "corpus";
  for (const Seed& seed : seeds()) {
    CAPTURE(seed.name);
    const auto path = corpus / seed.fuzzer / seed.name;
    if (std::getenv("SHOAL_WRITE_CORPUS") != nullptr) std::ofstream(path, std::ios::binary) << seed.bytes;
    std::ifstream file(path, std::ios::binary);
    CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == seed.bytes);
  }
}

}  // namespace shoal::inspect
