#include "inspect/ne.hpp"

#include <doctest/doctest.h>

#include "inspect/le.hpp"
#include "inspect/made_image.hpp"
#include "inspect/mz.hpp"

namespace shoal::inspect {
namespace {

template <typename Reader>
std::string facts_by(const Reader& reader, const std::string& file) {
  Work work(file_steps_max);
  readiness::FactSheet sheet;
  reader(Span(file), work, sheet);
  return to_lines(sheet);
}

}  // namespace

TEST_CASE("a program of 16-bit Windows has its imports by module and function, its exports and its version") {
  MadeNe ne;
  ne.module = "SETUP";
  ne.imports = {{"KERNEL", {"#91", "GETVERSION"}}, {"USER", {}}};
  ne.exports = {"MAINWNDPROC"};
  ne.more_exports = {"ABOUT"};
  ne.resources = {
      {"#16", "#1",
       made_version(
           {.letters = Letters::narrow, .product = {5, 10, 130, 0}, .strings = {{"ProductName", "InstallShield"}}})},
      {"TYPELIB", "MINE", "x"}};
  CHECK(facts_by(read_ne, made_ne(ne)) ==
        "format ne\n"
        "subsystem windows @0xb6\n"
        "subsystem-version #310 @0xbe\n"
        "linker #560 @0x82\n"
        "resource version \"#1\" #512 @0x400\n"
        "version fixed-file-version 1.0.0.0 @0x41c\n"
        "version fixed-product-version 5.10.130.0 @0x424\n"
        "version ProductName InstallShield @0x46c\n"
        "resource TYPELIB MINE #512 @0x600\n"
        "import kernel \"#91\" @0x212\n"
        "import kernel GETVERSION @0x21a\n"
        "import user @0x131\n"
        "export-module SETUP @0x103\n"
        "export MAINWNDPROC #1 @0x10b\n"
        "export ABOUT #2 @0x144\n");
}

TEST_CASE("a library of OS/2 has its target, and its resources are not mistaken for those of Windows") {
  MadeNe ne;
  ne.target = 1;
  ne.is_library = true;
  ne.module = "LIB";
  ne.imports = {{"DOSCALLS", {"#5"}}};
  ne.resources = {{"#1", "#1", "x"}};
  CHECK(facts_by(read_ne, made_ne(ne)) ==
        "format ne\n"
        "subsystem os2 @0xb6\n"
        "flag library @0x8c\n"
        "linker #560 @0x82\n"
        "import doscalls \"#5\" @0x212\n"
        "export-module LIB @0xe2\n");
}

TEST_CASE("an NE file that is cut short says what could not be read") {
  const std::string whole = made_ne({});
  CHECK(facts_by(read_ne, whole.substr(0, 0xA0)) == "format ne\nunread headers \"the file ends within its header\"\n");
  MadeNe ne;
  ne.imports = {{"KERNEL", {}}};
  std::string lost = made_ne(ne);
  lost.replace(0x80 + 0x2A, 2, "\xFF\xFF");
  CHECK(facts_by(read_ne, lost).find("unread imports \"a module's name lies outside of the file\"\n") !=
        std::string::npos);
}

TEST_CASE("a driver of Windows 95 exports its device descriptor block") {
  MadeLe le;
  le.module = "VKD";
  le.exports = {"VKD_DDB"};
  CHECK(facts_by(read_le, made_le(le)) ==
        "format le\n"
        "machine x86 @0x88\n"
        "subsystem win386 @0x8a\n"
        "flag library @0x90\n"
        "export-module VKD @0x145\n"
        "export VKD_DDB #1 @0x14b\n");
}

TEST_CASE("a program of 32-bit OS/2 has the modules that it imports") {
  MadeLe le;
  le.format = "LX";
  le.target = 1;
  le.flags = 0x200;
  le.imports = {"DOSCALLS", "PMWIN"};
  CHECK(facts_by(read_le, made_le(le)) ==
        "format lx\n"
        "machine x86 @0x88\n"
        "subsystem os2 @0x8a\n"
        "import doscalls @0x150\n"
        "import pmwin @0x159\n"
        "export-module VDRIVER @0x145\n");
}

TEST_CASE("a program for DOS is one whose word at 0x3C leads to no newer header") {
  CHECK(executable_format(Span(made_mz("\x90"))) == "mz");
  CHECK(executable_format(Span(made_ne({}))) == "ne");
  CHECK(executable_format(Span(made_le({}))) == "le");
  CHECK(executable_format(Span(made_pe({}))) == "pe");
  CHECK(executable_format(Span(made_pe({}).substr(0, 0x80))) == "mz");
  CHECK(executable_format(Span(std::string_view("PK\x03\x04"))).empty());
}

TEST_CASE("what stands behind a program for DOS is its overlay, and packers name themselves") {
  CHECK(facts_by(read_mz, made_mz("\x90\x90", "appended")) == "format mz\noverlay #8 @0x42\n");
  std::string packed = made_mz("\x90");
  packed.replace(0x1C, 4, "LZ91");
  CHECK(facts_by(read_mz, packed) == "format mz\npacker lzexe LZ91 @0x1c\n");
  CHECK(facts_by(read_mz, "MZ") == "format mz\nunread headers \"the file ends within its header\"\n");
}

}  // namespace shoal::inspect
