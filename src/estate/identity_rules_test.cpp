#include "estate/identity_rules.hpp"

#include <doctest/doctest.h>

#include "estate/made_rules.hpp"

namespace shoal::estate {
namespace {

TEST_CASE("values are compared as sources that cut, turn or drop parts of them would have them") {
  struct {
    IdentifierKind kind;
    const char *text, *compared;
  } const cases[] = {
      {IdentifierKind::serial, "000-12 34", "1234"},
      {IdentifierKind::serial, "00-00", "0000"},
      {IdentifierKind::uuid, "33221100-5544-7766-8899-aabbccddeeff", "00112233445566778899AABBCCDDEEFF"},
      {IdentifierKind::uuid, "00112233-4455-6677-8899-aabbccddeeff", "00112233445566778899AABBCCDDEEFF"},
      {IdentifierKind::name, "reception-desk-07", "RECEPTION-DESK-"},
      {IdentifierKind::domain, "corp.example", "CORP"},
      {IdentifierKind::domain, ".example", ".EXAMPLE"},
      {IdentifierKind::asset_tag, "00012", "00012"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.text);
    const Identifier once = compared(*identifier(each.kind, each.text));
    CHECK(once.value == each.compared);
    CHECK(compared(once) == once);
  }
}

TEST_CASE("a slip is one character, two neighbours exchanged, or a cut") {
  struct {
    const char *a, *b;
    bool slip;
  } const cases[] = {
      {"ABC1234", "ABC1234", false},
      {"ABC1234", "ABC1284", true},
      {"ABC1234", "ABC123", true},
      {"ABC1234", "AB1234", true},
      {"ABC1234", "ABC1324", true},
      {"ABC1234", "ABC1423", false},
      {"ABC1234", "ABD1235", false},
      {"XYZABC1234", "ABC1234", true},
      {"ABC1234567", "ABC12", true},
      {"ABC1234", "ABC1", false},
      {"", "A", true},
  };
  for (const auto& each : cases) {
    CAPTURE(each.a);
    CAPTURE(each.b);
    CHECK(differ_by_a_slip(each.a, each.b) == each.slip);
    CHECK(differ_by_a_slip(each.b, each.a) == each.slip);
  }
}

TEST_CASE("a liar is told in whatever form a source writes it, and no other value is") {
  const LiarIndex liars(made_rules().liars);
  const auto note = [&](IdentifierKind kind, std::string_view text) {
    const Liar* liar = liars.find(compared(*identifier(kind, text)));
    return liar == nullptr ? std::string() : liar->note;
  };
  CHECK(note(IdentifierKind::serial, "To be filled by O.E.M.") == "placeholder in the firmware");
  CHECK(note(IdentifierKind::serial, "0000000") == "zeros");
  CHECK(note(IdentifierKind::serial, "00001") == "");
  CHECK(note(IdentifierKind::uuid, "{03000200-0400-0500-0006-000700080009}") == "default of the firmware");
  CHECK(note(IdentifierKind::uuid, "00020003-0004-0005-0006-000700080009") == "default of the firmware");
  CHECK(note(IdentifierKind::mac, "00:50:56:c0:00:08") == "VMware host adapter (vmnet)");
  CHECK(note(IdentifierKind::mac, "00:50:56:a0:00:08") == "");
  CHECK(note(IdentifierKind::asset_tag, "To be filled by O.E.M.") == "");
}

}  // namespace
}  // namespace shoal::estate
