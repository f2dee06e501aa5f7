// SHA-256, by which packs and inputs are named.
#pragma once

#include <string>
#include <string_view>

namespace shoal {

/// The SHA-256 of `bytes` as 64 lower-case hexadecimal digits (FIPS 180-4).
std::string sha256_hex(std::string_view bytes);

}  // namespace shoal
