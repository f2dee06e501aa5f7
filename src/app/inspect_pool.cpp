#include "app/inspect_pool.hpp"

#include <fcntl.h>
#include <poll.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <deque>
#include <optional>
#include <string>
#include <utility>

#include "app/sandbox.hpp"
#include "base/assert.hpp"
#include "base/bytes.hpp"
#include "base/sanitized.hpp"
#include "base/text.hpp"

namespace shoal::app {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t memory_bytes_max = std::uint64_t{512}
                                           << 20U;  // Of a reading process, beyond what it begins with.
constexpr std::uint64_t answer_bytes_max = inspect::package_sheet_bytes_max + (std::uint64_t{32} << 20U);

using Sheets = InspectPool::Sheets;

Sheets unread(const fs::path& file, const std::string& why) {
  readiness::FactSheet sheet;
  sheet.add(readiness::FactKind::format, "unknown");
  sheet.add(readiness::FactKind::file_name, file.filename().string());
  sheet.add(readiness::FactKind::unread, "file", why);
  return {{{}, std::move(sheet)}};
}

// Sheets on their way between processes.
std::string bytes_of(const Sheets& sheets) {
  ByteWriter out;
  out.number(sheets.size());
  for (const inspect::NamedSheet& each : sheets) {
    out.text(each.path);
    out.text(readiness::sheet_bytes(each.sheet));
  }
  return out.take();
}

// Nothing where the bytes are none that bytes_of() gave: what wrote them read a hostile file.
std::optional<Sheets> sheets_from(std::string_view bytes) {
  ByteReader in(bytes);
  Sheets sheets;
  for (std::size_t left = in.count(); left > 0; left--) {
    const std::string_view path = in.text();
    auto sheet = readiness::sheet_from(in.text());
    if (in.failed() || !sheet || path.empty() != sheets.empty()) return std::nullopt;
    if (!sheet->first(readiness::FactKind::format)) return std::nullopt;
    sheets.push_back({std::string(path), std::move(*sheet)});
  }
  if (!in.done() || sheets.empty()) return std::nullopt;
  return sheets;
}

// --- Between both

// Files on their way to a process that reads: one that is asked of, and cabinets that stand beside it. Closes them.
constexpr std::size_t files_max = 1 + cabinets_beside_max;
// Of their names, with a NUL behind each. All are sent as one message, for which this is little.
constexpr std::size_t names_bytes_max = 16'384;

class Handed {
 public:
  Handed() = default;
  ~Handed() {
    for (const int file : files_) close(file);
  }
  Handed(Handed&& other) noexcept { swap(other); }
  Handed& operator=(Handed&& other) noexcept {
    swap(other);
    return *this;
  }
  Handed(const Handed&) = delete;
  Handed& operator=(const Handed&) = delete;

  void add(int file, std::string name) {
    files_.push_back(file);
    names_bytes_ += name.size() + 1;
    names_.push_back(std::move(name));
  }
  // Whether there is room for one more.
  bool has_room_for(std::string_view name) const {
    return files_.size() < files_max && names_bytes_ + name.size() < names_bytes_max;
  }
  const std::vector<int>& files() const { return files_; }
  const std::vector<std::string>& names() const { return names_; }

 private:
  void swap(Handed& other) noexcept {
    files_.swap(other.files_);
    names_.swap(other.names_);
    std::swap(names_bytes_, other.names_bytes_);
  }

  std::vector<int> files_;
  std::vector<std::string> names_;
  std::size_t names_bytes_ = 0;
};

// --- In the process that reads

// All that is left to a reader: its files, its memory, and the way back.
bool enter_sandbox() {
  if constexpr (is_sanitized) return true;
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (filter == nullptr) return false;
  bool made = true;
  for (const int call :
       {SCMP_SYS(recvmsg), SCMP_SYS(sendto), SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(close), SCMP_SYS(munmap),
        SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(brk), SCMP_SYS(futex), SCMP_SYS(exit_group),
        SCMP_SYS(rt_sigreturn), SCMP_SYS(clock_gettime), SCMP_SYS(getrandom), SCMP_SYS(restart_syscall)})
    made = made && seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
  // Memory that can be run is none of a reader's business.
  const scmp_arg_cmp is_data{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0};
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)})
    made = made && seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, is_data) == 0;
  made = made && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return made;
}

void limit_resources() {
  limit_resource(RLIMIT_CORE, 0);
  limit_resource(RLIMIT_FSIZE, 0);
  if constexpr (!is_sanitized) limit_resource(RLIMIT_DATA, memory_bytes_max);
}

