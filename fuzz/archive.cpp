// Whatever an archive holds, what is handed on never exceeds the limits and something is always said; and each file of
// a tar of our own, made of the same bytes, is handed on as it is or set aside.
#include "ingest/archive.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "base/assert.hpp"

namespace {

using shoal::ingest::ArchiveLimits;

ArchiveLimits small() {
  ArchiveLimits limits;
  limits.member_bytes_max = 4096;
  limits.members_max = 20;
  limits.unpacked_bytes_max = 65536;
  limits.ratio_max = 50;
  limits.ratio_from_bytes = 16384;
  return limits;
}

struct Heard {
  std::vector<std::string> members;
  std::size_t set_aside = 0;
  std::size_t bytes = 0;
};

Heard read(std::string_view bytes, const ArchiveLimits& limits) {
  Heard heard;
  shoal::ingest::read_archive(bytes, "a",
                              {[&](const std::string& place, std::string_view member) {
                                 SHOAL_ASSERT(place.starts_with('a') && place.find("/../") == std::string::npos);
                                 SHOAL_ASSERT(member.size() <= limits.member_bytes_max);
                                 heard.members.emplace_back(member);
                                 heard.bytes += member.size();
                               },
                               [&](const shoal::estate::SetAside& aside) {
                                 SHOAL_ASSERT(!aside.place.empty() && !aside.code.empty() && !aside.reason.empty());
                                 heard.set_aside++;
                               }},
                              limits);
  SHOAL_ASSERT(heard.members.size() <= limits.members_max && heard.bytes <= limits.unpacked_bytes_max);
  SHOAL_ASSERT(!heard.members.empty() || heard.set_aside > 0);
  return heard;
}

void append_to_tar(const std::string& name, std::string_view content, std::string& tar) {
  constexpr std::size_t block = 512;
  std::string header(block, '\0');
  header.replace(0, name.size(), name);
  header.replace(100, 7, "0000644");
  char size[12];
  std::snprintf(size, sizeof size, "%011o", static_cast<unsigned>(content.size()));
  header.replace(124, 11, size);
  header.replace(148, 8, "        ");
  header[156] = '0';
  header.replace(257, 8, std::string("ustar\00000", 8));
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  char digits[8];
  std::snprintf(digits, sizeof digits, "%06o", sum);
  header.replace(148, 7, std::string(digits, 7));
  tar += header;
  tar += content;
  tar.resize((tar.size() + block - 1) / block * block, '\0');
}

// The bytes in three pieces, as files of a tar: those that are no archives come back as they are, in their order.
void check_own_tar(std::string_view bytes) {
  std::string tar;
  std::vector<std::string> plain;
  const std::size_t third = bytes.size() / 3 + 1;
  std::size_t files = 0;
  for (std::size_t at = 0; at < bytes.size(); at += third, files++) {
    const std::string_view piece = bytes.substr(at, third);
    append_to_tar("f" + std::to_string(files), piece, tar);
    if (!shoal::ingest::is_archive(piece)) plain.emplace_back(piece);
  }
  tar.append(1024, '\0');
  const Heard heard = read(tar, {});
  SHOAL_ASSERT(heard.members.size() + heard.set_aside >= files);
  if (plain.size() == files && files > 0) SHOAL_ASSERT(heard.members == plain && heard.set_aside == 0);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (shoal::ingest::is_archive(bytes)) read(bytes, small());
  check_own_tar(bytes);
  return 0;
}
