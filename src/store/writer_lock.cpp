#include "store/writer_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace shoal::store {

Result<WriterLock> WriterLock::take(const std::filesystem::path& register_file) {
  const std::string name = register_file.string() + "-writer";
  const int handle = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (handle < 0)
    return Error{ErrorKind::unavailable, "store.unavailable", "cannot make " + name + ": " + std::strerror(errno)};
  WriterLock lock(handle);
  if (::flock(handle, LOCK_EX | LOCK_NB) != 0)
    return Error{ErrorKind::unavailable, "store.in_use",
                 "another import is writing to " + register_file.string() + "; this one may follow when it has ended"};
  return lock;
}

WriterLock::~WriterLock() {
  if (handle_ >= 0) ::close(handle_);
}

}  // namespace shoal::store