bool send_all(int socket, const void* bytes, std::size_t size) {
  const char* next = static_cast<const char*>(bytes);
  while (size > 0) {
    const ssize_t sent = send(socket, next, size, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    next += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

// The next file, and what stands beside it; nothing once the other side has closed.
std::optional<Handed> receive_file(int socket) {
  std::string names(names_bytes_max, '\0');
  iovec part{names.data(), names.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(files_max * sizeof(int))];
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  ssize_t size = 0;
  do size = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  while (size < 0 && errno == EINTR);
  const cmsghdr* header = size > 0 ? CMSG_FIRSTHDR(&message) : nullptr;
  if (header == nullptr || header->cmsg_type != SCM_RIGHTS) return std::nullopt;
  Handed handed;
  const std::size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
  std::vector<int> files(count);
  std::memcpy(files.data(), CMSG_DATA(header), count * sizeof(int));
  std::string_view rest = std::string_view(names).substr(0, static_cast<std::size_t>(size));
  for (const int file : files) {
    const auto end = std::min(rest.find('\0'), rest.size());
    handed.add(file, std::string(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return handed;
}

// An open file in memory.
class MappedFile {
 public:
  explicit MappedFile(int file) {
    struct stat status {};
    if (fstat(file, &status) != 0) {
      why_not_ = "its size cannot be told";
      return;
    }
    size_ = static_cast<std::size_t>(status.st_size);
    if (size_ == 0) return;
    bytes_ = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes_ == MAP_FAILED) why_not_ = "it cannot be mapped";
  }
  ~MappedFile() {
    if (size_ != 0 && bytes_ != MAP_FAILED) munmap(bytes_, size_);
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  const std::string& why_not() const { return why_not_; }  // Empty where it is there.
  std::string_view bytes() const { return {static_cast<const char*>(bytes_), size_}; }

 private:
  void* bytes_ = nullptr;
  std::size_t size_ = 0;
  std::string why_not_;
};

Sheets inspect_open(const Handed& handed, const inspect::TextSearch& search) {
  const std::string& name = handed.names().front();
  const MappedFile own(handed.files().front());
  if (!own.why_not().empty()) return unread(name, own.why_not());
  std::deque<MappedFile> mapped;
  std::vector<inspect::CabinetBeside> beside;
  for (std::size_t i = 1; i < handed.files().size(); i++) {
    const MappedFile& cabinet = mapped.emplace_back(handed.files()[i]);
    if (cabinet.why_not().empty()) beside.push_back({handed.names()[i], cabinet.bytes()});
  }
  return inspect::inspect_with_members(own.bytes(), name, search, beside);
}

[[noreturn]] void read_files(int socket, const inspect::TextSearch& search) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  limit_resources();
  inspect::prepare_to_inspect();
  if (!enter_sandbox()) _exit(2);
  while (const auto file = receive_file(socket)) {
    const std::string bytes = bytes_of(inspect_open(*file, search));
    const std::uint64_t size = bytes.size();
    if (!send_all(socket, &size, sizeof size) || !send_all(socket, bytes.data(), bytes.size())) break;
  }
  _exit(0);
}

std::string reason_of(int status) {
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    if (signal == SIGBUS) return "the file went away while it was read";
    return "its reader ended by signal " + std::to_string(signal);
  }
  return "its reader ended with status " + std::to_string(WEXITSTATUS(status));
}

// --- In the process that asks

// A file that is none to be waited for, as a pipe would be. What is wrong with it where it is not opened.
Result<int> open_regular(const fs::path& file) {
  const auto failed = [](std::string why) { return Error{ErrorKind::unavailable, "app.unreadable", std::move(why)}; };
  const int opened = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (opened < 0) return failed("it cannot be opened: " + std::string(std::strerror(errno)));
  struct stat status {};
  if (fstat(opened, &status) == 0 && S_ISREG(status.st_mode)) return opened;
  close(opened);
  return failed("it is no regular file");
}

// Which of them a package means, only its reader can tell.
void add_cabinets_beside(const fs::path& package, Handed& handed) {
  std::vector<fs::path> cabinets;
  std::error_code failed;
  for (fs::directory_iterator at(package.has_parent_path() ? package.parent_path() : fs::path("."), failed), end;
       !failed && at != end; at.increment(failed))
    if (lower_ascii(at->path().extension().string()) == ".cab") cabinets.push_back(at->path());
  std::sort(cabinets.begin(), cabinets.end());
  for (const fs::path& cabinet : cabinets) {
    std::string name = cabinet.filename().string();
    if (!handed.has_room_for(name)) return;
    if (const auto file = open_regular(cabinet)) handed.add(*file, std::move(name));
  }
}

bool send_files(int socket, const Handed& handed) {
  std::string names;
  for (const std::string& name : handed.names()) names.append(name).push_back('\0');
  iovec part{names.data(), names.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(files_max * sizeof(int))] = {};
  const std::size_t bytes = handed.files().size() * sizeof(int);
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = CMSG_SPACE(bytes);
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(bytes);
  std::memcpy(CMSG_DATA(header), handed.files().data(), bytes);
  return sendmsg(socket, &message, MSG_NOSIGNAL) >= 0;
}

}  // namespace

// One process that reads, and the file that it has.
class InspectPool::Process {
 public:
  explicit Process(const inspect::TextSearch& search) : search_(search) { start(); }
  ~Process() { end(); }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  bool is_busy() const { return position_.has_value(); }
  int socket() const { return socket_; }
  std::size_t position() const { return *position_; }
  Clock::time_point until() const { return until_; }

  // Hands over a file. What is wrong with it where it cannot be opened.
  std::optional<std::string> give(std::size_t position, const fs::path& file) {
    const auto opened = open_regular(file);
    if (!opened) return opened.error().message;
    Handed handed;
    handed.add(*opened, file.filename().string());
    if (lower_ascii(file.extension().string()) == ".msi") add_cabinets_beside(file, handed);
    if (!send_files(socket_, handed)) {  // It ended while it had no file: that is no fault of this one.
      const std::string why = restart();
      if (!send_files(socket_, handed)) return why;
    }
    position_ = position;
    until_ = Clock::now() + std::chrono::seconds(file_seconds_max);
    answer_.clear();
    return std::nullopt;
  }

  // Takes what has come. The facts once they are all there, or what went wrong.
  std::optional<Result<Sheets>> take() {
    char bytes[65'536];
    const ssize_t size = recv(socket_, bytes, sizeof bytes, 0);
    if (size < 0 && (errno == EINTR || errno == EAGAIN)) return std::nullopt;
    if (size <= 0) return failed(restart());
    answer_.append(bytes, static_cast<std::size_t>(size));
    std::uint64_t whole = 0;
    if (answer_.size() < sizeof whole) return std::nullopt;
    std::memcpy(&whole, answer_.data(), sizeof whole);
    if (whole > answer_bytes_max) {
      restart();
      return failed("its reader said more than can be");
    }
    if (answer_.size() < sizeof whole + whole) return std::nullopt;
    auto sheets = sheets_from(std::string_view(answer_).substr(sizeof whole));
    position_.reset();
    answer_ = {};
    if (!sheets) return failed("its reader said what cannot be");
    return Result<Sheets>(std::move(*sheets));
  }

  std::string give_up() {
    restart();
    return "it took longer than " + std::to_string(file_seconds_max) + " s";
  }

 private:
  static Error failed(std::string why) { return {ErrorKind::unavailable, "app.unreadable", std::move(why)}; }

  void start() {
    int both[2];
    SHOAL_ASSERT(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both) == 0);
    process_ = fork();
    SHOAL_ASSERT(process_ >= 0);
    if (process_ == 0) {
      // Nothing else stays open: neither what the program had, nor the ways to its other readers, which would never
      // end while this one held them.
      constexpr int own = 3;
      if (dup2(both[1], own) < 0) _exit(2);
      closefrom(own + 1);
      read_files(own, search_);
    }
    close(both[1]);
    socket_ = both[0];
  }

  // Why it ended.
  std::string end() {
    close(socket_);
    // One that is well ends by itself when its socket closes; this is for one that is not.
    if (is_busy()) kill(process_, SIGKILL);
    int status = 0;
    while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    return reason_of(status);
  }

  std::string restart() {
    // It has ended already where its socket closed: then this signal comes too late, and the status is its own.
    std::string why = end();
    position_.reset();
    start();
    return why;
  }

  const inspect::TextSearch& search_;
  pid_t process_ = -1;
  int socket_ = -1;
  std::optional<std::size_t> position_;  // Of the file that it has.
  Clock::time_point until_;
  std::string answer_;
};

InspectPool::InspectPool(const inspect::TextSearch& search, unsigned processes) : search_(search) {
  for (unsigned i = 0; i < std::max(1U, processes); i++) processes_.push_back(std::make_unique<Process>(search_));
}

InspectPool::~InspectPool() = default;

void InspectPool::run(const std::vector<fs::path>& files, const std::function<void(std::size_t, Sheets)>& done) {
  std::size_t next = 0;
  std::vector<pollfd> waiting;
  std::vector<Process*> busy;
  for (;;) {
    for (const auto& process : processes_) {
      while (!process->is_busy() && next < files.size()) {
        const std::size_t position = next++;
        if (const auto why = process->give(position, files[position])) done(position, unread(files[position], *why));
      }
    }
    waiting.clear();
    busy.clear();
    for (const auto& process : processes_) {
      if (!process->is_busy()) continue;
      waiting.push_back({process->socket(), POLLIN, 0});
      busy.push_back(process.get());
    }
    if (busy.empty()) return;
    poll(waiting.data(), waiting.size(), 1000);
    for (std::size_t i = 0; i < busy.size(); i++) {
      const std::size_t position = busy[i]->position();
      if (waiting[i].revents != 0) {
        auto taken = busy[i]->take();
        if (!taken) continue;
        done(position, *taken ? std::move(**taken) : unread(files[position], taken->error().message));
      } else if (Clock::now() > busy[i]->until()) {
        done(position, unread(files[position], busy[i]->give_up()));
      }
    }
  }
}

}  // namespace shoal::app
