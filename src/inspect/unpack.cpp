#include "inspect/unpack.hpp"

#include <mspack.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include "base/text.hpp"
#include "inspect/letters.hpp"

namespace shoal::inspect {
namespace {

// Of a block of a cabinet, which comes to at most 32 KiB, half for each of the two reads that it takes: its header and
// its bytes. The reads are all that is seen of what a decompressor passes over on its way to a member.
constexpr std::uint64_t half_block_steps = 2048;

// --- What libmspack asks for

// A file that libmspack has open: a cabinet, or the one that is written.
struct OpenBytes : mspack_file {
  struct MemorySystem* system = nullptr;
  const Pieces* from = nullptr;  // Null of the one that is written.
  std::uint64_t at = 0;
};

// NOLINTNEXTLINE(cert-dcl50-cpp): libmspack asks for it
void say_nothing(mspack_file* /*file*/, const char* /*format*/, ...) {}

// Names are the positions of `inputs`, in decimal; whatever is opened for writing is `written`.
struct MemorySystem : mspack_system {
  explicit MemorySystem(PackageBudget& of) : mspack_system{}, budget(of) {
    open = [](mspack_system* self, const char* name, int mode) -> mspack_file* {
      auto& own = *static_cast<MemorySystem*>(self);
      const auto position = static_cast<std::size_t>(std::strtoul(name, nullptr, 10));
      const bool reads = mode == MSPACK_SYS_OPEN_READ;
      if (reads && position >= own.inputs.size()) return nullptr;
      auto* opened = new (std::nothrow) OpenBytes;
      if (opened == nullptr) return nullptr;
      opened->system = &own;
      if (reads) opened->from = own.inputs[position];
      return opened;
    };
    close = [](mspack_file* file) { delete static_cast<OpenBytes*>(file); };
    read = [](mspack_file* file, void* into, int bytes) {
      auto& open_file = *static_cast<OpenBytes*>(file);
      if (open_file.from == nullptr || bytes < 0) return -1;
      auto& own = *open_file.system;
      if (!own.budget.work.spend(own.read_steps + static_cast<std::uint64_t>(bytes) / 64)) return -1;
      const std::size_t copied =
          open_file.from->copy(open_file.at, static_cast<char*>(into), static_cast<std::size_t>(bytes));
      open_file.at += copied;
      return static_cast<int>(copied);
    };
    // Nothing is thrown through C: what is kept has been reserved.
    write = [](mspack_file* file, void* from, int bytes) {
      const auto& open_file = *static_cast<OpenBytes*>(file);
      if (open_file.from != nullptr || bytes < 0) return -1;
      auto& own = *open_file.system;
      const auto size = static_cast<std::uint64_t>(bytes);
      if (!own.budget.work.spend(1 + size / 64) || size > own.bytes_max - own.bytes_seen) return -1;
      own.bytes_seen += size;
      const std::uint64_t room = own.kept_max - own.written.size();
      own.written.append(static_cast<const char*>(from), static_cast<std::size_t>(std::min(size, room)));
      return bytes;
    };
    seek = [](mspack_file* file, off_t offset, int mode) {
      auto& open_file = *static_cast<OpenBytes*>(file);
      off_t base = 0;
      if (mode == MSPACK_SYS_SEEK_CUR) base = static_cast<off_t>(open_file.at);
      if (mode == MSPACK_SYS_SEEK_END && open_file.from != nullptr) base = static_cast<off_t>(open_file.from->size());
      if (offset < -base) return -1;
      open_file.at = static_cast<std::uint64_t>(base + offset);
      return 0;
    };
    tell = [](mspack_file* file) { return static_cast<off_t>(static_cast<OpenBytes*>(file)->at); };
    message = say_nothing;
    // As zeros, since libmspack 0.11 frees pointers that it has not yet set where the header of a KWAJ file is cut.
    alloc = [](mspack_system*, std::size_t bytes) { return std::calloc(1, bytes); };
    free = [](void* bytes) { std::free(bytes); };
    copy = [](void* from, void* into, std::size_t bytes) { std::memcpy(into, from, bytes); };
  }

  // Makes room for a member of which `bytes` are kept, and which may come to `most`.
  void expect(std::uint64_t bytes, std::uint64_t most) {
    written = {};
    written.reserve(static_cast<std::size_t>(bytes));
    kept_max = bytes;
    bytes_seen = 0;
    bytes_max = most;
  }

