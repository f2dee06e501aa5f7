#include "app/system_image.hpp"

#include <seccomp.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <set>
#include <tuple>

#include "app/sandbox.hpp"
#include "base/sanitized.hpp"
#include "base/text.hpp"
#include "inspect/api_sets.hpp"
#include "inspect/hive.hpp"
#include "inspect/system_module.hpp"
#include "knowledge/baseline_file.hpp"

namespace shoal::app {
namespace {

namespace fs = std::filesystem;
using readiness::SystemImage;

// Files that programs load, by the ends of their names.
bool has_module_name(std::string_view name) {
  constexpr std::string_view ends[] = {".dll", ".exe", ".ocx", ".drv", ".sys", ".cpl", ".ax", ".acm", ".tsp", ".ime"};
  return std::any_of(std::begin(ends), std::end(ends), [&](std::string_view end) { return name.ends_with(end); });
}

// "x86_microsoft.vc80.crt_1fc8b3b9a1e18e3b_8.0.50727.762_none_10b2f55f9bffb8f8": processor, assembly, key, version,
// language, hash.
std::optional<std::pair<std::string, std::string>> assembly_in(std::string_view folder) {
  const auto parts = split(folder, '_');
  constexpr std::size_t behind = 4;
  if (parts.size() < behind + 2) return std::nullopt;
  const std::string_view first = parts.front();
  const std::string_view machine = first == "amd64"                     ? "x64"
                                   : first == "x86" || first == "wow64" ? "x86"
                                   : first == "arm64"                   ? "arm64"
                                                                        : "";
  const char* end = parts[parts.size() - behind - 1].data() + parts[parts.size() - behind - 1].size();
  if (machine.empty() || parts[1].data() == end) return std::nullopt;
  return std::pair(std::string(machine), std::string(parts[1].data(), end));
}

// Makes a record of an image's files.
class ImageReader {
 public:
  ImageReader(const ImageRequest& request, const Progress& progress) : request_(request), progress_(progress) {
    image_.target = request.target->id;
    image_.arch = request.target->arch;
    image_.read = request.read;
  }

  Result<SystemImage> read(const std::vector<std::unique_ptr<ImageFiles>>& sources) {
    for (const auto& source : sources) names_ += (names_.empty() ? "" : " and ") + source->name();
    image_.name = request_.name.empty() ? names_ : request_.name;
    std::uint64_t total = 0;
    std::vector<Wanted> wanted;
    for (const auto& source : sources) {
      wanted.push_back(wanted_of(*source));
      total += wanted.back().positions.size();
    }
    for (std::size_t i = 0; i < sources.size(); i++) {
      const auto& files = sources[i]->files();
      auto read = sources[i]->read(wanted[i].positions, [&](std::size_t position, std::string_view bytes) {
        take(files[position].path, wanted[i].roles[position], i, bytes);
        progress_(++done_, total);
      });
      if (!read) return std::move(read).error();
      if (failed_) return *std::move(failed_);
    }
    order();
    return std::move(image_);
  }

 private:
  struct Wanted {
    std::vector<std::size_t> positions;
    std::vector<ImageRole> roles;  // By file.
  };

  Wanted wanted_of(const ImageFiles& source) {
    Wanted wanted;
    const auto& files = source.files();
    wanted.roles.reserve(files.size());
    const bool is_disk = std::any_of(files.begin(), files.end(), [](const ImageFile& file) {
      return lower_ascii(file.path).starts_with("windows/system32/");
    });
    for (std::size_t i = 0; i < files.size(); i++) {
      // What stands in the root of a disk is on nobody's way.
      const bool is_found = !is_disk || files[i].path.find('/') != files[i].path.npos;
      wanted.roles.push_back(is_found ? role_of_image_file(files[i].path) : ImageRole());
      const ImageRole& role = wanted.roles.back();
      if (role.part == ImagePart::beside) {
        image_.side_by_side.push_back({name_of(files[i].path), role.machine, role.assembly});
      } else if (role.part != ImagePart::none && files[i].bytes <= image_file_bytes_max) {
        wanted.positions.push_back(i);
      }
    }
    return wanted;
  }

