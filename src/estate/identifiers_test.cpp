#include "estate/identifiers.hpp"

#include <doctest/doctest.h>

namespace {

using namespace shoal::estate;

std::string spelled_all(const Identifiers& identifiers) {
  std::string text;
  for (const Identifier& each : identifiers) text += std::string(spelled(each.kind)) + "=" + each.value + "\n";
  return text;
}

std::string brought(IdentifierKind kind, std::string_view text) {
  const auto made = identifier(kind, text);
  return made ? made->value : "nothing";
}

TEST_CASE("each kind of identifier has one spelling") {
  struct Case {
    IdentifierKind kind;
    std::string_view text, spelling;
  };
  const Case cases[] = {
      {IdentifierKind::serial, " 5cg8412xyz ", "5CG8412XYZ"},
      {IdentifierKind::serial, "VMware-56 4d  7a", "VMWARE-56 4D 7A"},
      {IdentifierKind::serial, "To Be Filled By O.E.M.", "TO BE FILLED BY O.E.M."},
      {IdentifierKind::serial, "  ", "nothing"},
      {IdentifierKind::serial,
       "A\x01"
       "B",
       "nothing"},
      {IdentifierKind::mac, "00-1a-2B-3c-4d-5e", "001A2B3C4D5E"},
      {IdentifierKind::mac, "001a.2b3c.4d5e", "001A2B3C4D5E"},
      {IdentifierKind::mac, "00:1A:2B:3C:4D", "nothing"},
      {IdentifierKind::mac, "00:1A:2B:3C:4D:5G", "nothing"},
      {IdentifierKind::uuid, "{4C4C4544-0037-4810-8052-b7c04f4d3532}", "4C4C4544003748108052B7C04F4D3532"},
      {IdentifierKind::uuid, "GUID:4C4C4544-0037-4810-8052-B7C04F4D3532", "4C4C4544003748108052B7C04F4D3532"},
      {IdentifierKind::uuid, "unknown", "nothing"},
      {IdentifierKind::sid, "S-1-5-21-1004336348-1177238915-682003330-1129",
       "S-1-5-21-1004336348-1177238915-682003330-1129"},
      {IdentifierKind::sid, "1129", "nothing"},
      // Microsoft's own examples: the well-known BUILTIN\\Administrators, and a domain's account 512.
      {IdentifierKind::sid, "X'01020000000000052000000020020000'", "S-1-5-32-544"},
      {IdentifierKind::sid, "X'010500000000000515000000a065cf7e784b9b5fe77c8770091c0100'",
       "S-1-5-21-2127521184-1604012920-1887927527-72713"},
      {IdentifierKind::sid, "X'010500000000000515000000'", "nothing"},
      {IdentifierKind::guid, "X'33221100554477668899aabbccddeeff'", "00112233445566778899AABBCCDDEEFF"},
      {IdentifierKind::guid, "00112233-4455-6677-8899-aabbccddeeff", "00112233445566778899AABBCCDDEEFF"},
      {IdentifierKind::name, "leeds-w0042", "LEEDS-W0042"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.text);
    CHECK(brought(each.kind, each.text) == each.spelling);
  }
}

TEST_CASE("a value that is longer than any that tells machines apart is none") {
  CHECK(brought(IdentifierKind::serial, std::string(identifier_bytes_max, 'A')) != "nothing");
  CHECK(brought(IdentifierKind::serial, std::string(identifier_bytes_max + 1, 'A')) == "nothing");
}

TEST_CASE("a cell may hold several addresses, and what is none among them is left out") {
  Identifiers all;
  add_identifiers(IdentifierKind::mac, "00:1A:2B:3C:4D:5E, n/a;001a2b3c4d5f\r\n00:1A:2B:3C:4D:5E", all);
  settle(all);
  CHECK(spelled_all(all) == "mac=001A2B3C4D5E\nmac=001A2B3C4D5F\n");
}

TEST_CASE("every kind is read as it is spelled") {
  for (std::size_t kind = 0; kind < identifier_kinds; kind++)
    CHECK(parse_identifier_kind(spelled(static_cast<IdentifierKind>(kind))) == static_cast<IdentifierKind>(kind));
  CHECK_FALSE(parse_identifier_kind("serials"));
}

}  // namespace