  PackageBudget& budget;
  std::vector<const Pieces*> inputs;
  std::uint64_t read_steps = 1;
  std::string written;
  std::uint64_t bytes_seen = 0, kept_max = 0, bytes_max = 0;
};

std::string why_not(int error, const PackageBudget& budget) {
  if (budget.work.exhausted()) return "it takes more work than is spent on one package";
  switch (error) {
    case MSPACK_ERR_READ:
      return "it ends too early";
    case MSPACK_ERR_SIGNATURE:
      return "its beginning is damaged";
    case MSPACK_ERR_NOMEMORY:
      return "it takes too much memory";
    case MSPACK_ERR_CHECKSUM:
      return "a checksum in it is wrong";
    default:
      return "it is damaged";
  }
}

// --- Cabinets

class CabinetUnpacker {
 public:
  CabinetUnpacker(const std::vector<CabinetBytes>& cabinets, PackageBudget& budget, const EachMember& each)
      : cabinets_(cabinets), budget_(budget), each_(each), system_(budget), library_(nullptr, {}) {
    for (const CabinetBytes& cabinet : cabinets) {
      names_.push_back(std::to_string(system_.inputs.size()));
      system_.inputs.push_back(&cabinet.bytes);
    }
  }

  std::vector<std::string> unpack() {
    int unfit = 0;
    MSPACK_SYS_SELFTEST(unfit);
    library_ = Library(unfit == MSPACK_ERR_OK ? mspack_create_cab_decompressor(&system_) : nullptr,
                       mspack_destroy_cab_decompressor);
    if (!library_) return {"libmspack cannot be used here"};
    for (std::size_t i = 0; i < cabinets_.size(); i++) open(i);
    join();
    for (const Opened& each : opened_)
      if (each.cabinet->prevcab == nullptr) unpack_set(each);
    for (const Opened& each : opened_)
      if (each.heads) library_->close(library_.get(), each.cabinet);
    return std::move(troubles_);
  }

 private:
  using Library = std::unique_ptr<mscab_decompressor, void (*)(mscab_decompressor*)>;
  struct Opened {
    std::size_t position = 0;
    mscabd_cabinet* cabinet = nullptr;
    bool heads = true;  // Whether it is the first of its set, or alone: with it the others are closed.
  };

  // Says it with the cabinet's name.
  void trouble(const std::string& name, const std::string& why) {
    troubles_.push_back(name.empty() ? why : name + ": " + why);
  }

  void open(std::size_t position) {
    if (auto* cabinet = library_->open(library_.get(), names_[position].c_str())) {
      opened_.push_back({position, cabinet, true});
    } else {
      trouble(cabinets_[position].name, why_not(library_->last_error(library_.get()), budget_));
    }
  }

  void join() {
    for (const Opened& each : opened_) {
      if (each.cabinet->nextname == nullptr) continue;
      for (Opened& other : opened_) {
        if (&other == &each || !equal_ignoring_case(cabinets_[other.position].name, each.cabinet->nextname)) continue;
        if (library_->append(library_.get(), each.cabinet, other.cabinet) == MSPACK_ERR_OK) other.heads = false;
        break;
      }
    }
    for (const Opened& each : opened_) {
      const std::string& name = cabinets_[each.position].name;
      const auto told = [](const char* other) { return utf8_of_windows_1252(other == nullptr ? "?" : other); };
      if (each.cabinet->prevname != nullptr && each.cabinet->prevcab == nullptr)
        trouble(name, "begins in " + told(each.cabinet->prevname));
      if (each.cabinet->nextname != nullptr && each.cabinet->nextcab == nullptr)
        trouble(name, "continues in " + told(each.cabinet->nextname));
    }
  }

  static std::string name_of(const mscabd_file& member) {
    const std::string_view name = member.filename;
    const bool utf8 = (member.attribs & MSCAB_ATTRIB_UTF_NAME) != 0 && is_utf8(name);
    return utf8 ? std::string(name) : utf8_of_windows_1252(name);
  }

  // By folder and then by place, since what stands before a member in its folder is unpacked on the way to it.
  static std::vector<mscabd_file*> in_order(const mscabd_cabinet& cabinet) {
    std::map<const mscabd_folder*, std::size_t> folders;
    for (const mscabd_folder* folder = cabinet.folders; folder != nullptr; folder = folder->next)
      folders.emplace(folder, folders.size());
    std::vector<mscabd_file*> members;
    for (mscabd_file* member = cabinet.files; member != nullptr; member = member->next) members.push_back(member);
    std::stable_sort(members.begin(), members.end(), [&](const mscabd_file* a, const mscabd_file* b) {
      return std::tuple(folders[a->folder], a->offset) < std::tuple(folders[b->folder], b->offset);
    });
    return members;
  }

