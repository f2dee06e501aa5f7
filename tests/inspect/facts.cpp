// facts [--measure] FILE... - prints the facts of files, a line each, below a line "file PATH", and those of what was
// unpacked from one below a line "member PATH": what objdump.py, msitools.py and unpacked.py compare. With --measure it
// prints nothing of them but how many files a second were read, without the search for texts.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <ctime>
#include <string>
#include <string_view>

#include "inspect/inspect.hpp"

namespace {

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// Whether it could be read.
bool read_path(const char* path, const shoal::inspect::TextSearch& search, bool prints) {
  const int opened = open(path, O_RDONLY | O_CLOEXEC);
  struct stat about {};
  if (opened < 0 || fstat(opened, &about) != 0) return false;
  const auto size = static_cast<std::size_t>(about.st_size);
  void* mapped = size == 0 ? nullptr : mmap(nullptr, size, PROT_READ, MAP_PRIVATE, opened, 0);
  close(opened);
  if (mapped == MAP_FAILED) return false;
  const auto sheets =
      shoal::inspect::inspect_with_members({static_cast<const char*>(mapped), size}, name_of(path), search);
  if (prints)
    for (const auto& each : sheets)
      std::printf("%s %s\n%s", each.path.empty() ? "file" : "member", each.path.empty() ? path : each.path.c_str(),
                  to_lines(each.sheet).c_str());
  if (mapped != nullptr) munmap(mapped, size);
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  const bool measures = count > 1 && std::string_view(arguments[1]) == "--measure";
  const shoal::inspect::TextSearch search({});
  const std::clock_t began = std::clock();
  int files = 0;
  for (int i = measures ? 2 : 1; i < count; i++) {
    if (!read_path(arguments[i], search, !measures)) {
      std::fprintf(stderr, "error: cannot read %s\n", arguments[i]);
      return 2;
    }
    files++;
  }
  const double seconds = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
  if (measures) std::printf("%d files, %.0f in a second of one processor\n", files, files / seconds);
  return 0;
}
