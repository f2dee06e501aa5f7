#include "base/sha256.hpp"

#include <doctest/doctest.h>

namespace shoal {

// Values from FIPS 180-4's examples, as published by NIST.
TEST_CASE("SHA-256 agrees with the standard's own examples") {
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("the hash of a text in pieces is the hash of the whole") {
  Sha256 hash;
  for (const char* piece : {"", "a", "b", "", "c"}) hash.add(piece);
  CHECK(hash.hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace shoal