  // A set is unpacked as one cabinet: its first one has all members.
  void unpack_set(const Opened& first) {
    const std::string& name = cabinets_[first.position].name;
    const auto members = in_order(*first.cabinet);
    const auto whole_rest = [&](std::size_t from, const std::string& why) {
      trouble(name, named(*members[from], members.size() - from) + ": " + why);
    };
    std::size_t i = 0;
    while (i < members.size()) {
      const std::uint64_t length = members[i]->length;
      if (budget_.members_left == 0) return whole_rest(i, "a package has more files than are unpacked");
      if (length > budget_.bytes_left) return whole_rest(i, "a package has more bytes than are unpacked");
      budget_.members_left--;
      budget_.bytes_left -= length;
      const int error = unpack_member(*members[i]);
      if (error == MSPACK_ERR_OK) {
        i++;
        continue;
      }
      if (budget_.work.exhausted()) return whole_rest(i, why_not(error, budget_));
      // Those behind it in the folder would be unpacked by way of the same place.
      std::size_t end = i + 1;
      while (end < members.size() && members[end]->folder == members[i]->folder) end++;
      trouble(name, named(*members[i], end - i) + ": " + why_not(error, budget_));
      i = end;
    }
  }

  static std::string named(const mscabd_file& first, std::size_t count) {
    return name_of(first) + (count == 1 ? "" : " and " + std::to_string(count - 1) + " more");
  }

  int unpack_member(mscabd_file& member) {
    const std::uint64_t kept = std::min<std::uint64_t>(member.length, budget_.member_bytes_max);
    system_.expect(kept, member.length);
    system_.read_steps = half_block_steps;
    const int error = library_->extract(library_.get(), &member, "");
    system_.read_steps = 1;
    if (error == MSPACK_ERR_OK) each_({name_of(member), system_.written, kept == member.length});
    system_.written = {};
    return error;
  }

  const std::vector<CabinetBytes>& cabinets_;
  PackageBudget& budget_;
  const EachMember& each_;
  MemorySystem system_;
  std::deque<std::string> names_;  // libmspack keeps pointers to what it was given as a name.
  Library library_;
  std::vector<Opened> opened_;
  std::vector<std::string> troubles_;
};

// --- Files of COMPRESS.EXE

// Whatever has the functions of libmspack's two decompressors for one file.
template <class Library, class Destroy>
int unpack_one(Library* library, Destroy destroy) {
  const std::unique_ptr<Library, Destroy> own(library, destroy);
  if (!own) return MSPACK_ERR_NOMEMORY;
  auto* opened = own->open(library, "0");
  if (opened == nullptr) return own->last_error(library);
  const int error = own->extract(library, opened, "");
  own->close(library, opened);
  return error;
}

}  // namespace

std::vector<std::string> unpack_cabinets(const std::vector<CabinetBytes>& cabinets, PackageBudget& budget,
                                         const EachMember& each) {
  return CabinetUnpacker(cabinets, budget, each).unpack();
}

std::vector<std::string> unpack_compressed(std::string_view bytes, PackageBudget& budget, const EachMember& each) {
  const Pieces pieces(bytes);
  MemorySystem system(budget);
  system.inputs.push_back(&pieces);
  // Neither format comes to more than 18 bytes for two, but for KWAJ's with MSZIP.
  const std::uint64_t most = std::min(budget.bytes_left, budget.member_bytes_max);
  system.expect(std::min(most, std::uint64_t{20} * bytes.size()), most);
  const int error = bytes.starts_with("KWAJ")
                        ? unpack_one(mspack_create_kwaj_decompressor(&system), mspack_destroy_kwaj_decompressor)
                        : unpack_one(mspack_create_szdd_decompressor(&system), mspack_destroy_szdd_decompressor);
  budget.bytes_left -= std::min(budget.bytes_left, system.bytes_seen);
  if (error != MSPACK_ERR_OK) return {why_not(error, budget)};
  each({{}, system.written, system.written.size() == system.bytes_seen});
  return {};
}

}  // namespace shoal::inspect
