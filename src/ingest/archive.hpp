// Archives of inventories, read where they stand: each file inside is handed on as bytes, with a place that leads to
// it.
//
// Recognised by content: zip, 7z, tar, and what gzip, bzip2, xz or zstd made of a tar or of a single file. An archive
// in an archive is read too, and one in that is not. Nothing is ever written: a name inside an archive is a label, and
// still a name that would lead out of a folder is a sign of malice, so such a member is set aside.
//
// Whatever an archive claims of itself, it costs bounded memory and work: one member at a time is held, and members,
// bytes and the growth on unpacking have limits. What a limit, a password or damage keeps from being read is set aside
// with its place and a sentence, and the rest goes on where it can.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "estate/device.hpp"
#include "ingest/reader.hpp"

namespace shoal::ingest {

/// Whether read_archive would unpack `bytes`. Decides by the first bytes, of zips also by the names in them; unpacks
/// nothing.
bool is_archive(std::string_view bytes);

/// Whether `bytes` are a document or program that is a zip by its bytes, yet nobody's collection of files: DOCX, ODS,
/// JAR and the like, and whatever is_workbook says.
bool is_document(std::string_view bytes);

/// The largest archive that is read. Callers that open files compare the size with it first.
inline constexpr std::size_t archive_bytes_max = std::size_t{512} << 20U;

/// The limits hold for an archive and those inside it together.
struct ArchiveLimits {
  std::size_t member_bytes_max = inventory_bytes_max;
  std::uint32_t members_max = 200'000;
  std::uint64_t unpacked_bytes_max = std::uint64_t{4} << 30U;
  /// Unpacked bytes for each byte of the archive. Thousands of outputs that are nearly the same shrink to a few
  /// hundredths of themselves; deflate cannot do better than 1 in 1,032, which only a bomb comes near.
  std::uint64_t ratio_max = 1'000;
  std::uint64_t ratio_from_bytes = std::uint64_t{64} << 20U;  ///< Where less was unpacked, the ratio does not count.
  unsigned depth_max = 2;                                     ///< 1 is an archive, 2 one inside it.
};

/// Who takes what is in an archive.
struct ArchiveSink {
  /// "estate.zip/site1/PC1.txt" and its bytes. Of a single compressed file, the place is the file's own.
  std::function<void(const std::string& place, std::string_view bytes)> member;
  std::function<void(estate::SetAside)> set_aside;
};

/// Hands each file in the archive `bytes`, found at `place`, to `sink`, in the order of the archive. Folders hold
/// nothing and are passed over. Each file is handed on or set aside; an archive without files is set aside. Codes:
///  "ingest.empty"              no files in the archive
///  "ingest.encrypted"          a member, or the whole archive, wants a password
///  "ingest.bad_archive"        a member or the rest of the archive cannot be unpacked
///  "ingest.unsafe_name"        a member's name is absolute, leads out of its folder, or is longer than names are
///  "ingest.not_a_file"         a member is a link or a device
///  "ingest.too_large"          a member beyond `member_bytes_max`
///  "ingest.archive_too_deep"   an archive beyond `depth_max`
///  "ingest.archive_too_large"  a limit for the whole was reached: what follows was not read
void read_archive(std::string_view bytes, const std::string& place, const ArchiveSink& sink,
                  const ArchiveLimits& limits = {});

}  // namespace shoal::ingest
