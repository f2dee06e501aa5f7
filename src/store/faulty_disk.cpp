#include "store/faulty_disk.hpp"

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <new>
#include <string_view>
#include <utility>

#include "base/assert.hpp"
#include "base/read_all.hpp"

namespace shoal::store {
namespace {

FaultyDisk* disk = nullptr;  // The one that is mounted.
sqlite3_vfs own_vfs;
sqlite3_io_methods own_methods;

// SQLite's file, with the usual one behind it. SQLite allocates and frees it.
struct File {
  sqlite3_file base;
  std::string* path;  // Null for files that are not kept.
  sqlite3_file* usual() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
File* file_of(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
sqlite3_file* usual(sqlite3_file* file) { return file_of(file)->usual(); }
const sqlite3_io_methods* methods(sqlite3_file* file) { return usual(file)->pMethods; }

std::string read_at(sqlite3_file* file, std::int64_t offset, std::int64_t bytes) {
  std::string read(static_cast<std::size_t>(bytes), '\0');
  methods(file)->xRead(usual(file), read.data(), static_cast<int>(bytes), offset);
  return read;
}

void remember(sqlite3_file* file, std::int64_t offset, std::string after, std::int64_t size_after) {
  if (file_of(file)->path == nullptr) return;
  sqlite3_int64 size = 0;
  methods(file)->xFileSize(usual(file), &size);
  const std::int64_t touched = size_after < size ? size - size_after : static_cast<std::int64_t>(after.size());
  const std::int64_t there = std::max<std::int64_t>(0, std::min<std::int64_t>(touched, size - offset));
  disk->unflushed(*file_of(file)->path)
      .push_back({offset, read_at(file, offset, there), std::move(after), size, std::max(size_after, std::int64_t{0})});
}

int do_close(sqlite3_file* file) {
  const int code = usual(file)->pMethods != nullptr ? methods(file)->xClose(usual(file)) : SQLITE_OK;
  delete file_of(file)->path;
  return code;
}

int do_read(sqlite3_file* file, void* into, int bytes, sqlite3_int64 offset) {
  if (disk->is_dead()) return SQLITE_IOERR_READ;
  return methods(file)->xRead(usual(file), into, bytes, offset);
}

int do_write(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 offset) {
  if (disk->fails_write()) return disk->is_dead() ? SQLITE_IOERR_WRITE : SQLITE_FULL;
  sqlite3_int64 size = 0;
  methods(file)->xFileSize(usual(file), &size);
  remember(file, offset, std::string(static_cast<const char*>(from), static_cast<std::size_t>(bytes)),
           std::max<std::int64_t>(size, offset + bytes));
  return methods(file)->xWrite(usual(file), from, bytes, offset);
}

int do_truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (disk->is_dead()) return SQLITE_IOERR_TRUNCATE;
  remember(file, size, "", size);
  return methods(file)->xTruncate(usual(file), size);
}

int do_sync(sqlite3_file* file, int flags) {
  bool flushes = true;
  const bool fails = disk->fails_sync(flushes);
  if (flushes && file_of(file)->path != nullptr) disk->unflushed(*file_of(file)->path).clear();
  static_cast<void>(flags);
  return fails ? SQLITE_IOERR_FSYNC : SQLITE_OK;  // The disk is not real, so nothing is flushed to one.
}

int do_size(sqlite3_file* file, sqlite3_int64* size) { return methods(file)->xFileSize(usual(file), size); }
int do_lock(sqlite3_file* file, int level) { return methods(file)->xLock(usual(file), level); }
int do_unlock(sqlite3_file* file, int level) { return methods(file)->xUnlock(usual(file), level); }
int do_check(sqlite3_file* file, int* reserved) { return methods(file)->xCheckReservedLock(usual(file), reserved); }
int do_control(sqlite3_file* file, int what, void* argument) {
  return methods(file)->xFileControl(usual(file), what, argument);
}
int do_sector(sqlite3_file* file) { return methods(file)->xSectorSize(usual(file)); }
// That a write past the end cannot tear what stands before it is all that is promised.
int do_promises(sqlite3_file*) { return 0; }
int do_map(sqlite3_file* file, int page, int bytes, int extend, void volatile** at) {
  if (disk->is_dead()) return SQLITE_IOERR_SHMMAP;
  return methods(file)->xShmMap(usual(file), page, bytes, extend, at);
}
int do_map_lock(sqlite3_file* file, int offset, int count, int flags) {
  return methods(file)->xShmLock(usual(file), offset, count, flags);
}
void do_barrier(sqlite3_file* file) { methods(file)->xShmBarrier(usual(file)); }
int do_unmap(sqlite3_file* file, int remove) { return methods(file)->xShmUnmap(usual(file), remove); }

sqlite3_vfs* usual_vfs() { return static_cast<sqlite3_vfs*>(own_vfs.pAppData); }

int do_open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  File* opened = file_of(file);
  std::memset(file, 0, static_cast<std::size_t>(own_vfs.szOsFile));
  if (disk->is_dead()) return SQLITE_CANTOPEN;
  const int code = usual_vfs()->xOpen(usual_vfs(), name, opened->usual(), flags, flags_out);
  if (code != SQLITE_OK) return code;
  opened->base.pMethods = &own_methods;
  if (name != nullptr) opened->path = new std::string(name);
  return SQLITE_OK;
}

int do_delete(sqlite3_vfs*, const char* name, int sync_folder) {
  if (disk->is_dead()) return SQLITE_IOERR_DELETE;
  disk->unflushed(name).clear();
  return usual_vfs()->xDelete(usual_vfs(), name, sync_folder);
}

void mount() {
  static const bool registered = [] {
    sqlite3_vfs* usual = sqlite3_vfs_find(nullptr);
    own_vfs = *usual;
    own_vfs.zName = FaultyDisk::name();
    own_vfs.pAppData = usual;
    own_vfs.pNext = nullptr;
    own_vfs.szOsFile = static_cast<int>(sizeof(File)) + usual->szOsFile;
    own_vfs.xOpen = do_open;
    own_vfs.xDelete = do_delete;
    own_methods = {2,           do_close,   do_read,  do_write,   do_truncate, do_sync,     do_size,
                   do_lock,     do_unlock,  do_check, do_control, do_sector,   do_promises, do_map,
                   do_map_lock, do_barrier, do_unmap, nullptr,    nullptr};
    return sqlite3_vfs_register(&own_vfs, 0) == SQLITE_OK;
  }();
  SHOAL_ASSERT(registered);
}

// The beginning of a file, brought back to what it was before the writes, and then given some of them again.
class Image {
 public:
  explicit Image(const std::string& path) : path_(path) {
    std::ifstream in(path, std::ios::binary);
    bytes_ = read_all(in);
  }
  void undo(const FaultyDisk::Write& write) {
    bytes_.resize(static_cast<std::size_t>(write.size_before));
    put(write.offset, write.before);
  }
  void redo(const FaultyDisk::Write& write, std::size_t bytes) {
    if (write.after.empty()) bytes_.resize(static_cast<std::size_t>(write.size_after));
    put(write.offset, std::string_view(write.after).substr(0, bytes));
  }
  void save() const {
    std::ofstream(path_, std::ios::binary).write(bytes_.data(), static_cast<std::streamsize>(bytes_.size()));
  }

