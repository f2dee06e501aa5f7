#include "inspect/authenticode.hpp"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/pkcs7.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

namespace shoal::inspect {
namespace {

using readiness::FactKind;

constexpr std::uint64_t certificate_header_bytes = 8;
constexpr std::uint16_t certificate_is_signed_data = 2;
constexpr const char* nested_signature = "1.3.6.1.4.1.311.2.4.1";

struct SignedDataFree {
  void operator()(PKCS7* signature) const { PKCS7_free(signature); }
};
using SignedData = std::unique_ptr<PKCS7, SignedDataFree>;

struct ObjectFree {
  void operator()(ASN1_OBJECT* object) const { ASN1_OBJECT_free(object); }
};

std::string common_name(const X509_NAME* name) {
  if (name == nullptr) return {};
  int found = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
  if (found < 0) found = X509_NAME_get_index_by_NID(name, NID_organizationName, -1);
  if (found < 0) return {};
  unsigned char* text = nullptr;
  const int size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, found)));
  if (size < 0) return {};
  std::string told(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
  OPENSSL_free(text);
  return told;
}

std::string digest_name(const PKCS7_SIGNER_INFO* signer) {
  const ASN1_OBJECT* algorithm = nullptr;
  X509_ALGOR_get0(&algorithm, nullptr, nullptr, signer->digest_alg);
  switch (OBJ_obj2nid(algorithm)) {
    case NID_md5:
      return "md5";
    case NID_sha1:
      return "sha1";
    case NID_sha256:
      return "sha256";
    case NID_sha384:
      return "sha384";
    case NID_sha512:
      return "sha512";
    default:
      break;
  }
  char digits[80];
  return OBJ_obj2txt(digits, sizeof digits, algorithm, 1) > 0 ? digits : "";
}

// The signer's certificate is among those that the signature brings; nothing where it is not.
X509* certificate_of(const PKCS7* signature, const PKCS7_SIGNER_INFO* signer) {
  const PKCS7_ISSUER_AND_SERIAL* wanted = signer->issuer_and_serial;
  if (wanted == nullptr || signature->d.sign->cert == nullptr) return nullptr;
  return X509_find_by_issuer_and_serial(signature->d.sign->cert, wanted->issuer, wanted->serial);
}

SignedData parse_signature(std::string_view bytes) {
  const auto* begin = reinterpret_cast<const unsigned char*>(bytes.data());
  SignedData signature(d2i_PKCS7(nullptr, &begin, static_cast<long>(bytes.size())));
  ERR_clear_error();
  return signature;
}

// The first signer: Authenticode allows no other.
PKCS7_SIGNER_INFO* signer_of(PKCS7* signature) {
  if (signature == nullptr || OBJ_obj2nid(signature->type) != NID_pkcs7_signed || signature->d.sign == nullptr)
    return nullptr;
  STACK_OF(PKCS7_SIGNER_INFO)* signers = signature->d.sign->signer_info;
  return sk_PKCS7_SIGNER_INFO_num(signers) < 1 ? nullptr : sk_PKCS7_SIGNER_INFO_value(signers, 0);
}

// The bytes of the signature that this signer nested in its own, empty where there is none.
std::string_view nested_in(const PKCS7_SIGNER_INFO* signer) {
  const std::unique_ptr<ASN1_OBJECT, ObjectFree> wanted(OBJ_txt2obj(nested_signature, 1));
  STACK_OF(X509_ATTRIBUTE)* attributes = signer->unauth_attr;
  for (int i = 0; i < sk_X509_ATTRIBUTE_num(attributes); i++) {
    X509_ATTRIBUTE* attribute = sk_X509_ATTRIBUTE_value(attributes, i);
    if (OBJ_cmp(X509_ATTRIBUTE_get0_object(attribute), wanted.get()) != 0) continue;
    const ASN1_TYPE* value = X509_ATTRIBUTE_get0_type(attribute, 0);
    if (value == nullptr || value->type != V_ASN1_SEQUENCE) return {};
    const ASN1_STRING* sequence = value->value.sequence;
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(sequence)),
            static_cast<std::size_t>(ASN1_STRING_length(sequence))};
  }
  return {};
}

bool add_signer(PKCS7* signature, std::uint64_t at, readiness::FactSheet& sheet) {
  const PKCS7_SIGNER_INFO* signer = signer_of(signature);
  if (signer == nullptr) return false;
  sheet.add(FactKind::signature, "digest", digest_name(signer), 0, at);
  const X509* certificate = certificate_of(signature, signer);
  if (certificate != nullptr) {
    sheet.add(FactKind::signature, "signer", common_name(X509_get_subject_name(certificate)), 0, at);
    sheet.add(FactKind::signature, "issuer", common_name(X509_get_issuer_name(certificate)), 0, at);
  }
  ERR_clear_error();
  return true;
}

}  // namespace

void read_authenticode(const PeImage& image, Work& work, readiness::FactSheet& sheet) {
  // Alone of all directories this one has a place in the file and not an address.
  const PeDirectory directory = image.directory(PeTable::certificates);
  if (directory.address == 0 || directory.bytes == 0) return;
  const std::uint64_t at = directory.address;
  const auto fail = [&](std::string_view why) { sheet.add(FactKind::unread, "signature", why, 0, at); };
  if (!image.file.holds(at, certificate_header_bytes)) {
    sheet.add(FactKind::unread, "signature", "it lies outside of the file");
    return;
  }
  sheet.add(FactKind::signature, "present", {}, directory.bytes, at);
  const std::uint64_t size = image.file.u32(at);
  if (size < certificate_header_bytes || !image.file.holds(at, size)) return fail("it is cut short");
  if (image.file.u16(at + 6) != certificate_is_signed_data) return fail("it is of another kind than PKCS #7");
  if (size > signature_bytes_max) return fail("it is larger than any signature of a program");
  if (!work.spend(size / 4)) return;

  SignedData signature =
      parse_signature(image.file.slice(at + certificate_header_bytes, size - certificate_header_bytes));
  if (!add_signer(signature.get(), at, sheet)) return fail("it is no PKCS #7 signature");
  for (int i = 0; i < nested_signatures_max; i++) {
    const std::string_view nested = nested_in(signer_of(signature.get()));
    if (nested.empty()) return;
    SignedData inner = parse_signature(nested);
    if (!add_signer(inner.get(), at, sheet)) return fail("one that is nested in it is no PKCS #7 signature");
    signature = std::move(inner);
  }
}

void prepare_signatures() {
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_LOAD_CRYPTO_STRINGS, nullptr);
}

}  // namespace shoal::inspect
