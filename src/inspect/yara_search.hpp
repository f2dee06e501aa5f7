// Which of an estate's own YARA rules match a file.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "inspect/work.hpp"
#include "readiness/facts.hpp"
#include "readiness/rule.hpp"

namespace shoal::inspect {

/// Files beyond this are not searched, nor are members of a package: YARA's offsets and conditions are of a whole file.
inline constexpr std::size_t yara_bytes_max = std::size_t{64} << 20U;
/// How long one file may be searched, where a rule's own work outgrows all else.
inline constexpr int yara_seconds_max = 2;

/// YARA rules, compiled. To be made before a process is shut in: compiling readies what YARA keeps for all of it, and
/// searching then takes nothing but memory.
class YaraSearch {
 public:
  /// The YARA rules that `rules` name. What a YARA file may not have: `include`, external variables, and modules other
  /// than pe, elf, dotnet, hash and math, since the others look outside of the file or at the clock.
  /// Errors: invalid_input "inspect.bad_yara" with the file and its line, or with what it lacks.
  static Result<YaraSearch> make(const std::vector<readiness::Rule>& rules);
  YaraSearch(YaraSearch&&) noexcept;
  YaraSearch& operator=(YaraSearch&&) noexcept;
  ~YaraSearch();

  bool is_empty() const;

  /// Adds, for each rule that is asked for and matches, a FactKind::yara for each of its strings that was found, or one
  /// without a string; and "unread yara" where a file is not searched to its end.
  void search(std::string_view bytes, Work& work, readiness::FactSheet& sheet) const;

 private:
  struct Machine;
  explicit YaraSearch(std::unique_ptr<Machine> machine);
  std::unique_ptr<Machine> machine_;
};

}  // namespace shoal::inspect
