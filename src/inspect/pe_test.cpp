#include "inspect/pe.hpp"

#include <doctest/doctest.h>

#include <string>

#include "inspect/made_image.hpp"

namespace shoal::inspect {
namespace {

std::string facts_of(const std::string& file) {
  Work work(file_steps_max);
  readiness::FactSheet sheet;
  read_pe(Span(file), work, sheet);
  CHECK_FALSE(work.exhausted());
  return to_lines(sheet);
}

// The lines that begin with one of the kinds, without their places.
std::string lines_of(const std::string& facts, std::initializer_list<std::string_view> kinds) {
  std::string told;
  std::size_t begin = 0;
  while (begin < facts.size()) {
    const std::size_t end = facts.find('\n', begin);
    const std::string line = facts.substr(begin, end - begin);
    for (const std::string_view kind : kinds)
      if (line.starts_with(std::string(kind) + " ")) told += line.substr(0, line.find(" @0x")) + "\n";
    begin = end + 1;
  }
  return told;
}

std::string ranges_of(const std::string& file) {
  Work work(file_steps_max);
  readiness::FactSheet sheet;
  std::string told;
  for (const Range& range : read_pe(Span(file), work, sheet))
    told += std::to_string(range.at) + "+" + std::to_string(range.size) + " ";
  return told;
}

}  // namespace

TEST_CASE("the smallest program has what its headers say, each with its place") {
  CHECK(facts_of(made_pe({})) ==
        "format pe\n"
        "machine x86 @0x84\n"
        "subsystem gui @0xdc\n"
        "subsystem-version #400 @0xc8\n"
        "linker #600 @0x9a\n"
        "alignment #4096 @0xb8\n"
        "section .text rx #16 @0x400\n"
        "section .rdata r #4 @0x600\n");
}

TEST_CASE("headers of 64-bit programs and libraries are read, and each flag has a name") {
  MadePe pe;
  pe.kind = PeKind::pe32_plus;
  pe.machine = 0xAA64;
  pe.characteristics = 0x2023;
  pe.subsystem = 1;
  pe.subsystem_major = 6;
  pe.subsystem_minor = 2;
  pe.dll_characteristics = 0x57C0;
  CHECK(lines_of(facts_of(made_pe(pe)), {"machine", "subsystem", "subsystem-version", "flag"}) ==
        "machine arm64\n"
        "subsystem native\n"
        "subsystem-version #602\n"
        "flag dll\n"
        "flag relocs-stripped\n"
        "flag large-address-aware\n"
        "flag nx-compat\n"
        "flag dynamic-base\n"
        "flag force-integrity\n"
        "flag no-isolation\n"
        "flag no-seh\n"
        "flag guard-cf\n"
        "flag appcontainer\n");
}

TEST_CASE("machines that Windows no longer has are told by their names, unknown ones by their number") {
  struct Machine {
    std::uint16_t number;
    std::string_view name;
  };
  const Machine cases[] = {{0x14C, "x86"},   {0x8664, "x64"}, {0x1C4, "arm"}, {0x200, "ia64"},
                           {0x184, "alpha"}, {0x166, "mips"}, {0x1F0, "ppc"}, {0x1234, "0x1234"}};
  for (const Machine& machine : cases) {
    CAPTURE(machine.name);
    MadePe pe;
    pe.machine = machine.number;
    CHECK(lines_of(facts_of(made_pe(pe)), {"machine"}) == "machine " + std::string(machine.name) + "\n");
  }
}

TEST_CASE("imports are told by name and by ordinal, of modules in lower case, in both widths") {
  for (const PeKind kind : {PeKind::pe32, PeKind::pe32_plus}) {
    MadePe pe;
    pe.kind = kind;
    pe.imports = {{"KERNEL32.dll", {"GetVersion", "Beep"}}, {"MFC42.DLL", {"#1168"}}, {"Nothing.dll", {}}};
    CHECK(lines_of(facts_of(made_pe(pe)), {"import"}) ==
          "import kernel32.dll GetVersion\n"
          "import kernel32.dll Beep\n"
          "import mfc42.dll \"#1168\"\n"
          "import nothing.dll\n");
  }
}

TEST_CASE("delayed imports are read with addresses and with the pointers of Visual C++ 6") {
  for (const DelayTables tables : {DelayTables::addresses, DelayTables::pointers}) {
    MadePe pe;
    pe.delay_tables = tables;
    pe.delay_imports = {{"NDDEAPI.dll", {"NDdeShareAddA", "#500"}}, {"user32.dll", {"LockSetForegroundWindow"}}};
    CHECK(lines_of(facts_of(made_pe(pe)), {"delay-import", "unread"}) ==
          "delay-import nddeapi.dll NDdeShareAddA\n"
          "delay-import nddeapi.dll \"#500\"\n"
          "delay-import user32.dll LockSetForegroundWindow\n");
  }
}

TEST_CASE("exports have their ordinals, forwarded ones where they lead, nameless ones their ordinal as name") {
  MadePe pe;
  pe.export_module = "Gina.dll";
  pe.export_base = 5;
  pe.exports = {{"WlxNegotiate", ""}, {"", ""}, {"Copy", "NTDLL.RtlMoveMemory"}, {"", "KERNEL32.#17"}};
  CHECK(lines_of(facts_of(made_pe(pe)), {"export", "export-module"}) ==
        "export-module Gina.dll\n"
        "export Copy NTDLL.RtlMoveMemory #7\n"
        "export WlxNegotiate #5\n"
        "export \"#6\" #6\n"
        "export \"#8\" KERNEL32.#17 #8\n");
}

TEST_CASE("resources are told by types and names, and version and manifest among them are read") {
  MadePe pe;
  pe.resources = {{"#5", "#102", "dialog"},
                  {"REGISTRY", "SETTINGS", "HKCR"},
                  {"#16", "#1", made_version({.file = {6, 1, 7600, 16385}, .strings = {{"ProductName", "Made"}}})},
                  {"#24", "#1",
                   "<assembly><dependency><dependentAssembly><assemblyIdentity name=\"Microsoft.VC80.CRT\"/>"
                   "</dependentAssembly></dependency></assembly>"}};
  CHECK(lines_of(facts_of(made_pe(pe)), {"resource", "version", "manifest", "unread"}) ==
        "resource REGISTRY SETTINGS #4\n"
        "resource dialog \"#102\" #6\n"
        "resource version \"#1\" #194\n"
        "version fixed-file-version 6.1.7600.16385\n"
        "version fixed-product-version 1.0.0.0\n"
        "version ProductName Made\n"
        "resource manifest \"#1\" #130\n"
        "manifest dependency Microsoft.VC80.CRT\n");
}

TEST_CASE("paths in debug information are told once and are not among the texts of the program") {
  MadePe pe;
  pe.debug_path = "C:\\Documents and Settings\\dev\\made.pdb";
  pe.sections = {{".debug_l", "C:\\WINNT"}};
  const std::string file = made_pe(pe);
  CHECK(lines_of(facts_of(file), {"debug"}) == "debug \"\" \"C:\\\\Documents and Settings\\\\dev\\\\made.pdb\"\n");
  // .text; .rdata before the record and behind it; nothing of .debug_l.
  CHECK(ranges_of(file) == "1024+512 1536+4 1603+445 ");
}

TEST_CASE("what a library exports is told once and is not among the texts that it uses") {
  MadePe pe;
  pe.export_module = "made.dll";
  pe.exports = {{"GetVersionEx", ""}, {"Beep", "kernel32.Beep"}};
  pe.sections = {{".texts", "WinHelpA"}};
  const std::string file = made_pe(pe);
  CHECK(lines_of(facts_of(file), {"export-module"}) == "export-module made.dll\n");
  std::string texts;
  Work work(file_steps_max);
  readiness::FactSheet sheet;
  for (const Range& range : read_pe(Span(file), work, sheet)) texts += file.substr(range.at, range.size);
  for (const std::string_view told : {"made.dll", "GetVersionEx", "kernel32.Beep"})
    CHECK(texts.find(told) == texts.npos);
  CHECK(texts.find("WinHelpA") != texts.npos);
}

TEST_CASE("a section that all processes share is told from others") {
  MadePe pe;
  pe.sections = {{".shared", "hook", 0xD0000040}, {".mine", "data", 0xC0000040}};
  CHECK(lines_of(facts_of(made_pe(pe)), {"section"}) ==
        "section .text rx #16\n"
        "section .rdata r #4\n"
        "section .shared rws #4\n"
        "section .mine rw #4\n");
}

TEST_CASE("sections that lie over each other are searched once") {
  std::string file = made_pe({});
  const std::size_t second = file.find(".rdata");
  file.replace(second + 20, 4, std::string("\x00\x04\x00\x00", 4));  // begins where .text does
  CHECK(ranges_of(file) == "1024+512 ");
}

TEST_CASE("what an installer keeps behind its program is its overlay, but not its signature") {
  MadePe pe;
  pe.overlay = std::string("\0\0\0\0\xEF\xBE\xAD\xDE", 8) + "NullsoftInst" + std::string(12, '\0');
  pe.signature = "no signature";
  CHECK(lines_of(facts_of(made_pe(pe)), {"overlay", "installer", "signature", "unread"}) ==
        "overlay \"\" nullsoft #32\n"
        "installer nsis\n"
        "signature present #24\n"
        "unread signature \"it is no PKCS #7 signature\"\n");
}

TEST_CASE("packers are known by their sections, by how they begin, and by bytes that look like chance") {
  MadePe upx;
  upx.sections = {{"UPX0", "x"}, {"UPX1", "y"}};
  CHECK(lines_of(facts_of(made_pe(upx)), {"packer"}) == "packer upx \"section UPX0\"\n");
  MadePe renamed;
  renamed.code = std::string("\x60\xBE\x00\x90\x40\x00\x8D\xBE\x00\x80\xFF\xFF", 12);
  CHECK(lines_of(facts_of(made_pe(renamed)), {"packer"}) == "packer upx \"entry point\"\n");
  MadePe packed;
  std::uint32_t chance = 1;
  for (int i = 0; i < 8192; i++) packed.code += static_cast<char>((chance = chance * 1664525U + 1013904223U) >> 24U);
  CHECK(lines_of(facts_of(made_pe(packed)), {"packer"}) == "packer high-entropy \".text has 7.8 bits per byte\"\n");
  CHECK(lines_of(facts_of(made_pe({})), {"packer"}).empty());
}

TEST_CASE("an assembly has its runtime's version, its flags, and what it refers to") {
  MadePe pe;
  pe.clr = MadeClr{"v1.1.4322", 0x20003, {"mscorlib", "System.Web"}, {"KERNEL32", "giveio.sys"}};
  CHECK(lines_of(facts_of(made_pe(pe)), {"clr", "unread"}) ==
        "clr metadata v1.1.4322\n"
        "clr flag il-only\n"
        "clr flag 32bit-preferred\n"
        "clr reference mscorlib\n"
        "clr reference System.Web\n"
        "clr module kernel32.dll\n"
        "clr module giveio.sys\n");
}

TEST_CASE("a program of Visual Basic has its controls, and the functions that it declares are delayed imports") {
  MadePe pe;
  pe.imports = {{"MSVBVM60.DLL", {"#100"}}};
  pe.visual_basic = MadeVisualBasic{true, {"MSCOMCTL.OCX", "Threed32.ocx"}, {{"Kernel32", {"GetVersion"}}}};
  CHECK(lines_of(facts_of(made_pe(pe)), {"import", "delay-import", "visual-basic"}) ==
        "import msvbvm60.dll \"#100\"\n"
        "visual-basic version 6\n"
        "visual-basic native\n"
        "visual-basic control mscomctl.ocx\n"
        "visual-basic control threed32.ocx\n"
        "delay-import kernel32.dll GetVersion\n");
  pe.imports = {{"MSVBVM50.DLL", {"#100"}}};
  pe.visual_basic->is_native = false;
  CHECK(lines_of(facts_of(made_pe(pe)), {"visual-basic"}).starts_with("visual-basic version 5\nvisual-basic p-code\n"));
}

TEST_CASE("tables that lie outside of the file are told as unread, and the rest is read") {
  MadePe pe;
  pe.imports = {{"kernel32.dll", {"Beep"}}};
  std::string file = made_pe(pe);
  const std::size_t directories = 0x80 + 24 + 96;
  for (const std::size_t table : {0U, 2U, 13U, 14U}) file.replace(directories + table * 8, 4, "\xFF\xFF\xFF\x7F");
  CHECK(lines_of(facts_of(file), {"import", "unread"}) ==
        "unread resources \"the table lies outside of the file\"\n"
        "unread clr \"its header leads to no metadata\"\n"
        "import kernel32.dll Beep\n"
        "unread delay-imports \"the table lies outside of the file\"\n"
        "unread exports \"the table lies outside of the file\"\n");
}

TEST_CASE("a file that ends within its headers is still a PE file") {
  CHECK(facts_of(made_pe({}).substr(0, 0x90)) ==
        "format pe\n"
        "unread headers \"the file ends within its headers, or they are of another kind\"\n");
}

TEST_CASE("a table that names one module again and again ends with the budget") {
  MadePe pe;
  pe.imports = {{"kernel32.dll", {"Beep"}}};
  std::string file = made_pe(pe);
  const std::string entry = file.substr(0x604, 20);  // of .rdata, behind its first four bytes
  std::string table;
  for (int i = 0; i < 100'000; i++) table += entry;
  pe.sections = {{".many", table}};
  file = made_pe(pe);
  file.replace(0x80 + 24 + 96 + 8, 4, std::string("\x00\x30\x00\x00", 4));
  Work work(200'000);
  readiness::FactSheet sheet;
  read_pe(Span(file), work, sheet);
  CHECK(work.exhausted());
  CHECK(sheet.size() < 200'000);
}

}  // namespace shoal::inspect
