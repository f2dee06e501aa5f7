// Runs a fuzzer's property over every file of a folder: what the tests do with each corpus, and how a finding is
// replayed under a debugger. All properties are in this one program, since to compile and link one for each of them
// took longer than anything that they do.
//
// usage: fuzz_replay NAME FOLDER
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

// Made by CMakeLists.txt, as is the file that gives each property this name.
#define PROPERTY(name) extern "C" int fuzz_##name(const std::uint8_t* data, std::size_t size);
#include "properties.inc"
#undef PROPERTY

namespace {

struct Property {
  std::string_view name;
  int (*holds)(const std::uint8_t* data, std::size_t size);
};

#define PROPERTY(name) {#name, fuzz_##name},
constexpr Property properties[] = {
#include "properties.inc"
};
#undef PROPERTY

int replay(const Property& property, const char* folder) {
  int replayed = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream read;
    read << file.rdbuf();
    const std::string bytes = read.str();
    std::printf("%s\n", entry.path().c_str());
    std::fflush(stdout);  // so that the last line names the file at which a property broke
    property.holds(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    replayed++;
  }
  return replayed > 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 3) {
    for (const Property& property : properties) {
      if (property.name == arguments[1]) return replay(property, arguments[2]);
    }
  }
  std::fputs("usage: fuzz_replay NAME FOLDER\n", stderr);
  return 2;
}
