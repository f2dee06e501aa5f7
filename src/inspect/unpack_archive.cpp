#include "inspect/unpack_archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <time.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "base/assert.hpp"
#include "base/text.hpp"
#include "inspect/letters.hpp"

namespace shoal::inspect {
namespace {

struct CloseArchive {
  void operator()(archive* handle) const { archive_read_free(handle); }
};

std::string label_of(const char* raw, std::uint64_t number) {
  if (raw == nullptr || *raw == '\0') return "member " + std::to_string(number);
  return is_utf8(raw) ? std::string(raw) : utf8_of_windows_1252(raw);
}

class ArchiveUnpacker {
 public:
  ArchiveUnpacker(std::string_view bytes, PackageBudget& budget, const EachMember& each)
      : bytes_(bytes), budget_(budget), each_(each), handle_(archive_read_new()) {
    SHOAL_ASSERT(handle_);
    // A zip is read by its directory, which tells of what was deleted and of what is encrypted.
    archive_read_support_format_zip_seekable(handle_.get());
    archive_read_support_format_7zip(handle_.get());
    archive_read_support_format_rar(handle_.get());
    archive_read_support_format_rar5(handle_.get());
  }

  std::vector<std::string> unpack() {
    bool more = archive_read_open_memory(handle_.get(), bytes_.data(), bytes_.size()) == ARCHIVE_OK;
    if (!more) tell_bad();
    while (more) more = unpack_next();
    if (encrypted_ > 0)
      troubles_.push_back(encrypted_ == 1 ? "a file in it is encrypted with a password"
                                          : grouped(encrypted_) + " files in it are encrypted with a password");
    return std::move(troubles_);
  }

 private:
  static constexpr std::size_t block_bytes = std::size_t{64} << 10U;
  static constexpr std::uint64_t member_steps = 100, bytes_of_step = 8;

  // Whether more may follow.
  bool unpack_next() {
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(handle_.get(), &entry);
    if (status == ARCHIVE_EOF) return false;
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
      if (archive_read_has_encrypted_entries(handle_.get()) > 0) {
        troubles_.emplace_back("the list of its files is encrypted with a password");
      } else {
        tell_bad();
      }
      return false;
    }
    if (!has_room(member_steps)) return false;
    if (archive_entry_filetype(entry) != AE_IFREG) return true;
    if (budget_.members_left == 0) return tell_spent();
    budget_.members_left--;
    if (archive_entry_is_encrypted(entry) != 0) {
      encrypted_++;
      return true;
    }
    const char* name = archive_entry_pathname(entry);
    return unpack_member(label_of(name == nullptr ? archive_entry_pathname_utf8(entry) : name, ++members_));
  }

  bool unpack_member(const std::string& name) {
    std::string bytes;
    std::uint64_t seen = 0;
    for (;;) {
      block_.resize(block_bytes);
      const auto got = archive_read_data(handle_.get(), block_.data(), block_.size());
      if (got < 0) {
        troubles_.push_back(name + " cannot be unpacked: it is damaged");
        return got != ARCHIVE_FATAL;
      }
      if (got == 0) break;
      const auto size = static_cast<std::uint64_t>(got);
      if (!has_room(size / bytes_of_step)) return false;
      if (size > budget_.bytes_left) return tell_spent();
      budget_.bytes_left -= size;
      seen += size;
      const std::uint64_t room = budget_.member_bytes_max - bytes.size();
      bytes.append(block_, 0, static_cast<std::size_t>(std::min(size, room)));
      // In a zip the next member is found without this one's end; elsewhere it would be unpacked unseen.
      if (seen > bytes.size() && archive_format(handle_.get()) == ARCHIVE_FORMAT_ZIP) break;
    }
    each_({name, bytes, seen == bytes.size()});
    return true;
  }

  bool has_room(std::uint64_t steps) { return budget_.work.spend(steps) || tell_spent(); }

  bool tell_spent() {
    troubles_.emplace_back("there is more in it than is unpacked of one package");
    return false;
  }

  void tell_bad() {
    troubles_.push_back(members_ == 0 ? "it cannot be unpacked: it is damaged"
                                      : "it is damaged behind its first " + grouped(members_) + " files");
  }

  std::string_view bytes_;
  PackageBudget& budget_;
  const EachMember& each_;
  std::unique_ptr<archive, CloseArchive> handle_;
  std::vector<std::string> troubles_;
  std::string block_;
  std::uint64_t members_ = 0, encrypted_ = 0;
};

}  // namespace

bool is_archive_format(std::string_view format) { return format == "zip" || format == "7z" || format == "rar"; }

std::vector<std::string> unpack_archive(std::string_view bytes, PackageBudget& budget, const EachMember& each) {
  return ArchiveUnpacker(bytes, budget, each).unpack();
}

void prepare_archives() {
  static const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (utf8 != nullptr) uselocale(utf8);
  tzset();  // Times in a zip are local ones: the zone is looked for in a file when the first is asked for.
}

}  // namespace shoal::inspect
