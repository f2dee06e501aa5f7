#include "base/sha256.hpp"

#include <openssl/evp.h>

#include <array>

#include "base/assert.hpp"

namespace shoal {

struct Sha256::Context {
  EVP_MD_CTX* digest = EVP_MD_CTX_new();
  Context() { SHOAL_ASSERT(digest != nullptr && EVP_DigestInit_ex(digest, EVP_sha256(), nullptr) == 1); }
  ~Context() { EVP_MD_CTX_free(digest); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
  SHOAL_ASSERT(EVP_DigestUpdate(context_->digest, bytes.data(), bytes.size()) == 1);
}

std::string Sha256::hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned digest_bytes = 0;
  SHOAL_ASSERT(EVP_DigestFinal_ex(context_->digest, digest.data(), &digest_bytes) == 1 && digest_bytes == 32);

  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(64);
  for (unsigned i = 0; i < digest_bytes; i++) {
    text += digits[digest[i] >> 4];
    text += digits[digest[i] & 15];
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.hex();
}

}  // namespace shoal
