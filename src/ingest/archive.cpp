#include "ingest/archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include <algorithm>
#include <memory>

#include "base/assert.hpp"
#include "base/text.hpp"
#include "ingest/encoding.hpp"
#include "ingest/xlsx.hpp"
#include "ingest/zip_names.hpp"

namespace shoal::ingest {
namespace {

using namespace std::string_view_literals;

// --- What it is

// What one of the compressors made, of a tar or of anything.
bool is_compressed(std::string_view bytes) {
  const auto begins = [&](std::string_view magic) { return bytes.starts_with(magic); };
  return begins("\x1F\x8B"sv) || begins("\xFD\x37zXZ\0"sv) || begins("\x28\xB5\x2F\xFD"sv) ||
         (begins("BZh"sv) && bytes.substr(3, 7).ends_with("1AY&SY"sv));
}

bool is_tar(std::string_view bytes) {
  constexpr std::size_t magic_at = 257;
  return bytes.size() > magic_at && bytes.substr(magic_at).starts_with("ustar"sv);
}

// --- Names

// For as long as it lives, libarchive turns names into UTF-8 on this thread, whatever the user's locale is.
class Utf8Names {
 public:
  Utf8Names() : utf8_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (utf8_ != nullptr) before_ = uselocale(utf8_);
  }
  ~Utf8Names() {
    if (utf8_ == nullptr) return;
    uselocale(before_);
    freelocale(utf8_);
  }
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;

 private:
  locale_t utf8_ = nullptr;  // owned
  locale_t before_ = nullptr;
};

// UTF-8 without control characters, since labels are shown on terminals.
std::string label_of(std::string_view raw) {
  const auto decoded = decode(raw);
  return printable(std::string(decoded ? decoded->text() : "?"));
}

// With slashes between folders, as in paths of ours; Windows tools write backslashes.
std::string name_of(archive_entry* entry, std::uint32_t number) {
  const char* raw = archive_entry_pathname(entry);
  if (raw == nullptr) raw = archive_entry_pathname_utf8(entry);
  std::string name = raw == nullptr ? std::string() : label_of(raw);
  std::replace(name.begin(), name.end(), '\\', '/');
  while (name.starts_with("./")) name.erase(0, 2);
  return name.empty() ? "member " + std::to_string(number) : name;
}

bool is_unsafe(std::string_view name) {
  constexpr std::size_t name_bytes_max = 4096;
  const bool absolute = name.starts_with('/') || (name.size() > 1 && name[1] == ':');
  const auto parts = split(name, '/');
  return absolute || name.size() > name_bytes_max || std::find(parts.begin(), parts.end(), "..") != parts.end();
}

// --- Unpacking

struct Closed {
  void operator()(archive* handle) const { archive_read_free(handle); }
};
using Handle = std::unique_ptr<archive, Closed>;

// No filter that libarchive would start another program for. A zip with a directory is read by it or not at all.
Handle make_handle(std::string_view bytes, bool by_directory) {
  Handle handle(archive_read_new());
  SHOAL_ASSERT(handle);
  by_directory ? archive_read_support_format_zip_seekable(handle.get()) : archive_read_support_format_zip(handle.get());
  archive_read_support_format_7zip(handle.get());
  archive_read_support_format_tar(handle.get());
  archive_read_support_filter_gzip(handle.get());
  archive_read_support_filter_bzip2(handle.get());
  archive_read_support_filter_xz(handle.get());
  archive_read_support_filter_zstd(handle.get());
  if (is_compressed(bytes)) archive_read_support_format_raw(handle.get());
  return handle;
}

std::string words_of(archive* handle) {
  const char* words = archive_error_string(handle);
  return words == nullptr ? "no reason given" : label_of(words);
}

// What is left of the limits, for an archive and those inside it.
struct Budget {
  const ArchiveLimits& limits;
  std::uint64_t packed = 0;
  std::uint64_t unpacked = 0;
  std::uint32_t members = 0;
  std::string exceeded;  // the limit that was reached, as the half of a sentence