 private:
  void put(std::int64_t offset, std::string_view piece) {
    const auto at = static_cast<std::size_t>(offset);
    if (bytes_.size() < at + piece.size()) bytes_.resize(at + piece.size());
    std::copy(piece.begin(), piece.end(), bytes_.begin() + offset);
  }
  std::string path_, bytes_;
};

}  // namespace

FaultyDisk::FaultyDisk(Fault fault, std::uint64_t at, std::uint64_t seed) : fault_(fault), at_(at), random_(seed) {
  SHOAL_ASSERT(disk == nullptr);
  mount();
  disk = this;
}

FaultyDisk::~FaultyDisk() { disk = nullptr; }

const char* FaultyDisk::name() { return "shoal-faulty"; }

bool FaultyDisk::fails_write() {
  if (fault_ == Fault::sync_fails || fault_ == Fault::none) return false;
  return operations_++ >= at_;
}

bool FaultyDisk::fails_sync(bool& flushes) {
  if (fault_ == Fault::full || fault_ == Fault::none) return false;
  const bool fails = operations_++ >= at_;
  flushes = !fails || (fault_ == Fault::sync_fails && random_.chance(0.5));
  return fails;
}

void FaultyDisk::lose_power() {
  constexpr std::size_t sector = 512;
  for (auto& [path, writes] : unflushed_) {
    if (writes.empty() || access(path.c_str(), F_OK) != 0) continue;
    Image image(path);
    for (auto write = writes.rbegin(); write != writes.rend(); ++write) image.undo(*write);
    for (const Write& write : writes) {
      const std::uint64_t fate = random_.below(3);
      if (fate == 0) image.redo(write, write.after.size());
      if (fate == 1 && write.after.size() > sector)
        image.redo(write, sector * (1 + random_.below(write.after.size() / sector)));
    }
    image.save();
    writes.clear();
  }
}

}  // namespace shoal::store
