#include "inspect/format.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "inspect/made_compound.hpp"

namespace {

using namespace shoal::inspect;
using namespace std::string_literals;

std::string program(const std::string& mark) {
  std::string bytes = "MZ" + std::string(0x3A, '\0') + little_endian_bytes(0x40, 4);
  return bytes + mark + std::string(20, '\0');
}

struct Case {
  std::string bytes;
  std::string_view name, format;
};

std::vector<Case> cases() {
  return {{"", "a", "empty"},
          {program("PE\0\0"s), "a", "pe"},
          {program("NE"), "a", "ne"},
          {program("LE"), "a.vxd", "le"},
          {program("LX"), "a", "lx"},
          {"MZ", "a", "mz"},
          {"\xE9\0\1"s, "more.com", "com"},
          {"\xE9\0\1"s, "more", "unknown"},
          {made_package({}), "a", "msi"},
          {made_compound({}, made_class_id(true)), "a", "msp"},
          {made_compound({}), "a.doc", "compound"},
          {made_cabinet({}), "a", "cab"},
          {"PK\3\4"s, "a", "zip"},
          {"SZDD\x88\xF0\x27\x33"s, "a", "szdd"},
          {"KWAJ\x88\xF0\x27\xD1"s, "a", "kwaj"},
          {"ISc(\0"s, "a", "installshield-cab"},
          {"\x13\x5D\x65\x8C"s, "a", "installshield-z"},
          {"?_\3\0"s, "a", "help"},
          {"ITSF\3\0"s, "a", "chm"},
          {"\0\1\0\0Standard Jet DB\0\0\0"s, "a", "access"},
          {"MSFT\2\0\1\0"s, "a", "typelib"},
          {"\xCA\xFE\xBA\xBE\0\0"s, "a", "class"},
          {"7z\xBC\xAF\x27\x1C"s, "a", "7z"},
          {"Rar!\x1A\7\0"s, "a", "rar"},
          {"\x7F"
           "ELF\1"s,
           "a", "elf"},
          {"%PDF-1.4", "a", "pdf"},
          {"\x89PNG\r\n\x1A\n"s, "a", "picture"},
          {"\0\0\1\0\1\0\x20\x20\0\0\1\0\4\0\xE8\2\0\0\x16\0\0\0"s, "a.ico", "picture"},
          {"REGEDIT4\r\n\r\n", "a.txt", "registry"},
          {"\xFF\xFEW\0i\0n\0d\0o\0w\0s\0 \0R\0e\0g\0i\0s\0t\0r\0y\0 \0E\0d\0i\0t\0o\0r\0 \0V\0e\0r\0s\0i\0o\0n\0 \0"
           "5\0.\0000\0000\0\r\0\n\0"s,
           "a", "registry"},
          {"<?xml version='1.0'?><assembly xmlns=\"urn:schemas-microsoft-com:asm.v1\"/>", "a", "manifest"},
          {"<configuration/>", "a.exe.config", "config"},
          {"<configuration><runtime><assemblyBinding xmlns='urn:schemas-microsoft-com:asm.v1'/>", "a.config", "config"},
          {"<assembly xmlns='urn:schemas-microsoft-com:asm.v1'><configuration>", "a", "manifest"},
          {"[Version]\r\nSignature=\"$CHICAGO$\"\r\n", "a", "inf"},
          {"[Version]\r\n", "a.inf", "inf"},
          {"dir\r\n", "a.bat", "script"},
          {"@echo off\r\ndir\r\n", "a", "script"},
          {"Hello\r\n", "a", "text"},
          {"\1\2\3", "a.bat", "unknown"}};
}

TEST_CASE("a format is known by what stands in the file") {
  for (const Case& each : cases()) {
    CAPTURE(each.format);
    CAPTURE(each.bytes.substr(0, 20));
    CHECK(format_of(each.bytes, each.name) == each.format);
  }
}

TEST_CASE("every format that facts know is recognised") {
  std::set<std::string_view> seen;
  for (const Case& each : cases()) seen.insert(format_of(each.bytes, each.name));
  for (const std::string_view format : shoal::readiness::formats()) {
    CAPTURE(format);
    CHECK(seen.contains(format));
  }
}

TEST_CASE("of a database the version of its engine is told") {
  shoal::readiness::FactSheet sheet;
  add_format("\0\1\0\0Standard Jet DB\0\1"s, "a.mdb", sheet);
  CHECK(shoal::readiness::to_lines(sheet) == "format access 1\n");
}

}  // namespace
