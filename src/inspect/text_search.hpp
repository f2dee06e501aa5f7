// Which of the texts that rules ask for stand in a file.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/work.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

class YaraSearch;

/// What all rules together ask for: texts anywhere in a program, and words of scripts.
struct Wanted {
  std::vector<std::string> strings, words;
  const YaraSearch* yara = nullptr;  ///< The estate's own YARA rules, where it has some.
};

/// Searches bytes for many texts at once, in ASCII and in UTF-16LE, ignoring the case of ASCII letters.
class TextSearch {
 public:
  explicit TextSearch(const Wanted& wanted);
  ~TextSearch();
  TextSearch(const TextSearch&) = delete;
  TextSearch& operator=(const TextSearch&) = delete;

  /// Adds a FactKind::string for each wanted text in `bytes`, for the first places of each; `base` is where in the file
  /// they begin. What stands around a text is told as the fact's value.
  void search(std::string_view bytes, std::uint64_t base, Work& work, readiness::FactSheet& sheet) const;

  const Wanted& wanted() const;

 private:
  struct Machine;
  std::unique_ptr<Machine> machine_;
};

}  // namespace shoal::inspect