  static std::string name_of(std::string_view path) { return lower_ascii(path.substr(path.find_last_of('/') + 1)); }

  void take(const std::string& path, const ImageRole& role, std::size_t source, std::string_view bytes) {
    if (role.part == ImagePart::module) return take_module(path, role, source, bytes);
    bool& has = role.part == ImagePart::software ? image_.has_software : image_.has_system;
    if (has) return;
    has = true;
    auto read = role.part == ImagePart::software
                    ? inspect::read_software_hive(bytes, request_.target->arch != "x86", image_.registry)
                    : inspect::read_system_hive(bytes, image_.registry);
    if (!read && !failed_) failed_ = std::move(read).error().within(path);
  }

  void take_module(const std::string& path, const ImageRole& role, std::size_t source, std::string_view bytes) {
    auto module = inspect::read_system_module(bytes, name_of(path));
    if (!module) return;
    const bool is_own = module->machine == image_.arch || (image_.arch == "arm64" && module->machine == "x64");
    if ((role.is_only_x86 && module->machine != "x86") || (role.is_only_own && !is_own)) return;
    if (module->name == "apisetschema.dll" && module->machine == image_.arch && image_.api_set_version == 0) {
      inspect::Work work(inspect::file_steps_max);
      if (auto map = inspect::api_sets_in(inspect::Span(bytes), work)) {
        image_.api_set_version = map->version;
        image_.api_sets = std::move(map->sets);
      }
    }
    found_.push_back({source, role.rank, path, *std::move(module)});
  }

  void order() {
    std::sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) {
      return std::tie(a.source, a.rank, a.path) < std::tie(b.source, b.rank, b.path);
    });
    for (Found& each : found_) image_.modules.push_back(std::move(each.module));
    readiness::put_in_order(image_);
    // The store of Windows Vista and later holds all of the system, of which programs find most without a manifest.
    std::set<std::pair<std::string_view, std::string_view>> plain;
    for (const readiness::ImageModule& module : image_.modules) plain.emplace(module.name, module.machine);
    auto& beside = image_.side_by_side;
    beside.erase(std::remove_if(beside.begin(), beside.end(),
                                [&](const auto& each) {
                                  return plain.contains({each.name, each.machine});
                                }),
                 beside.end());
  }

  struct Found {
    std::size_t source = 0;
    int rank = 0;
    std::string path;
    readiness::ImageModule module;
  };

  const ImageRequest& request_;
  const Progress& progress_;
  SystemImage image_;
  std::string names_;
  std::vector<Found> found_;
  std::optional<Error> failed_;
  std::uint64_t done_ = 0;
};

bool is_wim(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, 8> magic{};
  file.read(magic.data(), magic.size());
  // An ESD has the same bytes at its beginning.
  return file.gcount() == magic.size() && std::memcmp(magic.data(), "MSWIM\0\0\0", magic.size()) == 0;
}

Result<std::string> read_image_here(const ImageRequest& request, const fs::path& scratch, const Progress& progress) {
  std::vector<std::unique_ptr<ImageFiles>> sources;
  for (const fs::path& path : request.sources) {
    std::error_code failed;
    if (fs::is_regular_file(path, failed) && !is_wim(path))
      return Error{ErrorKind::invalid_input, "app.bad_image",
                   path.string() + " is neither a folder nor a WIM: unpack it, or name the install.wim in it"};
    sources.push_back(fs::is_regular_file(path, failed) ? SHOAL_TRY(open_wim(path, request.index, scratch))
                                                        : SHOAL_TRY(open_folder(path)));
  }
  const SystemImage image = SHOAL_TRY(ImageReader(request, progress).read(sources));
  return knowledge::write_baseline(image);
}

// What a process that reads tells: how far it is, the baseline, or why there is none.
enum class Told : std::uint8_t { progress, baseline, error };
constexpr std::array<std::string_view, 5> told_codes = {"app.bad_image", "app.no_path", "app.unreadable",
                                                        "app.which_image", "inspect.bad_hive"};

