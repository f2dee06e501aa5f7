// facts [--measure] FILE... - prints the facts of programs, a line each, below a line "file PATH". What objdump.py
// compares; with --measure it prints nothing of them but how many files a second were read.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>

#include "inspect/le.hpp"
#include "inspect/mz.hpp"
#include "inspect/ne.hpp"
#include "inspect/pe.hpp"

namespace {

using shoal::inspect::Span;
using shoal::inspect::Work;

void read_program(Span file, Work& work, shoal::readiness::FactSheet& sheet) {
  const std::string_view format = shoal::inspect::executable_format(file);
  if (format == "pe") {
    shoal::inspect::read_pe(file, work, sheet);
  } else if (format == "ne") {
    shoal::inspect::read_ne(file, work, sheet);
  } else if (format == "le" || format == "lx") {
    shoal::inspect::read_le(file, work, sheet);
  } else if (format == "mz") {
    shoal::inspect::read_mz(file, work, sheet);
  }
}

// Whether it could be read.
bool read_path(const char* path, bool prints) {
  const int opened = open(path, O_RDONLY | O_CLOEXEC);
  struct stat about {};
  if (opened < 0 || fstat(opened, &about) != 0) return false;
  const auto size = static_cast<std::size_t>(about.st_size);
  void* mapped = size == 0 ? nullptr : mmap(nullptr, size, PROT_READ, MAP_PRIVATE, opened, 0);
  close(opened);
  if (mapped == MAP_FAILED) return false;
  Work work(shoal::inspect::file_steps_max);
  shoal::readiness::FactSheet sheet;
  read_program(Span({static_cast<const char*>(mapped), size}), work, sheet);
  if (prints) std::printf("file %s\n%s", path, to_lines(sheet).c_str());
  if (mapped != nullptr) munmap(mapped, size);
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  const bool measures = count > 1 && std::string_view(arguments[1]) == "--measure";
  const auto began = std::chrono::steady_clock::now();
  int files = 0;
  for (int i = measures ? 2 : 1; i < count; i++) {
    if (!read_path(arguments[i], !measures)) {
      std::fprintf(stderr, "error: cannot read %s\n", arguments[i]);
      return 2;
    }
    files++;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  if (measures) std::printf("%d files, %.0f a second\n", files, files / took.count());
  return 0;
}