  bool is_spent() const { return !exceeded.empty(); }
  void count_member() {
    if (++members > limits.members_max) exceeded = "more than " + grouped(limits.members_max) + " files in it";
  }
  void count_bytes(std::uint64_t bytes) {
    unpacked += bytes;
    if (unpacked > limits.unpacked_bytes_max)
      exceeded = "more than " + grouped(limits.unpacked_bytes_max) + " bytes unpacked";
    if (unpacked > limits.ratio_from_bytes && unpacked / limits.ratio_max > packed)
      exceeded = "more than " + grouped(limits.ratio_max) + " bytes unpacked for each byte of it";
  }
};

enum class Unpacked { whole, too_large, broken, ended, over_budget };

// One archive, at its depth. The whole is read by an instance for each.
class Opened {
 public:
  Opened(std::string_view bytes, const std::string& place, const ArchiveSink& sink, Budget& budget, unsigned depth)
      : bytes_(bytes),
        place_(place),
        sink_(&sink),
        budget_(&budget),
        depth_(depth),
        by_directory_(is_zip(bytes) && has_directory(bytes)),
        handle_(make_handle(bytes, by_directory_)) {}

  void read() {
    bool more = archive_read_open_memory(handle_.get(), bytes_.data(), bytes_.size()) == ARCHIVE_OK;
    if (!more) tell_bad();
    while (more && !budget_->is_spent()) more = read_member();
    if (files_ == 0 && !said_ && !budget_->is_spent()) aside(place_, "ingest.empty", "the archive has no files in it");
  }

 private:
  // Whether more may follow.
  bool read_member() {
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(handle_.get(), &entry);
    if (status == ARCHIVE_EOF) return false;
    budget_->count_member();
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
      tell_broken();
      return status != ARCHIVE_FATAL;
    }
    if (budget_->is_spent()) return false;
    if (archive_entry_filetype(entry) == AE_IFDIR) return true;
    files_++;
    const std::string name = name_of(entry, files_);
    const std::string place = is_single() ? place_ : place_ + "/" + name;
    return judge_member(entry, name, place);
  }