bool write_all(int pipe, const void* bytes, std::size_t size) {
  const char* next = static_cast<const char*>(bytes);
  while (size > 0) {
    const ssize_t written = write(pipe, next, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    next += written;
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

bool read_all(int pipe, void* bytes, std::size_t size) {
  char* next = static_cast<char*>(bytes);
  while (size > 0) {
    const ssize_t got = ::read(pipe, next, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    next += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

void tell_message(int pipe, Told what, std::string_view bytes) {
  const std::uint64_t size = bytes.size();
  if (!write_all(pipe, &what, sizeof what) || !write_all(pipe, &size, sizeof size) ||
      !write_all(pipe, bytes.data(), bytes.size()))
    _exit(2);
}

// It reads files of somebody else through libraries of others, and needs neither programs nor a network for that.
bool enter_image_sandbox() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  constexpr std::uint64_t seconds_max = std::uint64_t{4} * 3600;
  limit_resource(RLIMIT_CORE, 0);
  limit_resource(RLIMIT_CPU, seconds_max);
  limit_resource(RLIMIT_FSIZE, image_file_bytes_max);
  if constexpr (is_sanitized) return true;
  limit_resource(RLIMIT_DATA, std::uint64_t{4} << 30U);
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (filter == nullptr) return false;
  bool made = true;
  for (const int call : {SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(socket),
                         SCMP_SYS(socketpair), SCMP_SYS(ptrace), SCMP_SYS(process_vm_writev), SCMP_SYS(mount),
                         SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(kill), SCMP_SYS(bpf)})
    made = made && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0) == 0;
  made = made && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return made;
}

[[noreturn]] void read_image_apart(const ImageRequest& request, const fs::path& scratch, int pipe) {
  if (!enter_image_sandbox()) _exit(2);
  constexpr std::uint64_t told_every = 64;
  auto made = read_image_here(request, scratch, [&](std::uint64_t done, std::uint64_t total) {
    if (done % told_every != 0 && done != total) return;
    const std::uint64_t both[] = {done, total};
    tell_message(pipe, Told::progress, {reinterpret_cast<const char*>(both), sizeof both});
  });
  if (made) {
    tell_message(pipe, Told::baseline, *made);
  } else {
    const auto code = std::find(told_codes.begin(), told_codes.end(), made.error().code);
    const auto number = static_cast<char>(code == told_codes.end() ? 0 : code - told_codes.begin());
    tell_message(pipe, Told::error, static_cast<char>(made.error().kind) + (number + made.error().message));
  }
  _exit(0);
}

Error error_told(std::string_view message) {
  Error none{ErrorKind::invalid_input, "app.bad_image", "the image cannot be read"};
  if (message.size() < 2) return none;
  const auto kind = static_cast<unsigned char>(message[0]), code = static_cast<unsigned char>(message[1]);
  if (code >= told_codes.size() || kind > static_cast<unsigned char>(ErrorKind::corrupt)) return none;
  return {static_cast<ErrorKind>(kind), told_codes[code], std::string(message.substr(2))};
}

// What the process tells, up to its end.
Result<std::string> listen(int pipe, const Progress& progress) {
  constexpr std::uint64_t message_bytes_max = std::uint64_t{128} << 20U;
  Told what = Told::progress;
  std::uint64_t size = 0;
  while (read_all(pipe, &what, sizeof what) && read_all(pipe, &size, sizeof size) && size <= message_bytes_max) {
    std::string message(size, '\0');
    if (!read_all(pipe, message.data(), size)) break;
    if (what == Told::baseline) return message;
    if (what == Told::error) return error_told(message);
    std::uint64_t both[2] = {};
    if (what != Told::progress || size != sizeof both) break;
    std::memcpy(both, message.data(), sizeof both);
    progress(both[0], both[1]);
  }
  return Error{ErrorKind::invalid_input, "app.bad_image",
               "the process that read the image ended early, for a fault in a reader or since it took too much"};
}

// A folder for what is unpacked, removed with what is in it.
class UnpackFolder {
 public:
  static Result<std::unique_ptr<UnpackFolder>> make() {
    std::error_code failed;
    std::string name = (fs::temp_directory_path(failed) / "shoal-image-XXXXXX").string();
    if (failed || mkdtemp(name.data()) == nullptr)
      return Error{ErrorKind::unavailable, "app.unreadable", "no folder can be made for what is unpacked: " + name};
    return std::unique_ptr<UnpackFolder>(new UnpackFolder(name));
  }
  ~UnpackFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  UnpackFolder(const UnpackFolder&) = delete;
  UnpackFolder& operator=(const UnpackFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  explicit UnpackFolder(fs::path path) : path_(std::move(path)) {}
  fs::path path_;
};

}  // namespace

ImageRole role_of_image_file(std::string_view path) {
  const std::string lower = lower_ascii(path);
  const auto slash = lower.find_last_of('/');
  const std::string_view name = std::string_view(lower).substr(slash == lower.npos ? 0 : slash + 1);
  const std::string_view folder = std::string_view(lower).substr(0, slash == lower.npos ? 0 : slash);
  if (folder == "windows/system32/config") {
    if (name == "software") return {ImagePart::software, 0, false, false, {}, {}};
    if (name == "system") return {ImagePart::system, 0, false, false, {}, {}};
  }
  if (!has_module_name(name)) return {};
  // In the order in which Windows looks for modules: the system's folder, that of Windows, and the path.
  struct Place {
    std::string_view folder;
    bool is_only_x86, is_only_own;
  };
  constexpr Place places[] = {{"", false, false},
                              {"windows/system32", false, true},
                              {"windows/syswow64", true, false},
                              {"windows", false, false},
                              {"windows/system32/wbem", false, true},
                              {"windows/syswow64/wbem", true, false},
                              {"windows/system32/drivers", false, true}};
  for (std::size_t i = 0; i < std::size(places); i++)
    if (places[i].folder == folder)
      return {ImagePart::module, static_cast<int>(i), places[i].is_only_x86, places[i].is_only_own, {}, {}};
  constexpr std::string_view store = "windows/winsxs/";
  if (!folder.starts_with(store) || !name.ends_with(".dll")) return {};
  auto assembly = assembly_in(folder.substr(store.size()));
  if (!assembly || folder.find('/', store.size()) != folder.npos) return {};
  return {ImagePart::beside, 0, false, false, std::move(assembly->first), std::move(assembly->second)};
}

Result<void> check_image(const SystemImage& image, const readiness::Target& target) {
  const auto wrong = [&](const std::string& why) {
    return Error{ErrorKind::invalid_input, "app.wrong_image",
                 image.name + " does not stand for " + target.id + ": " + why};
  };
  const auto count = std::count_if(image.modules.begin(), image.modules.end(),
                                   [&](const auto& module) { return module.machine == target.arch; });
  if (count == 0 || image.arch != target.arch)
    return wrong("among its " + grouped(image.modules.size()) + " modules none is for " + target.arch);
  if (image.registry.build != 0 && image.registry.build != target.build)
    return wrong("it has build " + std::to_string(image.registry.build) + " and not " + std::to_string(target.build));
  return {};
}

Result<MadeBaseline> read_system_image(const ImageRequest& request, const Progress& progress) {
  const auto scratch = SHOAL_TRY(UnpackFolder::make());
  int both[2];
  if (pipe(both) != 0) return Error{ErrorKind::unavailable, "app.unreadable", std::strerror(errno)};
  const pid_t process = fork();
  if (process < 0) return Error{ErrorKind::unavailable, "app.unreadable", std::strerror(errno)};
  if (process == 0) {
    close(both[0]);
    read_image_apart(request, scratch->path(), both[1]);
  }
  close(both[1]);
  auto told = listen(both[0], progress);
  close(both[0]);
  kill(process, SIGKILL);
  waitpid(process, nullptr, 0);
  MadeBaseline made{SHOAL_TRY(std::move(told)), {}};
  made.image = SHOAL_TRY(knowledge::read_baseline(made.bytes));
  if (auto checked = check_image(made.image, *request.target); !checked) return std::move(checked).error();
  return made;
}

}  // namespace shoal::app
