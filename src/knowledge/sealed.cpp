#include "knowledge/sealed.hpp"

#include <zstd.h>

#include "base/little_endian.hpp"
#include "base/sha256.hpp"

namespace shoal::knowledge {
namespace {

constexpr std::size_t magic_bytes = 8, hash_bytes = 64;
constexpr std::size_t seal_bytes = magic_bytes + 4 + 8 + hash_bytes;

struct SealHeader {
  std::uint64_t content_bytes = 0;
  std::string_view sha256, compressed;
};

Result<SealHeader> read_seal(const Seal& seal, std::string_view bytes) {
  if (bytes.size() < seal_bytes || !bytes.starts_with(seal.magic))
    return seal.is_bad("does not begin as a " + std::string(seal.what.substr(seal.what.find(' ') + 1)) + " does");
  const std::uint64_t made_for = little_endian(bytes, magic_bytes, 4);
  if (made_for != seal.version)
    return Error{ErrorKind::invalid_input, seal.other_version,
                 std::string(seal.what) + " has version " + std::to_string(made_for) +
                     ", and this shoal reads version " + std::to_string(seal.version)};
  const std::uint64_t size = little_endian(bytes, magic_bytes + 4, 8);
  if (size > seal.content_bytes_max)
    return Error{ErrorKind::invalid_input, seal.too_large,
                 std::string(seal.what) + " would unpack to " + std::to_string(size) + " bytes, more than " +
                     std::to_string(seal.content_bytes_max >> 20U) + " MiB"};
  return SealHeader{size, bytes.substr(magic_bytes + 12, hash_bytes), bytes.substr(seal_bytes)};
}

void append_little_endian(std::string& bytes, std::uint64_t number, std::size_t size) {
  for (std::size_t i = 0; i < size; i++, number >>= 8U) bytes += static_cast<char>(number & 0xFFU);
}

}  // namespace

Error Seal::is_bad(std::string_view is) const {
  return {ErrorKind::corrupt, bad, std::string(what) + " " + std::string(is)};
}

std::string sealed(const Seal& seal, std::string_view content) {
  std::string compressed(ZSTD_compressBound(content.size()), '\0');
  const std::size_t size =
      ZSTD_compress(compressed.data(), compressed.size(), content.data(), content.size(), seal.compression_level);
  SHOAL_ASSERT(ZSTD_isError(size) == 0);
  compressed.resize(size);
  std::string bytes(seal.magic);
  SHOAL_ASSERT(bytes.size() == magic_bytes);
  append_little_endian(bytes, seal.version, 4);
  append_little_endian(bytes, content.size(), 8);
  return bytes + sha256_hex(content) + compressed;
}

Result<Unsealed> unsealed(const Seal& seal, std::string_view bytes) {
  const SealHeader header = SHOAL_TRY(read_seal(seal, bytes));
  std::string content(header.content_bytes, '\0');
  const std::size_t size =
      ZSTD_decompress(content.data(), content.size(), header.compressed.data(), header.compressed.size());
  if (ZSTD_isError(size) != 0 || size != content.size()) return seal.is_bad("cannot be unpacked");
  if (sha256_hex(content) != header.sha256) return seal.is_bad("does not have the content that its SHA-256 names");
  return Unsealed{std::move(content), std::string(header.sha256)};
}

Result<std::uint64_t> unsealed_bytes(const Seal& seal, std::string_view bytes) {
  return SHOAL_TRY(read_seal(seal, bytes)).content_bytes;
}

}  // namespace shoal::knowledge
