// Runs a fuzzer's property over every file of the folders named on the command line: what the tests do with each
// corpus, and how a finding is replayed under a debugger.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int count, char** arguments) {
  int replayed = 0;
  for (int i = 1; i < count; i++) {
    for (const auto& entry : std::filesystem::directory_iterator(arguments[i])) {
      std::ifstream file(entry.path(), std::ios::binary);
      std::ostringstream read;
      read << file.rdbuf();
      const std::string bytes = read.str();
      std::printf("%s\n", entry.path().c_str());
      std::fflush(stdout);  // so that the last line names the file at which a property broke
      LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
      replayed++;
    }
  }
  return replayed > 0 ? 0 : 1;
}
