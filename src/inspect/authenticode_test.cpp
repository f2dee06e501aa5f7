#include "inspect/authenticode.hpp"

#include <doctest/doctest.h>

#include "inspect/made_image.hpp"
#include "inspect/made_signature.hpp"
#include "inspect/mz.hpp"

namespace shoal::inspect {
namespace {

std::string signature_of(const std::string& file) {
  Work work(file_steps_max);
  readiness::FactSheet sheet;
  const auto image = pe_image(Span(file), work);
  REQUIRE(image);
  read_authenticode(*image, work, sheet);
  return to_lines(sheet);
}

std::string signed_file(const std::string& signature) {
  MadePe pe;
  pe.signature = signature;
  return made_pe(pe);
}

}  // namespace

TEST_CASE("a signature has its digest, its signer and the signer's issuer, and so has one that is nested in it") {
  CHECK(signature_of(signed_file(made_signature())) ==
        "signature present #1176 @0x800\n"
        "signature digest sha1 @0x800\n"
        "signature signer \"Made Software Ltd\" @0x800\n"
        "signature issuer \"Made CA\" @0x800\n"
        "signature digest sha256 @0x800\n"
        "signature signer \"Made Software Ltd\" @0x800\n"
        "signature issuer \"Made CA\" @0x800\n");
}

TEST_CASE("a program without a signature says nothing of it") { CHECK(signature_of(made_pe({})).empty()); }

TEST_CASE("a signature that cannot be read says so, and that it is there") {
  CHECK(signature_of(signed_file(made_signature()).substr(0, 0x900)) ==
        "signature present #1176 @0x800\n"
        "unread signature \"it is cut short\" @0x800\n");
  std::string other = signed_file(made_signature());
  other[0x806] = 1;
  CHECK(signature_of(other) ==
        "signature present #1176 @0x800\n"
        "unread signature \"it is of another kind than PKCS #7\" @0x800\n");
  CHECK(signature_of(signed_file(made_signature()).substr(0, 0x800)) ==
        "unread signature \"it lies outside of the file\"\n");
}

}  // namespace shoal::inspect