  bool judge_member(archive_entry* entry, const std::string& name, const std::string& place) {
    if (is_unsafe(name)) {
      aside(place_, "ingest.unsafe_name",
            "a name that is absolute, leads out of its folder, or is longer than names are: " + name.substr(0, 200));
    } else if (archive_entry_is_encrypted(entry) != 0) {
      aside(place, "ingest.encrypted", "encrypted with a password; pack it again without one");
    } else if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != nullptr) {
      aside(place, "ingest.not_a_file", "a link or a device, not a file");
    } else if (archive_entry_size_is_set(entry) != 0 && is_too_large(archive_entry_size(entry))) {
      tell_too_large(place);
    } else {
      return unpack_member(place);
    }
    return pass_over();
  }

  // A compressed file that is no tar has no name of its own.
  bool is_single() const { return archive_format(handle_.get()) == ARCHIVE_FORMAT_RAW; }

  bool is_too_large(std::int64_t size) const {
    return size > 0 && static_cast<std::uint64_t>(size) > budget_->limits.member_bytes_max;
  }

  bool unpack_member(const std::string& place) {
    std::string bytes;
    switch (unpack(&bytes)) {
      case Unpacked::whole:
        hand_on(place, bytes);
        return true;
      case Unpacked::too_large:
        tell_too_large(place);
        return pass_over();
      case Unpacked::broken:
        tell_broken_file(place);
        return true;
      case Unpacked::ended:
        tell_broken_file(place);
        if (!is_single()) tell_broken();
        return false;
      case Unpacked::over_budget:
        break;
    }
    return false;
  }

  void hand_on(const std::string& place, const std::string& bytes) {
    if (!is_archive(bytes)) {
      sink_->member(place, bytes);
    } else if (depth_ == budget_->limits.depth_max) {
      aside(place, "ingest.archive_too_deep",
            "an archive " + std::to_string(depth_) + " archives deep; unpack the outer ones first");
    } else {
      Opened(bytes, place, *sink_, *budget_, depth_ + 1).read();
    }
  }

  // Unpacks the member into `bytes`, or only counts it where there are none.
  Unpacked unpack(std::string* bytes) {
    constexpr std::size_t block_bytes = std::size_t{256} << 10U;
    if (block_.empty()) block_.resize(block_bytes);
    while (true) {
      const auto got = archive_read_data(handle_.get(), block_.data(), block_.size());
      if (got == 0) return Unpacked::whole;
      if (got < 0) return got == ARCHIVE_FATAL ? Unpacked::ended : Unpacked::broken;
      budget_->count_bytes(static_cast<std::uint64_t>(got));
      if (budget_->is_spent()) return Unpacked::over_budget;
      if (bytes == nullptr) continue;
      bytes->append(block_, 0, static_cast<std::size_t>(got));
      if (bytes->size() > budget_->limits.member_bytes_max) return Unpacked::too_large;
    }
  }

  // In a zip that is read by its directory, passing over a member costs nothing. Elsewhere libarchive would
  // unpack it without a limit to get by, so that is done here, and counted.
  bool pass_over() {
    if (by_directory_) return true;
    const Unpacked passed = unpack(nullptr);
    if (passed == Unpacked::ended) tell_broken();
    return passed == Unpacked::whole || passed == Unpacked::broken;
  }

  void tell_too_large(const std::string& place) {
    aside(place, "ingest.too_large",
          "more than the " + grouped(budget_->limits.member_bytes_max) + " bytes that a file in an archive may have");
  }

  void tell_broken_file(const std::string& place) {
    aside(place, "ingest.bad_archive", "the file cannot be unpacked: " + words_of(handle_.get()));
  }

  // Only of an archive that was opened: libarchive reads past its formats when asked about the passwords of another.
  void tell_broken() {
    if (archive_read_has_encrypted_entries(handle_.get()) <= 0) return tell_bad();
    const std::string what = files_ == 0 ? ", the list of files too" : " " + how_far();
    aside(place_, "ingest.encrypted", "encrypted with a password" + what + "; pack it again without one");
  }

  void tell_bad() {
    aside(place_, "ingest.bad_archive", "the archive cannot be unpacked " + how_far() + ": " + words_of(handle_.get()));
  }

  std::string how_far() const {
    if (files_ == 0) return "at all";
    return files_ == 1 ? "beyond its first file" : "beyond its first " + grouped(files_) + " files";
  }

  void aside(std::string place, std::string code, std::string reason) {
    said_ = true;
    sink_->set_aside({std::move(place), std::move(code), std::move(reason)});
  }

  std::string_view bytes_;  // the caller's
  const std::string& place_;
  const ArchiveSink* sink_;  // the caller's
  Budget* budget_;           // the caller's
  unsigned depth_;
  bool by_directory_;  // whether it is a zip that is read by its directory
  Handle handle_;
  std::uint32_t files_ = 0;  // met so far, folders left out
  bool said_ = false;        // whether anything was set aside
  std::string block_;
};

}  // namespace

bool is_document(std::string_view bytes) {
  return is_workbook(bytes) || has_member(bytes, "[Content_Types].xml") || has_member(bytes, "mimetype") ||
         has_member(bytes, "META-INF/MANIFEST.MF");
}

bool is_archive(std::string_view bytes) {
  if (is_zip(bytes)) return !is_document(bytes);
  return bytes.starts_with("7z\xBC\xAF\x27\x1C"sv) || is_compressed(bytes) || is_tar(bytes);
}

void read_archive(std::string_view bytes, const std::string& place, const ArchiveSink& sink,
                  const ArchiveLimits& limits) {
  const Utf8Names names;
  Budget budget{limits, bytes.size(), 0, 0, {}};
  Opened(bytes, place, sink, budget, 1).read();
  if (budget.is_spent())
    sink.set_aside({place, "ingest.archive_too_large", budget.exceeded + "; what follows was not read"});
}

}  // namespace shoal::ingest
